"""`foilog withdraw`: out of the catalogue and the index in one step, so that nothing of it can be found."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from index.build import update_index
from index.match.build import update_matching
from index.match.files import match_path


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog='Example: foilog withdraw thornmere-foi-1234-3f2a91 --reason "names a member of staff"',
)
@click.argument("disclosure_id", metavar="ID")
@click.option("--reason", required=True, help="Why, in a few words; it is kept and shown by `foilog status`.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Data directory. [default: $FOILOG_DATA, or ./var]")
def withdraw(disclosure_id: str, reason: str, data_dir: Path | None) -> None:
    """Take a disclosure out for good: its texts, its original files, and its place in the search.

    A note of the id, the reason and the files' hashes stays, so that ingesting the same files does not bring it back.
    """
    if not reason.strip():
        raise click.BadParameter("say why in a few words.", param_hint="--reason")
    data = DataDir(data_dir)
    Catalogue.open(data, readonly=True).close()  # where there is none, none is made
    with Catalogue.open(data) as catalogue:
        deleted = catalogue.withdraw(disclosure_id, reason.strip())
        click.echo(f"{disclosure_id} is withdrawn; {deleted} original file{'' if deleted == 1 else 's'} deleted.")
        if data.index_path.exists():
            update_index(catalogue, data.index_path)
            if match_path(data).exists():
                update_matching(catalogue, match_path(data))
            click.echo("It is out of the search index too.")
