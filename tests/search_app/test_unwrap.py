"""Line breaks of a page that was full: joined where a sentence goes on, kept where in doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.unwrap import unwrap

LONG = "The Council holds the contract with the supplier until March and"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{LONG}\nmay extend it by a year.", f"{LONG} may extend it by a year."),
        (f"{LONG} under section\n31(1)(a) of the Act.", f"{LONG} under section 31(1)(a) of the Act."),
        (f"{LONG}\nthere was room here\nso this was wanted", f"{LONG} there was room here\nso this was wanted"),
        (f"{LONG},\nParking and Highways", f"{LONG}, Parking and Highways"),
    ],
)
def test_a_sentence_is_joined(text, expected):
    assert unwrap(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "short lines\nof an address\nstay lines",
        f"{LONG[:-4]}.\nAnother paragraph begins here.",
        f"{LONG}\n- may extend it",
        f"{LONG}\n(a) one year",
        f"{LONG}\n2. one year",
        f"{LONG}\nq2 is refused",
        f"{LONG}\n\nmay extend it",
        f"{LONG}\nsupplier\tsince 2021",
        f"{LONG[:-4]}\nHead of Service",
    ],
)
def test_a_break_that_may_be_meant_is_kept(text):
    assert unwrap(text) == text


@given(st.text(alphabet="ab .\n\t\f-1(,", max_size=400))
def test_offsets_stay(text):
    made = unwrap(text)
    assert len(made) == len(text)
    assert made.replace("\n", " ") == text.replace("\n", " ")
