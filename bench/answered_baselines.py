"""What a user would pick instead of `foilog check`, each on the same past answers: search engines over the letters.

Each maker takes a catalogue and returns what ranks the disclosures for one request, best first.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.query import Or, Term
from whoosh.searching import Searcher

from corpus.catalogue import Catalogue
from corpus.records import Disclosure
from index.analysis import STOP, stem
from index.match.encoder import load_encoder

DEPTH = 10
KEYWORDS = 4  # an officer notes a few words with each answer
Rank = Callable[[str], list[tuple[str, float]]]


def _letters(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for disclosure in catalogue.iter_disclosures():
        yield disclosure.id, disclosure.reading.text


def _asked(disclosure: Disclosure) -> str:
    return " ".join(question.question for question in disclosure.reading.questions) or disclosure.reading.title


def _whoosh(texts: Iterator[tuple[str, str]]) -> Searcher:
    index = RamStorage().create_index(Schema(id=ID(stored=True), text=TEXT(analyzer=StemmingAnalyzer(), vector=True)))
    writer = index.writer()
    for name, text in texts:
        writer.add_document(id=name, text=text)
    writer.commit()
    return index.searcher()


def _ranked(searcher: Searcher, words: list[str]) -> list[tuple[str, float]]:
    found = searcher.search(Or([Term("text", word) for word in words]), limit=DEPTH)
    return [(hit["id"], hit.score) for hit in found]


def whoosh_letters(catalogue: Catalogue) -> Rank:
    """BM25F of Whoosh over whole letters, any word of the request."""
    searcher, analyse = _whoosh(_letters(catalogue)), StemmingAnalyzer()
    return lambda text: _ranked(searcher, [token.text for token in analyse(text)])


def whoosh_questions(catalogue: Catalogue) -> Rank:
    """The same over the past questions alone."""
    searcher, analyse = _whoosh((d.id, _asked(d)) for d in catalogue.iter_disclosures()), StemmingAnalyzer()
    return lambda text: _ranked(searcher, [token.text for token in analyse(text)])


def more_like_this(catalogue: Catalogue) -> Rank:
    """Whoosh's key terms of the request, looked up in the letters."""
    searcher = _whoosh(_letters(catalogue))

    def rank(text: str) -> list[tuple[str, float]]:
        try:
            terms = searcher.key_terms_from_text("text", text, numterms=10)
        except ZeroDivisionError:  # Whoosh 2.7.4 divides by the frequency of a word that no letter has
            terms = []
        return _ranked(searcher, [word for word, _ in terms])

    return rank


def fts5_letters(catalogue: Catalogue) -> Rank:
    """BM25 of SQLite FTS5 over whole letters, with its Porter stemmer."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE letters USING fts5(id UNINDEXED, text, tokenize='porter unicode61')")
    database.executemany("INSERT INTO letters VALUES (?, ?)", _letters(catalogue))

    def rank(text: str) -> list[tuple[str, float]]:
        words = re.findall(r"\w+", text)
        if not words:
            return []
        query = " OR ".join(f'"{word}"' for word in words)
        found = database.execute(
            "SELECT id, -bm25(letters) s FROM letters WHERE letters MATCH ? ORDER BY s DESC LIMIT ?", (query, DEPTH)
        )
        return [(name, score) for name, score in found]

    return rank


def staff_keywords(catalogue: Catalogue) -> Rank:
    """The published idea of FOI for Councils, written anew: keywords kept with each answer, looked up in the request.

    PostgreSQL's ts_rank with normalisation 1: each keyword found adds the same, over the logarithm of the length. The
    rarest words of each past question stand for what an officer would note.
    """
    questions = {d.id: [stem(w) for w in _words(_asked(d))] for d in catalogue.iter_disclosures()}
    frequency = Counter(word for words in questions.values() for word in set(words))
    keywords = {
        name: sorted(set(words), key=lambda word: (frequency[word], word))[:KEYWORDS]
        for name, words in questions.items()
    }

    def rank(text: str) -> list[tuple[str, float]]:
        asked = [stem(word) for word in _words(text)]
        scale = 1 + math.log(max(len(asked), 1))
        scored = [(name, sum(w in asked for w in words) / scale) for name, words in keywords.items() if words]
        return sorted((pair for pair in scored if pair[1]), key=lambda pair: -pair[1])[:DEPTH]

    return rank


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]+", text.lower()) if word not in STOP]


def sentence_model(catalogue: Catalogue) -> Rank:
    """The sentence model alone, every token alike: the cosine of request and past question."""
    encoder = load_encoder()
    encoder._weights = np.ones_like(encoder._weights)
    pairs = [(d.id, _asked(d)) for d in catalogue.iter_disclosures()]
    vectors = encoder.encode([text for _, text in pairs])

    def rank(text: str) -> list[tuple[str, float]]:
        scores = vectors @ encoder.encode([text])[0]
        return [(pairs[i][0], float(scores[i])) for i in np.argsort(-scores)[:DEPTH]]

    return rank


BASELINES: dict[str, Callable[[Catalogue], Rank]] = {
    "all-MiniLM-L6-v2 alone": sentence_model,
    "Whoosh BM25F, past questions": whoosh_questions,
    "Whoosh BM25F, whole letters": whoosh_letters,
    "SQLite FTS5, whole letters": fts5_letters,
    "Staff keywords, as PostgreSQL ranks": staff_keywords,
    "Whoosh more-like-this, letters": more_like_this,
}
