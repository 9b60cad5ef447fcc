"""The ledger: which files were seen, which could not be read, and which runs there were.

It is what makes ingest cheap to repeat: a file whose size and time are those of its row is not even opened. Rows
outlive disclosures, so that a withdrawn letter and a file that failed stay known.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from corpus.database import transaction
from corpus.datadir import DataDir


class Role(StrEnum):
    """What a file is to the disclosure it belongs to."""

    LETTER = "letter"
    ATTACHMENT = "attachment"
    COPY = "copy"  # the same bytes were catalogued from another path
    WITHDRAWN = "withdrawn"
    QUARANTINED = "quarantined"
    CONTAINER = "container"  # an archive, a mailbox or a log, whose parts have rows of their own


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One published file as found on disk. `path` is absolute, `source` is how it was given."""

    path: str
    source: str
    size: int
    modified_ns: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What the ledger knows of one file. `current`: its disclosure still holds these very bytes."""

    file: SourceFile
    role: Role
    disclosure_id: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """One file in quarantine."""

    path: str
    source: str
    kind: str
    message: str
    attempts: int
    failed_at: str
    tool_version: str


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What one ingest did, in files."""

    files: int = 0
    files_read: int = 0
    unchanged: int = 0
    failed: int = 0
    vanished: int = 0


def now() -> str:
    """Return the time as `2026-03-05T14:07:09Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Ledger:
    """The sources, quarantine and runs tables of one catalogue. `record_within` needs an open transaction."""

    def __init__(self, connection: sqlite3.Connection, data: DataDir) -> None:
        self._connection = connection
        self._data = data

    def seen(self, path: str) -> Seen | None:
        """Return what is known of the file at an absolute path."""
        row = self._connection.execute(
            "SELECT s.*, EXISTS (SELECT 1 FROM documents d WHERE d.disclosure_id = s.disclosure_id"
            " AND d.sha256 = s.sha256) AS current FROM sources s WHERE path = ?",
            (path,),
        ).fetchone()
        return _seen(row) if row else None

    def stamps(self) -> dict[str, tuple[int, int, Role]]:
        """Return size, time and role of every file seen, by path: what tells in one go what did not change."""
        rows = self._connection.execute("SELECT path, size, modified_ns, role FROM sources")
        return {row[0]: (row[1], row[2], Role(row[3])) for row in rows}

    def with_several_files(self) -> frozenset[str]:
        """Return the disclosures to which more than one file belongs."""
        rows = self._connection.execute(
            "SELECT disclosure_id FROM sources WHERE disclosure_id IS NOT NULL GROUP BY disclosure_id"
            " HAVING count(*) > 1"
        )
        return frozenset(row[0] for row in rows)

    def files_of(self, disclosure_id: str) -> list[Seen]:
        """Return the files that belong to a disclosure, by path."""
        rows = self._connection.execute(
            "SELECT *, 0 AS current FROM sources WHERE disclosure_id = ? ORDER BY path", (disclosure_id,)
        )
        return [_seen(row) for row in rows]

    def under(self, folder: str) -> Iterator[Seen]:
        """Yield the files known at or under an absolute path that have not been reported as vanished."""
        prefix = folder.rstrip("/\\")
        rows = self._connection.execute(
            "SELECT *, 0 AS current FROM sources WHERE vanished_at IS NULL"
            " AND (path = ?1 OR substr(path, 1, length(?1) + 1) IN (?1 || '/', ?1 || '\\')) ORDER BY path",
            (prefix,),
        )
        return (_seen(row) for row in rows.fetchall())

    def holder_of(self, sha256s: Iterable[str]) -> str | None:
        """Return the disclosure, not withdrawn, that already holds every one of these files, or None."""
        wanted = sorted(set(sha256s))
        rows = self._connection.execute(
            f"SELECT disclosure_id FROM documents WHERE sha256 IN ({','.join('?' * len(wanted))})"
            " GROUP BY disclosure_id HAVING count(DISTINCT sha256) = ? ORDER BY disclosure_id LIMIT 1",
            (*wanted, len(wanted)),
        ).fetchone()
        return rows["disclosure_id"] if rows else None

    def is_withdrawn(self, sha256: str) -> bool:
        """Tell whether these bytes were withdrawn and must not come back."""
        return self._connection.execute("SELECT 1 FROM tombstones WHERE sha256 = ?", (sha256,)).fetchone() is not None

    def released_kinds(self, sha256: str) -> frozenset[str]:
        """Return the kinds of findings that an officer accepted in the file with this hash."""
        rows = self._connection.execute("SELECT kind FROM releases WHERE sha256 = ?", (sha256,))
        return frozenset(row[0] for row in rows)

    def withdrawn_hashes(self) -> list[str]:
        """Return the hashes of withdrawn files that no other disclosure holds."""
        rows = self._connection.execute(
            "SELECT sha256 FROM tombstones WHERE sha256 NOT IN (SELECT sha256 FROM documents) ORDER BY sha256"
        )
        return [row[0] for row in rows]

    def record_within(self, file: SourceFile, role: Role, disclosure_id: str | None) -> None:
        """Write one file's row; a file that has a place is no longer in quarantine."""
        self._connection.execute(
            "INSERT INTO sources (path, source, size, modified_ns, sha256, role, disclosure_id, seen_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET source = excluded.source,"
            " size = excluded.size, modified_ns = excluded.modified_ns, sha256 = excluded.sha256, role = excluded.role,"
            " disclosure_id = excluded.disclosure_id, seen_at = excluded.seen_at, vanished_at = NULL",
            (file.path, file.source, file.size, file.modified_ns, file.sha256, role, disclosure_id, now()),
        )
        if role is not Role.QUARANTINED:
            self._connection.execute("DELETE FROM quarantine WHERE path = ?", (file.path,))

    def demote_within(self, disclosure_id: str, letter_path: str) -> None:
        """Let no file but the one at `letter_path` be the letter of a disclosure."""
        self._connection.execute(
            "UPDATE sources SET role = 'copy' WHERE disclosure_id = ? AND role = 'letter' AND path <> ?",
            (disclosure_id, letter_path),
        )

    def record(self, file: SourceFile, role: Role, disclosure_id: str | None) -> None:
        """Write one file's row on its own."""
        with transaction(self._connection, self._data):
            self.record_within(file, role, disclosure_id)

    def quarantine(
        self, file: SourceFile, kind: str, message: str, tool_version: str, disclosure_id: str | None = None
    ) -> None:
        """Set a file that cannot be read aside, with its reason. A disclosure it had before stays as it was."""
        with transaction(self._connection, self._data):
            before = self.seen(file.path)
            self.record_within(file, Role.QUARANTINED, disclosure_id or (before.disclosure_id if before else None))
            self._connection.execute(
                "INSERT INTO quarantine VALUES (?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT (path) DO UPDATE SET"
                " source = excluded.source, sha256 = excluded.sha256, kind = excluded.kind, message = excluded.message,"
                " attempts = attempts + 1, failed_at = excluded.failed_at, tool_version = excluded.tool_version",
                (file.path, file.source, file.sha256, kind, message, now(), tool_version),
            )

    def failure(self, path: str) -> Failure | None:
        """Return why the file at this path is in quarantine, or None where it is not."""
        row = self._connection.execute("SELECT * FROM quarantine WHERE path = ?", (path,)).fetchone()
        return _failure(row) if row else None

    def failures(self) -> list[Failure]:
        """Return everything in quarantine, by path."""
        return [_failure(row) for row in self._connection.execute("SELECT * FROM quarantine ORDER BY path")]

    def mark_vanished(self, paths: Sequence[str]) -> None:
        """Note that files are no longer where they were. Their disclosures stay; their failures are over."""
        with transaction(self._connection, self._data):
            self._connection.executemany(
                "UPDATE sources SET vanished_at = ? WHERE path = ?", [(now(), path) for path in paths]
            )
            self._connection.executemany("DELETE FROM quarantine WHERE path = ?", [(path,) for path in paths])

    def vanished(self) -> list[str]:
        """Return the sources that are no longer where they were, as they were given."""
        rows = self._connection.execute("SELECT source FROM sources WHERE vanished_at IS NOT NULL ORDER BY source")
        return [row["source"] for row in rows]

    def start_run(self, tool_version: str) -> int:
        """Open a run and return its number."""
        with transaction(self._connection, self._data):
            cursor = self._connection.execute(
                "INSERT INTO runs (started_at, tool_version) VALUES (?, ?)", (now(), tool_version)
            )
            return int(cursor.lastrowid or 0)

    def finish_run(self, run: int, counts: RunCounts) -> None:
        """Close a run with what it did."""
        with transaction(self._connection, self._data):
            self._connection.execute(
                "UPDATE runs SET finished_at = ?, files = ?, files_read = ?, unchanged = ?, failed = ?, vanished = ?"
                " WHERE id = ?",
                (now(), counts.files, counts.files_read, counts.unchanged, counts.failed, counts.vanished, run),
            )


def _seen(row: sqlite3.Row) -> Seen:
    file = SourceFile(row["path"], row["source"], row["size"], row["modified_ns"], row["sha256"])
    return Seen(file, Role(row["role"]), row["disclosure_id"], bool(row["current"]))


def _failure(row: sqlite3.Row) -> Failure:
    return Failure(
        row["path"],
        row["source"],
        row["kind"],
        row["message"],
        row["attempts"],
        row["failed_at"],
        row["tool_version"],
    )
