"""Records to catalogue rows and back. `disclosure_from(rows_of(d)) == d`, tested on everything the samples hold."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from corpus.records import (
    Citation,
    CitationStatus,
    Disclosure,
    Document,
    Finding,
    Kind,
    Law,
    Outcome,
    Page,
    QuestionAnswer,
    Reading,
    State,
    VendorMention,
    VendorStatus,
)

Row = tuple[object, ...]


def to_json(value: Sequence[str] | dict[str, str]) -> str:
    """Return a list or an object as JSON that reads well in a table."""
    return json.dumps(value, ensure_ascii=False)


def strings(text: str) -> tuple[str, ...]:
    """Return a stored JSON list."""
    return tuple(json.loads(text))


def disclosure_row(disclosure: Disclosure, revision: int) -> dict[str, object]:
    """Return the columns of table `disclosures`."""
    reading, letter = disclosure.reading, disclosure.documents[0]
    return {
        "id": disclosure.id,
        "revision": revision,
        "state": disclosure.state,
        "kind": reading.kind,
        "authority": reading.authority,
        "regime": reading.regime,
        "reference": reading.reference,
        "title": reading.title,
        "received_on": reading.received_on,
        "responded_on": reading.responded_on,
        "outcome": reading.outcome,
        "outcomes": to_json(reading.outcomes),
        "stated_outcome": disclosure.stated_outcome,
        "stated_exemptions": to_json(disclosure.stated_exemptions),
        "url": disclosure.url,
        "source": letter.source,
        "sha256": letter.sha256,
        "warnings": to_json(reading.warnings),
        "ingested_at": disclosure.ingested_at,
        "tool_version": disclosure.tool_version,
        "text": reading.text,
    }


def question_rows(disclosure: Disclosure) -> Iterator[Row]:
    """Yield the rows of table `questions`."""
    for position, qa in enumerate(disclosure.reading.questions):
        yield disclosure.id, position, qa.number, qa.question, qa.answer, qa.outcome, qa.page, qa.start, qa.end


def citation_rows(disclosure: Disclosure) -> Iterator[Row]:
    """Yield the rows of table `citations`."""
    for position, c in enumerate(disclosure.reading.citations):
        named = (c.provision, c.law, c.section, c.title, c.status, c.zone, to_json(c.conditions), to_json(c.questions))
        yield disclosure.id, position, *named, c.page, c.start, c.end, c.text, c.evidence, int(c.implied)


def mention_rows(disclosure: Disclosure) -> Iterator[Row]:
    """Yield the rows of table `mentions`."""
    for position, m in enumerate(disclosure.reading.vendors):
        named = (m.vendor, m.product, m.status, to_json(m.questions), m.page, m.start, m.end, m.text, m.evidence)
        yield disclosure.id, position, *named, int(m.listed), to_json(m.facts)


def flatten(documents: Iterable[Document]) -> list[tuple[int, int | None, Document]]:
    """Return (position, position of the e-mail it hung on, document), attachments right after their mail."""
    flat: list[tuple[int, int | None, Document]] = []

    def add(document: Document, parent: int | None) -> None:
        position = len(flat)
        flat.append((position, parent, document))
        for attachment in document.attachments:
            add(attachment, position)

    for document in documents:
        add(document, None)
    return flat


def document_rows(disclosure: Disclosure) -> Iterator[Row]:
    """Yield the rows of table `documents`."""
    for position, parent, d in flatten(disclosure.documents):
        kept = (d.source, d.sha256, d.media_type, d.size, to_json(d.headers), to_json(d.warnings))
        yield disclosure.id, position, parent, *kept


def page_rows(disclosure: Disclosure) -> Iterator[Row]:
    """Yield the rows of table `pages`."""
    for document, _, record in flatten(disclosure.documents):
        for position, page in enumerate(record.pages):
            yield disclosure.id, document, position, page.number, page.name, page.text


def finding_rows(disclosure: Disclosure) -> Iterator[Row]:
    """Yield the rows of table `findings`."""
    for document, _, record in flatten(disclosure.documents):
        for position, f in enumerate(record.findings):
            yield disclosure.id, document, position, f.kind, f.page, f.text_shown, f.action, f.where


def reading_from(
    row: sqlite3.Row, questions: list[sqlite3.Row], citations: list[sqlite3.Row], mentions: list[sqlite3.Row]
) -> Reading:
    """Return the reading a disclosure row and its children hold."""
    return Reading(
        kind=Kind(row["kind"]),
        title=row["title"],
        text=row["text"],
        authority=row["authority"],
        regime=row["regime"],
        reference=row["reference"],
        received_on=row["received_on"],
        responded_on=row["responded_on"],
        outcome=Outcome(row["outcome"]),
        outcomes=tuple(Outcome(outcome) for outcome in strings(row["outcomes"])),
        questions=tuple(_question(r) for r in questions),
        citations=tuple(_citation(r) for r in citations),
        vendors=tuple(_mention(r) for r in mentions),
        warnings=strings(row["warnings"]),
    )


def disclosure_from(row: sqlite3.Row, documents: tuple[Document, ...], reading: Reading) -> Disclosure:
    """Return the disclosure a row of `disclosures` stands for."""
    return Disclosure(
        id=row["id"],
        state=State(row["state"]),
        documents=documents,
        reading=reading,
        stated_outcome=row["stated_outcome"],
        stated_exemptions=strings(row["stated_exemptions"]),
        url=row["url"],
        ingested_at=row["ingested_at"],
        tool_version=row["tool_version"],
    )


def documents_from(
    documents: list[sqlite3.Row], pages: list[sqlite3.Row], findings: list[sqlite3.Row]
) -> tuple[Document, ...]:
    """Return the documents of one disclosure, attachments back on their mails."""
    built: dict[int, list[Document]] = {}
    top: list[Document] = []
    for row in reversed(documents):  # an attachment has a higher position than its mail
        position = row["position"]
        document = Document(
            source=row["source"],
            sha256=row["sha256"],
            media_type=row["media_type"],
            size=row["size"],
            pages=tuple(Page(p["number"], p["text"], p["name"]) for p in pages if p["document"] == position),
            headers=json.loads(row["headers"]),
            warnings=strings(row["warnings"]),
            findings=tuple(_finding(f) for f in findings if f["document"] == position),
            attachments=tuple(reversed(built.get(position, []))),
        )
        (top if row["parent"] is None else built.setdefault(row["parent"], [])).append(document)
    return tuple(reversed(top))


def _question(row: sqlite3.Row) -> QuestionAnswer:
    return QuestionAnswer(
        row["number"],
        row["question"],
        row["answer"],
        Outcome(row["outcome"]),
        row["page"],
        row["start_offset"],
        row["end_offset"],
    )


def _citation(row: sqlite3.Row) -> Citation:
    return Citation(
        provision=row["provision"],
        law=Law(row["law"]),
        section=row["section"],
        title=row["title"],
        status=CitationStatus(row["status"]),
        zone=row["zone"],
        conditions=strings(row["conditions"]),
        questions=strings(row["questions"]),
        page=row["page"],
        start=row["start_offset"],
        end=row["end_offset"],
        text=row["text"],
        evidence=row["evidence"],
        implied=bool(row["implied"]),
    )


def _mention(row: sqlite3.Row) -> VendorMention:
    return VendorMention(
        vendor=row["vendor"],
        product=row["product"],
        status=VendorStatus(row["status"]),
        questions=strings(row["questions"]),
        page=row["page"],
        start=row["start_offset"],
        end=row["end_offset"],
        text=row["text"],
        evidence=row["evidence"],
        listed=bool(row["listed"]),
        facts=json.loads(row["facts"]),
    )


def _finding(row: sqlite3.Row) -> Finding:
    return Finding(row["kind"], row["page"], row["text_shown"], row["action"], row["found_in"])
