"""Queries for the benchmark, drawn from the letters: of each class, words that are common, middling and rare."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from documents import Document
from engine import Query

from index.analysis import FILLER, STOP, fold, stem
from index.fields import FACETS
from index.synonyms import synonyms

BANDS = ((0.02, 0.3), (0.004, 0.02), (0.001, 0.004))  # shares of letters that have a word
SHORTEST = 4
PASTED = 60  # words of a pasted question
FOUR_FACETS = ("exemption", "outcome", "authority", "year")
_PLAIN = re.compile(r"[a-z]+")


def draw_queries(letters: Sequence[Document], each: int, seed: int) -> dict[str, list[Query]]:
    """Return `each` queries of every class, by the name of the class."""
    rng = random.Random(seed)
    texts = [set(_plain_words(one.body)) for one in letters]
    spread = Counter(word for text in texts for word in text)
    bands = [
        sorted(word for word, count in spread.items() if low <= count / len(letters) < high) for low, high in BANDS
    ]
    bands = [band or sorted(spread) for band in bands]
    common = set(bands[0]) | set(bands[1])
    cited = [one.facets["exemption"][0] for one in letters if one.facets["exemption"]]
    pairs = [p for one in letters for p in pairwise(one.body.casefold().split()) if p[0] in common and p[1] in common]
    pairs = pairs or [p for one in letters for p in pairwise(_plain_words(one.body))]
    several = [sorted(text & common) for text in texts]
    several = [words for words in several if len(words) > 1] or [sorted(text) for text in texts]

    def word(number: int) -> str:
        return rng.choice(bands[number % len(bands)])

    def together(number: int) -> tuple[str, ...]:
        words = rng.choice(several)
        return tuple(rng.sample(words, min(len(words), 2 + number % 2)))

    makers: dict[str, Callable[[int], Query]] = {
        "one word": lambda n: Query((word(n),)),
        "a OR b": lambda n: Query((word(n), word(n + 1)), "OR"),
        "a AND b": lambda n: Query(together(n)),
        "phrase": lambda n: Query(rng.choice(pairs), "PHRASE"),
        "word, exemption filter": lambda n: Query((word(n % 2),), exemption=rng.choice(cited)),
        "word, filter, newest first": lambda n: Query((word(n % 2),), exemption=rng.choice(cited), newest=True),
        "word, four facets": lambda n: Query((word(n % 2),), facets=FOUR_FACETS),
        "word, ten passages": lambda n: Query((word(n % 2),), passages=True),
        "whole results page": lambda n: Query((word(n % 2),), facets=FACETS, passages=True),
        "60 words pasted": lambda n: Query(_pasted(rng, letters), "OR", parts=True),
    }
    return {name: [make(number) for number in range(each)] for name, make in makers.items()}


def _pasted(rng: random.Random, letters: Sequence[Document]) -> tuple[str, ...]:
    words: list[str] = []
    while len(words) < PASTED:
        words += _plain_words(rng.choice(rng.choice(letters).parts))
    return tuple(words[:PASTED])


def _plain_words(text: str) -> list[str]:
    """Return the words that mean the same to every engine: no stop word, no filler, nothing with synonyms."""
    return [word for word in re.findall(r"\w+", text.casefold()) if _is_plain(word)]


def _is_plain(word: str) -> bool:
    return (
        _PLAIN.fullmatch(word) is not None and len(word) >= SHORTEST
        and fold(word) not in STOP | FILLER and (stem(word),) not in synonyms()
    )  # fmt: skip
