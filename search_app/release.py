"""`foilog release`: publish what was held, in the catalogue and the index in one step."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from index.build import update_index


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog='Example: foilog release thornmere-foi-1234-3f2a91 --reason "hidden column is empty form codes"',
)
@click.argument("disclosure_id", metavar="ID")
@click.option("--reason", required=True, help="Why what was found may be published, in a few words; it is kept.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Data directory. [default: $FOILOG_DATA, or ./var]")
def release(disclosure_id: str, reason: str, data_dir: Path | None) -> None:
    """Publish a disclosure that is held because something was found in its files.

    Its files are then served as they are, with all that they hold: look at them first (`foilog safety FILE`). What was
    found stays noted. The same bytes are not held again for the same kinds of findings.
    """
    if not reason.strip():
        raise click.BadParameter("say why in a few words.", param_hint="--reason")
    data = DataDir(data_dir)
    Catalogue.open(data, readonly=True).close()  # where there is none, none is made
    with Catalogue.open(data) as catalogue:
        catalogue.release(disclosure_id, reason.strip())
        click.echo(f"{disclosure_id} is published.")
        if data.index_path.exists():
            update_index(catalogue, data.index_path)
            click.echo("It is in the search index too.")
