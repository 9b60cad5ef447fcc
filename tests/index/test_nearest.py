"""The question-answers nearest to a long text, beside a plain reckoning of every one of them."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.records import Disclosure, State
from index import nearest
from index.arrays.lengths import LENGTH_OF_BYTE, to_bytes
from index.build import update_index
from index.evaluate import K1
from index.fields import BY_NAME, PART
from index.search import SearchIndex

Make = Callable[..., Disclosure]
WORDS = [f"w{chr(97 + n % 26)}{chr(97 + n // 26)}b" for n in range(60)]  # their own stems, no synonyms
LETTERS = 120


def some_words(rng: random.Random, most: int) -> str:
    return " ".join(WORDS[min(int(rng.expovariate(0.08)), len(WORDS) - 1)] for _ in range(rng.randrange(most)))


Living = dict[tuple[str, str], tuple[list[str], list[str]]]
"""The words of each question and answer, by the letter and the number in it."""


def indexed(catalogue: Any, make: Make, path: Path) -> tuple[SearchIndex, Living]:
    """Return an index of several segments, and what it holds."""
    rng = random.Random(5)
    living: Living = {}
    for n in range(LETTERS):
        parts = [(some_words(rng, 8), some_words(rng, 30)) for _ in range(rng.randrange(4))]
        catalogue.put(make(f"d{n}", "A letter", parts))
        for number, (question, answer) in enumerate(parts, 1):
            living[f"d{n}", str(number)] = question.split(), answer.split()
        if n == 99:  # those that follow are too few to be merged with these
            update_index(catalogue, path)
    update_index(catalogue, path)
    return SearchIndex.open(path), living


def reckoned(living: Living, asked: list[str]) -> dict[tuple[str, str], float]:
    """Return the score of each question-answer that has one."""
    rows = BY_NAME["question"], BY_NAME["answer"]
    lengths = [[float(LENGTH_OF_BYTE[to_bytes(len(texts[f]))]) for texts in living.values()] for f in (0, 1)]
    means = [max(sum(some) / len(some), 1.0) for some in lengths]
    scores: dict[tuple[str, str], float] = {}
    for number, (key, texts) in enumerate(living.items()):
        for word in dict.fromkeys(asked):
            common = max(sum(word in t[f] for t in living.values()) for f in (0, 1))
            count = sum(
                texts[f].count(word) * rows[f].boost / (1 - rows[f].b + rows[f].b * lengths[f][number] / means[f])
                for f in (0, 1)
            )
            rarity = math.log(1 + (len(living) - common + 0.5) / (common + 0.5))
            if count:
                scores[key] = scores.get(key, 0.0) + rarity * count / (count + K1)
    return scores


@pytest.mark.parametrize(
    ("read", "candidates", "few", "exact"),
    [
        pytest.param(10**9, 1, 1, True, id="all words are added up"),
        pytest.param(400, 10**6, 0, False, id="the rarest choose candidates, which are added up"),
        pytest.param(400, 10**6, 10**6, False, id="the rarest choose candidates, which are looked up"),
        pytest.param(400, 60, 20, False, id="the rarest choose few"),
    ],
)
def test_the_nearest_have_their_whole_score(
    read: int, candidates: int, few: int, exact: bool, catalogue: Any, make: Make, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for name, value in (("READ", read), ("CANDIDATES", candidates), ("FEW", few)):
        monkeypatch.setattr(nearest, name, value)
    index, living = indexed(catalogue, make, tmp_path)
    assert len(list(index._view().snapshot.segments(PART))) > 1
    rng = random.Random(11)
    same = 0
    for _ in range(20):
        asked = rng.choices(WORDS, k=30)
        expected = reckoned(living, asked)
        best = sorted(expected.values(), reverse=True)[:10]
        found = index.nearest(" ".join(asked), 10)
        assert [near.score for near in found] == sorted((near.score for near in found), reverse=True)
        for near in found:
            assert near.score == pytest.approx(expected[near.disclosure, near.number], rel=1e-4, abs=1e-4)
            assert near.question.split() == living[near.disclosure, near.number][0]
        assert not exact or [near.score for near in found] == pytest.approx(best, rel=1e-4, abs=1e-4)
        same += found[0].score == pytest.approx(best[0], rel=1e-4)
    assert same >= 18  # of 20: that of all words is first where the rarest choose as well


def test_what_was_withdrawn_is_near_to_nothing(catalogue: Any, make: Make, tmp_path: Path) -> None:
    index, living = indexed(catalogue, make, tmp_path)
    (letter, number), (question, answer) = max(living.items(), key=lambda item: len(item[1][1]))
    text = " ".join([*question, *answer])
    first = index.nearest(text)[0]
    assert (first.disclosure, first.number) == (letter, number)
    catalogue.put(make(letter, "A letter", state=State.WITHDRAWN))
    update_index(catalogue, tmp_path)
    assert letter not in {near.disclosure for near in index.nearest(text, LETTERS)}


def test_a_text_without_a_known_word_is_near_to_nothing(catalogue: Any, make: Make, tmp_path: Path) -> None:
    index, _ = indexed(catalogue, make, tmp_path)
    assert index.nearest("") == index.nearest("the of and") == index.nearest("xyzzy plugh") == []


def test_an_index_without_question_answers_has_none_near(catalogue: Any, make: Make, tmp_path: Path) -> None:
    catalogue.put(make("a", "Bins", body="We empty bins."))
    update_index(catalogue, tmp_path)
    assert SearchIndex.open(tmp_path).nearest("bins") == []
