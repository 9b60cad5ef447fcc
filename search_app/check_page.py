"""The page /check and POST /api/v1/check. What is pasted is matched and forgotten: not stored, logged, or in a URL."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from corpus.datadir import DataDir
from index.match.answered import DEFAULT_LIMIT, MOST_MATCHES, Answered, Checked
from ingest.errors import IngestError
from ingest.request import LONGEST
from search_app import pointer
from search_app.api import OPERATIONS
from search_app.checking import check_file, check_text
from search_app.errors import problem_response
from search_app.openapi import Operation
from search_app.params import Problem

blueprint = Blueprint("check", __name__)

MOST_BYTES = 10 * 1024 * 1024  # of an upload
MOST_TEXT = 3 * 1024 * 1024  # of a pasted text
SHOWN = 2  # matches of a part that stand open; the others unfold
EMPTY = "Paste the text of a request, or choose a file."
TOO_LARGE = "This is too large. Paste the questions alone, or choose a file of at most 10 MB."


def answered() -> Answered:
    """Return the checker of the running application, made when it is first asked."""
    found: Answered = current_app.extensions["foilog_answered"]
    return found


def register_checker(extensions: dict[str, Any], data: DataDir) -> None:
    """Give an application its checker; nothing is opened yet."""
    extensions["foilog_answered"] = Answered(data)


@blueprint.get("/check")
def form() -> str:
    """Show the empty form."""
    return _page(None)


@blueprint.post("/check")
def check() -> Response:
    """Show the earlier answers to what was pasted or uploaded, or hand them out as a text file."""
    try:
        text, data, name, authority = _sent()
        checked = _checked(text, data, name, authority, DEFAULT_LIMIT)
    except (_BadInputError, IngestError) as error:
        return _unstored(
            Response(_page(None, problem=str(error), **_again()), 400, content_type="text/html; charset=utf-8")
        )
    except RequestEntityTooLarge:
        return _unstored(Response(_page(None, problem=TOO_LARGE), 413, content_type="text/html; charset=utf-8"))
    if request.form.get("take"):
        body = pointer.pointer_text(checked, request.host_url.rstrip("/"))
        response = Response(body, content_type="text/plain; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{pointer.FILE_NAME}"'
        return _unstored(response)
    asked = text[:LONGEST] or "\n\n".join(f"{part.number}. {part.text}" for part in checked.parts)
    page = _page(
        checked,
        text=asked,
        authority=authority or "",
        links=pointer.pointer_text(checked, request.host_url.rstrip("/")),
    )
    return _unstored(Response(page, content_type="text/html; charset=utf-8"))


BODY = {
    "application/json": {
        "schema": {
            "type": "object",
            "required": ["text"],
            "properties": {
                "text": {"type": "string", "minLength": 1},
                "authority": {"type": ["string", "null"]},
                "limit": {"type": "integer", "minimum": 1, "maximum": MOST_MATCHES},
            },
        }
    },
    "text/plain": {"schema": {"type": "string", "minLength": 1}},
}
OPERATIONS.append(
    Operation(
        "/check", "check", "Compare a request with earlier answers, part by part.", Checked, (), (400, 413), "", BODY
    )
)


@blueprint.post("/api/v1/check")
def api() -> Response:
    """Answer the object of `foilog check --json` for a JSON body, plain text, or an uploaded file."""
    try:
        text, data, name, authority = _sent()
        checked = _checked(text, data, name, authority, _limit())
    except (_BadInputError, IngestError) as error:
        return _unstored(problem_response(400, "This request cannot be checked", str(error)))
    except RequestEntityTooLarge:
        return _unstored(problem_response(413, "Too much was sent", TOO_LARGE))
    body = json.dumps(checked.as_json(), ensure_ascii=False)
    return _unstored(Response(f"{body}\n", content_type="application/json"))


class _BadInputError(ValueError):
    """What was sent cannot be checked; the message says why and what to do."""


def _sent() -> tuple[str, bytes, str, str | None]:
    """Return the text, or the bytes and name of a file, and the preferred authority.

    Raises:
        _BadInputError: there is neither, or the body is not what it says.
    """
    request.max_content_length = MOST_BYTES
    request.max_form_memory_size = MOST_TEXT
    if request.mimetype == "application/json":
        body = request.get_json(silent=True)
        if not isinstance(body, dict) or not isinstance(body.get("text"), str):
            raise _BadInputError('The body must be a JSON object with the request as "text".')
        authority = body.get("authority")
        if authority is not None and not isinstance(authority, str):
            raise _BadInputError('"authority" must be a name.')
        return _some(body["text"]), b"", "", authority
    if request.mimetype == "text/plain":
        return _some(request.get_data().decode("utf-8", "replace")), b"", "", request.args.get("authority")
    file = request.files.get("file")
    authority = request.form.get("authority", "").strip() or None
    if file is not None and file.filename:
        return "", file.read(), file.filename, authority
    return _some(request.form.get("text", "")), b"", "", authority


def _some(text: str) -> str:
    if not text.strip():
        raise _BadInputError(EMPTY)
    return text


def _limit() -> int:
    given: Any = request.args.get("limit", DEFAULT_LIMIT)
    if request.mimetype == "application/json":
        given = (request.get_json(silent=True) or {}).get("limit", given)
    try:
        limit = int(given)
    except (TypeError, ValueError):
        limit = 0
    if not 1 <= limit <= MOST_MATCHES:
        raise _BadInputError(f'"limit" must be a number from 1 to {MOST_MATCHES}.')
    return limit


def _checked(text: str, data: bytes, name: str, authority: str | None, limit: int) -> Checked:
    if name:
        return check_file(answered(), data, name, authority=authority, limit=limit)
    return check_text(answered(), text, authority=authority, limit=limit)


def _again() -> dict[str, str]:
    """Return what was typed, so that nothing has to be typed twice."""
    return {"text": request.form.get("text", "")[:LONGEST], "authority": request.form.get("authority", "")}


def _page(checked: Checked | None, problem: str = "", text: str = "", authority: str = "", links: str = "") -> str:
    problems = [Problem("text", problem)] if problem else []
    return render_template(
        "check.html", checked=checked, problems=problems, text=text, authority=authority, links=links,
        verdict_words=pointer.VERDICT_WORDS, verdict_labels=pointer.VERDICT_LABELS, shown=SHOWN,
        route_words=pointer.ROUTE_WORDS, facts=pointer.facts,
        entries=pointer.entries, across=pointer.told_across,
    )  # fmt: skip


def _unstored(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
