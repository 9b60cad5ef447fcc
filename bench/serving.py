"""How fast whole search pages come out of the site: one page at a time, and under load over loopback."""

from __future__ import annotations

import http.client
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from documents import read_documents, write_documents
from engine import Query
from flask import Flask
from measure import Table, figure, quantile, timed
from queries import draw_queries
from synthetic import SEED, disclosures

from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from index.build import update_index
from search_app.app import build_app

CLIENTS, WORKERS = 32, 2
DRAWN_FROM = 2_000  # letters
LONGEST = 10  # words: a pasted text is longer than a search may be
HITS_A_PAGE = 20
NOTES = [
    f"A page is a whole search page: {HITS_A_PAGE} results with passages, facets and HTML. p50, p95: milliseconds of",
    f"CPU time in one process, each query once. Under load: {WORKERS} workers of gunicorn and {CLIENTS} clients over",
    "loopback, on the cores of this machine together, with whatever else it runs; p95 as a client sees it, in",
    "milliseconds; CPU: that of the workers for each page, from which comes what two cores of their own would do.",
    "The second row is a page that says hello, from the same server under the same load: all but the search.",
]
COLUMNS = (
    "page",
    "p50",
    "p95",
    "under load: pages/s",
    "p95 under load",
    "CPU under load",
    "pages/s of 2 cores",
    "answered",
)


def measure_serving(workspace: Path, count: int, each: int, requests: int) -> Table:
    """Return the table of serving `count` letters.

    `each` queries of every class are asked one by one, and `requests` are made under load.
    """
    data_path = workspace / "site"
    fill_site(data_path, count)
    return measure_site(data_path, workspace / "letters", count, each, requests)


def measure_site(data_path: Path, letters: Path, count: int, each: int, requests: int) -> Table:
    """Return the table of serving the first `count` letters from `data_path`; the file `letters` is written."""
    write_documents(letters, 0, min(count, DRAWN_FROM))
    drawn = draw_queries(list(read_documents(letters)), each, SEED)
    addresses = [_address(query) for queries in drawn.values() for query in queries if len(query.words) < LONGEST]
    table = Table(f"Serving {count:,} letters", COLUMNS, notes=NOTES)
    table.rows.append(_row("Foilog search", build_app(data_path), data_path, addresses, requests))
    table.rows.append(_row("hello", _hello(), None, ["/"], requests))
    return table


def fill_site(data_path: Path, count: int) -> None:
    """Make a data directory of `count` letters with its index."""
    with Catalogue.open(data_path) as catalogue:
        for letter in disclosures(count):
            catalogue.put(letter)
        update_index(catalogue, data_path / "index")


def _address(query: Query) -> str:
    words = (
        '"{}"'.format(" ".join(query.words)) if query.operator == "PHRASE" else f" {query.operator} ".join(query.words)
    )
    pairs = {"q": words, "exemption": query.exemption, "sort": "newest" if query.newest else ""}
    return f"/search?{urlencode({name: value for name, value in pairs.items() if value})}"


def _row(name: str, app: Flask, data_path: Path | None, addresses: Sequence[str], requests: int) -> tuple[str, ...]:
    client = app.test_client()
    for address in addresses[:20]:
        client.get(address)
    alone = [timed(lambda a=address: client.get(a).data).seconds for address in addresses]  # type: ignore[misc]
    before = _children_cpu()
    with _served(data_path):
        pass  # what starting and stopping costs
    between = _children_cpu()
    with _served(data_path) as port:
        seconds, times, errors = _load(port, addresses, requests)
    cpu = max(_children_cpu() - between - (between - before), 1e-6) / requests
    figures = [1000 * quantile(alone, 0.5), 1000 * quantile(alone, 0.95)]
    figures += [requests / seconds, 1000 * quantile(times, 0.95), 1000 * cpu, 2 / cpu]
    return (name, *map(figure, figures), f"{requests - errors} of {requests}")


def _children_cpu() -> float:
    """Return the CPU seconds of all processes that were started from this one and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _load(port: int, addresses: Sequence[str], requests: int) -> tuple[float, list[float], int]:
    """Make the requests from `CLIENTS` threads; return the seconds all took, those of each, and how many failed."""
    times: list[float] = []
    failed: list[str] = []

    def run(first: int) -> None:
        for number in range(first, requests, CLIENTS):
            began = time.perf_counter()
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                connection.request("GET", addresses[number % len(addresses)])
                answer = connection.getresponse()
                body = answer.read()
                connection.close()
                if answer.status != 200 or not body:
                    failed.append(str(answer.status))
            except OSError as error:
                failed.append(str(error))
            times.append(time.perf_counter() - began)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, times, len(failed)


@contextmanager
def _served(data_path: Path | None) -> Iterator[int]:
    """Serve a data directory, or the page that says hello, and give the port once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = (
        "import sys; sys.path.insert(0, sys.argv[3]);"
        "from serving import serve_for_bench; serve_for_bench(sys.argv[1], sys.argv[2])"
    )
    arguments = [str(port), str(data_path or ""), str(Path(__file__).parent)]
    process = subprocess.Popen([sys.executable, "-c", code, *arguments], start_new_session=True)
    try:
        _wait(port)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def serve_for_bench(port: str, data_path: str) -> None:
    """Serve in this process, as `foilog serve` does."""
    from search_app.gunicorn_server import run

    run(build_app(DataDir(data_path).path) if data_path else _hello(), [f"127.0.0.1:{port}"], WORKERS, 60)


def _hello() -> Flask:
    app = Flask("hello")
    say: Callable[[], str] = lambda: "hello"  # noqa: E731
    app.add_url_rule("/", view_func=say, endpoint="hello")
    return app


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("nothing listened for half a minute")
