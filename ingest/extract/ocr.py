"""Pages that are pictures, read by tesseract where it is installed (`make ocr-tools`).

Their text is a guess, and says so. `FOILOG_OCR=off` leaves them unread.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache

import pypdfium2

from ingest.worker import more_time

OCR_VARIABLE = "FOILOG_OCR"
MAX_PAGES = 200  # of one document
_PROGRAM = "tesseract"
_DPI = 300
_MAX_PIXELS = 50_000_000
_SECONDS = 45.0  # a page
_WANTED = ("eng", "cym")
_FEWEST = 3  # letters and digits: less is dirt on the glass


def is_available() -> bool:
    """Tell whether pages that are pictures can be read on this machine."""
    return os.environ.get(OCR_VARIABLE, "auto") != "off" and _languages() != ""


def read_pages(data: bytes, numbers: list[int]) -> dict[int, str]:
    """Return the text of pages (from 1) of a PDF, where there is any, by tesseract. Pages it fails on are left out."""
    found: dict[int, str] = {}
    document = pypdfium2.PdfDocument(data)
    try:
        for number in numbers[:MAX_PAGES]:
            more_time()
            if number <= len(document) and (text := _read(_picture(document, number))):
                found[number] = text
    finally:
        document.close()
    return found


def tool_version() -> str:
    """Return "tesseract 5.3.0", or "" where there is none."""
    return _version() if is_available() else ""


def _picture(document: pypdfium2.PdfDocument, number: int) -> bytes:
    """Return a page as a grey picture (portable graymap), at `_DPI` unless that is too large."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(_DPI / 72, (_MAX_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        rows = bytes(bitmap.buffer)
        if bitmap.stride != bitmap.width:
            starts = range(0, bitmap.height * bitmap.stride, bitmap.stride)
            rows = b"".join(rows[start : start + bitmap.width] for start in starts)
        return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + rows
    finally:
        page.close()


def _read(picture: bytes) -> str:
    command = [_PROGRAM, "stdin", "stdout", "-l", _languages(), "--dpi", str(_DPI), "--psm", "3"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=_SECONDS, env=environment)
    except (subprocess.TimeoutExpired, OSError):
        return ""
    text = done.stdout.decode("utf-8", "replace").strip("\f\n ") if done.returncode == 0 else ""
    return text if sum(map(str.isalnum, text)) >= _FEWEST else ""


@cache
def _languages() -> str:
    """Return the languages to read in, as tesseract takes them; "" where it is not installed, or has neither."""
    if shutil.which(_PROGRAM) is None:
        return ""
    try:
        done = subprocess.run([_PROGRAM, "--list-langs"], capture_output=True, timeout=20, text=True)
    except (subprocess.TimeoutExpired, OSError):
        return ""
    installed = set(done.stdout.split())
    return "+".join(name for name in _WANTED if name in installed)


@cache
def _version() -> str:
    done = subprocess.run([_PROGRAM, "--version"], capture_output=True, timeout=20, text=True)
    match = re.search(r"tesseract v?(\d+(?:\.\d+)*)", done.stdout + done.stderr)
    return f"tesseract {match[1]}" if match else _PROGRAM
