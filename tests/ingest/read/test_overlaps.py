"""Overlaps: which spans lie over a place; a span ends before its end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.read.overlaps import Overlaps


@pytest.mark.parametrize(
    "spans,at,owners",
    [
        pytest.param([], 0, (), id="no-span"),
        pytest.param([(2, 5, 7)], 1, (), id="before"),
        pytest.param([(2, 5, 7)], 2, (7,), id="first-character"),
        pytest.param([(2, 5, 7)], 4, (7,), id="last-character"),
        pytest.param([(2, 5, 7)], 5, (), id="the-end-is-outside"),
        pytest.param([(2, 5, 7), (5, 8, 3)], 5, (3,), id="neighbours-share-nothing"),
        pytest.param([(0, 9, 3), (2, 5, 1)], 3, (1, 3), id="nested-in-the-order-of-owners"),
        pytest.param([(0, 9, 3), (2, 5, 1)], 6, (3,), id="the-inner-one-is-over"),
        pytest.param([(0, 4, 1), (2, 6, 1)], 5, (1,), id="one-owner-of-two-spans-that-overlap"),
        pytest.param([(0, 4, 1), (0, 4, 2)], 2, (1, 2), id="one-answer-of-two-questions"),
        pytest.param([(3, 3, 1)], 3, (), id="an-empty-span-holds-nothing"),
        pytest.param([(0, 4, 1)], -1, (), id="a-place-before-the-text"),
        pytest.param([(0, 4, 1)], 10**9, (), id="a-place-behind-everything"),
    ],
)
def test_at(spans, at, owners):
    assert Overlaps(spans).at(at) == owners


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 6)), max_size=12)


@settings(max_examples=100, deadline=None)
@given(SPANS, st.integers(-2, 32))
def test_bisection_finds_what_looking_at_every_span_finds(spans, at):
    looked_at = sorted({owner for start, end, owner in spans if start <= at < end})
    assert Overlaps(spans).at(at) == tuple(looked_at)
