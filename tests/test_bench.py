"""The benchmark runs and fills its tables. How fast anything is, no test says: that is the machine's business."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parent.parent
ENGINES = [
    "Foilog",
    "SQLite FTS5",
    *(["Tantivy"] if find_spec("tantivy") else []),
    *(["Xapian"] if find_spec("xapian") else []),
    "stock Whoosh",
]
ROWS = {
    "Text of PDF files": [
        "generated, Foilog", "generated, pdfminer.six", "sample letters, Foilog", "sample letters, pdfminer.six",
    ],
    "Reading letters": ["under 300 words", "300 words or more", "all", "all, spaCy's tokenizer alone"],
    "Intake of PDF letters": [
        "Foilog, read and store", "Foilog, index", "Foilog, whole", "Foilog, nothing changed", "text only: Foilog",
        "text only: pdfminer.six extract_text", "text only: pypdfium2",
        *(["text only: pypdf"] if find_spec("pypdf") else []),
        *(["text only: pdftotext -layout"] if which("pdftotext") else []),
        *(["text and index: Recoll"] if which("recollindex") else []),
    ],
    "Building the index": ENGINES,
    "Searching 60 letters": [
        "one word", "a OR b", "a AND b", "phrase", "word, exemption filter", "word, filter, newest first",
        "word, four facets", "word, ten passages", "whole results page", "60 words pasted",
    ],
    "Serving 60 letters": ["Foilog search", "hello"],
    "Checking a request against 400 earlier answers": ["40 answers", "400 answers"],
}  # fmt: skip
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@pytest.fixture(scope="module")
def printed() -> str:
    command = [sys.executable, "bench/bench.py", "--quick", "--disclosures", "60"]
    environment = {name: value for name, value in os.environ.items() if name != "FOILOG_BENCH_POSTGRES"}
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=300, env=environment)
    return run.stdout


@pytest.fixture(scope="module")
def tables(printed: str) -> dict[str, list[list[str]]]:
    """Return the cells of each table printed, its heading first, by its title."""
    found = {}
    for section in printed.split("## ")[1:]:
        lines = [line for line in section.splitlines() if line.startswith("|")]
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        found[section.splitlines()[0]] = [
            row for n, row in enumerate(cells) if n != 1
        ]  # 1 is the rule below the heading
    return found


@pytest.mark.slow
def test_every_table_has_its_rows(tables):
    assert {title: [row[0] for row in rows[1:]] for title, rows in tables.items()} == ROWS


@pytest.mark.slow
def test_every_figure_is_positive(tables):
    for title, (heading, *rows) in tables.items():
        for row in rows:
            assert len(row) == len(heading)
            for column, cell in zip(heading[1:], row[1:], strict=True):
                numbers = [float(number.replace(",", "")) for number in NUMBER.findall(cell)]
                assert numbers, f"{title}: {row[0]}: {column} is {cell!r}"
                assert min(numbers) > 0 or "total" in column, f"{title}: {row[0]}: {column} is {cell!r}"


@pytest.mark.slow
def test_all_engines_searched_the_same_letters(tables):
    """Where a query means the same, so do the totals, but for the odd word that two engines stem differently."""
    heading, *rows = tables["Searching 60 letters"]
    assert heading.count("same total") == len(ENGINES) - 1
    for row in rows:
        for column, cell in zip(heading, row, strict=True):
            if column == "same total" and row[0] != "60 words pasted":
                same, queries = map(int, cell.split(" of "))
                assert queries - same <= max(1, 0.3 * queries), row


@pytest.mark.slow
def test_the_generated_pages_lose_no_word(tables):
    heading, foilog, *_ = tables["Text of PDF files"]
    assert float(foilog[heading.index("words kept")]) >= 0.999


@pytest.mark.slow
def test_the_machine_is_named(printed):
    assert re.match(r"\d{4}-\d\d-\d\d, .+ cores \(.+\), Python 3\.\d+\.\d+, SQLite 3\.", printed)


def run_python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "bench")
    return done.stdout


def test_the_made_up_letters_are_the_same_each_time():
    code = "from synthetic import disclosures; print(list(disclosures({})))"
    assert run_python(code.format(5)) == run_python(code.format(5))


def test_the_tags_of_the_made_up_letters_stand_in_their_text():
    code = """
from synthetic import disclosures
readings = [d.reading for d in disclosures(30)]
tags = [(r.text[t.start:t.end], t.text) for r in readings for t in (*r.citations, *r.vendors)]
parts = [(r.text[q.start:q.end], q.answer) for r in readings for q in r.questions]
assert tags and all(a == b for a, b in tags), tags
assert parts and all(a == b for a, b in parts), parts
"""
    run_python(code)


def test_every_slot_of_the_vocabulary_is_filled():
    code = """
from synthetic import disclosures
assert not [d.id for d in disclosures(300) if {"{", "}"} & set(d.reading.text)]
"""
    run_python(code)


def test_growth_is_drawn_with_a_line_for_each_engine():
    points = {"one word": {"Foilog": {2_000: 0.5, 20_000: 1.5}, "stock <Whoosh>": {2_000: 4.0}}}
    script = f"from growth import drawn, tabled; print(drawn({points})); print(tabled({points}))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT / "bench")
    svg, _, table = run.stdout.partition("</svg>")
    lines = ElementTree.fromstring(f"{svg}</svg>").findall(".//{http://www.w3.org/2000/svg}polyline")
    assert [len(line.attrib["points"].split()) for line in lines] == [2, 1]
    first, last = (float(point.split(",")[1]) for point in lines[0].attrib["points"].split())
    assert last < first  # dearer is higher
    assert re.search(r"one word +\| +Foilog +\| +0.5 +\| +1.5 +\| +3 ", table)
