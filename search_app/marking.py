"""Text cut into pieces at what is marked in it: exemptions, suppliers, web addresses.

Pieces hold plain text. The template escapes each one and puts its own tags around it, so that nothing in a letter can
become markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_URL = re.compile(r"https?://[^\s<>\"'’”\t\f]+")
_URL_TAIL = ".,;:!?)]}>"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to mark. Half-open code points; `target` is what the mark links to, `title` its tooltip."""

    start: int
    end: int
    kind: str  # exemption | considered | mentioned | vendor | url
    target: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with at most one mark. `kind` is "" for text that is not marked."""

    text: str
    kind: str = ""
    target: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words to be marked wherever they stand in a text that has no offsets of its own."""

    text: str
    kind: str
    target: str = ""
    title: str = ""


def cut(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Return `text` as pieces, in order; joined they are the text. Of marks that overlap the earlier, longer wins."""
    pieces: list[Piece] = []
    at = 0
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if mark.start < at or mark.end > len(text) or mark.start >= mark.end:
            continue
        if mark.start > at:
            pieces.append(Piece(text[at : mark.start]))
        pieces.append(Piece(text[mark.start : mark.end], mark.kind, mark.target, mark.title))
        at = mark.end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return pieces


def find_wanted(text: str, wanted: Iterable[Wanted]) -> Iterator[Mark]:
    """Yield a mark for every place where wanted words stand as words; any white space matches any other.

    "Section 40" is not marked in "Section 40(2)", which is another provision.
    """
    for item in wanted:
        words = item.text.split()
        if not words:
            continue
        pattern = r"\s+".join(re.escape(word) for word in words)
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w|\s?\(\w{{1,4}}\))", text):
            yield Mark(match.start(), match.end(), item.kind, item.target, item.title)


def find_urls(text: str) -> Iterator[Mark]:
    """Yield a mark for every web address, without the full stop or bracket that ends its sentence."""
    for match in _URL.finditer(text):
        url = match.group().rstrip(_URL_TAIL)
        if len(url) > len("https://"):
            yield Mark(match.start(), match.start() + len(url), "url", url)
