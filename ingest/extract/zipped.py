"""ZIP archives of published files: one answer, its letter first, whose other files hang on it.

An archive that is ingested is taken apart first (see `ingest.sources.containers`); read whole, it is one document.
"""

from __future__ import annotations

import stat
import zipfile
from functools import partial
from pathlib import PurePosixPath

from ingest.errors import ExtractError
from ingest.extract import extract_bytes
from ingest.extract.archive import Archive
from ingest.extract.attached import MAX_DEPTH, read_attached
from ingest.extract.content import Content

_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_DATA = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv"})


def read(data: bytes, source: str, depth: int) -> Content:
    """Return the first letter of an archive, with its other files as attachments."""
    archive = Archive(data, source)
    names, warnings = members(archive)
    if not names:
        raise ExtractError("empty", f"{source}: the archive holds no file. Ask for it to be sent again.")
    if depth >= MAX_DEPTH:
        raise ExtractError("unsupported", f"{source}: files within files are read {MAX_DEPTH} deep. Unpack it.")
    names = sorted(names, key=lambda name: (PurePosixPath(name).suffix.lower() in _DATA, name))
    letter = None
    failures: list[ExtractError] = []
    for position, name in enumerate(names):
        try:
            letter = extract_bytes(archive.read(name), f"{source}#{name}", depth=depth + 1)
        except ExtractError as error:
            failures.append(error)
            if not error.is_picture:
                warnings.append(f"attachment {name} was not read: {error.kind}")
            continue
        names = names[position + 1 :]
        break
    if letter is None:
        raise failures[0]
    others = read_attached([(name, partial(archive.read, name)) for name in names], source, depth, warnings)
    return Content(
        letter.pages,
        letter.headers,
        (*letter.warnings, *warnings),
        letter.findings,
        (*letter.attachments, *others),
    )


def members(archive: Archive) -> tuple[list[str], list[str]]:
    """Return the names of the files in an archive, and warnings of those that are left out: links and litter."""
    names: list[str] = []
    warnings: list[str] = []
    for member in archive.members:
        path = PurePosixPath(member.filename)
        if member.is_dir() or path.name.casefold() in _LITTER or "__MACOSX" in path.parts or path.name.startswith("."):
            continue
        if _is_link(member):
            warnings.append(f"{member.filename} is a link and was left out")
        elif member.filename in names:
            warnings.append(f"{member.filename} is in the archive twice; the last one was read")
        else:
            names.append(member.filename)
    return sorted(names), warnings


def _is_link(member: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(member.external_attr >> 16)
