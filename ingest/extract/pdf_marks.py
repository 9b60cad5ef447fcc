"""What a PDF carries beside its pages: marks of reviewers, attached files, scripts, forms, layers, earlier versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import apply_matrix_pt, decode_text

from corpus.records import Finding
from ingest.extract.pdf_layers import layers_of
from ingest.extract.pdf_paint import Area, bounds
from ingest.safety.found import finding, masked

_MAX_ANNOTATIONS = 2_000
_MAX_FIELDS = 5_000
_MAX_NAMES = 1_000
_DARK = 0.35  # of the range of each channel
_SHAPES = frozenset(["Square", "Highlight", "Polygon", "Circle"])
_HIDDEN_FLAGS = 2 | 32  # hidden; not shown on a screen
_OPAQUE = 0.9
_NOTES = frozenset(["Text", "FreeText", "Ink", "StrikeOut", "Underline", "Squiggly", "Caret", "Stamp"])
_MAX_METADATA = 200_000
_CREATOR = re.compile(rb"<dc:creator>\s*<rdf:Seq>\s*<rdf:li[^<>]{0,200}>([^<>]{1,500})</rdf:li>")
_END = b"%%EOF"


def page_marks(page: PDFPage, number: int, ctm: Any) -> tuple[list[Area], list[Finding]]:
    """Return the marks that lie over a page, as areas painted last, and what to tell of them."""
    areas: list[Area] = []
    findings: list[Finding] = []
    notes = 0
    for annotation in _dictionaries(page.annots, _MAX_ANNOTATIONS):
        kind = getattr(resolve1(annotation.get("Subtype")), "name", "")
        if kind == "FileAttachment":
            findings.append(finding("attached_file", number, "a file pinned to the page", f"page {number}"))
        is_redaction = kind == "Redact" or (kind in _SHAPES and _is_dark(annotation, kind))
        if is_redaction or _covers(annotation, kind):
            box = _numbers(annotation.get("Rect"), 4)
            if box and not _is_invisible(annotation):
                corners = [(box[0], box[1]), (box[2], box[3])]
                areas.append(Area(bounds(apply_matrix_pt(ctm, corner) for corner in corners), None, float("inf"), True))
        if is_redaction:
            findings.append(finding("redaction_mark", number, f"a mark of type {kind}", f"page {number}"))
        elif kind in _NOTES:
            notes += 1
    if notes:
        findings.append(finding("annotation", number, f"{notes} note(s) or mark(s)", f"page {number}"))
    return areas, findings


def document_findings(document: PDFDocument, data: bytes) -> Iterator[Finding]:
    """Yield what a document carries that no page shows."""
    catalog = document.catalog
    names = _dictionary(catalog.get("Names"))
    attached = [_text(name) for name in _name_tree(names.get("EmbeddedFiles"))]
    attached += [_text(resolve1(file.get("F"))) for file in _dictionaries(catalog.get("AF"), _MAX_NAMES)]
    if attached:
        yield finding("attached_file", 1, f"{len(attached)} file(s): {', '.join(map(_ending, attached[:3]))}", "Names")
    if next(_name_tree(names.get("JavaScript")), None) is not None or _is_script(catalog.get("OpenAction")):
        yield finding("script", 1, "a script", "catalog")
    form = _dictionary(catalog.get("AcroForm"))
    filled = sum(1 for field in _fields(form.get("Fields")) if _is_filled(field))
    if filled:
        yield finding("form_values", 1, f"{filled} field(s)", "AcroForm")
    if layers := layers_of(document).off:
        yield finding("hidden_layer", 1, f"{len(layers)} layer(s)", "OCProperties", action="warn")
    versions = data.count(_END) - (1 if b"/Linearized" in data[:2048] else 0)
    if versions > 1:
        yield finding("earlier_version", 1, f"{versions - 1} earlier version(s)", "file")
    for info in document.info[:1] or [{}]:
        author = _text(resolve1(info.get("Author"))) if isinstance(info, dict) else ""
        if not author.strip():
            author = _author_in(catalog.get("Metadata"))
        if author.strip():
            yield finding("pdf_metadata", 1, f"author {masked(author)}", "Info")


def _author_in(stream: Any) -> str:
    """Return the author that XMP metadata names."""
    found = resolve1(stream)
    data = found.get_data()[:_MAX_METADATA] if isinstance(found, PDFStream) else b""
    creator = _CREATOR.search(data)
    return creator[1].decode("utf-8", "replace") if creator else ""


def _is_dark(annotation: dict[str, Any], kind: str) -> bool:
    colour = _numbers(annotation.get("C" if kind == "Highlight" else "IC"), None)
    if not colour or len(colour) == 4:
        return bool(colour) and colour[3] > 1 - _DARK
    return max(colour) <= _DARK


def _covers(annotation: dict[str, Any], kind: str) -> bool:
    """Tell whether a mark is filled so that nothing shows through, whatever its colour."""
    strength = resolve1(annotation.get("CA", 1))
    if isinstance(strength, (int, float)) and strength < _OPAQUE:
        return False
    if kind == "FreeText":  # its colour is that of its background
        return bool(_numbers(annotation.get("C"), None))
    return kind in ("Square", "Polygon") and bool(_numbers(annotation.get("IC"), None))


def _is_invisible(annotation: dict[str, Any]) -> bool:
    flags = resolve1(annotation.get("F", 0))
    return isinstance(flags, int) and bool(flags & _HIDDEN_FLAGS)


def _is_script(action: Any) -> bool:
    return getattr(resolve1(_dictionary(action).get("S")), "name", "") == "JavaScript"


def _is_filled(field: dict[str, Any]) -> bool:
    value = resolve1(field.get("V"))
    return isinstance(value, bytes) and bool(value.strip())


def _fields(fields: Any) -> Iterator[dict[str, Any]]:
    todo = list(_dictionaries(fields, _MAX_FIELDS))
    for _ in range(_MAX_FIELDS):
        if not todo:
            return
        field = todo.pop()
        yield field
        todo += _dictionaries(field.get("Kids"), _MAX_FIELDS - len(todo))


def _name_tree(root: Any) -> Iterator[Any]:
    """Yield the names in a name tree; a tree that bites its own tail ends."""
    todo = [_dictionary(root)]
    for _ in range(_MAX_NAMES):
        if not todo:
            return
        node = todo.pop()
        pairs = resolve1(node.get("Names"))
        yield from (resolve1(name) for name in pairs[:_MAX_NAMES:2]) if isinstance(pairs, list) else ()
        todo += _dictionaries(node.get("Kids"), _MAX_NAMES)


def _dictionary(value: Any) -> dict[str, Any]:
    found = resolve1(value)
    return found if isinstance(found, dict) else getattr(found, "attrs", {}) or {}


def _dictionaries(values: Any, limit: int) -> Iterator[dict[str, Any]]:
    found = resolve1(values)
    for value in found[: max(0, limit)] if isinstance(found, list) else ():
        if entry := _dictionary(value):
            yield entry


def _numbers(values: Any, count: int | None) -> list[float]:
    found = resolve1(values)
    if not isinstance(found, list):
        return []
    numbers = [float(number) for number in map(resolve1, found) if isinstance(number, (int, float))]
    return numbers if count in (None, len(numbers)) else []


def _text(value: Any) -> str:
    return decode_text(value) if isinstance(value, bytes) else str(value or "")


def _ending(name: str) -> str:
    """Return the kind of a file, which its name gives away, without the name."""
    return f".{name.rpartition('.')[2][:5]}" if "." in name else "without an ending"
