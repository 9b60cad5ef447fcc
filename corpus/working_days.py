"""Working days, as the access laws count them.

FOIA s.10(6) and, through it, the EIR leave out every day that is a bank holiday anywhere in the United Kingdom; FOISA
s.73 and the EI(S)R leave out Scotland's. The limit is the twentieth working day after the day of receipt.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from corpus.records import Law
from corpus.table import read_table

FILE = "bank_holidays.csv"
COLUMNS = ("day", "name", "divisions")
DIVISIONS = ("england-and-wales", "scotland", "northern-ireland")
LIMIT = 20  # working days: FOIA s.10(1), FOISA s.10(1), EIR reg 5(2), EI(S)R reg 5(2)(a)

_SATURDAY = 5


def working_days(received_on: str | None, responded_on: str | None, law: str | None) -> int | None:
    """Return how many working days after `received_on` the answer came: 0 for the same day.

    None where a day is missing, is no date, the answer is dated before the request, or a day lies outside the table of
    bank holidays (2012 to 2028).
    """
    try:
        first, last = date.fromisoformat(received_on or ""), date.fromisoformat(responded_on or "")
    except ValueError:
        return None
    start, counted = _calendar("scotland" if law in (Law.FOISA, Law.EISR) else "")
    if not start <= first <= last < start + timedelta(days=len(counted)):
        return None
    return counted[(last - start).days] - counted[(first - start).days]


@cache
def bank_holidays(division: str = "") -> frozenset[date]:
    """Return the bank holidays of one of `DIVISIONS`, or of any of them.

    Raises:
        TableError: a row breaks a rule.
    """
    days = set()
    for row in read_table(FILE, COLUMNS):
        held_in = row.many("divisions")
        if not held_in or set(held_in) - set(DIVISIONS):
            raise row.error(f"'divisions' is '{row['divisions']}'; use {', '.join(DIVISIONS)}")
        if not division or division in held_in:
            days.add(date.fromisoformat(row.required("day")))
    return frozenset(days)


@cache
def _calendar(division: str) -> tuple[date, list[int]]:
    """Return the first day of the calendar, and for each day from it how many working days there were so far."""
    every = bank_holidays()
    start, end = date(min(every).year, 1, 1), date(max(every).year, 12, 31)
    off = bank_holidays(division)
    counted, total = [], 0
    for step in range((end - start).days + 1):
        day = start + timedelta(days=step)
        total += day.weekday() < _SATURDAY and day not in off
        counted.append(total)
    return start, counted
