"""Boilerplate is learned from what many requests share, and never votes."""

from __future__ import annotations

import pytest

from index.match.boilerplate import learn, sentences, without_boilerplate
from index.match.terms import wording

COURTESY = "Kindly break this down by financial quarter where possible."
THINGS = ("swans", "trams", "bollards", "statues", "piers", "benches", "kiosks")
ALIKE = "How many cameras are there? Which firm made them?"


def test_a_sentence_beside_ever_other_questions_is_learned():
    questions = [f"How many {thing} were bought? {COURTESY}" for thing in THINGS]
    assert learn(questions) == {wording(COURTESY)}
    assert learn(questions[:4]) == frozenset()


@pytest.mark.parametrize(
    "questions",
    [
        pytest.param([ALIKE] * 30, id="one request sent to many bodies"),
        pytest.param(
            [f"How many {thing} were bought? {COURTESY}" for thing in THINGS] + [COURTESY], id="also asked alone"
        ),
        pytest.param([f"{thing}? Why so?" for thing in THINGS], id="too short to tell"),
        pytest.param([], id="nothing"),
    ],
)
def test_questions_are_not_learned(questions):
    assert learn(questions) == frozenset()


def test_it_is_taken_out_where_something_is_left():
    learned = frozenset({wording(COURTESY)})
    assert without_boilerplate(f"How many swans? {COURTESY}", learned) == "How many swans?"
    assert without_boilerplate(COURTESY, learned) == COURTESY
    assert sentences("One? Two.\nThree") == ["One?", "Two.", "Three"]


def test_it_changes_no_score(collection, past):
    collection.put(
        *(past(f"d{n}", (f"How many {thing} were bought? {COURTESY}", "5")) for n, thing in enumerate(THINGS))
    )
    collection.build()
    with_it = collection.check(f"How many swans were bought? {COURTESY}").parts[0].matches
    without = collection.check("How many swans were bought?").parts[0].matches
    assert [(m.disclosure, m.score) for m in with_it] == [(m.disclosure, m.score) for m in without]
    assert with_it[0].disclosure == "d0" and with_it[0].score == 1.0
