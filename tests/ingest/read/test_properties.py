"""What holds for the reading of any text: zones cover it, spans are exact, it is read twice alike and never fails."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.law import provisions
from corpus.records import CitationStatus, Document, Page
from ingest.extract import extract
from ingest.read import read
from ingest.read.layout import Layout

SAMPLE = Path(__file__).parents[3] / "corpus" / "sample" / "letters"
EXTRACTED = [".txt", ".eml", ".html", ".docx"]  # formats that are quick to read; PDFs are read by the accuracy tests


def document(text: str) -> Document:
    return Document("letter.txt", "0" * 64, "text/plain", len(text), (Page(1, text),))


def applied(text: str) -> set[tuple[str, tuple[str, ...]]]:
    citations = read(document(text)).citations
    return {(c.provision, c.questions) for c in citations if c.status is CitationStatus.APPLIED}


OPENINGS = [
    "Marlow Vale Council\n\nDear Ms Example",
    "Dear Sir",
    "Our ref: FOI 24/0117\nDate: 3 July 2025",
    "Annwyl Ms Example",
]
THANKS = [
    "Thank you for your request of 9 June 2025.",
    "Your request was handled under the Freedom of Information Act 2000.",
]
ASKED = [
    "You asked:\n\n1. Which system do you use?\n2. What does it cost?",
    "Your request\n\n• the number of staff\n• the cost of fuel",
    "You asked for the number of lifeboats and the cost of their fuel.",
    "1. Do you use Liquidlogic?\nNo.\n2. Who runs it?\nNobody.",
    "> Which system do you use?",
]
TOLD = [
    "Our response:\n\n1. We use Idox Uniform, £12,500 per annum.\n2. Exempt under section 43(2).",
    "This is exempt under sections 40(2)\nand 43(2) of the Act.",
    "Regulation 12(5)(e) and (f) of the EIR apply to the plans.",
    "Question 2: withheld - 31(1)(a)",
    "The system was bought through Softcat Ltd until 31 March 2027.",
    "We considered section 36(2)(b)(i), but it is not engaged.",
    "Name\tCost\nCivica\t£4,000\nIdox\trefused, s.43(2)",
]
CLOSINGS = [
    "If you are unhappy with this response you may ask for an internal review.",
    "Yours sincerely\nA. Officer\nInformation Governance Officer",
    "From: B\nSent: 1 May 2023\nTo: A\nSubject: Cars\n\nDo you use Idox? Section 12(1) was cited before.",
    "Page 2 of 3",
]
FRAGMENT = st.sampled_from([*OPENINGS, *THANKS, *ASKED, *TOLD, *CLOSINGS])
MIXTURE = st.lists(st.tuples(FRAGMENT, st.sampled_from(["\n\n", "\n", "\f", " "])), max_size=9).map(
    lambda parts: "".join(words + gap for words, gap in parts)
)
MARKS = st.text(st.characters(codec="utf-8", exclude_categories=()), max_size=80)
SPLIT = st.tuples(MIXTURE, MARKS, st.integers(0, 400)).map(
    lambda made: made[0][: made[2]] + made[1] + made[0][made[2] :]
)


@settings(max_examples=60, deadline=None)
@given(MIXTURE | SPLIT | MARKS)
def test_every_character_lies_in_exactly_one_zone(text):
    zones = Layout(text).zones
    assert zones[0][1] == 0 and zones[-1][2] == len(text)
    assert all(end == begin for (_, _, end), (_, begin, _) in pairwise(zones))
    assert all(start < end for _, start, end in zones) or not text


@settings(max_examples=60, deadline=None)
@given(MIXTURE | SPLIT | MARKS)
def test_reading_never_fails_and_its_spans_hold_their_words(text):
    reading = read(document(text))
    assert reading == read(document(text))
    numbers = {q.number for q in reading.questions}
    assert len(numbers) == len(reading.questions)
    for tag in (*reading.citations, *reading.vendors):
        assert reading.text[tag.start : tag.end] == tag.text != ""
        assert 1 <= tag.page <= text.count("\f") + 1
        assert set(tag.questions) <= numbers
    for citation in reading.citations:
        assert {citation.provision, *citation.conditions} <= provisions().keys()


@settings(max_examples=60, deadline=None)
@given(MIXTURE | SPLIT)
def test_questions_and_answers_are_stretches_of_the_letter(text):
    layout = Layout(text)
    for item in layout.items:
        for spans in (item.question, item.answer):
            assert all(0 <= start <= end <= len(text) for start, end in spans)
            assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))  # in order, none twice


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("\n\n\t \f", id="blank"),
        pytest.param("\x00\x01\x07\x1b[31mred\x7f", id="control-characters"),
        pytest.param("\ufeff\u200b\u00ad\u2028\u2029", id="invisible"),
        pytest.param("\ud800 lone surrogate \udfff", id="surrogates"),
        pytest.param("ꟸ𝟙𝟚. ❶ ① ⒈ How many? ½ ٣", id="other-digits"),
        pytest.param("情報公開請求 第12条 回答：不開示", id="japanese"),
        pytest.param("طلب الحصول على المعلومات؟ 12", id="arabic"),
        pytest.param("Faint o geir sydd gan y Cyngor? Mae adran 40(2) yn gymwys.", id="welsh"),
        pytest.param("Dè an àireamh? Tha earrann 38 ann.", id="gaelic"),
        pytest.param("🚗" * 300, id="pictures"),
        pytest.param("e\u0301" * 300, id="combining-marks"),
        pytest.param("Q1\rA1\r\nQ2\x0bA2", id="line-ends-of-three-systems"),
        pytest.param("1.\n2.\n3.\n", id="numbers-without-words"),
        pytest.param("?\n" * 40, id="marks-alone"),
        pytest.param(">" * 300, id="quotation-marks-alone"),
    ],
)
def test_text_of_any_script_is_read(text):
    reading = read(document(text))
    zones = Layout(reading.text).zones
    assert (zones[0][1], zones[-1][2]) == (0, len(reading.text))


def samples() -> list[Path]:
    return sorted(p for p in SAMPLE.rglob("*") if p.suffix in EXTRACTED)


def test_spans_and_zones_of_every_sample_letter_that_is_quick_to_extract():
    paths = samples()
    assert len(paths) > 20
    for path in paths:
        read_from = extract(path, source=path.name)
        reading = read(read_from)
        for tag in (*reading.citations, *reading.vendors):
            assert reading.text[tag.start : tag.end] == tag.text, path.name
        zones = Layout(reading.text).zones
        assert (zones[0][1], zones[-1][2]) == (0, len(reading.text)), path.name
        assert all(end == begin for (_, _, end), (_, begin, _) in pairwise(zones)), path.name


GROUNDS = [
    "section 43(2)",
    "s.36(2)(b)(i)",
    "Section 12(1)",
    "regulation 12(5)(e)",
    "sections 40(2) and 41(1)",
    "exemption 31(1)(a)",
    "FOIA 14(1)",
]
SAID = {
    "an-argument": "I do not accept that {} applies.",
    "a-plea": "Please do not withhold the names under {}.",
    "a-condition": "If you apply {}, tell me why.",
    "a-question": "Is it withheld under {}?",
    "an-earlier-refusal": "Last year this was refused under {}. That was wrong.",
    "an-earlier-reply": "Your last reply said it was exempt under {}.",
}
REQUESTS = {
    "headings": "Dear A\n\nYou asked:\n\nPlease send it. {}\n\nOur response:\n\nIt is attached.\n\nYours sincerely",
    "numbers": "Dear A\n\nYour request\n\n1. How many? {}\n\n2. Who?\n\nOur response\n\n1. There are 26.\n\n2. Nobody.",
    "quoted-lines": "Dear A\n\n> Please send the report.\n> {}\n\nIt is attached.\n\nYours sincerely\nA. Officer",
    "q-and-a": "Dear A\n\nQ1. How many are there? {}\nA1. There are 26.\n\nYours sincerely\nA. Officer",
}
TELLS_OF_THE_PAST = ("an-earlier-refusal", "an-earlier-reply")


@pytest.mark.parametrize(
    "request_form,said",
    [
        pytest.param(form, words, id=f"{place}-{kind}")
        for place, form in REQUESTS.items()
        for kind, words in SAID.items()
    ],
)
def test_the_requester_s_words_never_apply_a_provision(request_form, said):
    found = {ground: applied(request_form.format(said.format(ground))) for ground in GROUNDS}
    assert found == {ground: set() for ground in GROUNDS}


LETTER = """Marlow Vale Council

Dear Ms Example

Thank you for your request under the Freedom of Information Act 2000.

You asked:

1. Which homes were built?
2. Who paid for them?
3. Which officers decided?

Our response:

1. There were 26 homes.{}
2. The prices are exempt under section 43(2) of the Act.{}
3. The names are withheld under section 40(2).{}

{}

Yours sincerely
A. Officer
"""
LOOK_ALIKES = [
    "They were paid for by a section 106 agreement.",
    "S106 contributions came to £4,000.",
    "The road is under a s.278 agreement and a section 38 agreement.",
    "The Section 8 notice was withdrawn.",
    "There were 14 section 47 enquiries.",
    "The section 151 officer signed it.",
    "Article 6(1)(f) of the UK GDPR gives the basis.",
    "Schedule 2, paragraph 5 of the Data Protection Act 2018 applies.",
    "The office is at 12 High Street, Marlow, S40 2AB.",
    "Policy H12(2) and paragraph 43 of the Local Plan set this out.",
    "Section 12 of the application form was left empty.",
    "It was decided under section 17 of the Children Act 1989.",
    "The Appropriate Limit and Fees Regulations 2004, regulation 4(3), set the rate.",
    "Section 20 consultations took place in 2023.",
    pytest.param("A section 21 notice was served on 3 May 2024."),
    pytest.param("See section 34(1) of the Data Protection Act 2018."),
]


@pytest.mark.parametrize("line", LOOK_ALIKES)
def test_a_line_that_looks_like_a_citation_changes_nothing_applied(line):
    plain = applied(LETTER.format("", "", "", ""))
    assert plain == {("foia-43-2", ("2",)), ("foia-40-2", ("3",))}
    for at in range(4):  # behind each answer, and in a paragraph of its own
        added = LETTER.format(*(f" {line}" if place == at else "" for place in range(4)))
        assert applied(added) == plain, added
