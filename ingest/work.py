"""What a worker does with one file: take its text, check it for personal data, read it.

Runs in a limited child process, never in the process that holds the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from corpus.records import Document, Kind, Outcome, Reading
from ingest.errors import ExtractError, IngestError
from ingest.extract import PARSERS, extract
from ingest.extract.sniff import CSV
from ingest.safety.personal import find_personal
from ingest.sandbox import LimitedPool

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
    "ingest.read.nlp:vendor_pipeline",
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


@dataclass(frozen=True, slots=True)
class FileResult:
    """What one file holds."""

    document: Document
    reading: Reading


def read_file(job: FileJob) -> FileResult:
    """Return the document and the reading of one file.

    Raises:
        ExtractError: its text cannot be had.
    """
    document = checked(extract(job.path, source=job.source))
    if not job.as_letter or document.media_type == CSV:  # a table of data is never a letter
        return FileResult(document, unread(document))
    # Here and not above: a worker loads the reader while it starts, the parent process never does.
    from ingest.read import read

    return FileResult(document, read(document, authority=job.authority))


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
