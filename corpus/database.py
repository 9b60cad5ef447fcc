"""Opening the catalogue's SQLite file: settings, migrations, and errors a reader can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

from corpus.datadir import DataDir
from corpus.errors import CatalogueError, DiskFullError, LockedError, NoCatalogueError, SchemaVersionError

BUSY_SECONDS = 10


@cache
def migrations() -> tuple[tuple[int, str], ...]:
    """Return (version, SQL) of each file of corpus/schema, in order. `002_name.sql` leads to version 2."""
    scripts = [entry for entry in files("corpus").joinpath("schema").iterdir() if entry.name.endswith(".sql")]
    numbered = sorted((int(entry.name.split("_")[0]), entry.read_text("utf-8")) for entry in scripts)
    versions = [version for version, _ in numbered]
    if versions != list(range(1, len(versions) + 1)):
        raise CatalogueError(f"corpus/schema must be numbered 1, 2, 3 ... without gaps, and holds {versions}.")
    return tuple(numbered)


def schema_version() -> int:
    """Return the schema this Foilog writes."""
    return migrations()[-1][0]


def connect(data: DataDir, *, readonly: bool = False) -> sqlite3.Connection:
    """Return a connection to the catalogue of `data`, made or migrated where it has to be.

    Raises:
        NoCatalogueError: `readonly`, and there is none.
        SchemaVersionError: a later Foilog wrote it.
        CatalogueError: it is no catalogue, or cannot be opened.
    """
    if readonly and not data.catalogue_path.is_file():
        raise NoCatalogueError(
            f"Nothing has been ingested into {data.path} yet. "
            "Run `foilog ingest PATH` first, or name another with --data-dir."
        )
    if not readonly:
        data.create()
    with translated(data):
        mode = "ro" if readonly else "rwc"
        uri = f"{data.catalogue_path.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            _prepare(connection, data, readonly)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection, data: DataDir, readonly: bool) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > schema_version():
        raise SchemaVersionError(
            f"Data directory {data.path} was written by Foilog schema {found}; this is schema {schema_version()}. "
            "Upgrade Foilog, or name another with --data-dir."
        )
    if readonly:
        if found < schema_version():
            raise SchemaVersionError(
                f"Data directory {data.path} has schema {found}; this Foilog reads schema {schema_version()}. "
                "Run `foilog ingest` once: it brings the catalogue up to date."
            )
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")  # what is withdrawn must not stay readable in freed pages
    for version, script in migrations()[found:]:
        _migrate(connection, version, script)


def _migrate(connection: sqlite3.Connection, version: int, script: str) -> None:
    """Run one numbered script in one transaction, together with its version number."""
    try:
        connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {version};\nCOMMIT;")
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        # Two processes that start at once both see the old version; the one that waited finds the work done.
        if connection.execute("PRAGMA user_version").fetchone()[0] < version:
            raise


@contextmanager
def transaction(connection: sqlite3.Connection, data: DataDir) -> Iterator[None]:
    """Run a block as one write: all of it is kept, or nothing."""
    with translated(data):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def translated(data: DataDir) -> Iterator[None]:
    """Turn what SQLite says into what a reader can act on."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _explained(error, data.catalogue_path) from error


def _explained(error: sqlite3.DatabaseError, path: Path) -> CatalogueError:
    said = str(error)
    if "is full" in said:
        return DiskFullError(
            f"The disk is full: {path} could not be written. What was read before is safe; "
            "free some space and run the same command again, it goes on where it stopped."
        )
    if "locked" in said or "busy" in said:
        return LockedError(
            f"{path} has been locked by another program for {BUSY_SECONDS} seconds. Close it and try again."
        )
    if "not a database" in said or "malformed" in said:
        return CatalogueError(
            f"{path} is damaged or no Foilog catalogue ({said}). "
            "Restore it from a backup, or move it away and ingest again."
        )
    return CatalogueError(
        f"{path}: {said}. Check that the file and its folder can be written, or name another with --data-dir."
    )
