"""The four access laws as a table: every provision a letter may cite, what it means, and what kind of thing it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from corpus.records import Law
from corpus.table import Row, read_table

FILE = "provisions.csv"
COLUMNS = (
    "id", "law", "number", "title", "name", "meaning", "kind", "absolute", "test", "ncnd", "equivalents",
    "guidance_url", "in_force_from", "in_force_to", "notes",
)  # fmt: skip
GROUNDS = ("exemption", "exception", "refusal_ground")
KINDS = (*GROUNDS, "condition", "public_interest_test", "procedural")
ABSOLUTE = ("absolute", "qualified", "mixed", "n/a")
TESTS = ("class", "prejudice", "substantial_prejudice", "adverse_effect", "n/a")
STATUTES = {
    Law.FOIA: ("Section", "https://www.legislation.gov.uk/ukpga/2000/36/section/"),
    Law.EIR: ("Regulation", "https://www.legislation.gov.uk/uksi/2004/3391/regulation/"),
    Law.FOISA: ("Section", "https://www.legislation.gov.uk/asp/2002/13/section/"),
    Law.EISR: ("Regulation", "https://www.legislation.gov.uk/ssi/2004/520/regulation/"),
}
_ICO = "https://ico.org.uk/for-organisations/foi/freedom-of-information-and-environmental-information-regulations/"
_SCOTTISH_COMMISSIONER = "https://www.foi.scot/"
GUIDANCE = {Law.FOIA: _ICO, Law.EIR: _ICO, Law.FOISA: _SCOTTISH_COMMISSIONER, Law.EISR: _SCOTTISH_COMMISSIONER}
_NUMBER = re.compile(r"(?P<section>\d{1,3}[A-Z]?)(?P<brackets>(?:\([0-9a-zA-Z]{1,4}\))*)")


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision of one law. `title` is the law's own heading; `name` and `meaning` are plain English."""

    id: str  # `foia-40-2`
    law: Law
    number: str  # `40(2)`
    label: str  # `Section 40(2)`
    title: str
    name: str
    meaning: str
    kind: str  # one of KINDS
    absolute: str  # absolute | qualified | mixed | n/a
    test: str  # one of TESTS
    ncnd: bool  # lets an authority neither confirm nor deny that it holds the information
    equivalents: tuple[str, ...]  # ids in the other laws, nearest in purpose
    statute_url: str
    guidance_url: str  # the regulator's page on it or on what it is part of, else where all its guidance starts
    in_force_from: str | None
    in_force_to: str | None  # the last day, for a form of words that was replaced
    parent: str | None
    notes: str = ""


@cache
def provisions() -> Mapping[str, Provision]:
    """Return every provision by id, law by law in the order of the statute, a parent always before its parts.

    Raises:
        TableError: a row breaks a rule.
    """
    return MappingProxyType(build_provisions(read_table(FILE, COLUMNS)))


def build_provisions(rows: Iterable[Row]) -> dict[str, Provision]:
    """Return the provisions that `rows` hold. An empty name or guidance address is taken from the parent.

    Raises:
        TableError: a row breaks a rule.
    """
    table: dict[str, Provision] = {}
    linked: list[Row] = []
    for row in rows:
        provision = _provision(row, table)
        if provision.id in table:
            raise row.error(f"the id '{provision.id}' is taken by an earlier row")
        table[provision.id] = provision
        if row["equivalents"]:
            linked.append(row)
    for row in linked:
        for other in row.many("equivalents"):
            if other not in table or table[other].law == row["law"]:
                raise row.error(f"the equivalent '{other}' is no provision of another law")
    return table


def find(law: Law, number: str) -> Provision | None:
    """Return the provision with this number, or None. " 40 (2) " finds 40(2); case does not matter.

    FOIA's 40(5)(a) and 40(5A) are different provisions, and so are their ids.
    """
    return _by_number().get((law, _normalised(number)))


def is_ground(provision: Provision) -> bool:
    """Tell whether an authority can rely on it to withhold or refuse; only these may be tagged as applied."""
    return provision.kind in GROUNDS


def parents(provision_id: str) -> tuple[str, ...]:
    """Return the ids of what this provision is part of, nearest first; () for a whole section or regulation.

    Raises:
        KeyError: no provision has this id.
    """
    return tuple(_ancestors(provision_id))


def _ancestors(provision_id: str) -> Iterator[str]:
    parent = provisions()[provision_id].parent
    while parent is not None:
        yield parent
        parent = provisions()[parent].parent


@cache
def _by_number() -> dict[tuple[Law, str], Provision]:
    return {(p.law, _normalised(p.number)): p for p in provisions().values()}


def _normalised(number: str) -> str:
    return "".join(number.split()).casefold()


def _provision(row: Row, table: Mapping[str, Provision]) -> Provision:
    law = Law(row.choice("law", list(Law)))
    number = row.required("number")
    match = _NUMBER.fullmatch(number)
    if match is None:
        raise row.error(f"'{number}' is no number of a provision; write it as 40(3A)(a)")
    parent = table.get(f"{law}-{_slug(number.rpartition('(')[0])}") if match["brackets"] else None
    if match["brackets"] and parent is None:
        raise row.error(f"{number} stands before the row of {number.rpartition('(')[0]}; add that row above it")
    if row["id"] != f"{law}-{_slug(number)}":
        raise row.error(f"the id '{row['id']}' does not fit the number; write {law}-{_slug(number)}")
    word, address = STATUTES[law]
    place = f"#{word.lower()}-{_slug(number, fold=False)}" if parent else ""
    return Provision(
        id=row["id"],
        law=law,
        number=number,
        label=f"{word} {number}",
        title=row.required("title"),
        name=row["name"] or (parent.name if parent else row.required("name")),
        meaning=row.required("meaning"),
        kind=row.choice("kind", KINDS),
        absolute=row.choice("absolute", ABSOLUTE),
        test=row.choice("test", TESTS),
        ncnd=row.flag("ncnd"),
        equivalents=row.many("equivalents"),
        statute_url=f"{address}{match['section']}{place}",
        guidance_url=row["guidance_url"] or (parent.guidance_url if parent else GUIDANCE[law]),
        in_force_from=row.day("in_force_from"),
        in_force_to=row.day("in_force_to"),
        parent=parent.id if parent else None,
        notes=row["notes"],
    )


def _slug(number: str, *, fold: bool = True) -> str:
    """Return a number as it stands in an id or an address: `40(3A)(a)` gives `40-3a-a`."""
    slug = number.replace(")(", "-").replace("(", "-").rstrip(")")
    return slug.casefold() if fold else slug


def section_of(provision: str) -> str:
    """Return the whole section or regulation a provision is part of: `foia-40-2` gives `foia-40`."""
    return "-".join(provision.split("-", 2)[:2])
