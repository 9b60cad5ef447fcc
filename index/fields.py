"""The field table: every field of an index record, what it is for, and how much it weighs.

One index holds two kinds of record, told apart by `level`: a `disclosure` record for each disclosure and a `part`
record for each of its question-answers. They live in one index so that one commit changes both: a reader never sees a
disclosure without its parts, nor the parts of a withdrawn one. Each text field belongs to one level only, so word
counts and average lengths are those of letters, or those of answers, and never a mix.

A disclosure and its parts are written together, the disclosure first, and Whoosh keeps that order when it merges: a
part belongs to the nearest disclosure before it. `snapshot.py` relies on this; a test holds it through merges.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

DISCLOSURE = "disclosure"
PART = "part"


class FieldKind(StrEnum):
    """How the values of a field are indexed."""

    TEXT = "text"  # analysed, with positions; scored
    TERMS = "terms"  # a list of whole values, kept as they are; not scored
    WORDS = "words"  # the words of a list of texts as they are spelt; not scored
    NUMBER = "number"  # one sortable integer
    STORED = "stored"  # kept for display, not searched


@dataclass(frozen=True, slots=True)
class Field:
    """One row of the field table. `boost` and `b` (how much length counts, 0 to 1) are for scored fields."""

    name: str
    level: str  # DISCLOSURE, PART, or "" for both
    kind: FieldKind
    boost: float = 0.0
    b: float = 0.0


FIELDS = (
    Field("id", "", FieldKind.TERMS),  # of the disclosure, on its parts as well: one delete removes them all
    Field("level", "", FieldKind.TERMS),
    Field("title", DISCLOSURE, FieldKind.TEXT, boost=3.0, b=0.3),
    Field("body", DISCLOSURE, FieldKind.TEXT, boost=1.0, b=0.75),
    # Canonical names find a letter that prints only a former name, or no name at all.
    Field("authority_text", DISCLOSURE, FieldKind.TEXT, boost=1.5, b=0.0),
    Field("vendor_text", DISCLOSURE, FieldKind.TEXT, boost=1.5, b=0.0),
    Field("question", PART, FieldKind.TEXT, boost=2.0, b=0.6),
    Field("answer", PART, FieldKind.TEXT, boost=1.0, b=0.75),
    Field("reference", DISCLOSURE, FieldKind.TERMS, boost=4.0),  # squashed: `FOI/2023-0123` is `foi20230123`
    Field("words", DISCLOSURE, FieldKind.WORDS),  # unstemmed words, for spelling and word*
    Field("acronym", DISCLOSURE, FieldKind.TERMS),  # abbreviations that the letter explains (acronyms.py)
    Field("exemption_applied", DISCLOSURE, FieldKind.TERMS),
    Field("exemption_considered", DISCLOSURE, FieldKind.TERMS),
    Field("exemption_mentioned", DISCLOSURE, FieldKind.TERMS),
    Field("outcome", DISCLOSURE, FieldKind.TERMS),
    Field("authority", DISCLOSURE, FieldKind.TERMS),
    Field("authority_type", DISCLOSURE, FieldKind.TERMS),
    Field("vendor", DISCLOSURE, FieldKind.TERMS),
    Field("product", DISCLOSURE, FieldKind.TERMS),
    Field("law", DISCLOSURE, FieldKind.TERMS),
    Field("year", DISCLOSURE, FieldKind.TERMS),
    Field("responded_on", DISCLOSURE, FieldKind.NUMBER),  # 20250703; absent where the letter has no date
    Field("record", "", FieldKind.STORED),  # what a hit shows
)

BY_NAME = {field.name: field for field in FIELDS}

FREE_TEXT = tuple(f.name for f in FIELDS if f.boost > 0)
"""The fields a plain word is looked up in."""

QUERY_FIELDS = {
    "title": ("title",),
    "question": ("question",),
    "answer": ("answer",),
    "vendor": ("vendor_text",),
    "authority": ("authority_text",),
    "reference": ("reference",),
}
"""What a searcher may write before a colon, and the index fields it means."""

FACETS = ("exemption", "outcome", "authority", "authority_type", "vendor", "product", "law", "year")
"""The facets of a result, in the order they are given. `exemption` is read from the field of its citation status."""

FACET_FIELDS = frozenset(f.name for f in FIELDS if f.name in FACETS or f.name.startswith("exemption_"))
"""The index fields that facets are read from."""
