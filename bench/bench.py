"""Extraction, reading, search and serving, timed: `python bench/bench.py`, or `make bench`.

Times are CPU seconds of one process, and each is set beside another tool's on the same input in the same run: quote the
ratios, for the seconds are this machine's.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

from earlier import measure_check
from extraction import measure_extraction
from growth import Curve, drawn, tabled
from intake import measure_intake
from measure import Table
from reading import measure_reading
from searching import measure_search
from serving import measure_serving

SAMPLES = Path(__file__).parent.parent / "corpus" / "sample" / "letters"
GROWTH = Path(__file__).parent.parent / "docs" / "growth.svg"
PACKAGES = ("foilog", "pdfminer.six", "spacy", "Whoosh", "numpy", "PyStemmer", "reportlab")


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    files: int  # generated PDF files
    rounds: int  # of which the fastest counts
    letters: int | None  # sample letters read; None for all
    disclosures: int
    served: int  # disclosures of the site that pages are asked of
    queries: int  # of each class
    intake: int  # PDF letters taken in
    requests: int  # made of the site under load
    answers: int  # a request is checked against


FULL = Size(
    files=24, rounds=3, letters=None, disclosures=2_000, served=100_000, queries=40, intake=600, requests=2_000,
    answers=600_000,
)  # fmt: skip
QUICK = Size(
    files=3, rounds=1, letters=20, disclosures=200, served=200, queries=10, intake=4, requests=100, answers=400
)


TOPICS = ("text", "reading", "intake", "search", "serving", "check")


def measure(size: Size, topics: Sequence[str], others: Path | None) -> Iterator[Table]:
    """Yield one table after the other, each when it has been measured."""
    if "text" in topics:
        yield measure_extraction(SAMPLES, size.files, size.rounds, others)
    if "reading" in topics:
        yield measure_reading(SAMPLES, size.rounds, size.letters)
    if "intake" in topics:
        with _workspace() as workspace:
            yield measure_intake(workspace, size.intake)
    if "search" in topics:
        with _workspace() as workspace:
            yield from measure_search(workspace, size.disclosures, size.queries)
    if "serving" in topics:
        with _workspace() as workspace:
            yield measure_serving(workspace, size.served, size.queries, size.requests)
    if "check" in topics:
        with _workspace() as workspace:
            yield measure_check(workspace, size.answers)


@contextmanager
def _workspace() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="foilog-bench-") as path:
        yield Path(path)


def machine() -> str:
    """Return the day and the machine, as they stand beside a figure."""
    return (
        f"{date.today().isoformat()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores "
        f"({_processor()}), Python {platform.python_version()}"
    )


def measure_growth(counts: Sequence[int], each: int) -> Iterator[Table]:
    """Yield the tables of searching each number of letters, then how cost grows, which is drawn as well."""
    curve: Curve = {}
    for count in counts:
        with _workspace() as workspace:
            yield from measure_search(workspace, count, each, curve)
    GROWTH.write_text(drawn(curve), encoding="utf-8")
    yield tabled(curve)


def describe_machine() -> str:
    """Return what the figures depend on beside the code."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"{machine()}, SQLite {sqlite3.sqlite_version}\n{versions}\n"


def _processor() -> str:
    """Return the processor's name, as Linux tells it, else as Python does."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "unknown")


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    os.environ["FOILOG_OCR"] = "off"  # scanned samples would time tesseract
    parser = argparse.ArgumentParser(description="Time extraction, reading and search.")
    parser.add_argument(
        "--quick", action="store_true", help="a minute at most: little data, to see that all of it runs"
    )
    parser.add_argument(
        "--disclosures", type=int, metavar="N", help="letters to search (default: 2,000; quick: 200; try 100000)"
    )
    parser.add_argument("--queries", type=int, metavar="N", help="queries of each class (default: 40; quick: 10)")
    parser.add_argument("--serving", type=int, metavar="N", help="letters of the site served (default: 100,000)")
    parser.add_argument("--only", choices=TOPICS, action="append", help="this topic alone; may be given again")
    parser.add_argument("--answers", type=int, metavar="N", help="answers a request is checked against (600,000)")
    parser.add_argument("--pdfs", type=Path, metavar="FOLDER", help="extract the PDF files in this folder as well")
    parser.add_argument(
        "--growth",
        type=int,
        nargs="*",
        metavar="N",
        help="searching only, at each of these sizes; draws docs/growth.svg",
    )
    options = parser.parse_args(arguments)
    if options.disclosures is not None and options.disclosures < 1:
        parser.error("--disclosures: at least 1")
    size = QUICK if options.quick else FULL
    size = replace(
        size,
        disclosures=options.disclosures or size.disclosures,
        served=options.serving or options.disclosures or size.served,
        queries=options.queries or size.queries,
        answers=options.answers or size.answers,
    )
    print(describe_machine())
    growing = sorted(options.growth or ())
    tables = measure_growth(growing, size.queries) if growing else measure(size, options.only or TOPICS, options.pdfs)
    for table in tables:
        print(table, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
