"""The thesaurus: which functions of public bodies a text names, and what it asks of them. Data: `thesaurus.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from corpus.vendors import aliases
from index.match.terms import stems

_WORD = re.compile(r"\w+")
THESAURUS_PATH = Path(__file__).with_name("thesaurus.toml")


class Concepts(NamedTuple):
    """What a text speaks of: ids of subjects and of aspects."""

    subjects: frozenset[str]
    aspects: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table. `names` are the stems of each of its names."""

    id: str
    kind: str  # subject or aspect
    says: str
    names: tuple[tuple[str, ...], ...]


@cache
def rows() -> dict[str, Row]:
    """Return the rows by id, as in the file.

    Raises:
        ValueError: an id stands twice, or a name has no word that can be told apart.
    """
    data = tomllib.loads(THESAURUS_PATH.read_text(encoding="utf-8"))
    table: dict[str, Row] = {}
    for kind in ("subject", "aspect"):
        for row in data[kind]:
            names = tuple(dict.fromkeys(stems(name) for name in row["words"]))
            if row["id"] in table or not all(names):
                raise ValueError(f"{THESAURUS_PATH.name}: row '{row['id']}' stands twice or has an empty name")
            table[row["id"]] = Row(row["id"], kind, row["says"], names)
    return table


@cache
def _by_first() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return, by first stem, each name with its row."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in rows().values():
        for name in row.names:
            found.setdefault(name[0], []).append((name, row.id))
    return found


@lru_cache(maxsize=4_096)
def concepts(text: str) -> Concepts:
    """Return the subjects and aspects named in `text`: every name counts, also one within a longer one.

    So a word that two texts share never gives one of them a subject that the other lacks.
    """
    words = stems(text)
    found: dict[str, set[str]] = {"subject": functions_named(text), "aspect": set()}
    for at in range(len(words)):
        for name, row_id in _by_first().get(words[at], ()):
            if words[at : at + len(name)] == name:
                found[rows()[row_id].kind].add(row_id)
    return Concepts(frozenset(found["subject"]), frozenset(found["aspect"]))


@cache
def _products() -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Return, by first word, the names of products that are no ordinary words, with the one or two things they do."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for alias in aliases():
        if alias.product is not None and not alias.ambiguous and len(alias.functions) <= 2 and len(alias.text) > 4:
            words = " ".join(_WORD.findall(alias.text.casefold()))
            found.setdefault(words.split()[0], []).append((words, frozenset(alias.functions)))
    return found


def functions_named(text: str) -> set[str]:
    """Return the subjects that products named in a text are used for: "Liquidlogic LAS" speaks of adult social care."""
    words = _WORD.findall(text.casefold())
    flat = f" {' '.join(words)} "
    named = (pair for word in set(words) for pair in _products().get(word, ()) if f" {pair[0]} " in flat)
    return {function for _, functions in named for function in functions if function in rows()}


def said_plainly(ids: Sequence[str]) -> str:
    """Return how these subjects are put to the sentence model, in the order of the table."""
    wanted = set(ids)
    return ", ".join(row.says for row in rows().values() if row.id in wanted)
