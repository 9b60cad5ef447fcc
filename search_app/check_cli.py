"""`foilog check`: has this been answered before?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.datadir import DataDir

if TYPE_CHECKING:
    from index.match.answered import Checked

MOST_BYTES = 10 * 1024 * 1024


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: foilog check request.txt --authority 'Thornmere County Council'",
)
@click.argument("file", default="-", type=click.Path(path_type=str, allow_dash=True, readable=False))
@click.option("--authority", metavar="NAME", help="Prefer the answers of this authority.")
@click.option("--limit", default=5, show_default=True, type=click.IntRange(1, 50), help="Matches a part.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Data directory. [default: $FOILOG_DATA, or ./var]")
@click.pass_context
def check(
    ctx: click.Context, file: str, authority: str | None, limit: int, as_json: bool, data_dir: Path | None
) -> None:
    """Find the earlier answers to a request, part by part.

    FILE is the request: text, e-mail, PDF, Word or HTML; - or nothing reads standard input. Greeting, courtesies and
    quoted law are set aside. Each part gets a verdict: answered, similar, related or no close match. Nothing is stored.
    """
    try:
        with click.open_file(file, "rb") as source:
            data = source.read(MOST_BYTES + 1)
    except OSError as error:
        raise click.UsageError(f"{file}: cannot be opened ({error.strerror}). Check the path.") from error
    if len(data) > MOST_BYTES:
        raise click.UsageError(f"{file}: is larger than {MOST_BYTES // 1024 // 1024} MB. Give the request alone.")
    if not data.strip():
        raise click.UsageError(f"{'standard input' if file == '-' else file}: is empty. Give the text of a request.")
    # Here and not above: asking for help must not load the model's libraries.
    from index.match.answered import Answered
    from search_app.checking import check_file

    name = "request.txt" if file == "-" else file
    checked = check_file(Answered(DataDir(data_dir)), data, name, authority=authority, limit=limit)
    if as_json:
        click.echo(json.dumps(checked.as_json(), ensure_ascii=False, indent=1))
    else:
        _show(checked)
    ctx.exit(0)


def _show(checked: Checked) -> None:
    from search_app.pointer import pointer_text

    click.echo(pointer_text(checked), nl=False)
