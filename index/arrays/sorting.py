"""Two array operations that turning texts over and merging both stand on."""

from __future__ import annotations

import numpy as np

from index.arrays.file import Array

_PLACE_BITS = 32


def stable_order(keys: Array) -> tuple[Array, Array]:
    """Return the order that sorts `keys` (0 to 2^31), equal ones as they stand, and the sorted keys.

    There are at most 2^32 keys. The place of a key goes into its low bits: NumPy sorts plain integers several times
    faster than it sorts places.
    """
    packed = (keys.astype(np.int64) << _PLACE_BITS) | np.arange(len(keys))
    packed.sort()
    return packed & ((1 << _PLACE_BITS) - 1), packed >> _PLACE_BITS


def ranges(begins: Array, counts: Array) -> Array:
    """Return `begins[0]`, `begins[0] + 1`, ... for `counts[0]` numbers, then the same of the next, in one array."""
    shift = begins.astype(np.int64) - (np.cumsum(counts, dtype=np.int64) - counts)
    return np.repeat(shift, counts) + np.arange(int(counts.sum()))
