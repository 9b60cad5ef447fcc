"""The register of who uses whose software, as the published answers say it: one row a supplier, product and answer."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.authorities import describe
from corpus.catalogue import Catalogue
from corpus.database import translated
from corpus.records import VendorStatus
from corpus.vendors import products, vendors

IN_USE_OR_NEAR = tuple(
    str(s)
    for s in (
        VendorStatus.CURRENT,
        VendorStatus.FORMER,
        VendorStatus.PLANNED,
        VendorStatus.BIDDER,
        VendorStatus.RESELLER,
    )
)
"""The statuses listed unless others are asked for: to be named by the requester only, or as not used, is no use."""


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """Which rows are wanted. "" asks for any; `statuses` () for `IN_USE_OR_NEAR`."""

    vendor: str = ""
    product: str = ""
    function: str = ""
    authority: str = ""
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One supplier or product in one answer, with one status. Cost, expiry and term are as printed, or ""."""

    vendor: str
    product: str | None
    functions: tuple[str, ...]
    authority: str | None
    authority_type: str | None
    status: str
    annual_cost: str
    cost: str  # where the letter does not say that it is yearly
    expires_on: str
    term: str
    responded_on: str | None
    disclosure: str
    title: str
    reference: str | None
    page: int
    evidence: str


def count_rows(catalogue: Catalogue, wanted: RegisterFilter) -> int:
    """Return how many rows of the register pass a filter.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    where, values = _passing(wanted)
    with translated(catalogue.data):
        row = catalogue.connection.execute(f"SELECT count(*) FROM vendor_register WHERE {where}", values).fetchone()
    return int(row[0])


def register_rows(
    catalogue: Catalogue, wanted: RegisterFilter, *, limit: int = -1, offset: int = 0
) -> Iterator[RegisterRow]:
    """Yield the rows that pass a filter by vendor, product and authority, the newest answer first. `limit` -1 is all.

    A supplier named beside its product is one row, the product's; a row without a product comes last of its supplier.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    where, values = _passing(wanted)
    with translated(catalogue.data):
        for key in catalogue.connection.execute(
            "SELECT vendor, product, status, authority, responded_on, disclosure_id FROM vendor_register"
            f" WHERE {where} ORDER BY {_ORDER} LIMIT ? OFFSET ?",
            (*values, limit, offset),
        ):
            named = catalogue.connection.execute(
                _SENTENCES, (key["disclosure_id"], key["vendor"], key["product"], key["status"])
            ).fetchall()
            if named:  # not taken out since
                yield _row(key, named)


def register_choices(catalogue: Catalogue) -> dict[str, list[str]]:
    """Return the vendors, functions and authorities of the register, each in alphabetical order.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    with translated(catalogue.data):
        named = [tuple(r) for r in catalogue.connection.execute("SELECT DISTINCT vendor, product FROM vendor_register")]
        authorities = catalogue.connection.execute(
            "SELECT DISTINCT authority FROM vendor_register WHERE authority IS NOT NULL"
        ).fetchall()
    return {
        "vendor": sorted({vendor for vendor, _ in named}, key=str.casefold),
        "function": sorted({function for pair in named for function in functions_of(*pair)}),
        "authority": sorted((row[0] for row in authorities), key=str.casefold),
    }


def _passing(wanted: RegisterFilter) -> tuple[str, list[str]]:
    """Return the condition that a row passes, and its values."""
    statuses = wanted.statuses or IN_USE_OR_NEAR
    conditions, values = [f"status IN ({', '.join('?' * len(statuses))})"], list(statuses)
    if wanted.vendor:
        conditions.append("vendor = ? COLLATE NOCASE AND vendor = ?")  # the first is what the index goes by
        values += [wanted.vendor, wanted.vendor]
    for name in ("product", "authority"):
        if getattr(wanted, name):
            conditions.append(f"{name} = ?")
            values.append(getattr(wanted, name))
    if wanted.function:
        conditions.append(f"(product IN {_LISTED} OR product NOT IN {_LISTED} AND vendor IN {_LISTED})")
        values += map(json.dumps, _serving(wanted.function))
    return " AND ".join(conditions), values


@lru_cache(maxsize=1_000)
def _serving(function: str) -> tuple[list[str], list[str], list[str]]:
    """Return the products for a function, the products whose functions are known, and the vendors for it."""
    known = {name: product.functions for name, product in products().items() if product.functions}
    serving = [name for name, functions in known.items() if function in functions]
    return serving, list(known), [name for name, vendor in vendors().items() if function in vendor.functions]


_LISTED = "(SELECT value FROM json_each(?))"
_ORDER = (
    "vendor COLLATE NOCASE, product = '', product, authority COLLATE NOCASE, responded_on DESC,"
    " disclosure_id, vendor, status"
)
_SENTENCES = (
    "SELECT m.page, m.evidence, m.facts, d.title, d.reference FROM mentions m"
    " JOIN disclosures d ON d.id = m.disclosure_id WHERE m.disclosure_id = ? AND m.vendor = ?"
    " AND coalesce(m.product, '') = ? AND m.status = ? AND d.state = 'published' ORDER BY m.position"
)


@lru_cache(maxsize=10_000)
def functions_of(vendor: str, product: str | None) -> tuple[str, ...]:
    """Return what a product is used for; where that is not known, what the vendor's software is used for."""
    listed = products().get(product or "")
    if listed and listed.functions:
        return listed.functions
    owner = vendors().get(vendor)
    return owner.functions if owner else ()


def _row(key: sqlite3.Row, mentions: Sequence[sqlite3.Row]) -> RegisterRow:
    first = mentions[0]
    facts: dict[str, str] = {}
    for mention in mentions:
        facts.update(json.loads(mention["facts"]))
    return RegisterRow(
        vendor=key["vendor"],
        product=key["product"] or None,
        functions=functions_of(key["vendor"], key["product"]),
        authority=key["authority"],
        authority_type=describe(key["authority"]).type if key["authority"] else None,
        status=key["status"],
        annual_cost=facts.get("annual_cost", ""),
        cost=facts.get("cost", ""),
        expires_on=facts.get("expires_on", ""),
        term=facts.get("term", ""),
        responded_on=key["responded_on"],
        disclosure=key["disclosure_id"],
        title=first["title"],
        reference=first["reference"],
        page=first["page"],
        evidence=first["evidence"],
    )
