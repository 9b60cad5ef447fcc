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
_NUMBER_OF = re.compile(r"\W{0,3}\d{1,4}\s{0,2}(?:of|/)\s{0,2}\d{1,4}\W{0,3}", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"[-–—|\s]{0,4}(\d{1,4})[-–—|\s]{0,4}")


def remove_furniture(pages: Sequence[str]) -> list[str]:
    """Return the pages without page numbers and, in three pages or more, without repeated headers and footers.

    The header stays on the first page (it is the letterhead) and the footer on the last (it often names the authority).
    A page may come out empty; none is dropped.
    """
    split = [page.split("\n") for page in pages]
    if len(pages) >= 3:
        heads = _repeated(split, reverse=False)
        feet = _repeated(split, reverse=True)
        for number, lines in enumerate(split, 1):
            if number > 1:
                _blank(lines, number, heads, reverse=False)
            if number < len(split):
                _blank(lines, number, feet, reverse=True)
    for number, lines in enumerate(split, 1):
        _drop_page_number(lines, number if len(pages) > 1 else None)
    return [re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") for lines in split]


def _keys(line: str, number: int) -> set[str]:
    """Return what `line` may be recognised by on other pages: its words as they are, or with its page number left open.

    Other figures must agree: the last rows of a table that runs over many pages are alike but for their figures.
    """
    words = " ".join(line.split()).casefold()
    keys = {words}
    for offset in (-1, 0, 1):  # a cover page shifts the count
        opened = _open_number(words, number + offset)
        if opened != words:
            keys.add(f"{offset} {opened}")
    return keys


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


def _blank(lines: list[str], number: int, keys: frozenset[str], reverse: bool) -> None:
    for index in _edge(lines, reverse):
        if not keys.isdisjoint(_keys(lines[index], number)):
            lines[index] = ""


def _drop_page_number(lines: list[str], number: int | None) -> None:
    filled = [index for index, line in enumerate(lines) if line.strip()]
    for index in dict.fromkeys([*filled[:2], *filled[-3:]]):
        cells = lines[index].split(CELL_BREAK)
        kept = [cell for cell in cells if not (_PAGE_LABEL.fullmatch(cell) or _NUMBER_OF.fullmatch(cell))]
        if len(kept) < len(cells):
            lines[index] = CELL_BREAK.join(kept)
    for index in dict.fromkeys([*filled[:1], *filled[-1:]]):
        bare = _BARE_NUMBER.fullmatch(lines[index])
        if number is not None and bare and int(bare[1]) == number:
            lines[index] = ""
