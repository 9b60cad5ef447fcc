"""Every cue row is tested by its own examples and counter-examples."""

import pytest

from corpus.cues import cues

ROWS = [cue for group in cues().values() for cue in group]


@pytest.mark.parametrize("cue,text", [pytest.param(c, e, id=f"{c.id}:{e[:40]}") for c in ROWS for e in c.examples])
def test_example_is_found(cue, text):
    assert cue.pattern.search(text)


@pytest.mark.parametrize(
    "cue,text", [pytest.param(c, e, id=f"{c.id}:{e[:40]}") for c in ROWS for e in c.counter_examples]
)
def test_counter_example_is_not(cue, text):
    assert not cue.pattern.search(text)


def test_ids_are_unique():
    assert len({cue.id for cue in ROWS}) == len(ROWS)
