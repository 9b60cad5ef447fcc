"""Tables about people: one row a person, or one row a home. The shape that the gravest breaches had."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.checks import person_columns
from corpus.records import CELL_BREAK, Finding, Page
from ingest.safety.found import finding

_MANY_ROWS = 20
_MANY_HOMES = 5
_MAX_HEADING = 40  # characters
_COUNTED = re.compile(r"\b(?:count|number of|total|headcount|no\. of|fte|average|mean|median|%)", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b")
_HOUSE = re.compile(
    r"\b(?:flat\s+)?\d{1,4}[A-Za-z]?,?\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,3}\s+"
    r"(?:Road|Rd|Street|St|Avenue|Ave|Lane|Close|Drive|Way|Crescent|Gardens|Terrace|Place|Court|Grove|Hill|Walk|Rise)\b"
)


def find_people(page: Page) -> Iterator[Finding]:
    """Yield what a page tells of people row by row."""
    where = f"sheet {page.name}" if page.name else ""
    lines = page.text.split("\n")
    for number, line in enumerate(lines):
        columns = _columns(line.split(CELL_BREAK))
        if columns and (rows := _rows(lines[number + 1 :])) > _MANY_ROWS:
            yield finding("person_table", page.number, f"{rows} rows headed {', '.join(columns)}", where)
            break
    if len(set(_POSTCODE.findall(page.text))) < _MANY_HOMES:  # most pages, and houses take longer to look for
        return
    homes = {match.group() for line in lines if _HOUSE.search(line) for match in _POSTCODE.finditer(line)}
    if len(homes) >= _MANY_HOMES:
        yield finding("home_address", page.number, f"{len(homes)} postcodes with house numbers", where)


def _columns(cells: Sequence[str]) -> list[str]:
    """Return what kinds of personal data a row of headings announces; [] where it is no such row."""
    if len(cells) < 2 or any(_COUNTED.search(cell) for cell in cells):
        return []
    kinds = {
        column.id: column.identifies
        for cell in cells
        if len(cell) <= _MAX_HEADING
        for column in person_columns()
        if column.pattern.fullmatch(cell.strip())
    }
    return list(kinds) if len(kinds) >= 2 and any(kinds.values()) else []


def _rows(lines: Sequence[str]) -> int:
    """Return how many rows of two cells or more follow one another, blank lines apart."""
    count = 0
    for line in lines:
        if CELL_BREAK in line:
            count += 1
        elif line.strip():
            break
    return count
