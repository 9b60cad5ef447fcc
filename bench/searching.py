"""How fast the index is built and searched, beside SQLite FTS5 on the same letters and queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fts import FullText
from measure import Table, Timed, figure, quantile, timed
from queries import HITS_A_PAGE, Query, draw_queries
from synthetic import SEED, disclosures

from corpus.catalogue import Catalogue
from corpus.records import Disclosure
from index.build import update_index
from index.search import SearchIndex

INDEX, FTS = "index", "fts.sqlite3"
AGAIN = 3  # times each query is asked after the first
BUILD_NOTES = [
    "Both read the letters from the same catalogue. Foilog indexes the letter and each of its questions and answers;",
    "FTS5 indexes the letter, with a table of attributes for filters and facets.",
]
SEARCH_NOTES = [
    "Milliseconds of CPU time. First: each query asked once of a newly opened index. p50 and p95: the fastest of",
    "{again} more. Both find and order everything, and Foilog counts eight facets in any search. In all rows but the",
    "last both give one hit, Foilog's with its passages. The whole page has {hits} hits with passages or snippets, and",
    "facets. Same total: for how many of the queries both found as many letters. No query has a word with synonyms;",
    "totals differ by the stemming of a word, as of parking and housing, which Foilog keeps apart from park and house.",
]
Ask = Callable[[Query], int]


@dataclass(frozen=True, slots=True)
class Asked:
    """One class of queries, asked of one engine: seconds a query, and how many letters each found."""

    first: list[float]
    again: list[float]
    totals: list[int]


def measure_search(workspace: Path, count: int, each: int) -> list[Table]:
    """Return the tables of building an index over `count` letters and of asking `each` queries of every class.

    `workspace` is a data directory afterwards.
    """
    letters = list(disclosures(count))
    with Catalogue.open(workspace) as catalogue:
        for letter in letters:
            catalogue.put(letter)
        build = _build(catalogue, workspace)
    return [build, _search(letters, workspace, each)]


def _build(catalogue: Catalogue, workspace: Path) -> Table:
    table = Table("Building the index", ("by", "letters", "letters/s", "speed (FTS5 = 1)", "MB"), notes=BUILD_NOTES)
    ours = timed(lambda: update_index(catalogue, workspace / INDEX).disclosures)
    with closing(FullText(workspace / FTS)) as fts:
        theirs = timed(lambda: fts.build(catalogue.iter_disclosures()))
    for name, built, path in (("Foilog", ours, INDEX), ("SQLite FTS5", theirs, FTS)):
        table.rows.append(_build_row(name, built, theirs.seconds, workspace / path))
    return table


def _build_row(name: str, built: Timed[int], fts_seconds: float, path: Path) -> tuple[str, ...]:
    files = path.rglob("*") if path.is_dir() else (path,)
    size = sum(file.stat().st_size for file in files if file.is_file())
    return (
        name, f"{built.result:,}", figure(built.result / built.seconds),
        figure(fts_seconds / built.seconds), figure(size / 1e6),
    )  # fmt: skip


def _search(letters: Sequence[Disclosure], workspace: Path, each: int) -> Table:
    columns = (
        "query", "queries", "median total", "same total", "p50", "p95", "first p95",
        "FTS5 p50", "FTS5 p95", "FTS5 first p95", "speed (FTS5 = 1)",
    )  # fmt: skip
    notes = [note.format(again=AGAIN, hits=HITS_A_PAGE) for note in SEARCH_NOTES]
    table = Table(f"Searching {len(letters):,} letters", columns, notes=notes)
    for name, queries in draw_queries(letters, each, SEED).items():
        index = SearchIndex.open(workspace / INDEX)
        with closing(FullText(workspace / FTS)) as fts:
            ours = _asked(partial(_ask_foilog, index), queries)
            theirs = _asked(partial(_ask_fts, fts), queries)
        table.rows.append(_search_row(name, ours, theirs))
    return table


def _ask_foilog(index: SearchIndex, query: Query) -> int:
    result = index.search(query.as_request())
    return int(result.as_json()["total"]) if query.whole_page else result.total


def _ask_fts(fts: FullText, query: Query) -> int:
    if query.whole_page:
        return fts.page(query.text, query.hits)[0]
    return fts.search(query.text, query.exemption, query.newest, query.hits)[0]


def _asked(ask: Ask, queries: Sequence[Query]) -> Asked:
    first = [timed(partial(ask, query)) for query in queries]
    rounds = [[timed(partial(ask, query)).seconds for query in queries] for _ in range(AGAIN)]
    again = [min(tries) for tries in zip(*rounds, strict=True)]
    return Asked([one.seconds for one in first], again, [one.result for one in first])


def _search_row(name: str, ours: Asked, theirs: Asked) -> tuple[str, ...]:
    same = sum(a == b for a, b in zip(ours.totals, theirs.totals, strict=True))
    speed = quantile(theirs.again, 0.5) / quantile(ours.again, 0.5)
    return (
        name, str(len(ours.totals)), f"{quantile(ours.totals, 0.5):,}", f"{same} of {len(ours.totals)}",
        *_milliseconds(ours), *_milliseconds(theirs), figure(speed),
    )  # fmt: skip


def _milliseconds(asked: Asked) -> tuple[str, ...]:
    seconds = (quantile(asked.again, 0.5), quantile(asked.again, 0.95), quantile(asked.first, 0.95))
    return tuple(figure(1000 * one) for one in seconds)
