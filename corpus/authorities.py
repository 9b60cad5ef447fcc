"""Public authorities as a table, and what the name of an unlisted one tells about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from corpus.ids import slug
from corpus.records import Law
from corpus.table import Row, read_table

FILE = "authorities.csv"
COLUMNS = (
    "id", "name", "aliases", "type", "nation", "law", "email_domains", "website", "code", "valid_from", "valid_to",
    "successor", "source", "notes",
)  # fmt: skip
TYPES = (
    "county", "unitary", "district", "metropolitan_district", "london_borough", "combined_authority",
    "scottish_council", "welsh_council", "ni_council", "police", "fire", "ambulance", "nhs_trust", "icb", "health_board", "hsc_trust",
    "university", "department", "agency", "national_park", "other",
)  # fmt: skip
UNKNOWN_COUNCIL = "council"  # for an unlisted council whose name does not tell its kind
NATIONS = ("England", "Wales", "Scotland", "Northern Ireland", "UK")
NO_LAW = "none"


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
    Several share some domains (nhs.scot): then all of them.
    """
    labels = domain.strip().strip(".").casefold().split(".")
    for start in range(max(len(labels) - 1, 1)):
        if found := _by_domain().get(".".join(labels[start:])):
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
    told = (told for pattern, *told in _WORDS if pattern.search(name))
    kind, nation, law = next(told, ("other", "", None))
    if _SCOTTISH.search(name):
        nation, law = "Scotland", Law.FOISA
        kind = "scottish_council" if kind == UNKNOWN_COUNCIL else kind
    return Authority(slug(name, 80), name, (), kind, nation, law, (), "", None, None, (), listed=False)


_SCOTTISH = re.compile(r"\b(?:scotland|scottish|scots|comhairle|alba)\b", re.IGNORECASE)
_WORDS = tuple(
    (re.compile(pattern, re.IGNORECASE), kind, nation, law)
    for pattern, kind, nation, law in (
        (r"\bcomhairle\b", "scottish_council", "Scotland", Law.FOISA),
        (r"\bcyngor\b|\bcounty borough council\b", "welsh_council", "Wales", Law.FOIA),
        (r"\bprifysgol\b", "university", "Wales", Law.FOIA),
        (r"\bheddlu\b", "police", "Wales", Law.FOIA),
        (r"\b(?:university|teaching) health board\b|\bbwrdd iechyd\b", "health_board", "Wales", Law.FOIA),
        (r"\bambulance\b", "ambulance", "", Law.FOIA),
        (r"\bcombined (?:county )?authority\b", "combined_authority", "England", Law.FOIA),
        (r"\bfire (?:and|&) rescue\b|\bfire (?:authority|service|brigade)\b", "fire", "", Law.FOIA),
        (r"\b(?:police|constabulary)\b", "police", "", Law.FOIA),
        (r"\bintegrated care (?:board|system)\b|\bICB\b", "icb", "England", Law.FOIA),
        (r"\bhealth and social care trust\b|\bHSC trust\b", "hsc_trust", "Northern Ireland", Law.FOIA),
        (r"\bfoundation trust\b", "nhs_trust", "England", Law.FOIA),
        (r"\bNHS trust\b|\bhospitals? trust\b", "nhs_trust", "", Law.FOIA),
        (r"\bhealth board\b", "health_board", "", None),
        (r"\bnational park\b", "national_park", "", None),
        (r"\b(?:university|college london)\b", "university", "", None),
        (r"\blondon borough\b", "london_borough", "England", Law.FOIA),
        (r"\bmetropolitan (?:borough|district)\b|\bMBC\b", "metropolitan_district", "England", Law.FOIA),
        (r"\bcounty council\b", "county", "England", Law.FOIA),
        (r"\bdistrict council\b", "district", "", Law.FOIA),
        (r"\bborough council\b", "district", "", Law.FOIA),
        (r"\bcity (?:and county )?council\b|\bcouncil\b", UNKNOWN_COUNCIL, "", None),
        (r"^(?:department|ministry|office) (?:for|of)\b|\bdepartment\b|\bministry\b", "department", "UK", Law.FOIA),
        (r"\b(?:agency|commission|executive|inspectorate|regulator|ombudsman)\b", "agency", "", None),
    )
)


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
