"""`foilog misses`: what people look for on the site and do not find."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from corpus.datadir import DataDir
from search_app.misses import SHOWN_FROM, read_misses


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]}, epilog="Example: foilog misses --json > misses.json"
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Data directory. [default: $FOILOG_DATA, or ./var]")
def misses(as_json: bool, data_dir: Path | None) -> None:
    """Show what people look for on the site and do not find.

    Searches are counted without anything about who made them. Words are listed once they were looked for in vain on
    three different days.
    """
    found, months = read_misses(DataDir(data_dir).path)
    if as_json:
        click.echo(json.dumps({"misses": [asdict(miss) for miss in found], "searches_by_month": months}, indent=2))
        return
    for month, searches in months.items():
        click.echo(f"{month}  {searches:,} search{'' if searches == 1 else 'es'} without a result")
    if not found:
        click.echo(f"No words were looked for in vain on {SHOWN_FROM} different days yet.")
    for miss in found:
        click.echo(f"{miss.days:>5} days, last on {miss.last_on}: {miss.words}")
