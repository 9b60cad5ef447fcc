"""`foilog doctor`, `backup` and `restore`: looking after a data directory."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from corpus.backup import back_up
from corpus.backup import restore as bring_back
from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from corpus.doctor import Trouble, examine
from index.build import update_index
from index.health import trouble_with_index
from index.match.build import update_matching
from index.match.files import match_path

_data_dir = click.option(
    "--data-dir", type=click.Path(path_type=Path), help="Data directory. [default: $FOILOG_DATA, or ./var]"
)
_help = {"help_option_names": ["-h", "--help"]}


@click.command(context_settings=_help, epilog="Example: foilog doctor --check")
@_data_dir
@click.option("--check", is_flag=True, help="Only say what is wrong; change nothing.")
@click.pass_context
def doctor(ctx: click.Context, data_dir: Path | None, check: bool) -> None:
    """Check catalogue, originals and index against each other, and repair what can be derived.

    Originals are read whole and compared with their hashes. The exit code is 1 where something is wrong that could not
    be repaired.
    """
    data = DataDir(data_dir)
    Catalogue.open(data, readonly=True).close()  # where there is none, none is made
    left = 0
    with nullcontext() if check else data.ingest_lock(), Catalogue.open(data, readonly=check) as catalogue:
        for trouble in examine(catalogue, repair=not check):
            left += _tell(trouble)
        if wrong := trouble_with_index(catalogue, data.index_path):
            mended = ""
            if not check:
                update_index(catalogue, data.index_path, rebuild=True)
                update_matching(catalogue, match_path(data))
                mended = "built anew"
            left += _tell(Trouble(f"{data.index_path}: {wrong}", "Run `foilog index --rebuild`.", mended))
    click.echo("Nothing is left to be repaired." if not left else f"{left} left to be repaired.")
    ctx.exit(1 if left else 0)


def _tell(trouble: Trouble) -> int:
    """Print a trouble; return 1 where it is still one."""
    if trouble.mended:
        click.echo(f"Repaired: {trouble.what}: {trouble.mended}.")
        return 0
    click.echo(f"Wrong: {trouble.what}. {trouble.remedy}")
    return 1


@click.command(context_settings=_help, epilog="Example: foilog backup /mnt/safe/foilog-2026-03-05")
@click.argument("target", type=click.Path(path_type=Path), metavar="FOLDER")
@_data_dir
def backup(target: Path, data_dir: Path | None) -> None:
    """Save the catalogue and the originals in FOLDER, which must be new or empty. An ingest may go on meanwhile.

    On the same disk originals are linked, not copied. The index is not saved: it is made from the catalogue.
    """
    with Catalogue.open(DataDir(data_dir), readonly=True) as catalogue:
        saved = back_up(catalogue, target)
    click.echo(f"{saved.disclosures} disclosure(s) and {saved.originals} original file(s) saved in {target}.")
    if saved.missing:
        click.echo(f"{saved.missing} original file(s) were not there: `foilog doctor` says which.", err=True)


@click.command(context_settings=_help, epilog="Example: foilog restore /mnt/safe/foilog-2026-03-05 --data-dir var")
@click.argument("source", type=click.Path(path_type=Path), metavar="FOLDER")
@_data_dir
def restore(source: Path, data_dir: Path | None) -> None:
    """Bring a backup back into a data directory that has no catalogue, and build its index."""
    data = DataDir(data_dir)
    saved = bring_back(source, data)
    with Catalogue.open(data) as catalogue:
        report = update_index(catalogue, data.index_path, rebuild=True)
        update_matching(catalogue, match_path(data))
    click.echo(
        f"{saved.disclosures} disclosure(s) and {saved.originals} original file(s) restored in {data.path}; "
        f"{report.disclosures} to find."
    )
