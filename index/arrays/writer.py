"""Whoosh's segment writer, filling arrays: what is added is turned over in memory, spilled when it grows, merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.fields import FieldType
from whoosh.formats import Frequency
from whoosh.index import FileIndex, clean_files
from whoosh.reading import IndexReader
from whoosh.writing import SegmentWriter

from index.arrays.buffer import Pieces
from index.arrays.codec import ArrayCodec, ArraySegment, open_segment
from index.arrays.contents import write_contents
from index.arrays.merge import merge, sources
from index.arrays.segment import EXTENSION, FieldFacts, SegmentArrays
from index.arrays.write import DocumentBuffer

HELD = 6_000_000  # pieces of text held in memory before they are written: about 500 MB while that is done
KNOWN = 500_000  # different pieces that are remembered from one run to the next: about 150 MB
TIER = 3  # a segment is merged with younger ones once they have a third of its documents
DELETED_SHARE = 0.3  # of a segment's documents: past it the segment is written anew without them

Encoder = Callable[[Any], list[int]]
"""Returns the codes of the pieces of a text, in order."""


class _Filling(NamedTuple):
    """What is done with the values of a field."""

    add: Callable[[int, list[int]], None] | None  # to the field's buffer; None for a field that is not indexed
    encode: Encoder
    stored: bool
    number: Callable[[Any], Any] | None


class ArrayWriter(SegmentWriter):
    """Adds and deletes documents, as Whoosh's own writer does. Boosts of single documents are not kept."""

    def __init__(self, index: FileIndex, held: int = HELD, known: int = KNOWN, **kwargs: Any) -> None:
        """Begin writing to `index`; `held` pieces of text at most are kept in memory, about `known` different ones."""
        super().__init__(index, codec=ArrayCodec(), compound=False, limitmb=1, **kwargs)
        self._held, self._known, self._holding = held, known, 0
        self._buffer = DocumentBuffer()
        self._fillings: dict[str, _Filling] = {}
        self._encoders: dict[Any, Encoder] = {}
        self._shared: dict[str, Any] = {}  # what encoders know that others use
        self._merged: list[tuple[SegmentArrays, Sequence[int]]] = []
        self._runs: list[Path] = []

    def add_document(self, **fields: Any) -> None:
        """Add a document. None is no value."""
        self._check_state()
        fillings = self._fillings
        if not fields.keys() <= fillings.keys():
            self._check_fields(self.schema, fields)
            self._prepare(fields)
        buffer, doc = self._buffer, self._buffer.documents
        stored = {}
        for name, value in fields.items():
            if value is None:
                continue
            add, encode, is_stored, number = fillings[name]
            if add is not None:
                codes = encode(value)
                add(doc, codes)
                self._holding += len(codes)
            if is_stored:
                stored[name] = value
            if number is not None:
                buffer.numbers.setdefault(name, []).append((doc, int(number(value))))
        buffer.finish(stored)
        self._added = True
        self.docnum += 1
        if self._holding > self._held:
            self._spill()

    def add_reader(self, reader: IndexReader) -> None:
        """Take all living documents of a segment's reader into the new segment."""
        self._check_state()
        arrays = reader._terms.arrays  # Whoosh has no other way to a segment's own reader
        self._take(arrays, list(reader.segment().deleted_docs()))

    def merge_segment(self, segment: ArraySegment) -> None:
        """Take all living documents of a segment into the new one."""
        self._take(open_segment(self.storage, segment), list(segment.deleted_docs()))

    def commit(self, mergetype: Any = None, optimize: bool | None = None, merge: bool | None = None) -> None:
        """Make all that was added and deleted the index's new state. By default small segments are merged (`tiers`)."""
        plain = mergetype is None and not optimize and merge is not False
        super().commit(tiers if plain else mergetype, optimize, merge)

    def cancel(self) -> None:
        """Forget all that was added and deleted."""
        for path in self._runs:
            path.unlink(missing_ok=True)
        super().cancel()

    def _prepare(self, names: Iterable[str]) -> None:
        """Make what fills these fields. Fields of one kind share their encoder, since they have the same words."""
        for name in names:
            field = self.schema[name]
            make = getattr(field, "encoder", None) or partial(_of_field, field)
            if make not in self._encoders:
                self._encoders[make] = make(self._buffer.pieces, self._shared)
            self._fillings[name] = _Filling(
                self._buffer.field(name).add if field.indexed else None,
                self._encoders[make],
                field.stored,
                field.to_column_value if field.column_type else None,
            )

    def _take(self, arrays: SegmentArrays, deleted: list[int]) -> None:
        self._merged.append((arrays, deleted))
        self.docnum += arrays.documents - len(deleted)
        self._added = True

    def _spill(self) -> None:
        path = self._file(f".run{len(self._runs)}")
        self._buffer.write(path, {name: _kind(field) for name, field in self.schema.items()})
        self._runs.append(path)
        self._holding = 0
        if len(self._buffer.pieces) > self._known:
            self._buffer, self._fillings, self._encoders, self._shared = DocumentBuffer(), {}, {}, {}

    def _flush_segment(self) -> None:
        """Write the new segment's file: the older documents first."""
        target = self._file(EXTENSION)
        if self._buffer.documents or not (self._runs or self._merged):
            self._spill()
        if len(self._runs) == 1 and not self._merged:
            self._runs[0].replace(target)
        else:
            merge(target, sources([*self._merged, *((SegmentArrays(path), ()) for path in self._runs)]))
            for path in self._runs:
                path.unlink()
        self._runs = []

    def _file(self, extension: str) -> Path:
        return Path(self.storage.folder) / self.newsegment.make_filename(extension)

    def _commit_toc(self, segments: list[ArraySegment]) -> None:
        """Write the table of contents, on the disk before it counts; then remove what it no longer names."""
        write_contents(Path(self.storage.folder), self.schema, segments, self.generation)
        clean_files(self.storage, self.indexname, self.generation, segments)
        for path in Path(self.storage.folder).glob("_*.toc.*"):  # of a writer killed while it wrote one
            path.unlink()


def _kind(field: FieldType) -> FieldFacts:
    """Return what is kept of a field."""
    if not field.indexed:
        return FieldFacts(False, False, False, 0, 0, 0)
    positions = field.format.supports("positions")
    counts = positions or isinstance(field.format, Frequency)
    return FieldFacts(counts, positions, getattr(field, "faceted", False), 0, 0, 0, float(field.format.field_boost))


def _of_field(field: FieldType, pieces: Pieces, _: dict[str, Any]) -> Encoder:
    """Return the encoder of any field of Whoosh's: its own terms, at the positions its format gives them."""

    def encode(value: Any) -> list[int]:
        decode = field.format.decoder("positions") if field.format.supports("positions") else None
        at: dict[int, list[bytes]] = {}
        for term, often, _, posting in field.index(value):
            for position in decode(posting) if decode else range(len(at), len(at) + often):
                at.setdefault(position, []).append(term)
        return [pieces.code((tuple(sorted(at.get(n, ()))),)) for n in range(max(at, default=-1) + 1)]

    return encode


def tiers(writer: ArrayWriter, segments: list[ArraySegment]) -> list[ArraySegment]:
    """Merge the youngest segments into the new one until one is much larger; return those that stay as they are.

    So n documents added a few at a time are written about log n times, and there are never more than log n segments.
    Whoosh's merge policies have this shape: `commit(mergetype=tiers)`.
    """
    segments = [s for s in segments if s.doc_count() > 0]
    crowded = {s for s in segments if s.deleted_count() > DELETED_SHARE * s.doc_count_all()}
    size = writer.doc_count()
    merged = set(crowded)
    for segment in sorted(segments, key=lambda s: s.doc_count()):
        if segment in merged or segment.doc_count() > TIER * size:
            continue
        merged.add(segment)
        size += segment.doc_count()
    if not writer.doc_count():
        merged = crowded
    for segment in segments:
        if segment in merged:
            writer.merge_segment(segment)
    return [s for s in segments if s not in merged]
