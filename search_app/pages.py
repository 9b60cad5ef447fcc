"""The pages people read: home, search, a disclosure, its files, help and the small print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file
from werkzeug.wrappers import Response as BaseResponse

from corpus.census import question_answers
from corpus.records import Disclosure, Document, State
from corpus.working_days import working_days
from index.request import SearchRequest
from search_app.citing import bibtex, cite, ris
from search_app.disclosure_view import letter_marks, mark_matches, view_disclosure
from search_app.discovery import data_sets
from search_app.letter_view import lay_out_screen, screen_of_page, screens_of
from search_app.matches import MOST
from search_app.paging import paging
from search_app.params import Filters, read_filters, read_page, read_query
from search_app.provision_view import ancestry
from search_app.search_view import run_search
from search_app.similar import similar_to
from search_app.stores import current_stores
from search_app.wording import SORTS

blueprint = Blueprint("pages", __name__)

NEWEST = 5
# Served as they are only where a browser can do nothing with them but save them; the rest is plain bytes.
SAFE_TYPES = re.compile(
    r"application/(?:pdf|vnd\.openxmlformats-officedocument\.[a-z.]+|vnd\.ms-excel|vnd\.oasis\.opendocument\.[a-z.]+)"
)


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A published file and its name. `number` is that of the file to download: of an attachment, the mail it is in."""

    name: str
    item: Document
    number: int
    mail: str | None = None


@blueprint.get("/")
def home() -> str:
    """Say what this is, offer the search box, and show what came last."""
    newest = current_stores().search(SearchRequest(sort="newest", limit=NEWEST, passages=False))
    facets = newest.facets
    return render_template(
        "home.html",
        total=newest.total,
        questions=current_stores().derived(question_answers),
        authorities=len(facets.get("authority", [])),
        exemptions=sum(1 for facet in facets.get("exemption", []) if not ancestry(facet.value)),  # whole sections
        suppliers=len(facets.get("vendor", [])),
        newest=newest.hits,
        data_sets=data_sets(request.url_root.rstrip("/")),
        filters=Filters(),
    )


@blueprint.get("/search")
def search() -> tuple[str, int]:
    """Show one page of results. The address is the whole state."""
    filters, problems = read_filters(request.args)
    view = run_search(current_stores(), filters, problems)
    if filters.query and not (view.total or view.active or view.problems):
        current_stores().note_miss(filters.query)
    page = render_template("search.html", view=view, filters=filters, sorts=SORTS)
    return page, 400 if view.problems else 200


@blueprint.get("/disclosures/<disclosure_id>")
def disclosure(disclosure_id: str) -> str:
    """Show one answered request. `q`, the words it was found by, are marked; the address without them is its own."""
    record = published(disclosure_id)
    view, query = view_disclosure(record), read_query(request.args)
    if query:
        view = mark_matches(view, current_stores().marks(query))
    files = named_files(record)
    return render_template(
        "disclosure.html",
        view=view,
        query=query,
        most_matches=MOST,
        record=record,
        reading=record.reading,
        files=files,
        days=working_days(record.reading.received_on, record.reading.responded_on, record.reading.regime),
        similar=similar_to(current_stores(), record),
        citation=cite(record, request.url_root.rstrip("/")),
        page_address=f"{request.url_root.rstrip('/')}/disclosures/{record.id}",
        warnings=list(dict.fromkeys((*record.reading.warnings, *(w for file in files for w in file.item.warnings)))),
    )


@blueprint.get("/disclosures/<disclosure_id>/cite.bib")
def cite_bib(disclosure_id: str) -> Response:
    """Give an entry for BibTeX."""
    return _reference(published(disclosure_id), bibtex, "application/x-bibtex", "bib")


@blueprint.get("/disclosures/<disclosure_id>/cite.ris")
def cite_ris(disclosure_id: str) -> Response:
    """Give a record for reference managers."""
    return _reference(published(disclosure_id), ris, "application/x-research-info-systems", "ris")


def _reference(record: Disclosure, write: Callable[[Disclosure, str], str], media_type: str, ending: str) -> Response:
    response = Response(write(record, request.url_root.rstrip("/")), content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{record.id}.{ending}"'
    return response


@blueprint.get("/disclosures/<disclosure_id>/letter")
def letter(disclosure_id: str) -> str | BaseResponse:
    """Show one screen of a letter that is too long for the page of its answer. `p` asks for a page of the letter."""
    record = published(disclosure_id)
    screens = screens_of(record.reading.text)
    if len(screens) < 2:
        return redirect(f"/disclosures/{record.id}#letter")
    asked = request.args.get("p", "")
    number = screen_of_page(screens, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    number = number or min(read_page(request.args), len(screens))
    page = f"/disclosures/{record.id}"
    marks = [replace(m, target=page + m.target) if m.target.startswith("#") else m for m in letter_marks(record)]
    return render_template(
        "letter.html",
        record=record,
        title=record.reading.title or record.reading.reference or "Answer to a request",
        pages=lay_out_screen(record.reading.text, screens[number - 1], marks),
        paging=paging(number, len(screens), lambda n: f"{page}/letter?page={n}"),
    )


@blueprint.get("/disclosures/<disclosure_id>/documents/<int:number>")
def document(disclosure_id: str, number: int) -> Response:
    """Hand out a published file as it came, in a way that no browser will run."""
    files = published(disclosure_id).documents
    if not 1 <= number <= len(files):
        abort(404)
    item = files[number - 1]
    path = current_stores().original(item.sha256)
    if path is None:
        abort(404)
    mime = item.media_type if SAFE_TYPES.fullmatch(item.media_type) else "application/octet-stream"
    response = send_file(
        path.resolve(), mimetype=mime, as_attachment=True, download_name=file_name(item), etag=item.sha256, max_age=0
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@blueprint.get("/help")
def help_page() -> str:
    """Explain how to search."""
    return render_template("help.html")


@blueprint.get("/about")
def about() -> str:
    """Say where the answers come from and how they are read."""
    return render_template("about.html")


@blueprint.get("/accessibility")
def accessibility() -> str:
    """State how accessible the site is."""
    return render_template("accessibility.html")


@blueprint.get("/privacy")
def privacy() -> str:
    """State what is kept about a visitor: nothing."""
    return render_template("privacy.html")


def published(disclosure_id: str) -> Disclosure:
    """Return a disclosure that may be seen.

    Raises:
        Gone: it was withdrawn (410, a tombstone that says so and no more).
        NotFound: there is none, or it is held: a held one does not exist for a visitor.
    """
    record = current_stores().disclosure(disclosure_id) if len(disclosure_id) <= 200 else None
    if record is None or record.state is State.HELD:
        abort(404)
    if record.state is not State.PUBLISHED:
        abort(410)
    return record


def named_files(record: Disclosure) -> list[NamedFile]:
    """Return the files of a disclosure in order: the letter, then what came with it, attachments after their mail.

    An attachment was never a file of its own: what can be handed out is the mail it is in.
    """
    files: list[NamedFile] = []
    for number, item in enumerate(record.documents, start=1):
        name = file_name(item)
        files.append(NamedFile(name, item, number))
        files.extend(NamedFile(_attachment_name(one, item), one, number, name) for one in _attached(item))
    return files


def _attached(item: Document) -> Iterator[Document]:
    for attachment in item.attachments:
        yield attachment
        yield from _attached(attachment)


def _attachment_name(attachment: Document, mail: Document) -> str:
    return file_name(replace(attachment, source=attachment.source.removeprefix(f"{mail.source}#")))


def file_name(item: Document) -> str:
    """Return a download name that is safe everywhere: the last part of the source, word characters, dots and dashes."""
    name = re.sub(r"[^\w.\- ]+", "_", re.split(r"[\\/]", item.source)[-1]).strip(" ._")
    return name[-120:] or f"document-{item.sha256[:12]}"
