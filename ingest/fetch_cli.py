"""`foilog fetch`: the documents of a published log on the web, into a folder."""

from __future__ import annotations

from pathlib import Path

import click

from ingest.sources.fetch import Policy, fetch


@click.command(
    "fetch",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: foilog fetch https://www.thornmere.gov.uk/foi-log --into letters/thornmere",
)
@click.argument("url")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), default="fetched", show_default=True)
@click.option("--max-pages", type=click.IntRange(1, 10_000), default=50, show_default=True, help="Listing pages.")
@click.option("--max-files", type=click.IntRange(1, 100_000), default=1_000, show_default=True, help="Documents.")
@click.option(
    "--delay", type=click.FloatRange(0, 3600), default=1.0, show_default=True, help="Seconds between requests."
)
@click.option("--contact", default="", help="An address at which the site's owner can reach you; sent with requests.")
@click.option("--allow-private", is_flag=True, help="Fetch from addresses of your own network too.")
@click.pass_context
def fetch_command(
    ctx: click.Context,
    url: str,
    into: Path,
    max_pages: int,
    max_files: int,
    delay: float,
    contact: str,
    allow_private: bool,
) -> None:
    """Fetch the documents that the page at URL, and its further pages, link.

    As robots.txt allows, one request at a time, from this one host. Run again, it asks only for what changed, and goes
    on where it was stopped. Then: `foilog ingest FOLDER`. The exit code is 1 where something could not be fetched.
    """
    policy = Policy(max_pages=max_pages, max_files=max_files, delay=delay, allow_private=allow_private, contact=contact)
    report = fetch(url, into, policy, lambda line: click.echo(line, err=True))
    click.echo(
        f"{report.pages} page(s) read: {len(report.saved)} document(s) saved in {into}, {report.unchanged} unchanged, "
        f"{len(report.failed)} not fetched."
    )
    for line in report.failed[:20]:
        click.echo(f"  {line}")
    if report.stopped:
        click.echo(f"Stopped early: {report.stopped}.")
    ctx.exit(1 if report.failed else 0)
