"""Write `data-dictionary.md`: every column and key that leaves Foilog, as the code has it, with its meaning.

python docs/dictionary.py        after a column was added or renamed (`make dictionary`)

Meanings stand in `fields.toml`: under the place of a name, else among the fields that mean the same everywhere. A name
without a meaning, and a meaning that nothing uses, are errors.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from corpus.census import Census, HeldDisclosure, Withdrawal
from corpus.database import migrations
from corpus.export import COLUMNS, Rows
from corpus.ledger import Failure
from corpus.scans import Scan
from ingest.report import FailedFile, IngestReport
from search_app import authority_pages, create_app, exemption_pages, exports, vendor_pages
from search_app.cli import main as foilog
from search_app.misses import Miss

DOCS = Path(__file__).parent
ROOT = DOCS.parent
MEANINGS = DOCS / "fields.toml"
PAGE = DOCS / "data-dictionary.md"
LETTERS = ROOT / "corpus" / "sample" / "letters" / "wexmoor-police"
TABLES = ROOT / "corpus" / "tables"
HEAD = """# Data dictionary

Every column of every file and every key of every JSON object that Foilog gives out. `make dictionary` writes this page
from the code and from the meanings in `fields.toml`; a test fails where a column has no meaning here.

Everywhere: dates are ISO (`2025-07-03`), times are UTC, pages count from 1, `start` and `end` are half-open offsets in
characters. Texts are Unicode. What a letter does not say is empty in CSV and `null` in JSON. In CSV a list is joined by
`; `, and a cell that a spreadsheet would run as a formula has one apostrophe in front; take it off to have the cell.
`foilog search --json` prints the API's `SearchPage`, and `foilog check --json` its `Checked`.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One table of the page: the names of its columns or keys in order. `id` is its key in fields.toml."""

    id: str
    title: str
    names: tuple[str, ...]


def places() -> Iterator[tuple[str, list[Place]]]:
    """Yield the parts of the page with their tables, every name as the code gives it."""
    years = ("answers_YYYY", "answers_undated")
    yield (
        "CSV, JSON and JSON Lines files",
        [
            Place("export", "`foilog export`", COLUMNS[Rows.ANSWERS]),
            Place("export-vendors", "`foilog export --rows vendors`", COLUMNS[Rows.VENDORS]),
            Place("search-file", "`/search.csv`: a search", exports.COLUMNS),
            Place("vendors-file", "`/vendors.csv`: who uses what software", vendor_pages.COLUMNS),
            Place("exemptions-file", "`/exemptions.csv`: every exemption", (*exemption_pages.USE, *years)),
            Place("evidence-file", "`/exemptions/ID.csv`: every sentence", (*exemption_pages.EVIDENCE, "page_url")),
            Place(
                "counts-file", "`/exemptions/ID/counts.csv`, `/authorities/ID.csv`: the charts", exemption_pages.COUNTS
            ),
            Place("authorities-file", "`/authorities.csv`: authorities and their times", authority_pages.COLUMNS),
        ],
    )
    with tempfile.TemporaryDirectory(prefix="foilog-dictionary-") as folder:
        yield "JSON of the commands", list(_commands(Path(folder)))
        yield "JSON of the API", list(_api(folder))
    yield "The catalogue, `var/catalogue.sqlite3`", list(_catalogue())
    yield "The tables in `corpus/tables/`", list(_tables())


def _commands(folder: Path) -> Iterator[Place]:
    letter = min(LETTERS.glob("*.pdf"))
    parsed = _printed("parse", letter)
    yield Place("parse", "`foilog parse`", tuple(parsed))
    yield from _lists("parse", parsed, "questions", "citations", "vendors", "findings")
    broken = folder / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\n")
    failed = _printed("parse", broken)
    yield Place("parse-failed", "`foilog parse`, a file that cannot be read", tuple(failed))
    yield Place("error", "`foilog parse`, its `error`", tuple(failed["error"]))
    yield Place("ingest", "`foilog ingest --json`", tuple(IngestReport().as_json()))
    yield _shape("ingest-failed", "`foilog ingest --json`, in `failed`", FailedFile)
    yield _shape("status", "`foilog status --json`", Census)
    yield _shape("status-held", "`foilog status --json`, in `held`", HeldDisclosure)
    yield _shape("status-withdrawn", "`foilog status --json`, in `withdrawn`", Withdrawal)
    yield _shape("status-scanned", "`foilog status --json`, in `scanned`", Scan)
    yield _shape("status-quarantined", "`foilog status --json`, in `quarantined`", Failure)
    checked = _printed("safety", "--json", letter)
    yield Place("safety", "`foilog safety --json`", tuple(checked))
    yield from _lists("safety", checked, "files")
    yield from _lists("safety", checked["files"][0], "findings")
    misses = _printed("misses", "--json", "--data-dir", folder)
    yield Place("misses", "`foilog misses --json`", tuple(misses))
    yield _shape("miss", "`foilog misses --json`, in `misses`", Miss)
    gold = folder / "gold.jsonl"
    gold.write_text(json.dumps({"files": [letter.name], **parsed}) + "\n", encoding="utf-8")
    scores = _printed("evaluate", "--json", gold, "--letters", LETTERS)
    yield Place("evaluate", "`foilog evaluate --json`", tuple(scores))
    yield from _lists("evaluate", scores, "scores")


def _printed(*arguments: str | Path) -> dict[str, Any]:
    """Return the JSON object that a command prints, whatever its exit code."""
    printed: dict[str, Any] = json.loads(CliRunner().invoke(foilog, [str(a) for a in arguments]).stdout)
    return printed


def _lists(command: str, parent: dict[str, Any], *keys: str) -> Iterator[Place]:
    for key in keys:
        yield Place(f"{command}-{key}", f"`foilog {command}`, in `{key}`", tuple(parent[key][0]))


def _shape(name: str, title: str, shape: Any) -> Place:
    return Place(name, title, tuple(field.name for field in fields(shape)))


def _api(folder: str) -> Iterator[Place]:
    document = create_app(folder).test_client().get("/api/v1/openapi.json").get_json()
    for name, schema in document["components"]["schemas"].items():
        if "properties" in schema:
            yield Place(f"api-{name}", f"`{name}`", tuple(schema["properties"]))


def _catalogue() -> Iterator[Place]:
    database = sqlite3.connect(":memory:")
    for _, script in migrations():
        database.executescript(script)
    names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")]
    for name in names:
        columns = database.execute(f"SELECT name FROM pragma_table_info('{name}')")
        yield Place(f"table-{name}", f"table `{name}`", tuple(row[0] for row in columns))
    database.close()


def _tables() -> Iterator[Place]:
    for path in sorted(TABLES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as table:
            yield Place(f"csv-{path.stem}", f"`{path.name}`", tuple(next(csv.reader(table))))


class MeaningsError(ValueError):
    """A name has no meaning, or a meaning no name; the message says which."""


def page(parts: Iterable[tuple[str, list[Place]]], meanings: dict[str, Any]) -> str:
    """Return the page.

    Raises:
        MeaningsError: a name has no meaning, or a meaning no name.
    """
    common, own = meanings["field"], {key: dict(value) for key, value in meanings.get("place", {}).items()}
    unused, missing, lines = set(common), [], [HEAD]
    for part, tables in parts:
        lines.append(f"## {part}\n")
        for place in tables:
            here = own.pop(place.id, {})
            lines += [f"### {place.title}\n", "| name | what it holds |", "| --- | --- |"]
            for name in place.names:
                meaning = here.pop(name, None) or common.get(name)
                if meaning is common.get(name):
                    unused.discard(name)
                if meaning is None:
                    missing.append(f"{place.id}.{name}")
                lines.append(f"| `{name}` | {meaning} |")
            missing += [f"{place.id}.{name}, which is no name there" for name in here]
            lines.append("")
    missing += [f"[place.{name}], which is no place" for name in own]
    missing += [f"field.{name}, which nothing uses" for name in sorted(unused)]
    if missing:
        raise MeaningsError(f"{MEANINGS.name}: put right " + "; ".join(missing))
    return "\n".join(lines)


def main() -> None:
    """Write the page."""
    try:
        PAGE.write_text(page(places(), tomllib.loads(MEANINGS.read_text("utf-8"))), "utf-8")
    except MeaningsError as error:
        sys.exit(str(error))
    print(f"{PAGE.name} is up to date.")


if __name__ == "__main__":
    main()
