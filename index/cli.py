"""`foilog index` and `foilog search`."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import click

from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from corpus.errors import CatalogueError
from index.build import BuildReport, update_index
from index.errors import QueryError, SearchIndexError
from index.match.build import MatchReport, update_matching
from index.match.files import match_path
from index.request import SORTS, SearchRequest, SearchResult
from index.search import SearchIndex

_data_dir = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where Foilog keeps its data. Default: ./var or $FOILOG_DATA.",
)


@click.command(
    "index", context_settings={"help_option_names": ["-h", "--help"]}, epilog="Example: foilog index --rebuild"
)
@click.option("--rebuild", is_flag=True, help="Build the whole index anew beside the live one, then swap.")
@click.option("--check", is_flag=True, help="Read every byte of the index, say whether one was changed, write nothing.")
@_data_dir
def index(rebuild: bool, check: bool, data_dir: Path | None) -> None:
    """Bring the search index up to what was ingested."""
    data = DataDir(data_dir)
    if check and rebuild:
        raise click.UsageError("--check writes nothing, --rebuild writes all: choose one")
    try:
        if check:
            count = SearchIndex.open(data.index_path).verify()
            click.echo(f"Every byte of the index is as it was written; {count:,} disclosures to find")
            return
        with Catalogue.open(data, readonly=True) as catalogue:
            click.echo(_index_line(update_index(catalogue, data.index_path, rebuild, _progress("Indexing"))))
            matched = update_matching(catalogue, match_path(data), _progress("Reading questions"), rebuild=rebuild)
            click.echo(_matching_line(matched))
    except (CatalogueError, SearchIndexError) as error:
        raise click.ClickException(str(error)) from error


def _index_line(report: BuildReport) -> str:
    """Return what the first stage did, for people."""
    how = f"built anew ({report.why_rebuilt})" if report.rebuilt else "brought up to date"
    did = f"{report.added:,} written, {report.removed:,} taken out"
    return f"Index {how}: {did}, {report.disclosures:,} disclosures to find ({report.seconds:.1f} s)"


def _matching_line(report: MatchReport) -> str:
    """Return what the second stage did, for people."""
    did = f"{report.embedded:,} new questions read" if report.rebuilt else "up to date"
    line = f"Earlier answers: {did}, {report.answers:,} answers to compare ({report.seconds:.1f} s)"
    return (
        f"{line}\nNote: only words are compared, not meanings: {report.why_no_model}." if report.why_no_model else line
    )


def _progress(what: str) -> Callable[[int, int], None] | None:
    """Return what shows progress on a terminal; None where there is none to show it on."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        click.echo(f"\r{what} {done:,} of {total:,}" + ("\n" if done == total else ""), nl=False, err=True)

    return show


def _many(name: str, text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(name, multiple=True, help=text)


@click.command(
    "search",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: foilog search parking fines --exemption 's.40(2)' --from 2023",
)
@click.argument("query", nargs=-1)
@_many("--exemption", "An exemption with all under it: foia-40-2, s.40(2), EIR 12(5)(e). Repeatable.")
@_many("--authority", "An authority, by name or id. Repeatable.")
@_many("--authority-type", "A type of authority, such as police. Repeatable.")
@_many("--vendor", "A supplier of software, by name. Repeatable.")
@_many("--product", "A product, by name. Repeatable.")
@_many("--outcome", "An outcome, such as partly_disclosed. Repeatable.")
@_many("--law", "foia, eir, foisa or eisr. Repeatable.")
@click.option("--from", "date_from", metavar="DATE", help="Answered on or after: 2021, 2021-06, 06/2021, 1/6/2021.")
@click.option("--to", "date_to", metavar="DATE", help="Answered on or before; a year or month is taken whole.")
@click.option(
    "--citation-status",
    multiple=True,
    default=("applied",),
    show_default=True,
    help="How --exemption is used: applied, considered or mentioned. Repeatable.",
)
@click.option("--sort", default="relevance", show_default=True, help=f"One of {', '.join(SORTS)}.")
@click.option("--limit", type=int, default=20, show_default=True, help="Results a page.")
@click.option("--page", type=int, default=1, show_default=True, help="Which page.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@_data_dir
def search(query: tuple[str, ...], as_json: bool, data_dir: Path | None, **filters: Any) -> None:
    """Search the answers. Without QUERY the filters alone decide, newest first.

    All words count, in any form; "a phrase" in quotes, AND, OR, NOT, -word, (brackets), word*, and title: question:
    answer: vendor: authority: reference: before a word narrow it.
    """
    try:
        result = SearchIndex.open(DataDir(data_dir).index_path).search(SearchRequest(" ".join(query), **filters))
    except QueryError as error:
        raise click.UsageError(f"{_option(error.field)}: {error.message}") from error
    except SearchIndexError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(result.as_json(), ensure_ascii=False, indent=1))
    else:
        _show(result)


def _option(field: str) -> str:
    """Return the option that sets a field of the request."""
    names = {"date_from": "--from", "date_to": "--to", "query": "QUERY"}
    return names.get(field, "--" + field.replace("_", "-"))


def _show(result: SearchResult) -> None:
    """Print a result for people."""
    for notice in result.notices:
        click.echo(f"Note: {notice}.")
    if result.did_you_mean:
        click.echo(f"Did you mean: {result.did_you_mean}")
    click.echo(
        f"{result.total:,} {'disclosure' if result.total == 1 else 'disclosures'}"
        + (f", page {result.page} of {result.pages}" if result.pages > 1 else "")
    )
    for hit in result.hits:
        facts = [
            hit.authority or "authority unknown",
            hit.reference,
            hit.responded_on,
            hit.outcome.replace("_", " "),
            *hit.provisions,
            *hit.vendors,
        ]
        click.echo(f"\n{hit.title or hit.disclosure}\n  {' · '.join(fact for fact in facts if fact)}")
        for passage in hit.passages:
            text = unescape(re.sub(r"</?mark>", "*", passage.html))
            click.echo(
                f"  {f'Question {passage.question}' if passage.question else 'Letter'}, page {passage.page}: {text}"
            )
        click.echo(f"  {hit.url}")
