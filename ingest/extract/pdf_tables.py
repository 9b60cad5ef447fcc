"""Tables with drawn rules: the grid says which words share a cell, however a cell's text is wrapped."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.extract.pdf_device import Rule, Run
from ingest.extract.pdf_lines import Line, Piece, build_lines
from ingest.extract.rows import LABEL, row_lines

_NEAR = 3.0  # points: rules nearer than this are one, or meet
_SHORTEST = 6.0
_MAX_GRID = 600  # rules: a page with more is a chart or a map
_STRAY = 0.12  # of the runs in a grid may cross its rules: more, and it is no table
_GAP = 1.7  # em between two baselines in a cell: more is a new paragraph
_LETTER = 0.5  # em: the width of a letter, on average


@dataclass(slots=True)
class _Grid:
    rows: list[Rule]  # horizontal rules, top to bottom
    columns: list[Rule]  # vertical rules, left to right


@dataclass(slots=True)
class _Cell:
    left: float
    right: float
    runs: list[Run] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def take_tables(
    runs: Sequence[Run], horizontal: Sequence[Rule], vertical: Sequence[Rule]
) -> tuple[list[Run], list[Line]]:
    """Return the runs outside ruled tables, and the rows of the tables as lines."""
    rest = list(runs)
    rows: list[Line] = []
    for grid in _grids(_merge(horizontal), _merge(vertical)):
        inside = [run for run in rest if _holds(grid, run)]
        found = _read(grid, inside)
        if found:
            taken = set(map(id, inside))
            rest = [run for run in rest if id(run) not in taken]
            rows += found
    return rest, rows


def _merge(rules: Iterable[Rule]) -> list[Rule]:
    """Return rules with those that continue one another made one: many programs draw each border of each cell."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at / _NEAR), rule.start)):
        last = merged[-1] if merged else None
        if last and abs(last.at - rule.at) <= _NEAR and last.start - _NEAR <= rule.start <= last.end + _NEAR:
            merged[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            merged.append(rule)
    return [rule for rule in merged if rule.end - rule.start > _SHORTEST]


def _grids(horizontal: list[Rule], vertical: list[Rule]) -> list[_Grid]:
    """Return the groups of rules that cross or touch, where they make two columns or more."""
    if len(horizontal) < 2 or len(vertical) < 3 or len(horizontal) + len(vertical) > _MAX_GRID:
        return []
    grids: list[_Grid] = []
    left = set(range(len(vertical)))
    while left:
        columns = {left.pop()}
        rows: set[int] = set()
        frontier = set(columns)
        while frontier:
            new_rows = {
                i for i, h in enumerate(horizontal) if i not in rows and any(_meet(h, vertical[j]) for j in frontier)
            }
            rows |= new_rows
            frontier = {j for j in left if any(_meet(horizontal[i], vertical[j]) for i in new_rows)}
            columns |= frontier
            left -= frontier
        if len(columns) >= 3 and len(rows) >= 2:
            grids.append(
                _Grid(
                    sorted((horizontal[i] for i in rows), key=lambda rule: -rule.at),
                    sorted((vertical[j] for j in columns), key=lambda rule: rule.at),
                )
            )
    return grids


def _meet(horizontal: Rule, vertical: Rule) -> bool:
    return (
        horizontal.start - _NEAR <= vertical.at <= horizontal.end + _NEAR
        and vertical.start - _NEAR <= horizontal.at <= vertical.end + _NEAR
    )


def _holds(grid: _Grid, run: Run) -> bool:
    x = _anchor(run)
    return grid.columns[0].at <= x <= grid.columns[-1].at and grid.rows[-1].at <= run.y <= grid.rows[0].at


def _anchor(run: Run) -> float:
    return run.x0 + min(2.0, (run.x1 - run.x0) / 2)


def _read(grid: _Grid, runs: Sequence[Run]) -> list[Line]:
    """Return the rows of a grid, or [] where its rules do not divide the text on them."""
    bands = _bands(grid)
    stray = 0
    for run in runs:
        cells = next((cells for top, bottom, cells in bands if bottom <= run.y <= top), [])
        x = _anchor(run)
        cell = next((cell for cell in cells if cell.left <= x <= cell.right), None)
        if cell is None:
            return []
        cell.runs.append(run)
        stray += run.x1 > cell.right + 0.5 * run.size
    if not runs or stray > _STRAY * len(runs):
        return []
    _join_spanning(grid, bands)
    rows = [_row(cells) for _, _, cells in bands]
    found = [row for row in rows if row is not None]
    return found if sum(len(row.pieces) for row in found) > len(found) or len(found) > 1 else []


def _bands(grid: _Grid) -> list[tuple[float, float, list[_Cell]]]:
    """Return (top, bottom, cells) of each band between two horizontal rules."""
    heights = _distinct(rule.at for rule in grid.rows)[::-1]
    bands = []
    for top, bottom in itertools.pairwise(heights):
        middle = (top + bottom) / 2
        edges = _distinct(rule.at for rule in grid.columns if rule.start - _NEAR <= middle <= rule.end + _NEAR)
        edges = _distinct([grid.columns[0].at, *edges, grid.columns[-1].at])
        bands.append((top, bottom, [_Cell(left, right) for left, right in itertools.pairwise(edges)]))
    return bands


def _distinct(values: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _NEAR:
            kept.append(value)
    return kept


def _join_spanning(grid: _Grid, bands: Sequence[tuple[float, float, list[_Cell]]]) -> None:
    """Move the text of a cell that spans rows into the first of them: no rule is drawn through it."""
    for (_, edge, above), (_, _, below) in zip(bands[-2::-1], bands[:0:-1], strict=True):
        for cell in below:
            ruled = any(
                abs(rule.at - edge) <= _NEAR and rule.start - _NEAR <= cell.middle <= rule.end + _NEAR
                for rule in grid.rows
            )
            upper = next(
                (other for other in above if abs(other.left - cell.left) + abs(other.right - cell.right) <= 2 * _NEAR),
                None,
            )
            if not ruled and upper is not None:
                upper.runs += cell.runs
                cell.runs = []


def _row(cells: Sequence[_Cell]) -> Line | None:
    filled = [cell for cell in cells if cell.runs]
    if not filled:
        return None
    first = max((run for cell in filled for run in cell.runs), key=lambda run: run.y)
    pieces = [Piece(cell.left, cell.right, "") for cell in filled]
    return Line(first.y, first.size, pieces, row_lines([_paragraphs(cell) for cell in cells]))


def _paragraphs(cell: _Cell) -> list[str]:
    """Return the paragraphs of a cell, its wrapped lines joined."""
    paragraphs: list[str] = []
    above: Line | None = None
    for line in build_lines(cell.runs):
        text = " ".join(piece.text.strip() for piece in line.pieces)
        if above is not None and not _is_new(above, line, text, cell.right):
            paragraphs[-1] += " " + text
        else:
            paragraphs.append(text)
        above = line
    return paragraphs


def _is_new(above: Line, line: Line, text: str, right: float) -> bool:
    if LABEL.match(text) or above.y - line.y > _GAP * max(above.size, line.size):
        return True
    word = text.split(" ", 1)[0]
    return right - above.x1 > (len(word) * _LETTER + 1.5) * line.size  # it would have fitted on the line above
