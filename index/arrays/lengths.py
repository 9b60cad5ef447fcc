"""How many terms a text has, in one byte, as Whoosh itself keeps it: exact when short, then within a few percent."""

from __future__ import annotations

import numpy as np
from whoosh.util.numeric import byte_to_length

from index.arrays.file import Array

LENGTH_OF_BYTE: Array = np.array([byte_to_length(byte) for byte in range(256)], np.int64)


def to_bytes(lengths: Array) -> Array:
    """Return the byte of each length."""
    return np.minimum(np.searchsorted(LENGTH_OF_BYTE, lengths), 255).astype(np.uint8)
