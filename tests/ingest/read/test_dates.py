"""Dates: the words behind a date, a date that closes the letter, and dates of other things."""

import pytest

from ingest.read.dates import find_dates
from ingest.read.zones import Zone


def dates(*parts, **headers):
    text, zones = "", []
    for zone, words in parts:
        zones.append((zone, len(text), len(text) + len(words) + 1))
        text += words + "\n"
    return find_dates(text, zones, headers)


HEAD, PREAMBLE, ANSWER = Zone.LETTERHEAD, Zone.PREAMBLE, Zone.ANSWER
SIGNED, REQUEST, QUOTED = Zone.SIGNATURE, Zone.REQUEST, Zone.QUOTED_MAIL


@pytest.mark.parametrize(
    "line,received,responded",
    [
        pytest.param("9 June 2025 - request received", "2025-06-09", None, id="received-behind-a-dash"),
        pytest.param("9 June 2025 (received)", "2025-06-09", None, id="received-in-brackets"),
        pytest.param("3 July 2025 - response sent", None, "2025-07-03", id="response-behind-a-dash"),
        pytest.param("3 July 2025 (issued)", None, "2025-07-03", id="issued-in-brackets"),
        pytest.param(
            "9 June 2025 - your request; 3 July 2025 - our reply", "2025-06-09", "2025-07-03", id="one-of-each"
        ),
        pytest.param("This reply was sent on 3 July 2025.", None, "2025-07-03", id="a-sentence-that-says-so"),
        pytest.param("Date answered | 3 July 2025", None, "2025-07-03", id="a-row-set-with-a-bar"),
        pytest.param("Date out\t3-Jul-25", None, "2025-07-03", id="in-and-out"),
        pytest.param("Date in\t9-Jun-25", "2025-06-09", None, id="in"),
        pytest.param("Request rec'd: 09.06.25", "2025-06-09", None, id="shortened"),
        pytest.param("Decision sent   3 July 2025", None, "2025-07-03", id="a-decision"),
        pytest.param("Review asked for on   9 June 2025", "2025-06-09", None, id="a-review"),
        pytest.param("Date response was sent - Thursday, 3 July 2025", None, "2025-07-03", id="in-so-many-words"),
        pytest.param("Dyddiad / Date: 3 Gorffennaf / July 2025", None, "2025-07-03", id="one-day-in-two-languages"),
        pytest.param("Tarn Council replied on 3 July 2025 to a request.", None, "2025-07-03", id="told-by-a-log"),
        pytest.param(
            "The Council replied on 3 July 2025.\n14 August 2025", None, "2025-08-14", id="told-of-an-earlier-answer"
        ),
        pytest.param("The invoice was sent on 3 July 2025.", None, None, id="something-else-was-sent"),
        pytest.param("9 June 2025 - a contract was signed", None, None, id="something-else-behind-a-dash"),
    ],
)
def test_words_behind_a_date(line, received, responded):
    assert dates((PREAMBLE, line)) == (received, responded)


BODY = (ANSWER, "There are 26 cars in all. They are kept at the depot, and each is washed once a week.")


@pytest.mark.parametrize(
    "parts,responded",
    [
        pytest.param([BODY, (ANSWER, "31/01/2024"), (ANSWER, "Information team")], "2024-01-31", id="over-the-team"),
        pytest.param(
            [BODY, (ANSWER, "31 Ionawr 2024 / 31 January 2024"), (ANSWER, "Team")], "2024-01-31", id="in-two-languages"
        ),
        pytest.param([(ANSWER, "31/01/2024"), BODY, BODY], None, id="not-in-the-first-half"),
        pytest.param([BODY, (ANSWER, "The lease ends on 31/01/2024")], None, id="not-within-a-sentence"),
        pytest.param([BODY, (QUOTED, "31/01/2024")], None, id="not-in-quoted-mail"),
        pytest.param(
            [(HEAD, "Date: 1 February 2024"), BODY, (ANSWER, "31/01/2024")],
            "2024-02-01",
            id="a-labelled-date-weighs-more",
        ),
        pytest.param([BODY, (ANSWER, "30/01/2024"), (ANSWER, "31/01/2024")], "2024-01-31", id="the-last-of-two"),
    ],
)
def test_a_date_that_closes_the_letter(parts, responded):
    assert dates(*parts)[1] == responded


@pytest.mark.parametrize(
    "parts,expected",
    [
        pytest.param([], (None, None), id="nothing"),
        pytest.param(
            [(HEAD, "Freedom of Information                3 July 2025")], (None, "2025-07-03"), id="at-the-right"
        ),
        pytest.param(
            [(HEAD, "Date received"), (HEAD, "9 June 2025")], ("2025-06-09", None), id="label-on-the-line-above"
        ),
        pytest.param([(ANSWER, "Valid from 3 July 2025 to 2 July 2026")], (None, None), id="a-span-of-time"),
        pytest.param([(REQUEST, "Cars bought between 1 May 2024 and 1 May 2025")], (None, None), id="asked-about"),
        pytest.param([(HEAD, "Date: 30 February 2025")], (None, None), id="no-such-day"),
        pytest.param([(HEAD, "Date: 12/13/2025")], (None, None), id="no-such-month"),
        pytest.param([(HEAD, "Date: 12 Sept 2025")], (None, "2025-09-12"), id="a-short-month"),
        pytest.param([(HEAD, "Date: 12 Smarch 2025")], (None, None), id="no-month"),
    ],
)
def test_places_and_forms(parts, expected):
    assert dates(*parts) == expected


def test_a_mail_was_sent_when_its_header_says():
    header = {"from": "foi@example.test", "date": "2025-07-04T09:00:00"}
    assert dates((HEAD, "Date: 3 July 2025"), **header) == (None, "2025-07-04")
