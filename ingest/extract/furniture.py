"""Page furniture: the header, footer and page number that a document repeats, and that nobody wrote as its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.records import CELL_BREAK

_EDGE = 5  # lines looked at from the top and from the bottom of a page
_SHARE = 0.6  # of the pages: a line on fewer is text
_PAGE_LABEL = re.compile(
    r"\W{0,3}(?:page|pg|tudalen)\W{0,3}\d{1,4}(?:\W{0,3}(?:of|o|/)\W{0,3}\d{1,4})?\W{0,3}", re.IGNORECASE
)
_NUMBER_OF = re.compile(r"\W{0,3}(\d{1,4})\s{0,2}(?:of|/)\s{0,2}(\d{1,4})\W{0,3}", re.IGNORECASE)
_MOST_PAGES = 999  # "24/6610" is a reference
_FULL = 0.8  # of the usual width: a line that goes on in the next one, or could
_LOWER = 0.6  # of its words, in a sentence; names, addresses and titles have capitals
_FEWEST_WORDS = 5  # of a sentence
_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)]?\s*\Z")
_BARE_NUMBER = re.compile(r"[-–—|\s]{0,4}(\d{1,4})[-–—|\s]{0,4}")


def remove_furniture(pages: Sequence[str]) -> list[str]:
    """Return the pages without page numbers and, in three pages or more, without repeated headers and footers.

    The header stays on the first page (it is the letterhead) and the footer on the last (it often names the authority).
    Sentences stay wherever they are: letters bound in one file end alike. A page may come out empty; none is dropped.
    """
    split = [page.split("\n") for page in pages]
    if len(pages) >= 3:
        heads = _repeated(split, reverse=False)
        feet = _repeated(split, reverse=True)
        width = _usual_width(split)
        for number, lines in enumerate(split, 1):
            if number > 1:
                _blank(lines, number, heads, width, reverse=False)
            if number < len(split):
                _blank(lines, number, feet, width, reverse=True)
    for number, lines in enumerate(split, 1):
        _drop_page_number(lines, number if len(pages) > 1 else None)
    return [re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") for lines in split]


def _keys(line: str, number: int) -> set[str]:
    """Return what `line` may be recognised by on other pages: its words as they are, or with its page number left open.

    Other figures must agree: the last rows of a table that runs over many pages are alike but for their figures.
    """
    words = _words(line)
    keys = {words}
    for offset in (-1, 0, 1):  # a cover page shifts the count
        opened = _open_number(words, number + offset)
        if opened != words:
            keys.add(f"{offset} {opened}")
    return keys


def _words(line: str) -> str:
    return " ".join(line.split()).casefold()


def _open_number(words: str, number: int) -> str:
    return re.sub(rf"(?<!\d){number}(?!\d)", "<n>", words)


def _edge(lines: Sequence[str], reverse: bool) -> list[int]:
    """Return the indices of the first or the last few lines that hold anything; a short page has both, in halves."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    half = len(filled) // 2
    return filled[max(half, len(filled) - _EDGE) :][::-1] if reverse else filled[: min(_EDGE, len(filled) - half)]


def _repeated(pages: Sequence[Sequence[str]], reverse: bool) -> frozenset[str]:
    counts: Counter[str] = Counter()
    filled = 0
    for number, lines in enumerate(pages, 1):
        edge = _edge(lines, reverse)
        filled += bool(edge)
        counts.update({key for index in edge for key in _keys(lines[index], number)})
    needed = max(3, _SHARE * filled)
    return frozenset(key for key, count in counts.items() if count >= needed)


def _blank(lines: list[str], number: int, keys: frozenset[str], width: int, reverse: bool) -> None:
    repeated = [index for index in _edge(lines, reverse) if not keys.isdisjoint(_keys(lines[index], number))]
    numbered = {i for i in repeated if not keys.isdisjoint(_keys(lines[i], number) - {_words(lines[i])})}
    kept = _prose(lines, sorted(set(repeated) - numbered), width)
    for index in repeated:
        if index not in kept:
            lines[index] = ""


def _usual_width(pages: Sequence[Sequence[str]]) -> int:
    """Return the length that a quarter of the lines reach: that of a full line, in a letter."""
    lengths = sorted(len(line.strip()) for lines in pages for line in lines if line.strip())
    return lengths[len(lengths) * 3 // 4] if lengths else 0


def _prose(lines: Sequence[str], indices: Sequence[int], width: int) -> set[int]:
    """Return those of `indices`, ascending, whose lines are sentences, or begin or end one."""
    prose = {index for index in indices if _is_prose(lines[index], width)}
    for index in indices:
        if index - 1 in prose and not _SENTENCE_END.search(lines[index - 1]):
            prose.add(index)
    for index in reversed(indices):
        if index + 1 in prose and lines[index + 1].lstrip()[:1].islower() and not _SENTENCE_END.search(lines[index]):
            prose.add(index)
    return prose


def _is_prose(line: str, width: int) -> bool:
    words = line.split()
    ends = _SENTENCE_END.search(line) is not None
    if ends and len(words) > 1 and line.lstrip()[:1].islower():
        return True  # the end of one that began in the line above
    if len(words) < _FEWEST_WORDS or sum(word[:1].islower() for word in words) < _LOWER * len(words):
        return False
    return ends or len(line.strip()) >= _FULL * width


def _counts_pages(cell: str) -> bool:
    """Tell whether a cell is "2 of 5" or "2/5"."""
    match = _NUMBER_OF.fullmatch(cell)
    return match is not None and int(match[1]) <= int(match[2]) <= _MOST_PAGES


def _drop_page_number(lines: list[str], number: int | None) -> None:
    filled = [index for index, line in enumerate(lines) if line.strip()]
    for index in dict.fromkeys([*filled[:2], *filled[-3:]]):
        cells = lines[index].split(CELL_BREAK)
        kept = [cell for cell in cells if not (_PAGE_LABEL.fullmatch(cell) or _counts_pages(cell))]
        if len(kept) < len(cells):
            lines[index] = CELL_BREAK.join(kept)
    for index in dict.fromkeys([*filled[:1], *filled[-1:]]):
        bare = _BARE_NUMBER.fullmatch(lines[index])
        if number is not None and bare and int(bare[1]) == number:
            lines[index] = ""
