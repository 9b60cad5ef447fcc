"""Tantivy, a search engine in Rust, through its Python package: `pip install foilog[bench]`."""

from __future__ import annotations

from pathlib import Path

import tantivy
from documents import read_documents
from engine import Found, Query

from index.fields import FACETS

HEAP = 256_000_000
TEXTS = ("title", "body", "names")


class Tantivy:
    """Two Tantivy indexes in a folder: of letters, and of questions and answers."""

    def __init__(self, folder: Path) -> None:
        """Open what is there, or make it."""
        letters = tantivy.SchemaBuilder()
        letters.add_text_field("title", stored=True, tokenizer_name="en_stem")
        letters.add_text_field("body", stored=True, tokenizer_name="en_stem")
        letters.add_text_field("names", tokenizer_name="en_stem")
        letters.add_integer_field("responded_on", indexed=True, fast=True)
        for name in FACETS:
            letters.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        parts = tantivy.SchemaBuilder()
        parts.add_text_field("text", stored=True, tokenizer_name="en_stem")
        self._letters = _open(letters.build(), folder / "tantivy" / "letters")
        self._parts = _open(parts.build(), folder / "tantivy" / "parts")

    def build(self, documents: Path) -> int:
        """Index the letters with one thread; return how many there were."""
        self.add(documents)
        return int(self._letters.searcher().num_docs)

    def add(self, documents: Path) -> None:
        """Add letters with one thread."""
        letters, parts = (index.writer(HEAP // 2, 1) for index in (self._letters, self._parts))
        for one in read_documents(documents):
            letters.add_document(
                tantivy.Document(
                    title=one.title, body=one.body, names=one.names, responded_on=one.responded_on, **one.facets
                )
            )
            for text in one.parts:
                parts.add_document(tantivy.Document(text=text))
        for writer, index in ((letters, self._letters), (parts, self._parts)):
            writer.commit()
            writer.wait_merging_threads()
            index.reload()

    def search(self, query: Query) -> Found:
        """Answer a query."""
        if query.parts:
            asked = self._parts.parse_query(" ".join(query.words), ["text"])
            found = self._parts.searcher().search(asked, query.hits)
            return Found(found.count, len(found.hits))
        asked = self._asked(query)
        searcher = self._letters.searcher()
        order = {"order_by_field": "responded_on"} if query.newest else {}
        found = searcher.search(asked, query.hits, **order)
        documents = [searcher.doc(address) for _, address in found.hits]
        titles = [document.get_first("title") for document in documents]
        passages = 0
        if query.passages:
            maker = tantivy.SnippetGenerator.create(searcher, asked, self._letters.schema, "body")
            passages = sum(bool(maker.snippet_from_doc(document).to_html()) for document in documents)
        values = 0
        if query.facets:
            wanted = {name: {"terms": {"field": name, "size": 10_000}} for name in query.facets}
            counted = searcher.aggregate(asked, wanted)
            values = sum(len(counted[name]["buckets"]) for name in query.facets)
        return Found(found.count, len(titles), passages, values)

    def _asked(self, query: Query) -> tantivy.Query:
        text = f'"{" ".join(query.words)}"' if query.operator == "PHRASE" else f" {query.operator} ".join(query.words)
        asked = self._letters.parse_query(text, list(TEXTS), field_boosts={"title": 3.0, "names": 1.5})
        if not query.exemption:
            return asked
        held = tantivy.Query.term_query(self._letters.schema, "exemption", query.exemption, "basic")
        must = tantivy.Occur.Must
        return tantivy.Query.boolean_query([(must, asked), (must, tantivy.Query.const_score_query(held, 0.0))])


def _open(schema: tantivy.Schema, folder: Path) -> tantivy.Index:
    folder.mkdir(parents=True, exist_ok=True)
    return tantivy.Index(schema, path=str(folder))
