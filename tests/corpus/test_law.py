"""The law table as data: what must be in it, what every row must hold, and what a broken row says."""

import re

import pytest

from corpus.law import (
    COLUMNS,
    FILE,
    GROUNDS,
    build_provisions,
    find,
    is_ground,
    parents,
    provisions,
)
from corpus.records import Law
from corpus.table import TableError, parse_table

ROWS = list(provisions().values())
GROUND_ROWS = [row for row in ROWS if is_ground(row)]


def numbers(text):
    return text.split()


EXCEPTIONS = {
    Law.FOIA: [
        *numbers("21 22 22A 23 24 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44"),
        *numbers("21(1) 22(1) 22A(1) 23(1) 23(5) 24(1) 24(2) 26(1)(b) 27(1)(a) 27(2) 28(1) 29(1)(a) 30(1)(a)(i) 30(2)"),
        *numbers("31(1) 31(1)(a) 31(1)(b) 31(1)(g) 31(3) 32(1) 33(2) 34(1) 35(1)(a) 36(2)(b)(i) 36(2)(b)(ii) 36(2)(c)"),
        *numbers("37(1)(a) 37(1)(ad) 38(1)(a) 38(1)(b) 39(1) 40(1) 40(2) 40(5A) 40(5B)(a)(i) 41(1) 42(1) 43(1) 43(2)"),
        *numbers("43(3) 44(1)(a)"),
    ],
    Law.EIR: [
        *(f"12(4)({letter})" for letter in "abcde"),
        *(f"12(5)({letter})" for letter in "abcdefg"),
        *numbers("12(3) 12(6) 13 13(1) 13(5A) 5(3)"),
    ],
    Law.FOISA: [
        *(str(section) for section in range(25, 42)),
        *numbers("25(1) 26(a) 27(1) 28(1) 29(1)(a) 30(b)(i) 30(b)(ii) 30(c) 31(1) 33(1)(b) 34(1)(a) 35(1)(a) 36(1)"),
        *numbers("36(2) 37(1)(a) 38(1)(a) 38(1)(b) 39(1) 39(2) 40(a) 41(b)"),
    ],
    Law.EISR: [
        *(f"10(4)({letter})" for letter in "abcde"),
        *(f"10(5)({letter})" for letter in "abcdefg"),
        *numbers("10(3) 10(8) 11 11(2)"),
    ],
}
REFUSALS = {
    Law.FOIA: ["12", "12(1)", "12(2)", "14", "14(1)", "14(2)"],
    Law.EIR: ["6(1)(b)"],
    Law.FOISA: ["12", "12(1)", "14", "14(1)", "14(2)", "18", "18(1)"],
    Law.EISR: ["6(1)(b)"],
}
NOT_GROUNDS = {
    Law.FOIA: numbers("1 1(1)(a) 2(2)(b) 8 10 11 16 17 17(1) 19 45 48 50 40(3A)(a) 31(2)(c)"),
    Law.EIR: numbers("5 5(2) 7 7(1) 9 11 14 12(1)(b) 12(2) 13(2A)(a) 12(7)"),
    Law.FOISA: numbers("1 2(1)(b) 10 15 16 17 17(1) 20 21 47 38(2A)(a)"),
    Law.EISR: numbers("5 9 10(1)(b) 10(2) 13 16"),
}


def listed(table):
    return [pytest.param(law, number, id=f"{law}-{number}") for law, numbers in table.items() for number in numbers]


@pytest.mark.parametrize("law,number", listed(EXCEPTIONS))
def test_exemptions_and_exceptions_can_be_applied(law, number):
    found = find(law, number)
    assert found is not None
    assert found.kind == ("exemption" if law in (Law.FOIA, Law.FOISA) else "exception")
    assert is_ground(found)


@pytest.mark.parametrize("law,number", listed(REFUSALS))
def test_refusal_grounds_can_be_applied(law, number):
    found = find(law, number)
    assert found is not None and found.kind == "refusal_ground" and is_ground(found)


@pytest.mark.parametrize("law,number", listed(NOT_GROUNDS))
def test_procedure_conditions_and_public_interest_are_never_grounds(law, number):
    found = find(law, number)
    assert found is not None and not is_ground(found)


@pytest.mark.parametrize(
    "law,number,expected",
    [
        pytest.param(Law.FOIA, "40(2)", "foia-40-2", id="as printed"),
        pytest.param(Law.FOIA, " 40 (2) ", "foia-40-2", id="spaces"),
        pytest.param(Law.FOIA, "22a", "foia-22a", id="letter of the section in lower case"),
        pytest.param(Law.FOIA, "40(5a)", "foia-40-5a", id="40(5A), in force"),
        pytest.param(Law.FOIA, "40(5)(a)", "foia-40-5-a", id="40(5)(a), replaced in 2018"),
        pytest.param(Law.FOIA, "31(1)(l)", None, id="31(1) ends at (i)"),
        pytest.param(Law.FOIA, "106", None, id="a section 106 agreement"),
        pytest.param(Law.FOISA, "38(1)(b)", "foisa-38-1-b", id="personal data in Scotland"),
        pytest.param(Law.FOIA, "38(1)(b)", "foia-38-1-b", id="safety in the rest of the UK"),
        pytest.param(Law.EIR, "12(5)(e)", "eir-12-5-e", id="regulation"),
    ],
)
def test_find(law, number, expected):
    found = find(law, number)
    assert (found.id if found else None) == expected


def test_the_same_number_means_different_things_in_two_laws():
    assert find(Law.FOIA, "17").name == "Refusal notice"
    assert find(Law.FOISA, "17").name == "Notice that information is not held"


def test_parents_are_nearest_first():
    assert parents("foia-40-5b-a-i") == ("foia-40-5b-a", "foia-40-5b", "foia-40")
    assert parents("foia-22a") == ()


def test_every_ground_is_named_and_explained_for_the_public():
    bad = [r.id for r in GROUND_ROWS if not r.name or not re.fullmatch(r"[A-Z].{20,}\.", r.meaning)]
    assert not bad


def test_grounds_of_one_law_have_meanings_of_their_own():
    """A whole section may say the same as its only subsection; two unrelated grounds may not."""
    by_meaning: dict[tuple[str, str], list[str]] = {}
    for row in GROUND_ROWS:
        by_meaning.setdefault((row.law, row.meaning), []).append(row.id)
    shared = [ids for ids in by_meaning.values() if len(ids) > 1 and not all(i.startswith(ids[0]) for i in ids)]
    assert not shared


def test_kinds_strength_and_test_fit_together():
    for row in ROWS:
        if row.kind in ("exemption", "exception"):
            assert row.absolute != "n/a", row.id
        if row.kind in ("procedural", "public_interest_test", "refusal_ground"):
            assert (row.absolute, row.test) == ("n/a", "n/a"), row.id
        if row.ncnd:
            assert row.kind in GROUNDS, row.id
        assert row.test != "adverse_effect" or row.law is Law.EIR, row.id
        assert row.test != "substantial_prejudice" or row.law in (Law.FOISA, Law.EISR), row.id


@pytest.mark.parametrize("number", ["23(5)", "24(2)", "31(3)", "40(5B)(a)(i)", "12(2)", "43(3)"])
def test_neither_confirm_nor_deny(number):
    assert find(Law.FOIA, number).ncnd


@pytest.mark.parametrize("number", ["21", "23", "32", "34", "40(1)", "41", "44"])
def test_absolute_exemptions(number):
    assert find(Law.FOIA, number).absolute == "absolute"


def test_equivalents_are_mutual_between_declared_rows():
    for law, number, other in [
        (Law.FOIA, "43(2)", "foisa-33-1-b"),
        (Law.FOIA, "40(2)", "eir-13-1"),
        (Law.FOISA, "30(c)", "foia-36-2-c"),
        (Law.EIR, "12(4)(b)", "eisr-10-4-b"),
    ]:
        row = find(law, number)
        assert other in row.equivalents
        assert row.id in provisions()[other].equivalents


def test_addresses_and_dates():
    section = find(Law.FOIA, "40(2)")
    assert section.statute_url == "https://www.legislation.gov.uk/ukpga/2000/36/section/40#section-40-2"
    assert find(Law.EISR, "10(5)(e)").statute_url.endswith("/ssi/2004/520/regulation/10#regulation-10-5-e")
    assert section.guidance_url.startswith("https://ico.org.uk/") and "section-40" in section.guidance_url
    assert find(Law.FOISA, "30(c)").guidance_url == "https://www.foi.scot/"
    assert find(Law.FOIA, "22A").in_force_from == "2014-10-01"
    assert (find(Law.FOIA, "40(3)(a)(i)").in_force_to, find(Law.FOIA, "40(3A)(a)").in_force_from) == (
        "2018-05-24",
        "2018-05-25",
    )
    assert all(not r.in_force_to or r.in_force_from < r.in_force_to for r in ROWS)


GOOD = "foia-40,foia,40,Personal information,Personal information,Says so.,exemption,mixed,class,no,,,2005-01-01,,"


@pytest.mark.parametrize(
    "row,problem",
    [
        pytest.param(GOOD, "taken by an earlier row", id="same id twice"),
        pytest.param(GOOD.replace("foia-40,", "foia-41,"), "does not fit the number", id="id of another number"),
        pytest.param(
            "foia-41-1" + GOOD[7:].replace(",40,", ",41(1),", 1), "stands before the row of 41", id="no parent"
        ),
        pytest.param(GOOD.replace("exemption", "exempt"), "'kind' is 'exempt'", id="unknown kind"),
        pytest.param(GOOD.replace("mixed", "both"), "'absolute' is 'both'", id="unknown strength"),
        pytest.param(GOOD.replace("Says so.", ""), "'meaning' is empty", id="no meaning"),
        pytest.param(GOOD.replace("2005-01-01", "1.1.2005"), "write 2018-05-25", id="date in another form"),
        pytest.param(GOOD + ",more", "has 16 cells", id="a cell too many"),
        pytest.param(GOOD.replace(",40,", ",40-2,", 1), "no number of a provision", id="number in another form"),
    ],
)
def test_a_broken_row_is_refused_with_its_line(row, problem):
    text = "\n".join([",".join(COLUMNS), GOOD, row])
    with pytest.raises(TableError) as caught:
        build_provisions(parse_table(FILE, text, COLUMNS))
    assert problem in str(caught.value)
    assert (caught.value.file, caught.value.line) == (FILE, 3)


def test_an_equivalent_that_is_nowhere_is_refused():
    text = "\n".join([",".join(COLUMNS), GOOD.replace("no,,,", "no,eir-13-1,,")])
    with pytest.raises(TableError, match="line 2: the equivalent 'eir-13-1'"):
        build_provisions(parse_table(FILE, text, COLUMNS))


def test_another_header_is_refused():
    with pytest.raises(TableError, match=r"line 1: has the columns id, law; expected id, law, number"):
        build_provisions(parse_table(FILE, "id,law\n", COLUMNS))


def test_every_provision_names_the_guidance_of_its_own_regulator():
    for row in ROWS:
        host = "https://www.foi.scot/" if row.law in (Law.FOISA, Law.EISR) else "https://ico.org.uk/"
        assert row.guidance_url.startswith(host), row.id
