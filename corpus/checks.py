"""The checks made before publication: what each kind of finding is, how grave, and what to do about it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.table import TableError

SEVERITIES = ("none", "warn", "hold")  # a note; to be looked at; not published until somebody released it
TABLE = "checks.toml"


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of finding."""

    kind: str
    code: str  # S1, P3, T8: the family and its number
    severity: str
    what: str  # one line: what was found
    remedy: str  # what to do before publication
    guidance: str  # the regulator's guidance: title and address


@dataclass(frozen=True, slots=True)
class Column:
    """What heads a column of a table about people."""

    id: str
    identifies: bool
    pattern: re.Pattern[str]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("corpus").joinpath("tables", TABLE).read_text("utf-8"))


@cache
def private_providers() -> frozenset[str]:
    """Return the domains at which people keep mailboxes of their own."""
    return frozenset(domain for row in _table()["provider"] for domain in row["domains"])


@cache
def person_columns() -> tuple[Column, ...]:
    """Return what heads the columns of tables about people; a pattern is to match a whole heading."""
    return tuple(
        Column(row["id"], row["identifies"], re.compile(row["pattern"], re.IGNORECASE)) for row in _table()["column"]
    )


@cache
def checks() -> dict[str, Check]:
    """Return every check by its kind, in the order of the table.

    Raises:
        TableError: a row is incomplete or has a severity nobody knows.
    """
    table = _table()
    pages: dict[str, str] = table["guidance"]
    found: dict[str, Check] = {}
    for number, row in enumerate(table["check"], 1):
        try:
            made = Check(row["kind"], row["code"], row["severity"], row["what"], row["remedy"], pages[row["guidance"]])
        except KeyError as error:
            raise TableError(TABLE, number, f"{error} is missing; add it", unit="check") from error
        if made.severity not in SEVERITIES:
            raise TableError(
                TABLE, number, f"severity is {made.severity!r}; use one of {', '.join(SEVERITIES)}", unit="check"
            )
        if made.kind in found:
            raise TableError(TABLE, number, f"kind {made.kind!r} is there twice; keep one", unit="check")
        found[made.kind] = made
    return found


def check(kind: str) -> Check:
    """Return the check that gives findings of this kind.

    Raises:
        KeyError: there is none.
    """
    return checks()[kind]
