"""Citations: a table of surface forms, each with the reason it is here, and of the numbers that are no citation."""

import pytest

from ingest.read.citations import find_citations
from ingest.read.statutes import SCOTTISH, UK

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
    pytest.param("Housing Act 1988, section 21", id="act-before"),
    pytest.param("Sections of 12 officers", id="no-number"),
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


@pytest.mark.parametrize("text", ["section " * 20_000, "(" * 200_000, "section 40" + "(2)" * 50_000, "s." * 100_000])
def test_repetition_stays_linear(text):
    find_citations(text, UK)
