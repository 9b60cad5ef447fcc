"""CSV and TSV: each record a line, its cells divided by tabs."""

from __future__ import annotations

import csv
import io

from corpus.records import Page
from ingest.errors import ExtractError
from ingest.extract.clean import clean_text
from ingest.extract.content import Content, check_length
from ingest.extract.rows import row_lines
from ingest.extract.text import decode

_SAMPLE = 64 * 1024


def read(data: bytes, source: str, depth: int) -> Content:
    """Return the records of a delimited file as one page."""
    text = decode(data)
    check_length(len(text), source)
    delimiter = max(",;\t|", key=text[:_SAMPLE].split("\n", 1)[0].count)
    lines: list[str] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            lines += row_lines([cell.splitlines() for cell in record])
    except csv.Error as error:
        message = f"{source}: cannot be read as a table, line {len(lines) + 1} ({error}). Save it again as CSV."
        raise ExtractError("corrupt", message) from error
    return Content((Page(1, clean_text("\n".join(lines))),))
