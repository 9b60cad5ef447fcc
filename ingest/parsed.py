"""The object `foilog parse` prints for one file. Its keys are a contract: other programs score and consume them."""

from __future__ import annotations

from corpus.records import Citation, Document, Finding, QuestionAnswer, Reading, VendorMention
from ingest.errors import ExtractError, IngestError

Parsed = dict[str, object]


def as_parsed(document: Document, reading: Reading) -> Parsed:
    """Return one file's reading as plain values, in the order a person reads them."""
    return {
        "source": document.source,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "kind": reading.kind,
        "title": reading.title,
        "authority": reading.authority,
        "regime": reading.regime,
        "reference": reading.reference,
        "received_on": reading.received_on,
        "responded_on": reading.responded_on,
        "outcome": reading.outcome,
        "outcomes": list(reading.outcomes),
        "questions": [_question(qa) for qa in reading.questions],
        "citations": [_citation(c) for c in reading.citations if not c.implied],
        "implied": [_citation(c) for c in reading.citations if c.implied],
        "vendors": [_vendor(m) for m in reading.vendors],
        "findings": [_finding(f) for f in document.findings],
        "warnings": [*document.warnings, *reading.warnings],
        "attachments": [_attachment(a) for a in document.attachments],
        "text": reading.text,
    }


def as_error(source: str, error: IngestError) -> Parsed:
    """Return what is printed for a file that cannot be read."""
    kind = error.kind if isinstance(error, ExtractError) else "corrupt"
    return {"source": source, "error": {"kind": kind, "message": str(error)}}


def _question(qa: QuestionAnswer) -> Parsed:
    return {
        "number": qa.number,
        "question": qa.question,
        "answer": qa.answer,
        "outcome": qa.outcome,
        "page": qa.page,
        "start": qa.start,
        "end": qa.end,
    }


def _citation(c: Citation) -> Parsed:
    return {
        "provision": c.provision,
        "law": c.law,
        "section": c.section,
        "title": c.title,
        "status": c.status,
        "zone": c.zone,
        "conditions": list(c.conditions),
        "questions": list(c.questions),
        "page": c.page,
        "start": c.start,
        "end": c.end,
        "text": c.text,
        "evidence": c.evidence,
    }


def _vendor(m: VendorMention) -> Parsed:
    return {
        "vendor": m.vendor,
        "product": m.product,
        "status": m.status,
        "questions": list(m.questions),
        "page": m.page,
        "start": m.start,
        "end": m.end,
        "text": m.text,
        "evidence": m.evidence,
        "listed": m.listed,
        "facts": m.facts,
    }


def _finding(f: Finding) -> Parsed:
    return {"kind": f.kind, "page": f.page, "text_shown": f.text_shown, "action": f.action, "where": f.where}


def _attachment(document: Document) -> Parsed:
    return {
        "source": document.source,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "text": document.text,
        "findings": [_finding(f) for f in document.findings],
        "warnings": list(document.warnings),
    }
