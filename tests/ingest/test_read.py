"""Reading whole letters: small ones written here, a seed letter where one is given, and what holds for any text."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import CitationStatus, Document, Outcome, Page, VendorStatus
from ingest.read import read
from ingest.read.layout import Layout

SHARED = Path(os.environ.get("FOILOG_SHARED", Path(__file__).parents[3] / "shared"))


def letter(text: str, **headers: str) -> Document:
    return Document("letter.txt", "0" * 64, "text/plain", len(text), (Page(1, text),), headers=headers)


def applied(reading) -> dict[str, tuple[str, ...]]:
    return {c.provision: c.questions for c in reading.citations if c.status is CitationStatus.APPLIED}


INTERLEAVED = """Dear Ms Example

Thank you for your request for information.

1. Which system do you use for housing?
We use Civica Cx.
2. What does it cost each year?
This is exempt under section 43(2) of the Act.

Yours sincerely
A. Officer
"""
KEYED = """You asked:
1. How many staff are there?
2. Who leads the team?
3. What is the budget?

Our response:
1. 14
2. The name is withheld under s.40(2).
3. £20,000

If you are unhappy with this response you may ask for an internal review.
"""
BLOCK = """Dear Mr Example

1. Name of the supplier? Idox
2. Annual cost? Refused - see below
3. Expiry date? Refused - see below

REFUSAL NOTICE
The information requested in questions 2 and 3 is exempt under Section 43(2) - Commercial Interests.

Yours sincerely
"""
REQUESTER = """Dear Mx Example

You asked:
Please send the report. I do not accept that section 36 applies, and section 43(2) was refused last time.

Our response:
The report is attached.

Kind regards
"""
CONSIDERED = """Dear Mx Example

Your request
How much was paid?

Our response
The council paid £4,000. We considered whether section 43(2) was engaged but decided to disclose the figure.
"""


@pytest.mark.parametrize(
    "text,expected",
    [
        pytest.param(INTERLEAVED, {"foia-43-2": ("2",)}, id="answer-under-question"),
        pytest.param(KEYED, {"foia-40-2": ("2",)}, id="answers-keyed-by-number"),
        pytest.param(BLOCK, {"foia-43-2": ("2", "3")}, id="refusal-block-keyed-back"),
        pytest.param(REQUESTER, {}, id="requester-cites-only"),
        pytest.param(CONSIDERED, {}, id="considered-then-released"),
    ],
)
def test_applied_provisions_and_their_questions(text, expected):
    assert applied(read(letter(text))) == expected


def test_questions_answers_and_outcomes():
    reading = read(letter(INTERLEAVED))
    assert [(q.number, q.question, q.answer, q.outcome) for q in reading.questions] == [
        ("1", "Which system do you use for housing?", "We use Civica Cx.", Outcome.DISCLOSED),
        ("2", "What does it cost each year?", "This is exempt under section 43(2) of the Act.", Outcome.REFUSED),
    ]
    assert reading.outcome is Outcome.PARTLY_DISCLOSED


def test_vendor_named_only_by_the_requester_is_in_question():
    reading = read(letter("You asked:\n1. Do you use Liquidlogic?\n\nOur response:\n1. No.\n"))
    assert [(v.vendor, v.status) for v in reading.vendors] == [("System C", VendorStatus.IN_QUESTION)] or [
        v.status for v in reading.vendors
    ] == [VendorStatus.IN_QUESTION]


def test_seed_letter():
    path = SHARED / "seed-letter.txt"
    if not path.exists():
        pytest.skip("seed-letter.txt is not beside the project")
    reading = read(letter(path.read_text("utf-8")))
    assert [q.number for q in reading.questions] == ["1", "2", "3", "4", "5", "6"]
    assert applied(reading) == {"foia-21": ("2", "3"), "foia-40-2": ("6",)}
    assert {c.provision: c.status for c in reading.citations}["foia-17-1"] is CitationStatus.MENTIONED
    assert reading.questions[3].outcome is Outcome.ALREADY_PUBLISHED
    assert {(v.vendor, v.product, v.status, v.questions) for v in reading.vendors} == {
        ("Idox", None, VendorStatus.CURRENT, ("1",)),
        ("DEF Software", "MasterGov", VendorStatus.CURRENT, ("1",)),
    }
    assert reading.outcome is Outcome.PARTLY_DISCLOSED
    assert reading.authority == "Leicester City Council"


WORDS = st.sampled_from(
    [
        *("section 40(2)", "regulation 12(5)(e)", "exempt", "internal review", "Council", "the", "résumé", "ymateb"),
        *("Q1", "1.", "a)", "?", "\n", "\n\n", "\t", "\f", "(", ")", "“", "”", ">", "> quoted"),
        *("Answer:", "You asked:", "Our response:", "Dear A", "Yours sincerely", "From: A", "Sent: 1 May 2023"),
        *("Idox", "Uniform planning system", "£1,200", "12/05/2023", "Ref: FOI 123"),
    ]
)
TEXT = st.lists(WORDS, max_size=60).map(" ".join) | st.text(max_size=300)


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_any_text_is_read_twice_alike_with_exact_spans(text):
    reading = read(letter(text))
    assert reading == read(letter(text))
    for tag in (*reading.citations, *reading.vendors):
        assert reading.text[tag.start : tag.end] == tag.text
    assert set().union(*(set(c.questions) for c in reading.citations), set()) <= {q.number for q in reading.questions}


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_every_character_lies_in_exactly_one_zone(text):
    layout = Layout(text)
    ends = [0]
    for _, start, end in layout.zones:
        assert start == ends[-1] and end >= start
        ends.append(end)
    assert ends[-1] == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "section " * 30_000,
        "(" * 300_000,
        "1. what? " * 20_000,
        "a\n" * 50_000,
        "x" * 2_000_000,
        "Council " * 30_000,
        "Idox " * 5_000,
    ],
    ids=["empty", "space", "sections", "brackets", "questions", "lines", "one-word", "councils", "vendors"],
)
def test_adversarial_text_ends(text):
    read(letter(text))
