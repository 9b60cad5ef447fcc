"""What the benchmark asks of a search engine."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Protocol


class Found(NamedTuple):
    """How many letters match, and how much was shown of them: to see that all engines did the work."""

    total: int
    hits: int = 0
    passages: int = 0
    values: int = 0  # of facets


class Query(NamedTuple):
    """One search, in terms every engine knows."""

    words: tuple[str, ...] = ()
    operator: str = "AND"  # between the words: AND, OR, or PHRASE
    exemption: str = ""
    newest: bool = False
    hits: int = 10
    facets: tuple[str, ...] = ()
    passages: bool = False
    parts: bool = False  # search the question-answers, not the letters


class Engine(Protocol):
    """An engine over one folder. It is opened again for each of the three things done with it."""

    def build(self, documents: Path) -> int:
        """Index the letters in a file of documents; return how many there were."""

    def add(self, documents: Path) -> None:
        """Add the letters in a file to what was built, so that they are seen by the next search."""

    def search(self, query: Query) -> Found:
        """Answer a query."""
