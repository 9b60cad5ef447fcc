"""Whoosh as it comes: its own codec, searcher, facets and highlighter."""

from __future__ import annotations

from pathlib import Path

from documents import read_documents
from engine import Found, Query
from whoosh import query as whoosh_query
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import KEYWORD, NUMERIC, STORED, TEXT, Schema
from whoosh.index import create_in, exists_in, open_dir
from whoosh.query import Query as WhooshQuery
from whoosh.sorting import FieldFacet

from index.fields import FACETS

HELD_MB = 256
TEXTS = ("title", "body", "names")


class StockWhoosh:
    """Two stock indexes in a folder: of letters, and of questions and answers."""

    def __init__(self, folder: Path) -> None:
        """Open what is there, or make it."""
        analyser = StemmingAnalyzer(cachesize=50_000)
        facets = {name: KEYWORD(commas=True, sortable=True) for name in FACETS}
        letters = Schema(
            id=STORED,
            title=TEXT(analyser, stored=True, field_boost=3.0),
            body=TEXT(analyser, stored=True),
            names=TEXT(analyser, field_boost=1.5),
            responded_on=NUMERIC(int, sortable=True, shift_step=0),
            **facets,
        )
        self._letters = _open(folder / "whoosh" / "letters", letters)
        self._parts = _open(folder / "whoosh" / "parts", Schema(text=TEXT(analyser, stored=True)))
        self._analyser = analyser

    def build(self, documents: Path) -> int:
        """Index the letters; return how many there were."""
        self.add(documents)
        return int(self._letters.doc_count())

    def add(self, documents: Path) -> None:
        """Add letters."""
        letters, parts = (index.writer(limitmb=HELD_MB) for index in (self._letters, self._parts))
        for one in read_documents(documents):
            facets = {name: ",".join(values) for name, values in one.facets.items() if values}
            letters.add_document(
                id=one.id, title=one.title, body=one.body, names=one.names, responded_on=one.responded_on, **facets
            )
            for text in one.parts:
                parts.add_document(text=text)
        letters.commit()
        parts.commit()
        self._searchers = self._letters.searcher(), self._parts.searcher()

    _searchers = None

    def search(self, query: Query) -> Found:
        """Answer a query."""
        if self._searchers is None:
            self._searchers = self._letters.searcher(), self._parts.searcher()
        letters, parts = self._searchers
        if query.parts:
            terms = [whoosh_query.Term("text", term) for term in self._terms(query)]
            return Found(0, len(parts.search(whoosh_query.Or(terms), limit=query.hits)))
        asked = self._asked(query)
        held = whoosh_query.Term("exemption", query.exemption) if query.exemption else None
        options = {"sortedby": "responded_on", "reverse": True} if query.newest else {}
        if query.facets:
            options["groupedby"] = {name: FieldFacet(name, allow_overlap=True) for name in query.facets}
        found = letters.search(asked, limit=query.hits, filter=held, **options)
        passages = sum(bool(hit.highlights("body")) for hit in found) if query.passages else 0
        values = sum(len(found.groups(name)) for name in query.facets)
        return Found(len(found), found.scored_length(), passages, values)

    def _terms(self, query: Query) -> list[str]:
        tokens = self._analyser(" ".join(query.words), mode="query")
        return list(dict.fromkeys(token.text for token in tokens))

    def _asked(self, query: Query) -> WhooshQuery:
        terms = self._terms(query)
        if query.operator == "PHRASE":
            return whoosh_query.Or([whoosh_query.Phrase(name, terms) for name in TEXTS])
        words = [whoosh_query.Or([whoosh_query.Term(name, term) for name in TEXTS]) for term in terms]
        return whoosh_query.Or(words) if query.operator == "OR" else whoosh_query.And(words)


def _open(folder: Path, schema: Schema):  # type: ignore[no-untyped-def]
    folder.mkdir(parents=True, exist_ok=True)
    return open_dir(folder) if exists_in(folder) else create_in(folder, schema)
