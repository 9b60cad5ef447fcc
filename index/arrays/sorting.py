"""Array operations that turning texts over, merging and searching stand on."""

from __future__ import annotations

import numpy as np

from index.arrays.file import Array

_DIGIT_BITS = 16
_SPARSE = 16  # fewer than one in so many: searching for each is cheaper than a look at all


def stable_order(keys: Array) -> tuple[Array, Array]:
    """Return the order that sorts `keys` (0 to 2^32), equal ones as they stand, and the sorted keys.

    By one half of their bits, then by the other: of numbers of 16 bits NumPy's stable sort is a radix sort, which takes
    half the time of sorting all 32 bits at once.
    """
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    if len(keys) and int(keys.max()) >> _DIGIT_BITS:
        order = order[np.argsort((keys >> _DIGIT_BITS).astype(np.uint16)[order], kind="stable")]
    return order, keys[order]


def ranges(begins: Array, counts: Array) -> Array:
    """Return `begins[0]`, `begins[0] + 1`, ... for `counts[0]` numbers, then the same of the next, in one array."""
    shift = begins.astype(np.int64) - (np.cumsum(counts, dtype=np.int64) - counts)
    return np.repeat(shift, counts) + np.arange(int(counts.sum()))


def places_in(some: Array, ascending: Array, size: int) -> Array:
    """Return where in `ascending` each of `some` stands. All of them must, and ascend; all are below `size`."""
    if len(some) * _SPARSE < len(ascending):
        return np.searchsorted(ascending, some)
    mask = np.zeros(size, np.bool_)
    mask[some] = True
    return np.flatnonzero(mask[ascending])


def firsts(grouped: Array) -> Array:
    """Return where each run of equal values begins."""
    begins = np.ones(len(grouped), np.bool_)
    np.not_equal(grouped[1:], grouped[:-1], out=begins[1:])
    return np.flatnonzero(begins)
