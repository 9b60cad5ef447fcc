"""OpenDocument texts (ODT): what a reader of the printed page sees, in its order, from the XML itself."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.records import Finding, Page
from ingest.errors import ExtractError
from ingest.extract.archive import Archive
from ingest.extract.clean import clean_text
from ingest.extract.content import Content, check_length
from ingest.extract.furniture import remove_furniture
from ingest.extract.markup import parse_xml
from ingest.extract.odt_styles import OFFICE, STYLE, TEXT, Lists, Styles
from ingest.extract.rows import plain_label, row_lines
from ingest.safety.found import finding, masked

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_PAGE_MARK = "\x0c"
_MAX_SPACES = 200
_MAX_REPEAT = 100  # of one cell: a sheet ends with thousands of empty ones
_GAP = 0.14  # centimetres between two paragraphs that a reader sees as a gap
_LEFT_OUT = frozenset(
    [TEXT + "tracked-changes", TEXT + "change-start", TEXT + "bookmark", TEXT + "ruby-text", OFFICE + "forms"]
)


@dataclass(slots=True)
class _Seen:
    """What was left out while reading."""

    hidden: list[str] = field(default_factory=list)
    white: list[str] = field(default_factory=list)
    comments: int = 0


def read(data: bytes, source: str, depth: int) -> Content:
    """Return a text's header, body, notes and footer, page by page as last laid out."""
    archive = Archive(data, source)
    if "META-INF/manifest.xml" in archive.names:
        manifest = parse_xml(archive.read("META-INF/manifest.xml"), source, "META-INF/manifest.xml")
        if next(manifest.iter(_MANIFEST + "encryption-data"), None) is not None:
            raise ExtractError("encrypted", f"{source}: is password-protected. Ask for a copy without a password.")
    content = parse_xml(archive.read("content.xml"), source, "content.xml")
    shared = parse_xml(archive.read("styles.xml"), source, "styles.xml") if "styles.xml" in archive.names else None
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise ExtractError("corrupt", f"{source}: has no text body. Open it and save it again.")
    seen = _Seen()
    reader = _Reader(Styles(content, shared), seen)
    lines = reader.lines(body)
    heads, feet = _edges(shared, reader)
    notes = [f"[{number}] {note}" for number, note in enumerate(reader.notes, 1)]
    text = "\n".join([*heads, *([""] if heads else []), *lines, "", *notes, "", *feet])
    check_length(len(text), source)
    pages = remove_furniture([page for page in map(clean_text, text.split(_PAGE_MARK)) if page] or [""])
    return Content(
        tuple(Page(number, page) for number, page in enumerate(pages, 1)),
        warnings=() if any(pages) else ("page 1 has no text",),
        findings=tuple(_findings(seen, body)),
    )


def _edges(shared: etree._Element | None, reader: _Reader) -> tuple[list[str], list[str]]:
    """Return the lines of the header and of the footer of the first page style that has any."""
    edges: list[list[str]] = []
    for kind in ("header", "footer"):
        found: list[str] = []
        for tag in (f"{kind}-first", kind):
            for element in shared.iter(STYLE + tag) if shared is not None else ():
                if not found and element.get(STYLE + "display") != "false":
                    found = [line for line in reader.lines(element) if line.strip()]
        edges.append(found)
    return edges[0], edges[1]


def _findings(seen: _Seen, body: etree._Element) -> Iterator[Finding]:
    if hidden := " ".join(seen.hidden).strip():
        yield finding("hidden_text", 1, masked(hidden), "content.xml")
    if white := " ".join(seen.white).strip():
        yield finding("white_text", 1, masked(white), "content.xml")
    blocks = (block for deletion in body.iter(TEXT + "deletion") for block in deletion.iter(TEXT + "p", TEXT + "h"))
    deleted = " ".join("".join(block.itertext()) for block in blocks)
    if any(map(str.isalnum, deleted)):
        yield finding("tracked_change", 1, masked(deleted), "content.xml")
    if seen.comments:
        yield finding("comment", 1, f"{seen.comments} comment(s)", "content.xml")


class _Reader:
    """Turns elements of a text into lines; `notes` collects its footnotes."""

    def __init__(self, styles: Styles, seen: _Seen) -> None:
        self.notes: list[str] = []
        self._styles = styles
        self._lists = Lists(styles)
        self._seen = seen
        self._on_colour = 0  # how many coloured paragraphs, cells and boxes we are in

    def lines(self, root: etree._Element) -> list[str]:
        """Return the lines of what holds paragraphs, tables and lists; "" is a gap."""
        lines: list[str] = []
        self._blocks(root, lines, "")
        return lines

    def _blocks(self, root: etree._Element, lines: list[str], label: str) -> None:
        last: str | None = None
        for child in root:
            tag = child.tag
            if tag in (TEXT + "p", TEXT + "h"):
                style = child.get(TEXT + "style-name", "")
                if last is not None and self._styles.gap(last, style) >= _GAP:
                    lines.append("")
                lines += self._paragraph(child, label)
                label, last = "", style
            elif tag == TEXT + "list":
                self._list(child, lines)
                last = None
            elif tag == _TABLE + "table":
                lines.append("")
                self._table(child, lines)
                lines.append("")
                last = None
            elif tag == TEXT + "soft-page-break":
                lines.append(_PAGE_MARK)
            elif tag == TEXT + "section" and _is_off(child):
                self._hide(child)
            elif tag in (TEXT + "section", TEXT + "index-body", _DRAW + "frame", _DRAW + "text-box") or (
                isinstance(tag, str) and tag.startswith(TEXT) and child.find(TEXT + "index-body") is not None
            ):
                self._blocks(child, lines, label)

    def _list(self, element: etree._Element, lines: list[str]) -> None:
        with self._lists.inside(element):
            for item in element:
                if item.tag in (TEXT + "list-item", TEXT + "list-header"):
                    first = next(iter(item), None)
                    has_text = first is not None and first.tag in (TEXT + "p", TEXT + "h")
                    label = self._lists.label(item) if has_text and item.tag == TEXT + "list-item" else ""
                    self._blocks(item, lines, label)

    def _paragraph(self, element: etree._Element, label: str) -> list[str]:
        style = element.get(TEXT + "style-name", "")
        if self._styles.hides(style) or any(
            mark.get(TEXT + "is-hidden") == "true" for mark in element.iter(TEXT + "hidden-paragraph")
        ):
            self._hide(element)
            return []
        parts: list[str] = [_PAGE_MARK] if self._styles.breaks_before(style) else []
        boxes: list[etree._Element] = []
        self._on_colour += (coloured := bool(self._styles.background(style, "paragraph-properties")))
        inked = any(self._styles.has_ink(span.get(TEXT + "style-name", "")) for span in element.iter(TEXT + "span"))
        if not inked and self._styles.is_unseen(style, "paragraph-properties", on_colour=self._on_colour > coloured):
            self._seen.white.append("".join(element.itertext()))
        else:
            self._inline(element, parts, boxes)
        self._on_colour -= coloured
        text = "".join(parts)
        bare = text.lstrip(_PAGE_MARK)
        lead = text[: len(text) - len(bare)]
        text = f"{lead}{label} {bare.lstrip()}" if label and bare.strip() else lead + plain_label(bare)
        lines = text.split("\n")
        self._on_colour += 1  # a box may have a colour
        for box in boxes:
            lines += ["", *self.lines(box), ""]
        self._on_colour -= 1
        return lines

    def _inline(self, element: etree._Element, parts: list[str], boxes: list[etree._Element]) -> None:
        parts.append(element.text or "")
        for child in element:
            self._child(child, parts, boxes)
            parts.append(child.tail or "")

    def _child(self, child: etree._Element, parts: list[str], boxes: list[etree._Element]) -> None:
        tag = child.tag
        if tag == TEXT + "s":
            parts.append(" " * min(_number(child.get(TEXT + "c"), 1), _MAX_SPACES))
        elif tag == TEXT + "tab":
            parts.append("\t")
        elif tag == TEXT + "line-break":
            parts.append("\n")
        elif tag == TEXT + "soft-page-break":
            parts.append(_PAGE_MARK)
        elif tag == TEXT + "note":
            body = child.find(TEXT + "note-body")
            if body is not None:
                self.notes.append(" ".join(" ".join(self.lines(body)).split()))
        elif tag == OFFICE + "annotation":
            self._seen.comments += 1
        elif tag == TEXT + "hidden-text":
            self._seen.hidden.append(child.get(TEXT + "string-value", "") or "".join(child.itertext()))
        elif tag == TEXT + "span" and self._styles.hides(child.get(TEXT + "style-name", "")):
            self._hide(child)
        elif tag == TEXT + "span" and self._styles.is_unseen(
            child.get(TEXT + "style-name", ""), on_colour=self._on_colour > 0
        ):
            self._seen.white.append("".join(child.itertext()))
        elif tag == _DRAW + "text-box":
            boxes.append(child)
        elif tag not in _LEFT_OUT and isinstance(tag, str):
            self._inline(child, parts, boxes)

    def _hide(self, element: etree._Element) -> None:
        if text := "".join(element.itertext()).strip():
            self._seen.hidden.append(text)

    def _table(self, table: etree._Element, lines: list[str]) -> None:
        for row in _rows(table):
            if row.get(_TABLE + "visibility") in ("collapse", "filter"):
                self._hide(row)
                continue
            cells: list[list[str]] = []
            for cell in row.iterchildren(_TABLE + "table-cell"):
                repeat = min(_number(cell.get(_TABLE + "number-columns-repeated"), 1), _MAX_REPEAT)
                style = cell.get(_TABLE + "style-name", "")
                self._on_colour += (coloured := bool(self._styles.background(style, "table-cell-properties")))
                cells += itertools.repeat(self.lines(cell), repeat)
                self._on_colour -= coloured
            lines += row_lines([[line.replace(_PAGE_MARK, "") for line in cell] for cell in cells])


def _is_off(section: etree._Element) -> bool:
    """Tell whether a section is not shown: never, or not under its condition as it was last worked out."""
    display = section.get(TEXT + "display")
    return display == "none" or (display == "condition" and section.get(TEXT + "is-hidden") == "true")


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == _TABLE + "table-row":
            yield child
        elif child.tag in (_TABLE + "table-header-rows", _TABLE + "table-rows", _TABLE + "table-row-group"):
            yield from _rows(child)


def _number(value: str | None, default: int) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 7 else default
