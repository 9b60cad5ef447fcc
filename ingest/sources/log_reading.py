"""A row of a disclosure log as a document and its reading.

What Foilog reads in the text of a row, and what the publisher states in its other columns, are kept apart.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from corpus.records import PAGE_BREAK, Document, Kind, Outcome, Page, QuestionAnswer, Reading
from ingest.extract.clean import clean_text
from ingest.extract.sniff import CSV
from ingest.sources.log_row import LogRow


def row_document(row: LogRow, source: str) -> Document:
    """Return the text of a row as a letter has it: its title, what was asked, what was answered."""
    original = row.original()
    asked = row.request or row.title
    parts = [row.title if row.request else "", f"Request: {asked}" if asked else "", "", ""]
    if row.response:
        parts[2:] = ["Response:", row.response]
    text = clean_text("\n\n".join(part for part in parts if part))
    return Document(
        source, hashlib.sha256(original).hexdigest(), CSV, len(original), (Page(1, text),), {"title": row.title}
    )


def row_reading(row: LogRow, document: Document, reading: Reading, authority: str | None) -> Reading:
    """Return the reading of a row: the answer that its columns are, with the tags found in its text.

    One request of a log is one question unless its text itself numbers several.
    """
    questions = reading.questions
    if len(questions) < 2:
        asked = clean_text(row.request or row.title).replace(PAGE_BREAK, " ")
        answer = clean_text(row.response).replace(PAGE_BREAK, " ")
        start = document.text.find(answer) if answer else document.text.find(asked)
        end = start + len(answer or asked)
        if start < 0:
            start = end = 0
        number = questions[0].number if questions else "1"
        outcome = reading.outcome if row.response else Outcome.UNKNOWN
        questions = (QuestionAnswer(number, asked, answer, outcome, 1, start, end),)
    made = replace(reading, kind=Kind.RESPONSE, title=row.title or reading.title, questions=questions)
    if not row.response:
        made = replace(made, outcome=Outcome.UNKNOWN, outcomes=(Outcome.UNKNOWN,))
    return joined(replace(made, authority=authority or reading.authority), row, first=True)


def joined(reading: Reading, row: LogRow, *, first: bool = False) -> Reading:
    """Return a reading with what a log says where the letter is silent; where `first`, the log's word counts more."""

    def chosen(read: str | None, said: str) -> str | None:
        return (said or read) if first else (read or said or None)

    return replace(
        reading,
        authority=chosen(reading.authority, row.authority),
        reference=chosen(reading.reference, row.reference),
        received_on=chosen(reading.received_on, row.received_on),
        responded_on=chosen(reading.responded_on, row.responded_on),
    )
