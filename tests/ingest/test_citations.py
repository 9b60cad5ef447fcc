"""Citations: a table of surface forms, each with the reason it is here, and of the numbers that are no citation."""

import pytest

from ingest.read.citations import find_citations, only_scottish_numbers
from ingest.read.statutes import SCOTTISH, UK


def not_yet(reason):
    """Mark a form that the rules do not read yet."""
    return pytest.mark.xfail(strict=True, reason=reason)


FORMS = [
    pytest.param("exempt under section 40(2) of the Act", ["foia-40-2"], id="plain"),
    pytest.param("exempt under section\n40(2)", ["foia-40-2"], id="line-break"),
    pytest.param("Section1 (1) (b)", ["foia-1-1-b"], id="no-space-after-head"),
    pytest.param("under section 41of the Act", ["foia-41"], id="no-space-after-number"),
    pytest.param("Section 36 (2) (b) (i) and (ii)", ["foia-36-2-b-i", "foia-36-2-b-ii"], id="spaced-and-sibling"),
    pytest.param("Section 31 (1)(a)(b)", ["foia-31-1-a", "foia-31-1-b"], id="letters-side-by-side"),
    pytest.param("Section 22A (1) (a) (i-iii)", ["foia-22a-1-a"], id="range-of-romans"),
    pytest.param("S43 as above", ["foia-43"], id="S-number"),
    pytest.param("(S.43)", ["foia-43"], id="S-dot-number"),
    pytest.param("s. 21 and s.22", ["foia-21", "foia-22"], id="s-dot-space"),
    pytest.param("ss 30 and 31 apply", ["foia-30", "foia-31"], id="ss"),
    pytest.param("Sections 22, 22A and 31", ["foia-22", "foia-22a", "foia-31"], id="plural-list"),
    pytest.param(
        "sections 40(2)(a), 40(2)(b), 40(3)(a)(i) and 40(3)(b)",
        ["foia-40-2-a", "foia-40-2-b", "foia-40-3-a-i", "foia-40-3-b"],
        id="nested-list",
    ),
    pytest.param("Sections 31(1) and 43(2)", ["foia-31-1", "foia-43-2"], id="two-subsections"),
    pytest.param("Section 40(2)&(3)", ["foia-40-2", "foia-40-3"], id="ampersand-brackets"),
    pytest.param("Section 21 & 22", ["foia-21", "foia-22"], id="singular-list"),
    pytest.param(
        "Section 24(2) National Security; Section 31(3) Law Enforcement",
        ["foia-24-2", "foia-31-3"],
        id="number-and-name",
    ),
    pytest.param("section 40(5B)(a)(i)", ["foia-40-5b-a-i"], id="letter-suffix"),
    pytest.param("section 22a", ["foia-22a"], id="small-suffix"),
    pytest.param("SECTION 43(2) - COMMERCIAL INTERESTS", ["foia-43-2"], id="capitals"),
    pytest.param("Exemption 40(2)", ["foia-40-2"], id="exemption-head"),
    pytest.param("section forty", ["foia-40"], id="number-in-words"),
    pytest.param("Secton 12(1)", ["foia-12-1"], id="misspelt-head"),
    pytest.param("Section 17.1 of the Freedom of Information Act 2000", ["foia-17-1"], id="dot-notation"),
    pytest.param("Regulation 12(5)(e)", ["eir-12-5-e"], id="regulation"),
    pytest.param("Regs 12(4)(b) & 12(5)(e)", ["eir-12-4-b", "eir-12-5-e"], id="regs"),
    pytest.param("regulation 12(5)(e) and (f)", ["eir-12-5-e", "eir-12-5-f"], id="regulation-sibling"),
    pytest.param(
        "Regulation 12(3) of the EIR and Regulation 13 EIR as amended by Sch. 19, para 307 of the DPA 2018",
        ["eir-12-3", "eir-13"],
        id="regulation-amended",
    ),
    pytest.param("under section 12(5)(e) of the EIR", ["eir-12-5-e"], id="section-of-the-EIR"),
    pytest.param("section 40(3A)(a)", ["foia-40-3a-a"], id="condition"),
    pytest.param(
        "sections 40(2), (3A)(a) and (3B)", ["foia-40-2", "foia-40-3a-a", "foia-40-3b"], id="conditions-listed"
    ),
    pytest.param(
        "Section 40(2) (3A)(a)",
        ["foia-40-2", "foia-40-3a-a"],
        id="condition-side-by-side",
        marks=not_yet("of two numbers in one run of brackets the second is dropped"),
    ),
    pytest.param(
        "sections 36(2)(b)(i), (ii) and (c)",
        ["foia-36-2-b-i", "foia-36-2-b-ii", "foia-36-2-c"],
        id="siblings-of-two-depths",
    ),
    pytest.param("section 36(2)(b)(i)/(ii)", ["foia-36-2-b-i", "foia-36-2-b-ii"], id="slash-between-brackets"),
    pytest.param("Section 43(2)/Section 41(1)", ["foia-43-2", "foia-41-1"], id="slash-between-sections"),
    pytest.param("ss.40(2)&43(2)", ["foia-40-2", "foia-43-2"], id="ss-without-a-space"),
    pytest.param("SECTIONS 40(2) AND 43(2)", ["foia-40-2", "foia-43-2"], id="capital-list"),
    pytest.param(
        "SECTION 43(2) OF THE ACT",
        ["foia-43-2"],
        id="capital-act",
    ),
    pytest.param("REGULATION 12(5)(E)", ["eir-12-5-e"], id="capital-letter-in-brackets"),
    pytest.param("section forty-three", ["foia-43"], id="number-of-two-words"),
    pytest.param("section forty(2)", ["foia-40-2"], id="words-and-brackets"),
    pytest.param(
        "sections twelve and fourteen",
        ["foia-12", "foia-14"],
        id="words-in-a-list",
        marks=not_yet("a word ends the list"),
    ),
    pytest.param("Sction 40(2) and Secion 43(2)", ["foia-40-2", "foia-43-2"], id="a-letter-left-out"),
    pytest.param("Seciton 40(2)", ["foia-40-2"], id="two-letters-swapped"),
    pytest.param("Regs 12(4)(b)&12(5)(e)", ["eir-12-4-b", "eir-12-5-e"], id="regs-without-a-space"),
    pytest.param(
        "Regulations 12(4)(d), (e) and 12(5)(f)", ["eir-12-4-d", "eir-12-4-e", "eir-12-5-f"], id="regulations-nested"
    ),
    pytest.param("adran 40(2)", ["foia-40-2"], id="welsh"),
    pytest.param(
        "adrannau 40(2) a 43(2)",
        ["foia-40-2", "foia-43-2"],
        id="welsh-list",
        marks=not_yet('the Welsh "a" joins no list'),
    ),
    pytest.param("section 40 ( 2 )", ["foia-40-2"], id="spaces-within-brackets"),
    pytest.param("section 40\n(2)", ["foia-40-2"], id="break-before-the-bracket"),
    pytest.param("section 40(2\n)", ["foia-40-2"], id="break-within-the-bracket"),
    pytest.param("sections 40(2),\n43(2)\nand 41(1)", ["foia-40-2", "foia-43-2", "foia-41-1"], id="breaks-in-a-list"),
    pytest.param("regulation 12(5)(e)\nand\n(f)", ["eir-12-5-e", "eir-12-5-f"], id="breaks-before-a-sibling"),
    pytest.param("sections 40(2) and\f43(2)", ["foia-40-2", "foia-43-2"], id="page-break-in-a-list"),
    pytest.param("section\n\f40(2)", ["foia-40-2"], id="page-break-behind-the-head"),
    pytest.param(
        "section\nPage 2 of 3\n\f40(2)",
        ["foia-40-2"],
        id="footer-behind-the-head",
        marks=not_yet("a footer between the pages parts the citation"),
    ),
    pytest.param(
        "sections 40(2) and\nPage 2 of 3\f43(2)",
        ["foia-40-2", "foia-43-2"],
        id="footer-in-a-list",
        marks=not_yet("a footer between the pages ends the list"),
    ),
    *(
        pytest.param(text, expected, id=f"range-{n}")
        for n, (text, expected) in enumerate(
            (
                ("sections 30 to 32", ["foia-30", "foia-31", "foia-32"]),
                ("section 31(1)(a) to (c)", ["foia-31-1-a", "foia-31-1-b", "foia-31-1-c"]),
                ("section 31(1)(a)-(c)", ["foia-31-1-a", "foia-31-1-b", "foia-31-1-c"]),
                ("regulation 12(5)(a) to (c)", ["eir-12-5-a", "eir-12-5-b", "eir-12-5-c"]),
            ),
            1,
        )
    ),
    pytest.param("withheld - 31(1)(a)", ["foia-31-1-a"], id="a-number-alone-where-the-line-refuses"),
    pytest.param("exempt under section twenty one of the Act", ["foia-21"], id="words-apart"),
    pytest.param("exempt under section thirty-one of the Act", ["foia-31"], id="words-with-a-hyphen"),
    pytest.param("exempt under section forty three of the Act", ["foia-43"], id="words-above-forty"),
    pytest.param("exempt under sections 21 or 22 of the Act", ["foia-21", "foia-22"], id="or"),
    pytest.param("section 40(2) and the section 31(1)", ["foia-40-2", "foia-31-1"], id="the-before-a-head"),
    pytest.param("Exception 12(5)(e) applies", ["eir-12-5-e"], id="exception-head"),
    pytest.param("exempt under exemptions 40(2) and 43(2)", ["foia-40-2", "foia-43-2"], id="exemptions-head"),
    pytest.param("section 40(2) and (3A)", ["foia-40-2", "foia-40-3a"], id="sibling-with-a-letter"),
    pytest.param("section 31(1)(a) and (2)", ["foia-31-1-a", "foia-31-2"], id="sibling-further-up"),
]
UNITS = [
    *("%", "st", "nd", "rd", "th", "working", "day", "days", "hour", "hours", "year", "years", "month", "months"),
    *("week", "weeks", "staff", "people", "officers", "page", "pages", "million"),
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
]
SCOTS = [
    pytest.param("section 38(1)(b) of FOISA", ["foisa-38-1-b"], id="personal-data"),
    pytest.param("section 33 1(b)", ["foisa-33-1-b"], id="lost-bracket"),
    pytest.param(
        "30(b)(i) under section 30(b)(i) and section 30(c)", ["foisa-30-b-i", "foisa-30-c"], id="letter-first"
    ),
    pytest.param("regulations 10(4)(d) (unfinished) and 10(4)(e)", ["eisr-10-4-d"], id="regulations"),
    pytest.param("Section 40(2) of the Freedom of Information Act 2000", ["foia-40-2"], id="explicit-uk-act"),
    pytest.param("sections s.38(1)(b) and s.39(1)", ["foisa-38-1-b", "foisa-39-1"], id="doubled-head"),
    pytest.param("exception 10(4)(a) of the EIRs", ["eisr-10-4-a"], id="the EIRs of Scotland"),
    pytest.param("section 12(5)(e) of the EIRs", ["eir-12-5-e"], id="what only the other EIRs have"),
]
NOTHING = [
    pytest.param("Town Hall, S1 1UJ and S10 2FB", id="postcode"),
    pytest.param("S106 contributions and section 106 agreements", id="planning-agreement"),
    pytest.param("s38 Highways Agreements and S.278 agreement", id="highways-agreement"),
    pytest.param("the section 151 officer", id="finance-officer"),
    pytest.param("section 21 notices served under the Housing Act 1988", id="housing-notice"),
    pytest.param("section 47 enquiries and section 20 assessments", id="child-protection"),
    pytest.param("section 34(1) of the Data Protection Act 2018", id="dpa"),
    pytest.param("section 36 of the Local Government Act 1972", id="other-act"),
    pytest.param(
        "Regulation 4(3) of the Freedom of Information and Data Protection (Appropriate Limit and Fees) "
        "Regulations 2004",
        id="fees",
    ),
    pytest.param("Article 6(1)(f) of the UK GDPR", id="gdpr"),
    pytest.param("section 12 of the contract and section 22 of this report", id="document"),
    pytest.param("In the council's 40 schools and 21 libraries", id="possessive"),
    pytest.param("S 0002 Issue1.pdf", id="file-name"),
    pytest.param("withheld - 17(1)", id="a-number-alone-that-is-no-ground"),
    pytest.param("We refuse it for the council's 21 libraries", id="possessive-where-something-is-refused"),
    pytest.param("It is exempt for S21 2FB", id="postcode-where-something-is-exempt"),
    pytest.param("Housing Act 1988, section 21", id="act-before"),
    pytest.param("Sections of 12 officers", id="no-number"),
    pytest.param("section 40(2)\nof the Data\nProtection Act 2018", id="dpa-over-three-lines"),
    pytest.param("see 31(1)(a) of the manual", id="a-number-alone-where-nothing-is-refused"),
    *(
        pytest.param(
            text,
            id=f"{number}-on-a-line-that-refuses",
        )
        for number, text in {
            "dpa": "It is withheld. See section 34(1) of the Data Protection Act 2018.",
            "other-act": "It is exempt; section 36(2) of the Local Government Act 1972 asks for a vote.",
            "other-regulations": "It is withheld (regulation 12(3) of the Building Regulations 2010).",
            "schedule": "It is exempt; paragraph 31(1) of schedule 2 to the 2018 Act covers it.",
        }.items()
    ),
]


@pytest.mark.parametrize("text,expected", FORMS)
def test_forms(text, expected):
    assert [f.provision.id for f in find_citations(text, UK)] == expected


@pytest.mark.parametrize("text,expected", SCOTS)
def test_scottish_forms(text, expected):
    assert [f.provision.id for f in find_citations(text, SCOTTISH)][: len(expected)] == expected


@pytest.mark.parametrize("text", NOTHING)
def test_no_citation(text):
    assert find_citations(text, UK) == []


@pytest.mark.parametrize("unit", UNITS)
def test_a_number_of_something_is_no_section(unit):
    """In a sentence where the number alone is one."""
    assert [f.provision.id for f in find_citations("It is exempt under the Act, section 21 of it", UK)] == ["foia-21"]
    assert find_citations(f"It is exempt under the Act, section 21 {unit} of it", UK) == []


def test_each_of_a_list_covers_its_own_head():
    text = "exempt under section 40(2), (3A) and section 43(2)"
    assert [text[f.start : f.end] for f in find_citations(text, UK)] == ["section 40(2)", "(3A)", "section 43(2)"]


@pytest.mark.parametrize(
    ("text", "scottish"),
    [
        pytest.param("section 30(b)(ii)", True, id="Scotland's alone"),
        pytest.param("section 40(2)", False, id="the other's alone"),
        pytest.param("section 38(1)(b)", False, id="both have it"),
        pytest.param("section 30", False, id="a whole section tells nothing"),
        pytest.param("regulation 10(4)(a)", False, id="regulations tell nothing"),
        pytest.param("sections 30(c) and 40(2)", False, id="one each"),
    ],
)
def test_numbers_that_only_scotland_has(text, scottish):
    assert only_scottish_numbers(text) is scottish


@pytest.mark.parametrize("text", ["section " * 20_000, "(" * 200_000, "section 40" + "(2)" * 50_000, "s." * 100_000])
def test_repetition_stays_linear(text):
    find_citations(text, UK)


def named(text, family=UK):
    return [f.provision.id for f in find_citations(text, family)]


@pytest.mark.parametrize(
    "text,expected",
    [
        pytest.param("Write to S2 4AB. It is exempt under section 21.", ["foia-21"], id="behind-a-postcode"),
        pytest.param(
            "Section 21 of the Housing Act 1988 is no bar. It is exempt under section 22.",
            ["foia-22"],
            id="behind-another-act",
        ),
        pytest.param("section 30 days on. It is exempt under section 21.", ["foia-21"], id="behind-a-duration"),
        pytest.param(
            "The policy, paragraph 12(1), is old. It is withdrawn today and replaced by nothing whatever, as was said "
            "before to all who wrote. It is exempt under section 21.",
            ["foia-21"],
            id="behind-a-paragraph-of-a-policy",
        ),
        pytest.param("exempt under section 40(2) of FOISA", ["foia-40-2"], id="a-slip-for-the-Act-that-has-it"),
        pytest.param("Withheld - 31(1)(a)", ["foia-31-1-a"], id="bare"),
        pytest.param(
            "It is exempt under section 40(2). Withheld - 31(1)(a)",
            ["foia-40-2", "foia-31-1-a"],
            id="bare-behind-another",
        ),
        pytest.param(
            "See 12(1) of the plan.\nWithheld - 31(1)(a)", ["foia-31-1-a"], id="bare-behind-a-line-that-does-not-refuse"
        ),
        pytest.param("exempt under sections 30 to 32(1)", ["foia-30", "foia-32-1"], id="range-to-a-subsection"),
        pytest.param("exempt under sections 31(1)(a) to 43", ["foia-31-1-a", "foia-43"], id="range-of-two-depths"),
        pytest.param(
            "exempt under sections 35 to 43",
            ["foia-35", "foia-36", "foia-37", "foia-38", "foia-39", "foia-40", "foia-41", "foia-42", "foia-43"],
            id="widest-range",
        ),
        pytest.param("exempt under sections 34 to 43", ["foia-34", "foia-43"], id="too-wide-a-range"),
        pytest.param("exempt under section 31(1)(A) and (C)", ["foia-31-1-a", "foia-31-1-c"], id="capital-letters"),
        pytest.param(
            "exempt under section 31(1)(h) and (i)", ["foia-31-1-h", "foia-31-1-i"], id="a-letter-not-a-roman"
        ),
        pytest.param(
            "exempt under section 36(2)(b)(i) and (c)", ["foia-36-2-b-i", "foia-36-2-c"], id="up-from-a-roman-number"
        ),
        pytest.param("exempt under section 43, (2)", ["foia-43", "foia-43-2"], id="down-from-a-section"),
        pytest.param(
            "withheld under exemption 12(5)(e)", ["eir-12-5-e"], id="exemption-that-only-the-regulations-have"
        ),
        pytest.param("withheld under exemption 12(5)(z)", ["foia-12-5"], id="the-nearest-above-what-no-law-has"),
        pytest.param("refused under regulation 12(5)(e) of the EIR", ["eir-12-5-e"], id="regulation-of-the-EIR"),
        pytest.param("refused under section 40(2) of the FOIA", ["foia-40-2"], id="section-of-the-Act"),
    ],
)
def test_forms_that_a_changed_rule_would_misread(text, expected):
    assert named(text) == expected


@pytest.mark.parametrize(
    "text,expected",
    [
        pytest.param("refused under regulation 10(4)(e) of the EIRs", ["eisr-10-4-e"], id="EIRs-are-Scotland's"),
        pytest.param("refused under exception 10(4)(a) of the EIRs", ["eisr-10-4-a"], id="exception-of-the-EIRs"),
        pytest.param("refused under regulation 11(2) of the EIRs", ["eisr-11-2"], id="a-number-that-both-have"),
        pytest.param("exempt under section 38(1)(b)", ["foisa-38-1-b"], id="section"),
        pytest.param("exempt under section 43(2) of the FOIA", ["foia-43-2"], id="of-the-other-Act"),
    ],
)
def test_forms_in_a_scottish_letter(text, expected):
    assert named(text, SCOTTISH) == expected


def test_a_letter_beside_another_stands_at_its_own_place():
    text = "exempt under section 31(1)(a)(b)"
    first, second = find_citations(text, UK)
    assert text[first.start : first.end] == "section 31(1)(a)"
    assert text[second.start : second.end] == "(b)"
