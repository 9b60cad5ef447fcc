"""FOI synonyms: what else a word, or several words side by side, may be called. Data: `synonyms.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from index.analysis import CASED, STOP, analyse

SYNONYMS_PATH = Path(__file__).with_name("synonyms.toml")
DEFAULT_WEIGHT = 0.5
LONGEST = 6  # words in a typed name for a thing

Sequence = tuple[tuple[int, str], ...]
"""Terms that stand together: (distance from the first, term)."""


class Alternative(NamedTuple):
    """One way of saying a thing, and how much it weighs beside the word typed (1.0)."""

    terms: Sequence
    weight: float = 1.0


def sequence(text: str) -> Sequence:
    """Return the terms of `text` with their distances: 0 "freedom", 2 "inform". () where it is all stop words."""
    words = [word for word in analyse(text, query=True) if word.terms]
    return tuple((word.position - words[0].position, query_term(word.terms)) for word in words)


def query_term(terms: tuple[str, ...]) -> str:
    """Return the one term to look up: the capitals of IT and SEND where they were typed."""
    return terms[-1] if terms[-1] in CASED else terms[0]


Names = dict[tuple[str, ...], tuple[Alternative, ...]]
"""By the terms of what is typed, the other ways of saying it."""


@cache
def synonyms() -> Names:
    """Return, by the terms of what is typed, the other ways of saying it, the heaviest first.

    Raises:
        ValueError: a row says nothing that can be searched, or lacks its words.
    """
    table: dict[tuple[str, ...], dict[Sequence, float]] = {}
    data = tomllib.loads(SYNONYMS_PATH.read_text(encoding="utf-8"))
    pairs = [
        (word, [other for other in row["words"] if other != word], row) for row in data["same"] for word in row["words"]
    ]
    pairs += [(row["word"], row["finds"], row) for row in data["also"]]
    for typed, others, row in pairs:
        weight = float(row.get("weight", DEFAULT_WEIGHT))
        for key in _keys(typed):
            found = table.setdefault(key, {})
            for other in map(sequence, others):
                if tuple(term for _, term in other) != key:
                    found[other] = max(weight, found.get(other, 0.0))
    return {
        key: tuple(sorted((Alternative(*item) for item in found.items()), key=lambda a: -a.weight))
        for key, found in table.items()
    }


def _keys(typed: str) -> list[tuple[str, ...]]:
    terms = tuple(term for _, term in sequence(typed))
    if not 0 < len(terms) <= LONGEST:
        raise ValueError(f"{SYNONYMS_PATH}: '{typed}' has no term that can be searched, or more than {LONGEST}")
    small = tuple(term.lower() if term in CASED and term.lower() not in STOP else term for term in terms)
    return [terms] if small == terms else [terms, small]
