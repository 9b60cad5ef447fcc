"""One committed state of the index as arrays, over all its segments: what searches, filters, counts and shows.

Disclosures are ordinals 0..n-1 and parts ordinals 0..m-1, in index order, without the deleted ones. Everything above
(`evaluate.py`, `facets.py`, `spelling.py`) speaks in ordinals; only this module knows of segments and of documents.
Nothing here changes after it is made but caches, so threads and forked processes share it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from heapq import merge
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.arrays.contents import open_segments
from index.arrays.lengths import LENGTH_OF_BYTE
from index.arrays.segment import NO_NUMBER, SegmentArrays
from index.arrays.sorting import places_in
from index.fields import BY_NAME, DISCLOSURE, PART

CACHED_POSTINGS = 4_000_000  # 12 bytes each
Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]


class Postings(NamedTuple):
    """Where a term stands: ascending ordinals, of disclosures or parts by the field's level, and how often in each.

    Ordinals are of the type that NumPy indexes by: any other is converted each time it is used, which takes longer than
    the look-up itself.
    """

    ordinals: Ints
    counts: Floats


class Positions(NamedTuple):
    """The positions of a term in some records, one record after the other: `counts` says how many are each one's."""

    counts: Ints
    flat: Ints


class Segment(NamedTuple):
    """A segment. Its living documents of one level ascend in `docs`; the ordinal of the first of them is `base`."""

    arrays: SegmentArrays
    docs: Ints
    base: int


class Column(NamedTuple):
    """Values of one segment: `values[numbers[i]]` belongs to disclosure `ordinals[i]`, ascending."""

    values: list[str]
    ordinals: Ints
    numbers: Ints


NOTHING = Postings(np.zeros(0, np.intp), np.zeros(0, np.float32))


class _Extent(NamedTuple):
    """Where the postings of a term lie in one segment, from `first` on among those of all segments."""

    arrays: SegmentArrays
    first: int
    start: int
    alive: Ints | None  # which of those from `start` on are of living documents; None for all


class _Term(NamedTuple):
    """The postings of a term and where they lie, so that a phrase need not look its words up again."""

    postings: Postings
    extents: list[_Extent]


class _Leaf(NamedTuple):
    """A segment, and the ordinal of each of its documents, -1 for a deleted one."""

    arrays: SegmentArrays
    ordinal: Ints
    whole: bool  # no document is deleted

    def living(self, field: str, start: int, stop: int) -> tuple[Ints, Mask | None]:
        """Return the ordinals of postings, and which of all they are; None for all of them."""
        ordinals = self.ordinal.take(self.arrays.docs(field, start, stop))
        if self.whole:
            return ordinals, None
        alive = ordinals >= 0
        return ordinals[alive], alive


class Snapshot:
    """A read-only view of one commit."""

    def __init__(self, generation_path: Path) -> None:
        """Open the last commit in `generation_path`; raises as `open_segments` does."""
        self._lock = threading.Lock()
        self._cache: OrderedDict[tuple[str, str], _Term] = OrderedDict()
        self._cached = 0
        self._weights_of: dict[str, Floats] = {}
        self._leaves: list[_Leaf] = []
        self._docs: dict[str, list[tuple[SegmentArrays, Ints]]] = {DISCLOSURE: [], PART: []}
        self._counts = {DISCLOSURE: 0, PART: 0}
        parents: list[Ints] = []
        dates: list[Ints] = []
        for arrays, deleted in open_segments(generation_path):
            leaf, parent = self._number(arrays, deleted)
            self._leaves.append(leaf)
            parents.append(parent)
            dates.append(arrays.numeric("responded_on")[self._docs[DISCLOSURE][-1][1]])
        self.parent: Ints = np.concatenate(parents) if parents else np.zeros(0, np.intp)
        # 20250703; 0 where the letter has no date.
        self.responded_on: Ints = np.concatenate(dates) if dates else np.zeros(0, np.int64)
        self.responded_on[self.responded_on == NO_NUMBER] = 0
        # The parts of disclosure n are `first_part[n]` to `first_part[n + 1]`.
        self.first_part: Ints = np.searchsorted(self.parent, np.arange(self.disclosures + 1))
        self._bases = {level: _bases(docs) for level, docs in self._docs.items()}

    def _number(self, arrays: SegmentArrays, deleted: list[int]) -> tuple[_Leaf, Ints]:
        """Number a segment's living records on from those before it; return it, and the parent of each part."""
        living = np.ones(arrays.documents, np.bool_)
        living[deleted] = False
        ordinal = np.full(arrays.documents, -1, np.intp)
        docs = {}
        for level in (DISCLOSURE, PART):
            number = arrays.find("level", level.encode())
            found = (
                arrays.docs("level", *arrays.extent("level", number)) if number is not None else np.zeros(0, np.uint32)
            )
            docs[level] = found[living[found]]
            ordinal[docs[level]] = np.arange(len(docs[level])) + self._counts[level]
            self._docs[level].append((arrays, docs[level]))
        # A part belongs to the nearest disclosure before it (see fields.py).
        parent = np.searchsorted(docs[DISCLOSURE], docs[PART], side="right") - 1 + self._counts[DISCLOSURE]
        for level in docs:
            self._counts[level] += len(docs[level])
        return _Leaf(arrays, ordinal, not deleted), parent

    @property
    def disclosures(self) -> int:
        """Return how many disclosures there are."""
        return self._counts[DISCLOSURE]

    @property
    def parts(self) -> int:
        """Return how many question-answers there are."""
        return self._counts[PART]

    def size(self, level: str) -> int:
        """Return how many records of a level there are; a disclosure has one title."""
        return self._counts[PART if level == PART else DISCLOSURE]

    def postings(self, field: str, term: str) -> Postings:
        """Return where `term` stands in `field`; `NOTHING` for a term that is not there."""
        return self._term(field, term).postings

    def _term(self, field: str, term: str) -> _Term:
        key = (field, term)
        found = self._cache.get(key)
        if found is None:
            found = self._read(field, term.encode())
            with self._lock:
                self._cache[key] = found
                self._cached += len(found.postings.ordinals) + 1
                while self._cached > CACHED_POSTINGS and len(self._cache) > 1:
                    self._cached -= len(self._cache.popitem(last=False)[1].postings.ordinals) + 1
        return found

    def _read(self, field: str, term: bytes) -> _Term:
        parts: list[Postings] = []
        extents: list[_Extent] = []
        first = 0
        for leaf in self._leaves:
            number = leaf.arrays.find(field, term)
            if number is None:
                continue
            start, stop = leaf.arrays.extent(field, number)
            ordinals, alive = leaf.living(field, start, stop)
            counts = leaf.arrays.counts(field, start, stop).astype(np.float32)
            parts.append(Postings(ordinals, counts if alive is None else counts[alive]))
            extents.append(_Extent(leaf.arrays, first, start, None if alive is None else np.flatnonzero(alive)))
            first += len(ordinals)
        if not parts:
            return _Term(NOTHING, [])
        joined = parts[0] if len(parts) == 1 else Postings(*map(np.concatenate, zip(*parts, strict=True)))
        return _Term(joined, extents)

    def positions(self, field: str, term: str, ordinals: Ints) -> Positions:
        """Return the positions of `term` in each of `ordinals`, which must be ascending and hold it."""
        found = self._term(field, term)
        at = places_in(ordinals, found.postings.ordinals, self.size(BY_NAME[field].level))
        bounds = [*np.searchsorted(at, [extent.first for extent in found.extents]).tolist(), len(at)]
        parts = []
        for extent, (begin, end) in zip(found.extents, pairwise(bounds), strict=True):
            if begin < end:
                places = at[begin:end] - extent.first
                places = places if extent.alive is None else extent.alive[places]
                parts.append(extent.arrays.positions(field, extent.start + places))
        if not parts:
            return Positions(np.zeros(0, np.int64), np.zeros(0, np.int64))
        return Positions(*parts[0]) if len(parts) == 1 else Positions(*map(np.concatenate, zip(*parts, strict=True)))

    def segments(self, level: str) -> Iterator[Segment]:
        """Yield the segments, for who works on documents."""
        for (arrays, docs), base in zip(self._docs[level], self._bases[level].tolist(), strict=False):
            yield Segment(arrays, docs, base)

    def mean_length(self, field: str) -> float:
        """Return how many terms a record has in `field` on average, 1 at least."""
        codes = [arrays.length_bytes(field)[docs] for arrays, docs in self._docs[BY_NAME[field].level]]
        lengths = LENGTH_OF_BYTE.take(np.concatenate(codes)) if codes else NOTHING.ordinals
        return max(float(lengths.mean()), 1.0) if len(lengths) else 1.0

    def weights(self, field: str, boost: float, b: float) -> Floats:
        """Return what one occurrence of a word in `field` counts in each record, by ordinal: less in a longer one."""
        if field not in self._weights_of:
            codes = [arrays.length_bytes(field)[docs] for arrays, docs in self._docs[BY_NAME[field].level]]
            of_byte = weight_of_byte(boost, b, self.mean_length(field))
            self._weights_of[field] = of_byte.take(np.concatenate(codes)) if codes else NOTHING.counts
        return self._weights_of[field]

    def terms(self, field: str, prefix: str = "") -> Iterator[str]:
        """Yield the terms of `field` that begin with `prefix`, in order. Some may stand in deleted records only."""
        start = prefix.encode()
        found = [
            leaf.arrays.prefixed(field, start) if start else iter(leaf.arrays.terms(field)) for leaf in self._leaves
        ]
        for term, _ in groupby(merge(*found)):
            yield term.decode()

    def columns(self, field: str) -> list[Column]:
        """Return the values of `field` of each segment."""
        found = []
        for leaf in self._leaves:
            docs, numbers = leaf.arrays.column(field)
            ordinals = leaf.ordinal[docs]
            alive = slice(None) if leaf.whole else ordinals >= 0
            values = [term.decode() for term in leaf.arrays.terms(field)]
            found.append(Column(values, ordinals[alive], numbers[alive]))
        return found

    def record(self, level: str, ordinal: int) -> dict[str, Any]:
        """Return the stored record of a disclosure or a part."""
        leaf = int(np.searchsorted(self._bases[level], ordinal, side="right")) - 1
        arrays, docs = self._docs[level][leaf]
        stored: dict[str, Any] = arrays.stored(int(docs[ordinal - self._bases[level][leaf]]))["record"]
        return stored

    def verify(self) -> None:
        """Check every byte of every segment.

        Raises:
            CorruptIndexError: one was changed; the message names the file, the array and the place.
        """
        for leaf in self._leaves:
            leaf.arrays.file.verify()


def weight_of_byte(boost: float, b: float, mean_length: float) -> Floats:
    """Return what one occurrence of a word counts in a text, by the byte of its length (arrays/lengths.py)."""
    return (boost / (1 - b + b * LENGTH_OF_BYTE / mean_length)).astype(np.float32)


def count_disclosures(generation_path: Path) -> int:
    """Return how many disclosures the last commit in `generation_path` has: a snapshot would number every record."""
    count = 0
    for arrays, deleted in open_segments(generation_path):
        number = arrays.find("level", DISCLOSURE.encode())
        if number is not None:
            start, stop = arrays.extent("level", number)
            count += stop - start
            if deleted:
                count -= int(np.count_nonzero(np.isin(arrays.docs("level", start, stop), deleted)))
    return count


def _bases(docs: list[tuple[SegmentArrays, Ints]]) -> Ints:
    """Return the first ordinal of each segment, and how many there are in all."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum([len(found) for _, found in docs], dtype=np.int64)))
