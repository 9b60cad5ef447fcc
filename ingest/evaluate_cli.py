"""`foilog evaluate`: how accurately letters are read, measured against what a careful reader wrote down."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click

from ingest.cli import parsed_files, workers_option
from ingest.evaluate import evaluate, load_gold, table

# A letter that cannot be read counts as one in which nothing was found.
NOTHING: dict[str, Any] = {"questions": [], "citations": [], "vendors": [], "outcomes": []}


@click.command(
    "evaluate",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: foilog evaluate corpus/sample/gold --errors",
)
@click.argument("gold", type=click.Path(path_type=Path, exists=True), metavar="GOLD")
@click.option(
    "--letters",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder the gold's files are in. [default: `letters`, beside the folder of the gold]",
)
@click.option("--errors", is_flag=True, help="List what is missing and what is extra, letter by letter.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@workers_option
def evaluate_command(gold: Path, letters: Path | None, errors: bool, as_json: bool, workers: int | None) -> None:
    """Compare what Foilog reads with GOLD: a JSONL file, or a folder of them.

    Prints precision, recall and F1 for each thing that is read, as a Markdown table.
    """
    try:
        wanted = load_gold(gold)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    folder = letters or (gold if gold.is_dir() else gold.parent).parent / "letters"
    files = [str(folder / letter["files"][0]) for letter in wanted]
    if not files:
        raise click.ClickException(f"{gold} holds no gold letter. Name a .jsonl file or a folder with some.")
    parsed = list(parsed_files(files, None, workers or os.cpu_count() or 1))
    for one in parsed:
        if "error" in one:
            click.echo(f"Not read: {one['error']['message']}", err=True)  # type: ignore[index]
    scores = evaluate((want, {**NOTHING, **got}) for want, got in zip(wanted, parsed, strict=True))
    if as_json:
        lines = [
            {"line": s.name, "precision": s.precision, "recall": s.recall, "f1": s.f1, "errors": s.errors}
            for s in scores
        ]
        click.echo(json.dumps({"letters": len(wanted), "scores": lines}, ensure_ascii=False, indent=2))
        return
    click.echo(f"{len(wanted)} letters\n\n{table(scores)}")
    if errors:
        for score in scores:
            click.echo(f"\n{score.name}: {len(score.errors)} letters wrong")
            for line in score.errors:
                click.echo(f"    {line}")
