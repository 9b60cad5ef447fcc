"""From the documents being added to one segment file."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from index.arrays.buffer import FieldBuffer, Pieces, Postings
from index.arrays.file import Array, ArrayFileWriter
from index.arrays.lengths import to_bytes
from index.arrays.segment import NO_NUMBER, FieldFacts
from index.arrays.sorting import stable_order

_U16, _U32 = 1 << 16, 1 << 32


class DocumentBuffer:
    """Takes documents until they are written: texts and terms by field, numbers, and what is stored."""

    def __init__(self) -> None:
        """Begin empty."""
        self.documents = 0
        self.fields: dict[str, FieldBuffer] = {}
        self.pieces = Pieces()
        self.numbers: dict[str, list[tuple[int, int]]] = {}
        self._stored = bytearray()
        self._stored_at = [0]

    def field(self, name: str) -> FieldBuffer:
        """Return the buffer of a field."""
        if name not in self.fields:
            self.fields[name] = FieldBuffer()
        return self.fields[name]

    def finish(self, stored: dict[str, Any]) -> None:
        """End the document whose fields were added last."""
        if stored:
            self._stored += pickle.dumps(stored, pickle.HIGHEST_PROTOCOL)
        self._stored_at.append(len(self._stored))
        self.documents += 1

    def write(self, path: Path, kinds: Mapping[str, FieldFacts]) -> None:
        """Write all that was added to a segment file at `path`, and begin again empty. `kinds` tells what is kept."""
        writer = ArrayFileWriter(path)
        try:
            facts = {}
            table = self.pieces.table()
            for name, buffer in sorted(self.fields.items()):
                postings = buffer.turn_over(self.documents, table)
                if len(postings.docs):
                    facts[name] = _write_field(writer, name, postings, kinds[name])
            for name, pairs in self.numbers.items():
                values = np.full(self.documents, NO_NUMBER)
                values[[doc for doc, _ in pairs]] = [value for _, value in pairs]
                writer.add(f"{name}/numbers", "<i8", [values])
            writer.add("stored", "|u1", [np.frombuffer(self._stored, np.uint8)])
            writer.add("stored_at", "<i8", [np.array(self._stored_at)])
            writer.close(meta(self.documents, facts, sorted(self.numbers)))
        except BaseException:
            writer.abandon()
            raise
        self.documents, self.numbers, self._stored, self._stored_at = 0, {}, bytearray(), [0]


def meta(documents: int, facts: Mapping[str, FieldFacts], numbers: list[str]) -> dict[str, Any]:
    """Return what a segment's table says beside its arrays."""
    return {
        "documents": documents,
        "fields": {name: found._asdict() for name, found in facts.items()},
        "numbers": numbers,
    }


def _write_field(writer: ArrayFileWriter, name: str, found: Postings, kind: FieldFacts) -> FieldFacts:
    if kind.positions:
        writer.add(f"{name}/positions", position_type(int(found.positions.max(initial=0))), [found.positions])
        writer.add(f"{name}/lengths", "|u1", [to_bytes(found.lengths)])
    if kind.counts:
        writer.add(f"{name}/pos_at", offset_type(len(found.positions)), [found.pos_at])
    writer.add(f"{name}/docs", "<u4", [found.docs])
    write_terms(writer, name, found.terms, found.post_at)
    if kind.column:
        _write_column(writer, name, found.post_at, found.docs)
    return measured(kind, found.lengths)


def position_type(largest: int) -> str:
    """Return how positions are kept: in two bytes, unless a text is longer than 65,536 words."""
    return "<u2" if largest < _U16 else "<u4"


def offset_type(total: int) -> str:
    """Return how offsets into `total` positions are kept."""
    return "<u4" if total < _U32 else "<u8"


def write_terms(writer: ArrayFileWriter, name: str, terms: list[bytes], post_at: Array) -> None:
    """Write the terms, where each begins, and where its postings do."""
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    writer.add(f"{name}/terms", "|u1", [np.frombuffer(b"".join(terms), np.uint8)])
    writer.add(f"{name}/term_at", "<i8", [np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))])
    writer.add(f"{name}/post_at", "<i8", [post_at])


def _write_column(writer: ArrayFileWriter, name: str, post_at: Array, docs: Array) -> None:
    """Write the postings turned back: by document, the numbers of its terms."""
    counts = np.diff(post_at)
    numbers = np.repeat(np.arange(len(counts)), counts)
    order, docs = stable_order(docs)
    writer.add(f"{name}/column_docs", "<u4", [docs])
    writer.add(f"{name}/column_terms", "<u4", [numbers[order]])


def measured(kind: FieldFacts, lengths: Array) -> FieldFacts:
    """Return the facts of a field whose documents have texts of these lengths; 0 is no text."""
    some = lengths[lengths > 0]
    shortest = int(some.min()) if len(some) else 0
    return kind._replace(total_length=int(some.sum()), min_length=shortest, max_length=int(some.max(initial=0)))
