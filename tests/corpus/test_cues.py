"""Every cue row is tested by its own examples and counter-examples."""

import re

import pytest

from corpus.cues import _in_small_letters, cues

ROWS = [cue for group in cues().values() for cue in group]


@pytest.mark.parametrize("cue,text", [pytest.param(c, e, id=f"{c.id}:{e[:40]}") for c in ROWS for e in c.examples])
def test_example_is_found(cue, text):
    assert cue.pattern.search(text.lower())


@pytest.mark.parametrize(
    "cue,text", [pytest.param(c, e, id=f"{c.id}:{e[:40]}") for c in ROWS for e in c.counter_examples]
)
def test_counter_example_is_not(cue, text):
    assert not cue.pattern.search(text.lower())


def test_ids_are_unique():
    assert len({cue.id for cue in ROWS}) == len(ROWS)


def test_a_pattern_with_a_capital_letter_is_refused():
    with pytest.raises(re.error, match="capital letter"):
        _in_small_letters(r"Dear\b")
    assert _in_small_letters(r"dear\S\W").search("dear, ")
