"""Statute text set out in a letter: the law's numbers are no questions of the letter."""

import pytest

from ingest.read.paragraphs import split_paragraphs
from ingest.read.statute_text import without_statute_labels


def labelled(*paragraphs):
    """Return, for each paragraph, whether it keeps its printed label."""
    return [p.label is not None for p in without_statute_labels(split_paragraphs("\n\n".join(paragraphs)))]


@pytest.mark.parametrize(
    "paragraphs,expected",
    [
        pytest.param(
            [
                "Section 43 says:",
                "(1) Information is exempt information if it constitutes a trade secret.",
                "(2) Disclosure would prejudice commercial interests.",
            ],
            [False, False, False],
            id="the-items-below-what-gives-the-law-away",
        ),
        pytest.param(
            [
                "The Act reads:",
                "(a) the information was obtained by the authority, and",
                "(b) disclosure would constitute an actionable breach of confidence.",
            ],
            [False, False, False],
            id="the-item-above-it",
        ),
        pytest.param(
            [
                "Regulation 4(3) of the Fees Regulations says what may be counted, namely:",
                "(a) the search,",
                "(b) copying.",
            ],
            [False, False, False],
            id="the-items-below-a-sentence-that-introduces-them",
        ),
        pytest.param(
            ["1. How many cars are there?", "2. What do they cost?"], [True, True], id="questions-keep-their-numbers"
        ),
        pytest.param(
            ["1. Why is it exempt information if we paid for it?", "2. Who decided?"],
            [True, True],
            id="a-question-in-the-law's-words-is-a-question",
        ),
        pytest.param(
            ["(1) It is exempt information if it relates to security.", "2. How many cars are there?"],
            [False, True],
            id="a-question-below-the-law",
        ),
        pytest.param(
            ["This is exempt information because it was given in confidence.", "1. None"],
            [False, True],
            id="the-authority's-own-words-are-not-the-law's",
        ),
        pytest.param([], [], id="nothing"),
    ],
)
def test_labels(paragraphs, expected):
    assert labelled(*paragraphs) == expected


def test_the_words_themselves_stay():
    text = "(1) Information is exempt information if it constitutes a trade secret."
    (paragraph,) = without_statute_labels(split_paragraphs(text))
    assert paragraph.body == text


def test_a_section_set_out_below_an_answer_is_no_further_question(items_of):
    text = """You asked:

1. How many cars are there?
2. What do they cost?

Our response:

1. There are 26.
2. This is exempt under section 43(2), which reads:

(1) Information is exempt information if it constitutes a trade secret.

(2) Information is exempt information if its disclosure under this Act would, or would be likely to, prejudice the \
commercial interests of any person.
"""
    assert [(number, question) for number, question, _ in items_of(text)] == [
        ("1", "How many cars are there?"),
        ("2", "What do they cost?"),
    ]
