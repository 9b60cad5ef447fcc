"""The commands that fill and show the catalogue: parse, ingest, status, export."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, redirect_stdout
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from corpus.catalogue import Catalogue
from corpus.census import take_census
from corpus.datadir import DataDir
from corpus.errors import CatalogueError
from corpus.export import COLUMNS, Rows, export_rows, write_csv, write_jsonl
from ingest import pipeline
from ingest.errors import IngestError
from ingest.fingerprint import reader_version
from ingest.outline import outline
from ingest.overview import overview
from ingest.parsed import Parsed, as_error, as_parsed
from ingest.progress import shown_progress
from ingest.report import IngestReport
from ingest.sources.log_row import COLUMN_NAMES
from ingest.sources.walk import PathError
from ingest.sources.watch import watch
from ingest.work import FileJob, read_files

Command = TypeVar("Command", bound=Callable[..., Any])


def data_dir_option(command: Command) -> Command:
    """Add --data-dir to a command."""
    return click.option(
        "--data-dir", type=click.Path(path_type=Path), help="The data directory. [default: $FOILOG_DATA, or ./var]"
    )(command)


def workers_option(command: Command) -> Command:
    """Add --workers to a command."""
    return click.option(
        "--workers", type=click.IntRange(1, 64), help="Files read at a time. [default: one a processor]"
    )(command)


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: foilog parse letters/reply.pdf --format text",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=str, readable=False), metavar="FILE...")
@click.option("--format", "form", type=click.Choice(["jsonl", "json", "text"]), default="jsonl", show_default=True)
@click.option("--authority", help="Who wrote the letters, where they do not say.")
@workers_option
@click.pass_context
def parse(ctx: click.Context, files: tuple[str, ...], form: str, authority: str | None, workers: int | None) -> None:
    """Print what each FILE says: questions, answers, exemptions, vendors. Nothing is stored.

    A file that cannot be read prints its error, and the exit code is 1.
    """
    failed = False
    every = []
    for parsed in parsed_files(files, authority, workers or min(len(files), os.cpu_count() or 1)):
        failed = failed or "error" in parsed
        if form == "json":
            every.append(parsed)
        else:
            click.echo(outline(parsed) if form == "text" else json.dumps(parsed, ensure_ascii=False))
    if form == "json":
        click.echo(json.dumps(every, ensure_ascii=False, indent=2))
    ctx.exit(1 if failed else 0)


def parsed_files(files: Sequence[str], authority: str | None, workers: int) -> Iterator[Parsed]:
    """Yield the parse object of each file, in the order given, as soon as it and all before it are done."""
    jobs = [FileJob(Path(source), source, authority, number=number) for number, source in enumerate(files)]
    done: dict[int, Parsed] = {}
    due = 0
    for job, result in read_files(jobs, workers=workers):
        if isinstance(result, IngestError):
            done[job.number] = as_error(job.source, result)
        else:
            done[job.number] = as_parsed(result.document, result.reading)
        while due in done:
            yield done.pop(due)
            due += 1


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: foilog ingest letters/ --authority 'Thornmere County Council'",
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False), metavar="PATH...")
@data_dir_option
@click.option("--authority", help="Who wrote the letters, where they do not say.")
@workers_option
@click.option("--reread", is_flag=True, help="Read files again that did not change, as after tesseract was installed.")
@click.option("--retry", is_flag=True, help="Read files again that failed before.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="HEADING=COLUMN",
    help='What a heading of a disclosure log means, such as "Request Summary=title". May be given again.',
)
@click.option("--watch", "watched", is_flag=True, help="Go on looking for new files until Ctrl-C: a drop folder.")
@click.option(
    "--every", type=click.FloatRange(0.1, 86_400), default=10.0, show_default=True, help="Seconds, for --watch."
)
@click.option(
    "--index/--no-index",
    "indexed",
    default=None,
    help="Bring the search index up to date afterwards.  [default: with --watch only]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
@click.pass_context
def ingest(
    ctx: click.Context,
    paths: tuple[Path, ...],
    data_dir: Path | None,
    authority: str | None,
    workers: int | None,
    reread: bool,
    retry: bool,
    columns: tuple[str, ...],
    watched: bool,
    every: float,
    indexed: bool | None,
    as_json: bool,
) -> None:
    """Read files and folders into the catalogue: what is new, and what changed.

    PDF, Word, OpenDocument, RTF, HTML, text, e-mail, workbooks, slides and ZIP archives of them are read, told by
    their content. A table whose headings are those of a disclosure log (CSV, XLSX, JSON lines) is read row by row. A
    file that cannot be read is set aside with its reason and does not stop the others; the exit code is 1 then.
    """
    settings = pipeline.Settings(
        reader_version(),
        authority=authority,
        workers=workers,
        reread=reread,
        retry=retry,
        columns=_mapped(columns),
    )
    data = DataDir(data_dir)

    with_index = watched if indexed is None else indexed

    def read() -> IngestReport:
        with shown_progress() as progress:
            report = pipeline.ingest(paths, data, settings, progress)
        if as_json:
            click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        else:
            click.echo("\n".join(report.lines()))
            if report.read and not with_index:
                click.echo("Next: `foilog index`, then `foilog serve`.")
        if with_index:
            _run_index(ctx, data.path, quiet=as_json)
        return report

    def try_to_read() -> bool:
        """Tell whether it could be done; a lock or a full disk is waited out."""
        try:
            read()
        except (IngestError, CatalogueError, click.ClickException) as error:
            click.echo(f"{error} Looking again in {every:g} seconds.", err=True)
            return False
        return True

    try:
        if watched:
            watch(paths, try_to_read, lambda: time.sleep(every), skip=data.path)
        else:
            ctx.exit(read().exit_code)
    except PathError as error:
        raise click.UsageError(str(error)) from error


def _run_index(ctx: click.Context, data_dir: Path, *, quiet: bool) -> None:
    """Run the verb `index` of the program that `ingest` is a verb of: the index is another room's matter."""
    program = ctx.find_root().command
    command = program.get_command(ctx, "index") if isinstance(program, click.Group) else None
    if command is None:
        raise click.UsageError("There is no index to bring up to date here. Leave --index out.")
    with redirect_stdout(sys.stderr) if quiet else nullcontext():
        ctx.invoke(command, data_dir=data_dir)


def _mapped(columns: tuple[str, ...]) -> dict[str, str]:
    """Return what --map says: column by heading."""
    mapped: dict[str, str] = {}
    for pair in columns:
        heading, _, column = pair.rpartition("=")
        if not heading.strip() or column.strip() not in COLUMN_NAMES:
            raise click.BadParameter(
                f"{pair!r}: write HEADING=COLUMN, with one of {', '.join(COLUMN_NAMES)}.", param_hint="--map"
            )
        mapped[heading.strip()] = column.strip()
    return mapped


@click.command(context_settings={"help_option_names": ["-h", "--help"]}, epilog="Example: foilog status --quarantined")
@data_dir_option
@click.option(
    "--quarantined", is_flag=True, help="Only list the files that could not be read, with the reason of each."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(data_dir: Path | None, quarantined: bool, as_json: bool) -> None:
    """Show what is in the data directory, and what could not be read."""
    with Catalogue.open(data_dir, readonly=True) as catalogue:
        census = take_census(catalogue)
    if as_json:
        values = census.as_json()
        click.echo(json.dumps(values["quarantined"] if quarantined else values, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(overview(census, only_quarantined=quarantined)))


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: foilog export --format csv --output answers.csv",
)
@data_dir_option
@click.option("--format", "form", type=click.Choice(["csv", "jsonl"]), default="csv", show_default=True)
@click.option(
    "--rows",
    type=click.Choice([rows.value for rows in Rows]),
    default=Rows.ANSWERS.value,
    show_default=True,
    help="One row for each question-answer and exemption, or for each vendor named.",
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file. [default: print]")
def export(data_dir: Path | None, form: str, rows: str, output: Path | None) -> None:
    """Write everything published as flat rows, each with its evidence.

    Held and withdrawn disclosures are left out. In CSV a cell that a spreadsheet would run as a formula starts with '.
    """
    chosen = Rows(rows)
    with Catalogue.open(data_dir, readonly=True) as catalogue:
        if output is None:
            with click.open_file("-", "w", encoding="utf-8") as out:
                _write(catalogue, chosen, form, out)
            return
        temporary = output.with_name(f".{output.name}.part")
        try:
            with temporary.open("w", encoding="utf-8", newline="") as out:
                count = _write(catalogue, chosen, form, out)
            temporary.replace(output)
        except OSError as error:
            raise CatalogueError(
                f"{output} cannot be written ({error.strerror}). Name another with --output."
            ) from error
        finally:
            temporary.unlink(missing_ok=True)
    click.echo(f"{count} row{'' if count == 1 else 's'} written to {output}", err=True)


def _write(catalogue: Catalogue, rows: Rows, form: str, out: IO[str]) -> int:
    made = export_rows(catalogue, rows)
    return write_csv(made, COLUMNS[rows], out) if form == "csv" else write_jsonl(made, out)
