"""Every row of implied.toml is tested by its own examples and counter-examples."""

import pytest

from corpus.subjects import subjects


@pytest.mark.parametrize(
    "row,text", [pytest.param(s, e, id=f"{s.id}:{e[:40]}") for s in subjects() for e in s.examples]
)
def test_example_is_found(row, text):
    assert row.pattern.search(text)


@pytest.mark.parametrize(
    "row,text", [pytest.param(s, e, id=f"{s.id}:{e[:40]}") for s in subjects() for e in s.counter_examples]
)
def test_counter_example_is_not(row, text):
    assert not row.pattern.search(text)


def test_ids_are_unique():
    assert len({row.id for row in subjects()}) == len(subjects())
