"""What becomes of one file: what a worker of `formats` answers."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass

from corpus.rows import flatten
from corpus.scans import scans_in
from ingest.errors import ExtractError
from ingest.extract import sniff
from ingest.work import FileJob, read_file

NAMES = {value: name for name, value in vars(sniff).items() if name.isupper() and isinstance(value, str)}


@dataclass(frozen=True, slots=True)
class Became:
    """What became of one file, and what that took."""

    form: str
    reason: str = ""  # "" where it was read
    scanned: bool = False
    hidden: bool = False  # something in it holds it back
    seconds: float = 0.0
    memory_mb: float = 0.0


def read_measured(job: FileJob) -> Became:
    """Read one file in a worker, and return what became of it."""
    started = time.monotonic()
    form, reason, scanned, held = "unknown", "", False, False
    try:
        form = NAMES.get(sniff.sniff(job.path.read_bytes(), job.source), "unknown")
        document = read_file(job).document
        scanned = next(scans_in([document]), None) is not None
        held = any(finding.action == "hold" for *_, part in flatten([document]) for finding in part.findings)
    except ExtractError as error:
        reason = error.kind
    except MemoryError:
        reason = "memory"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Became(form, reason, scanned, held, time.monotonic() - started, peak)
