"""Every row of vendor_status.toml is tested by its own examples: the name in question stands in [brackets]."""

import re

import pytest

from corpus.cues import NAME, vendor_cues


def _marked(example):
    return re.sub(r"\[[^]]+\]", NAME, example)


@pytest.mark.parametrize(
    "cue,text", [pytest.param(c, e, id=f"{c.id}:{e[:40]}") for c in vendor_cues() for e in c.examples]
)
def test_example_is_found(cue, text):
    assert NAME in _marked(text)
    assert cue.pattern.search(_marked(text).lower())


@pytest.mark.parametrize(
    "cue,text", [pytest.param(c, e, id=f"{c.id}:{e[:40]}") for c in vendor_cues() for e in c.counter_examples]
)
def test_counter_example_is_not(cue, text):
    assert NAME in _marked(text)
    assert cue.pattern.search(_marked(text).lower()) is None


def test_the_first_row_found_gives_the_status_of_its_own_examples():
    first = {
        text: next(c.status for c in vendor_cues() if c.pattern.search(_marked(text).lower()))
        for cue in vendor_cues()
        for text in cue.examples
    }
    assert first == {text: cue.status for cue in vendor_cues() for text in cue.examples}
