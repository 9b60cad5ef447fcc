"""What a visitor reads when something is wrong: a page in the design of the site, or problem+json under /api/."""

from __future__ import annotations

import json
from dataclasses import asdict
from http import HTTPStatus

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException

from corpus.errors import CatalogueError
from index.errors import QueryError, SearchIndexError
from search_app.params import Problem

MESSAGES = {
    400: ("This search cannot be run", "Check what you typed and try again."),
    404: ("Page not found", "If you typed the address, check that it is right. If you followed a link, it may be old."),
    405: ("This page cannot be used that way", "Open it as an ordinary link."),
    410: (
        "This answer has been withdrawn",
        "It was published here and has since been taken down. Nothing of it is kept in search.",
    ),
    413: ("Too much was sent", "This site takes short requests only."),
    500: ("Something went wrong", "This is our fault, not yours. Try again in a few minutes."),
    503: ("Search is not ready", "The collection is being prepared. Try again in a few minutes."),
}


def register(app: Flask) -> None:
    """Give the application its error pages."""
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(SearchIndexError, _on_unready)
    app.register_error_handler(CatalogueError, _on_unready)
    app.register_error_handler(QueryError, _on_query)
    app.register_error_handler(Exception, _on_crash)


def problem_response(
    status: int, title: str, detail: str, problems: list[Problem] | None = None, *, json_only: bool = False
) -> Response:
    """Return an error as a page, or as RFC 9457 problem+json for the API."""
    if json_only or request.path.startswith("/api/"):
        errors = [asdict(problem) for problem in problems or ()]
        about = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.path}
        body = {**about, "errors": errors}
        return Response(json.dumps(body, ensure_ascii=False) + "\n", status, content_type="application/problem+json")
    page = render_template("error.html", title=title, detail=detail, status=status)
    return Response(page, status, content_type="text/html; charset=utf-8")


def _on_http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:  # a redirect is an answer, not an error
        redirect = error.get_response()
        return Response(redirect.get_data(), status, redirect.headers)
    fallback = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Error"
    title, detail = MESSAGES.get(status, (fallback, "This request cannot be answered."))
    if status == 404 and request.path.startswith("/api/"):
        title, detail = "No such resource", "See /api for the addresses of the API."
    response = problem_response(status, title, detail)
    if status == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
    return response


def _on_query(error: QueryError) -> Response:
    return problem_response(400, MESSAGES[400][0], error.message)


def _on_unready(error: Exception) -> Response:
    """Answer 503. The reason, which names paths, goes to the log and not to the visitor."""
    current_app.logger.error("not ready: %s", error)
    response = problem_response(503, *MESSAGES[503])
    response.headers["Retry-After"] = "60"
    return response


def _on_crash(error: Exception) -> Response:
    current_app.logger.exception("crash on %s", request.path)  # the path only: a query is the visitor's own
    return problem_response(500, *MESSAGES[500])
