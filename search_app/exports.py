"""A search to take away: CSV, JSON or JSON Lines of the whole result, in the order shown, with the evidence."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace

from flask import Blueprint, Response, request

from corpus.evidence import AnswerEvidence, evidence_of
from index.errors import QueryError
from index.request import Hit, SearchRequest
from search_app.errors import problem_response
from search_app.params import Filters, read_filters
from search_app.rows import Row, rows_response
from search_app.search_view import to_problem, to_request
from search_app.stores import current_stores
from search_app.wording import file_kind

blueprint = Blueprint("exports", __name__)

ROWS_A_PAGE = 200
COLUMNS = (
    "disclosure",
    "title",
    "authority",
    "reference",
    "responded_on",
    "outcome",
    "exemptions",
    "vendors",
    "passage",
    "source",
    "url",
    "exemption_evidence",
    "vendor_evidence",
    "formats",
)


@blueprint.get("/search.<any(csv,json,jsonl):form>")
def search_file(form: str) -> Response:
    """Give every row of the search, not only the page shown, in the order shown."""
    filters, problems = read_filters(request.args)
    if problems:
        return problem_response(400, "This search cannot be run", problems[0].message)
    try:
        current_stores().search(
            replace(to_request(filters), page=1, limit=1, facets=())
        )  # a bad one is told before the first row
    except QueryError as error:
        return problem_response(400, "This search cannot be run", to_problem(error).message)
    return rows_response(_rows(filters, request.url_root.rstrip("/")), COLUMNS, form, "foi-answers")


def row_of(hit: Hit, evidence: AnswerEvidence, statuses: tuple[str, ...], root: str) -> Row:
    """Return one result as a row. Evidence of exemptions is that with the citation statuses searched for."""
    values = (
        hit.disclosure,
        hit.title,
        hit.authority,
        hit.reference,
        hit.responded_on,
        str(hit.outcome),
        list(hit.provisions),
        list(hit.vendors),
        text_of(hit.passages[0].html if hit.passages else ""),
        hit.source,
        root + hit.url,
        [f"{provision}: {said}" for provision, status, said in evidence.citations if status in statuses],
        [f"{vendor} ({status}): {said}" for vendor, status, said in evidence.vendors if vendor in hit.vendors],
        list(dict.fromkeys(map(file_kind, evidence.media_types))),
    )
    return dict(zip(COLUMNS, values, strict=True))


def text_of(passage: str) -> str:
    """Return a passage as plain text: its only tags are marks, everything else in it is escaped."""
    return html.unescape(passage.replace("<mark>", "").replace("</mark>", ""))


def _rows(filters: Filters, root: str) -> Iterator[Row]:
    for hits in _pages(to_request(filters)):
        with current_stores().catalogue() as catalogue:
            evidence = evidence_of(catalogue, (hit.disclosure for hit in hits))
        for hit in hits:
            yield row_of(hit, evidence.get(hit.disclosure, AnswerEvidence()), filters.status, root)


def _pages(asked: SearchRequest) -> Iterator[list[Hit]]:
    page, given = 1, 0
    while True:
        result = current_stores().search(replace(asked, page=page, limit=ROWS_A_PAGE, facets=()))
        given += len(result.hits)
        if result.hits:
            yield result.hits
        if not result.hits or given >= result.total:
            return
        page += 1
