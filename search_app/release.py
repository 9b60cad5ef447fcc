"""`foilog release`: publish what was held, in the catalogue and the index in one step."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.catalogue import Catalogue
from corpus.census import held_for
from corpus.datadir import DataDir
from corpus.errors import NotHeldError, UnknownDisclosureError
from index.build import update_index


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog='Example: foilog release thornmere-foi-1234-3f2a91 --reason "hidden column is empty form codes"',
)
@click.argument("disclosure_ids", metavar="[ID]...", nargs=-1)
@click.option("--kind", help="Also all that are held for this kind of finding and for no other, e.g. hidden_sheet.")
@click.option("--list", "only_listed", is_flag=True, help="List what would be released, and release nothing.")
@click.option("--reason", help="Why what was found may be published, in a few words; it is kept.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Data directory. [default: $FOILOG_DATA, or ./var]")
def release(
    disclosure_ids: tuple[str, ...], kind: str | None, only_listed: bool, reason: str | None, data_dir: Path | None
) -> None:
    """Publish disclosures that are held because something was found in their files.

    Their files are then served as they are, with all they hold: look at them first (`foilog safety FILE`). What was
    found stays noted. The same bytes are not held again for the same kinds of findings. The exit code is 1 where one of
    the ids cannot be released; the others are.
    """
    if not disclosure_ids and not kind:
        raise click.UsageError("say what to release: an ID, or --kind. `foilog status` lists what is held.")
    if not only_listed and reason is None:
        raise click.UsageError("Missing option '--reason'.")
    if reason is not None and not reason.strip():
        raise click.BadParameter("say why in a few words.", param_hint="--reason")
    data = DataDir(data_dir)
    Catalogue.open(data, readonly=True).close()  # where there is none, none is made
    failed = False
    with Catalogue.open(data) as catalogue:
        ids = list(dict.fromkeys([*disclosure_ids, *(held_for(catalogue, kind) if kind else ())]))
        if only_listed or not ids:
            click.echo("\n".join(ids) or f"Nothing is held for {kind} alone.")
            return
        for disclosure_id in ids:
            try:
                catalogue.release(disclosure_id, (reason or "").strip())
                click.echo(f"{disclosure_id} is published.")
            except (UnknownDisclosureError, NotHeldError) as error:
                click.echo(f"Error: {error}", err=True)
                failed = True
        if data.index_path.exists():
            update_index(catalogue, data.index_path)
            click.echo("The search index is up to date.")
    if failed:
        click.get_current_context().exit(1)
