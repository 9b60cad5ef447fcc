"""How fast PDF files become text, and with how many of their words, beside pdfminer.six's own `extract_text`."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import pypdfium2
from letters_pdf import printed
from measure import Row, Table, Timed, fastest, figure
from pdfminer.high_level import extract_text

from ingest.errors import IngestError
from ingest.extract import pdf
from ingest.extract.furniture import remove_furniture

WORD = re.compile(r"\w+")
NOTES = [
    "Words kept: of the generated files, of the words they were printed with; of others, of the words that either of",
    "the two found. In order: of the pairs of neighbouring words in the generated text; of others, of the pairs that",
    "PDFium and Poppler's pdftotext, which have no part in this, both found, page numbers and running headers apart.",
    "Foilog leaves those out: lines that pages repeat at their edges; sentences that pages repeat there stay.",
]
Words = Counter[str]
Pairs = Counter[tuple[str, str]]
T = TypeVar("T")


def measure_extraction(samples: Path, files: int, rounds: int, others: Path | None = None) -> Table:
    """Return pages a second, and words and pairs of words kept.

    On `files` generated PDFs, on the PDFs under `samples`, and on those under `others`, if any, that can be opened.
    """
    table = Table(
        "Text of PDF files",
        ("files, by", "files", "pages", "pages/s", "speed (pdfminer.six = 1)", "words kept", "in order"),
        notes=NOTES,
    )
    generated = list(printed(files))
    ours, theirs = _both([one.data for one in generated], rounds)
    wanted = [count_words(one.text) for one in generated]
    order = [count_pairs(one.text) for one in generated]
    table.rows += _rows("generated", ours, theirs, wanted, order, sum(one.pages for one in generated))
    for name, folder in (("sample letters", samples), ("other files", others)):
        data = [path.read_bytes() for path in sorted(folder.rglob("*.pdf"))] if folder else []
        data = [one for one in data if _opens(one)]
        if data:
            ours, theirs = _both(data, rounds)
            wanted = [count_words(a) | count_words(b) for a, b in zip(ours.result, theirs.result, strict=True)]
            table.rows += _rows(name, ours, theirs, wanted, [_agreed(one) for one in data], sum(map(_pages, data)))
    return table


def _both(data: Sequence[bytes], rounds: int) -> tuple[Timed[list[str]], Timed[list[str]]]:
    """Return the texts of all files by Foilog and by pdfminer.six, each after one file that is not timed."""
    for extract in (_by_foilog, _by_pdfminer):
        extract(data[0])
    first, second = fastest(
        [lambda: [_by_foilog(one) for one in data], lambda: [_by_pdfminer(one) for one in data]], rounds
    )
    return first, second


def _by_foilog(data: bytes) -> str:
    return "\n".join(page.text for page in pdf.read(data, "letter.pdf", 0).pages)


def _by_pdfminer(data: bytes) -> str:
    return extract_text(io.BytesIO(data))


def _pages(data: bytes) -> int:
    return len(pdf.read(data, "letter.pdf", 0).pages)


def _opens(data: bytes) -> bool:
    """Tell whether both extractors read a file: what is encrypted or damaged is no matter of speed or order."""
    try:
        _by_foilog(data)
        _by_pdfminer(data)
    except IngestError:
        return False
    except Exception:  # pdfminer raises anything on a malformed file
        return False
    return True


def _agreed(data: bytes) -> Pairs:
    """Return the pairs of neighbouring words that the referees both find."""
    document = pypdfium2.PdfDocument(data)
    try:
        found = _running_pairs([page.get_textpage().get_text_bounded() for page in document])
    finally:
        document.close()
    if program := shutil.which("pdftotext"):
        done = subprocess.run([program, "-", "-"], input=data, capture_output=True, check=True)
        found &= _running_pairs(done.stdout.decode(errors="replace").split("\f"))
    return found


def _running_pairs(pages: Sequence[str]) -> Pairs:
    """Return the pairs of words in the running text of pages: a page number comes between no two sentences."""
    return count_pairs("\n".join(remove_furniture([page.replace("\r\n", "\n") for page in pages])))


def _rows(
    name: str, ours: Timed[list[str]], theirs: Timed[list[str]], wanted: list[Words], order: list[Pairs], pages: int
) -> list[Row]:
    rows: list[Row] = []
    for by, timing in (("Foilog", ours), ("pdfminer.six", theirs)):
        words = share_kept([count_words(text) for text in timing.result], wanted)
        pairs = share_kept([count_pairs(text) for text in timing.result], order)
        rows.append(
            (f"{name}, {by}", str(len(wanted)), str(pages), figure(pages / timing.seconds),
             figure(theirs.seconds / timing.seconds), f"{words:.4f}", f"{pairs:.4f}")
        )  # fmt: skip
    return rows


def count_words(text: str) -> Words:
    """Return how often each word stands in `text`, without regard to case and ligatures."""
    return Counter(_words(text))


def count_pairs(text: str) -> Pairs:
    """Return how often each two words stand one behind the other in `text`."""
    return Counter(pairwise(_words(text)))


def _words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def share_kept(found: Sequence[Counter[T]], wanted: Sequence[Counter[T]]) -> float:
    """Return how many of what is wanted, file by file and as often as wanted, was found."""
    kept = sum((have & want).total() for have, want in zip(found, wanted, strict=True))
    return kept / sum(want.total() for want in wanted)
