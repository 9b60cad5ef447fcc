"""The abbreviations that letters explain themselves: "real time passenger information (RTPI)".

What one letter explains helps to find all that only use it, and no table can list them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.analysis import fold
from index.snapshot import Snapshot
from index.synonyms import Alternative, Names, Sequence, sequence

WEIGHT = 0.8  # beside the word typed
_SHORT = re.compile(r"\([“\"‘']?([A-Z][A-Za-z&]{0,6}[A-Z])s?[”\"’']?\)")
_BREAK = re.compile(r"[.;:()]|\n\s*\n")
LONGEST = 120  # characters of what is abbreviated
_SMALL: frozenset[str] = frozenset({"a", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"})
_BETWEEN = "="  # in a term of the index: `rtpi=real time passenger information`


def explained(text: str) -> Iterator[str]:
    """Yield the abbreviations that `text` explains, as terms of the index."""
    for match in _SHORT.finditer(text):
        before = _BREAK.split(text[max(0, match.start() - LONGEST) : match.start()])[-1]
        words = [fold(word.strip(",")) for word in before.split()]
        short = fold(match[1]).replace("&", "")
        long = _spelt_out(words, short)
        if long:
            yield f"{short}{_BETWEEN}{' '.join(long)}"


def _spelt_out(words: list[str], short: str) -> list[str]:
    """Return the last of `words` whose initials are `short`, with or without small words; [] where there are none."""
    for small in (_SMALL, frozenset()):
        left = short
        for start in range(len(words) - 1, -1, -1):
            if words[start] in small:
                continue
            if words[start][:1] != left[-1]:
                break
            left = left[:-1]
            if not left:
                return words[start:]
    return []


def read_acronyms(snapshot: Snapshot) -> Names:
    """Return the abbreviations of the living letters, both ways, as `synonyms.synonyms` does."""
    found: dict[tuple[str, ...], dict[Alternative, None]] = {}
    for term in snapshot.terms("acronym"):
        if len(snapshot.postings("acronym", term).ordinals):
            short, _, long = term.partition(_BETWEEN)
            _pair(found, sequence(short), sequence(long))
            _pair(found, sequence(long), sequence(short))
    return {key: tuple(alternatives) for key, alternatives in found.items()}


def _pair(found: dict[tuple[str, ...], dict[Alternative, None]], typed: Sequence, other: Sequence) -> None:
    key = tuple(term for _, term in typed)
    if key and other:
        found.setdefault(key, {})[Alternative(other, WEIGHT)] = None
