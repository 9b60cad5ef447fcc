"""What exemptions protect, as letters put it in words: the rows of implied.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.cues import CueError
from corpus.law import provisions
from corpus.records import Law


@dataclass(frozen=True, slots=True)
class Subject:
    """One row: words for what a ground protects, and the provision each law has for it."""

    id: str
    pattern: re.Pattern[str]
    provisions: Mapping[Law, str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@cache
def subjects() -> tuple[Subject, ...]:
    """Return the rows of implied.toml in order.

    Raises:
        CueError: a row does not compile, misses a key, or names a provision that no law has.
    """
    rows = tomllib.loads(files("corpus").joinpath("tables/implied.toml").read_text("utf-8"))["ground"]
    out = []
    for row in rows:
        try:
            pattern = re.compile(row["pattern"].replace(" ", r"\s+"), re.IGNORECASE)
            named = {law: row[law.value] for law in Law if law.value in row}
            out.append(Subject(row["id"], pattern, named, tuple(row["examples"]), tuple(row["counter_examples"])))
        except (KeyError, re.error) as error:
            raise CueError(f"implied.toml, row {row.get('id', '?')}: {error}; mend the row") from error
        if unknown := [p for p in named.values() if p not in provisions()]:
            raise CueError(f"implied.toml, row {row['id']}: no law has {unknown[0]}; use an id of provisions.csv")
    return tuple(out)
