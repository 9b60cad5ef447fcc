"""Letters as PDF files, made with ReportLab from the made-up disclosures, with the words that were put on each."""

from __future__ import annotations

import io
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import reportlab.rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle
from synthetic import SEED, disclosures, place

FONTS = ("Helvetica", "Times-Roman", "Vera")  # two of the built-in ones, and one embedded as a subset
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONTSIZE", (0, 0), (-1, -1), 9)])
LETTERS_A_FILE = 4  # a made-up letter fills one page: several, as a published bundle


@dataclass(frozen=True, slots=True)
class Printed:
    """One PDF file, how many pages it has, and its text without the headers and footers."""

    data: bytes
    pages: int
    text: str


def printed(count: int | None, letters_a_file: int = LETTERS_A_FILE) -> Iterator[Printed]:
    """Yield `count` PDF files (None: without end), in three fonts, with tables, and a footer on each page."""
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))  # comes with ReportLab
    reportlab.rl_config.invariant = 1  # the same bytes for the same seed
    rng = random.Random(SEED)
    letters = disclosures(None if count is None else count * letters_a_file)
    for number in itertools.count() if count is None else range(count):
        texts = [next(letters).reading.text for _ in range(letters_a_file)]
        yield _print(texts, FONTS[number % len(FONTS)], rng)


def _print(texts: list[str], font: str, rng: random.Random) -> Printed:
    style = ParagraphStyle("letter", fontName=font, fontSize=11, leading=14, spaceAfter=6)
    flow: list[Flowable] = []
    words: list[str] = []
    for text in texts:
        rows = [
            ["Ward", "Number", "Cost"],
            *([place(rng), str(rng.randint(1, 900)), f"£{rng.randint(1, 99_999):,}"] for _ in range(8)),
        ]
        flow += [Paragraph(escape(block), style) for block in text.split("\n\n")]
        flow += [Table(rows, style=GRID), Spacer(1, 6 * mm)]
        words += [text, *(cell for row in rows for cell in row)]
    out = io.BytesIO()
    template = SimpleDocTemplate(out, pagesize=A4, margins=20 * mm, title="Response")
    template.build(flow, onFirstPage=_footer, onLaterPages=_footer)
    return Printed(out.getvalue(), template.page, "\n".join(words))


def _footer(canvas: Any, template: SimpleDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawCentredString(A4[0] / 2, 10 * mm, f"Page {template.page}")
