"""What people look for and do not find, counted without keeping anything about a person.

A search that finds nothing is noted as a keyed hash of its words and the number of days it was made on. Only words
asked for on `SHOWN_FROM` different days are kept as words; the key and every hash are thrown away after `KEPT` days. No
address, no time of day and no filter is kept, and of a search that holds a number, an e-mail address or many words only
the month is counted.
"""

from __future__ import annotations

import hmac
import re
import secrets
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FILE = "misses.sqlite3"
SHOWN_FROM = 3  # different days
KEPT = 31  # days
MOST_WORDS, MOST_LETTERS = 6, 60
SCHEMA = """
CREATE TABLE IF NOT EXISTS key (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), secret BLOB, since TEXT);
CREATE TABLE IF NOT EXISTS hashes (hash BLOB PRIMARY KEY, days INTEGER, last_on TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS words (words TEXT PRIMARY KEY, days INTEGER, last_on TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS months (month TEXT PRIMARY KEY, searches INTEGER) WITHOUT ROWID;
"""
BUSY_SECONDS = 0.2  # a visitor does not wait for a count


@dataclass(frozen=True, slots=True)
class Miss:
    """Words that several people looked for in vain: on how many days, and when last."""

    words: str
    days: int
    last_on: str


def note_miss(data_path: Path, query: str, today: date) -> None:
    """Note that a search for `query` found nothing. A count that cannot be written is let go.

    Two searches for the same words on one day count once.
    """
    words = countable(query)
    try:
        with closing(sqlite3.connect(data_path / FILE, timeout=BUSY_SECONDS, isolation_level=None)) as counts:
            counts.executescript(SCHEMA)
            counts.execute("BEGIN IMMEDIATE")
            counts.execute(
                "INSERT INTO months VALUES (?, 1) ON CONFLICT DO UPDATE SET searches = searches + 1",
                (f"{today:%Y-%m}",),
            )
            if words:
                _count(counts, words, today)
            counts.execute("COMMIT")
    except sqlite3.Error:
        return


def read_misses(data_path: Path) -> tuple[list[Miss], dict[str, int]]:
    """Return the words most often looked for in vain, and the number of such searches in each month.

    Both are empty where nothing was ever noted.
    """
    path = data_path / FILE
    if not path.is_file():
        return [], {}
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as counts:
        words = counts.execute("SELECT words, days, last_on FROM words ORDER BY days DESC, last_on DESC, words")
        misses = [Miss(*row) for row in words]
        return misses, dict(counts.execute("SELECT month, searches FROM months ORDER BY month"))


def countable(query: str) -> str:
    """Return the words of a search as they are counted; "" for one that could say who somebody is."""
    if "@" in query or re.search(r"\d{3}", query):
        return ""
    words = re.findall(r"\w+(?:['’-]\w+)*", query.casefold())
    text = " ".join(words)
    return text if 0 < len(words) <= MOST_WORDS and len(text) <= MOST_LETTERS else ""


def _count(counts: sqlite3.Connection, words: str, today: date) -> None:
    hashed = hmac.digest(_key(counts, today), words.encode(), "sha256")
    found = counts.execute("SELECT days, last_on FROM hashes WHERE hash = ?", (hashed,)).fetchone()
    if found and found[1] == today.isoformat():
        return
    days = (found[0] if found else 0) + 1
    counts.execute("INSERT OR REPLACE INTO hashes VALUES (?, ?, ?)", (hashed, days, today.isoformat()))
    if days >= SHOWN_FROM:
        counts.execute(
            "INSERT INTO words VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET days = days + 1, last_on = ?3",
            (words, days, today.isoformat()),
        )


def _key(counts: sqlite3.Connection, today: date) -> bytes:
    """Return the key of the hashes; a new one, with the old hashes gone, where it has served its time."""
    row = counts.execute("SELECT secret, since FROM key").fetchone()
    if row and date.fromisoformat(row[1]) > today - timedelta(days=KEPT):
        secret: bytes = row[0]
        return secret
    fresh = secrets.token_bytes(32)
    counts.execute("DELETE FROM hashes")
    counts.execute("INSERT OR REPLACE INTO key VALUES (1, ?, ?)", (fresh, today.isoformat()))
    return fresh
