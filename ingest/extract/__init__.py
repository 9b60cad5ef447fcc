"""From a published file to its text: one small module per format behind `read(data, source, depth) -> Content`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from corpus.records import Document
from ingest.errors import ExtractError
from ingest.extract import sniff
from ingest.extract.content import Content

MAX_BYTES = 100 * 1024 * 1024

# Modules are named, not imported: reading a text file should not wait for the PDF parser.
_READERS = {
    sniff.PDF: "pdf",
    sniff.DOCX: "docx",
    sniff.XLSX: "workbook",
    sniff.XLSB: "workbook",
    sniff.XLS: "workbook",
    sniff.ODS: "workbook",
    sniff.HTML: "html",
    sniff.EML: "eml",
    sniff.MBOX: "mbox",
    sniff.MSG: "msg",
    sniff.RTF: "rtf",
    sniff.ODT: "odt",
    sniff.PPTX: "pptx",
    sniff.DOC: "doc",
    sniff.ZIP: "zipped",
    sniff.WDTK: "wdtk",
    sniff.CSV: "table",
    sniff.TXT: "text",
}
PARSERS = tuple(sorted({f"ingest.extract.{module}" for module in _READERS.values()}))  # for a worker to load beforehand

_UNSUPPORTED = {
    sniff.PPT: "is a PowerPoint 97-2003 presentation. Save it as PDF",
    sniff.ODP: "is a presentation. Save it as PDF",
    sniff.IMAGE: "is a picture without text. Scan it to a PDF with a text layer",
    sniff.BINARY: "is of no known type. Save it as PDF, DOCX, ODT, RTF, HTML, TXT, EML or XLSX",
}


def extract(path: Path, *, source: str | None = None) -> Document:
    """Return the text of the file at `path`. What it is, is told from its content, not from its name.

    Args:
        path: the file.
        source: what to call it in the document and in messages; the path as given by default.

    Raises:
        ExtractError: with one of the closed kinds, naming the file.
    """
    name = source or str(path)
    return extract_bytes(read_bytes(path, name), name)


def read_bytes(path: Path, name: str) -> bytes:
    """Return the bytes of the file at `path`, called `name` in messages.

    Raises:
        ExtractError: it is missing, unreadable or too large.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ExtractError("too_large", f"{name}: is larger than {MAX_BYTES // 1024 // 1024} MB. Split it.")
        if not path.is_file():
            raise ExtractError("unreadable", f"{name}: is not a file. Name a file.")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ExtractError("missing", f"{name}: there is no such file. Check the path.") from error
    except OSError as error:
        raise ExtractError(
            "unreadable", f"{name}: cannot be opened ({error.strerror}). Check its permissions."
        ) from error
    return data


def extract_bytes(data: bytes, source: str, *, depth: int = 0) -> Document:
    """Return the text of a file given as bytes. `depth` counts the messages and archives it was taken out of.

    Raises:
        ExtractError: with one of the closed kinds, naming `source`.
    """
    if not data.strip(b"\x00 \t\r\n\f"):
        raise ExtractError("empty", f"{source}: the file is empty. Ask for it to be sent again.")
    media_type = sniff.sniff(data, source)
    content = _read(media_type, data, source, depth)
    return Document(
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        size=len(data),
        pages=content.pages,
        headers=content.headers,
        warnings=content.warnings,
        findings=content.findings,
        attachments=content.attachments,
    )


def _read(media_type: str, data: bytes, source: str, depth: int) -> Content:
    if media_type == sniff.PROTECTED:
        raise ExtractError("encrypted", f"{source}: is password-protected. Ask for a copy without a password.")
    module = _READERS.get(media_type)
    if module is None:
        what = _UNSUPPORTED.get(media_type, f"is of type {media_type}, which is not read. Save it as PDF")
        error = ExtractError("unsupported", f"{source}: {what}.")
        error.is_picture = media_type == sniff.IMAGE
        raise error
    read: Callable[[bytes, str, int], Content] = import_module(f"ingest.extract.{module}").read
    try:
        return read(data, source, depth)
    except ExtractError:
        raise
    except MemoryError as error:
        raise ExtractError("memory", f"{source}: needs more memory than a document may use. Split it.") from error
    except RecursionError as error:
        raise ExtractError("corrupt", f"{source}: is nested too deeply to be read. Save it again as PDF.") from error
    except Exception as error:  # a parser may raise anything on a hostile file; the file is at fault, and named
        why = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        message = f"{source}: the file is damaged or not what it claims to be ({why}). Open it and save it again."
        raise ExtractError("corrupt", message) from error
