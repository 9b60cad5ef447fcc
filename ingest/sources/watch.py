"""A drop folder: looked at again and again, and read once what was put in it has stopped growing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ingest.sources.walk import walk

Signature = frozenset[tuple[str, int, int]]


def watch(
    paths: Sequence[Path],
    read: Callable[[], bool],
    pause: Callable[[], object],
    *,
    skip: Path | None = None,
    times: int | None = None,
) -> None:
    """Call `read` whenever the files under `paths` changed and were then the same twice; `pause` between two looks.

    Where `read` returns False it is called again at the next look, as after a full disk.
    Polling, because network drives tell of nothing. It ends after `times` looks; None goes on until it is interrupted.
    """
    done: Signature | None = None
    before: Signature | None = None
    looks = 0
    while times is None or looks < times:
        if looks:
            pause()
        looks += 1
        now = _signature(paths, skip)
        if now == before and now != done and now and read():
            done = now
        before = now


def _signature(paths: Sequence[Path], skip: Path | None) -> Signature:
    found = set()
    for file in walk(paths, skip=skip).files:
        try:
            stat = file.path.stat()
        except OSError:
            continue
        found.add((file.key, stat.st_size, stat.st_mtime_ns))
    return frozenset(found)
