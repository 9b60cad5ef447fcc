"""Files that hold several answers: archives, mailboxes and logs. Each part is read, known and withdrawn on its own.

A part's path is that of its file, a slash, and its name: an archive reads as a folder. Runs in a limited worker.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath

from ingest.errors import ExtractError
from ingest.extract import eml, read_bytes, sniff
from ingest.extract.archive import Archive
from ingest.extract.mbox import split_messages
from ingest.extract.zipped import members
from ingest.sources.log import read_log
from ingest.sources.log_row import LogRow
from ingest.sources.parts import Listing, ListJob
from ingest.sources.walk import Part

MAX_PART = 32 * 1024 * 1024  # bytes of one part
_REPLY = re.compile(r"^(?:\s*(?:re|fw|fwd|aw)\s*:)+\s*", re.IGNORECASE)
_THREAD = "correspondence"  # what WhatDoTheyKnow calls the thread in the zip of a request


def list_parts(job: ListJob) -> Listing | None:
    """Return the parts of a file, or None where it is one document.

    Raises:
        ExtractError: it cannot be read.
    """
    file = job.file
    data = read_bytes(file.path, file.source)
    kind = sniff.sniff(data, file.source)
    if kind == sniff.ZIP:
        return _archive(data, file.source)
    if kind == sniff.MBOX:
        return _mailbox(data, file.source)
    log = read_log(data, file.source, job.columns)
    if log is None:
        return None
    parts = tuple(
        _part(file.path, name, row.original(), f"row:{name}") for name, row in log.rows.items() if not row.files
    )
    return Listing(parts, log.warnings, tuple(row for row in log.rows.values() if row.files))


def open_part(part: Part, source: str, columns: Mapping[str, str]) -> bytes | LogRow:
    """Return the bytes of a part, or the row of a log.

    Raises:
        ExtractError: it is no longer there, or cannot be read.
    """
    stat = part.container.stat()
    found = _opened(part.container, stat.st_mtime_ns, tuple(sorted(columns.items()))).get(part.name)
    if found is None:
        raise ExtractError("missing", f"{source}: is no longer in {part.container.name}. Run the same command again.")
    if isinstance(found, Archive):
        return found.read(part.name)
    return found


Opened = dict[str, "bytes | LogRow | Archive"]


@lru_cache(maxsize=1)  # the parts of one file are read one after the other
def _opened(path: Path, modified_ns: int, columns: tuple[tuple[str, str], ...]) -> Opened:
    source = str(path)
    data = read_bytes(path, source)
    kind = sniff.sniff(data, str(path))
    if kind == sniff.ZIP:
        archive = Archive(data, source)
        return dict.fromkeys(archive.names, archive)
    if kind == sniff.MBOX:
        return {_message_name(number): message for number, message in enumerate(split_messages(data), 1)}
    log = read_log(data, str(path), dict(columns))
    return dict(log.rows) if log else {}


def _archive(data: bytes, source: str) -> Listing:
    archive = Archive(data, source)
    names, warnings = members(archive)
    thread = any(PurePosixPath(name).stem.casefold() == _THREAD for name in names)
    parts = []
    for name in names:
        content = archive.read(name)
        if len(content) > MAX_PART:
            raise ExtractError("too_large", f"{source}: its part {name} is larger than {MAX_PART >> 20} MB.")
        parts.append(_part(Path(source), name, content, "thread" if thread else ""))
    if not parts:
        raise ExtractError("empty", f"{source}: the archive holds no file. Ask for it to be sent again.")
    return Listing(tuple(parts), tuple(f"{source}: {warning}" for warning in warnings))


def _mailbox(data: bytes, source: str) -> Listing | None:
    messages = split_messages(data)
    if len(messages) < 2:
        return None
    parts = [
        _part(Path(source), _message_name(number), message, f"thread:{_thread(message)}")
        for number, message in enumerate(messages, 1)
    ]
    return Listing(tuple(parts))


def _message_name(number: int) -> str:
    return f"message {number:05d}.eml"


def _thread(message: bytes) -> str:
    return _REPLY.sub("", eml.subject(message)).casefold()


def _part(container: Path, name: str, content: bytes, together: str) -> Part:
    return Part(container, name, len(content), hashlib.sha256(content).hexdigest(), together)
