"""Every status cue is tested through spaCy by its own examples and counter-examples."""

import pytest

from corpus.cues import status_cues
from ingest.read.nlp import pipeline


def _groups(cue, text):
    doc = pipeline()(text)  # a span group does not keep its document alive
    return [span.label_ for span in doc.spans[cue.group]]


@pytest.mark.parametrize(
    "cue,text", [pytest.param(c, e, id=f"{c.id}:{e[:40]}") for c in status_cues() for e in c.examples]
)
def test_example_is_found(cue, text):
    assert cue.id in _groups(cue, text)


@pytest.mark.parametrize(
    "cue,text", [pytest.param(c, e, id=f"{c.id}:{e[:40]}") for c in status_cues() for e in c.counter_examples]
)
def test_counter_example_is_not(cue, text):
    assert cue.id not in _groups(cue, text)
