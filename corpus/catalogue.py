"""The catalogue: the system of record. The index and every page are derived from it.

One SQLite file in WAL mode, readable as it is in Datasette or pandas. Every write to a disclosure is one transaction
and takes the next `revision`, so that the index can ask what changed since the one it has seen.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus import rows
from corpus.database import connect, transaction, translated
from corpus.datadir import DataDir
from corpus.errors import CatalogueError, NotHeldError, UnknownDisclosureError
from corpus.ids import mint_id
from corpus.ledger import Ledger, Role, SourceFile, now
from corpus.records import Disclosure, Reading, State

CHILDREN = {
    "documents": rows.document_rows,
    "pages": rows.page_rows,
    "findings": rows.finding_rows,
    "questions": rows.question_rows,
    "citations": rows.citation_rows,
    "mentions": rows.mention_rows,
}
REGISTERS = ("vendor_register", "provision_register")
"""Tables of what is published, each as the view of its name and `_now` says."""


class WithdrawnError(CatalogueError):
    """The letter was withdrawn: the same bytes do not come back."""


@dataclass(frozen=True, slots=True)
class Change:
    """One disclosure written since a revision. `state` is None where another disclosure took it in."""

    id: str
    revision: int
    state: State | None


class Catalogue:
    """The disclosures of one data directory. Open it with `Catalogue.open`."""

    def __init__(self, connection: sqlite3.Connection, data: DataDir) -> None:
        self.data = data
        self.ledger = Ledger(connection, data)
        self._connection = connection

    @classmethod
    def open(cls, data_dir: str | Path | DataDir | None = None, *, readonly: bool = False) -> Self:
        """Return the catalogue of a data directory, made where there is none yet.

        Raises:
            NoCatalogueError: `readonly`, and nothing has been ingested.
            SchemaVersionError: a later Foilog wrote it.
        """
        data = data_dir if isinstance(data_dir, DataDir) else DataDir(data_dir)
        return cls(connect(data, readonly=readonly), data)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @property
    def connection(self) -> sqlite3.Connection:
        """Return the connection, for counts and exports that are one SELECT."""
        return self._connection

    @property
    def revision(self) -> int:
        """Return the revision of the latest write; 0 where nothing was ever written."""
        with translated(self.data):
            return int(self._connection.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()[0])

    def new_id(self, reading: Reading, sha256: str) -> str:
        """Return an id that no disclosure has, for a letter with these bytes."""
        return mint_id(reading.authority, reading.reference, sha256, self._is_taken)

    def state_of(self, disclosure_id: str) -> State | None:
        """Return the state of one disclosure, or None where there is none."""
        row = self._connection.execute("SELECT state FROM disclosures WHERE id = ?", (disclosure_id,)).fetchone()
        return State(row["state"]) if row else None

    def letters_with(self, sha256: str) -> list[str]:
        """Return the ids of the disclosures, not withdrawn, whose letter has these bytes."""
        found = self._connection.execute(
            "SELECT id FROM disclosures WHERE sha256 = ? AND state <> 'withdrawn' ORDER BY id", (sha256,)
        )
        return [row["id"] for row in found]

    def put(
        self,
        disclosure: Disclosure,
        letter: SourceFile | None = None,
        attachments: Iterable[SourceFile] = (),
    ) -> int:
        """Store a disclosure in place of what had its id, with the files it came in, and return its revision.

        A disclosure that one of these files was the letter of, and that is now part of this one, is removed.

        Raises:
            WithdrawnError: its letter was withdrawn.
        """
        sha256 = disclosure.documents[0].sha256
        with transaction(self._connection, self.data):
            if self.ledger.is_withdrawn(sha256):
                raise WithdrawnError(
                    f"{disclosure.documents[0].source} was withdrawn; the same bytes do not come back."
                )
            before = self._hashes_of(disclosure.id)
            files = [(letter, Role.LETTER)] if letter else []
            if letter:  # it may have moved: the path it had is not its own any more
                self.ledger.demote_within(disclosure.id, letter.path)
            for file, role in [*files, *((file, Role.ATTACHMENT) for file in attachments)]:
                self._take_over(file, disclosure.id)
                self.ledger.record_within(file, role, disclosure.id)
            revision = self._write(disclosure)
        self._delete_unused_originals(before)  # what a publisher replaced may have been replaced for a reason
        return revision

    def get(self, disclosure_id: str) -> Disclosure | None:
        """Return one disclosure, or None. A withdrawn one has its id and state, and nothing else."""
        with self._snapshot():
            row = self._connection.execute("SELECT * FROM disclosures WHERE id = ?", (disclosure_id,)).fetchone()
            if row is None:
                return None
            child = {table: self._children(table, disclosure_id) for table in CHILDREN}
        documents = rows.documents_from(child["documents"], child["pages"], child["findings"])
        reading = rows.reading_from(row, child["questions"], child["citations"], child["mentions"])
        return rows.disclosure_from(row, documents, reading)

    def read_by(self, disclosure_id: str) -> str | None:
        """Return the version of the reader that read a disclosure, or None for an unknown or withdrawn one."""
        row = self._connection.execute("SELECT tool_version FROM disclosures WHERE id = ?", (disclosure_id,)).fetchone()
        return row["tool_version"] if row and row["tool_version"] else None

    def iter_disclosures(self, state: State | None = State.PUBLISHED) -> Iterator[Disclosure]:
        """Yield the disclosures in `state` (None: in any) by id, one in memory at a time."""
        last = ""
        while True:
            with translated(self.data):
                row = self._connection.execute(
                    "SELECT id FROM disclosures WHERE id > ?1 AND (?2 IS NULL OR state = ?2) ORDER BY id LIMIT 1",
                    (last, state),
                ).fetchone()
            if row is None:
                return
            last = row["id"]
            disclosure = self.get(last)
            if disclosure is not None:
                yield disclosure

    def changed_since(self, revision: int) -> list[Change]:
        """Return what was written after `revision`, oldest first: published, held, withdrawn and removed alike."""
        with translated(self.data):
            found = self._connection.execute(
                "SELECT id, revision, state FROM disclosures WHERE revision > ?1 UNION ALL"
                " SELECT id, revision, NULL FROM removals WHERE revision > ?1 ORDER BY revision",
                (revision,),
            ).fetchall()
        return [Change(r["id"], r["revision"], State(r["state"]) if r["state"] else None) for r in found]

    def withdraw(self, disclosure_id: str, reason: str) -> int:
        """Take a disclosure out for good and return how many originals were deleted.

        Its texts and originals go; what stays is its id, its state, the reason, and a tombstone for each file that no
        other disclosure holds, so that the same bytes do not come back. Doing it twice is harmless.

        Raises:
            UnknownDisclosureError: no disclosure has this id.
        """
        with transaction(self._connection, self.data):
            row = self._connection.execute("SELECT state FROM disclosures WHERE id = ?", (disclosure_id,)).fetchone()
            if row is None:
                raise _unknown(disclosure_id)
            if row["state"] != State.WITHDRAWN:
                self._bury(disclosure_id, reason)
        # The text must not stay readable in the write-ahead log.
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return self.delete_withdrawn_originals()

    def release(self, disclosure_id: str, reason: str) -> int:
        """Publish a held disclosure and return its revision.

        The kinds of findings it was held for are remembered for each of its files: read again, the same bytes stay
        published, unless something of another kind is found in them.

        Raises:
            UnknownDisclosureError: no disclosure has this id.
            NotHeldError: it is published already, or withdrawn.
        """
        with transaction(self._connection, self.data):
            state = self.state_of(disclosure_id)
            if state is None:
                raise _unknown(disclosure_id)
            if state is not State.HELD:
                raise NotHeldError(f"{disclosure_id} is {state}, not held. `foilog status` lists what is held.")
            self._connection.execute(
                "INSERT OR REPLACE INTO releases SELECT DISTINCT d.sha256, f.kind, ?1, ?2, ?3 FROM findings f"
                " JOIN documents d ON d.disclosure_id = f.disclosure_id AND d.position = f.document"
                " WHERE f.disclosure_id = ?1 AND f.action = 'hold'",
                (disclosure_id, reason, now()),
            )
            revision = self._next_revision()
            self._connection.execute(
                "UPDATE disclosures SET state = 'published', revision = ? WHERE id = ?", (revision, disclosure_id)
            )
            self._register(disclosure_id)
        return revision

    def delete_withdrawn_originals(self) -> int:
        """Delete the originals of withdrawn files that are still on disk, and return how many there were."""
        return sum(self.data.remove_original(sha256) for sha256 in self.ledger.withdrawn_hashes())

    def _bury(self, disclosure_id: str, reason: str) -> None:
        execute = self._connection.execute
        execute(
            "INSERT OR IGNORE INTO tombstones SELECT DISTINCT sha256, ?1, ?2, ?3"
            " FROM documents d WHERE disclosure_id = ?1"
            " AND (position = 0 OR NOT EXISTS (SELECT 1 FROM documents o"
            " WHERE o.sha256 = d.sha256 AND o.disclosure_id <> ?1))",
            (disclosure_id, reason, now()),
        )
        for table in (*CHILDREN, *REGISTERS):
            execute(f"DELETE FROM {table} WHERE disclosure_id = ?", (disclosure_id,))
        execute("UPDATE sources SET role = 'withdrawn' WHERE disclosure_id = ?", (disclosure_id,))
        execute(
            "UPDATE disclosures SET revision = ?, state = 'withdrawn', authority = NULL, regime = NULL,"
            " reference = NULL, title = '', received_on = NULL, responded_on = NULL,"
            " outcome = 'unknown', outcomes = '[]',"
            " stated_outcome = NULL, stated_exemptions = '[]', url = NULL, source = '', warnings = '[]', text = ''"
            " WHERE id = ?",
            (self._next_revision(), disclosure_id),
        )

    def _write(self, disclosure: Disclosure) -> int:
        execute, revision = self._connection.execute, self._next_revision()
        execute("DELETE FROM removals WHERE id = ?", (disclosure.id,))
        execute("DELETE FROM disclosures WHERE id = ?", (disclosure.id,))  # its children go with it
        columns = rows.disclosure_row(disclosure, revision)
        execute(
            f"INSERT INTO disclosures ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            tuple(columns.values()),
        )
        for table, rows_of in CHILDREN.items():
            for row in rows_of(disclosure):
                execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        self._register(disclosure.id)
        return revision

    def _register(self, disclosure_id: str) -> None:
        """Enter a disclosure that has no rows in the registers yet; one that is not published has none."""
        for table in REGISTERS:
            self._connection.execute(
                f"INSERT INTO {table} SELECT * FROM {table}_now WHERE disclosure_id = ?", (disclosure_id,)
            )

    def _hashes_of(self, disclosure_id: str) -> set[str]:
        found = self._connection.execute("SELECT sha256 FROM documents WHERE disclosure_id = ?", (disclosure_id,))
        return {row[0] for row in found}

    def _delete_unused_originals(self, hashes: Iterable[str]) -> None:
        for sha256 in sorted(hashes):
            if self._connection.execute("SELECT 1 FROM documents WHERE sha256 = ?", (sha256,)).fetchone() is None:
                self.data.remove_original(sha256)

    def _take_over(self, file: SourceFile, disclosure_id: str) -> None:
        """Remove the disclosure that `file` was the letter of, where it is another one."""
        before = self.ledger.seen(file.path)
        if before is None or before.role is not Role.LETTER or before.disclosure_id in (None, disclosure_id):
            return
        removed = self._connection.execute("DELETE FROM disclosures WHERE id = ?", (before.disclosure_id,)).rowcount
        if removed:
            self._connection.execute(
                "INSERT OR REPLACE INTO removals VALUES (?, ?, ?)",
                (before.disclosure_id, self._next_revision(), now()),
            )

    def _next_revision(self) -> int:
        row = self._connection.execute(
            "UPDATE meta SET value = value + 1 WHERE key = 'revision' RETURNING CAST(value AS INTEGER)"
        ).fetchone()
        return int(row[0])

    def _is_taken(self, disclosure_id: str) -> bool:
        return (
            self._connection.execute("SELECT 1 FROM disclosures WHERE id = ?", (disclosure_id,)).fetchone() is not None
        )

    def _children(self, table: str, disclosure_id: str) -> list[sqlite3.Row]:
        return self._connection.execute(
            f"SELECT * FROM {table} WHERE disclosure_id = ? ORDER BY rowid", (disclosure_id,)
        ).fetchall()

    @contextmanager
    def _snapshot(self) -> Iterator[None]:
        """Read several tables as they were at one moment, while an ingest may be writing."""
        with translated(self.data):
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("COMMIT")


def _unknown(disclosure_id: str) -> UnknownDisclosureError:
    return UnknownDisclosureError(
        f"No disclosure has the id {disclosure_id}. "
        "Copy it from the disclosure's address, from `foilog status` or from `foilog export`."
    )
