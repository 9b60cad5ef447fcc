"""Addresses in, filters out, and back."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from search_app.params import read_day, read_filters


def filters_of(query_string):
    return read_filters(MultiDict(parse_qsl(query_string, keep_blank_values=True)))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        pytest.param("2023", "2023-01-01", "2023-12-31", id="a year"),
        pytest.param("03/2023", "2023-03-01", "2023-03-31", id="a month"),
        pytest.param("3 2023", "2023-03-01", "2023-03-31", id="a month with a space"),
        pytest.param("2024-02", "2024-02-01", "2024-02-29", id="an ISO month in a leap year"),
        pytest.param("1/3/2023", "2023-03-01", "2023-03-01", id="the day comes first here"),
        pytest.param("01.03.2023", "2023-03-01", "2023-03-01", id="dots"),
        pytest.param("2023-03-01", "2023-03-01", "2023-03-01", id="ISO"),
        pytest.param("13/2023", None, None, id="no month 13"),
        pytest.param("30/2/2023", None, None, id="no 30 February"),
        pytest.param("0/2023", None, None, id="no month 0"),
        pytest.param("0000", None, None, id="no year 0"),
        pytest.param("23", None, None, id="two digits say nothing"),
        pytest.param("٢٠٢٣", None, None, id="digits of another script"),
        pytest.param("last year", None, None, id="words"),
    ],
)
def test_read_day(typed, first, last):
    assert (read_day(typed, last=False), read_day(typed, last=True)) == (first, last)


@pytest.mark.parametrize(
    ("query_string", "field"),
    [
        ("from=soon", "from"), ("to=32/1/2020", "to"), ("from=2025&to=2024", "to"), ("sort=best", "sort"),
        ("page=-1", "page"), ("page=1e3", "page"), ("page=²", "page"), ("limit=0", "limit"), ("limit=101", "limit"),
        ("citation_status=denied", "citation_status"), ("law=foia&" * 21, "law"),
        ("citation_status=applied&" * 21, "citation_status"), ("q=" + "word " * 80, "q"),
    ],
)  # fmt: skip
def test_bad_value_is_reported_and_left_out(query_string, field):
    filters, problems = filters_of(query_string)
    assert [problem.field for problem in problems] == [field]
    assert filters.page == 1
    assert len(filters.query) <= 300


@pytest.mark.parametrize(
    "query_string",
    [
        "q=parking+%22agency+staff%22&exemption=foia-40&exemption=foia-31-1-a&outcome=refused&sort=newest",
        "q=a%26b%3Dc&vendor=Idox+%26+Co&from=2023&to=03%2F2024&citation_status=mentioned&limit=50",
    ],
)
def test_address_gives_the_same_search_back(query_string):
    filters, problems = filters_of(query_string)
    assert not problems
    assert filters.address() == f"/search?{query_string}"


@given(
    st.lists(
        st.tuples(st.sampled_from(["q", "vendor", "from", "to", "sort", "page", "limit", "x"]), st.text(max_size=30))
    )
)
def test_an_address_is_its_own_permalink(pairs):
    filters, _ = read_filters(MultiDict(pairs))
    again, problems = filters_of(filters.address().partition("?")[2])
    assert not problems
    assert again.address() == filters.address()
