"""PostgreSQL's full-text search, in a database of its own that `FOILOG_BENCH_POSTGRES` names, as libpq does.

Its work is done by the server, so its times are of the clock on the wall, not of this process.
"""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
from documents import Document, read_documents
from engine import Found, Query

ADDRESS = "FOILOG_BENCH_POSTGRES"
if ADDRESS not in os.environ:
    raise ModuleNotFoundError(f"{ADDRESS}, a database to fill,", name=f"a database in {ADDRESS}")

SCHEMA = """
DROP TABLE IF EXISTS letters, parts, attributes;
CREATE UNLOGGED TABLE letters (letter INTEGER PRIMARY KEY, title TEXT, body TEXT, responded_on INTEGER, words TSVECTOR);
CREATE UNLOGGED TABLE parts (text TEXT, words TSVECTOR);
CREATE UNLOGGED TABLE attributes (letter INTEGER, facet TEXT, value TEXT);
"""
INDEXES = """
CREATE INDEX ON letters USING gin (words);
CREATE INDEX ON parts USING gin (words);
CREATE INDEX ON letters (responded_on);
CREATE INDEX ON attributes (facet, value, letter);
CREATE INDEX ON attributes (letter);
ANALYZE letters, parts, attributes;
"""
WORDS = """
setweight(to_tsvector('english', %(title)s), 'A') || setweight(to_tsvector('english', %(names)s), 'B')
|| to_tsvector('english', %(body)s)
"""
FILTER = "letter IN (SELECT letter FROM attributes WHERE facet = 'exemption' AND value = %(exemption)s)"
OPERATORS = {"AND": " & ", "OR": " | ", "PHRASE": " <-> "}


class Postgres:
    """Three tables of one database."""

    wall_time = True

    def __init__(self, folder: Path) -> None:
        """Connect."""
        self._connection = psycopg.connect(os.environ[ADDRESS], autocommit=True)

    def build(self, documents: Path) -> int:
        """Index the letters; return how many there were."""
        self._connection.execute(SCHEMA)
        self.add(documents)
        self._connection.execute(INDEXES)
        return int(self._one("SELECT count(*) FROM letters", {}))

    def add(self, documents: Path) -> None:
        """Add letters in one transaction."""
        with self._connection.transaction(), self._connection.cursor() as cursor:
            last = self._one("SELECT coalesce(max(letter), 0) FROM letters", {})
            for number, one in enumerate(read_documents(documents), last + 1):
                _add(cursor, number, one)

    def search(self, query: Query) -> Found:
        """Answer a query."""
        text = OPERATORS["OR" if query.parts else query.operator].join(query.words)
        wanted = {"text": text, "exemption": query.exemption, "limit": query.hits, "facets": list(query.facets)}
        asked = "to_tsquery('english', %(text)s)"
        if query.parts:
            best = f"SELECT 1 FROM parts WHERE words @@ {asked} ORDER BY ts_rank(words, {asked}) DESC LIMIT %(limit)s"
            return Found(0, len(self._all(best, wanted)))
        where = f"words @@ {asked}" + (f" AND {FILTER}" if query.exemption else "")
        total = self._one(f"SELECT count(*) FROM letters WHERE {where}", wanted)
        order = "responded_on DESC" if query.newest else f"ts_rank(words, {asked}) DESC"
        best = f"SELECT title, body FROM letters WHERE {where} ORDER BY {order} LIMIT %(limit)s"
        shown = f", ts_headline('english', body, {asked})" if query.passages else ""
        hits = self._all(f"SELECT title{shown} FROM ({best}) AS best", wanted)
        counted = f"""
        SELECT facet, value, count(*) FROM attributes
        WHERE facet = ANY(%(facets)s) AND letter IN (SELECT letter FROM letters WHERE {where}) GROUP BY facet, value
        """
        values = len(self._all(counted, wanted)) if query.facets else 0
        return Found(total, len(hits), len(hits) if query.passages else 0, values)

    def megabytes(self) -> float:
        """Return how large the database is."""
        return float(self._one("SELECT pg_database_size(current_database()) / 1e6", {}))

    def _all(self, statement: str, wanted: dict[str, object]) -> list[tuple[object, ...]]:
        return self._connection.execute(statement, wanted).fetchall()  # type: ignore[call-overload]

    def _one(self, statement: str, wanted: dict[str, object]):  # type: ignore[no-untyped-def]
        return self._all(statement, wanted)[0][0]


def _add(cursor: psycopg.Cursor, number: int, one: Document) -> None:
    texts = {"letter": number, "title": one.title, "body": one.body, "names": one.names, "date": one.responded_on}
    cursor.execute(f"INSERT INTO letters VALUES (%(letter)s, %(title)s, %(body)s, %(date)s, {WORDS})", texts)
    pairs = [(number, facet, value) for facet, values in one.facets.items() for value in values]
    cursor.executemany("INSERT INTO attributes VALUES (%s, %s, %s)", pairs)
    cursor.executemany("INSERT INTO parts VALUES (%s, to_tsvector('english', %s))", [(p, p) for p in one.parts])
