"""How fast a folder of published PDF letters becomes a catalogue and an index, with every limit on."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2
from letters_pdf import printed
from measure import Row, Table, figure
from pdfminer.high_level import extract_text

from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from index.build import update_index
from ingest import pipeline
from ingest.extract import pdf
from ingest.fingerprint import reader_version

LETTERS_A_FILE = 2  # pages a letter, about
NOTES = [
    "Wall-clock seconds of the whole machine, workers started and all: another load on it shows. Whole: extract, read,",
    "check for personal and hidden data, store with original, index. The peers below only take the text of the files.",
]


def measure_intake(workspace: Path, files: int) -> Table:
    """Return letters a second through each stage, and pages a second of what a user would pick for the text alone."""
    table = Table("Intake of PDF letters", ("what", "files", "pages", "seconds", "files/s", "pages/s"), notes=NOTES)
    folder = workspace / "letters"
    folder.mkdir()
    made = list(printed(files, LETTERS_A_FILE))
    for number, letter in enumerate(made):
        (folder / f"FOI {10_000 + number}.pdf").write_bytes(letter.data)
    pages = sum(letter.pages for letter in made)
    data = DataDir(workspace / "var")
    settings = pipeline.Settings(reader_version(), workers=os.cpu_count())

    def index() -> None:
        with Catalogue.open(data, readonly=True) as catalogue:
            update_index(catalogue, data.index_path)

    read = _seconds(lambda: pipeline.ingest([folder], data, settings))
    indexed = _seconds(index)
    again = _seconds(lambda: pipeline.ingest([folder], data, settings))
    rows = [("Foilog, read and store", read), ("Foilog, index", indexed), ("Foilog, whole", read + indexed),
            ("Foilog, nothing changed", again)]  # fmt: skip
    contents = [letter.data for letter in made]
    rows += [(name, _seconds(lambda take=take: take(contents))) for name, take in _peers(folder)]  # type: ignore[misc]
    table.rows += [_row(name, files, pages, seconds) for name, seconds in rows]
    return table


def _peers(folder: Path) -> Sequence[tuple[str, Callable[[Sequence[bytes]], object]]]:
    """Return what takes the text of PDF files, one core each, that is on this machine."""
    peers: list[tuple[str, Callable[[Sequence[bytes]], object]]] = [
        ("text only: Foilog", lambda files: [pdf.read(one, "letter.pdf", 0) for one in files]),
        ("text only: pdfminer.six extract_text", lambda files: [extract_text(io.BytesIO(one)) for one in files]),
        ("text only: pypdfium2", lambda files: [_by_pdfium(one) for one in files]),
    ]
    if program := shutil.which("pdftotext"):
        peers.append(("text only: pdftotext -layout", lambda _: _by_pdftotext(program, folder)))
    return peers


def _by_pdfium(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "\f".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def _by_pdftotext(program: str, folder: Path) -> None:
    for path in sorted(folder.glob("*.pdf")):
        subprocess.run([program, "-layout", str(path), os.devnull], check=True)


def _row(name: str, files: int, pages: int, seconds: float) -> Row:
    return name, str(files), str(pages), figure(seconds), figure(files / seconds), figure(pages / seconds)


def _seconds(call: Callable[[], object]) -> float:
    started = time.monotonic()
    call()
    return time.monotonic() - started
