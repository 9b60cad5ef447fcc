"""`foilog safety`: the checks alone, as a gate before publication."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from corpus.checks import SEVERITIES, check
from corpus.records import Document, Finding
from corpus.rows import flatten
from ingest.errors import ExtractError, IngestError
from ingest.sources.walk import FoundFile, PathError, walk
from ingest.work import CHECK_FUNCTION, FileJob, FileResult, read_files

_WORDS = {"hold": "HOLD", "warn": "warning", "none": "note"}
_EACH = 8  # findings of one kind that are listed


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: foilog safety outgoing/ --fail-on warn --json > report.json",
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False), metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--fail-on",
    type=click.Choice(["hold", "warn"]),
    default="hold",
    show_default=True,
    help="How grave a finding makes the exit code 1.",
)
@click.option("--notes", is_flag=True, help="List notes too, such as names in the properties of files.")
@click.option("--workers", type=click.IntRange(1, 64), help="Files checked at a time. [default: one a processor]")
@click.pass_context
def safety(
    ctx: click.Context, paths: tuple[Path, ...], as_json: bool, fail_on: str, notes: bool, workers: int | None
) -> None:
    """Check each FILE, and the files in each folder, for what should not be made public. Nothing is stored.

    Hidden sheets, rows and columns, tracked changes, text under black boxes, National Insurance numbers and the like.
    What was found is shown masked, with its place and what to do. HOLD: do not publish. The exit code is 1 where
    anything is held, or a file cannot be read.
    """
    try:
        found = walk(paths)
    except PathError as error:
        raise click.UsageError(str(error)) from error
    if not found.files:
        raise click.UsageError(f"There is no file in {', '.join(map(str, paths))}. Name a file.")
    reports = list(_reports(found.files, workers or min(len(found.files), os.cpu_count() or 1)))
    if as_json:
        click.echo(json.dumps({"files": reports}, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(reports, notes)))
        click.echo("\n".join(found.unlisted), nl=bool(found.unlisted), err=True)
    bad = ("error", "hold") if fail_on == "hold" else ("error", "hold", "warn")
    ctx.exit(1 if found.unlisted or any(report["verdict"] in bad for report in reports) else 0)


Report = dict[str, object]


def _reports(files: Sequence[FoundFile], workers: int) -> Iterator[Report]:
    """Yield a report of each file, in the order given."""
    jobs = [FileJob(file.path, file.source, number=number) for number, file in enumerate(files)]
    done: dict[int, Report] = {}
    for job, result in read_files(jobs, workers=workers, function=CHECK_FUNCTION):
        done[job.number] = _report(job.source, result)
    yield from (done[number] for number in sorted(done))


def _report(source: str, result: FileResult | IngestError) -> Report:
    if isinstance(result, IngestError):
        kind = result.kind if isinstance(result, ExtractError) else "corrupt"
        return {"file": source, "verdict": "error", "error": {"kind": kind, "message": str(result)}, "findings": []}
    document = result.document
    findings = [_finding(part, finding) for *_, part in flatten([document]) for finding in part.findings]
    gravest = max((SEVERITIES.index(str(f["severity"])) for f in findings), default=0)
    return {
        "file": source,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "verdict": ("pass", "warn", "hold")[gravest],
        "findings": sorted(findings, key=lambda f: -SEVERITIES.index(str(f["severity"]))),
        "warnings": list(document.warnings),
    }


def _finding(document: Document, finding: Finding) -> Report:
    known = check(finding.kind)
    return {
        "check": known.code,
        "kind": finding.kind,
        "severity": finding.action,
        "file": document.source,
        "page": finding.page,
        "where": finding.where,
        "shown": finding.text_shown,
        "what": known.what,
        "remedy": known.remedy,
        "guidance": known.guidance,
    }


def _lines(reports: Sequence[Report], notes: bool) -> Iterator[str]:
    verdicts = Counter(str(report["verdict"]) for report in reports)
    for report in reports:
        yield from _file_lines(report, notes)
    yield (
        f"{len(reports)} file{'' if len(reports) == 1 else 's'} checked: {verdicts['hold']} held, "
        f"{verdicts['warn']} with warnings, {verdicts['error']} not read, {verdicts['pass']} passed."
    )


def _file_lines(report: Report, notes: bool) -> Iterator[str]:
    error, findings = report.get("error"), report["findings"]
    assert isinstance(findings, list)
    if isinstance(error, dict):
        yield from (f"{report['file']}: NOT READ ({error['kind']})", f"  {error['message']}", "")
        return
    verdict = {"hold": "HOLD, do not publish", "warn": "look at the warnings", "pass": "passed"}
    yield f"{report['file']}: {verdict[str(report['verdict'])]}"
    kinds = dict.fromkeys(str(f["kind"]) for f in findings if notes or f["severity"] != "none")
    for kind in kinds:
        of_kind = [f for f in findings if f["kind"] == kind]
        first = of_kind[0]
        yield f"  {_WORDS[first['severity']]} {first['check']}: {first['what']}."
        for found in of_kind[:_EACH]:
            place = found["where"] or f"page {found['page']}"
            inside = f"{found['file']}, " if found["file"] != report["file"] else ""
            yield f"    {inside}{place}: {found['shown']}"
        if len(of_kind) > _EACH:
            yield f"    and {len(of_kind) - _EACH} more"
        yield f"    What to do: {first['remedy']}"
        yield f"    See {first['guidance']}."
    yield from (f"  Note: {warning}." for warning in report["warnings"])  # type: ignore[attr-defined]
    yield ""
