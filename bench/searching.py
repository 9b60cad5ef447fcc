"""How fast letters are indexed and searched, beside what a user would pick instead: same letters, queries and run.

Each engine works in processes of its own, one to build and one to search, so that memory is each one's.
"""

from __future__ import annotations

import importlib
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from documents import read_documents, write_documents
from engine import Engine, Found, Query
from growth import Curve
from measure import Table, Timed, figure, quantile, timed
from queries import draw_queries
from synthetic import SEED

ENGINES = {
    "Foilog": ("engine_foilog", "Foilog"),
    "SQLite FTS5": ("engine_fts5", "Fts5"),
    "Tantivy": ("engine_tantivy", "Tantivy"),
    "Xapian": ("engine_xapian", "Xapian"),
    "PostgreSQL": ("engine_postgres", "Postgres"),
    "stock Whoosh": ("engine_whoosh", "StockWhoosh"),
}
HOW_TO_HAVE = {
    "Tantivy": "pip install foilog[bench]",
    "Xapian": "Debian's python3-xapian, and a virtual environment that sees it",
    "PostgreSQL": "pip install foilog[bench], and the address of an empty database in FOILOG_BENCH_POSTGRES",
}
FEWER = {"stock Whoosh": 4}  # takes this share of the queries of each class
MOST = {"stock Whoosh": 5_000}  # letters: more take it a quarter of an hour and longer
ADDED = 100
DRAWN_FROM = 2_000  # letters
AGAIN = 2  # times each query is asked after the first
BUILD_NOTES = [
    "CPU time of one process; reading the letters from their file is not counted. All index the letters, and their",
    "questions and answers besides. +100: until a search finds a hundred letters more, of an index that was open.",
]
SEARCH_NOTES = [
    "Milliseconds of CPU time. p50 and p95: each query asked once, of an index that was searched before; hot: the best",
    "of {again} more. Ten hits. The whole page has passages and eight facets. x: that engine's p95 over Foilog's.",
    "PostgreSQL works in a server: its times are of the clock on the wall, and its memory is not counted.",
    "All count every letter found, but for the 60 words, which are searched in the question-answers for the best ten:",
    "Foilog chooses 8,000 by the rarest words there and scores these by all, the others score every one that matches.",
]


class Built(NamedTuple):
    """What building cost. Seconds are of CPU."""

    letters: int
    seconds: float
    megabytes: float
    peak: float  # MB of memory
    added: float  # seconds until a hundred more are found


class Asked(NamedTuple):
    """One class of queries, asked of one engine: seconds a query, and what each found."""

    first: list[float]
    again: list[float]
    found: list[Found]


def measure_search(workspace: Path, count: int, each: int, curve: Curve | None = None) -> list[Table]:
    """Return the tables of building over `count` letters and of asking `each` queries of every class.

    The p95 of every class and engine is added to `curve`.
    """
    letters, more = workspace / "letters", workspace / "more"
    write_documents(letters, 0, count)
    write_documents(more, count, ADDED)
    queries = draw_queries(list(islice(read_documents(letters), DRAWN_FROM)), each, SEED)
    built, asked, memory = {}, {}, {}
    for name in ENGINES:
        if count > MOST.get(name, count) or not _installed(name):
            continue
        building = _in_process(_build, name, workspace, letters)
        share = {kind: some[:: FEWER.get(name, 1)] for kind, some in queries.items()}
        asked[name], memory[name] = _in_process(_ask_all, name, workspace, share)
        built[name] = building._replace(added=_in_process(_add, name, workspace, more))
    for name, classes in asked.items():
        for kind, one in classes.items():
            if curve is not None:
                curve.setdefault(kind, {}).setdefault(name, {})[count] = 1000 * quantile(one.first, 0.95)
    return [_build_table(built, memory), _search_table(count, asked)]


def _installed(name: str) -> bool:
    try:
        importlib.import_module(ENGINES[name][0])
    except ModuleNotFoundError as error:
        print(f"{name} is left out: there is no {error.name} ({HOW_TO_HAVE[name]})\n", file=sys.stderr)
        return False
    return True


def _engine(name: str, workspace: Path) -> Engine:
    module, kind = ENGINES[name]
    engine: Engine = getattr(importlib.import_module(module), kind)(workspace)
    return engine


def _in_process(work: Callable[..., Any], *arguments: Any) -> Any:
    """Return what `work` gives in a process that has done nothing before."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def _build(name: str, workspace: Path, letters: Path) -> Built:
    engine = _engine(name, workspace)
    reading = timed(lambda: sum(1 for _ in read_documents(letters)))
    reads = 2 if name == "Foilog" else 1  # Foilog's ids are read first
    building = _timed(engine, lambda: engine.build(letters))
    files = [file for file in _folder(name, workspace).rglob("*") if file.is_file()]
    seconds = building.seconds - reads * reading.seconds
    size = engine.megabytes() if hasattr(engine, "megabytes") else sum(f.stat().st_size for f in files) / 1e6
    return Built(building.result, seconds, size, _peak(), 0.0)


def _timed(engine: Engine, call: Callable[[], Any]) -> Timed[Any]:
    """Return what a call gave and how long it took; for an engine that works in a server, by the clock on the wall."""
    return timed(call, time.perf_counter if hasattr(engine, "wall_time") else time.process_time)


def _folder(name: str, workspace: Path) -> Path:
    return workspace / ENGINES[name][0].removeprefix("engine_")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _ask_all(name: str, workspace: Path, queries: dict[str, list[Query]]) -> tuple[dict[str, Asked], float]:
    engine = _engine(name, workspace)
    engine.search(Query(("warm",), facets=("outcome",), passages=True))
    asked = {}
    for kind, some in queries.items():
        first = [_timed(engine, partial(engine.search, query)) for query in some]
        rounds = [[_timed(engine, partial(engine.search, query)).seconds for query in some] for _ in range(AGAIN)]
        again = [min(tries) for tries in zip(*rounds, strict=True)]
        asked[kind] = Asked([one.seconds for one in first], again, [one.result for one in first])
    return asked, _peak()


def _add(name: str, workspace: Path, more: Path) -> float:
    engine = _engine(name, workspace)
    query = Query(("request",))
    before = engine.search(query).total
    adding = _timed(engine, lambda: (engine.add(more), engine.search(query).total)[1])
    assert adding.result > before, f"{name} finds no letter more"
    reading = timed(lambda: sum(1 for _ in read_documents(more)))
    return adding.seconds - reading.seconds * (2 if name == "Foilog" else 1)


def _build_table(built: dict[str, Built], memory: dict[str, float]) -> Table:
    columns = (
        "by", "letters", "letters/s", "speed (FTS5 = 1)", "MB on disk", "peak MB, building", "peak MB, searching",
        "+100 letters, ms",
    )  # fmt: skip
    table = Table("Building the index", columns, notes=BUILD_NOTES)
    for name, one in built.items():
        table.rows.append((
            name, f"{one.letters:,}", figure(one.letters / one.seconds),
            figure(built["SQLite FTS5"].seconds / one.seconds), figure(one.megabytes), figure(one.peak),
            figure(memory[name]), figure(1000 * one.added),
        ))  # fmt: skip
    return table


def _search_table(count: int, asked: dict[str, dict[str, Asked]]) -> Table:
    others = [name for name in asked if name != "Foilog"]
    columns = ["query", "median total", "p50", "p95", "hot p95"]
    columns += [column for name in others for column in (f"{name} p50", "p95", "x", "same total")]
    notes = [note.format(again=AGAIN) for note in SEARCH_NOTES]
    table = Table(f"Searching {count:,} letters", tuple(columns), notes=notes)
    for kind, ours in asked["Foilog"].items():
        p95 = quantile(ours.first, 0.95)
        row = [
            kind, f"{quantile([one.total for one in ours.found], 0.5):,}", _ms(quantile(ours.first, 0.5)), _ms(p95),
            _ms(quantile(ours.again, 0.95)),
        ]  # fmt: skip
        for name in others:
            theirs = asked[name][kind]
            their_p95 = quantile(theirs.first, 0.95)
            row += [_ms(quantile(theirs.first, 0.5)), _ms(their_p95), figure(their_p95 / p95), _same(ours, theirs)]
        table.rows.append(tuple(row))
    return table


def _ms(seconds: float) -> str:
    return figure(1000 * seconds)


def _same(ours: Asked, theirs: Asked) -> str:
    """Return for how many queries both found as many, of none where we count none: words may differ by their stems."""
    if not any(one.total for one in ours.found):
        return "0 of 0"
    mine: Sequence[Found] = ours.found[:: -(-len(ours.found) // len(theirs.found))]
    counted = [(a.total, b.total) for a, b in zip(mine, theirs.found, strict=False) if b.total]
    return f"{sum(a == b for a, b in counted)} of {len(counted)}"
