"""PDF, by pdfminer.six's own interpreter and a text device of ours (see `pdf_device`)."""

from __future__ import annotations

import io
import logging
import warnings as python_warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from corpus.records import Finding, Page
from corpus.scans import NO_TEXT_LAYER, READ_BY_OCR, UNREADABLE
from ingest.errors import ExtractError
from ingest.extract import ocr
from ingest.extract.clean import clean_text
from ingest.extract.content import MAX_PAGES, Content, check_length
from ingest.extract.furniture import remove_furniture
from ingest.extract.legibility import is_legible
from ingest.extract.pdf_blocks import are_blocks, blocks_text
from ingest.extract.pdf_device import Run, RunDevice
from ingest.extract.pdf_hidden import CLIPPED, COVERED, LAYER, MASKED, OFF_PAGE, REDACTED, Hidden, take_hidden
from ingest.extract.pdf_interpreter import Interpreter
from ingest.extract.pdf_layers import layers_of
from ingest.extract.pdf_layout import line_distance, page_text
from ingest.extract.pdf_lines import Line, build_lines
from ingest.extract.pdf_marks import document_findings, page_marks
from ingest.extract.pdf_tables import take_tables
from ingest.safety.found import finding, masked


@dataclass(slots=True)
class _Sheet:
    """What was found on one page."""

    lines: list[Line]
    asides: list[list[Line]]  # text in other directions
    wide: bool = False  # wider than high, as slides are
    unmapped: float = 0.0
    images: int = 0
    error: str = ""
    findings: list[Finding] = field(default_factory=list)


def read(data: bytes, source: str, depth: int) -> Content:
    """Return the pages of a PDF. A page without text, or with a text layer that says nothing, is told in a warning."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns of every oddity; what matters is raised or told
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        document = _open(data, source)
        sheets = list(_sheets(document, source))
        findings = [*document_findings(document, data), *(f for sheet in sheets for f in sheet.findings)]
    warnings: list[str] = []
    if len(sheets) > MAX_PAGES:
        sheets.pop()
        warnings.append(f"only the first {MAX_PAGES:,} pages were read")
    if sheets and all(sheet.error for sheet in sheets):
        raise ExtractError("corrupt", f"{source}: no page can be read ({sheets[0].error}). Save it again as PDF.")
    distance = line_distance([sheet.lines for sheet in sheets])
    raw = [_sheet_text(sheet, distance) for sheet in sheets]
    check_length(sum(map(len, raw)), source)
    texts = remove_furniture([clean_text(text) for text in raw])
    troubles = {
        number: trouble
        for number, sheet in enumerate(sheets, 1)
        if (trouble := _trouble(sheet, raw[number - 1], texts[number - 1]))
    }
    for number, text in _read_pictures(data, troubles).items():
        texts[number - 1] = text
    warnings += [f"page {number} {trouble}" for number, trouble in troubles.items()]
    return Content(
        tuple(Page(number, text) for number, text in enumerate(texts, 1)),
        warnings=tuple(warnings),
        findings=tuple(findings),
    )


def _read_pictures(data: bytes, troubles: dict[int, str]) -> dict[int, str]:
    """Return what pages that are pictures, or whose text is none, say: by OCR, or nothing. Says so in `troubles`."""
    pictures = [number for number, trouble in troubles.items() if trouble in (NO_TEXT_LAYER, UNREADABLE)]
    if not pictures:
        return {}
    found = ocr.read_pages(data, pictures) if ocr.is_available() else {}
    for number in found:
        troubles[number] = f"{READ_BY_OCR} ({ocr.tool_version()}): its text may hold mistakes"
    return {number: clean_text(found.get(number, "")) for number in pictures}


def _trouble(sheet: _Sheet, raw: str, text: str) -> str:
    """Return what is wrong with a page, or ""; a picture with nothing but a header on it is a scan."""
    if sheet.error:
        return f"cannot be read ({sheet.error})"
    if not text.strip():
        return NO_TEXT_LAYER if sheet.images else "has no text"
    return "" if is_legible(raw, sheet.unmapped) else UNREADABLE


def _sheets(document: PDFDocument, source: str) -> Iterator[_Sheet]:
    manager = PDFResourceManager()
    device = RunDevice(manager)
    interpreter = Interpreter(manager, device)
    interpreter.layers = layers_of(document)
    for number, page in enumerate(_pages(document, source), 1):
        if number > MAX_PAGES:
            yield _Sheet([], [])
            return
        try:
            yield _sheet(interpreter, page, number)
        except MemoryError:
            raise
        except Exception as error:  # pdfminer raises anything on a malformed page, and the next page may be well
            yield _Sheet([], [], error=type(error).__name__)


def _open(data: bytes, source: str) -> PDFDocument:
    try:
        return PDFDocument(PDFParser(io.BytesIO(data)))
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise ExtractError(
            "encrypted", f"{source}: is password-protected. Ask for a copy without a password."
        ) from error


def _pages(document: PDFDocument, source: str) -> Iterator[PDFPage]:
    count = 0
    for page in PDFPage.create_pages(document):
        yield page
        count += 1
    if count == 0:
        raise ExtractError("corrupt", f"{source}: has no pages. Open it and save it again as PDF.")


def _sheet(interpreter: Interpreter, page: PDFPage, number: int) -> _Sheet:
    interpreter.process_page(page)
    device: RunDevice = interpreter.device
    marks, findings = page_marks(page, number, device.page_matrix)
    hidden = take_hidden(device, marks)
    if hidden.partly:  # a box over parts of words: glyph by glyph, then
        careful = Interpreter(interpreter.rsrcmgr, device := RunDevice(interpreter.rsrcmgr, by_glyph=True))
        careful.layers = interpreter.layers
        careful.process_page(page)
        hidden = take_hidden(device, marks)
    findings += _told(hidden, number)
    runs = device.runs
    weight = {direction: sum(len(run.text) for run in found) for direction, found in runs.items()}
    main = max((direction for direction in runs if direction >= 0), key=weight.__getitem__, default=0)
    lines = _upright(device) if main == 0 else build_lines(runs[main])
    asides = [build_lines(found) for direction, found in sorted(runs.items()) if direction not in (main, -1)]
    asides += [_slanted(runs[-1])] if runs.get(-1) else []
    unmapped = device.unmapped / device.glyphs if device.glyphs else 0.0
    left, bottom, right, top = device.page_box
    wide = main == 0 and right - left > top - bottom
    return _Sheet(lines, asides, wide, unmapped, images=device.images, findings=findings)


def _told(hidden: Hidden, number: int) -> Iterator[Finding]:
    """Yield what is to be told of text that was left out of a page."""
    for reason, texts in hidden.texts.items():
        kind = "covered_text" if reason in (REDACTED, COVERED, MASKED) else "invisible_text"
        if reason == LAYER:
            kind = "hidden_layer"
        # What printers put beside a page is off it too, what runs over the edge of a cell is clipped: seldom a secret.
        action = "warn" if reason in (OFF_PAGE, CLIPPED) else None
        yield finding(kind, number, masked("".join(texts)), f"page {number}, {reason}", action=action)


def _upright(device: RunDevice) -> list[Line]:
    rest, rows = take_tables(device.runs.get(0, ()), device.horizontal, device.vertical)
    lines = build_lines(rest)
    return sorted(lines + rows, key=lambda line: -line.y) if rows else lines


def _slanted(runs: list[Run]) -> list[Line]:
    """Return slanted text (a stamp, a watermark) as one line in the order it was drawn."""
    text = "".join(run.text if run.text.endswith(" ") else run.text + " " for run in runs)
    return build_lines([Run(0, 1, 0, 1, text)])


def _sheet_text(sheet: _Sheet, distance: float) -> str:
    if sheet.wide and are_blocks(sheet.lines):
        parts = [blocks_text(sheet.lines)]
    else:
        parts = [page_text(sheet.lines, distance)] if sheet.lines else []
    parts += [page_text(lines, distance) for lines in sheet.asides if lines]
    return "\n\n".join(parts)
