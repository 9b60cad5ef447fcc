"""Which files have pages without text, from the warnings they were read with."""

from __future__ import annotations

import pytest

from corpus.records import Document, Page
from corpus.scans import scan_of, scans_in


@pytest.mark.parametrize(
    ("pages", "shown"),
    [
        pytest.param([3], "a.pdf (page 3)", id="one"),
        pytest.param([1, 2], "a.pdf (pages 1-2)", id="two that follow"),
        pytest.param([9, 10, 11, 1, 3], "a.pdf (pages 1, 3, 9-11)", id="several runs, in any order"),
    ],
)
def test_pages_are_named(pages, shown):
    warnings = [f"page {page} has no text layer" for page in pages]
    scan = scan_of("a.pdf", ["page 4 has no text", *warnings])
    assert str(scan) == shown
    assert scan.pages == tuple(sorted(pages))


def test_other_warnings_are_no_scan():
    assert (
        scan_of("a.pdf", ["page 4 has no text", "attachment page 1 has no text layer.pdf was not read: empty"]) is None
    )


def test_what_is_attached_counts_too():
    inner = Document("a.eml#b.pdf", "1" * 64, "application/pdf", 9, (Page(1, ""),), {}, ("page 1 has no text layer",))
    mail = Document("a.eml", "2" * 64, "message/rfc822", 9, (Page(1, "Attached."),), attachments=(inner,))
    assert [str(scan) for scan in scans_in([mail])] == ["a.eml#b.pdf (page 1)"]


def test_a_text_layer_that_says_nothing_is_as_good_as_none():
    assert str(scan_of("a.pdf", ["page 12 text layer is unreadable"])) == "a.pdf (page 12)"


def test_pages_read_by_ocr_are_told_apart():
    warnings = ["page 1 was read by OCR (tesseract 5.3.0): its text may hold mistakes", "page 2 has no text layer"]
    scan = scan_of("a.pdf", warnings)
    assert (scan.pages, scan.read) == ((2,), (1,))
    assert str(scan) == "a.pdf (page 2; page 1 read by OCR)"
