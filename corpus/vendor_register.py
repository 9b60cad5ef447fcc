"""The register of who uses whose software, as the published answers say it: one row a supplier, product and answer."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

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


def register_rows(
    catalogue: Catalogue, wanted: RegisterFilter, *, limit: int = -1, offset: int = 0
) -> Iterator[RegisterRow]:
    """Yield the rows by vendor, product and authority, the newest answer first. `limit` -1 is all.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    where, values = _where(wanted)
    with translated(catalogue.data):
        # SQLite takes the bare columns of a group from the row that min() picks: the first mention in the letter.
        for row in catalogue.connection.execute(
            "SELECT m.vendor, m.product, m.status, m.page, m.evidence, group_concat(m.facts, char(10)) AS facts,"
            f" min(m.position), d.id, d.title, d.reference, d.authority, d.responded_on FROM {where}"
            " GROUP BY m.vendor, m.product, m.status, d.id ORDER BY m.vendor COLLATE NOCASE, m.product IS NULL,"
            " m.product COLLATE NOCASE, d.authority COLLATE NOCASE, d.responded_on DESC, d.id, m.status"
            " LIMIT ? OFFSET ?",
            (*values, limit, offset),
        ):
            yield _row(row)


def count_register(catalogue: Catalogue, wanted: RegisterFilter) -> int:
    """Return how many rows `register_rows` gives."""
    where, values = _where(wanted)
    with translated(catalogue.data):
        counted = catalogue.connection.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {where} GROUP BY m.vendor, m.product, m.status, d.id)", values
        ).fetchone()
    return int(counted[0])


def register_choices(catalogue: Catalogue) -> dict[str, list[str]]:
    """Return the vendors, functions and authorities of the whole register, each in alphabetical order."""
    where, values = _where(RegisterFilter(statuses=tuple(VendorStatus)))
    with translated(catalogue.data):
        pairs = catalogue.connection.execute(f"SELECT DISTINCT m.vendor, m.product FROM {where}", values).fetchall()
        named = catalogue.connection.execute(f"SELECT DISTINCT d.authority FROM {where}", values).fetchall()
    functions = {f for row in pairs for f in functions_of(row["vendor"], row["product"])}
    return {
        "vendor": sorted({row["vendor"] for row in pairs}, key=str.casefold),
        "function": sorted(functions),
        "authority": sorted((row["authority"] for row in named if row["authority"]), key=str.casefold),
    }


def functions_of(vendor: str, product: str | None) -> tuple[str, ...]:
    """Return what a product is used for; where that is not known, what the vendor's software is used for."""
    listed = products().get(product or "")
    if listed and listed.functions:
        return listed.functions
    owner = vendors().get(vendor)
    return owner.functions if owner else ()


# A supplier named beside its product is one row, the product's.
_SAYS_MOST = (
    "NOT (m.product IS NULL AND EXISTS (SELECT 1 FROM mentions p WHERE p.disclosure_id = m.disclosure_id"
    " AND p.vendor = m.vendor AND p.status = m.status AND p.product IS NOT NULL))"
)


def _where(wanted: RegisterFilter) -> tuple[str, list[str]]:
    """Return the tables joined with the condition of the filter, and the values of its question marks."""
    conditions = ["d.state = 'published'", "m.status IN (SELECT value FROM json_each(?))", _SAYS_MOST]
    values = [json.dumps(wanted.statuses or IN_USE_OR_NEAR)]
    for column, value in (
        ("m.vendor", wanted.vendor),
        ("m.product", wanted.product),
        ("d.authority", wanted.authority),
    ):
        if value:
            conditions.append(f"{column} = ?")
            values.append(value)
    if wanted.function:
        known = [p for p in products().values() if p.functions]
        conditions.append(
            "(m.product IN (SELECT value FROM json_each(?)) OR (m.vendor IN (SELECT value FROM json_each(?))"
            " AND (m.product IS NULL OR m.product NOT IN (SELECT value FROM json_each(?)))))"
        )
        values += [
            json.dumps([p.name for p in known if wanted.function in p.functions]),
            json.dumps([v.name for v in vendors().values() if wanted.function in v.functions]),
            json.dumps([p.name for p in known]),
        ]
    return "mentions m JOIN disclosures d ON d.id = m.disclosure_id WHERE " + " AND ".join(conditions), values


def _row(row: sqlite3.Row) -> RegisterRow:
    facts: dict[str, str] = {}
    for line in row["facts"].splitlines():
        facts.update(json.loads(line))
    return RegisterRow(
        vendor=row["vendor"],
        product=row["product"],
        functions=functions_of(row["vendor"], row["product"]),
        authority=row["authority"],
        status=row["status"],
        annual_cost=facts.get("annual_cost", ""),
        cost=facts.get("cost", ""),
        expires_on=facts.get("expires_on", ""),
        term=facts.get("term", ""),
        responded_on=row["responded_on"],
        disclosure=row["id"],
        title=row["title"],
        reference=row["reference"],
        page=row["page"],
        evidence=row["evidence"],
    )
