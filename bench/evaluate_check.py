"""`make evaluate-check`: how well `foilog check` finds what was answered before, beside what a user would pick instead.

python bench/evaluate_check.py            the tables of the three sets
python bench/evaluate_check.py --fit      fit the weights and thresholds, say what they are worth, write formula.toml
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from answered_baselines import BASELINES
from answered_set import PARTLY, RELATED, SAME, Past, Wanted, fill, load_first, load_past, load_second, load_third
from measure import Table
from numpy.typing import NDArray

from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from index.match import files
from index.match.arrays import Arrays
from index.match.build import update_matching
from index.match.encoder import ModelAbsentError, load_encoder
from index.match.formula import STRENGTHS, formula
from index.match.matcher import match
from index.match.texts import Question
from ingest.request import split_request

DEPTH = 10
FOILOG = "Foilog"
Ranking = list[tuple[str, float]]
"""Past ids with their scores, best first."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is measured of one way of matching. Accuracy is that of the best cut between answered and never answered."""

    recall1: float
    recall5: float
    mrr: float
    ndcg: float
    auroc: float
    accuracy: float


def figures(
    wanted: Sequence[Wanted], rankings: Sequence[Ranking], past: Sequence[Past], cut: float | None = None
) -> Figures:
    """Return the figures over all requests; those that nothing answers count for the last two only."""
    ask = {item.id: item.ask for item in past}
    grades_of = {w.id: sorted((w.grade(item.ask) for item in past), reverse=True) for w in wanted if w.ask}
    at1, at5, mrr, ndcg = [], [], [], []
    for request, ranking in zip(wanted, rankings, strict=True):
        if not request.ask:
            continue
        grades = [request.grade(ask[past_id]) for past_id, _ in ranking[:DEPTH]]
        at1.append(SAME in grades[:1])
        at5.append(SAME in grades[:5])
        mrr.append(1 / (grades.index(SAME) + 1) if SAME in grades else 0.0)
        ndcg.append(_gain(grades) / _gain(grades_of[request.id][:DEPTH]))
    best = np.array([ranking[0][1] if ranking else 0.0 for ranking in rankings])
    answered = np.array([bool(request.ask) for request in wanted])
    return Figures(
        *(float(np.mean(values)) for values in (at1, at5, mrr, ndcg)),
        auroc=_auroc(best[answered], best[~answered]),
        accuracy=max(_balanced(best, answered, c) for c in best) if cut is None else _balanced(best, answered, cut),
    )


def _gain(grades: Sequence[int]) -> float:
    return sum((2**g - 1) / np.log2(place + 2) for place, g in enumerate(grades))


def _auroc(positive: NDArray[np.float64], negative: NDArray[np.float64]) -> float:
    higher = (positive[:, None] > negative).mean() + 0.5 * (positive[:, None] == negative).mean()
    return float(higher)


def _balanced(best: NDArray[np.float64], answered: NDArray[np.bool_], cut: float) -> float:
    """Return the mean of the two shares that were told rightly: there are fewer requests without an answer."""
    return float(((best >= cut)[answered].mean() + (best < cut)[~answered].mean()) / 2)


def foilog_ranker(catalogue: Catalogue, path: Path, with_model: bool = True) -> Callable[[str, str | None], Ranking]:
    """Return what ranks the past answers as `foilog check` does: a request by the best match of any of its parts."""
    built = files.read_built(path)
    assert built is not None
    arrays, encoder = Arrays(path, built), load_encoder() if with_model else None

    def rank(text: str, authority: str | None = None) -> Ranking:
        parts = [Question.printed(part.text, part.context) for part in split_request(text).parts]
        best: dict[str, float] = {}
        for found in match(arrays, parts, encoder, authority, limit=DEPTH):
            for m in found:
                disclosure = arrays.disclosures[arrays.disclosure_of[m.answer]]
                best[disclosure] = max(m.score, best.get(disclosure, 0.0))
        return sorted(best.items(), key=lambda pair: -pair[1])[:DEPTH]

    return rank


def main() -> None:
    """Print the table, or fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument(
        "--misses", action="store_true", help="list the requests whose first match does not answer them"
    )
    options = parser.parse_args()
    if options.fit:
        _fit()
        return
    for name, (past, wanted) in {
        "The first set": (load_past(), load_first()),
        "The second set, in other voices, its past answers among those of the first": load_second(),
        "The third set, in the voices of those who write, its past answers among those of both": load_third(),
    }.items():
        print(f"\n{name}")
        _measure(past, wanted, options.misses)


def _fit() -> None:
    from fit_check import fit

    past, _ = load_third()
    with tempfile.TemporaryDirectory() as folder, Catalogue.open(DataDir(folder)) as catalogue:
        ids = {disclosure: past_id for past_id, disclosure in fill(catalogue, past).items()}
        path = files.match_path(catalogue.data)
        update_matching(catalogue, path)
        fit(path, ids, past)


def _measure(past: Sequence[Past], wanted: Sequence[Wanted], misses: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, Catalogue.open(DataDir(folder)) as catalogue:
        ids = {disclosure: past_id for past_id, disclosure in fill(catalogue, past).items()}
        path = files.match_path(catalogue.data)
        report = update_matching(catalogue, path)
        counts = f"{len(past)} past answers, {len(wanted)} requests, {sum(not w.ask for w in wanted)} never answered"
        table = Table(counts, ("by", "recall@1", "recall@5", "MRR@10", "nDCG@10", "AUROC", "accuracy"))
        rankers: dict[str, tuple[Callable[[str], Ranking], float | None]] = {}
        if not report.why_no_model:
            rankers[FOILOG] = (foilog_ranker(catalogue, path), formula(True).thresholds["related_topic"])
        cut = formula(False).thresholds["related_topic"]
        rankers["Foilog without the model"] = (foilog_ranker(catalogue, path, False), cut)
        rankers |= {name: (make(catalogue), None) for name, make in BASELINES.items()}
        for name, (rank, cut) in rankers.items():
            rankings = [[(ids[d], score) for d, score in rank(w.text)] for w in wanted]
            f = figures(wanted, rankings, past, cut)
            table.rows.append((name, *(f"{figure:.2f}" for figure in astuple(f))))
            if name == FOILOG:
                said = (_verdicts(wanted, rankings, past), _misses(wanted, rankings, past) if misses else [])
        print(table)
        if not report.why_no_model:
            print(*said[0], *_same_authority(foilog_ranker(catalogue, path), wanted, ids, past), *said[1], sep="\n")


def _verdicts(wanted: Sequence[Wanted], rankings: Sequence[Ranking], past: Sequence[Past]) -> list[str]:
    """Return what the first match is to its request, by the strength it is given."""
    ask = {item.id: item.ask for item in past}
    found: dict[str | None, Counter[int]] = {}
    for request, ranking in zip(wanted, rankings, strict=True):
        first, score = ranking[0] if ranking else ("", 0.0)
        found.setdefault(formula(True).strength(score), Counter())[request.grade(ask.get(first, ""))] += 1
    return [
        f"  first match told as {name or 'not close'}: the same question {counts[SAME]}, the same matter "
        f"{counts[RELATED] + counts[PARTLY]}, something else {counts[0]}"
        for name in (*STRENGTHS, None)
        if (counts := found.get(name, Counter()))
    ]


def _same_authority(
    rank: Callable[[str, str | None], Ranking], wanted: Sequence[Wanted], ids: dict[str, str], past: Sequence[Past]
) -> list[str]:
    """Return how often the own answer to the same question is among the first five, where an authority is named."""
    by_id = {item.id: item for item in past}
    asked = [w for w in wanted if w.ask and w.authority]
    if not asked:
        return []
    hits = [
        any(
            (by_id[ids[d]].ask, by_id[ids[d]].authority) == (w.ask, w.authority)
            for d, _ in rank(w.text, w.authority)[:5]
        )
        for w in asked
    ]
    return [f"  the same question to the same authority within the first five: {sum(hits)} of {len(hits)}"]


def _misses(wanted: Sequence[Wanted], rankings: Sequence[Ranking], past: Sequence[Past]) -> list[str]:
    by_id = {item.id: item for item in past}
    lines = []
    for request, ranking in zip(wanted, rankings, strict=True):
        if not ranking:
            lines.append(f"  {request.kind} {request.text}\n      nothing found")
            continue
        first = by_id[ranking[0][0]]
        score = ranking[0][1]
        if (request.ask and request.grade(first.ask) < SAME) or (not request.ask and score > 0.1):
            lines.append(f"  {request.kind} {request.text}\n      {score:.2f} {first.ask}: {first.question}")
    return lines


if __name__ == "__main__":
    try:
        main()
    except ModelAbsentError as error:
        sys.exit(str(error))
