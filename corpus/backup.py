"""Backups of a data directory: a copy of the catalogue as it is at one moment, and of the originals it names.

    backup/
      catalogue.sqlite3   a whole database, readable as it is
      originals/ab/cd...  hard links where both lie on one disk, else copies
      BACKUP              one line of JSON, written last: a backup without it is not whole

The index is left out: `foilog index` makes it from the catalogue.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.database import schema_version, translated
from corpus.datadir import DataDir, storage_error
from corpus.errors import CatalogueError

MARK = "BACKUP"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    schema: int
    revision: int
    disclosures: int
    originals: int
    missing: int = 0  # originals that were not there to be saved: `foilog doctor` says which


def back_up(catalogue: Catalogue, target: Path) -> Backup:
    """Save a catalogue and its originals in the folder `target`, which must be new or empty. Ingest may go on.

    Raises:
        CatalogueError: the folder holds something, or cannot be written.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CatalogueError(f"{target} is not empty. Name a folder that is new, such as {target}-2.")
    made = DataDir(target)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with translated(catalogue.data), closing(sqlite3.connect(made.catalogue_path)) as copy:
            catalogue.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            hashes = [row[0] for row in copy.execute("SELECT DISTINCT sha256 FROM documents WHERE parent IS NULL")]
            revision = int(copy.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()[0])
            disclosures = copy.execute("SELECT count(*) FROM disclosures").fetchone()[0]
        saved = sum(_save(catalogue.data.original_path(sha256), made.original_path(sha256)) for sha256 in hashes)
        backup = Backup(schema_version(), revision, disclosures, saved, len(hashes) - saved)
        _write_last(target / MARK, json.dumps(asdict(backup)) + "\n")
    except OSError as error:
        raise storage_error(error, target) from error
    return backup


def restore(source: Path, data: DataDir) -> Backup:
    """Bring a backup back into a data directory, which must have no catalogue, and return what it held.

    Raises:
        CatalogueError: it is no whole backup, or there is a catalogue already.
    """
    try:
        backup = Backup(**json.loads((source / MARK).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise CatalogueError(f"{source} is no whole backup ({MARK} is missing or broken). Name another.") from error
    if data.catalogue_path.exists():
        raise CatalogueError(
            f"{data.path} has a catalogue already. Move it away, or name another data directory with --data-dir."
        )
    data.create()
    saved = DataDir(source)
    temporary = data.path / f".{data.catalogue_path.name}.part"
    try:
        for folder in sorted(saved.originals_path.glob("??")):
            for path in sorted(folder.iterdir()):
                _save(path, data.original_path(folder.name + path.name), link=False)
        shutil.copyfile(saved.catalogue_path, temporary)
        _sync(temporary)
        for stale in ("-wal", "-shm"):
            data.catalogue_path.with_name(data.catalogue_path.name + stale).unlink(missing_ok=True)
        temporary.replace(data.catalogue_path)  # last: until then there is no catalogue
    except OSError as error:
        raise storage_error(error, data.path) from error
    finally:
        temporary.unlink(missing_ok=True)
    return backup


def _save(original: Path, target: Path, *, link: bool = True) -> bool:
    """Link or copy one original; tell whether it was there. An original is never changed, so a link is a copy."""
    if not original.is_file():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        return True
    if link:
        with suppress(OSError):  # another disk, or a file system without links
            os.link(original, target)
            return True
    temporary = target.with_name(f".{target.name}.part")
    shutil.copyfile(original, temporary)
    _sync(temporary)
    temporary.replace(target)
    return True


def _write_last(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_text(text, "utf-8")
    _sync(temporary)
    temporary.replace(path)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
