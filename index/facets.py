"""True counts over a whole result: which disclosure has which value, as arrays, read once a snapshot."""

from __future__ import annotations

import threading
from typing import NamedTuple

import numpy as np

from corpus import law
from index.fields import FACETS
from index.request import Facet
from index.snapshot import Ints, Mask, Snapshot

LAW_NAMES = {
    "foia": "Freedom of Information Act 2000",
    "eir": "Environmental Information Regulations 2004",
    "foisa": "Freedom of Information (Scotland) Act 2002",
    "eisr": "Environmental Information (Scotland) Regulations 2004",
}


class _Column(NamedTuple):
    """Pairs (disclosure, value): value `numbers[i]` belongs to disclosure `disclosures[i]`."""

    values: list[str]
    disclosures: Ints
    numbers: Ints


class Facets:
    """Counts facet values over one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Take the snapshot; columns are read when first counted."""
        self._snapshot = snapshot
        self._columns: dict[tuple[str, ...], _Column] = {}
        self._lock = threading.Lock()

    def count(self, mask: Mask, citation_status: tuple[str, ...]) -> dict[str, list[Facet]]:
        """Return, for each facet, its values with at least one disclosure in `mask`, the most frequent first."""
        return {name: self._count(name, fields_of(name, citation_status), mask) for name in FACETS}

    def values(self, name: str) -> list[str]:
        """Return every value of the index field `name`."""
        return self._column((name,)).values

    def _count(self, name: str, fields: tuple[str, ...], mask: Mask) -> list[Facet]:
        column = self._column(fields)
        counts = np.bincount(column.numbers[mask[column.disclosures]], minlength=len(column.values))
        facets = [Facet(v, label(name, v), n) for v, n in zip(column.values, counts.tolist(), strict=True) if n]
        if name == "year":
            return sorted(facets, key=lambda f: f.value, reverse=True)
        return sorted(facets, key=lambda f: (-f.count, f.label.casefold(), f.value))

    def _column(self, fields: tuple[str, ...]) -> _Column:
        with self._lock:
            if fields not in self._columns:
                self._columns[fields] = self._read(fields)
            return self._columns[fields]

    def _read(self, fields: tuple[str, ...]) -> _Column:
        """Read one column; of several fields (citation statuses) a value counts once a disclosure."""
        values, holders = [], []
        for value in sorted({term for field in fields for term in self._snapshot.terms(field)}):
            found = [self._snapshot.postings(field, value).ordinals for field in fields]
            held_by = found[0] if len(found) == 1 else np.unique(np.concatenate(found))
            if len(held_by):  # or it is a value of answers that were taken out
                values.append(value)
                holders.append(held_by)
        disclosures = np.concatenate(holders) if holders else np.zeros(0, np.int64)
        numbers = np.repeat(np.arange(len(values)), [len(h) for h in holders])
        return _Column(values, disclosures, numbers.astype(np.int64))


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
