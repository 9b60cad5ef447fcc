"""A search to take away: CSV of the whole result, and an Atom feed of its newest answers."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

from flask import Blueprint, Response, request, stream_with_context

from index.errors import QueryError
from index.request import Hit, SearchRequest
from search_app.errors import problem_response
from search_app.pages import stores
from search_app.params import Filters, read_filters
from search_app.search_view import to_problem, to_request
from search_app.wording import outcome_label

blueprint = Blueprint("exports", __name__)

ROWS_A_PAGE = 200
MOST_ROWS = 50_000
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
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
ATOM = "http://www.w3.org/2005/Atom"
FEED_ENTRIES = 50
XML_ILLEGAL = {c: None for c in (*range(0x20), 0xFFFE, 0xFFFF) if c not in (0x9, 0xA, 0xD)}


@blueprint.get("/search.csv")
def search_csv() -> Response:
    """Give every row of the search, not only the page shown, in the order shown."""
    filters, problems = read_filters(request.args)
    if problems:
        return problem_response(400, "This search cannot be run", problems[0].message)
    try:
        stores().search(replace(to_request(filters), page=1, limit=1))  # a bad query is told before the first row
    except QueryError as error:
        return problem_response(400, "This search cannot be run", to_problem(error).message)
    response = Response(stream_with_context(_csv_lines(filters)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="foi-answers.csv"'
    return response


@blueprint.get("/feed.atom")
def feed() -> Response:
    """Give the newest answers of a search as an Atom feed (RFC 4287)."""
    filters, problems = read_filters(request.args)
    if problems:
        return problem_response(400, "This search cannot be run", problems[0].message)
    newest = replace(to_request(filters), sort="newest", page=1, limit=FEED_ENTRIES)
    try:
        hits = stores().search(newest).hits
    except QueryError as error:
        return problem_response(400, "This search cannot be run", to_problem(error).message)
    body = ElementTree.tostring(_feed_element(filters, hits), encoding="utf-8", xml_declaration=True)
    return Response(body, content_type="application/atom+xml; charset=utf-8")


def guard(cell: str) -> str:
    """Return a cell that no spreadsheet will run: one that begins like a formula gets an apostrophe before it."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def csv_row(hit: Hit, root: str) -> list[str]:
    """Return one result as the cells of `COLUMNS`. Several values in a cell are joined by "; "."""
    passage = hit.passages[0].html if hit.passages else ""
    cells = (
        hit.disclosure,
        hit.title,
        hit.authority,
        hit.reference,
        hit.responded_on,
        str(hit.outcome),
        "; ".join(hit.provisions),
        "; ".join(hit.vendors),
        _text_of(passage),
        hit.source,
        root + hit.url,
    )
    return [guard(cell or "") for cell in cells]


def _csv_lines(filters: Filters) -> Iterator[str]:
    root = request.url_root.rstrip("/")
    yield "\ufeff" + _line(COLUMNS)  # the mark that makes Excel read UTF-8
    for hit in _every_hit(to_request(filters)):
        yield _line(csv_row(hit, root))


def _every_hit(asked: SearchRequest) -> Iterator[Hit]:
    page, given = 1, 0
    while given < MOST_ROWS:
        result = stores().search(replace(asked, page=page, limit=ROWS_A_PAGE))
        yield from result.hits
        given += len(result.hits)
        if not result.hits or given >= result.total:
            return
        page += 1


def _line(cells: tuple[str, ...] | list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _text_of(passage: str) -> str:
    """Return a passage as plain text: its only tags are marks, everything else in it is escaped."""
    return html.unescape(passage.replace("<mark>", "").replace("</mark>", ""))


def _feed_element(filters: Filters, hits: list[Hit]) -> ElementTree.Element:
    root = request.url_root.rstrip("/")
    ElementTree.register_namespace("", ATOM)
    feed_element = ElementTree.Element(f"{{{ATOM}}}feed")
    about = f"‘{filters.query}’" if filters.query else "all answers"
    _add(feed_element, "title", f"Foilog: {about}")
    _add(feed_element, "id", root + filters.address("/feed.atom"))
    _add(feed_element, "updated", _moment(max((h.responded_on or "" for h in hits), default="")))
    author = _add(feed_element, "author", "")
    _add(author, "name", "Foilog")
    _add(feed_element, "link", "", rel="self", type="application/atom+xml", href=root + filters.address("/feed.atom"))
    _add(feed_element, "link", "", rel="alternate", type="text/html", href=root + filters.address())
    for hit in hits:
        _add_entry(feed_element, hit, root)
    return feed_element


def _add_entry(parent: ElementTree.Element, hit: Hit, root: str) -> None:
    entry = _add(parent, "entry", "")
    _add(entry, "title", hit.title or hit.reference or "Answer to a request")
    page = root + hit.url.partition("#")[0]
    _add(entry, "id", page)
    _add(entry, "link", "", rel="alternate", type="text/html", href=page)
    _add(entry, "updated", _moment(hit.responded_on or ""))
    author = _add(entry, "author", "")
    _add(author, "name", hit.authority or "Authority not named")
    passage = f" {_text_of(hit.passages[0].html)}" if hit.passages else ""
    _add(entry, "summary", f"{outcome_label(str(hit.outcome))}.{passage}")


def _add(parent: ElementTree.Element, tag: str, text: str, **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
    if text:
        element.text = text.translate(XML_ILLEGAL)
    return element


def _moment(day: str) -> str:
    """Return an Atom date. An answer without a date counts as the epoch, so that it never looks new."""
    try:
        return datetime.fromisoformat(day[:10]).replace(tzinfo=UTC).isoformat()
    except ValueError:
        return datetime.fromtimestamp(0, UTC).isoformat()
