"""The codec: what Whoosh asks of a segment, answered from its arrays. Its name is pickled with each segment, so
`whoosh.index.open_dir` opens such an index as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.base import Codec, FieldCursor, PerDocumentReader, TermsReader
from whoosh.codec.whoosh3 import W3Segment
from whoosh.columns import Column, ColumnReader
from whoosh.fields import FieldType
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Format
from whoosh.reading import TermInfo
from whoosh.scoring import BaseScorer

from index.arrays.lengths import LENGTH_OF_BYTE
from index.arrays.matcher import ArrayMatcher
from index.arrays.segment import EXTENSION, NO_NUMBER, SegmentArrays

Term = tuple[str, bytes]


class ArraySegment(W3Segment):
    """What the table of contents keeps of a segment: its id, how many documents it has, which of them are deleted."""

    def should_assemble(self) -> bool:
        """Return False: a segment is one file already."""
        return False

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark a document deleted, or living again. (Whoosh 2.7.4's own trips over the latter.)"""
        if self._deleted is None:
            self._deleted: set[int] | None = set()
        (self._deleted.add if delete else self._deleted.discard)(docnum)


class ArrayCodec(Codec):
    """Reads and names segments of arrays. `writer.ArrayWriter` writes them."""

    def new_segment(self, storage: FileStorage, indexname: str) -> ArraySegment:
        """Return a segment that has no file yet."""
        return ArraySegment(self, indexname)

    def per_document_writer(self, storage: FileStorage, segment: ArraySegment) -> _Unused:
        """Return what is never written to."""
        return _Unused()

    def field_writer(self, storage: FileStorage, segment: ArraySegment) -> _Unused:
        """Return what is never written to."""
        return _Unused()

    def terms_reader(self, storage: FileStorage, segment: ArraySegment) -> ArrayTermsReader:
        """Return the terms and postings of a segment."""
        return ArrayTermsReader(open_segment(storage, segment))

    def per_document_reader(self, storage: FileStorage, segment: ArraySegment) -> ArrayDocumentReader:
        """Return what is kept by document in a segment."""
        return ArrayDocumentReader(open_segment(storage, segment), segment)


def open_segment(storage: FileStorage, segment: ArraySegment) -> SegmentArrays:
    """Return the arrays of a segment."""
    return SegmentArrays(Path(storage.folder) / segment.make_filename(EXTENSION))


class _Unused:
    """Whoosh's writer makes two of these and closes them: `ArrayWriter` has a buffer of its own."""

    is_closed = False

    def close(self) -> None:
        self.is_closed = True


class ArrayTermsReader(TermsReader):
    """The terms of one segment."""

    def __init__(self, arrays: SegmentArrays) -> None:
        """Take the segment's arrays."""
        self.arrays = arrays

    def __contains__(self, term: Term) -> bool:
        """Tell whether some document has `term`."""
        return self.arrays.find(*term) is not None

    def indexed_field_names(self) -> list[str]:
        """Return the names of the fields that have terms."""
        return self.arrays.indexed_fields

    def terms(self) -> Iterator[Term]:
        """Yield all terms in order."""
        for name in self.arrays.indexed_fields:
            yield from self._from(name, 0)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """Yield the terms from `prefix` on, in this field and those after it."""
        yield from self._from(fieldname, self.arrays.at_or_after(fieldname, prefix))
        for name in self.arrays.indexed_fields:
            if name > fieldname:
                yield from self._from(name, 0)

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        """Yield all terms with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        """Yield the terms from `prefix` on with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: FieldType) -> ArrayCursor:
        """Return a cursor over the terms of a field."""
        return ArrayCursor(self.arrays, fieldname)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return what is known of a term.

        Raises:
            KeyError: no document has it.
        """
        number = self._number(fieldname, text)
        start, stop = self.arrays.extent(fieldname, number)
        docs, counts = self.arrays.docs(fieldname, start, stop), self.arrays.counts(fieldname, start, stop)
        lengths = LENGTH_OF_BYTE[self.arrays.length_bytes(fieldname)[docs]]
        boost = self.arrays.fields[fieldname].boost
        return TermInfo(
            float(counts.sum()) * boost, len(docs), int(lengths.min()), int(lengths.max()), float(counts.max()) * boost,
            int(docs[0]), int(docs[-1]),
        )  # fmt: skip

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return how many documents have a term. Raises KeyError where none has."""
        start, stop = self.arrays.extent(fieldname, self._number(fieldname, text))
        return stop - start

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: BaseScorer | None = None) -> ArrayMatcher:
        """Return a cursor over the postings of a term. Raises KeyError where no document has it."""
        return ArrayMatcher(self.arrays, (fieldname, text), self._number(fieldname, text), format_, scorer)

    def _number(self, fieldname: str, text: bytes) -> int:
        number = self.arrays.find(fieldname, text)
        if number is None:
            raise KeyError(f"{fieldname}:{text!r}")
        return number

    def _from(self, field: str, first: int) -> Iterator[Term]:
        return ((field, term) for term in self.arrays.terms(field, first))


class ArrayCursor(FieldCursor):
    """Stands at a term of a field. Terms are text here, as Whoosh's spelling wants them."""

    def __init__(self, arrays: SegmentArrays, field: str) -> None:
        """Stand at the first term."""
        self._arrays, self._field, self._at = arrays, field, 0

    def first(self) -> str | None:
        """Go to the first term and return it."""
        self._at = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term not before `string` and return it."""
        self._at = self._arrays.at_or_after(self._field, string if isinstance(string, bytes) else string.encode())
        return self.text()

    def next(self) -> str | None:
        """Go to the next term and return it."""
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """Return the term, None past the last."""
        return self._arrays.term(self._field, self._at).decode() if self.is_valid() else None

    def is_valid(self) -> bool:
        """Tell whether it stands at a term."""
        return self._at < self._arrays.term_count(self._field)


class ArrayDocumentReader(PerDocumentReader):
    """What one segment keeps by document."""

    def __init__(self, arrays: SegmentArrays, segment: ArraySegment) -> None:
        """Take the segment and its arrays."""
        self._arrays, self._segment = arrays, segment

    def doc_count(self) -> int:
        """Return how many documents are not deleted."""
        return self._arrays.documents - int(self._segment.deleted_count())

    def doc_count_all(self) -> int:
        """Return how many documents there are, the deleted among them."""
        return self._arrays.documents

    def has_deletions(self) -> bool:
        """Tell whether any document is deleted."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether a document is deleted."""
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterable[int]:
        """Return the deleted documents."""
        found: Iterable[int] = self._segment.deleted_docs()
        return found

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return what was stored with a document."""
        return self._arrays.stored(docnum)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return how many terms a document's text has."""
        name = f"{fieldname}/lengths"
        if name not in self._arrays.file:
            return default
        return int(LENGTH_OF_BYTE[self._arrays.file.get(name, docnum, docnum + 1)[0]])

    def field_length(self, fieldname: str) -> int:
        """Return how many terms all texts of a field have together."""
        facts = self._arrays.fields.get(fieldname)
        return facts.total_length if facts and facts.positions else 0

    def min_field_length(self, fieldname: str) -> int:
        """Return how many terms the shortest text of a field has."""
        facts = self._arrays.fields.get(fieldname)
        return facts.min_length if facts and facts.positions else 0

    def max_field_length(self, fieldname: str) -> int:
        """Return how many terms the longest text of a field has."""
        facts = self._arrays.fields.get(fieldname)
        return facts.max_length if facts and facts.positions else 0

    def supports_columns(self) -> bool:
        """Return True: numbers have columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Tell whether some document has a number in this field."""
        return fieldname in self._arrays.numbers

    def list_columns(self) -> list[str]:
        """Return the fields that have numbers."""
        return self._arrays.numbers

    def column_reader(self, fieldname: str, column: Column) -> NumberColumn:
        """Return the numbers of a field."""
        return NumberColumn(self._arrays.numeric(fieldname), column.default_value())

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """Return False: vectors are not kept."""
        return False


class NumberColumn(ColumnReader):
    """One number a document, as Whoosh sorts by it; `default` where a document has none."""

    def __init__(self, numbers: Any, default: int) -> None:
        """Take the numbers, `NO_NUMBER` where there is none."""
        self._numbers = np.where(numbers == NO_NUMBER, default, numbers)

    def __getitem__(self, docnum: int) -> int:
        """Return a document's number."""
        return int(self._numbers[docnum])

    def __len__(self) -> int:
        """Return how many documents there are."""
        return len(self._numbers)

    def __iter__(self) -> Iterator[int]:
        """Yield the number of each document."""
        return iter(self._numbers.tolist())

    def sort_key(self, docnum: int) -> int:
        """Return what a document is sorted by."""
        return self[docnum]

    def load(self) -> list[int]:
        """Return all numbers."""
        return list(self)
