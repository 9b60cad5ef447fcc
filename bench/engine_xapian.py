"""Xapian, a search engine in C++, through its own Python package: Debian's `python3-xapian`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import xapian
from documents import read_documents
from engine import Found, Query

from index.fields import FACETS

WEIGHTS = {"S": 3, "": 1, "N": 1}  # of the title, the body and the names, by prefix
DATE = 0  # the slot of the date; those of the facets follow
SLOTS = {name: number for number, name in enumerate(FACETS, DATE + 1)}
BETWEEN = "\t"
LENGTH = 240  # characters of a passage


class Xapian:
    """Two Xapian databases in a folder: of letters, and of questions and answers."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`."""
        self._folder = folder / "xapian"
        self._folder.mkdir(exist_ok=True)
        self._stemmer = xapian.Stem("english")
        self._letters: xapian.Database | None = None
        self._parts: xapian.Database | None = None

    def build(self, documents: Path) -> int:
        """Index the letters; return how many there were."""
        self.add(documents)
        return int(self._opened()[0].get_doccount())

    def add(self, documents: Path) -> None:
        """Add letters in one commit."""
        letters, parts = (
            xapian.WritableDatabase(str(self._folder / name), xapian.DB_CREATE_OR_OPEN) for name in ("letters", "parts")
        )
        maker = xapian.TermGenerator()
        maker.set_stemmer(self._stemmer)
        maker.set_stemming_strategy(xapian.TermGenerator.STEM_ALL)
        for one in read_documents(documents):
            letter = xapian.Document()
            maker.set_document(letter)
            for text, prefix in ((one.title, "S"), (one.body, ""), (one.names, "N")):
                maker.index_text(text, WEIGHTS[prefix], prefix)
                maker.increase_termpos()
            letter.set_data(f"{one.title}\n{one.body}")
            letter.add_value(DATE, xapian.sortable_serialise(one.responded_on))
            for name, values in one.facets.items():
                letter.add_value(SLOTS[name], BETWEEN.join(values))
            for value in one.facets["exemption"]:
                letter.add_boolean_term(f"XE{value}")
            letters.add_document(letter)
            for text in one.parts:
                part = xapian.Document()
                maker.set_document(part)
                maker.index_text(text)
                part.set_data(text)
                parts.add_document(part)
        letters.commit()
        parts.commit()
        letters.close()
        parts.close()
        self._letters = self._parts = None

    def search(self, query: Query) -> Found:
        """Answer a query."""
        letters, parts = self._opened()
        terms = [self._stemmer(word).decode() for word in query.words]
        if query.parts:
            enquire = xapian.Enquire(parts)
            enquire.set_query(xapian.Query(xapian.Query.OP_OR, terms))
            return Found(0, enquire.get_mset(0, query.hits).size())
        enquire = xapian.Enquire(letters)
        asked = _asked(terms, query.operator)
        if query.exemption:
            asked = xapian.Query(xapian.Query.OP_FILTER, asked, xapian.Query(f"XE{query.exemption}"))
        enquire.set_query(asked)
        if query.newest:
            enquire.set_weighting_scheme(xapian.BoolWeight())
            enquire.set_sort_by_value(DATE, True)
        spies = [xapian.ValueCountMatchSpy(SLOTS[name]) for name in query.facets]
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, query.hits, letters.get_doccount())
        texts = [hit.document.get_data().decode().partition("\n") for hit in found]
        passages = sum(bool(found.snippet(body, LENGTH, self._stemmer)) for *_, body in texts) if query.passages else 0
        return Found(found.get_matches_estimated(), len(texts), passages, sum(_values(spies)))

    def _opened(self) -> tuple[xapian.Database, xapian.Database]:
        if self._letters is None or self._parts is None:
            self._letters = xapian.Database(str(self._folder / "letters"))
            self._parts = xapian.Database(str(self._folder / "parts"))
        return self._letters, self._parts


def _asked(terms: list[str], operator: str) -> xapian.Query:
    """Return the query; a word or a phrase is looked for in each of the three texts of a letter."""
    either, every = xapian.Query.OP_OR, xapian.Query.OP_AND
    if operator == "PHRASE":
        phrases = [xapian.Query(xapian.Query.OP_PHRASE, [prefix + term for term in terms]) for prefix in WEIGHTS]
        return xapian.Query(either, phrases)
    words = [xapian.Query(either, [prefix + term for prefix in WEIGHTS]) for term in terms]
    return xapian.Query(either if operator == "OR" else every, words)


def _values(spies: Iterable[xapian.ValueCountMatchSpy]) -> Iterable[int]:
    """Return how many values each facet has: a letter with several has them in one string."""
    for spy in spies:
        yield len({value for item in spy.values() for value in item.term.decode().split(BETWEEN) if value})
