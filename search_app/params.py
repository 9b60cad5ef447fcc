"""What an address asks for: query parameters in, a `Filters` value out, and addresses with one thing changed.

Unknown parameters are ignored. A bad one is reported and left out, so that the rest of the search still runs.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from search_app.wording import CITATION_STATUSES, SORTS

MAX_QUERY = 300
MAX_VALUE = 200
MAX_VALUES = 20
MAX_PAGE = 100
MAX_LIMIT = 100
MOST_PAGES = 1_000_000  # of a register
MULTIPLE = ("exemption", "outcome", "authority", "authority_type", "vendor", "product", "law")

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_BRITISH = re.compile(r"(?:(?:(\d{1,2})[ /.\-])?(\d{1,2})[ /.\-])?(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Problem:
    """A parameter the searcher must put right: the field it stands in, and what to do."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Filters:
    """A search as its address states it. `date_from` and `date_to` keep what was typed; the ISO days stand beside."""

    query: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: str = ""
    date_to: str = ""
    first_day: str | None = None
    last_day: str | None = None
    status: tuple[str, ...] = ("applied",)
    sort: str = ""
    page: int = 1
    limit: int = 20

    @property
    def effective_sort(self) -> str:
        """Return the order used: as asked, else most relevant with a query and newest without one."""
        return self.sort or ("relevance" if self.query else "newest")

    @property
    def is_narrowed(self) -> bool:
        """Return whether anything but the words narrows the result."""
        return any(self.chosen.values()) or bool(self.first_day or self.last_day)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the parameters of this search in a fixed order, without defaults and without the page."""
        if self.query:
            yield "q", self.query
        for name in MULTIPLE:
            for value in self.chosen.get(name, ()):
                yield name, value
        if self.first_day:
            yield "from", self.date_from
        if self.last_day:
            yield "to", self.date_to
        if self.status != ("applied",):
            yield from (("citation_status", status) for status in self.status)
        if self.sort:
            yield "sort", self.sort
        if self.limit != 20:
            yield "limit", str(self.limit)

    def address(self, path: str = "/search", page: int = 1) -> str:
        """Return the address of this search, its permalink."""
        pairs = [*self.pairs(), *([("page", str(page))] if page > 1 else [])]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def without(self, name: str, value: str) -> Filters:
        """Return this search with one filter dropped and the page set back to the first."""
        if name == "q":
            return replace(self, query="", page=1)
        if name == "from":
            return replace(self, date_from="", first_day=None, page=1)
        if name == "to":
            return replace(self, date_to="", last_day=None, page=1)
        if name == "citation_status":
            return replace(self, status=tuple(s for s in self.status if s != value) or ("applied",), page=1)
        kept = tuple(v for v in self.chosen.get(name, ()) if v != value)
        return replace(self, chosen={**self.chosen, name: kept}, page=1)

    def with_value(self, name: str, value: str) -> Filters:
        """Return this search with one more value of a filter chosen."""
        values = tuple(dict.fromkeys((*self.chosen.get(name, ()), value)))
        return replace(self, chosen={**self.chosen, name: values}, page=1)

    def within_year(self, year: str) -> Filters:
        """Return this search held to one calendar year."""
        first, last = f"{year}-01-01", f"{year}-12-31"
        return replace(self, date_from=year, date_to=year, first_day=first, last_day=last, page=1)

    def cleared(self) -> Filters:
        """Return the words and the order only."""
        return Filters(query=self.query, sort=self.sort, limit=self.limit)


def read_query(args: MultiDict[str, str]) -> str:
    """Return the words an address looks for, as far as a search would take them."""
    return clean(args.get("q", ""), limit=MAX_QUERY)


def read_filters(args: MultiDict[str, str]) -> tuple[Filters, list[Problem]]:
    """Return the search an address asks for, and what in it has to be put right."""
    problems: list[Problem] = []
    query = clean(args.get("q", args.get("query", "")), limit=10_000)
    if len(query) > MAX_QUERY:
        problems.append(Problem("q", f"Search words must be {MAX_QUERY} characters or fewer"))
        query = query[:MAX_QUERY].rsplit(" ", 1)[0]
    first_day, last_day = _dates(args, problems)
    filters = Filters(
        query=query,
        chosen={name: read_values(args, name, problems) for name in MULTIPLE},
        date_from=clean(args.get("from", "")),
        date_to=clean(args.get("to", "")),
        first_day=first_day,
        last_day=last_day,
        status=_statuses(args, problems),
        sort=_sort(args, problems),
        page=_number(args, "page", 1, MAX_PAGE, problems),
        limit=_number(args, "limit", 20, MAX_LIMIT, problems),
    )
    return filters, problems


def read_page(args: MultiDict[str, str], problems: list[Problem] | None = None) -> int:
    """Return the page of a register that an address asks for; 1, reported, where it asks for none that can be."""
    return _number(args, "page", 1, MOST_PAGES, [] if problems is None else problems)


def read_day(text: str, *, last: bool) -> str | None:
    """Return the first or last ISO day of what was typed: a year, a month, a day; None for nothing we can read.

    "2023", "2023-03", "2023-03-01", "03/2023", "3 2023" and "1/3/2023" are read.
    """
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _BRITISH.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None
    numbers = int(year), int(month or (12 if last else 1))
    if not (1900 <= numbers[0] <= 2100 and 1 <= numbers[1] <= 12):
        return None
    length = calendar.monthrange(*numbers)[1]
    chosen = int(day) if day else (length if last else 1)
    return f"{numbers[0]:04}-{numbers[1]:02}-{chosen:02}" if 1 <= chosen <= length else None


def clean(text: str, limit: int = MAX_VALUE) -> str:
    """Return what was typed without control characters and outer or double blanks, cut at `limit` characters."""
    return " ".join(_CONTROL.sub(" ", text).split())[:limit]


def read_values(args: MultiDict[str, str], name: str, problems: list[Problem]) -> tuple[str, ...]:
    """Return the values of a filter that an address gives, each once; what is too long or too much is reported."""
    given = _given(args, name, problems)
    values = tuple(dict.fromkeys(value for item in given if (value := clean(item, MAX_VALUE + 1))))
    if any(len(value) > MAX_VALUE for value in values):
        problems.append(Problem(name, f"A value of ‘{name}’ has {MAX_VALUE} characters at most"))
    return tuple(value for value in values[:MAX_VALUES] if len(value) <= MAX_VALUE)


def _given(args: MultiDict[str, str], name: str, problems: list[Problem]) -> list[str]:
    """Return all that an address gives for a filter, under its name with underscores or with dashes."""
    given = [*args.getlist(name), *(args.getlist(name.replace("_", "-")) if "_" in name else [])]
    if len(given) > MAX_VALUES:
        problems.append(Problem(name, f"‘{name}’ takes {MAX_VALUES} values at most"))
    return given


def _dates(args: MultiDict[str, str], problems: list[Problem]) -> tuple[str | None, str | None]:
    days: list[str | None] = []
    for name, last in (("from", False), ("to", True)):
        typed = clean(args.get(name, ""))
        day = read_day(typed, last=last) if typed else None
        if typed and day is None:
            problems.append(Problem(name, f"‘{typed[:40]}’ is not a date we can read: use 2023, 03/2023 or 1/3/2023"))
        days.append(day)
    first, final = days
    if first and final and first > final:
        problems.append(Problem("to", "The ‘to’ date must be the same as or after the ‘from’ date"))
        return None, None
    return first, final


def _statuses(args: MultiDict[str, str], problems: list[Problem]) -> tuple[str, ...]:
    given = dict.fromkeys(_given(args, "citation_status", problems))
    known = tuple(status for status in given if status in CITATION_STATUSES)
    if len(known) < len([status for status in given if status]):
        problems.append(Problem("citation_status", f"Citation status is one of {', '.join(CITATION_STATUSES)}"))
    return known or ("applied",)


def _sort(args: MultiDict[str, str], problems: list[Problem]) -> str:
    sort = args.get("sort", "")
    if sort and sort not in SORTS:
        problems.append(Problem("sort", f"Order is one of {', '.join(SORTS)}"))
        return ""
    return sort


def _number(args: MultiDict[str, Any], name: str, default: int, most: int, problems: list[Problem]) -> int:
    text = str(args.get(name, "")).strip()
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= most:
        problems.append(Problem(name, f"‘{name}’ is a number from 1 to {most}"))
        return default
    return int(text)
