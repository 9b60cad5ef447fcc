"""Scores of the few records that have one: what a word costs is how often it stands, not how much there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from index.arrays.sorting import firsts
from index.snapshot import Floats, Ints, Mask

CROWDED = 16  # fewer than one record in so many: sorting their ordinals is cheaper than an array of all


class Sparse(NamedTuple):
    """Values above 0 by ordinal. Ordinals ascend, none twice."""

    ordinals: Ints
    values: Floats


NONE = Sparse(np.zeros(0, np.intp), np.zeros(0, np.float32))


def summed(pieces: Sequence[Sparse], size: int) -> Sparse:
    """Return the sum of `pieces` over `size` records."""
    return _joined(pieces, size, np.add)


def greatest(pieces: Sequence[Sparse], size: int) -> Sparse:
    """Return the greatest of `pieces` at each record."""
    return _joined(pieces, size, np.maximum)


def common(lists: Sequence[Ints], size: int) -> Ints:
    """Return the ordinals, of `size` there may be, that are in every list."""
    ordered = sorted(lists, key=len)
    found = ordered[0]
    for other in ordered[1:]:
        if len(other) < size // CROWDED:
            found = found[is_in(found, other)]
        else:
            mask = np.zeros(size, np.bool_)
            mask[other] = True
            found = found[mask[found]]
    return found


def is_in(some: Ints, ascending: Ints) -> Mask:
    """Tell which of `some` are in `ascending`."""
    if not len(ascending):
        return np.zeros(len(some), np.bool_)
    at = np.searchsorted(ascending, some)
    at[at == len(ascending)] = 0
    return ascending[at] == some


def _joined(pieces: Sequence[Sparse], size: int, how: np.ufunc) -> Sparse:
    pieces = [piece for piece in pieces if len(piece.ordinals)]
    if len(pieces) < 2:
        return pieces[0] if pieces else NONE
    if sum(len(piece.ordinals) for piece in pieces) * CROWDED < size:
        ordinals = np.concatenate([piece.ordinals for piece in pieces])
        order = np.argsort(ordinals, kind="stable")
        ordinals = ordinals[order]
        begins = firsts(ordinals)
        values = np.concatenate([piece.values for piece in pieces])[order]
        return Sparse(ordinals[begins], how.reduceat(values, begins))
    dense = np.zeros(size, np.float32)
    for piece in pieces:
        how.at(dense, piece.ordinals, piece.values)
    ordinals = np.flatnonzero(dense > 0)  # of a mask: of numbers it takes nine times as long
    return Sparse(ordinals, dense.take(ordinals))
