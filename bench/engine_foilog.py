"""Foilog, as its users ask it."""

from __future__ import annotations

from pathlib import Path

from documents import Letters, read_documents
from engine import Found, Query

from index.build import update_index
from index.search import SearchIndex, SearchRequest


class Foilog:
    """Foilog's index in a folder."""

    def __init__(self, folder: Path) -> None:
        """Open what is there."""
        self._path = folder / "foilog"
        self._index = SearchIndex(self._path)

    def build(self, documents: Path) -> int:
        """Index the letters; return how many there were."""
        ids = [document.id for document in read_documents(documents)]
        return update_index(Letters(ids, documents, 1), self._path).disclosures

    def add(self, documents: Path) -> None:
        """Add letters."""
        ids = [document.id for document in read_documents(documents)]
        update_index(Letters(ids, documents, 2), self._path)

    def search(self, query: Query) -> Found:
        """Answer a query."""
        if query.parts:
            return Found(0, len(self._index.nearest(" ".join(query.words), query.hits)))
        request = SearchRequest(
            f'"{" ".join(query.words)}"' if query.operator == "PHRASE" else f" {query.operator} ".join(query.words),
            exemption=(query.exemption,) if query.exemption else (),
            sort="newest" if query.newest else "relevance",
            limit=query.hits,
            facets=query.facets,
            passages=query.passages,
        )
        result = self._index.search(request)
        passages = sum(len(hit.passages) for hit in result.hits)
        return Found(result.total, len(result.hits), passages, sum(map(len, result.facets.values())))
