"""A list to take away: the same rows as CSV, JSON or JSON Lines, written as they are read, a piece at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from flask import Response, current_app, stream_with_context

from corpus.export import guarded

Row = dict[str, Any]  # a value is text, a number, None, or a list of texts

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl; charset=utf-8",
}
LIST_SEPARATOR = "; "


def rows_response(rows: Iterable[Row], columns: Sequence[str], form: str, name: str) -> Response:
    """Return rows as a download called `name` in one of `FORMS`. CSV joins a list by "; " and guards formulas."""
    write: Callable[[Iterable[Row], Sequence[str]], Iterator[str]] = {
        "csv": csv_pieces,
        "json": json_pieces,
        "jsonl": jsonl_pieces,
    }[form]
    response = Response(stream_with_context(_alive(write(rows, columns))), content_type=FORMS[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def csv_pieces(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    """Yield CSV line by line, after the mark that makes Excel read UTF-8."""
    yield "\ufeff" + _line(columns)
    for row in rows:
        yield _line([_cell(row.get(column)) for column in columns])


def json_pieces(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    """Yield one JSON array, an object at a time."""
    before = "[\n"
    for row in rows:
        yield before + _object(row, columns)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def jsonl_pieces(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    """Yield one JSON object a line."""
    return (_object(row, columns) + "\n" for row in rows)


def _object(row: Row, columns: Sequence[str]) -> str:
    return json.dumps({column: row.get(column) for column in columns}, ensure_ascii=False)


def _cell(value: Any) -> str:
    text = LIST_SEPARATOR.join(value) if isinstance(value, list | tuple) else "" if value is None else str(value)
    return str(guarded(text)) if isinstance(value, list | tuple | str) else text


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _alive(pieces: Iterator[str]) -> Iterator[str]:
    """Yield the pieces, telling the server with each that this worker is not stuck: a download may take its time."""
    tell = current_app.extensions.get("worker_alive")
    for piece in pieces:
        if tell:
            tell()
        yield piece
