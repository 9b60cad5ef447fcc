"""The made-up letters in the shape that any search engine takes, in a file: a hundred thousand do not fit in memory.

The file holds each letter as a `Document` and as the `Disclosure` that Foilog itself is built from.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from synthetic import disclosures

from corpus.catalogue import Change
from corpus.records import Disclosure, State
from index.fields import FACETS
from index.record import records


class Document(NamedTuple):
    """One letter: Foilog's own record of it, so that all engines index the same texts and values."""

    id: str
    title: str
    body: str
    names: str  # of the authority and the vendors
    responded_on: int  # 20250703
    facets: dict[str, list[str]]
    parts: list[str]  # question and answer


def write_documents(path: Path, first: int, count: int) -> None:
    """Write the letters `first` to `first + count` to `path`."""
    with path.open("wb") as file:
        for number, one in enumerate(disclosures(first + count)):
            if number >= first:
                pickle.dump((_document(one), one), file, pickle.HIGHEST_PROTOCOL)


def _document(one: Disclosure) -> Document:
    record, *parts = records(one)
    facets = {name: record.get("exemption_applied" if name == "exemption" else name, []) for name in FACETS}
    names = f"{record.get('authority_text', '')}\n{record.get('vendor_text', '')}"
    texts = [f"{part.get('question', '')}\n{part.get('answer', '')}" for part in parts]
    return Document(one.id, record["title"], record["body"], names, record["responded_on"], facets, texts)


def read_documents(path: Path) -> Iterator[Document]:
    """Yield the documents in `path`."""
    return (document for document, _ in _read(path))


def _read(path: Path) -> Iterator[tuple[Document, Disclosure]]:
    with path.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)
            except EOFError:
                return


class Letters:
    """The disclosures in some files, in the way `index.build` asks a catalogue for them: in order."""

    def __init__(self, ids: Iterable[str], path: Path, revision: int) -> None:
        """Take the file at `path` and the ids of what it holds."""
        self.revision = revision
        self._ids = list(ids)
        self._letters = (disclosure for _, disclosure in _read(path))

    def changed_since(self, revision: int) -> list[Change]:
        """Return all."""
        return [Change(one, self.revision, State.PUBLISHED) for one in self._ids]

    def get(self, disclosure_id: str) -> Disclosure | None:
        """Return the next letter, which must be the one asked for."""
        letter = next(self._letters)
        assert letter.id == disclosure_id
        return letter
