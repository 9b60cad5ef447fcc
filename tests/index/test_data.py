"""The tables beside the code: synonyms and words."""

from __future__ import annotations

import tomllib

import pytest

from index.analysis import WORDS_PATH, fold
from index.dates import parse_date
from index.spelling import edits
from index.synonyms import SYNONYMS_PATH, sequence, synonyms

ROWS = tomllib.loads(SYNONYMS_PATH.read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS["same"], ids=lambda row: row["words"][0])
def test_same_words_find_each_other(row: dict[str, object]) -> None:
    words = list(map(str, row["words"]))  # type: ignore[call-overload]
    assert len(words) > 1
    for word in words:
        key = tuple(term for _, term in sequence(word))
        others = {sequence(other) for other in words} - {sequence(word)}
        assert others <= {alternative.terms for alternative in synonyms()[key]}


@pytest.mark.parametrize("row", ROWS["also"], ids=lambda row: row["word"])
def test_also_finds_one_way(row: dict[str, object]) -> None:
    key = tuple(term for _, term in sequence(str(row["word"])))
    assert sequence(row["finds"][0]) in {alternative.terms for alternative in synonyms()[key]}  # type: ignore[index]


def test_no_synonym_weighs_as_much_as_the_word_typed() -> None:
    assert all(0 < alternative.weight < 1 for found in synonyms().values() for alternative in found)


def test_lower_case_send_is_special_needs_too() -> None:
    assert synonyms()[("send",)] == synonyms()[("SEND",)]
    assert ("it",) not in synonyms()


def test_words_are_in_the_form_they_are_compared_in() -> None:
    words = tomllib.loads(WORDS_PATH.read_text(encoding="utf-8"))
    for name in ("stop", "filler", "protected"):
        assert all(fold(word) == word for word in words[name])
        assert len(set(words[name])) == len(words[name])
    assert all(fold(one) == one and fold(other) == other for one, other in words["same"].items())


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("pothole", "pothole", 0), ("pothoel", "pothole", 1), ("plannning", "planning", 1), ("recieve", "receive", 1),
     ("acomodation", "accommodation", 2), ("unicorn", "uniform", 2), ("bins", "lamps", 3)],
)  # fmt: skip
def test_edits(one: str, other: str, expected: int) -> None:
    assert edits(one, other, 2) == edits(other, one, 2) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2021", (20210101, 20211231), id="year"),
        pytest.param("2024-02", (20240201, 20240229), id="month of a leap year"),
        pytest.param("06/2021", (20210601, 20210630), id="month first"),
        pytest.param("1/6/2021", (20210601, 20210601), id="day before month"),
        pytest.param("2021-06-01", (20210601, 20210601), id="ISO"),
        pytest.param("June 2021", (20210601, 20210630), id="month by name"),
        pytest.param("1st Jun 2021", (20210601, 20210601), id="day by number, month by short name"),
        pytest.param(" ", None, id="nothing"),
    ],
)
def test_dates(text: str, expected: tuple[int, int] | None) -> None:
    assert parse_date(text, "date_from") == expected
