"""Text cut into pieces at what is marked in it: exemptions, suppliers, web addresses.

Pieces hold plain text. The template escapes each one and puts its own tags around it, so that nothing in a letter can
become markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.languages import ENGLISH, language_of
from corpus.records import CELL_BREAK

_URL = re.compile(r"https?://[^\s<>\"'’”\t\f]+")
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
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
    """A run of text with at most one mark. `kind` is "" for text that is not marked.

    `match` numbers the places, from 1, that hold words the reader searched for; 0 where there are none.
    """

    text: str
    kind: str = ""
    target: str = ""
    title: str = ""
    match: int = 0


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


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of running text (`pieces`) or a table (`rows` of cells, each a list of pieces).

    `lang` is the tag of its language where that is not English, "" for English and for what does not tell.
    """

    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()
    lang: str = ""


def lay_out(text: str, marks: Iterable[Mark], lang: str = "") -> list[Block]:
    """Return `text` as blocks: lines whose cells are parted by tabs, at least two of one width, become a table.

    `lang` is the language of what stands around it, for words too few to tell.
    """
    marks = list(marks)
    blocks: list[Block] = []
    for start, end, width in _stretches(text):
        if width:
            lines = _split_at(text, start, end, "\n")
            rows = tuple(_row(text, marks, *line) for line in lines)
            blocks.append(Block(rows=rows, lang=foreign(text[start:end])))
        elif text[start:end].strip():
            for first, last, language in _by_language(text, start, end, lang or ENGLISH):
                blocks.append(Block(pieces=_cut_range(text, marks, first, last), lang=language))
    return blocks


def foreign(text: str) -> str:
    """Return the tag of the language of a text, "" where it is English or cannot be told."""
    language = language_of(text) or ENGLISH
    return "" if language == ENGLISH else language


def _by_language(text: str, start: int, end: int, otherwise: str) -> list[tuple[int, int, str]]:
    """Return running text in stretches of one language; a paragraph that does not tell goes with the one before it."""
    found: list[tuple[int, int, str]] = []
    for first, last in _paragraphs(text, start, end):
        language = language_of(text[first:last])
        if found and language in (None, found[-1][2]):
            found[-1] = (found[-1][0], last, found[-1][2])
        else:
            found.append((first, last, language or otherwise))
    return [(first, last, "" if language == ENGLISH else language) for first, last, language in found]


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the range of each paragraph with the blank lines after it; together they are the whole range."""
    at = start
    for blank in _BLANK_LINES.finditer(text, start, end):
        yield at, blank.end()
        at = blank.end()
    if at < end:
        yield at, end


def _stretches(text: str) -> list[tuple[int, int, int]]:
    """Return (start, end, cells in a row) of every table, and of the running text between (0 cells)."""
    found: list[tuple[int, int, int]] = []
    run: list[tuple[int, int, int]] = []
    for start, end in [*_split_at(text, 0, len(text), "\n"), (len(text), len(text))]:
        cells = text.count(CELL_BREAK, start, end)
        if run and cells != run[-1][2]:
            found.append((run[0][0], run[-1][1], run[0][2] + 1 if run[0][2] and len(run) > 1 else 0))
            run = []
        run.append((start, end, cells))
    if run:
        found.append((run[0][0], run[-1][1], 0))
    return found


def _row(text: str, marks: list[Mark], start: int, end: int) -> tuple[tuple[Piece, ...], ...]:
    return tuple(_cut_range(text, marks, *cell) for cell in _split_at(text, start, end, CELL_BREAK))


def _split_at(text: str, start: int, end: int, separator: str) -> list[tuple[int, int]]:
    """Return the ranges that `separator`, one character, leaves of `text[start:end]`."""
    cuts = [i for i in range(start, end) if text[i] == separator]
    return list(zip([start, *(i + 1 for i in cuts)], [*cuts, end], strict=True))


def _cut_range(text: str, marks: list[Mark], start: int, end: int) -> tuple[Piece, ...]:
    inside = (replace(m, start=m.start - start, end=m.end - start) for m in marks if start <= m.start and m.end <= end)
    return tuple(cut(text[start:end], inside))
