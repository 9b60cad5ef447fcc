"""From the runs of a page to its printed lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.extract.pdf_device import Run

_SAME_LINE = 0.3  # of the type size: baselines nearer than this are one
_SMALL = 0.83  # of the type size beside it: smaller type may stand above or below the line
_RAISED = 0.65
_MAX_RAISED = 24  # runs: raised words are few, a line of small type is many
_JOIN = 0.15  # em between two runs: less is one word
SOFT_GAP = 0.75  # em: a gap that divides cells where others stand below it
HARD_GAP = 1.5  # em: a gap that divides cells where it recurs at the same place
LONE_GAP = 2.5  # em: a gap no line of prose has between words


@dataclass(slots=True)
class Piece:
    """What stands between two gaps of a line; `gap` is the gap before it, in em."""

    x0: float
    x1: float
    text: str
    gap: float = 0.0
    y: float = 0.0  # its own baseline


@dataclass(slots=True)
class Line:
    """One printed line, its pieces from left to right; or a row of a ruled table, whose text is already in `row`."""

    y: float
    size: float
    pieces: list[Piece]
    row: list[str] | None = None

    @property
    def x0(self) -> float:
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        return max(piece.x1 for piece in self.pieces)


@dataclass(slots=True)
class _Group:
    y: float
    size: float
    runs: list[Run] = field(default_factory=list)


def build_lines(runs: Iterable[Run]) -> list[Line]:
    """Return the lines of a page, top to bottom."""
    groups = _attach_small(_group(sorted(runs, key=lambda run: (-run.y, run.x0))))
    return [line for group in groups if (line := _line(group)) is not None]


def _group(runs: Sequence[Run]) -> list[_Group]:
    groups: list[_Group] = []
    for run in runs:
        group = groups[-1] if groups else None
        if group is None or group.y - run.y > _SAME_LINE * min(group.size, run.size):
            groups.append(group := _Group(run.y, run.size))
        group.runs.append(run)
        if run.size > group.size:
            group.y, group.size = run.y, run.size
    return groups


def _attach_small(groups: list[_Group]) -> list[_Group]:
    """Put the "th" of "4th", and a footnote mark, back on the line they belong to."""
    kept: list[_Group] = []
    for index, group in enumerate(groups):
        below = groups[index + 1] if index + 1 < len(groups) else None
        above = kept[-1] if kept else None
        if below and 0 < group.y - below.y < _RAISED * below.size and _adjoins(group, below):
            below.runs += group.runs
        elif above and 0 < above.y - group.y < _RAISED / 2 * above.size and _adjoins(group, above):
            above.runs += group.runs
        else:
            kept.append(group)
    return kept


def _adjoins(small: _Group, large: _Group) -> bool:
    if small.size > _SMALL * large.size or len(small.runs) > _MAX_RAISED:
        return False
    near = 0.35 * large.size
    return all(
        any(abs(run.x0 - other.x1) < near or abs(run.x1 - other.x0) < near for other in large.runs)
        for run in small.runs
    )


def _line(group: _Group) -> Line | None:
    runs = sorted(group.runs, key=lambda run: run.x0)
    pieces: list[Piece] = []
    words: list[str] = []
    x0 = x1 = y = 0.0
    gap = 0.0
    last: Run | None = None
    for run in runs:
        if last is not None and _is_repeat(last, run):
            continue
        space = (run.x0 - x1) / max(group.size, 0.1) if last is not None else 0.0
        if last is not None and space > SOFT_GAP:
            pieces.append(Piece(x0, x1, "".join(words), gap, y))
            words, gap, x0, y = [], space, run.x0, run.y
        elif last is None:
            x0, y = run.x0, run.y
        elif space > _JOIN and not words[-1].endswith(" "):
            words.append(" ")
        words.append(run.text)
        x1 = max(x1, run.x1) if last is not None else run.x1
        last = run
    if last is not None:
        pieces.append(Piece(x0, x1, "".join(words), gap, y))
    pieces = [piece for piece in pieces if piece.text.strip()]
    return Line(group.y, group.size, pieces) if pieces else None


def _is_repeat(last: Run, run: Run) -> bool:
    """Return whether `run` is `last` printed twice, a hair's breadth apart, to look bold."""
    near = 0.12 * run.size
    return (
        abs(run.x0 - last.x0) < near
        and abs(run.x1 - last.x1) < near
        and abs(run.y - last.y) < near
        and run.text == last.text
    )
