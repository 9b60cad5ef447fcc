"""Outcomes of parts and of whole letters, from the words of the answer and the provisions applied."""

from dataclasses import replace

import pytest

from corpus.law import provisions
from corpus.records import Citation, CitationStatus, Outcome
from ingest.read.outcome import letter_outcome, part_outcome


def applied(*ids, questions=("1",)):
    return [
        Citation(
            provision=i,
            law=provisions()[i].law,
            section=provisions()[i].number,
            title=provisions()[i].title,
            status=CitationStatus.APPLIED,
            zone="answer",
            conditions=(),
            questions=questions,
            page=1,
            start=0,
            end=0,
            text="",
            evidence="",
        )
        for i in ids
    ]


@pytest.mark.parametrize(
    "answer,ids,expected",
    [
        pytest.param("We use Civica Cx.", [], Outcome.DISCLOSED, id="told"),
        pytest.param("None", [], Outcome.DISCLOSED, id="none-is-an-answer"),
        pytest.param("N/A", [], Outcome.DISCLOSED, id="not-applicable-is-an-answer"),
        pytest.param("", [], Outcome.UNKNOWN, id="no-answer"),
        pytest.param(
            "The decision is confirmed. She is a junior.", [], Outcome.REFUSED, id="refusal-upheld-by-a-review"
        ),
        pytest.param("The council does not hold this information.", [], Outcome.NOT_HELD, id="not-held"),
        pytest.param("This is exempt under section 43(2).", ["foia-43-2"], Outcome.REFUSED, id="exempt"),
        pytest.param(
            "We paid £4,000 in all. Names are exempt under section 40(2).",
            ["foia-40-2"],
            Outcome.PARTLY_DISCLOSED,
            id="told-and-exempt",
        ),
        pytest.param("", ["foia-43-2"], Outcome.REFUSED, id="provision-without-words"),
        pytest.param("It would take 40 hours.", ["foia-12-1"], Outcome.COST_LIMIT, id="cost"),
        pytest.param(
            "It would take 40 hours. 2024 is attached.", ["foia-12-1"], Outcome.PARTLY_DISCLOSED, id="cost-and"
        ),
        pytest.param("We will not answer.", ["foia-14-1"], Outcome.VEXATIOUS, id="vexatious"),
        pytest.param("It is on our website.", ["foia-21"], Outcome.ALREADY_PUBLISHED, id="published"),
        pytest.param("No details are given.", ["foia-31-3"], Outcome.NEITHER_CONFIRM_NOR_DENY, id="ncnd"),
        pytest.param("It does not exist.", ["eir-12-4-a"], Outcome.NOT_HELD, id="regulations-not-held"),
        pytest.param("The prices are exempt.", ["foia-21", "foia-43-2"], Outcome.REFUSED, id="published-and-refused"),
    ],
)
def test_part(answer, ids, expected):
    assert part_outcome(answer, applied(*ids)) is expected


def test_a_provision_only_mentioned_refuses_nothing():
    mentioned = [replace(c, status=CitationStatus.MENTIONED) for c in applied("foia-43-2")]
    assert part_outcome("We paid £4,000.", mentioned) is Outcome.DISCLOSED


@pytest.mark.parametrize(
    "parts,expected",
    [
        pytest.param([Outcome.DISCLOSED, Outcome.REFUSED], (Outcome.PARTLY_DISCLOSED,), id="told-and-refused"),
        pytest.param([Outcome.DISCLOSED, Outcome.DISCLOSED], (Outcome.DISCLOSED,), id="all-told"),
        pytest.param([Outcome.DISCLOSED, Outcome.UNKNOWN], (Outcome.DISCLOSED,), id="unknown-parts-do-not-count"),
        pytest.param(
            [Outcome.DISCLOSED, Outcome.ALREADY_PUBLISHED],
            (Outcome.DISCLOSED, Outcome.ALREADY_PUBLISHED),
            id="told-and-published",
        ),
        pytest.param(
            [Outcome.DISCLOSED, Outcome.COST_LIMIT],
            (Outcome.PARTLY_DISCLOSED, Outcome.COST_LIMIT),
            id="told-and-too-costly",
        ),
        pytest.param([Outcome.REFUSED, Outcome.NOT_HELD], (Outcome.REFUSED, Outcome.NOT_HELD), id="refused-first"),
        pytest.param([], (Outcome.UNKNOWN,), id="nothing"),
    ],
)
def test_letter(parts, expected):
    assert letter_outcome(parts, [], "", kind_is_response=True) == expected


def test_a_provision_tied_to_no_question_counts_for_the_letter():
    loose = applied("foia-43-2", questions=())
    assert letter_outcome([Outcome.DISCLOSED], loose, "", kind_is_response=True) == (Outcome.PARTLY_DISCLOSED,)


def test_a_paper_that_is_no_response_has_no_outcome_but_a_question_back():
    assert letter_outcome([], [], "Good morning", kind_is_response=False) == (Outcome.UNKNOWN,)
