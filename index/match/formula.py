"""The formula: from the signals of one question and one earlier answer to a score that means the same in every request.

Each signal lies between 0 and 1 (`meaning` between -1 and 1):

* `meaning`: the cosine of the two vectors of the sentence model, for the reading of the question that
  scores best (texts.py).
* `usual`: the cosine of the question asked with the usual questions ("What is the total cost?"). It counts against a
  score: a question that says little is near to every other.
* `asked_covered`, `past_covered`: of the asked and of the past question, the share of its content words that the other
  has too, each word weighed by BM25's inverse document frequency. A word more in common raises both.
* `swapped`: 2 * sqrt(`asked_covered` * `past_covered`) * the smaller of what either leaves uncovered: the two are
  worded alike and each has a word that the other lacks ("How many were opened?", "How many were closed?").
* `subject_shared`: s / (s + 1), where s is the weight of the subjects that both speak of, weighed alike;
  `subject_apart`: 1 - `meaning` where both name subjects and share none: what the thesaurus takes for two matters may
  still be one that it knows by half. Without the model 1.
* `aspect_shared`, `aspect_apart`: the same of what is asked of the subject (its cost, its supplier, its end, how many),
  as far as the two are about the same thing: times `meaning`; without the model the first times the subjects or words
  they share.
* `only_beside`: 1 where the past question says what it is about only through its heading or the question before it
  ("Was it paid?") and the one asked does not: what the two share may then be what that question stood beside.
* `answer_names`: 1 where the answer names a product that is used for the subject asked about.
* `same_authority`: 1 for the authority that is preferred.

The weights are a logistic regression on the labelled pairs of three sets (bench/answered), fitted on any two and
measured on the third to see what they are worth, so a score is an estimate of how likely the past answer is to
answer the question; it does not depend on what else was found. Without the sentence model a second set counts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FORMULA_PATH = Path(__file__).with_name("formula.toml")
QUESTION_SIGNALS = (
    "meaning",
    "usual",
    "asked_covered",
    "past_covered",
    "swapped",
    "subject_shared",
    "subject_apart",
    "aspect_shared",
    "aspect_apart",
    "only_beside",
)
ANSWER_SIGNALS = ("answer_names", "same_authority")
STRENGTHS = ("same_question", "similar_question", "related_topic")

Signals = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Formula:
    """The weights in use, and where a score becomes a strength."""

    intercept: float
    weights: dict[str, float]
    cap: float
    thresholds: dict[str, float]

    def sum(self, signals: Signals) -> NDArray[np.float32]:
        """Return the weighted sum of the signals given, without the intercept."""
        terms = [np.float32(self.weights.get(name, 0.0)) * signal for name, signal in signals.items()]
        return np.asarray(sum(terms[1:], terms[0]), np.float32)

    def score(self, total: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the score of a weighted sum."""
        return np.asarray(np.minimum(1 / (1 + np.exp(-(total + self.intercept))), self.cap), np.float32)

    def strength(self, score: float) -> str | None:
        """Return the strength a score stands for, None for one that is not close."""
        return next((name for name in STRENGTHS if score >= self.thresholds[name]), None)


@cache
def formula(with_model: bool) -> Formula:
    """Return the formula of `formula.toml`, with or without the signal of meaning."""
    data = tomllib.loads(FORMULA_PATH.read_text(encoding="utf-8"))
    weights = dict(data["with_model" if with_model else "words_only"])
    thresholds = data["thresholds" if with_model else "thresholds_words_only"]
    return Formula(weights.pop("intercept"), weights, data["cap"], thresholds)
