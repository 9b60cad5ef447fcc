"""Public authorities as a table, and what the name of an unlisted one tells about it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from corpus.ids import slug
from corpus.records import Law
from corpus.table import Row, TableError, read_table

FILE, WORDS_FILE = "authorities.csv", "authority_words.toml"
COLUMNS = (
    "id", "name", "aliases", "type", "nation", "law", "email_domains", "website", "code", "valid_from", "valid_to",
    "successor", "source", "notes",
)  # fmt: skip
TYPES = (
    "county", "unitary", "district", "metropolitan_district", "london_borough", "combined_authority",
    "scottish_council", "welsh_council", "ni_council", "police", "fire", "ambulance", "nhs_trust", "icb",
    "health_board", "hsc_trust", "university", "department", "agency", "national_park", "other",
)  # fmt: skip
UNKNOWN_COUNCIL = "council"  # for an unlisted council whose name does not tell its kind
NATIONS = ("England", "Wales", "Scotland", "Northern Ireland", "UK")
NO_LAW = "none"
_SECURE_NETWORKS = frozenset({"gcsx", "gsi", "gsx", "pnn", "x"})


@dataclass(frozen=True, slots=True)
class Authority:
    """One public authority. `type`, `nation` and `law` are empty where the name of an unlisted one does not tell."""

    id: str
    name: str
    aliases: tuple[str, ...]  # short forms, former names without a row of their own, Welsh and Gaelic names
    type: str  # one of TYPES, or UNKNOWN_COUNCIL
    nation: str  # one of NATIONS, or ""
    law: Law | None  # the Act; its environmental regulations go with it. None: under neither Act, or not known
    email_domains: tuple[str, ...]
    website: str
    valid_from: str | None
    valid_to: str | None  # its last day; None while it exists
    successor: tuple[str, ...]  # ids
    listed: bool = True


@dataclass(frozen=True, slots=True)
class NameWord:
    """What a word in the name of an unlisted authority tells; empty where it does not."""

    id: str
    pattern: re.Pattern[str]
    type: str
    nation: str
    law: Law | None
    examples: tuple[str, ...]


_UNTOLD = NameWord("", re.compile(""), "other", "", None, ())


@cache
def authorities() -> Mapping[str, Authority]:
    """Return every listed authority by id, sorted by type and name.

    Raises:
        TableError: a row breaks a rule.
    """
    return MappingProxyType(build_authorities(read_table(FILE, COLUMNS)))


def build_authorities(rows: Iterable[Row]) -> dict[str, Authority]:
    """Return the authorities that `rows` hold, by id.

    Raises:
        TableError: a row breaks a rule, a name is taken, or a successor is in no row.
    """
    table: dict[str, Authority] = {}
    names: dict[str, Authority] = {}
    followed: list[Row] = []
    for row in rows:
        authority = _authority(row)
        if authority.id in table:
            raise row.error(f"the id '{authority.id}' is taken by an earlier row")
        table[authority.id] = authority
        for name in (authority.name, *authority.aliases):
            other = names.setdefault(_key(name), authority)
            if other is not authority and bool(other.valid_to) == bool(authority.valid_to):
                raise row.error(f"'{name}' already names {other.id}; give each its own aliases")
        if authority.successor:
            followed.append(row)
    for row in followed:
        for successor in table[row["id"]].successor:
            if successor not in table:
                raise row.error(f"the successor '{successor}' is in no row")
    return table


def by_name(text: str) -> Authority | None:
    """Return the authority with exactly this name or alias, or None. Case, punctuation, "the" and "&" do not matter.

    A name that a past and a present body share gives the present one.
    """
    return _by_name().get(_key(text))


def by_domain(domain: str) -> tuple[Authority, ...]:
    """Return the authorities that write from a domain or the domain it is under, or () where none is known.

    "foi.leicester.gov.uk" finds Leicester City Council. Past bodies are given only where no present one has the domain.
    Several share some domains (nhs.scot): then all of them. The secure networks that ended about 2020 are seen through:
    "leicester.gcsx.gov.uk".
    """
    labels = domain.strip().strip(".").casefold().split(".")
    for kept in (labels, [label for label in labels if label not in _SECURE_NETWORKS]):
        for start in range(max(len(kept) - 1, 1)):
            if found := _by_domain().get(".".join(kept[start:])):
                return found
    return ()


@lru_cache(maxsize=4096)
def describe(name: str) -> Authority:
    """Return the listed authority of this name, or one whose type, nation and law are read from its words.

    "Thornmere County Council" is an English county under FOIA; of "Glenorran Council" only that it is a council.
    """
    listed = by_name(name)
    if listed is not None:
        return listed
    told = next((word for word in name_words() if word.pattern.search(name)), _UNTOLD)
    kind, nation, law = told.type, told.nation, told.law
    if _SCOTTISH.search(name):
        nation, law = "Scotland", Law.FOISA
        kind = "scottish_council" if kind == UNKNOWN_COUNCIL else kind
    return Authority(slug(name, 80), name, (), kind, nation, law, (), "", None, None, (), listed=False)


@cache
def name_words() -> tuple[NameWord, ...]:
    """Return the rows of authority_words.toml in order: the first that fits a name decides.

    Raises:
        TableError: a row does not compile, misses a key, or holds an unknown value.
    """
    rows = tomllib.loads(files("corpus").joinpath("tables", WORDS_FILE).read_text("utf-8"))["word"]
    return tuple(_name_word(place, row) for place, row in enumerate(rows, start=1))


def _name_word(place: int, row: Mapping[str, Any]) -> NameWord:
    try:
        word = NameWord(
            id=row["id"],
            pattern=re.compile(row["pattern"], re.IGNORECASE),
            type=row["type"],
            nation=row.get("nation", ""),
            law=Law(row["law"]) if "law" in row else None,
            examples=tuple(row["examples"]),
        )
    except (KeyError, ValueError, re.error) as error:
        raise TableError(WORDS_FILE, place, f"{error!r}; mend the row", unit="row") from error
    if word.type not in (*TYPES, UNKNOWN_COUNCIL) or word.nation not in ("", *NATIONS):
        raise TableError(WORDS_FILE, place, f"'{word.type}' or '{word.nation}' is unknown; mend the row", unit="row")
    return word


_SCOTTISH = re.compile(r"\b(?:scotland|scottish|alba)\b", re.IGNORECASE)


def _authority(row: Row) -> Authority:
    law = row.choice("law", (Law.FOIA, Law.FOISA, NO_LAW))
    if (law == Law.FOISA) != (row["nation"] == "Scotland"):
        raise row.error(f"'law' is {law} and 'nation' {row['nation']}; FOISA goes with Scotland and nothing else")
    valid_from, valid_to = row.day("valid_from"), row.day("valid_to")
    if valid_from and valid_to and valid_from > valid_to:
        raise row.error(f"'valid_to' {valid_to} is before 'valid_from' {valid_from}")
    if row["successor"] and not valid_to:
        raise row.error("has a successor but no 'valid_to'")
    return Authority(
        id=row.required("id"),
        name=row.required("name"),
        aliases=row.many("aliases"),
        type=row.choice("type", TYPES),
        nation=row.choice("nation", NATIONS),
        law=None if law == NO_LAW else Law(law),
        email_domains=row.many("email_domains"),
        website=row["website"],
        valid_from=valid_from,
        valid_to=valid_to,
        successor=row.many("successor"),
    )


@cache
def _by_name() -> dict[str, Authority]:
    table: dict[str, Authority] = {}
    for authority in sorted(authorities().values(), key=lambda a: a.valid_to is not None):
        for name in (authority.name, *authority.aliases):
            table.setdefault(_key(name), authority)
    return table


@cache
def _by_domain() -> dict[str, tuple[Authority, ...]]:
    present: dict[str, list[Authority]] = {}
    past: dict[str, list[Authority]] = {}
    for authority in authorities().values():
        for domain in authority.email_domains:
            (past if authority.valid_to else present).setdefault(domain, []).append(authority)
    return {domain: tuple(found) for domain, found in {**past, **present}.items()}


def _key(name: str) -> str:
    """Return the form in which names are compared: "The King's College, London" gives "kings college london"."""
    text = name if name.isascii() else unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    words = re.findall(r"[a-z0-9]+", text.casefold().replace("'", "").replace("&", " and "))
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
