"""Fit the weights of `index/match/formula.toml`: a ridge logistic regression on the pairs of the fit half."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from answered_set import SAME, Past, Wanted, grade
from numpy.typing import NDArray

from corpus.catalogue import Catalogue
from index.match import files, matcher
from index.match.arrays import Arrays
from index.match.encoder import load_encoder
from index.match.formula import ANSWER_SIGNALS, FORMULA_PATH, QUESTION_SIGNALS
from index.match.texts import Question

RIDGE = 0.5
# The labelled pairs prefer no authority; the weight says how much nearer an answer of the own one may seem.
SAME_AUTHORITY = 0.4
# Nor have they questions that hang on others. The weight takes "Was it paid?" out of the same questions.
ONLY_BESIDE = -1.5  # by judgement: the labelled letters have one question each
ROUNDS = 60
CLOSE = 0.4  # the score at which a match is close at all: the intercept is set so that the best cut falls there
# Half of the labelled requests share no word with what answers them, which real requests seldom do: left to them,
# words in common would count for nothing, and a name or a number that both hold would not be seen.
HELD = {"asked_covered": 1.0, "past_covered": 1.0}
# A shared word, subject or aspect never counts against a pair, an unshared one never for it.
AT_LEAST_ZERO = (
    "meaning",
    "asked_covered",
    "past_covered",
    "subject_shared",
    "aspect_shared",
    "answer_covers",
    "answer_names",
)
AT_MOST_ZERO = ("usual", "subject_apart", "aspect_apart")

Floats = NDArray[np.float64]


def fit(catalogue: Catalogue, path: Path, ids: dict[str, str], past: Sequence[Past], wanted: Sequence[Wanted]) -> None:
    """Fit both sets of weights and the thresholds, and write them."""
    built = files.read_built(path)
    assert built is not None and built.model, "the weights are fitted with the model"
    arrays, encoder = Arrays(path, built), load_encoder()
    questions = [Question.printed(w.text) for w in wanted]
    asks = {item.id: item.ask for item in past}
    answer_asks = [asks[ids[arrays.disclosures[d]]] for d in arrays.disclosure_of]
    grades = np.array([[grade(w.ask, ask) if w.ask else 0 for ask in answer_asks] for w in wanted])
    lines = []
    for section, names in (
        ("with_model", (*QUESTION_SIGNALS, *ANSWER_SIGNALS[:-1])),
        ("words_only", (*QUESTION_SIGNALS[2:], *ANSWER_SIGNALS[:-1])),
    ):
        asked = matcher.ask(arrays, questions, encoder if "meaning" in names else None)
        table = np.stack([_signals(arrays, one, names) for one in asked])
        _, weights = _regress(
            table.reshape(-1, len(names)), (grades == SAME).ravel(), names, _pair_weights(grades).ravel()
        )
        sums = table @ weights
        intercept = float(np.log(CLOSE / (1 - CLOSE)) - _closest_cut(sums, grades))
        scores = 1 / (1 + np.exp(-(sums + intercept)))
        lines += [f"[{section}]", f"intercept = {intercept:.3f}"]
        lines += [f"{name} = {weight:.3f}" for name, weight in zip(names, weights, strict=True)]
        lines += [f"same_authority = {SAME_AUTHORITY}", f"only_beside = {ONLY_BESIDE}", ""]
        suffix = "" if section == "with_model" else "_words_only"
        lines += [f"[thresholds{suffix}]", *_thresholds(scores, grades), ""]
    head = FORMULA_PATH.read_text(encoding="utf-8").split("[", 1)[0]
    FORMULA_PATH.write_text(head + "\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


def _signals(arrays: Arrays, asked: matcher.Asked, names: Sequence[str]) -> Floats:
    """Return the signals of one request with every past answer, in the order of `names`."""
    questions = np.arange(arrays.questions)
    words = matcher.word_signals(arrays, asked, questions)
    of_question = matcher.with_meaning(arrays, asked, questions, words)
    everything = np.arange(len(arrays.question_of))
    of_answer = matcher.answer_signals(arrays, asked, everything, -2)
    columns = {name: values[arrays.question_of] for name, values in of_question.items()} | of_answer
    return np.stack([columns[name] for name in names], axis=1).astype(np.float64)


def _pair_weights(grades: NDArray[np.int64]) -> Floats:
    """Return how much each pair counts: of each request, those that answer it as much as all others together."""
    weights = np.ones(grades.shape)
    for row, line in enumerate(grades):
        good = line == SAME
        weights[row, good] = 1 / max(good.sum(), 1)
        # Pairs about the same matter are the hard ones: they count as much as all that are about something else.
        near = (line > 0) & ~good
        weights[row, near] = 0.5 / max(near.sum(), 1)
        weights[row, line == 0] = 0.5 / max((line == 0).sum(), 1) * 8
    return weights


def _regress(table: Floats, hit: NDArray[np.bool_], names: Sequence[str], pair_weights: Floats) -> tuple[float, Floats]:
    """Return intercept and weights by Newton's method; a weight of the wrong sign is held at zero."""
    held = np.array([HELD.get(name, 0.0) if "meaning" in names else 0.0 for name in names])
    free = held == 0
    offset = table @ held
    while True:
        design = np.column_stack([np.ones(len(table)), table[:, free]])
        beta = np.zeros(design.shape[1])
        ridge = np.diag([0.0, *[RIDGE] * int(free.sum())])
        for _ in range(ROUNDS):
            chance = 1 / (1 + np.exp(-design @ beta - offset))
            slope = design.T @ (pair_weights * (hit - chance)) - ridge @ beta
            curve = (design * (pair_weights * chance * (1 - chance))[:, None]).T @ design + ridge
            beta += np.linalg.solve(curve, slope)
        weights = held.copy()
        weights[free] = beta[1:]
        wrong = [
            i
            for i, name in enumerate(names)
            if free[i] and ((name in AT_LEAST_ZERO and weights[i] < 0) or (name in AT_MOST_ZERO and weights[i] > 0))
        ]
        if not wrong:
            return float(beta[0]), weights
        free[wrong] = False


def _closest_cut(sums: Floats, grades: NDArray[np.int64]) -> float:
    """Return the cut that tells requests that were answered from those that were not best, in the middle of its gap."""
    best, answered = sums.max(axis=1), grades.max(axis=1) > 0
    cuts = np.unique(best)
    balanced = np.array([((best >= c)[answered].mean() + (best < c)[~answered].mean()) / 2 for c in cuts])
    at = int(np.argmax(balanced))
    return float((cuts[at] + cuts[max(at - 1, 0)]) / 2)


def _thresholds(scores: Floats, grades: NDArray[np.int64]) -> list[str]:
    """Return the cuts: from where 9 first matches of 10, and 6 of 10, answer the request; and `CLOSE`.

    The first is also where 17 of 20 of all pairs do, for it calls a second or third match the same question too. The
    chance that a first match answers is taken as a step function that never falls as the score rises (isotonic).
    """
    rows = np.arange(len(scores))
    first = scores.argmax(axis=1)
    best, hit = scores[rows, first], grades[rows, first] == SAME
    order = np.argsort(best)
    chance = _never_falling(hit[order].astype(np.float64))
    same, similar = (float(best[order][np.flatnonzero(chance >= share)[0]]) for share in (0.9, 0.6))
    flat, answers = scores.ravel(), (grades == SAME).ravel()
    down = np.argsort(-flat)
    share = np.cumsum(answers[down]) / np.arange(1, len(down) + 1)
    same = max(same, float(flat[down][np.flatnonzero(share >= 0.85)[-1]]))
    similar = max(similar, CLOSE + 0.1)
    return [
        f"same_question = {max(same, similar + 0.05):.3f}",
        f"similar_question = {similar:.3f}",
        f"related_topic = {CLOSE}",
    ]


def _never_falling(values: Floats) -> Floats:
    """Return the nearest values that never fall: neighbours that do are replaced by their mean."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        blocks.append((float(value), 1))
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            (low, few), (high, more) = blocks[-2:]
            blocks[-2:] = [((low * few + high * more) / (few + more), few + more)]
    return np.concatenate([np.full(count, mean) for mean, count in blocks])
