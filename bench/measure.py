"""How things are timed and shown: CPU seconds of this process, and one table a topic."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")
Row = tuple[str, ...]
_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


@dataclass(frozen=True, slots=True)
class Timed(Generic[T]):
    """What a call gave, and the CPU seconds it took."""

    result: T
    seconds: float


@dataclass(slots=True)
class Table:
    """One topic's figures. The first column names the row, all others are figures."""

    title: str
    columns: Row
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Return the table in Markdown, its columns lined up, with its notes below."""
        widths = [max(map(len, column)) for column in zip(self.columns, *self.rows, strict=True)]
        rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
        lines = [self._line(row, widths) for row in (self.columns, tuple(rule), *self.rows)]
        return "\n".join([f"## {self.title}", "", *lines, "", *self.notes, ""])

    @staticmethod
    def _line(row: Row, widths: Sequence[int]) -> str:
        first, *others = (
            cell.ljust(w) if n == 0 else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        return f"| {' | '.join([first, *others])} |"


def timed(call: Callable[[], T], clock: Callable[[], float] = time.process_time) -> Timed[T]:
    """Call once and return what it gave with the CPU seconds (user and system, all threads) that took."""
    started = clock()
    result = call()
    return Timed(result, clock() - started)


@dataclass(frozen=True, slots=True)
class Spent:
    """What something took by the clock, and in CPU seconds of this process and all that it started."""

    clock: float
    cpu: float


def spent(call: Callable[[], object]) -> Spent:
    """Call once, and return what that took."""
    started, used = time.monotonic(), _cpu()
    call()
    return Spent(time.monotonic() - started, _cpu() - used)


def run(command: Sequence[str | os.PathLike[str]]) -> str:
    """Run a command to the end of every process it leaves behind, so that `spent` counts them; return what it printed.

    The servers that workers are forked from outlive who asked for them: Linux gives such orphans to the nearest
    ancestor that wants them. This process must have no other children.
    """
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    done = subprocess.run(command, capture_output=True, text=True)
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    if done.returncode != 0:
        raise SystemExit(f"{command}: {done.stderr}")
    return done.stdout


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def fastest(calls: Sequence[Callable[[], T]], rounds: int) -> list[Timed[T]]:
    """Return, for each call, its fastest of `rounds`. The calls take turns, so a slow spell of the machine meets all.

    The fastest, not the mean: what else runs on the machine can only add to it.
    """
    tried = [[timed(call) for call in calls] for _ in range(rounds)]
    return [min(column, key=lambda one: one.seconds) for column in zip(*tried, strict=True)]


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` of `values` do not exceed. `values` must not be empty."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def figure(value: float) -> str:
    """Return a number with three significant figures, without an exponent."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}" if value >= 1 else f"{value:.2g}"
