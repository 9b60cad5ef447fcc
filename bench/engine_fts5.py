"""SQLite FTS5: what a user would reach for to search a folder of texts without Foilog."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from documents import Document, read_documents
from engine import Found, Query

SCHEMA = """
CREATE VIRTUAL TABLE letters USING fts5(title, body, names, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE parts USING fts5(text, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TABLE facts (letter INTEGER PRIMARY KEY, id TEXT, responded_on INTEGER);
CREATE INDEX newest ON facts (responded_on DESC);
CREATE TABLE attributes (letter INTEGER, facet TEXT, value TEXT, PRIMARY KEY (letter, facet, value)) WITHOUT ROWID;
CREATE INDEX filters ON attributes (facet, value, letter);
"""
MATCH = "letters MATCH :text"
# The plus keeps SQLite from asking FTS5 once for each letter of the filter, which takes eight times as long.
FILTER = "+letters.rowid IN (SELECT letter FROM attributes WHERE facet = 'exemption' AND value = :exemption)"
SNIPPET = "snippet(letters, 1, '<mark>', '</mark>', '…', 40)"


class Fts5:
    """One FTS5 file, with a table for filters and facets beside it."""

    def __init__(self, folder: Path) -> None:
        """Open the file in `folder`."""
        folder = folder / "fts5"
        folder.mkdir(exist_ok=True)
        self._connection = sqlite3.connect(folder / "letters.sqlite3")
        self._connection.execute("PRAGMA cache_size = -262144")  # KiB: what Foilog may hold, SQLite may too
        self._connection.execute("PRAGMA journal_mode = WAL")

    def build(self, documents: Path) -> int:
        """Index the letters in one transaction; return how many there were."""
        with self._connection:
            self._connection.executescript(SCHEMA)
        self.add(documents)
        with self._connection:
            return int(self._connection.execute("SELECT count(*) FROM facts").fetchone()[0])

    def add(self, documents: Path) -> None:
        """Add letters in one transaction."""
        with self._connection:
            last = self._connection.execute("SELECT coalesce(max(letter), 0) FROM facts").fetchone()[0]
            for number, one in enumerate(read_documents(documents), last + 1):
                self._add(number, one)

    def _add(self, number: int, one: Document) -> None:
        execute, many = self._connection.execute, self._connection.executemany
        execute(
            "INSERT INTO letters (rowid, title, body, names) VALUES (?, ?, ?, ?)",
            (number, one.title, one.body, one.names),
        )
        execute("INSERT INTO facts VALUES (?, ?, ?)", (number, one.id, one.responded_on))
        pairs = [(number, facet, value) for facet, values in one.facets.items() for value in values]
        many("INSERT INTO attributes VALUES (?, ?, ?)", pairs)
        many("INSERT INTO parts (text) VALUES (?)", [(text,) for text in one.parts])

    def search(self, query: Query) -> Found:
        """Answer a query."""
        quoted = [f'"{word}"' for word in query.words]
        text = f'"{" ".join(query.words)}"' if query.operator == "PHRASE" else f" {query.operator} ".join(quoted)
        wanted = {"text": text, "exemption": query.exemption, "limit": query.hits}
        if query.parts:
            best = "SELECT rowid FROM parts WHERE parts MATCH :text ORDER BY rank LIMIT :limit"
            return Found(0, len(self._connection.execute(best, wanted).fetchall()))
        where = MATCH + (f" AND {FILTER}" if query.exemption else "")
        total = self._connection.execute(f"SELECT count(*) FROM letters WHERE {where}", wanted).fetchone()[0]
        join = " JOIN facts ON facts.letter = letters.rowid" if query.newest else ""
        order = "facts.responded_on DESC" if query.newest else "letters.rank"
        shown = f", {SNIPPET}" if query.passages else ""
        best = f"SELECT letters.rowid, title{shown} FROM letters{join} WHERE {where} ORDER BY {order} LIMIT :limit"
        hits = self._connection.execute(best, wanted).fetchall()
        values = self._connection.execute(_counted(query, where), wanted).fetchall() if query.facets else []
        return Found(total, len(hits), len(hits) if query.passages else 0, len(values))


def _counted(query: Query, where: str) -> str:
    names = ", ".join(f"'{name}'" for name in query.facets)
    return f"""
    WITH found AS MATERIALIZED (SELECT rowid AS letter FROM letters WHERE {where})
    SELECT facet, value, count(*) FROM found JOIN attributes USING (letter)
    WHERE facet IN ({names}) GROUP BY facet, value
    """
