"""`make evaluate-check`: how well `foilog check` finds what was answered before, beside what a user would pick instead.

python bench/evaluate_check.py            the table, measured on the test half
python bench/evaluate_check.py --half fit the same on the half that the weights were fitted on
python bench/evaluate_check.py --fit      fit the weights and thresholds on the fit half and write formula.toml
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from answered_baselines import BASELINES
from answered_set import SAME, Past, Wanted, fill, grade, load_past, load_requests
from numpy.typing import NDArray

from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from index.match import files
from index.match.arrays import Arrays
from index.match.build import update_matching
from index.match.encoder import ModelAbsentError, load_encoder
from index.match.formula import formula
from index.match.matcher import match
from index.match.texts import Question

DEPTH = 10
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
    grades_of = {w.id: sorted((grade(w.ask, item.ask) for item in past), reverse=True) for w in wanted if w.ask}
    at1, at5, mrr, ndcg = [], [], [], []
    for request, ranking in zip(wanted, rankings, strict=True):
        if not request.ask:
            continue
        grades = [grade(request.ask, ask[past_id]) for past_id, _ in ranking[:DEPTH]]
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


def foilog_ranker(catalogue: Catalogue, path: Path, with_model: bool = True) -> Callable[[str], Ranking]:
    """Return what ranks the past answers as `foilog check` does."""
    built = files.read_built(path)
    assert built is not None
    arrays, encoder = Arrays(path, built), load_encoder() if with_model else None

    def rank(text: str) -> Ranking:
        question = Question.printed(text)
        vectors = encoder.encode([question.for_model]) if encoder else None
        found = match(arrays, [question], vectors, limit=DEPTH)[0]
        return [(arrays.disclosures[arrays.disclosure_of[m.answer]], m.score) for m in found]

    return rank


def main() -> None:
    """Print the table, or fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=["fit", "test", "all"], default="test")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument(
        "--misses", action="store_true", help="list the requests whose first match does not answer them"
    )
    options = parser.parse_args()
    past = load_past()
    wanted = [w for w in load_requests() if options.half in ("all", w.half)]
    with tempfile.TemporaryDirectory() as folder, Catalogue.open(DataDir(folder)) as catalogue:
        ids = {disclosure: past_id for past_id, disclosure in fill(catalogue, past).items()}
        path = files.match_path(catalogue.data)
        report = update_matching(catalogue, path)
        if options.fit:
            from fit_check import fit

            fit(catalogue, path, ids, past, [w for w in load_requests() if w.half == "fit"])
            return
        print(
            f"{len(past)} past answers; {len(wanted)} requests, {sum(not w.ask for w in wanted)} of them never answered"
        )
        print(f"{'':36}recall@1 recall@5  MRR@10 nDCG@10   AUROC accuracy")
        rankers: dict[str, tuple[Callable[[str], Ranking], float | None]] = {}
        if not report.why_no_model:
            cut = formula(True).thresholds["related_topic"]
            rankers["Foilog"] = (foilog_ranker(catalogue, path), cut)
        cut = formula(False).thresholds["related_topic"]
        rankers["Foilog without the model"] = (foilog_ranker(catalogue, path, False), cut)
        rankers |= {name: (make(catalogue), None) for name, make in BASELINES.items()}
        for name, (rank, cut) in rankers.items():
            rankings = [[(ids[d], score) for d, score in rank(w.text)] for w in wanted]
            f = figures(wanted, rankings, past, cut)
            print(
                f"{name:36}{f.recall1:8.2f} {f.recall5:8.2f} {f.mrr:7.2f} {f.ndcg:7.2f}"
                f" {f.auroc:7.2f} {f.accuracy:8.2f}"
            )
            if options.misses and name == "Foilog":
                _print_misses(wanted, rankings, past)


def _print_misses(wanted: Sequence[Wanted], rankings: Sequence[Ranking], past: Sequence[Past]) -> None:
    by_id = {item.id: item for item in past}
    for request, ranking in zip(wanted, rankings, strict=True):
        first = by_id[ranking[0][0]]
        score = ranking[0][1]
        if (request.ask and grade(request.ask, first.ask) < SAME) or (not request.ask and score > 0.1):
            print(f"  {request.kind} {request.text}\n      {score:.2f} {first.ask}: {first.question}")


if __name__ == "__main__":
    try:
        main()
    except ModelAbsentError as error:
        sys.exit(str(error))
