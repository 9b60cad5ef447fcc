"""For whoever runs the site: is the process alive, and can it answer a search?"""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify

from corpus.errors import CatalogueError
from index.errors import SearchIndexError
from index.request import SearchRequest
from search_app.stores import current_stores

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say that the process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Say whether the index and the catalogue can be read."""
    total = count_published()
    if total is None:
        return jsonify(status="not ready"), 503
    return jsonify(status="ready", disclosures=total), 200


def count_published() -> int | None:
    """Return how many disclosures can be searched; None, logged, where the index or the catalogue cannot be read."""
    try:
        total = current_stores().search(SearchRequest(limit=1, facets=(), passages=False)).total
        current_stores().disclosure("-")
    except (SearchIndexError, CatalogueError) as error:
        current_app.logger.error("not ready: %s", error)
        return None
    return total
