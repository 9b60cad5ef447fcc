"""Which disclosures a page shows, without putting all that was found in order."""

from __future__ import annotations

import numpy as np

from index.snapshot import Floats, Ints

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
            nearest = np.argpartition(ranks, stop - 1)[:stop]
            found, ranks = found[nearest], ranks[nearest]
        return found[np.argsort(ranks)][start:stop]

    def by_score(self, found: Ints, scores: Floats, start: int, stop: int) -> Ints:
        """Return the disclosures `start` to `stop` of `found`, best first, of equal ones the newest."""
        rounded = np.round(scores[found], 4)
        if len(found) > 2 * stop:
            least = np.partition(rounded, len(found) - stop)[len(found) - stop]
            kept = rounded >= least
            found, rounded = found[kept], rounded[kept]
        return found[np.lexsort((self._ranks["newest"][found], -rounded))][start:stop]


def _ranked(keys: Ints) -> Ints:
    ranks = np.empty(len(keys), np.int32)
    ranks[np.argsort(keys, kind="stable")] = np.arange(len(keys), dtype=np.int32)
    return ranks
