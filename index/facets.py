"""True counts over a whole result: which disclosure has which value, as arrays, read once a snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from corpus import law
from index.arrays.sorting import ranges
from index.request import Facet
from index.snapshot import Ints, Mask, Snapshot

LAW_NAMES = {
    "foia": "Freedom of Information Act 2000",
    "eir": "Environmental Information Regulations 2004",
    "foisa": "Freedom of Information (Scotland) Act 2002",
    "eisr": "Environmental Information (Scotland) Regulations 2004",
}


@dataclass(frozen=True, slots=True)
class _Column:
    """Disclosure n has the values numbered `numbers[starts[n]:starts[n + 1]]`."""

    values: list[str]
    labels: list[str]
    ranks: Ints  # of each value among those with the same count
    by_value: bool  # ranked by `ranks` alone
    starts: Ints
    numbers: Ints
    totals: Ints
    single: Ints | None  # where no disclosure has two: each one's number, that of no value for none

    def counts(self, found: Ints) -> Ints:
        """Return how many of the disclosures `found` have each value."""
        if self.single is not None:
            return np.bincount(self.single[found], minlength=len(self.values) + 1)[:-1]
        begins = self.starts[found]
        held = ranges(begins, self.starts[found + 1] - begins)
        return np.bincount(self.numbers[held], minlength=len(self.values))


class Facets:
    """Counts facet values over one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Take the snapshot; columns are read when first counted."""
        self._snapshot = snapshot
        self._columns: dict[tuple[str, ...], _Column] = {}

    def count(self, names: tuple[str, ...], found: Mask, citation_status: tuple[str, ...]) -> dict[str, list[Facet]]:
        """Return, for each facet named, its values that some disclosure in `found` has, the most frequent first."""
        if not names:
            return {}
        most = np.count_nonzero(found) * 2 > len(found)  # then those not found are counted, and taken away
        some = np.flatnonzero(~found if most else found)
        columns = {name: self._column(fields_of(name, citation_status)) for name in names}
        return {
            name: _counted(column, column.totals - column.counts(some) if most else column.counts(some))
            for name, column in columns.items()
        }

    def values(self, name: str) -> list[str]:
        """Return every value of the index field `name`."""
        return self._column((name,)).values

    def _column(self, fields: tuple[str, ...]) -> _Column:
        if fields not in self._columns:  # two threads may both read it: they read the same
            self._columns[fields] = _read(self._snapshot, fields)
        return self._columns[fields]


_facet = partial(tuple.__new__, Facet)  # a page has a thousand, and `Facet(...)` takes three times as long


def _counted(column: _Column, counts: Ints) -> list[Facet]:
    some = np.flatnonzero(counts)
    ranks = column.ranks[some]
    order = some[np.argsort(ranks) if column.by_value else np.lexsort((ranks, -counts[some]))]
    numbers = order.tolist()
    values, labels = map(column.values.__getitem__, numbers), map(column.labels.__getitem__, numbers)
    return list(map(_facet, zip(values, labels, counts[order].tolist(), strict=True)))


def _read(snapshot: Snapshot, fields: Sequence[str]) -> _Column:
    """Read one column; of several fields (citation statuses) a value counts once a disclosure."""
    name = "exemption" if fields[0].startswith("exemption_") else fields[0]
    columns = [column for field in fields for column in snapshot.columns(field)]
    used = [np.bincount(c.numbers, minlength=len(c.values)) > 0 for c in columns]  # not by answers that were taken out
    values = sorted({c.values[n] for c, some in zip(columns, used, strict=True) for n in np.flatnonzero(some).tolist()})
    number_of = {value: number for number, value in enumerate(values)}
    renumbered = [np.array([number_of.get(value, 0) for value in c.values], np.int32) for c in columns]
    ordinals = np.concatenate([c.ordinals for c in columns] or [np.zeros(0, np.int32)])
    numbers = np.concatenate([new[c.numbers] for new, c in zip(renumbered, columns, strict=True)] or [ordinals])
    if len(fields) > 1:
        pairs = np.unique(ordinals.astype(np.int64) * len(values) + numbers)
        ordinals, numbers = np.divmod(pairs, max(len(values), 1))
    starts = np.searchsorted(ordinals, np.arange(snapshot.disclosures + 1, dtype=ordinals.dtype))
    single = None
    if np.all(np.diff(ordinals) > 0):
        single = np.full(snapshot.disclosures, len(values), np.intp)  # what bincount takes without a copy
        single[ordinals] = numbers
    labels = [label(name, value) for value in values]
    order = (
        range(len(values) - 1, -1, -1)
        if name == "year"
        else sorted(range(len(values)), key=lambda n: (labels[n].casefold(), values[n]))
    )
    ranks = np.empty(len(values), np.int32)
    ranks[list(order)] = np.arange(len(values))
    totals = np.bincount(numbers, minlength=len(values))
    return _Column(values, labels, ranks, name == "year", starts, numbers.astype(np.intp), totals, single)


def fields_of(facet: str, citation_status: tuple[str, ...]) -> tuple[str, ...]:
    """Return the index fields a facet is read from."""
    return tuple(f"exemption_{status}" for status in citation_status) if facet == "exemption" else (facet,)


def label(facet: str, value: str) -> str:
    """Return what a person reads for a facet value: "Section 40(2): Personal information"."""
    if facet == "exemption":
        provision = law.provisions().get(value)
        return f"{provision.label}: {provision.name}" if provision else value
    if facet == "law":
        return LAW_NAMES.get(value, value)
    if facet in ("outcome", "authority_type"):
        return value.replace("_", " ").capitalize()
    return value
