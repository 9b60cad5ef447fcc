"""How a table row becomes lines, the same for every format."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import CELL_BREAK

# A label such as "1.", "2b)", "Q3", "(iv)", "a)" or a bullet at the start of a line.
LABEL = re.compile(
    r"\(?(?:\d{1,2}[a-z]?|[a-z]|[ivx]{1,4})[.):]|(?:q|a|question|answer)\s?\d{1,2}[a-z]?\b[.):]?|[•·▪●○◦‣∙*–—-](?=\s|$)",
    re.IGNORECASE,
)
_TYPED_LABEL = re.compile(r"[\t ]{0,8}(\S{1,6})[ ]{0,4}\t[\t ]{0,8}(?=\S)")
_LONG_CELL = 160  # characters: past this, several paragraphs in a cell are prose and not "Name\n(formerly Name)"


def row_lines(cells: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of one table row; each cell is given as its lines.

    One line, cells joined by a tab, where every cell is short. Where a cell holds several paragraphs or numbered lines,
    the cells follow one another on lines of their own, divided by a blank line, so that their order can be read.
    """
    filled = [[line for line in (text.replace(CELL_BREAK, " ").strip() for text in cell) if line] for cell in cells]
    if any(_flows(cell) for cell in filled):
        lines: list[str] = []
        for cell in filled:
            if cell:
                lines += [*([""] if lines else []), *cell]
        return lines
    row = CELL_BREAK.join(" ".join(cell) for cell in filled).rstrip(CELL_BREAK)
    return [row] if row else []


def _flows(cell: Sequence[str]) -> bool:
    if len(cell) < 2:
        return False
    return sum(map(len, cell)) > _LONG_CELL or any(LABEL.match(line) for line in cell)


def plain_label(text: str) -> str:
    """Return `text` with a space, not a tab, after a label that was typed: "1.\\tWhat" is one line, not two cells."""
    typed = _TYPED_LABEL.match(text)
    if typed and LABEL.fullmatch(typed[1]):
        return f"{typed[1]} {text[typed.end() :]}"
    return text
