"""Page furniture: the header, footer and page number that a document repeats, and that nobody wrote as its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.records import CELL_BREAK

_EDGE = 5  # lines looked at from the top and from the bottom of a page
_SHARE = 0.6  # of the pages: a line on fewer is text
_DIGITS = re.compile(r"\d+")
_PAGE_LABEL = re.compile(r"\W{0,3}(?:page|pg|tudalen)\W{0,3}\d{1,4}(?:\W{0,3}(?:of|o|/)\W{0,3}\d{1,4})?\W{0,3}", re.IGNORECASE)
_NUMBER_OF = re.compile(r"\W{0,3}\d{1,4}\s{0,2}(?:of|/)\s{0,2}\d{1,4}\W{0,3}", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"[-–—|\s]{0,4}(\d{1,4})[-–—|\s]{0,4}")


def remove_furniture(pages: Sequence[str]) -> list[str]:
    """Return the pages without page numbers and, in three pages or more, without repeated headers and footers.

    The header stays on the first page (it is the letterhead) and the footer on the last (it often names the authority).
    A page may come out empty; none is dropped.
    """
    split = [page.split("\n") for page in pages]
    numbered = len(pages) > 1
    if len(pages) >= 3:
        heads = _repeated([_edge(lines) for lines in split])
        feet = _repeated([_edge(lines[::-1]) for lines in split])
        for index, lines in enumerate(split):
            if index > 0:
                _blank(lines, heads, reverse=False)
            if index < len(split) - 1:
                _blank(lines, feet, reverse=True)
    for index, lines in enumerate(split):
        _drop_page_number(lines, index + 1 if numbered else None)
    return [re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") for lines in split]


def _key(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split())).casefold()


def _edge(lines: Sequence[str]) -> list[str]:
    return [_key(line) for line in lines if line.strip()][:_EDGE]


def _repeated(edges: Sequence[Sequence[str]]) -> frozenset[str]:
    filled = [edge for edge in edges if edge]
    if len(filled) < 3:
        return frozenset()
    counts = Counter(key for edge in filled for key in set(edge))
    needed = max(3, _SHARE * len(filled))
    return frozenset(key for key, count in counts.items() if count >= needed)


def _blank(lines: list[str], keys: frozenset[str], *, reverse: bool) -> None:
    order = range(len(lines) - 1, -1, -1) if reverse else range(len(lines))
    seen = 0
    for index in order:
        if not lines[index].strip():
            continue
        seen += 1
        if seen > _EDGE:
            return
        if _key(lines[index]) in keys:
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
