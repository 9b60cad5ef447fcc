"""A disclosure log as a table: which column is what, and what each row says."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files as resources
from itertools import islice

from ingest.errors import ExtractError
from ingest.extract import sniff
from ingest.extract.text import decode
from ingest.extract.workbook import first_sheet
from ingest.sources.log_row import LogRow

MAX_ROWS = 200_000
_HEAD_ROWS = 15  # above a table may stand its title and notes
_FEWEST_COLUMNS = 2
_TELLING = frozenset({"reference", "response", "received_on", "responded_on", "outcome", "exemptions", "url"})
_DATES = (
    "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y",
    "%d %B, %Y", "%Y/%m/%d",
)  # fmt: skip
_MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class Log:
    """The rows of a log by name: their reference where it is their own, else a hash of what they say."""

    rows: dict[str, LogRow]
    warnings: tuple[str, ...] = field(default=())


def read_log(data: bytes, source: str, columns: Mapping[str, str]) -> Log | None:
    """Return the rows of a disclosure log, or None where a table is none.

    Args:
        data: a CSV, TSV or JSON lines file, or a workbook.
        source: what to call it in messages.
        columns: headings that are not known by themselves, and the column each is.

    Raises:
        ExtractError: it is a log, and cannot be read.
    """
    kind = sniff.sniff(data, source)
    table: Iterable[Sequence[str]]
    if kind in (sniff.XLSX, sniff.XLS, sniff.ODS, sniff.XLSB):
        table = first_sheet(data, source, MAX_ROWS)
    elif kind == sniff.CSV:
        table = _csv_rows(decode(data))
    elif data.lstrip()[:1] == b"{" and kind == sniff.TXT:
        table = _json_rows(decode(data))
    else:
        return None
    rows = iter(table)
    # "Question" and "Answer" in a workbook are one letter laid out as a table; a CSV file is never a letter.
    telling = _TELLING if kind in (sniff.CSV, sniff.TXT) else _TELLING - {"response"}
    head = _heading(islice(rows, _HEAD_ROWS), columns, telling)
    if head is None:
        return None
    known, dropped, seen_below = head
    warnings = [f'{source}: column "{name}" seems to name requesters and was left out' for name in sorted(dropped)]
    found: dict[str, LogRow] = {}
    references: dict[str, int] = {}
    made = [row for cells in (*seen_below, *rows) if (row := _row(cells, known)) is not None]
    if len(made) > MAX_ROWS:
        raise ExtractError("too_large", f"{source}: has more than {MAX_ROWS:,} rows. Split it into smaller files.")
    for row in made:
        references[row.reference] = references.get(row.reference, 0) + 1
    for row in made:
        own = row.reference and references[row.reference] == 1
        name = _safe(row.reference) if own else ""
        if not name or name in found:
            name = f"{name or 'row'} {hashlib.sha256(row.original()).hexdigest()[:12]}"
        found[name] = row
    return Log(found, tuple(warnings))


@cache
def _headings() -> tuple[dict[str, str], frozenset[str]]:
    table = tomllib.loads(resources("corpus").joinpath("tables", "log_columns.toml").read_text("utf-8"))
    return (
        {name: column for column, names in table["column"].items() for name in names},
        frozenset(table["requester"]["names"]),
    )


def normalise_heading(text: str) -> str:
    """Return a heading as it is compared: lower case, words divided by one space."""
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold()))


def _heading(
    rows: Iterable[Sequence[str]], columns: Mapping[str, str], telling: frozenset[str]
) -> tuple[dict[int, str], set[str], list[Sequence[str]]] | None:
    """Return which column is what, the headings that were dropped, and the rows looked at below; None for no log."""
    looked = list(rows)
    known_names, requesters = _headings()
    mapped = {normalise_heading(name): column for name, column in columns.items()}
    for number, cells in enumerate(looked):
        known: dict[int, str] = {}
        dropped: set[str] = set()
        for position, cell in enumerate(cells):
            heading = normalise_heading(cell)
            column = mapped.get(heading) or known_names.get(heading)
            if column and column not in known.values():
                known[position] = column
            elif not column and heading in requesters:
                dropped.add(cell.strip())
        named = set(known.values())
        if len(named) >= _FEWEST_COLUMNS and named & {"title", "request", "files"} and named & telling:
            return known, dropped, looked[number + 1 :]
    return None


def _row(cells: Sequence[str], known: Mapping[int, str]) -> LogRow | None:
    values = {column: cells[at].strip() for at, column in known.items() if at < len(cells) and cells[at].strip()}
    if not values.keys() & {"title", "request", "files"}:
        return None
    for column in ("received_on", "responded_on"):
        if column in values:
            values[column] = read_date(values[column])
    return LogRow(**values)


def read_date(text: str) -> str:
    """Return a date as ISO, "" where it is none. Day before month, as the British write it."""
    day = text.strip().partition("T")[0].split(" 00:")[0].strip()
    day = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", day)
    for form in _DATES:
        try:
            return datetime.strptime(day, form).date().isoformat()
        except ValueError:
            continue
    return ""


def _csv_rows(text: str) -> Iterator[Sequence[str]]:
    first = text[:65536].split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        return


def _json_rows(text: str) -> Iterator[Sequence[str]]:
    """Yield JSON lines as a table: the keys of all objects of the first lines, then their values."""
    objects: list[dict[str, object]] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            return
        if not isinstance(value, dict):
            return
        objects.append(value)
        if len(objects) > MAX_ROWS:
            return
    keys = list(dict.fromkeys(key for value in objects for key in value))
    yield keys
    for value in objects:
        yield [_plain(value.get(key)) for key in keys]


def _plain(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(_plain, value))
    return "" if value is None else str(value)


def _safe(reference: str) -> str:
    return re.sub(r"[^\w.-]+", "-", reference).strip("-.")[:_MAX_NAME]
