"""The API: the same searches and the same parameter names as the pages, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request

from corpus.records import Citation, Disclosure, VendorMention
from index.errors import QueryError
from search_app.errors import problem_response
from search_app.pages import named_files, published, stores
from search_app.params import read_filters
from search_app.search_view import to_problem, to_request

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/search")
def search() -> Response:
    """Answer a search in the shape of `foilog search --json`."""
    filters, problems = read_filters(request.args)
    if problems:
        return _bad(problems)
    try:
        result = stores().search(to_request(filters))
    except QueryError as error:
        return _bad([to_problem(error)])
    return _json(result.as_json())


@blueprint.get("/disclosures/<disclosure_id>")
def disclosure(disclosure_id: str) -> Response:
    """Answer one disclosure in the shape of `foilog parse`, with its files and provenance."""
    return _json(disclosure_json(published(disclosure_id)))


@blueprint.get("/<path:rest>")
def nothing(rest: str) -> Response:
    """Answer any other address under the API as JSON, not as a page."""
    return problem_response(404, "No such resource", "See /help for the addresses of the API.")


def disclosure_json(record: Disclosure) -> dict[str, Any]:
    """Return a disclosure as the API shows it."""
    reading, letter = record.reading, record.documents[0]
    return {
        "disclosure": record.id,
        "url": f"/disclosures/{record.id}",
        "source": letter.source,
        "sha256": letter.sha256,
        "media_type": letter.media_type,
        "kind": str(reading.kind),
        "title": reading.title,
        "authority": reading.authority,
        "regime": reading.regime,
        "reference": reading.reference,
        "received_on": reading.received_on,
        "responded_on": reading.responded_on,
        "outcome": str(reading.outcome),
        "outcomes": [str(outcome) for outcome in reading.outcomes],
        "questions": [
            {"number": q.number, "question": q.question, "answer": q.answer, "outcome": str(q.outcome), "page": q.page}
            for q in reading.questions
        ],
        "citations": [_citation(c) for c in reading.citations],
        "vendors": [_vendor(v) for v in reading.vendors],
        "stated_outcome": record.stated_outcome,
        "stated_exemptions": list(record.stated_exemptions),
        "published_at": record.url,
        "documents": [
            {
                "source": file.item.source,
                "sha256": file.item.sha256,
                "media_type": file.item.media_type,
                "size": file.item.size,
                "in_mail": file.mail,
                "url": f"/disclosures/{record.id}/documents/{file.number}",
            }
            for file in named_files(record)
        ],
        "ingested_at": record.ingested_at,
        "tool_version": record.tool_version,
        "warnings": list(reading.warnings),
    }


def _citation(c: Citation) -> dict[str, Any]:
    return {**asdict(c), "law": str(c.law), "status": str(c.status)}


def _vendor(v: VendorMention) -> dict[str, Any]:
    return {**asdict(v), "status": str(v.status)}


def _bad(problems: list[Any]) -> Response:
    return problem_response(400, "This search cannot be run", problems[0].message, problems)


def _json(body: dict[str, Any]) -> Response:
    return Response(json.dumps(body, ensure_ascii=False) + "\n", content_type="application/json")
