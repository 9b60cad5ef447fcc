"""The Whoosh schema, made from the field table, and the fingerprint that tells one making from another."""

from __future__ import annotations

import hashlib
from functools import cache

from whoosh.fields import ID, NUMERIC, STORED, TEXT, FieldType, Schema

from index.analysis import ANALYSER_VERSION, WORDS_PATH, FoiAnalyzer
from index.arrays.file import VERSION as ARRAYS_VERSION
from index.encode import Encoder, Spellings, Values
from index.fields import FACET_FIELDS, FIELDS, Field, FieldKind

LAYOUT_VERSION = 4  # raise it when a record is made differently though the field table is the same


class FoiText(TEXT):
    """Text, analysed by `analysis.py`. `encoder` is the writer's fast way to the same terms."""

    def __init__(self) -> None:
        """Make the field."""
        super().__init__(analyzer=FoiAnalyzer(), phrase=True)

    encoder = Encoder


class Terms(ID):
    """A list of values: it bypasses the analyser, and each value is a term as it is. `faceted`: it is counted by."""

    encoder = Values

    def __init__(self, faceted: bool) -> None:
        """Make the field."""
        super().__init__()
        self.faceted = faceted


class Spelt(ID):
    """The words of a list of texts."""

    encoder = Spellings


def make_schema() -> Schema:
    """Return a new schema with one Whoosh field for each row of the field table."""
    return Schema(**{field.name: _whoosh_field(field) for field in FIELDS})


def _whoosh_field(field: Field) -> FieldType:
    match field.kind:
        case FieldKind.TEXT:
            return FoiText()
        case FieldKind.TERMS:
            return Terms(field.name in FACET_FIELDS)
        case FieldKind.WORDS:
            return Spelt()
        case FieldKind.NUMBER:
            # shift_step=0: one term a date; Whoosh's default writes sixteen, for range queries that are not used here.
            return NUMERIC(int, bits=32, signed=False, shift_step=0, sortable=True)
        case FieldKind.STORED:
            return STORED()


@cache
def fingerprint() -> str:
    """Return what identifies the way records are made: an index with another fingerprint has to be rebuilt."""
    table = repr([(f.name, f.level, f.kind.value) for f in FIELDS])
    parts = (
        str(LAYOUT_VERSION),
        str(ARRAYS_VERSION),
        str(ANALYSER_VERSION),
        table,
        WORDS_PATH.read_text(encoding="utf-8"),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
