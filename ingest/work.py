"""What a worker does with one file: take its text, check it for personal data, read it.

Runs in a limited child process, never in the process that holds the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from corpus.records import Document, Kind, Outcome, Reading
from ingest.errors import ExtractError, IngestError
from ingest.extract import PARSERS, extract, extract_bytes
from ingest.extract.sniff import CSV
from ingest.safety.personal import find_personal
from ingest.sandbox import LimitedPool
from ingest.sources.log_row import LogRow
from ingest.sources.parts import LIST_FUNCTION, Listing, ListJob
from ingest.sources.walk import Part

FUNCTION = "ingest.work:read_file"
CHECK_FUNCTION = "ingest.work:check_file"
CHECK_PRELOAD = (
    *PARSERS,
    "corpus.checks:checks",
    "corpus.checks:person_columns",
    "corpus.checks:private_providers",
)
# What a worker loads for it before its first file. Tables too: a broken one must stop the run, not fail every file.
PRELOAD = (
    *CHECK_PRELOAD,
    "ingest.read",
    "corpus.law:provisions",
    "corpus.vendors:vendors",
    "corpus.authorities:authorities",
    "corpus.authorities:name_words",
    "corpus.cues:cues",
    "corpus.cues:status_cues",
    "ingest.read.nlp:pipeline",
)
WARM = "ingest.warm"


@dataclass(frozen=True, slots=True)
class FileJob:
    """One file to read. A workbook beside a letter is stored and not read as a letter. `number` tells equals apart."""

    path: Path
    source: str
    authority: str | None = None
    as_letter: bool = True
    number: int = 0
    part: Part | None = None  # the file is a part of an archive, a mailbox or a log
    columns: Mapping[str, str] = field(default_factory=dict)  # what the headings of a log mean, where it does not say
    stated: LogRow | None = None  # what a manifest says of it


@dataclass(frozen=True, slots=True)
class FileResult:
    """What one file holds."""

    document: Document
    reading: Reading
    original: bytes | None = None  # of a part, which is no file of its own
    stated: LogRow | None = None  # what the publisher's log says of it


def read_file(job: FileJob) -> FileResult:
    """Return the document and the reading of one file.

    Raises:
        ExtractError: its text cannot be had.
    """
    # Here and not above: a worker loads the reader while it starts, the parent process never does.
    from ingest.read import read
    from ingest.sources.containers import open_part
    from ingest.sources.log_reading import joined, row_document, row_reading

    original = None
    if job.part is None:
        document = checked(extract(job.path, source=job.source))
    else:
        found = open_part(job.part, job.source, job.columns)
        if isinstance(found, LogRow):
            document = checked(row_document(found, job.source))
            authority = found.authority or job.authority
            reading = row_reading(found, document, read(document, authority=authority), authority)
            return FileResult(document, reading, found.original(), found)
        document = checked(extract_bytes(found, job.source))
        original = found
    if not job.as_letter or document.media_type == CSV:  # a table of data is never a letter
        return FileResult(document, unread(document), original, job.stated)
    reading = read(document, authority=(job.stated.authority if job.stated else "") or job.authority)
    return FileResult(document, joined(reading, job.stated) if job.stated else reading, original, job.stated)


def check_file(job: FileJob) -> FileResult:
    """Return the document of one file with all that was found in it, and no reading.

    Raises:
        ExtractError: its text cannot be had.
    """
    document = checked(extract(job.path, source=job.source))
    return FileResult(document, unread(document))


def unread(document: Document) -> Reading:
    """Return the reading of a file that is no letter: its text, and nothing claimed about it."""
    return Reading(
        kind=Kind.OTHER,
        title=document.headers.get("title") or Path(document.source).stem,
        text=document.text,
        authority=None,
        regime=None,
        reference=None,
        received_on=None,
        responded_on=None,
        outcome=Outcome.UNKNOWN,
        outcomes=(Outcome.UNKNOWN,),
        questions=(),
        citations=(),
        vendors=(),
    )


def checked(document: Document) -> Document:
    """Return the document, and what hangs on it, with what looks like personal data noted."""
    try:
        document.text.encode()
    except UnicodeEncodeError as error:  # half of a surrogate pair: no file and no database can hold it
        message = f"{document.source}: its text is not valid Unicode ({error.reason}). Open it and save it again."
        raise ExtractError("corrupt", message) from error
    return replace(
        document,
        findings=(*document.findings, *find_personal(document.pages)),
        attachments=tuple(checked(attachment) for attachment in document.attachments),
    )


def read_files(
    jobs: Iterable[FileJob], *, workers: int, seconds: float = 60.0, function: str = FUNCTION
) -> Iterator[tuple[FileJob, FileResult | IngestError]]:
    """Yield each job with its result, or with the error that stands for it, as they are done.

    Raises:
        WorkerError: no file can be read, because the reader does not start.
    """
    waiting = iter(jobs)
    first = next(waiting, None)
    if first is None:  # nothing to do is no reason to start a worker
        return
    preload = {FUNCTION: PRELOAD, CHECK_FUNCTION: CHECK_PRELOAD}.get(function, ())
    warm = WARM if function == FUNCTION else None
    with LimitedPool(
        function, workers=workers, seconds=seconds, preload=preload, warm=warm, name=lambda job: job.source
    ) as pool:
        yield from pool.imap(chain([first], waiting))


def list_containers(
    jobs: Iterable[ListJob], *, workers: int, seconds: float = 60.0
) -> Iterator[tuple[ListJob, Listing | IngestError | None]]:
    """Yield each file that may hold several answers with its parts; None where it is one document."""
    waiting = iter(jobs)
    first = next(waiting, None)
    if first is None:
        return
    # The server that workers are forked from starts once: with all that the readers of the same run will need.
    with LimitedPool(
        LIST_FUNCTION, workers=workers, seconds=seconds, warm=WARM, name=lambda job: job.file.source
    ) as pool:
        yield from pool.imap(chain([first], waiting))
