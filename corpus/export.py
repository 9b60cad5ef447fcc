"""Everything published as flat rows: one for each question-answer and exemption, or one for each vendor named.

A row carries its evidence, so that it can be checked without the letter. Held and withdrawn disclosures are left out.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain
from typing import IO

from corpus.catalogue import Catalogue
from corpus.records import Citation, Disclosure, QuestionAnswer

Row = dict[str, str | int | None]

LETTER = (
    "disclosure",
    "source",
    "authority",
    "regime",
    "reference",
    "title",
    "received_on",
    "responded_on",
    "outcome",
    "url",
)
ANSWER = ("question_number", "question", "answer", "question_outcome", "page")
CITATION = ("provision", "law", "section", "provision_title", "status", "citation_page", "evidence")
VENDOR = ("vendor", "product", "status", "question_number", "page", "evidence")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "'")


class Rows(StrEnum):
    """What one exported row stands for."""

    ANSWERS = "answers"
    VENDORS = "vendors"


COLUMNS = {Rows.ANSWERS: (*LETTER, *ANSWER, *CITATION), Rows.VENDORS: (*LETTER, *VENDOR)}


def export_rows(catalogue: Catalogue, rows: Rows = Rows.ANSWERS) -> Iterator[Row]:
    """Yield the rows of every published disclosure, by id and in reading order."""
    make = answer_rows if rows is Rows.ANSWERS else vendor_rows
    return chain.from_iterable(make(disclosure) for disclosure in catalogue.iter_disclosures())


def answer_rows(disclosure: Disclosure) -> Iterator[Row]:
    """Yield a row for each question-answer and each provision named for it.

    A question with no provision has one row; so has a provision tied to no question, and a letter with neither.
    """
    head, reading = _letter(disclosure), disclosure.reading
    numbers = {qa.number for qa in reading.questions}
    by_number = [c for c in reading.citations if not c.implied]
    count = 0
    for qa in reading.questions:
        cited: list[Citation | None] = [c for c in by_number if qa.number in c.questions]
        for citation in cited or [None]:
            count += 1
            yield {**head, **_answer(qa), **_citation(citation)}
    for citation in by_number:
        if not numbers & set(citation.questions):
            count += 1
            yield {**head, **_answer(None), **_citation(citation)}
    if not count:
        yield {**head, **_answer(None), **_citation(None)}


def vendor_rows(disclosure: Disclosure) -> Iterator[Row]:
    """Yield a row for each vendor named and each question it was named in."""
    head = _letter(disclosure)
    for mention in disclosure.reading.vendors:
        for number in mention.questions or (None,):
            values = (mention.vendor, mention.product, mention.status, number, mention.page, mention.evidence)
            yield {**head, **dict(zip(VENDOR, values, strict=True))}


def write_csv(rows: Iterable[Row], columns: Iterable[str], out: IO[str]) -> int:
    """Write rows as CSV that no spreadsheet runs as a formula, and return how many there were.

    A cell that starts with = + - @, a tab, a carriage return or an apostrophe gets an apostrophe in front. Taking one
    leading apostrophe off gives back exactly what was there.
    """
    writer = csv.DictWriter(out, list(columns), lineterminator="\n")
    writer.writeheader()
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - it is the result
        writer.writerow({key: guarded(value) for key, value in row.items()})
    return count


def write_jsonl(rows: Iterable[Row], out: IO[str]) -> int:
    """Write rows as one JSON object a line, and return how many there were."""
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - it is the result
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return count


def guarded(value: str | int | None) -> str | int | None:
    """Return a cell that a spreadsheet shows and never runs."""
    if isinstance(value, str):
        return "'" + value if value.startswith(FORMULA_STARTS) else str(value)
    return value


def _letter(disclosure: Disclosure) -> Row:
    reading = disclosure.reading
    values = (
        disclosure.id,
        disclosure.documents[0].source,
        reading.authority,
        reading.regime,
        reading.reference,
        reading.title,
        reading.received_on,
        reading.responded_on,
        reading.outcome,
        disclosure.url,
    )
    return dict(zip(LETTER, values, strict=True))


def _answer(qa: QuestionAnswer | None) -> Row:
    values = (qa.number, qa.question, qa.answer, qa.outcome, qa.page) if qa else (None,) * len(ANSWER)
    return dict(zip(ANSWER, values, strict=True))


def _citation(c: Citation | None) -> Row:
    values = (c.provision, c.law, c.section, c.title, c.status, c.page, c.evidence) if c else (None,) * len(CITATION)
    return dict(zip(CITATION, values, strict=True))
