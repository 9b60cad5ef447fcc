"""How fast PDF files become text, and how many of their words, beside pdfminer.six's own `extract_text`."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from letters_pdf import printed
from measure import Row, Table, Timed, fastest, figure
from pdfminer.high_level import extract_text

from ingest.extract import pdf

WORD = re.compile(r"\w+")
NOTES = [
    "Words kept: of the generated files, of the words they were printed with; of the sample files, of the words that",
    "either of the two found. Foilog leaves out what it takes for running headers and footers, lines that pages repeat",
    "at their edges; sentences that pages repeat there stay.",
]
Words = Counter[str]


def measure_extraction(samples: Path, files: int, rounds: int) -> Table:
    """Return pages a second and words kept, on `files` generated PDFs and on the PDFs under `samples`."""
    table = Table(
        "Text of PDF files",
        ("files, by", "files", "pages", "pages/s", "speed (pdfminer.six = 1)", "words kept"),
        notes=NOTES,
    )
    generated = list(printed(files))
    ours, theirs = _both([one.data for one in generated], rounds)
    wanted = [count_words(one.text) for one in generated]
    table.rows += _rows("generated", ours, theirs, wanted, sum(one.pages for one in generated))
    data = [path.read_bytes() for path in sorted(samples.rglob("*.pdf"))]
    ours, theirs = _both(data, rounds)
    wanted = [count_words(a) | count_words(b) for a, b in zip(ours.result, theirs.result, strict=True)]
    table.rows += _rows("sample letters", ours, theirs, wanted, sum(_pages(one) for one in data))
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


def _rows(name: str, ours: Timed[list[str]], theirs: Timed[list[str]], wanted: list[Words], pages: int) -> list[Row]:
    rows: list[Row] = []
    for by, timing in (("Foilog", ours), ("pdfminer.six", theirs)):
        kept = share_kept(timing.result, wanted)
        rows.append(
            (f"{name}, {by}", str(len(wanted)), str(pages), figure(pages / timing.seconds),
             figure(theirs.seconds / timing.seconds), f"{kept:.4f}")
        )  # fmt: skip
    return rows


def count_words(text: str) -> Words:
    """Return how often each word stands in `text`, without regard to case and ligatures."""
    return Counter(WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def share_kept(texts: Sequence[str], wanted: Sequence[Words]) -> float:
    """Return how many of the words wanted, file by file and as often as wanted, stand in the texts."""
    kept = sum((count_words(text) & words).total() for text, words in zip(texts, wanted, strict=True))
    return kept / sum(words.total() for words in wanted)
