"""How fast letters are read: from their text to outcome, questions, exemptions and vendors."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path

import spacy
from measure import Table, fastest, figure

from corpus.records import Document
from ingest.errors import ExtractError
from ingest.extract import extract
from ingest.read import read

LONG = 300  # words
NOTES = [
    "From the extracted text of the sample letters to their readings. spaCy's tokenizer alone, which reads nothing, is",
    "there for scale: it is what any pipeline built on spaCy spends before its first rule.",
]


def measure_reading(samples: Path, rounds: int, most: int | None = None) -> Table:
    """Return letters and words a second over the first `most` letters under `samples` that have a text."""
    letters = _letters(samples)[:most]
    short = [one for one in letters if _words([one]) < LONG]
    long = [one for one in letters if _words([one]) >= LONG]
    tokenizer = spacy.blank("en")
    table = Table("Reading letters", ("letters", "number", "words", "letters/s", "words/s"), notes=NOTES)
    read(letters[0])  # loads the tables and compiles the patterns
    gc.freeze()  # as a worker does before its first letter
    timings = fastest(
        [lambda: [read(one) for one in short], lambda: [read(one) for one in long],
         lambda: [tokenizer(one.text) for one in letters]], rounds,
    )  # fmt: skip
    parts = [(f"under {LONG} words", short), (f"{LONG} words or more", long), ("all, spaCy's tokenizer alone", letters)]
    figures = [(name, group, timing.seconds) for (name, group), timing in zip(parts, timings, strict=True)]
    figures.insert(2, ("all", letters, timings[0].seconds + timings[1].seconds))
    for name, group, seconds in figures:
        words = _words(group)
        table.rows.append((name, str(len(group)), f"{words:,}", figure(len(group) / seconds), figure(words / seconds)))
    return table


def _letters(samples: Path) -> list[Document]:
    """Return the documents under `samples` that have a text, in the order of their names."""
    found = []
    for path in sorted(path for path in samples.rglob("*") if path.is_file()):
        try:
            document = extract(path, source=path.relative_to(samples).as_posix())
        except ExtractError:  # some samples are there to be refused
            continue
        if document.text.strip():
            found.append(document)
    return found


def _words(documents: Sequence[Document]) -> int:
    return sum(len(one.text.split()) for one in documents)
