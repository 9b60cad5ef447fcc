"""Overlaps: which of many spans lie over a place, found by bisection."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


class Overlaps:
    """Spans `(start, end, owner)`, half-open, that may share characters: one answer can belong to several questions."""

    def __init__(self, spans: Iterable[tuple[int, int, int]]) -> None:
        edges: dict[int, list[tuple[bool, int]]] = {}
        for start, end, owner in spans:
            if start < end:
                edges.setdefault(start, []).append((True, owner))
                edges.setdefault(end, []).append((False, owner))
        self._starts = sorted(edges)
        self._owners: list[tuple[int, ...]] = []
        open_spans: dict[int, int] = {}
        for place in self._starts:
            for opens, owner in edges[place]:
                open_spans[owner] = open_spans.get(owner, 0) + (1 if opens else -1)
                if not open_spans[owner]:
                    del open_spans[owner]
            self._owners.append(tuple(sorted(open_spans)))

    def at(self, offset: int) -> tuple[int, ...]:
        """Return the owners of the spans that hold `offset`, in order."""
        i = bisect_right(self._starts, offset) - 1
        return self._owners[i] if i >= 0 else ()
