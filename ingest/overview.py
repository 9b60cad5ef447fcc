"""What `foilog status` shows, in lines a person reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpus.census import Census
from corpus.ledger import Failure


def overview(census: Census, *, only_quarantined: bool = False) -> Iterator[str]:
    """Yield the lines of a status; with `only_quarantined` one for each file that could not be read."""
    if only_quarantined:
        yield from _failures(census.quarantined)
        return
    yield f"Data directory {census.data_dir} (schema {census.schema}, revision {census.revision})"
    letters = _counted(census.letters, "answer")
    yield f"  {_counted(census.published, 'disclosure')} published, {letters} to a request among them"
    questions = _counted(census.question_answers, "question-answer")
    yield f"  {questions}, {_counted(census.exemptions, 'exemption')} applied"
    yield f"  {_counted(census.vendors, 'vendor')} in use"
    yield f"  {len(census.held)} held"
    yield from (f"    {held.id}: {held.findings} ({held.source})" for held in census.held)
    yield f"  {len(census.withdrawn)} withdrawn"
    yield from (f"    {gone.id}: {gone.reason} ({gone.withdrawn_at[:10]})" for gone in census.withdrawn)
    yield f"  {_counted(len(census.scanned), 'file')} with pages that are pictures (scans)"
    yield from (f"    {scan}" for scan in census.scanned)
    kinds = Counter(failure.kind for failure in census.quarantined)
    listed = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    yield f"  {len(census.quarantined)} quarantined{f': {listed}; --quarantined lists them' if listed else ''}"
    yield f"  {len(census.vanished)} vanished since they were read"
    yield from (f"    {source}" for source in census.vanished)
    yield _last_run(census)


def _counted(number: object, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _last_run(census: Census) -> str:
    run = census.last_run
    if run is None:
        return "  no ingest yet"
    if census.unfinished_run:
        return f"  the ingest of {run['started_at']} is still going or was stopped: the same command goes on from there"
    return (
        f"  last ingest {run['finished_at']}: {_counted(run['files'], 'file')}, {run['files_read']} read,"
        f" {run['unchanged']} unchanged, {run['failed']} failed"
    )


def _failures(failures: list[Failure]) -> Iterator[str]:
    if not failures:
        yield "No file is in quarantine."
    for failure in failures:
        tries = "once" if failure.attempts == 1 else f"{failure.attempts} times"
        yield f"{failure.kind}: {failure.message} (tried {tries}, last {failure.failed_at[:10]})"
