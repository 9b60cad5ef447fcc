"""The data directory: the one place where Foilog keeps what it builds.

var/
  catalogue.sqlite3   the system of record
  originals/ab/cd...  each published file as it came, named by its SHA-256
  index/              the search index, always rebuildable
  ingest.lock         held while an ingest runs
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import IO

from corpus.errors import CatalogueError, DiskFullError, LockedError, SourceChangedError

DEFAULT_DATA_DIR = "var"
DATA_DIR_VARIABLE = "FOILOG_DATA"
TEMPORARY_PREFIX = ".incoming-"
BLOCK = 1 << 20
FULL = (errno.ENOSPC, errno.EDQUOT)


class DataDir:
    """The paths under one data directory. Making one touches nothing on disk."""

    def __init__(self, path: str | Path | None = None) -> None:
        """Take `path`, or the `FOILOG_DATA` environment variable, or `./var`."""
        self.path = Path(path or os.environ.get(DATA_DIR_VARIABLE) or DEFAULT_DATA_DIR)
        self.catalogue_path = self.path / "catalogue.sqlite3"
        self.index_path = self.path / "index"
        self.originals_path = self.path / "originals"
        self.lock_path = self.path / "ingest.lock"

    def create(self) -> None:
        """Make the directory.

        Raises:
            CatalogueError: it cannot be made or written to.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise CatalogueError(
                f"Data directory {self.path} cannot be made: there is a file of that name. "
                "Name a folder with --data-dir."
            ) from error
        except OSError as error:
            raise storage_error(error, self.path) from error
        if not os.access(self.path, os.W_OK | os.X_OK):
            raise CatalogueError(
                f"Data directory {self.path} cannot be written to. "
                "Change its permissions or name another with --data-dir."
            )

    def original_path(self, sha256: str) -> Path:
        """Return where the file with this SHA-256 is kept."""
        return self.originals_path / sha256[:2] / sha256[2:]

    def store_original(self, path: Path, sha256: str) -> Path:
        """Keep a copy of `path` under its hash: whole or not at all, and once however often it is published.

        Raises:
            DiskFullError: there is no room for it.
            SourceChangedError: its bytes are no longer those that were read.
            CatalogueError: it cannot be copied.
        """
        return self._store(lambda: path.open("rb"), sha256)

    def store_bytes(self, data: bytes, sha256: str) -> Path:
        """Keep `data` under its hash, as `store_original` keeps a file."""
        return self._store(lambda: BytesIO(data), sha256)

    def _store(self, opened: Callable[[], IO[bytes]], sha256: str) -> Path:
        target = self.original_path(sha256)
        if target.exists():
            return target
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with opened() as original:
                _write_whole(original, target, sha256)
        except OSError as error:
            raise storage_error(error, target) from error
        return target

    def remove_original(self, sha256: str) -> bool:
        """Delete the kept copy with this hash; tell whether there was one."""
        path = self.original_path(sha256)
        if not path.exists():
            return False
        path.unlink()
        with suppress(OSError):  # the folder holds others
            path.parent.rmdir()
        return True

    def sweep(self) -> int:
        """Delete the half-written copies a killed ingest left, and return how many. Only under the ingest lock."""
        left = list(self.originals_path.glob(f"*/{TEMPORARY_PREFIX}*"))
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    @contextmanager
    def ingest_lock(self) -> Iterator[None]:
        """Hold the ingest lock; the system lets go of it however the process ends.

        Raises:
            LockedError: another process holds it.
        """
        self.create()
        with self.lock_path.open("a+", encoding="ascii") as lock:
            if not _try_lock(lock):
                lock.seek(0)
                holder = lock.read().strip() or "unknown"
                raise LockedError(
                    f"Another foilog ingest (process {holder}) is writing to {self.path}. "
                    "Wait for it to end, or name another data directory with --data-dir."
                )
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield


def storage_error(error: OSError, path: Path) -> CatalogueError:
    """Return the error a reader can act on for a failed write to `path`."""
    if error.errno in FULL:
        return DiskFullError(
            f"The disk is full: {path} could not be written. What was read before is safe; "
            "free some space and run the same command again, it goes on where it stopped."
        )
    return CatalogueError(
        f"{path} cannot be written: {error.strerror or error}. "
        "Check the data directory or name another with --data-dir."
    )


def _write_whole(original: IO[bytes], target: Path, sha256: str) -> None:
    """Copy to a temporary file beside `target`, check and force it to disk, then give it its name."""
    handle, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as copy:
            digest = hashlib.sha256()
            while block := original.read(BLOCK):
                digest.update(block)
                copy.write(block)
            if digest.hexdigest() != sha256:
                raise SourceChangedError("It was changed while it was being read. Run the same command again.")
            copy.flush()
            os.fsync(copy.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _try_lock(lock: IO[str]) -> bool:
    """Take an exclusive lock on an open file without waiting; tell whether it was free."""
    try:
        import fcntl
    except ImportError:  # Windows
        return _try_lock_windows(lock)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _try_lock_windows(lock: IO[str]) -> bool:
    import msvcrt

    try:
        lock.seek(0)
        msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True
