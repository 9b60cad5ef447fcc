"""The judged queries name letters that are there, and the search answers them as well as when it was last tuned."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

relevance = pytest.importorskip("relevance")  # bench/relevance.py


def test_scores_worked_out_on_paper() -> None:
    assert relevance.score(["a", "b"], {"a": 3}) == (1.0, 1.0)
    assert relevance.score(["x", "a"], {"a": 3}) == (pytest.approx(0.6309, abs=1e-4), 0.5)
    assert relevance.score([], {"a": 3}) == (0.0, 0.0)
    assert relevance.score([], {}) == (1.0, 1.0)
    assert relevance.score(["x"], {}) == (0.0, 0.0)


@pytest.mark.slow
def test_the_sample_letters_are_found(tmp_path: Path) -> None:
    table, scores = relevance.measure(tmp_path)
    assert len(scores) >= 60
    assert set(Counter(judged.kind for judged, _ in scores)) == set(relevance.KINDS)
    figures = {row[0]: [float(cell) for cell in row[2:]] for row in table.rows}
    ndcg, mrr, plain, _ = figures["all with an answer"]
    assert ndcg >= 0.93 and mrr >= 0.95
    assert ndcg >= plain + 0.1
    assert figures["synonyms"][0] >= 0.85 and figures["typos"][0] >= 0.9
    assert figures["filters"][0] == 1.0
