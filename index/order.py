"""Which disclosures a page shows, without putting all that was found in order."""

from __future__ import annotations

from typing import Any

import numpy as np

from index.snapshot import Floats, Ints

SCORE_DIGITS = 4  # two scores that show the same are the same
BLOCK = 32
UNDATED_LAST = np.iinfo(np.int64).max


class Order:
    """The ranks of one snapshot's disclosures by date. What has no date comes last; ties keep index order."""

    def __init__(self, responded_on: Ints) -> None:
        """Take the date of each disclosure as a number, 0 for none."""
        dated = responded_on > 0
        self._ranks = {
            "newest": _ranked(np.where(dated, -responded_on, 1)),
            "oldest": _ranked(np.where(dated, responded_on, UNDATED_LAST)),
        }

    def by_date(self, found: Ints, sort: str, start: int, stop: int) -> Ints:
        """Return the disclosures `start` to `stop` of `found`, newest or oldest first."""
        ranks = self._ranks[sort][found]
        if len(found) > 2 * stop:
            kept = ranks <= -best_of(-ranks, stop)
            found, ranks = found[kept], ranks[kept]
        return found[np.argsort(ranks)][start:stop]

    def by_score(self, found: Ints, scores: Floats, start: int, stop: int) -> Ints:
        """Return the disclosures `start` to `stop` of `found`, best first, of equal ones the newest."""
        reached = scores[found]
        if len(found) > 2 * stop:
            kept = reached >= best_of(reached, stop) - 10.0 ** (1 - SCORE_DIGITS)  # rounding moves none further
            found, reached = found[kept], reached[kept]
        rounded = np.round(reached, SCORE_DIGITS)
        return found[np.lexsort((self._ranks["newest"][found], -rounded))][start:stop]


def best_of(values: Ints | Floats, count: int) -> Any:
    """Return what the `count` greatest of `values` are not less than, and not many others; of fewer, the least.

    That is the `count`th of the greatest of each block: a look at all of them, where finding the `count`th of all is
    several.
    """
    if len(values) >= 2 * BLOCK * count:
        width = len(values) // BLOCK
        values = values[: width * BLOCK].reshape(BLOCK, width).max(axis=0)
    at = max(len(values) - count, 0)
    return np.partition(values, at)[at] if len(values) else 0


def _ranked(keys: Ints) -> Ints:
    ranks = np.empty(len(keys), np.int32)
    ranks[np.argsort(keys, kind="stable")] = np.arange(len(keys), dtype=np.int32)
    return ranks
