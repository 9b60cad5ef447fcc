"""Reference: numbers that no label announces, prefixes before them, and numbers that are something else."""

import pytest

from ingest.read.reference import find_reference
from ingest.read.zones import Zone


def zoned(*parts):
    """Return a text and its zones, from (zone, words) pairs set below each other."""
    text, zones = "", []
    for zone, words in parts:
        zones.append((zone, len(text), len(text) + len(words) + 1))
        text += words + "\n"
    return text, zones


def reference(*parts, source="", **headers):
    text, zones = zoned(*parts)
    return find_reference(text, zones, headers, source)


HEAD, ANSWER, REQUEST, QUOTED = Zone.LETTERHEAD, Zone.ANSWER, Zone.REQUEST, Zone.QUOTED_MAIL


@pytest.mark.parametrize(
    "line,expected",
    [
        pytest.param("2024/0142", "2024/0142", id="year-and-number"),
        pytest.param("24-IR-0031", "24-IR-0031", id="letters-in-the-midst"),
        pytest.param("IGT/24/117", "IGT/24/117", id="letters-before"),
        pytest.param("12 March 2024", None, id="a-date"),
        pytest.param("12/03/2024", None, id="a-date-in-figures"),
        pytest.param("PO Box 41", None, id="a-post-box"),
        pytest.param("Room 214", None, id="a-room"),
        pytest.param("Aldersea", None, id="no-figure"),
        pytest.param("", None, id="empty"),
    ],
)
def test_a_number_alone_in_the_head(line, expected):
    assert reference((HEAD, line), (ANSWER, "There are 26.")) == expected


@pytest.mark.parametrize(
    "line,expected",
    [
        pytest.param("IGT 24/0117  12 March 2024", "IGT 24/0117", id="beside-a-date"),
        pytest.param("Parking fines - FOI 24-0117", "FOI 24-0117", id="behind-a-dash"),
        pytest.param("2024/0142 | Information Rights", "2024/0142", id="in-a-cell"),
    ],
)
def test_a_number_in_a_piece_of_a_line(line, expected):
    assert reference((HEAD, line), (ANSWER, "There are 26.")) == expected


@pytest.mark.parametrize(
    "line,expected",
    [
        pytest.param("SMBC FOI 41190", "SMBC FOI 41190", id="the-body's-letters"),
        pytest.param("RFI 41190", "RFI 41190", id="another-word-for-a-request"),
        pytest.param("RE FOI 41190", "FOI 41190", id="re-is-no-prefix"),
        pytest.param("THE FOI 41190", "FOI 41190", id="an-article-is-no-prefix"),
        pytest.param("NHS FOI 41190", "FOI 41190", id="every-trust-is-of-the-nhs"),
        pytest.param("FOI Act 2000", None, id="the-act"),
    ],
)
def test_prefix(line, expected):
    assert reference((HEAD, line), (ANSWER, "There are 26.")) == expected


@pytest.mark.parametrize(
    "parts,expected",
    [
        pytest.param([(QUOTED, "Ref: ABC/991"), (HEAD, "Ref: FOI/24/07")], "FOI/24/07", id="head-before-quoted-mail"),
        pytest.param([(QUOTED, "Ref: FOI/24/07")], "FOI/24/07", id="quoted-mail-at-last"),
        pytest.param([(ANSWER, "Ref: FOI/24/07")], "FOI/24/07", id="in-the-body"),
        pytest.param([(HEAD, "Your ref: AB/77"), (ANSWER, "Ref: FOI/24/07")], "FOI/24/07", id="not-the-requester's"),
        pytest.param(
            [(HEAD, "ICO ref: IC-123456-A1B2"), (HEAD, "Ref: FOI/24/07")], "FOI/24/07", id="not-the-regulator's"
        ),
        pytest.param([(HEAD, "Our ref:"), (ANSWER, "There are 26.")], None, id="a-label-without-a-number"),
    ],
)
def test_places(parts, expected):
    assert reference(*parts) == expected


@pytest.mark.parametrize(
    "subject,source,expected",
    [
        pytest.param("FW: RE: FOI 24-0117 parking", "", "FOI 24-0117", id="subject-answered-and-forwarded"),
        pytest.param("Parking", "council/IGT-24-0117.pdf", "IGT-24-0117", id="file-name"),
        pytest.param("Parking", "council/reply.pdf", None, id="neither"),
    ],
)
def test_outside_the_letter(subject, source, expected):
    assert reference((ANSWER, "There are 26."), source=source, subject=subject) == expected


@pytest.mark.parametrize(
    "parts,expected",
    [
        pytest.param([(HEAD, "Log number:   2025-31")], "2025-31", id="log-number"),
        pytest.param([(HEAD, "Ref  | TM 25/0291")], "TM 25/0291", id="a-row-set-with-a-bar"),
        pytest.param([(HEAD, "Response register: TMP/2025/16")], "TMP/2025/16", id="register"),
        pytest.param([(HEAD, "10 October 2025  25/TARMO/0166")], "25/TARMO/0166", id="beside-the-date"),
        pytest.param(
            [(HEAD, "Response to request TM-R-0091 (received 4/11/25)")], "TM-R-0091", id="response-to-request"
        ),
        pytest.param(
            [(HEAD, "Freedom of Information Act (FOIA) Request - 250804002")], "250804002", id="a-long-number"
        ),
        pytest.param(
            [(HEAD, "Subject: RE: Crews [TMF/2024/163]"), (ANSWER, "See tender ref TMF-T-0219.")],
            "TMF/2024/163",
            id="in-the-brackets-of-a-pasted-subject",
        ),
        pytest.param([(ANSWER, "The contract ref is TMF-0219.")], None, id="of-a-contract"),
        pytest.param([(HEAD, "Ref 2024.")], None, id="a-year-alone"),
    ],
)
def test_more_labels_and_what_they_label(parts, expected):
    assert reference(*parts) == expected
