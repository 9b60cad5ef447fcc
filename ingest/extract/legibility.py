"""Whether a text layer says what the page shows. Fonts without a character table give letters at random."""

from __future__ import annotations

import re

_UNMAPPED = 0.2  # of the glyphs
_VOWELS = (0.22, 0.6)  # of the letters: English and Welsh are at 0.36 to 0.48
_LETTERS = 0.45  # of what is not space, at least: below, it is a table of figures or noise
_ENOUGH = 120  # letters: fewer tell nothing
_WORDS = frozenset(
    [
        "the",
        "of",
        "to",
        "and",
        "in",
        "for",
        "is",
        "a",
        "you",
        "your",
        "we",
        "this",
        "that",
        "with",
        "be",
        "are",
        "on",
        "as",
        "not",
        "have",
        "under",
        "or",
        "by",
        "from",
        "at",
        "it",
        "our",
        "which",
        "information",
        "y",
        "yn",
        "i",
        "o",
        "ar",
        "ac",
        "a'r",
        "i'r",
        "o'r",
        "am",
        "gan",
        "wedi",
        "sydd",
        "eich",
        "gwybodaeth",
    ]
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def is_legible(text: str, unmapped: float = 0.0) -> bool:
    """Return False where `text` is very likely no language: unmapped glyphs, or letters that form no words.

    Short texts, tables of figures and lists of names are legible: nothing speaks against them.
    """
    if unmapped > _UNMAPPED:
        return False
    words = _WORD.findall(text.casefold())
    common = sum(map(_WORDS.__contains__, words))
    if common >= 0.05 * len(words):
        return True
    letters = [char for char in text if char.isalpha()]
    if len(letters) < _ENOUGH:
        return True
    vowels = sum(char in "aeiouyAEIOUYàáâäèéêëìíîïòóôöùúûüŵŷ" for char in letters) / len(letters)
    if not _VOWELS[0] < vowels < _VOWELS[1]:
        return False
    drawn = sum(not char.isspace() for char in text)
    figures = sum(char.isdigit() for char in text)
    return len(letters) + figures > _LETTERS * drawn
