"""Dates as people write them, as the first and last day they cover."""

from __future__ import annotations

import calendar
import re
from datetime import date

from index.errors import QueryError

EXAMPLES = "2021, 2021-06, 06/2021 or 1/6/2021"
_MONTHS = {
    name.casefold(): n for names in (calendar.month_name, calendar.month_abbr) for n, name in enumerate(names) if name
}
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})",
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})",
        r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)? )?(?P<name>[a-z]{3,9}) (?P<year>\d{4})",
    )
)


def parse_date(text: str, field: str) -> tuple[int, int] | None:
    """Return the first and last day that `text` covers, as yyyymmdd; None for "". "2021-06" gives 20210601, 20210630.

    Days come before months: 1/6/2021 is the first of June.

    Raises:
        QueryError: it is no date, or one that never was. `field` is named in it.
    """
    text = " ".join(text.casefold().split())
    if not text:
        return None
    match = next((m for form in _FORMS if (m := form.fullmatch(text))), None)
    parts = match.groupdict() if match else {}
    month_text = parts.get("month") or _MONTHS.get(parts.get("name") or "")
    if match is None or (parts.get("name") and month_text is None):
        raise QueryError(f"'{text[:40]}' is not a date: write {EXAMPLES}", field)
    year, month, day = int(parts["year"]), int(month_text or 0), int(parts.get("day") or 0)
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except ValueError as error:
        raise QueryError(f"'{text[:40]}' is not a day of the calendar: write {EXAMPLES}", field) from error
    return int(first.strftime("%Y%m%d")), int(last.strftime("%Y%m%d"))
