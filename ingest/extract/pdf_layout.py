"""From printed lines to text: cells, paragraphs, columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.records import CELL_BREAK
from ingest.extract.pdf_lines import HARD_GAP, LONE_GAP, Line, Piece
from ingest.extract.rows import LABEL

_ALIGNED = 3.0  # points: text that starts nearer than this to the same place stands in one column
_PARAGRAPH = 1.28  # of the usual line distance: more is a gap
_COLUMN_LINES = 8
_COLUMN_FILL = 0.72  # of a column's width: lines of prose are this full, cells of a table are not
_COLUMN_CELLS = 0.25  # of a column's lines may have a wide gap inside
_PARALLEL = 3  # labels that stand twice on one line
_MIDDLE = (0.3, 0.7)  # of the width of the text: where the gutter between two columns can be
_SHORT_LABEL = 8


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns of prose beside each other: lines `[first:last)` of a page, divided at x = `gutter`."""

    first: int
    last: int
    gutter: float


def line_distance(pages: Sequence[Sequence[Line]]) -> float:
    """Return the usual distance of two baselines in a document, in em: the smallest that is frequent."""
    counts: Counter[float] = Counter()
    for lines in pages:
        for above, below in pairwise(lines):
            if above.row is not None or below.row is not None:
                continue
            distance = (above.y - below.y) / max(above.size, below.size)
            if 0.8 < distance < 2.8:
                counts[round(distance * 20) / 20] += 1
    total = sum(counts.values())
    for distance in sorted(counts):
        near = sum(counts[other] for other in counts if abs(other - distance) <= 0.051)
        if near >= 0.15 * total:
            return distance + 0.05 if counts.get(round((distance + 0.05) * 20) / 20, 0) > counts[distance] else distance
    return 1.2


def page_text(lines: Sequence[Line], distance: float) -> str:
    """Return the text of a page: a blank line between paragraphs, a tab between cells."""
    starts = _cell_starts(lines)
    columns = find_columns(lines)
    if columns is None:
        return "\n".join(_write(lines, starts, distance))
    above, beside, below = lines[: columns.first], lines[columns.first : columns.last], lines[columns.last :]
    left, right = _divide(beside, columns.gutter)
    parts = [
        _write(part, starts if part in (above, below) else [], distance) for part in (above, left, right, below) if part
    ]
    return "\n\n".join("\n".join(part) for part in parts)


def find_columns(lines: Sequence[Line]) -> Columns | None:
    """Return where two columns of prose stand side by side on a page, or None."""
    if len(lines) < _COLUMN_LINES:
        return None
    left = min(line.x0 for line in lines)
    width = max(line.x1 for line in lines) - left
    best: Columns | None = None
    for gutter in _gutters(lines, left, width):
        first = 0
        for index in range(len(lines) + 1):
            if index < len(lines) and not any(piece.x0 < gutter < piece.x1 for piece in lines[index].pieces):
                continue
            found = Columns(first, index, gutter)
            if (best is None or index - first > best.last - best.first) and _is_prose(lines[first:index], gutter):
                best = found
            first = index + 1
    return best


def _gutters(lines: Sequence[Line], left: float, width: float) -> list[float]:
    """Return the places where a right-hand column may begin: x where many pieces start."""
    counts: Counter[int] = Counter()
    for line in lines:
        for piece in line.pieces:
            if _MIDDLE[0] * width < piece.x0 - left < _MIDDLE[1] * width:
                counts[round(piece.x0 / _ALIGNED)] += 1
    return [place * _ALIGNED - 2 * _ALIGNED for place, count in counts.most_common(3) if count >= _COLUMN_LINES]


def _is_prose(lines: Sequence[Line], gutter: float) -> bool:
    """Return whether the two sides are to be read one after the other, and are not cells of the same rows."""
    sides = _divide(lines, gutter)
    if min(map(len, sides)) < _COLUMN_LINES:
        return False
    if any(sum(_has_cells(line) for line in side) > _COLUMN_CELLS * len(side) for side in sides):
        return False
    return _is_parallel(lines, gutter) or all(_fills(side) for side in sides)


def _has_cells(line: Line) -> bool:
    return any(piece.gap > HARD_GAP for piece in line.pieces[1:] if not _is_label(line.pieces[0].text.strip()))


def _fills(side: Sequence[Line]) -> bool:
    x0 = min(line.x0 for line in side)
    width = max(line.x1 for line in side) - x0
    fill = median((line.x1 - line.x0) / max(width, 1) for line in side)
    return fill >= _COLUMN_FILL and median(sum(len(piece.text) for piece in line.pieces) for line in side) >= 20


def _is_parallel(lines: Sequence[Line], gutter: float) -> bool:
    """Return whether the same labels stand side by side, as where a letter says all in Welsh and in English."""
    pairs = 0
    for line in lines:
        left, right = _parted(line.pieces, gutter)
        if left and right:
            labels = [LABEL.match(side[0].text.strip()) for side in (left, right)]
            pairs += labels[0] is not None and labels[1] is not None and labels[0][0] == labels[1][0]
    return pairs >= _PARALLEL


def _divide(lines: Sequence[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    sides: tuple[list[Line], list[Line]] = ([], [])
    for line in lines:
        if line.row is not None:
            # A row of a ruled table is one piece of reading: it stays whole, on the side where it begins.
            sides[line.x0 >= gutter].append(line)
            continue
        for side, pieces in zip(sides, _parted(line.pieces, gutter), strict=True):
            if pieces:
                side.append(Line(line.y, line.size, pieces))
    return sides


def _parted(pieces: Sequence[Piece], gutter: float) -> tuple[list[Piece], list[Piece]]:
    return [piece for piece in pieces if piece.x0 < gutter], [piece for piece in pieces if piece.x0 >= gutter]


def _cell_starts(lines: Sequence[Line]) -> list[float]:
    """Return the places where cells begin in two lines or more, told from gaps no justified line has."""
    counts: Counter[int] = Counter()
    for line in lines:
        for piece in line.pieces[1:]:
            if piece.gap > HARD_GAP:
                counts[round(piece.x0 / _ALIGNED)] += 1
    return [place * _ALIGNED for place, count in counts.items() if count >= 2]


def _write(lines: Sequence[Line], starts: Sequence[float], distance: float) -> list[str]:
    written: list[str] = []
    above: Line | None = None
    for line in lines:
        if line.row is not None:
            if above is not None and (above.row is None or len(line.row) > 1):
                written.append("")
            written += line.row
            above = line
            continue
        text = line_text(line, starts)
        if above is not None and above.row is not None:
            written.append("")
        elif above is not None:
            space = (above.y - line.y) / max(above.size, line.size)
            in_table = CELL_BREAK in text and CELL_BREAK in written[-1] and space < 2.5 * distance
            if space > _PARAGRAPH * distance and not in_table:
                written.append("")
        written.append(text)
        above = line
    return written


def line_text(line: Line, starts: Sequence[float]) -> str:
    """Return a line, its cells divided by tabs; the gap after a label or bullet is a space."""
    text = line.pieces[0].text.strip()
    for index, piece in enumerate(line.pieces[1:], 1):
        is_cell = piece.gap > LONE_GAP or any(abs(piece.x0 - start) < _ALIGNED for start in starts)
        if index == 1 and is_cell and _is_label(text):
            is_cell = False
        text += (CELL_BREAK if is_cell else " ") + piece.text.strip()
    return text


def _is_label(text: str) -> bool:
    return len(text) <= _SHORT_LABEL and (
        LABEL.fullmatch(text) is not None or re.fullmatch(r"[\uf000-\uf0ff]", text) is not None
    )
