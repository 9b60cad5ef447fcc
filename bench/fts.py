"""The same letters in SQLite FTS5: what a user would reach for to search a folder of texts without Foilog."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus.records import Disclosure
from index.fields import FACETS
from index.record import records

SCHEMA = """
CREATE VIRTUAL TABLE letters USING fts5(title, body, names, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TABLE facts (letter INTEGER PRIMARY KEY, id TEXT, responded_on TEXT);
CREATE INDEX newest ON facts (responded_on DESC);
CREATE TABLE attributes (letter INTEGER, facet TEXT, value TEXT, PRIMARY KEY (letter, facet, value)) WITHOUT ROWID;
CREATE INDEX filters ON attributes (facet, value, letter);
"""
MATCH = "letters MATCH :text"
FILTER = "{} IN (SELECT letter FROM attributes WHERE facet = 'exemption' AND value = :exemption)"
FACET_COUNTS = f"""
WITH found AS MATERIALIZED (SELECT rowid AS letter FROM letters WHERE {MATCH})
SELECT facet, value, count(*) FROM found JOIN attributes USING (letter) GROUP BY facet, value
"""
SNIPPET = "snippet(letters, 1, '<mark>', '</mark>', '…', 40)"
_OPERATOR = re.compile(r"AND|OR")


class FullText:
    """One FTS5 file, with a table for filters and facets beside it."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`."""
        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA cache_size = -262144")  # KiB: what Foilog holds in memory, SQLite may too

    def build(self, disclosures: Iterable[Disclosure]) -> int:
        """Index the disclosures in one transaction and return how many there were."""
        count = 0
        with self._connection:
            self._connection.executescript(SCHEMA)
            for count, one in enumerate(disclosures, 1):
                self._add(count, one)
        return count

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _add(self, number: int, one: Disclosure) -> None:
        record: dict[str, Any] = next(records(one))  # Foilog's own record: both index the same texts and values
        names = f"{record.get('authority_text', '')}\n{record.get('vendor_text', '')}"
        self._connection.execute(
            "INSERT INTO letters (rowid, title, body, names) VALUES (?, ?, ?, ?)",
            (number, record["title"], record["body"], names),
        )
        self._connection.execute("INSERT INTO facts VALUES (?, ?, ?)", (number, one.id, one.reading.responded_on))
        pairs = [(facet, value) for facet in FACETS for value in record.get(_field(facet), ())]
        self._connection.executemany("INSERT INTO attributes VALUES (?, ?, ?)", [(number, *pair) for pair in pairs])

    def search(self, text: str, exemption: str = "", newest: bool = False, limit: int = 10) -> tuple[int, list[Any]]:
        """Return how many letters match, and the ids of the first: by BM25, or by date where `newest`."""
        wanted = {"text": _in_fts5(text), "exemption": exemption, "limit": limit}
        # The plus keeps SQLite from asking FTS5 once for each letter of the filter, which takes eight times as long.
        table, key = ("letters", "+letters.rowid") if text else ("facts", "facts.letter")
        where = " AND ".join([MATCH] * bool(text) + [FILTER.format(key)] * bool(exemption))
        total = self._all(f"SELECT count(*) FROM {table} WHERE {where}", wanted)[0][0]
        join = " JOIN facts ON facts.letter = letters.rowid" if text else ""
        order = "facts.responded_on DESC" if newest else "letters.rank"
        return total, self._all(f"SELECT id FROM {table}{join} WHERE {where} ORDER BY {order} LIMIT :limit", wanted)

    def page(self, text: str, limit: int) -> tuple[int, list[Any]]:
        """Return what a results page shows: the total, hits with snippets, and the counts of every facet."""
        wanted = {"text": _in_fts5(text), "limit": limit}
        total = self._all(f"SELECT count(*) FROM letters WHERE {MATCH}", wanted)[0][0]
        best = f"SELECT rowid, title, {SNIPPET} FROM letters WHERE {MATCH} ORDER BY rank LIMIT :limit"
        return total, self._all(best, wanted) + self._all(FACET_COUNTS, wanted)

    def _all(self, statement: str, wanted: dict[str, Any]) -> list[Any]:
        return self._connection.execute(statement, wanted).fetchall()


def _field(facet: str) -> str:
    return "exemption_applied" if facet == "exemption" else facet


def _in_fts5(text: str) -> str:
    """Return a query of words, AND, OR, or one phrase, as FTS5 writes it: words in quotes, so that none is syntax."""
    if text.startswith('"'):
        return text
    return " ".join(word if _OPERATOR.fullmatch(word) else f'"{word}"' for word in text.split())
