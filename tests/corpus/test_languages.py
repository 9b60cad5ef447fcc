"""Each language of the table is told from its own examples and from nothing else."""

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

import corpus
from corpus.languages import language_of, little_words

TABLE = tomllib.loads((Path(corpus.__file__).parent / "tables" / "languages.toml").read_text("utf-8"))["language"]


@pytest.mark.parametrize(("text", "language"), [(text, row["id"]) for row in TABLE for text in row["examples"]])
def test_an_example_is_in_its_language(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(("text", "language"), [(text, row["id"]) for row in TABLE for text in row["counter_examples"]])
def test_a_counter_example_is_not(text, language):
    assert language_of(text) != language


def test_no_word_is_of_two_languages():
    assert not [words for words in combinations(little_words().values(), 2) if words[0] & words[1]]


@pytest.mark.parametrize("text", ["", "Ysgol Glan Elwy", "2024-25: £1,204", "Re: FOI 6044"])
def test_what_tells_nothing_has_no_language(text):
    assert language_of(text) is None
