"""Foilog, as its users ask it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from documents import Letters, read_documents
from engine import Found, Query

from index.analysis import stem
from index.build import update_index
from index.concepts import Concept
from index.evaluate import Evaluator
from index.query import Either
from index.search import SearchIndex, SearchRequest
from index.sparse import summed
from index.synonyms import Alternative


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
        """Answer a query through the search's own door; a pasted question through the evaluator behind it."""
        if query.parts:
            return self._best_parts(query)
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

    def _best_parts(self, query: Query) -> Found:
        snapshot = self._index._view().snapshot
        words = dict.fromkeys(stem(word) for word in query.words)
        plan = Either(tuple(Concept(w, (Alternative(((0, w),)),), ("question", "answer")) for w in words))
        parts = summed(Evaluator(snapshot).evaluate(plan).parts, snapshot.parts)
        best = np.argpartition(-parts.values, query.hits)[: query.hits]
        return Found(len(parts.ordinals), len(best))
