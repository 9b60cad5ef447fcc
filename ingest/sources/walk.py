"""Walking files and folders: every regular file once, in an order that never depends on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import IngestError
from ingest.sources.log_row import LogRow

LITTER = frozenset({"thumbs.db", "desktop.ini", "icon\r"})  # what systems leave in folders that people publish


class PathError(IngestError):
    """A path that was named and is not there."""


@dataclass(frozen=True, slots=True)
class Part:
    """One answer, or one file of an answer, in an archive, a mailbox or a log. Parts `together` are one answer."""

    container: Path
    name: str
    size: int
    sha256: str
    together: str = ""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file to ingest: where it is, and what to call it (the path as given)."""

    path: Path  # absolute; of a part: that of its container, and its name
    source: str
    part: Part | None = None
    stated: LogRow | None = None  # what a manifest says of it

    @property
    def key(self) -> str:
        """Return the path as text that SQLite can hold, whatever bytes are in its name."""
        return printable(self.path)


@dataclass(slots=True)
class Walk:
    """What was found under the given paths."""

    files: list[FoundFile] = field(default_factory=list)
    roots: list[Path] = field(default_factory=list)  # absolute
    unlisted: list[str] = field(default_factory=list)  # one line for each folder that could not be listed


def walk(paths: Iterable[str | Path], *, skip: Path | None = None) -> Walk:
    """Return the regular files at and under `paths`, each once.

    Hidden files and folders, links to folders, and everything under `skip` (the data directory) are left out.

    Raises:
        PathError: a path does not exist; nothing has been looked at then.
    """
    given = [Path(path) for path in paths]
    missing = [str(path) for path in given if not path.exists()]
    if missing:
        raise PathError(f"There is no file or folder {', '.join(missing)}. Check the path; nothing was done.")
    found, skipped = Walk(), skip.absolute() if skip else None
    known: set[Path] = set()
    for path in given:
        absolute = _absolute(path)
        found.roots.append(absolute)
        for file in _files(path, absolute, skipped, found.unlisted):
            if file.path not in known:
                known.add(file.path)
                found.files.append(file)
    return found


def is_there(path: str | Path) -> bool:
    """Tell whether a file, or the archive or log that a part was read from, is still there."""
    found = Path(path)
    return os.path.lexists(found) or any(parent.is_file() for parent in found.parents)


def printable(path: str | Path) -> str:
    """Return a path as valid Unicode; bytes that are none are shown as `\\xe9`."""
    text = os.fspath(path)
    return text if text.isascii() else os.fsencode(text).decode("utf-8", "backslashreplace")


def _files(path: Path, absolute: Path, skip: Path | None, unlisted: list[str]) -> Iterator[FoundFile]:
    if not path.is_dir():
        yield FoundFile(absolute, printable(path))
        return

    def note(error: OSError) -> None:
        unlisted.append(
            f"{printable(error.filename)}: the folder cannot be listed ({error.strerror}). Check its permissions."
        )

    for folder, folders, names in os.walk(path, onerror=note):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and _absolute(here / name) != skip)
        for name in sorted(names):
            file = here / name
            if not name.startswith(".") and name.casefold() not in LITTER and file.is_file():
                yield FoundFile(_absolute(file), printable(file))


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - not resolve(): a link is known by its own name
