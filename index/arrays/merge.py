"""Several segments made one: arrays joined, terms ranked anew, deleted documents left out.

Memory holds the vocabulary of one field and a few million postings at a time, however large the segments are: the
pieces of an array are spooled to files that have no name, then copied to where they belong.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.arrays.file import Array, ArrayFileWriter
from index.arrays.segment import FieldFacts, SegmentArrays
from index.arrays.sorting import ranges
from index.arrays.write import measured, meta, offset_type, write_terms

CHUNK = 2_000_000  # postings, or bytes of stored records, joined at a time
GONE = -1


class Source(NamedTuple):
    """A segment to merge, and where each of its documents goes: `GONE` for a deleted one."""

    arrays: SegmentArrays
    new_docs: Array

    @property
    def whole(self) -> bool:
        """Tell whether all documents stay."""
        return bool(np.all(self.live))

    @property
    def live(self) -> Array:
        """Return which documents stay."""
        return self.new_docs != GONE


def sources(segments: Sequence[tuple[SegmentArrays, Sequence[int]]]) -> list[Source]:
    """Return the segments (each with its deleted documents) numbered on one after the other."""
    found = []
    begins = 0
    for arrays, deleted in segments:
        live = np.ones(arrays.documents, np.bool_)
        live[list(deleted)] = False
        new_docs = np.where(live, begins + np.cumsum(live) - 1, GONE)
        found.append(Source(arrays, new_docs))
        begins += int(live.sum())
    return found


def merge(path: Path, merged: Sequence[Source]) -> int:
    """Write the segments in `merged` to one at `path`; return how many documents it has."""
    documents = sum(int(source.live.sum()) for source in merged)
    writer = ArrayFileWriter(path)
    try:
        facts = {}
        for name in sorted({name for source in merged for name in source.arrays.fields}):
            found = _merge_field(writer, name, [s for s in merged if name in s.arrays.fields], merged, documents)
            if found.total_length:
                facts[name] = found
        numbers = sorted({name for source in merged for name in source.arrays.numbers})
        for name in numbers:
            writer.add(f"{name}/numbers", "<i8", (s.arrays.numeric(name)[s.live] for s in merged))
        _merge_stored(writer, merged)
        writer.close(meta(documents, facts, numbers))
    except BaseException:
        writer.abandon()
        raise
    return documents


class _Spool:
    """Pieces of an array that are written while others of the same field are."""

    def __init__(self, folder: Path, dtype: str, stack: ExitStack) -> None:
        """Begin empty; the end of `stack` removes it."""
        self._file = stack.enter_context(tempfile.TemporaryFile(dir=folder))  # noqa: SIM115
        self.dtype = dtype

    def add(self, piece: Array) -> None:
        self._file.write(np.ascontiguousarray(piece, self.dtype).data.cast("B") if len(piece) else b"")

    def pieces(self) -> Iterator[Array]:
        self._file.seek(0)
        while data := self._file.read(CHUNK * np.dtype(self.dtype).itemsize):
            yield np.frombuffer(data, self.dtype)


def _merge_field(
    writer: ArrayFileWriter, name: str, having: Sequence[Source], every: Sequence[Source], documents: int
) -> FieldFacts:
    facts = having[0].arrays.fields[name]
    terms = sorted({term for source in having for term in source.arrays.terms(name)})
    rank_of = {term: rank for rank, term in enumerate(terms)}
    ranks = [np.array([rank_of[t] for t in source.arrays.terms(name)], np.int64) for source in having]
    used, lengths = np.zeros(len(terms), np.int64), np.zeros(documents, np.int64)
    with ExitStack() as stack:
        spools = [
            _Spool(having[0].arrays.file.folder, dtype, stack)
            for dtype in ("<u4", "<u4", _widest(having, name) if facts.positions else "<u2")
        ]
        docs, counts, positions = spools
        for begin, end in _chunks(having, ranks, name, len(terms)):
            used[begin:end], *found = _joined(having, ranks, name, begin, end, facts.positions)
            lengths += np.bincount(found[0], found[1], minlength=documents).astype(np.int64)
            for spool, piece in zip(spools, found, strict=True):
                spool.add(piece)
        if facts.positions:
            writer.add(f"{name}/positions", positions.dtype, positions.pieces())
            writer.add(f"{name}/lengths", "|u1", (s.arrays.length_bytes(name)[s.live] for s in every))
        if facts.counts:
            writer.add(f"{name}/pos_at", offset_type(int(lengths.sum())), _running(counts.pieces()))
        writer.add(f"{name}/docs", "<u4", docs.pieces())
    left = [term for term, has in zip(terms, (used > 0).tolist(), strict=True) if has]
    write_terms(writer, name, left, np.concatenate((np.zeros(1, np.int64), np.cumsum(used[used > 0]))))
    if facts.column:
        _merge_column(writer, name, having, ranks, used)
    return measured(facts, lengths)


def _widest(having: Sequence[Source], name: str) -> str:
    return max((s.arrays.file.dtype(f"{name}/positions") for s in having), key=lambda dtype: np.dtype(dtype).itemsize)


def _chunks(having: Sequence[Source], ranks: list[Array], name: str, terms: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of ranks whose postings together are about `CHUNK`, a single term at least."""
    size = np.zeros(terms, np.int64)
    for source, rank in zip(having, ranks, strict=True):
        size[rank] += np.diff(source.arrays.file.get(f"{name}/post_at"))
    group = (np.cumsum(size) - 1) // CHUNK
    bounds = [0, *(np.flatnonzero(np.diff(group)) + 1).tolist(), terms]
    yield from pairwise(bounds)


def _joined(
    having: Sequence[Source], ranks: list[Array], name: str, begin: int, end: int, with_positions: bool
) -> tuple[Array, Array, Array, Array]:
    """Return (rank, new document, count) of each living posting of the terms `begin` to `end`, and their positions.

    The postings of a term stand side by side in each source, so what is moved are whole stretches of its arrays.
    """
    parts = []
    for source, rank in zip(having, ranks, strict=True):
        first, last = np.searchsorted(rank, (begin, end)).tolist()
        if first == last:
            continue
        post_at = source.arrays.file.get(f"{name}/post_at", first, last + 1)
        start, stop = int(post_at[0]), int(post_at[-1])
        doc = source.new_docs[source.arrays.docs(name, start, stop)]
        count = source.arrays.counts(name, start, stop)
        flat = np.zeros(0, np.uint16)
        if with_positions:
            bounds = source.arrays.file.get(f"{name}/pos_at", start, stop + 1)
            flat = source.arrays.file.get(f"{name}/positions", int(bounds[0]), int(bounds[-1]))
        held = np.diff(post_at)
        if not source.whole:
            live = doc != GONE
            flat = flat[np.repeat(live, count)] if with_positions else flat
            held = np.diff(np.concatenate((np.zeros(1, np.int64), np.cumsum(live)))[post_at - start])
            doc, count = doc[live], count[live]
        parts.append((rank[first:last] - begin, held, doc, count, flat))
    postings = _Weave([(rank, held) for rank, held, *_ in parts], end - begin)
    counts = postings.woven([count for *_, count, _ in parts])
    flat = np.zeros(0, np.uint16)
    if with_positions:
        sizes = [(rank, _totals(count, held)) for rank, held, _, count, _ in parts]
        flat = _Weave(sizes, end - begin).woven([part[-1] for part in parts])
    return postings.sizes, postings.woven([doc for _, _, doc, *_ in parts]), counts, flat


def _totals(counts: Array, held: Array) -> Array:
    """Return the sum of the first `held[0]` of `counts`, then that of the next `held[1]`, and so on."""
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
    return np.diff(sums[np.concatenate((np.zeros(1, np.int64), np.cumsum(held)))])


class _Weave:
    """Where stretches of several arrays come to lie in one: those of rank 0 in the order of the arrays, then rank 1."""

    def __init__(self, stretches: Sequence[tuple[Array, Array]], ranks: int) -> None:
        """Take, for each array, the rank of each of its stretches and how long that is."""
        self.sizes = np.zeros(ranks, np.int64)
        for rank, size in stretches:
            self.sizes[rank] += size
        ends = np.cumsum(self.sizes) - self.sizes
        self._places = []
        for rank, size in stretches:
            self._places.append(ranges(ends[rank], size))
            ends[rank] += size

    def woven(self, arrays: Sequence[Array]) -> Array:
        """Return the arrays as one."""
        dtype = max((array.dtype for array in arrays), key=lambda dtype: dtype.itemsize)
        joined = np.empty(int(self.sizes.sum()), dtype)
        for places, array in zip(self._places, arrays, strict=True):
            joined[places] = array
        return joined


def _running(pieces: Iterator[Array]) -> Iterator[Array]:
    """Yield the running total of the numbers in `pieces`, from 0."""
    total = 0
    yield np.zeros(1, np.int64)
    for piece in pieces:
        sums = total + np.cumsum(piece, dtype=np.int64)
        total = int(sums[-1])
        yield sums


def _merge_column(
    writer: ArrayFileWriter, name: str, having: Sequence[Source], ranks: list[Array], used: Array
) -> None:
    """Write the columns one after the other, with the terms numbered anew."""
    number = np.cumsum(used > 0) - 1
    docs, numbers = [], []
    for source, rank in zip(having, ranks, strict=True):
        old_docs, old_numbers = source.arrays.column(name)
        new_docs = source.new_docs[old_docs]
        docs.append(new_docs[new_docs != GONE])
        numbers.append(number[rank[old_numbers[new_docs != GONE]]])
    writer.add(f"{name}/column_docs", "<u4", docs)
    writer.add(f"{name}/column_terms", "<u4", numbers)


def _merge_stored(writer: ArrayFileWriter, merged: Sequence[Source]) -> None:
    writer.add("stored", "|u1", (piece for source in merged for piece in _stored_of(source)))
    sizes = [np.diff(source.arrays.file.get("stored_at"))[source.live] for source in merged]
    writer.add("stored_at", "<i8", [np.concatenate((np.zeros(1, np.int64), np.cumsum(np.concatenate(sizes))))])


def _stored_of(source: Source) -> Iterator[Array]:
    """Yield the stored bytes of the living documents, neighbours together."""
    at = source.arrays.file.get("stored_at")
    live = np.flatnonzero(source.live)
    breaks = np.flatnonzero(np.diff(live) > 1) + 1
    for run in np.split(live, breaks):
        if len(run):
            start, stop = int(at[run[0]]), int(at[run[-1] + 1])
            for begin in range(start, stop, CHUNK):
                yield source.arrays.file.get("stored", begin, min(begin + CHUNK, stop))
