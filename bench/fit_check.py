"""Fit the weights of `index/match/formula.toml`: a ridge logistic regression on the labelled pairs of all three sets.

What the weights are worth is what they reach on a set they were not fitted on: `fit` prints that for each of the three.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np
from answered_set import SAME, Past, Wanted, load_first, load_past, load_second, load_third
from measure import Table
from numpy.typing import NDArray

from index.match import files, matcher
from index.match.arrays import Arrays
from index.match.encoder import Encoder, load_encoder
from index.match.formula import ANSWER_SIGNALS, FORMULA_PATH, QUESTION_SIGNALS
from index.match.texts import Question
from ingest.request import split_request

RIDGE = 0.5
UNKNOWN = -1  # the grade of a past answer that was written for a later set
# By judgement: the answers of the authority asked for come first among those that are about as near. On the second and
# third set 1.5 brings the own answer to the top in 93 and 91 of 100 requests (0: 73 and 71), and costs no other.
SAME_AUTHORITY = 1.5
# By judgement too: the labelled letters have one question each. It takes "Was it paid?" out of the same questions.
ONLY_BESIDE = -1.5
ROUNDS = 60
CLOSE = 0.4  # the score at which a match is close at all: the intercept is set so that the best cut falls there
# Half of the labelled requests share no word with what answers them, which real requests seldom do: left to them,
# words in common would count for nothing, and a name or a number that both hold would not be seen.
HELD = {"asked_covered": 0.5, "past_covered": 0.5}
# A shared subject or aspect never counts against a pair, an unshared one never for it.
AT_MOST_ZERO = ("usual", "swapped", "subject_apart", "aspect_apart")
FAR, HARD, HARDEST = 4.0, 1.0, 10  # weight of all pairs that share no matter, and of the ten of them that seem nearest

Floats = NDArray[np.float64]
Grades = NDArray[np.int64]


def fit(path: Path, ids: dict[str, str], everything: Sequence[Past]) -> None:
    """Fit both sets of weights and the thresholds on all three sets, write them, and print what they are worth."""
    from evaluate_check import figures

    built = files.read_built(path)
    assert built is not None and built.model, "the weights are fitted with the model"
    arrays, encoder = Arrays(path, built), load_encoder()
    by_id = {item.id: item for item in everything}
    answers = [by_id[ids[arrays.disclosures[d]]] for d in arrays.disclosure_of]
    sets = _sets()
    grades = [_grades(past, wanted, answers) for past, wanted in sets]
    lines = []
    for section, start in (("with_model", 0), ("words_only", QUESTION_SIGNALS.index("asked_covered"))):
        names = [n for n in (*QUESTION_SIGNALS[start:], *ANSWER_SIGNALS) if n not in ("only_beside", "same_authority")]
        tables = [_tables(arrays, wanted, names, encoder if not start else None) for _, wanted in sets]
        worth = Table(
            f"{section}: each set by weights fitted on the other two",
            ("set", "recall@1", "recall@5", "MRR@10", "nDCG@10", "AUROC", "accuracy"),
        )
        for left_out, (past, wanted) in enumerate(sets):
            others = [n for n in range(len(sets)) if n != left_out]
            weights, intercept = _fitted([tables[n] for n in others], [grades[n] for n in others], names)
            chances = _chances(tables[left_out], grades[left_out], weights, intercept)
            rankings = [[(answers[a].id, float(line[a])) for a in np.argsort(-line)[:10]] for line in chances]
            found = figures(wanted, rankings, past, CLOSE)
            worth.rows.append((("first", "second", "third")[left_out], *(f"{value:.2f}" for value in astuple(found))))
        print(worth)
        weights, intercept = _fitted(tables, grades, names)
        lines += [f"[{section}]", f"intercept = {intercept:.3f}"]
        lines += [f"{name} = {weight:.3f}" for name, weight in zip(names, weights, strict=True)]
        lines += [f"same_authority = {SAME_AUTHORITY}", f"only_beside = {ONLY_BESIDE}", ""]
        scores = [_chances(t, g, weights, intercept) for t, g in zip(tables, grades, strict=True)]
        suffix = "" if section == "with_model" else "_words_only"
        lines += [f"[thresholds{suffix}]", *_thresholds(np.concatenate(scores), np.concatenate(grades)), ""]
    head = FORMULA_PATH.read_text(encoding="utf-8").split("[", 1)[0]
    FORMULA_PATH.write_text(head + "\n".join(lines).rstrip() + "\n", encoding="utf-8")
    print("\n".join(lines))


def _sets() -> list[tuple[list[Past], list[Wanted]]]:
    return [(load_past(), load_first()), load_second(), load_third()]


def _grades(past: Sequence[Past], wanted: Sequence[Wanted], answers: Sequence[Past]) -> Grades:
    """Return, by request and past answer, how well the one serves the other."""
    known = {item.id for item in past}
    return np.array([[w.grade(a.ask) if a.id in known else UNKNOWN for a in answers] for w in wanted])


def _tables(arrays: Arrays, wanted: Sequence[Wanted], names: Sequence[str], encoder: Encoder | None) -> list[Floats]:
    """Return the signals of each request with every past answer: (readings of its parts, answers, signals)."""
    return [np.stack(_signals(arrays, w, names, encoder)) for w in wanted]


def _signals(arrays: Arrays, wanted: Wanted, names: Sequence[str], encoder: Encoder | None) -> list[Floats]:
    parts = [Question.printed(part.text, part.context) for part in split_request(wanted.text).parts]
    questions, answers = np.arange(arrays.questions), np.arange(len(arrays.question_of))
    found = []
    for one in matcher.ask(arrays, parts, encoder):
        words = matcher.word_signals(arrays, one, questions)
        of_answer = matcher.answer_signals(arrays, one, answers, -2)
        for reading in range(max(1, len(one.vectors))):
            of_question = matcher.with_meaning(arrays, one, questions, words, reading)
            columns = {name: values[arrays.question_of] for name, values in of_question.items()} | of_answer
            found.append(np.stack([columns[name] for name in names], axis=1).astype(np.float64))
    return found


def _chances(tables: Sequence[Floats], grades: Grades, weights: Floats, intercept: float) -> Floats:
    """Return the score of each past answer for each request; 0 for those the set does not know."""
    sums = np.stack([(table @ weights).max(axis=0) for table in tables])
    return np.where(grades == UNKNOWN, 0.0, 1 / (1 + np.exp(-(sums + intercept))))


def _fitted(tables: Sequence[Sequence[Floats]], grades: Sequence[Grades], names: Sequence[str]) -> tuple[Floats, float]:
    """Return weights and intercept. First weights say which reading of a request counts and which pairs are hard."""
    start = 4.0 * np.array([name in ("meaning", "asked_covered", "subject_shared", "aspect_shared") for name in names])
    weights, all_grades = start, np.concatenate(grades)
    for _ in range(2):
        pairs, hits, counts = [], [], []
        for table, line in zip((t for of_set in tables for t in of_set), all_grades, strict=True):
            sums = table @ weights
            row = table[int(sums.max(axis=1).argmax())]
            pairs.append(row)
            hits.append(line == SAME)
            counts.append(_pair_weights(line, row @ weights))
        weights = _regress(np.concatenate(pairs), np.concatenate(hits), names, np.concatenate(counts))
    sums = np.concatenate([np.stack([(t @ weights).max(axis=0) for t in of_set]) for of_set in tables])
    cut = _closest_cut(np.where(all_grades == UNKNOWN, -np.inf, sums), all_grades)
    return weights, float(np.log(CLOSE / (1 - CLOSE)) - cut)


def _pair_weights(grades: Grades, sums: Floats) -> Floats:
    """Return how much each pair of one request counts: those that answer it together 1, those on its matter half."""
    weights = np.zeros(len(grades))
    good, near, far = grades == SAME, (grades > 0) & (grades < SAME), grades == 0
    for pairs, count in ((good, 1.0), (near, 0.5), (far, FAR)):
        if pairs.any():
            weights[pairs] = count / pairs.sum()
    weights[np.argsort(-np.where(far, sums, -np.inf))[:HARDEST]] += HARD / HARDEST
    return weights


def _regress(table: Floats, hit: NDArray[np.bool_], names: Sequence[str], pair_weights: Floats) -> Floats:
    """Return the weights by Newton's method; a weight of the wrong sign is held at zero."""
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
            if free[i] and (weights[i] > 0 if name in AT_MOST_ZERO else weights[i] < 0)
        ]
        if not wrong:
            return weights
        free[wrong] = False


def _closest_cut(sums: Floats, grades: Grades) -> float:
    """Return the cut that tells requests that were answered from those that were not best, in the middle of its gap."""
    best, answered = sums.max(axis=1), (grades == SAME).any(axis=1)
    cuts = np.unique(best)
    balanced = np.array([((best >= c)[answered].mean() + (best < c)[~answered].mean()) / 2 for c in cuts])
    at = int(np.argmax(balanced))
    return float((cuts[at] + cuts[max(at - 1, 0)]) / 2)


def _thresholds(scores: Floats, grades: Grades) -> list[str]:
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
    known = grades.ravel() != UNKNOWN
    flat, answers = scores.ravel()[known], (grades == SAME).ravel()[known]
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
