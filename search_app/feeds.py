"""An Atom feed (RFC 4287) of the newest answers of any search."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

from flask import Blueprint, Response, request

from index.errors import QueryError
from index.request import Hit
from search_app.errors import problem_response
from search_app.exports import text_of
from search_app.params import Filters, read_filters
from search_app.search_view import to_problem, to_request
from search_app.stores import current_stores
from search_app.wording import outcome_label

blueprint = Blueprint("feeds", __name__)

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES = 50
XML_ILLEGAL = {c: None for c in (*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF) if c not in (0x9, 0xA, 0xD)}


@blueprint.get("/feed.atom")
def feed() -> Response:
    """Give the newest answers of a search."""
    filters, problems = read_filters(request.args)
    if problems:
        return problem_response(400, "This search cannot be run", problems[0].message)
    newest = replace(to_request(filters), sort="newest", page=1, limit=ENTRIES, facets=())
    try:
        hits = current_stores().search(newest).hits
    except QueryError as error:
        return problem_response(400, "This search cannot be run", to_problem(error).message)
    body = ElementTree.tostring(_feed(filters, hits), encoding="utf-8", xml_declaration=True)
    return Response(body, content_type="application/atom+xml; charset=utf-8")


def _feed(filters: Filters, hits: list[Hit]) -> ElementTree.Element:
    root = request.url_root.rstrip("/")
    ElementTree.register_namespace("", ATOM)
    element = ElementTree.Element(f"{{{ATOM}}}feed")
    about = f"‘{filters.query}’" if filters.query else "all answers"
    _add(element, "title", f"Foilog: {about}")
    _add(element, "id", root + filters.address("/feed.atom"))
    _add(element, "updated", _moment(max((h.responded_on or "" for h in hits), default="")))
    author = _add(element, "author", "")
    _add(author, "name", "Foilog")
    _add(element, "link", "", rel="self", type="application/atom+xml", href=root + filters.address("/feed.atom"))
    _add(element, "link", "", rel="alternate", type="text/html", href=root + filters.address())
    for hit in hits:
        _add_entry(element, hit, root)
    return element


def _add_entry(parent: ElementTree.Element, hit: Hit, root: str) -> None:
    entry = _add(parent, "entry", "")
    _add(entry, "title", hit.title or hit.reference or "Answer to a request")
    page = root + hit.url.partition("#")[0]
    _add(entry, "id", page)
    _add(entry, "link", "", rel="alternate", type="text/html", href=page)
    _add(entry, "updated", _moment(hit.responded_on or ""))
    author = _add(entry, "author", "")
    _add(author, "name", hit.authority or "Authority not named")
    passage = f" {text_of(hit.passages[0].html)}" if hit.passages else ""
    _add(entry, "summary", f"{outcome_label(str(hit.outcome))}.{passage}")


def _add(parent: ElementTree.Element, tag: str, text: str, **attributes: str) -> ElementTree.Element:
    clean = {name: value.translate(XML_ILLEGAL) for name, value in attributes.items()}
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{tag}", clean)
    if text:
        element.text = text.translate(XML_ILLEGAL)
    return element


def _moment(day: str) -> str:
    """Return an Atom date. An answer without a date counts as the epoch, so that it never looks new."""
    try:
        return datetime.fromisoformat(day[:10]).replace(tzinfo=UTC).isoformat()
    except ValueError:
        return datetime.fromtimestamp(0, UTC).isoformat()
