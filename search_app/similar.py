"""Answers to much the same request, for the page of one of them."""

from __future__ import annotations

import re

from corpus.records import Disclosure
from index.errors import QueryError
from index.request import Hit, SearchRequest
from search_app.stores import Stores

SHOWN = 5
WORDS = 24  # of the request, as the query


def similar_to(stores: Stores, record: Disclosure) -> list[Hit]:
    """Return up to `SHOWN` other answers that share most words of this one's subject, the likest first."""
    query = subject_query(record)
    if not query:
        return []
    try:
        hits = stores.search(SearchRequest(query=query, limit=SHOWN + 1, facets=(), passages=False)).hits
    except QueryError:
        return []
    return [hit for hit in hits if hit.disclosure != record.id][:SHOWN]


def subject_query(record: Disclosure) -> str:
    """Return the words of the title, or of the first question where the title says no more than a reference.

    They are plain words: what a letter prints is never an operator of the search.
    """
    title = record.reading.title
    first = record.reading.questions[0].question if record.reading.questions else ""
    text = title if len(re.findall(r"[^\W\d_]{4,}", title)) >= 2 else first or title
    return " ".join(re.findall(r"\w+", text)[:WORDS]).lower()[:300]
