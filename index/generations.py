"""Where index generations live, and the pointer that says which one is searched.

    index/CURRENT       one line of JSON: generation, catalogue revision, fingerprint, count
    index/gen-0007/     a Whoosh index
    index/INDEXING      the lock of the one process that may write

A rebuild fills a new generation beside the live one and then replaces CURRENT in one step, so a process killed at any
instant leaves CURRENT naming a complete index. What it leaves half-made is swept by the next run. CURRENT is also
rewritten after an update in place: readers watch its stamp.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from whoosh.util.filelock import FileLock

from index.arrays.contents import sync_folder
from index.errors import SearchIndexError

CURRENT = "CURRENT"
LOCK = "INDEXING"
_GENERATION = re.compile(r"gen-(\d{4,})")


@dataclass(frozen=True, slots=True)
class Current:
    """What CURRENT says: the live generation, the catalogue revision it holds, how its records were made."""

    generation: str
    revision: int
    fingerprint: str
    disclosures: int


def read_current(index_path: Path) -> Current | None:
    """Return what CURRENT says, or None where there is no index yet.

    Raises:
        SearchIndexError: CURRENT is there and cannot be understood, or names a generation that is gone.
    """
    path = index_path / CURRENT
    try:
        current = Current(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise SearchIndexError(f"{path}: cannot be read ({error}); run `foilog index --rebuild`") from error
    if not (index_path / current.generation).is_dir():
        raise SearchIndexError(f"{path}: names {current.generation}, which is gone; run `foilog index --rebuild`")
    return current


def stamp(index_path: Path) -> tuple[int, int] | None:
    """Return what changes whenever CURRENT is replaced, for the price of one stat; None where there is no index."""
    try:
        status = (index_path / CURRENT).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino


def write_current(index_path: Path, current: Current) -> None:
    """Make `current` the live generation, in one step. Its files are on the disk since they have their names."""
    sync_folder(index_path / current.generation)
    temporary = index_path / f"{CURRENT}.new"
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(asdict(current), file)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(index_path / CURRENT)
    sync_folder(index_path)


def new_generation(index_path: Path) -> Path:
    """Make and return an empty directory for the next generation."""
    numbers = [int(m[1]) for p in index_path.iterdir() if (m := _GENERATION.fullmatch(p.name))]
    path = index_path / f"gen-{max(numbers, default=0) + 1:04d}"
    path.mkdir()
    return path


def sweep(index_path: Path, keep: str | None) -> None:
    """Remove every generation but `keep`: old ones, and what a killed build left. Open readers keep their files."""
    for path in index_path.iterdir():
        if _GENERATION.fullmatch(path.name) and path.name != keep:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def writing(index_path: Path) -> Iterator[None]:
    """Hold the right to write the index. The lock ends with its process, so a killed one leaves nothing to clear.

    Raises:
        SearchIndexError: another process holds it, or the directory cannot be written.
    """
    try:
        index_path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(index_path / LOCK))
        held = lock.acquire(blocking=False)
    except OSError as error:
        raise SearchIndexError(
            f"{index_path}: cannot be written ({error.strerror}); check the directory's owner"
        ) from error
    if not held:
        raise SearchIndexError(f"{index_path}: another `foilog index` is at work; wait for it to end, then try again")
    try:
        yield
    finally:
        lock.release()
