"""Working days, checked against a calendar by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.working_days import bank_holidays, working_days


@pytest.mark.parametrize(
    ("received_on", "responded_on", "law", "expected"),
    [
        pytest.param("2025-07-01", "2025-07-01", "foia", 0, id="the same day"),
        pytest.param("2025-07-01", "2025-07-02", "foia", 1, id="the next day is the first"),
        pytest.param("2025-07-04", "2025-07-07", "foia", 1, id="Friday to Monday"),
        pytest.param("2025-07-05", "2025-07-06", "foia", 0, id="within a weekend"),
        pytest.param("2025-06-02", "2025-06-30", "foia", 20, id="four weeks without a holiday: the limit"),
        pytest.param("2025-07-11", "2025-07-15", "foia", 1, id="Northern Ireland's holiday counts for all under FOIA"),
        pytest.param("2025-07-11", "2025-07-15", "eir", 1, id="and under the EIR"),
        pytest.param("2025-07-11", "2025-07-15", "foisa", 2, id="and not under Scotland's law"),
        pytest.param("2025-07-11", "2025-07-15", "eisr", 2, id="nor its regulations"),
        pytest.param("2024-12-24", "2025-01-02", "foisa", 3, id="Scotland's second of January"),
        pytest.param("2025-07-02", "2025-07-01", "foia", None, id="answered before it was asked"),
        pytest.param(None, "2025-07-01", "foia", None, id="no date of receipt"),
        pytest.param("2025-07-01", None, "foia", None, id="no date of the answer"),
        pytest.param("July 2025", "2025-07-01", "foia", None, id="no date at all"),
        pytest.param("2005-01-10", "2005-01-20", "foia", None, id="before the table of holidays"),
        pytest.param("2035-01-10", "2035-01-20", "foia", None, id="after it"),
    ],
)
def test_working_days(received_on, responded_on, law, expected):
    assert working_days(received_on, responded_on, law) == expected


def test_the_table_has_every_year_and_the_divisions_differ():
    assert {day.year for day in bank_holidays()} == set(range(2012, 2029))
    assert date(2025, 7, 14) in bank_holidays("northern-ireland") - bank_holidays("scotland")
    assert bank_holidays("england-and-wales") < bank_holidays()


@given(st.dates(date(2012, 1, 1), date(2028, 12, 1)), st.integers(0, 27), st.sampled_from(["foia", "foisa"]))
def test_days_add_up(first, gap, law):
    middle = date.fromordinal(first.toordinal() + gap)
    last = date.fromordinal(min(middle.toordinal() + gap, date(2028, 12, 31).toordinal()))
    whole = working_days(first.isoformat(), last.isoformat(), law)
    parts = (
        working_days(first.isoformat(), middle.isoformat(), law),
        working_days(middle.isoformat(), last.isoformat(), law),
    )
    assert whole == sum(parts)
    assert 0 <= whole <= (last - first).days
