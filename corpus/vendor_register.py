"""The register of who uses whose software, as the published answers say it: one row a supplier, product and answer."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from sys import intern
from typing import Any, NamedTuple, TypeVar

from corpus.authorities import describe
from corpus.catalogue import Catalogue
from corpus.database import translated
from corpus.records import VendorStatus
from corpus.vendors import products, vendors

Name = TypeVar("Name", bound=Hashable)

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


class RegisterKey(NamedTuple):
    """What a row of the register is found by. The texts of the row are read when it is shown."""

    vendor: str
    product: str | None
    status: str
    authority: str | None
    responded_on: str | None
    disclosure: str


BATCH = 200  # rows whose texts are read at once


def register_keys(catalogue: Catalogue) -> list[RegisterKey]:
    """Return every row of the register by vendor, product and authority, the newest answer first.

    A supplier named beside its product is one row, the product's.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    with translated(catalogue.data):
        found = catalogue.connection.execute(
            "SELECT DISTINCT m.vendor, m.product, m.status, d.authority, d.responded_on, d.id FROM disclosures d"
            " CROSS JOIN mentions m ON m.disclosure_id = d.id WHERE d.state = 'published'"
        )
        keys = {
            RegisterKey(
                intern(row["vendor"]),
                intern(row["product"]) if row["product"] else None,
                intern(row["status"]),
                intern(row["authority"]) if row["authority"] else None,
                row["responded_on"],
                row["id"],
            )
            for row in found
        }
    with_product = {(key.disclosure, key.vendor, key.status) for key in keys if key.product}
    kept = [key for key in keys if key.product or (key.disclosure, key.vendor, key.status) not in with_product]
    kept.sort(key=lambda key: (key.disclosure, key.status))
    kept.sort(key=lambda key: key.responded_on or "", reverse=True)
    # few names, many rows: each name is compared once, each row by a number
    product_rank = _ranks({(key.vendor, key.product) for key in kept}, _product_order)
    authority_rank = _ranks({key.authority for key in kept}, _authority_order)
    kept.sort(key=lambda k: product_rank[k.vendor, k.product] * len(authority_rank) + authority_rank[k.authority])
    return kept


def _product_order(named: tuple[str, str | None]) -> tuple[str, bool, str]:
    vendor, product = named
    return vendor.casefold(), product is None, product or ""


def _authority_order(authority: str | None) -> str:
    return (authority or "").casefold()


def _ranks(names: Iterable[Name], order: Callable[[Name], Any]) -> dict[Name, int]:
    """Return the place of each name; names that the order holds equal share one."""
    orders = {name: order(name) for name in names}
    places = {value: place for place, value in enumerate(sorted(set(orders.values())))}
    return {name: places[value] for name, value in orders.items()}


def matching(keys: Iterable[RegisterKey], wanted: RegisterFilter) -> list[RegisterKey]:
    """Return the keys that pass a filter, in their order."""
    statuses = frozenset(wanted.statuses or IN_USE_OR_NEAR)
    return [
        key
        for key in keys
        if key.status in statuses
        and (not wanted.vendor or key.vendor == wanted.vendor)
        and (not wanted.product or key.product == wanted.product)
        and (not wanted.authority or key.authority == wanted.authority)
        and (not wanted.function or wanted.function in functions_of(key.vendor, key.product))
    ]


def register_rows(catalogue: Catalogue, keys: Sequence[RegisterKey]) -> Iterator[RegisterRow]:
    """Yield the rows of these keys, in their order, those whose answer is still published.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    rest = iter(keys)
    while batch := list(islice(rest, BATCH)):
        mentions = _mentions(catalogue, {key.disclosure for key in batch})
        for key in batch:
            named = mentions.get((key.disclosure, key.vendor, key.product, key.status))
            if named:
                yield _row(key, named)


def register_choices(keys: Iterable[RegisterKey]) -> dict[str, list[str]]:
    """Return the vendors, functions and authorities of the register, each in alphabetical order."""
    keys = list(keys)
    return {
        "vendor": sorted({key.vendor for key in keys}, key=str.casefold),
        "function": sorted({f for pair in {(k.vendor, k.product) for k in keys} for f in functions_of(*pair)}),
        "authority": sorted({key.authority for key in keys if key.authority}, key=str.casefold),
    }


@lru_cache(maxsize=10_000)
def functions_of(vendor: str, product: str | None) -> tuple[str, ...]:
    """Return what a product is used for; where that is not known, what the vendor's software is used for."""
    listed = products().get(product or "")
    if listed and listed.functions:
        return listed.functions
    owner = vendors().get(vendor)
    return owner.functions if owner else ()


def _mentions(
    catalogue: Catalogue, disclosure_ids: Iterable[str]
) -> dict[tuple[str, str, str | None, str], list[sqlite3.Row]]:
    """Return the mentions in these answers by answer, vendor, product and status, in reading order."""
    found: dict[tuple[str, str, str | None, str], list[sqlite3.Row]] = {}
    with translated(catalogue.data):
        for row in catalogue.connection.execute(
            "SELECT m.vendor, m.product, m.status, m.page, m.evidence, m.facts, d.id, d.title, d.reference"
            " FROM disclosures d CROSS JOIN mentions m ON m.disclosure_id = d.id"
            " WHERE d.state = 'published' AND d.id IN (SELECT value FROM json_each(?)) ORDER BY d.id, m.position",
            (json.dumps(sorted(disclosure_ids)),),
        ):
            found.setdefault((row["id"], row["vendor"], row["product"], row["status"]), []).append(row)
    return found


def _row(key: RegisterKey, mentions: Sequence[sqlite3.Row]) -> RegisterRow:
    first = mentions[0]
    facts: dict[str, str] = {}
    for mention in mentions:
        facts.update(json.loads(mention["facts"]))
    return RegisterRow(
        vendor=key.vendor,
        product=key.product,
        functions=functions_of(key.vendor, key.product),
        authority=key.authority,
        authority_type=describe(key.authority).type if key.authority else None,
        status=key.status,
        annual_cost=facts.get("annual_cost", ""),
        cost=facts.get("cost", ""),
        expires_on=facts.get("expires_on", ""),
        term=facts.get("term", ""),
        responded_on=key.responded_on,
        disclosure=key.disclosure,
        title=first["title"],
        reference=first["reference"],
        page=first["page"],
        evidence=first["evidence"],
    )
