"""Checking a data directory: the catalogue, and the originals beside it. What can be derived is repaired.

The index is checked by the command, which knows it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import REGISTERS, Catalogue
from corpus.database import transaction, translated
from corpus.datadir import BLOCK, TEMPORARY_PREFIX, DataDir
from corpus.errors import CatalogueError, SourceChangedError


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is not as it should be. `mended`: what was done about it, "" where nothing could be."""

    what: str
    remedy: str
    mended: str = ""


def examine(catalogue: Catalogue, *, repair: bool = True) -> Iterator[Trouble]:
    """Yield what is wrong with a catalogue and its originals. Only under the ingest lock where it is to `repair`.

    A file that belongs to an e-mail or an archive lies in the original of that, and has none of its own.
    """
    yield from _database(catalogue.connection, catalogue.data)
    yield from _half_written(catalogue.data, repair)
    yield from _lost_sources(catalogue, repair)
    yield from _registers(catalogue, repair)
    yield from _originals(catalogue, repair)


def _database(connection: sqlite3.Connection, data: DataDir) -> Iterator[Trouble]:
    with translated(data):
        said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
        if said != ["ok"]:
            yield Trouble(
                f"{data.catalogue_path} is damaged: {'; '.join(said)}",
                "Restore it from a backup (`foilog restore`), or move it away and ingest again.",
            )
        for row in connection.execute("PRAGMA foreign_key_check").fetchmany(20):
            yield Trouble(
                f"{data.catalogue_path}: a row of {row[0]} belongs to nothing in {row[2]}",
                "Restore the catalogue from a backup, or move it away and ingest again.",
            )


def _half_written(data: DataDir, repair: bool) -> Iterator[Trouble]:
    left = len(list(data.originals_path.glob(f"*/{TEMPORARY_PREFIX}*")))
    if left:
        if repair:
            data.sweep()
        yield Trouble(f"{left} half-written original(s)", "The next ingest deletes them.", "deleted" if repair else "")


def _lost_sources(catalogue: Catalogue, repair: bool) -> Iterator[Trouble]:
    """Find files that are said to belong to a disclosure that is not there: they would never be read again."""
    lost = "disclosure_id IS NOT NULL AND disclosure_id NOT IN (SELECT id FROM disclosures)"
    with translated(catalogue.data):
        count = catalogue.connection.execute(f"SELECT count(*) FROM sources WHERE {lost}").fetchone()[0]
    if not count:
        return
    if repair:
        with transaction(catalogue.connection, catalogue.data):
            catalogue.connection.execute(f"DELETE FROM sources WHERE {lost}")
    yield Trouble(
        f"{count} file(s) known by a disclosure that is gone",
        "Forget them: the next ingest reads them again.",
        "forgotten; the next ingest reads them again" if repair else "",
    )


def _registers(catalogue: Catalogue, repair: bool) -> Iterator[Trouble]:
    for table in REGISTERS:
        differ = " UNION ALL ".join(f"SELECT * FROM (SELECT * FROM {a} EXCEPT SELECT * FROM {b})" for a, b in (
            (table, f"{table}_now"), (f"{table}_now", table)))  # fmt: skip
        with translated(catalogue.data):
            count = catalogue.connection.execute(f"SELECT count(*) FROM ({differ})").fetchone()[0]
        if not count:
            continue
        if repair:
            with transaction(catalogue.connection, catalogue.data):
                catalogue.connection.execute(f"DELETE FROM {table}")
                catalogue.connection.execute(f"INSERT INTO {table} SELECT * FROM {table}_now")
        yield Trouble(
            f"{count} row(s) of {table} that do not agree with what is published",
            "Make it again: `foilog doctor` does.",
            "made again" if repair else "",
        )


def _originals(catalogue: Catalogue, repair: bool) -> Iterator[Trouble]:
    with translated(catalogue.data):
        rows = catalogue.connection.execute(
            "SELECT DISTINCT d.sha256, d.source FROM documents d JOIN disclosures s ON s.id = d.disclosure_id"
            " WHERE d.parent IS NULL AND s.state <> 'withdrawn' ORDER BY d.sha256"
        ).fetchall()
        every = {row[0] for row in catalogue.connection.execute("SELECT sha256 FROM documents")}
    for row in rows:
        path = catalogue.data.original_path(row["sha256"])
        if not path.is_file():
            yield _restored(catalogue, row["sha256"], f"The original of {row['source']} is missing", repair)
        elif _hash(path) != row["sha256"]:
            yield _restored(catalogue, row["sha256"], f"The original of {row['source']} is damaged", repair)
    orphans = [path for path in _kept(catalogue.data) if path.parent.name + path.name not in every]
    if orphans:
        for path in orphans if repair else ():
            catalogue.data.remove_original(path.parent.name + path.name)
        yield Trouble(
            f"{len(orphans)} original(s) that no disclosure holds",
            "Delete them: `foilog doctor` does.",
            "deleted" if repair else "",
        )


def _restored(catalogue: Catalogue, sha256: str, what: str, repair: bool) -> Trouble:
    """Take an original again from where it was read, if the same bytes are still there."""
    remedy = "Put the file back where it was and run `foilog doctor` again, or restore a backup."
    with translated(catalogue.data):
        paths = [row[0] for row in catalogue.connection.execute("SELECT path FROM sources WHERE sha256 = ?", (sha256,))]
    for path in map(Path, paths):
        if path.is_file() and _hash(path) == sha256:
            if not repair:
                return Trouble(what, f"It can be taken again from {path}: run `foilog doctor`.")
            catalogue.data.remove_original(sha256)
            try:
                catalogue.data.store_original(path, sha256)
            except (CatalogueError, SourceChangedError):
                break
            return Trouble(what, remedy, f"taken again from {path}")
    return Trouble(what, remedy)


def _kept(data: DataDir) -> Iterator[Path]:
    for folder in sorted(data.originals_path.glob("??")):
        yield from sorted(path for path in folder.iterdir() if not path.name.startswith(TEMPORARY_PREFIX))


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()
