"""What workers do in the pipeline's tests: read a made-up letter whose first line says what it is.

    response | Thornmere County Council | FOI 1234
    the body

A worker imports this module by name; the tests put its folder on the path.
"""

from __future__ import annotations

import dataclasses
import time

from corpus.records import Finding, Kind, Outcome, QuestionAnswer
from ingest.errors import ExtractError
from ingest.extract import extract
from ingest.work import FileJob, FileResult, unread


def read_file(job: FileJob) -> FileResult:
    """Return the reading a made-up letter asks for."""
    document = extract(job.path, source=job.source)
    if not job.as_letter:
        return FileResult(document, unread(document))
    head, _, body = document.text.partition("\n")
    kind, authority, reference = (part.strip() or None for part in f"{head}||".split("|")[:3])
    if kind == "broken":
        raise ExtractError("corrupt", f"{job.source}: the file is damaged. Save it again.")
    if kind == "crash":
        raise SystemExit(3)
    if kind == "slow":
        time.sleep(30)
    if kind == "held":
        document = dataclasses.replace(document, findings=(Finding("hidden_sheet", 1, "Staff", "hold"),))
    reading = dataclasses.replace(
        unread(document),
        kind=Kind.RESPONSE if kind in ("response", "held") else Kind.OTHER,
        title=body.strip()[:40],
        authority=authority or job.authority,
        reference=reference,
        outcome=Outcome.DISCLOSED,
        outcomes=(Outcome.DISCLOSED,),
        questions=(QuestionAnswer("1", "What?", body.strip(), Outcome.DISCLOSED, 1),),
    )
    return FileResult(document, reading)
