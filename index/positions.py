"""Word positions that were decoded once, kept for the next phrase: decoding them is most of what a phrase costs.

Of a term only those records are decoded that some phrase needed, so that a common word beside a rare one stays cheap.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Key = tuple[str, str]  # field, term


class Positions(NamedTuple):
    """The positions of a term in some records, one record after the other: `counts` says how many are each one's."""

    counts: Ints
    flat: Ints


class _Known(NamedTuple):
    """All that was decoded of one term. The positions in `ordinals[n]` are `flat[starts[n] : starts[n + 1]]`."""

    ordinals: Ints
    starts: Ints
    flat: Ints

    @property
    def nbytes(self) -> int:
        return self.ordinals.nbytes + self.starts.nbytes + self.flat.nbytes

    def pick(self, ordinals: Ints) -> Positions:
        """Return the positions in `ordinals`, all of which are known."""
        at = np.searchsorted(self.ordinals, ordinals)
        begins, counts = self.starts[at], self.starts[at + 1] - self.starts[at]
        return Positions(counts, self.flat[_ranges(begins, counts)])

    def joined(self, ordinals: Ints, new: Positions) -> _Known:
        """Return this with the positions in further records."""
        every = np.concatenate((self.ordinals, ordinals))
        begins = np.concatenate((self.starts[:-1], len(self.flat) + np.cumsum(new.counts) - new.counts))
        counts = np.concatenate((np.diff(self.starts), new.counts))
        flat = np.concatenate((self.flat, new.flat))
        order = np.argsort(every)
        starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts[order])))
        return _Known(every[order], starts, flat[_ranges(begins[order], counts[order])])


_NONE = _Known(np.zeros(0, np.int64), np.zeros(1, np.int64), np.zeros(0, np.int64))


class PositionCache:
    """Keeps at most `limit` bytes, of the terms asked for last. Not thread-safe."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._known: OrderedDict[Key, _Known] = OrderedDict()
        self.nbytes = 0

    def get(self, key: Key, ordinals: Ints, decode: Callable[[Ints], Positions]) -> Positions:
        """Return the positions of a term in `ordinals`, ascending; those not known are asked of `decode`."""
        known = self._known.pop(key, _NONE)
        self.nbytes -= known.nbytes if known is not _NONE else 0
        missing = np.setdiff1d(ordinals, known.ordinals, assume_unique=True)
        if len(missing):
            known = known.joined(missing, decode(missing))
        self._known[key] = known
        self.nbytes += known.nbytes
        while self.nbytes > self._limit and self._known:
            self.nbytes -= self._known.popitem(last=False)[1].nbytes
        return known.pick(ordinals)


def _ranges(begins: Ints, counts: Ints) -> Ints:
    """Return `begins[0]`, `begins[0] + 1`, ... for `counts[0]` numbers, then the same of the next, in one array."""
    shift = begins - (np.cumsum(counts) - counts)
    return np.repeat(shift, counts) + np.arange(int(counts.sum()))
