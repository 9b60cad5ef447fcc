"""Taking archives, mailboxes and logs apart before anything in them is read, and joining a manifest to its files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.catalogue import Catalogue
from corpus.ledger import Role, Seen, SourceFile
from ingest.errors import IngestError
from ingest.sources.log_row import LogRow
from ingest.sources.parts import Listing, ListJob, may_hold_parts
from ingest.sources.walk import FoundFile, Part

Lister = Callable[[Iterable[ListJob]], Iterator[tuple[ListJob, Listing | IngestError | None]]]


@dataclass(slots=True)
class Expanded:
    """The files and parts to ingest, in walking order; `containers` are noted once their parts are stored."""

    files: list[FoundFile] = field(default_factory=list)
    containers: list[SourceFile] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def expand(
    catalogue: Catalogue,
    files: Sequence[FoundFile],
    lister: Lister,
    columns: Mapping[str, str],
    *,
    again: bool = False,
) -> Expanded:
    """Return `files` with each archive, mailbox and log replaced by its parts.

    One that did not change since its parts were stored is not opened: the ledger knows them. `again` opens all.
    """
    made = Expanded()
    known: dict[str, list[FoundFile]] = {}
    jobs: dict[str, FoundFile] = {}
    stamps = {} if again else catalogue.ledger.stamps()
    for file in files:
        size, modified_ns, role = stamps.get(file.key, (-1, 0, None))
        if role is not None and _is_same(file, size, modified_ns):
            if role is Role.CONTAINER:
                known[file.key] = [_part_of(file, part) for part in catalogue.ledger.under(file.key) if _is_part(part)]
                continue
            if not columns:
                continue
        if may_hold_parts(file):
            jobs[file.key] = file
    stated: dict[str, LogRow] = {}
    for job, listing in lister(ListJob(file, columns) for file in jobs.values()):
        if not isinstance(listing, Listing):
            continue  # one document, or one that cannot be read: the reader says why
        file = job.file
        parts = [replace(part, container=file.path) for part in listing.parts]
        known[file.key] = [FoundFile(file.path / part.name, f"{file.source}/{part.name}", part) for part in parts]
        made.warnings += listing.warnings
        made.containers.append(_source_file(file))
        for row in listing.rows:
            for name in row.file_names:
                stated[str(file.path.parent / name)] = row
    made.warnings += _missing(stated, files)
    for file in files:
        made.files += known[file.key] if file.key in known else [replace(file, stated=stated.get(str(file.path)))]
    return made


def _is_same(file: FoundFile, size: int, modified_ns: int) -> bool:
    try:
        stat = os.stat(file.path)  # noqa: PTH116 - a third faster, for every file of a tree
    except OSError:
        return False
    return (size, modified_ns) == (stat.st_size, stat.st_mtime_ns)


def _is_part(seen: Seen) -> bool:
    return seen.role is not Role.CONTAINER


def _part_of(container: FoundFile, seen: Seen) -> FoundFile:
    """Return a part as the ledger knows it."""
    name = seen.file.path[len(container.key) + 1 :]
    part = Part(container.path, name, seen.file.size, seen.file.sha256, f"known:{seen.disclosure_id or name}")
    return FoundFile(container.path / name, seen.file.source, part)


def _source_file(file: FoundFile) -> SourceFile:
    stat = file.path.stat()
    return SourceFile(file.key, file.source, stat.st_size, stat.st_mtime_ns, "")


def _missing(stated: Mapping[str, LogRow], files: Sequence[FoundFile]) -> Iterator[str]:
    here = {str(file.path) for file in files}
    for path, row in stated.items():
        if path not in here:
            yield f"{path}: is named in the log for {row.reference or row.title}, and is not among the files given"
