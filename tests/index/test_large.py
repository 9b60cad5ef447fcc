"""What is done otherwise where there is much of it gives what the plain way gives."""

from __future__ import annotations

import numpy as np
import pytest

from index.arrays.sorting import firsts, places_in
from index.evaluate import _likely
from index.order import Order
from index.sparse import is_in

SEEDS = range(8)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("size", [3, 900, 20_000])
@pytest.mark.parametrize(("start", "stop"), [(0, 10), (40, 50), (990, 1_000)])
def test_a_page_is_that_of_all_in_order(seed: int, size: int, start: int, stop: int) -> None:
    rng = np.random.default_rng(seed)
    dates = rng.choice([0, *range(20200101, 20200101 + 300)], size)
    scores = (rng.integers(0, 50, size) / 3 + rng.random(size) * rng.choice([0, 1e-4, 1])).astype(np.float32)
    found = np.flatnonzero(rng.random(size) < 0.9)
    order = Order(dates)
    newest = [-date if date else 1 for date in dates.tolist()]
    rounded = np.round(scores, 4)
    best = sorted(found.tolist(), key=lambda n: (-rounded[n], newest[n], n))
    assert order.by_score(found, scores, start, stop).tolist() == best[start:stop]
    by_date = sorted(found.tolist(), key=lambda n: (newest[n], n))
    assert order.by_date(found, "newest", start, stop).tolist() == by_date[start:stop]
    oldest = sorted(found.tolist(), key=lambda n: (dates[n] or 99999999, n))
    assert order.by_date(found, "oldest", start, stop).tolist() == oldest[start:stop]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("some", "others"), [(5, 5_000), (5_000, 5), (3_000, 4_000), (30_000, 20_000)])
def test_what_is_passed_over_is_in_neither(seed: int, some: int, others: int) -> None:
    rng = np.random.default_rng(seed)
    one, other = (
        np.sort((rng.integers(0, 400, count) << 32) + rng.integers(-2, 300, count)) for count in (some, others)
    )
    kept = one[_likely(one, other)]
    assert kept[is_in(kept, other)].tolist() == one[np.isin(one, other)].tolist()


@pytest.mark.parametrize("share", [1.0, 0.5, 0.01, 0.0])
def test_places_are_those_of_a_search(share: float) -> None:
    rng = np.random.default_rng(1)
    ascending = np.flatnonzero(rng.random(10_000) < 0.3).astype(np.int32)
    some = ascending[rng.random(len(ascending)) < share]
    assert places_in(some, ascending, 10_000).tolist() == np.searchsorted(ascending, some).tolist()


@pytest.mark.parametrize("grouped", [[], [4], [4, 4], [-1, -1, 2, 3, 3]])
def test_firsts_are_where_runs_begin(grouped: list[int]) -> None:
    assert firsts(np.array(grouped, np.int64)).tolist() == [
        n for n, value in enumerate(grouped) if not n or grouped[n - 1] != value
    ]
