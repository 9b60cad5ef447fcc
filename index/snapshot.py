"""One committed state of the index, read as arrays: the only module that knows how postings are stored.

Everything that searches (`evaluate.py`, `facets.py`, `spelling.py`) sees disclosures as ordinals 0..n-1 and parts as
ordinals 0..m-1, in index order, without the deleted ones, and asks for postings as NumPy arrays. Here they are decoded
from Whoosh's own codec, once, and kept while the snapshot lives; positions too, in `positions.py`. A codec that stores
arrays only has to replace `_decode`, `_decode_positions` and `_lengths`.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.index import open_dir
from whoosh.matching import Matcher, ReadTooFar
from whoosh.reading import IndexReader, TermNotFound

from index.fields import BY_NAME, DISCLOSURE, PART
from index.positions import Ints, PositionCache, Positions

CACHED_POSTINGS = 5_000_000  # 16 bytes each
CACHED_POSITIONS = 64_000_000  # bytes
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Postings(NamedTuple):
    """Where a term stands: ascending ordinals, of disclosures or parts by the field's level, and how often in each."""

    ordinals: Ints
    counts: Floats


NOTHING = Postings(np.zeros(0, np.int64), np.zeros(0))


class Snapshot:
    """A read-only view of one commit. Thread-safe: Whoosh's files keep a reading position, so reads take turns."""

    def __init__(self, generation_path: Path) -> None:
        """Open the last commit in `generation_path`."""
        self._lock = threading.RLock()
        self._reader: IndexReader = open_dir(generation_path).reader()
        self._cache: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._cached = 0
        self._positions = PositionCache(CACHED_POSITIONS)
        self._lengths_of: dict[str, Floats] = {}
        size = self._reader.doc_count_all()
        self.disclosure_docs = self._docs_at(DISCLOSURE)
        self.part_docs = self._docs_at(PART)
        self._ordinal = {DISCLOSURE: _inverse(self.disclosure_docs, size), PART: _inverse(self.part_docs, size)}
        # A part belongs to the nearest disclosure before it (see fields.py).
        self.parent = np.searchsorted(self.disclosure_docs, self.part_docs, side="right") - 1
        self.responded_on = self._dates(size)

    @property
    def disclosures(self) -> int:
        """Return how many disclosures there are."""
        return len(self.disclosure_docs)

    @property
    def parts(self) -> int:
        """Return how many question-answers there are."""
        return len(self.part_docs)

    def postings(self, field: str, term: str) -> Postings:
        """Return where `term` stands in `field`; `NOTHING` for a term that is not there."""
        key = (field, term)
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
            docs, counts = self._decode(field, term)
            found = Postings(self._ordinal[BY_NAME[field].level][docs], counts)
            self._cache[key] = found
            self._cached += len(docs) + 1
            while self._cached > CACHED_POSTINGS and len(self._cache) > 1:
                self._cached -= len(self._cache.popitem(last=False)[1].ordinals) + 1
            return found

    def positions(self, field: str, term: str, ordinals: Ints) -> Positions:
        """Return the positions of `term` in each of `ordinals`, which must be ascending and hold it."""
        docs = self.disclosure_docs if BY_NAME[field].level == DISCLOSURE else self.part_docs
        with self._lock:
            return self._positions.get(
                (field, term), ordinals, lambda missing: self._decode_positions(field, term, docs[missing])
            )

    def relative_lengths(self, field: str) -> Floats:
        """Return each record's length in `field` over the average, by ordinal."""
        with self._lock:
            if field not in self._lengths_of:
                lengths = self._lengths(field)
                self._lengths_of[field] = lengths / max(lengths.mean(), 1.0) if len(lengths) else lengths
            return self._lengths_of[field]

    def terms(self, field: str, prefix: str = "") -> Iterator[str]:
        """Yield the terms of `field` that begin with `prefix`, in order. Some may stand in deleted records only."""
        with self._lock:
            try:
                texts = self._reader.expand_prefix(field, prefix) if prefix else self._reader.lexicon(field)
                found = [text.decode("utf-8") for text in texts]
            except TermNotFound:  # Whoosh's word for a field that no record has
                found = []
        yield from found

    def record(self, level: str, ordinal: int) -> dict[str, Any]:
        """Return the stored record of a disclosure or a part."""
        docs = self.disclosure_docs if level == DISCLOSURE else self.part_docs
        with self._lock:
            stored: dict[str, Any] = self._reader.stored_fields(int(docs[ordinal]))["record"]
        return stored

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._reader.close()

    def _docs_at(self, level: str) -> Ints:
        return self._decode("level", level)[0]

    def _matcher(self, field: str, term: str) -> Matcher | None:
        try:
            return self._reader.postings(field, term)
        except TermNotFound:
            return None

    def _decode(self, field: str, term: str) -> tuple[Ints, Floats]:
        matcher = self._matcher(field, term)
        docs: list[int] = []
        counts: list[float] = []
        while matcher is not None and matcher.is_active():
            docs.append(matcher.id())
            counts.append(matcher.weight())
            matcher.next()
        return np.array(docs, np.int64), np.array(counts, np.float64)

    def _decode_positions(self, field: str, term: str, docs: Ints) -> Positions:
        matcher = self._matcher(field, term)
        counts: list[int] = []
        flat: list[int] = []
        for doc in docs.tolist():
            if matcher is None or not matcher.is_active():
                raise ReadTooFar(f"{field}:{term} does not stand in record {doc}")
            matcher.skip_to(doc)
            positions = matcher.value_as("positions")
            counts.append(len(positions))
            flat += positions
        return Positions(np.array(counts, np.int64), np.array(flat, np.int64))

    def _lengths(self, field: str) -> Floats:
        docs = self.disclosure_docs if BY_NAME[field].level == DISCLOSURE else self.part_docs
        length = self._reader.doc_field_length
        return np.array([length(doc, field) or 0 for doc in docs.tolist()], np.float64)

    def _dates(self, size: int) -> Ints:
        """Return each disclosure's date as yyyymmdd, 0 where it has none."""
        dates = np.zeros(size, np.int64)
        for text in (
            self._reader.lexicon("responded_on") if "responded_on" in self._reader.indexed_field_names() else ()
        ):
            value = self._reader.schema["responded_on"].from_bytes(text)
            matcher = self._reader.postings("responded_on", text)
            dates[list(matcher.all_ids())] = value
        return dates[self.disclosure_docs]


def _inverse(docs: Ints, size: int) -> Ints:
    inverse = np.full(size, -1, np.int64)
    inverse[docs] = np.arange(len(docs))
    return inverse
