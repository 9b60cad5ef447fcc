"""How fast a folder of published PDF letters becomes a catalogue and an index, with every limit on.

Beside it what a user would pick instead: programs that take the text only, and Recoll, which also indexes it.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import pypdfium2
from letters_pdf import Printed, printed
from measure import Row, Spent, Table, figure, run, spent
from pdfminer.high_level import extract_text

from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from index.build import update_index
from ingest.extract import pdf

FOILOG = "from search_app.cli import main; main()"
PAGES = 2
LETTERS_A_FILE = 2  # made-up letters a file: two fill two to four pages
NOTES = [
    "By the clock, and in CPU seconds of all processes, starting them included; another load on the machine shows less",
    "in the latter. Whole: extract, read, check for personal and hidden data, store with original, index, with every",
    "limit on. The peers take the text of the same files; Recoll indexes it too, with as many threads as it likes.",
]


def measure_intake(workspace: Path, files: int) -> Table:
    """Return letters a second through each stage, and pages a second of what a user would pick for the text alone."""
    columns = ("what", "files", "pages", "seconds", "files/s", "CPU s", "files/CPU s", "pages/CPU s")
    table = Table("Intake of PDF letters", columns, notes=NOTES)
    folder = workspace / "letters"
    folder.mkdir()
    made = list(islice(_two_pages(), files))
    for number, letter in enumerate(made):
        (folder / f"FOI {10_000 + number}.pdf").write_bytes(letter.data)
    data = DataDir(workspace / "var")
    ingest = [sys.executable, "-c", FOILOG, "ingest", folder, "--data-dir", data.path]

    def index() -> None:
        with Catalogue.open(data, readonly=True) as catalogue:
            update_index(catalogue, data.index_path)

    read = spent(lambda: run(ingest))
    indexed = spent(index)
    again = spent(lambda: run(ingest))
    whole = Spent(read.clock + indexed.clock, read.cpu + indexed.cpu)
    rows = [("Foilog, read and store", read), ("Foilog, index", indexed), ("Foilog, whole", whole),
            ("Foilog, nothing changed", again)]  # fmt: skip
    contents = [letter.data for letter in made]
    rows += [(name, spent(lambda take=take: take(contents))) for name, take in _peers(folder)]  # type: ignore[misc]
    table.rows += [_row(name, files, taken) for name, taken in rows]
    return table


def _two_pages() -> Iterator[Printed]:
    """Yield letters that fill two pages, without end."""
    return (letter for letter in printed(None, LETTERS_A_FILE) if letter.pages == PAGES)


def _peers(folder: Path) -> Iterator[tuple[str, Callable[[Sequence[bytes]], object]]]:
    """Yield what takes the text of PDF files that is on this machine."""
    yield "text only: Foilog", lambda files: [pdf.read(one, "letter.pdf", 0) for one in files]
    yield "text only: pdfminer.six extract_text", lambda files: [extract_text(io.BytesIO(one)) for one in files]
    yield "text only: pypdfium2", lambda files: [_by_pdfium(one) for one in files]
    if find_spec("pypdf"):
        yield "text only: pypdf", lambda files: [_by_pypdf(one) for one in files]
    if program := shutil.which("pdftotext"):
        yield "text only: pdftotext -layout", lambda _: _by_pdftotext(program, folder)
    if shutil.which("recollindex"):
        yield "text and index: Recoll", lambda _: _by_recoll(folder)


def _by_pypdf(data: bytes) -> str:
    reader = import_module("pypdf").PdfReader(io.BytesIO(data))
    return "\f".join(page.extract_text() for page in reader.pages)


def _by_recoll(folder: Path) -> None:
    """Index the folder under a configuration of its own, and see that every file was taken."""
    settings = folder.parent / "recoll"
    settings.mkdir()
    (settings / "recoll.conf").write_text(f"topdirs = {folder}\n", encoding="utf-8")
    run(["recollindex", "-c", settings])
    found = run(["recollq", "-c", settings, "mime:application/pdf"])
    assert f"\n{len(list(folder.iterdir()))} results" in found, found


def _by_pdfium(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "\f".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def _by_pdftotext(program: str, folder: Path) -> None:
    for path in sorted(folder.glob("*.pdf")):
        run([program, "-layout", path, os.devnull])


def _row(name: str, files: int, taken: Spent) -> Row:
    pages = files * PAGES
    each = (taken.clock, files / taken.clock, taken.cpu, files / taken.cpu, pages / taken.cpu)
    return name, str(files), str(pages), *map(figure, each)
