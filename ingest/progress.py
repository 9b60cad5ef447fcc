"""Showing how far an ingest is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from ingest.pipeline import Progress

SECONDS_BETWEEN_LINES = 10.0
MANY = 500  # files: looking through fewer takes no time worth a word


@contextmanager
def shown_progress() -> Iterator[Callable[[Progress], None]]:
    """Yield what to call with each step. Everything goes to standard error, so that the summary can be piped."""
    if sys.stderr.isatty():
        with _Bar() as bar:
            yield bar.show
    else:
        yield _Lines().show


class _Bar:
    """A bar that starts once it is known how many files there are to read."""

    def __init__(self) -> None:
        self._bar: Any = None  # click has no public name for its type

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.render_finish()

    def show(self, step: Progress) -> None:
        if step.looking_at >= MANY:
            click.echo(f"Looking through {step.looking_at} files", err=True)
        if self._bar is None and step.total:
            self._bar = click.progressbar(length=step.total, label="Reading", file=sys.stderr, show_pos=True)
            self._bar.render_progress()
        if self._bar is not None and step.done:
            self._bar.update(1)


class _Lines:
    """One line at the start, one at the end, and one every few seconds."""

    def __init__(self) -> None:
        self._said_at = 0.0

    def show(self, step: Progress) -> None:
        at = time.monotonic()
        if step.looking_at >= MANY:
            click.echo(f"Looking through {step.looking_at} files", err=True)
        if step.total and (step.done in (0, step.total) or at - self._said_at >= SECONDS_BETWEEN_LINES):
            self._said_at = at
            click.echo(f"Reading: {step.done} of {step.total} files", err=True)
