"""Queries for the benchmark, drawn from the questions and answers: a word is asked for as often as it is written."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.records import Disclosure
from index.analysis import FILLER, STOP, fold, stem
from index.request import SearchRequest
from index.synonyms import synonyms

SHORTEST = 4
HITS = 1  # as little as there is beside the search itself
HITS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Query:
    """One search, in terms both engines know. `whole_page` asks for passages and facet counts as well."""

    text: str = ""
    exemption: str = ""
    newest: bool = False
    whole_page: bool = False

    @property
    def hits(self) -> int:
        """Return how many hits are wanted."""
        return HITS_A_PAGE if self.whole_page else HITS

    def as_request(self) -> SearchRequest:
        """Return the query as Foilog takes it."""
        return SearchRequest(
            self.text,
            exemption=(self.exemption,) if self.exemption else (),
            sort="newest" if self.newest else "relevance",
            limit=self.hits,
        )


def draw_queries(letters: Sequence[Disclosure], each: int, seed: int) -> dict[str, list[Query]]:
    """Return `each` queries of every class, by the name of the class."""
    rng = random.Random(seed)
    cited = [one.applied[0] for one in letters if one.applied]

    def word() -> str:
        return _pair(rng, letters)[0]

    makers: dict[str, Callable[[], Query]] = {
        "one word": lambda: Query(word()),
        "a OR b": lambda: Query(f"{word()} OR {word()}"),
        "a AND b": lambda: Query(" AND ".join(_pair(rng, letters))),
        "phrase": lambda: Query('"{} {}"'.format(*_pair(rng, letters))),
        "word, exemption filter": lambda: Query(word(), exemption=rng.choice(cited)),
        "exemption filter, newest first": lambda: Query(exemption=rng.choice(cited), newest=True),
        "whole results page": lambda: Query(word(), whole_page=True),
    }
    return {name: [make() for _ in range(each)] for name, make in makers.items()}


def _pair(rng: random.Random, letters: Sequence[Disclosure]) -> tuple[str, str]:
    """Return two words that stand side by side in some question or answer."""
    while True:
        part = rng.choice(rng.choice(letters).reading.questions)
        words = rng.choice((part.question, part.answer)).split()
        at = rng.randrange(len(words) - 1)
        if _is_plain(words[at]) and _is_plain(words[at + 1]):
            return words[at], words[at + 1]


def _is_plain(word: str) -> bool:
    """Tell whether a word means the same to both engines: no stop word, no filler, nothing with synonyms."""
    folded = fold(word)
    return (
        word.isascii() and word.isalpha() and len(word) >= SHORTEST
        and folded not in STOP | FILLER and (stem(folded),) not in synonyms()
    )  # fmt: skip
