"""The sample letters beside what a careful reader wrote down: no figure falls below its floor, and spans are exact.

A floor lies a little below the figure of the day it was set. Scanned letters have no text to read and are left out.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.records import Document, Reading
from ingest.evaluate import Score, evaluate, load_gold
from ingest.extract import extract
from ingest.read import read

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample"
FLOORS = {
    "provisions applied, exact": 0.96,
    "letters without a tag": 1.0,
    "regime": 0.98,
    "vendors named": 0.94,
    "question count": 0.82,
    "question-answer boundaries": 0.77,
    "main outcome": 0.86,
    "authority": 0.91,
    "reference": 0.95,
    "response date": 0.95,
}


@dataclass(frozen=True)
class Sample:
    gold: dict
    document: Document
    reading: Reading


def as_parsed(reading: Reading) -> dict:
    """Return a reading in the shape of `foilog parse`, as far as it is measured."""
    return {
        "kind": reading.kind.value,
        "authority": reading.authority,
        "regime": reading.regime,
        "reference": reading.reference,
        "responded_on": reading.responded_on,
        "outcome": reading.outcome.value,
        "questions": [{"question": q.question, "answer": q.answer} for q in reading.questions],
        "citations": [
            {"provision": c.provision, "status": c.status.value, "questions": list(c.questions)}
            for c in reading.citations
        ],
        "vendors": [{"vendor": v.vendor, "product": v.product, "status": v.status.value} for v in reading.vendors],
    }


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    """Return every sample letter that has text, read once."""
    found = []
    for gold in load_gold(SAMPLE / "gold"):
        if not gold.get("scanned"):
            document = extract(SAMPLE / "letters" / gold["files"][0], source=gold["files"][0])
            found.append(Sample(gold, document, read(document)))
    assert len(found) > 100
    return found


@pytest.fixture(scope="module")
def scores(samples) -> dict[str, Score]:
    return {score.name: score for score in evaluate((s.gold, as_parsed(s.reading)) for s in samples)}


@pytest.mark.parametrize("line,floor", [pytest.param(line, floor, id=line) for line, floor in FLOORS.items()])
def test_no_figure_falls_below_its_floor(scores, line, floor):
    score = scores[line]
    assert score.f1 >= floor, "\n".join(score.errors)


def test_every_span_holds_the_words_it_names(samples):
    tags = [(s, tag) for s in samples for tag in (*s.reading.citations, *s.reading.vendors)]
    assert len(tags) > len(samples)
    assert [(s.document.source, t.text) for s, t in tags if s.reading.text[t.start : t.end] != t.text] == []
    assert [(s.document.source, t.text) for s, t in tags if not 1 <= t.page <= len(s.document.pages)] == []


def test_tags_name_only_questions_of_their_letter(samples):
    for sample in samples:
        numbers = {q.number for q in sample.reading.questions}
        for tag in (*sample.reading.citations, *sample.reading.vendors):
            assert set(tag.questions) <= numbers, sample.document.source
