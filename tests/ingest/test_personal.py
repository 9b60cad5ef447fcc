"""Personal data is found, masked, and not seen where it is not."""

import time

import pytest

from corpus.records import Page
from ingest.safety.personal import find_personal


def found(text):
    return [(finding.kind, finding.text_shown) for finding in find_personal([Page(1, text)])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "write to information.request@glenorran.gov.uk.",
            [("email_address", "i***@***.gov.uk")],
            id="full stop after it",
        ),
        pytest.param("a@b.com; a@b.com", [("email_address", "a***@***.com")], id="once a page"),
        pytest.param("@Council and 3 @ 5.00", [], id="a handle and a price are no address"),
        pytest.param("Tel: 01632 960123", [("phone_number", "••••• •••123")], id="national number"),
        pytest.param("ring (020) 7946 0018", [("phone_number", "(•••) •••• •018")], id="area code in brackets"),
        pytest.param("+44 (0)1632 960 123", [("phone_number", "+•• (•)•••• ••• 123")], id="international form"),
        pytest.param("mobile 07700 900123", [("mobile_number", "••••• •••123")], id="mobile"),
        pytest.param("FOI 01234567890123", [], id="a reference is longer than a phone number"),
        pytest.param("order 0412345678", [], id="04 is no area"),
        pytest.param("NI number AB 12 34 56 C", [("ni_number", "AB••••••C")], id="spaced"),
        pytest.param("QQ123456C GB123456C", [], id="prefixes HMRC never issues"),
        pytest.param("NHS number 943 476 5919", [("nhs_number", "••• ••• •919")], id="check digit and word agree"),
        pytest.param("reference 943 476 5919", [], id="no word says it is an NHS number"),
        pytest.param("NHS number 943 476 5918", [], id="wrong check digit"),
    ],
)
def test_find_personal(text, expected):
    assert found(text) == expected


def test_findings_carry_page_and_sheet():
    (finding,) = find_personal([Page(1, "none"), Page(2, "jo@example.org", "Staff")])
    assert (finding.page, finding.where, finding.action) == (2, "sheet Staff", "none")


@pytest.mark.parametrize("unit", ["a.", "0", "0 ", "+44", "AB", "12 34 56 ", "(0", "a@", "-1", "@a.", "NHS no 9"])
def test_time_grows_with_length_only(unit):
    began = time.process_time()
    found(unit * (400_000 // len(unit)))
    assert time.process_time() - began < 3
