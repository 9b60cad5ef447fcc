"""Plain text, in whatever encoding it came."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from corpus.records import Page
from ingest.extract.clean import clean_text
from ingest.extract.content import Content, check_length
from ingest.extract.furniture import remove_furniture

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 256 * 1024  # bytes: detection is slow, and a letter does not change its encoding half-way
_LIKELY = ["cp1252", "iso8859_15", "iso8859_14", "mac_roman", "cp850"]  # English and Welsh, in the order they occur


def decode(data: bytes) -> str:
    """Return `data` as text: by its byte order mark, as UTF-8, or in the likeliest encoding. Never fails."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > 0 and error.start >= len(data) - 3:  # cut off inside the last character
            return data.decode("utf-8", "replace")
    best = from_bytes(data[:_SAMPLE], cp_isolation=_LIKELY).best()
    return data.decode(best.encoding if best else "cp1252", "replace")


def read(data: bytes, source: str, depth: int) -> Content:
    """Return the pages of a text file; a form feed in it begins a new page."""
    text = decode(data)
    check_length(len(text), source)
    pages = [clean_text(page) for page in text.split("\f")]
    while len(pages) > 1 and not pages[-1]:
        pages.pop()
    return Content(tuple(Page(number, page) for number, page in enumerate(remove_furniture(pages), 1)))
