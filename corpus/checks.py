"""The checks made before publication: what each kind of finding is, how grave, and what to do about it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

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


@cache
def checks() -> dict[str, Check]:
    """Return every check by its kind, in the order of the table.

    Raises:
        TableError: a row is incomplete or has a severity nobody knows.
    """
    table = tomllib.loads(files("corpus").joinpath("tables", TABLE).read_text("utf-8"))
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
