"""What a file is, told from its content. The name only decides between kinds of plain text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import olefile

from ingest.extract import wdtk

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
ZIP = "application/zip"
XLS = "application/vnd.ms-excel"
DOC = "application/msword"
PPT = "application/vnd.ms-powerpoint"
MSG = "application/vnd.ms-outlook"
PROTECTED = "application/x-encrypted-office"
RTF = "application/rtf"
HTML = "text/html"
EML = "message/rfc822"
MBOX = "application/mbox"
WDTK = "application/json"  # of a request on WhatDoTheyKnow
CSV = "text/csv"
TXT = "text/plain"
IMAGE = "image/*"
BINARY = "application/octet-stream"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"\x00\x00\x00\x0cjP  ")
_BOMS = (b"\xff\xfe", b"\xfe\xff")
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]?")
_MAIL_HEADERS = frozenset(
    b"from to cc subject date sender reply-to received return-path delivered-to message-id mime-version "
    b"content-type content-transfer-encoding x-mailer x-originating-ip in-reply-to references".split()
)
_MACHINE_HEADERS = frozenset(b"received return-path delivered-to message-id mime-version content-type date".split())
_HTML_START = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|div|p|h[1-6]|meta|title|main|article)\b", re.IGNORECASE
)


def sniff(data: bytes, name: str = "") -> str:
    """Return the media type of `data`. Unknown bytes give `application/octet-stream`."""
    if b"%PDF-" in data[:1024]:
        return PDF
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data.lstrip()[:5] == b"{\\rtf":
        return RTF
    if data.startswith(_IMAGES):
        return IMAGE
    return _text_kind(data, name.lower())


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                if declared.startswith("application/vnd.oasis.opendocument."):
                    return declared.removesuffix("-template")
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError, KeyError):
        names = set()
    for part, media_type in (("word/", DOCX), ("xl/workbook.bin", XLSB), ("xl/", XLSX), ("ppt/", PPTX)):
        # A damaged archive has no list of names, but still says what it was meant to be.
        if any(name.startswith(part) for name in names) or (not names and part.encode() in data):
            return media_type
    return ZIP


def _ole_kind(data: bytes) -> str:
    names = _ole_names(data)
    for stream, media_type in (
        ("EncryptedPackage", PROTECTED),
        ("__properties_version1.0", MSG),
        ("WordDocument", DOC),
        ("PowerPoint Document", PPT),
        ("Workbook", XLS),
        ("Book", XLS),
    ):
        # A damaged container has no list of names, but still says what it was meant to be.
        if stream in names if names else stream.encode("utf-16-le") in data:
            return media_type
    return BINARY


def _ole_names(data: bytes) -> set[str]:
    """Return what lies at the top of a compound file; a workbook may hold a whole letter further down."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return {entry[0] for entry in container.listdir(streams=True, storages=True) if len(entry) == 1}
    except Exception:  # it raises anything on a damaged file
        return set()


def _text_kind(data: bytes, name: str) -> str:
    head = data[:8192]
    if head.startswith(_BOMS):
        head = head.decode("utf-16", "replace").encode()
    if b"\x00" in head or _is_binary(head):
        return BINARY
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _HTML_START.match(start) or (start.startswith(b"<") and re.search(rb"<(?:html|body)\b", head, re.IGNORECASE)):
        return HTML
    if start[:1] == b"{" and wdtk.is_request(data):
        return WDTK
    if _is_mail(start, name):
        return MBOX if start.startswith(b"From ") and not name.endswith(".eml") else EML
    return _csv_or_text(name)


def _is_binary(head: bytes) -> bool:
    controls = sum(1 for byte in head if byte < 32 and byte not in b"\t\n\r\f\x0b\x1b")
    return controls > len(head) // 50


def _is_mail(start: bytes, name: str) -> bool:
    lines = start.splitlines()
    if lines and lines[0].startswith((b"From ", b">From ")):
        lines = lines[1:]
    found: list[bytes] = []
    for line in lines[:80]:
        if line[:1] in (b" ", b"\t") and found:
            continue
        header = _HEADER.match(line)
        if not header:
            break
        found.append(header[1].lower())
    known = _MAIL_HEADERS.intersection(found)
    if name.endswith(".eml"):
        return bool(known)
    return len(known) >= 2 and bool(_MACHINE_HEADERS.intersection(found))


def _csv_or_text(name: str) -> str:
    return CSV if name.endswith((".csv", ".tsv")) else TXT
