"""Positions are decoded once for each record, and what is kept of them stays within its bound."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Disclosure
from index.build import update_index
from index.positions import PositionCache, Positions
from index.search import SearchIndex, SearchRequest
from index.snapshot import Snapshot


def stored(ordinal: int) -> list[int]:
    """Return the made-up positions in one record: more in higher ones, none twice."""
    return [ordinal * 10 + n for n in range(ordinal % 4 + 1)]


class Decoder:
    """Gives the made-up positions and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, ordinals: Any) -> Positions:
        self.asked += ordinals.tolist()
        found = [stored(n) for n in ordinals.tolist()]
        return Positions(np.array([len(f) for f in found], np.int64), np.array([*chain.from_iterable(found)], np.int64))


asks = st.lists(st.sets(st.integers(0, 30), min_size=1), min_size=1, max_size=6)


@given(asks, st.sampled_from([0, 300, 1_000_000]))
def test_any_order_of_asking_gives_what_is_stored(asked: list[set[int]], limit: int) -> None:
    cache, decode = PositionCache(limit), Decoder()
    for number, wanted in enumerate(asked):
        ordinals = np.array(sorted(wanted), np.int64)
        counts, flat = cache.get(("body", f"word{number % 2}"), ordinals, decode)
        expected = [stored(n) for n in sorted(wanted)]
        assert counts.tolist() == [len(one) for one in expected]
        assert flat.tolist() == [*chain.from_iterable(expected)]
        assert 0 <= cache.nbytes <= limit


@given(asks)
def test_no_record_is_decoded_twice(asked: list[set[int]]) -> None:
    cache, decode = PositionCache(1_000_000), Decoder()
    for wanted in asked:
        cache.get(("body", "word"), np.array(sorted(wanted), np.int64), decode)
    assert sorted(decode.asked) == sorted(set.union(*asked))


def test_the_second_phrase_decodes_nothing(
    catalogue: Any, make: Callable[..., Disclosure], index_path: Any, monkeypatch: Any
) -> None:
    for n in range(5):
        catalogue.put(
            make(f"d{n}", "Bins", [("How many?", f"{n} missed bins and bins missed {'missed bins' * (n % 2)}")])
        )
    update_index(catalogue, index_path)
    index = SearchIndex.open(index_path)
    first = index.search(SearchRequest('"bins missed"'))
    assert first.total == 5
    decoded: list[str] = []
    plain = Snapshot._decode_positions
    monkeypatch.setattr(Snapshot, "_decode_positions", lambda *args: (decoded.append(args[2]), plain(*args))[1])
    assert index.search(SearchRequest('"bins missed"')).as_json() == first.as_json()
    assert index.search(SearchRequest('"missed bins"')).total == 5
    assert decoded == []
