"""Scanned pages are read where tesseract is installed, and say that they were."""

import io
import shutil

import letters
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.records import CitationStatus
from ingest.extract import extract_bytes, ocr
from ingest.read import read
from ingest.sandbox import LimitedPool

needs_tesseract = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")


def scanned(pages: int = 1) -> bytes:
    """Return the letter as a scanner gives it: a picture of each page and nothing else."""
    page = pypdfium2.PdfDocument(letters.pdf())[0]
    picture = page.render(scale=200 / 72, grayscale=True).to_pil()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for _ in range(pages):
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.fixture
def with_ocr(monkeypatch):
    monkeypatch.setenv("FOILOG_OCR", "auto")


@needs_tesseract
def test_a_scanned_letter_is_read_and_says_so(with_ocr):
    document = extract_bytes(scanned(), "scan.pdf")
    (warning,) = document.warnings
    assert warning.startswith("page 1 was read by OCR (tesseract ")
    reading = read(document)
    assert reading.reference == "FOI 24-0913"
    assert [qa.number for qa in reading.questions] == ["1", "2", "3"]
    assert [c.provision for c in reading.citations if c.status is CitationStatus.APPLIED] == ["foia-40-2"]


@needs_tesseract
def test_a_text_layer_of_random_letters_is_read_from_the_picture(with_ocr):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    picture = pypdfium2.PdfDocument(letters.pdf())[0].render(scale=200 / 72).to_pil()
    noise = canvas.beginText(60, 800)
    noise.setTextRenderMode(3)
    for _ in range(8):
        noise.textLine("xqz bhk wrtpl nnmv kjhg zxcv qwrt plkj hgfd mnbv zxcq wrtp")
    canvas.drawText(noise)
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.save()
    document = extract_bytes(buffer.getvalue(), "scan.pdf")
    assert "Idox Uniform" in document.text
    assert "bhk" not in document.text


@needs_tesseract
def test_a_blank_picture_has_no_text_layer_still(with_ocr):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 255)), 0, 0, *A4)
    canvas.save()
    assert extract_bytes(buffer.getvalue(), "scan.pdf").warnings == ("page 1 has no text layer",)


def test_without_tesseract_nothing_is_tried(monkeypatch):
    monkeypatch.setenv("FOILOG_OCR", "off")
    assert not ocr.is_available()
    assert extract_bytes(scanned(), "scan.pdf").warnings == ("page 1 has no text layer",)


def test_each_page_gives_a_document_more_time(monkeypatch):
    """Six steps of a fifth of a second go on for longer than half a second; one step of a minute does not."""
    from pathlib import Path

    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    with LimitedPool("sandbox_tasks:misbehave", workers=1) as pool:
        assert dict(pool.imap(["good"])) == {"good": "good"}
        for worker in pool._workers:
            worker._limits = type(worker._limits)(seconds=0.5)
        results = dict(pool.imap(["steps", "hang"]))
    assert results["steps"] == "steps"
    assert results["hang"].kind == "timeout"
