"""What `foilog status` shows, in lines a person reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from corpus.census import Census
from corpus.ledger import Failure

LISTED = 20  # of one kind of thing


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
    kinds = Counter(kind for held in census.held for kind in held.findings.split(", "))
    yield f"  {len(census.held)} held{_by_kind(kinds)}"
    yield from _first(f"{held.id}: {held.findings} ({held.source})" for held in census.held)
    yield f"  {len(census.withdrawn)} withdrawn"
    yield from _first(f"{gone.id}: {gone.reason} ({gone.withdrawn_at[:10]})" for gone in census.withdrawn)
    yield f"  {_counted(len(census.scanned), 'file')} with pages that are pictures (scans)"
    yield from _first(str(scan) for scan in census.scanned)
    listed = _by_kind(Counter(failure.kind for failure in census.quarantined))
    yield f"  {len(census.quarantined)} quarantined{f'{listed}; --quarantined lists them' if listed else ''}"
    yield f"  {len(census.vanished)} vanished since they were read"
    yield from _first(census.vanished)
    yield _last_run(census)


def _by_kind(kinds: Counter[str]) -> str:
    """Return how many there are of each kind, behind a colon; "" where there is none."""
    listed = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    return f": {listed}" if listed else ""


def _first(lines: Iterable[str]) -> Iterator[str]:
    """Yield the first lines, indented, and how many there are besides."""
    lines = list(lines)
    yield from (f"    {line}" for line in lines[:LISTED])
    if len(lines) > LISTED:
        yield f"    and {len(lines) - LISTED} more: --json lists all"


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
