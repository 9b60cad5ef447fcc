"""One segment, open for reading: which arrays its file has, and what is asked of them. README.md draws the layout."""

from __future__ import annotations

import pickle
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from index.arrays.file import Array, ArrayFile
from index.arrays.sorting import ranges

EXTENSION = ".arr"
GUIDED = 64  # terms between two of those kept in memory
NO_NUMBER = np.iinfo(np.int64).min


class FieldFacts(NamedTuple):
    """What the table of a segment says of an indexed field. Lengths are counted in terms."""

    counts: bool  # how often a term stands in a document is kept
    positions: bool  # and where
    column: bool
    total_length: int
    min_length: int
    max_length: int
    boost: float = 1.0


class SegmentArrays:
    """The arrays of one segment. Documents are numbered from 0, the deleted among them. It never changes."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`; raises as `ArrayFile` does."""
        self.file = ArrayFile(path)
        self.documents: int = self.file.meta["documents"]
        self.fields = {name: FieldFacts(**facts) for name, facts in self.file.meta["fields"].items()}
        self.numbers: list[str] = self.file.meta["numbers"]
        self._guides_of: dict[str, list[bytes]] = {}

    def term_count(self, field: str) -> int:
        """Return how many terms a field has, 0 for a field that no document has."""
        return self.file.length(f"{field}/post_at") - 1 if field in self.fields else 0

    def term(self, field: str, number: int) -> bytes:
        """Return a term by its number; terms are numbered in ascending order of their bytes."""
        start, stop = self.file.get(f"{field}/term_at", number, number + 2).tolist()
        return self.file.get(f"{field}/terms", start, stop).tobytes()

    def terms(self, field: str, first: int = 0, last: int | None = None) -> list[bytes]:
        """Return the terms numbered `first` to `last`."""
        if field not in self.fields:
            return []
        last = self.term_count(field) if last is None else last
        at = self.file.get(f"{field}/term_at", first, last + 1).tolist()
        text = self.file.get(f"{field}/terms", at[0], at[-1]).tobytes()
        return [text[a - at[0] : b - at[0]] for a, b in pairwise(at)]

    def at_or_after(self, field: str, term: bytes) -> int:
        """Return the number of the first term that is not less than `term`."""
        if field not in self.fields:
            return 0
        group = max(bisect_left(self._guides(field), term) - 1, 0) * GUIDED
        at = self.file.get(f"{field}/term_at", group, min(group + GUIDED, self.term_count(field)) + 1).tolist()
        text = self.file.get(f"{field}/terms", at[0], at[-1]).tobytes()
        first = at[0]
        return group + bisect_left(range(len(at) - 1), term, key=lambda n: text[at[n] - first : at[n + 1] - first])

    def _guides(self, field: str) -> list[bytes]:
        """Return every `GUIDED`th term, kept in memory: a look-up then reads the terms between two of them."""
        if field not in self._guides_of:
            at = self.file.get(f"{field}/term_at")
            text = self.file.get(f"{field}/terms").data
            begins, ends = at[:-1:GUIDED].tolist(), at[1::GUIDED].tolist()
            self._guides_of[field] = [bytes(text[a:b]) for a, b in zip(begins, ends, strict=True)]
        return self._guides_of[field]

    def find(self, field: str, term: bytes) -> int | None:
        """Return the number of `term`, None where it is not there."""
        number = self.at_or_after(field, term)
        return number if number < self.term_count(field) and self.term(field, number) == term else None

    def prefixed(self, field: str, prefix: bytes) -> Iterator[bytes]:
        """Yield the terms that begin with `prefix`, in order."""
        for number in range(self.at_or_after(field, prefix), self.term_count(field)):
            term = self.term(field, number)
            if not term.startswith(prefix):
                return
            yield term

    def extent(self, field: str, number: int) -> tuple[int, int]:
        """Return where the postings of a term begin and end."""
        start, stop = self.file.get(f"{field}/post_at", number, number + 2).tolist()
        return start, stop

    def docs(self, field: str, start: int, stop: int) -> Array:
        """Return the documents of postings `start` to `stop`."""
        return self.file.get(f"{field}/docs", start, stop)

    def counts(self, field: str, start: int, stop: int) -> Array:
        """Return how often the term stands in each of these documents."""
        if not self.fields[field].counts:
            return np.ones(stop - start, np.int64)
        return np.diff(self.file.get(f"{field}/pos_at", start, stop + 1).astype(np.int64))

    def counts_at(self, field: str, start: int, stop: int, at: Array) -> Array:
        """Return how often the term stands in some of these documents: `at` counts from `start`."""
        bounds = self.file.get(f"{field}/pos_at", start, stop + 1)
        return bounds.take(at + 1) - bounds.take(at)

    def positions(self, field: str, postings: Array) -> tuple[Array, Array]:
        """Return how many positions each of these ascending postings has, and all, one posting after the other."""
        if not len(postings):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        first, last = int(postings[0]), int(postings[-1])
        bounds = self.file.get(f"{field}/pos_at", first, last + 2)
        at = postings - first
        begins, ends = bounds[at].astype(np.int64), bounds[at + 1].astype(np.int64)
        self.file.check_at(f"{field}/positions", begins, ends)
        flat = self.file.unchecked(f"{field}/positions")[ranges(begins, ends - begins)]
        return ends - begins, flat

    def length_bytes(self, field: str) -> Array:
        """Return the length of each document's text in a field, as a byte (lengths.py)."""
        name = f"{field}/lengths"
        return self.file.get(name) if name in self.file else np.zeros(self.documents, np.uint8)

    def column(self, field: str) -> tuple[Array, Array]:
        """Return (documents, numbers of their terms), in order of documents."""
        if field not in self.fields:
            return np.zeros(0, np.uint32), np.zeros(0, np.uint32)
        return self.file.get(f"{field}/column_docs"), self.file.get(f"{field}/column_terms")

    def numeric(self, field: str) -> Array:
        """Return each document's number in a field, `NO_NUMBER` where it has none."""
        if field in self.numbers:
            return self.file.get(f"{field}/numbers")
        return np.full(self.documents, NO_NUMBER)

    def stored(self, doc: int) -> dict[str, Any]:
        """Return what was stored with a document. It was pickled: an index is as trusted as code."""
        start, stop = self.file.get("stored_at", doc, doc + 2).tolist()
        found: dict[str, Any] = pickle.loads(self.file.get("stored", start, stop).data) if stop > start else {}
        return found

    @cached_property
    def indexed_fields(self) -> list[str]:
        """Return the names of the indexed fields, in order."""
        return sorted(self.fields)
