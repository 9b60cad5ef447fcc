"""Dates by the words before them, and the reference that is the authority's own."""

import pytest

from ingest.read.dates import find_dates, is_date
from ingest.read.reference import find_reference
from ingest.read.zones import Zone


def head(text):
    return [(Zone.LETTERHEAD, 0, len(text))]


@pytest.mark.parametrize(
    "text,received,responded",
    [
        pytest.param("Date: 3 July 2025", None, "2025-07-03", id="labelled"),
        pytest.param("3rd July 2025\nDear Ms Example", None, "2025-07-03", id="alone-on-its-line"),
        pytest.param("Date: 03/07/2025", None, "2025-07-03", id="day-first"),
        pytest.param("Date: 3.7.25", None, "2025-07-03", id="two-figure-year"),
        pytest.param("Date: 2025-07-03", None, "2025-07-03", id="iso"),
        pytest.param("Date: July 3, 2025", None, "2025-07-03", id="month-first-in-words"),
        pytest.param("Dyddiad: 3 Gorffennaf 2025", None, "2025-07-03", id="welsh"),
        pytest.param("Date: Thursday, 3 July 2025", None, "2025-07-03", id="day-of-the-week"),
        pytest.param("Your request received on 9 June 2025", "2025-06-09", None, id="received"),
        pytest.param("Thank you for your e-mail of 9 June 2025.", "2025-06-09", None, id="e-mail-of"),
        pytest.param("Date received: 9 June 2025\nDate: 3 July 2025", "2025-06-09", "2025-07-03", id="both"),
        pytest.param("Date of response: 3 July 2025\nPublished: 9 July 2025", None, "2025-07-03", id="not-published"),
        pytest.param("Published: 9 July 2025", None, "2025-07-09", id="published-where-nothing-else"),
        pytest.param("A reply is due by 7 July 2025", None, None, id="deadline"),
        pytest.param("The contract ends on 31 March 2027", None, None, id="contract"),
        pytest.param("Date: 31 June 2025", None, None, id="no-such-day"),
        pytest.param("Date: 3 July 1985", None, None, id="before-any-access-law"),
        pytest.param("No date at all", None, None, id="none"),
    ],
)
def test_dates(text, received, responded):
    assert find_dates(text, head(text), {}) == (received, responded)


@pytest.mark.parametrize(
    "text,expected",
    [
        pytest.param("Hello", "2025-07-09", id="no-date-in-the-words"),
        pytest.param("3 July 2025", "2025-07-09", id="a-date-without-a-role"),
        pytest.param("Date: 3 July 2025", "2025-07-03", id="the-letter-says-which"),
        pytest.param("Published: 3 July 2025", "2025-07-09", id="published-only"),
    ],
)
def test_the_header_of_a_mail_yields_only_to_a_labelled_date(text, expected):
    assert find_dates(text, head(text), {"date": "2025-07-09T10:00:00"}) == (None, expected)


@pytest.mark.parametrize(
    "text,expected",
    [
        pytest.param("12 March 2020", True, id="date"),
        pytest.param("12 March 2020 and later", False, id="date-and-words"),
        pytest.param("FOI 123", False, id="reference"),
    ],
)
def test_is_date(text, expected):
    assert is_date(text) is expected


@pytest.mark.parametrize(
    "text,expected",
    [
        pytest.param("Our ref: FOI/2025/0142", "FOI/2025/0142", id="our-ref"),
        pytest.param("Reference number: 20250142", "20250142", id="bare-number"),
        pytest.param("FOI Ref. 7104", "7104", id="foi-ref"),
        pytest.param("Ein cyf: FOI 4411", "FOI 4411", id="welsh"),
        pytest.param("Freedom of Information Request - FOI 2025-118", "FOI 2025-118", id="shape-alone"),
        pytest.param("Your ref: AB/77\nOur ref: EIR 3301", "EIR 3301", id="the-requester-has-one-too"),
        pytest.param("Your ref: AB/77", None, id="the-requester's"),
        pytest.param("ICO reference: IC-123456-A1B2", None, id="regulator's"),
        pytest.param("Ref: FS50123456", None, id="regulator's-older-form"),
        pytest.param("Decision EA/2019/0123", None, id="tribunal's"),
        pytest.param("Ref: 12 March 2020", None, id="a-date"),
        pytest.param("Freedom of Information Act 2000", None, id="the-act-and-its-year"),
        pytest.param("Dear Ms Example", None, id="none"),
    ],
)
def test_reference(text, expected):
    assert find_reference(text, head(text), {}) == expected


@pytest.mark.parametrize(
    "headers,source,expected",
    [
        pytest.param({"subject": "Re: FOI 2025/88 Parking"}, "mail.eml", "FOI 2025/88", id="subject"),
        pytest.param({}, "council/FOI-4411 response.pdf", "FOI-4411", id="file-name"),
        pytest.param({}, "council/response.pdf", None, id="nothing"),
    ],
)
def test_reference_outside_the_letter(headers, source, expected):
    assert find_reference("Hello", head("Hello"), headers, source) == expected
