"""The body of a Word document, or one of its header and footer parts, as lines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.extract.chart import C
from ingest.extract.docx_styles import VAL, Numbering, Styles, W, integer, is_blacked_out, is_on, is_shaded, is_white
from ingest.extract.rows import plain_label, row_lines

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MAX_LINES = 200_000
_TINY = 2  # half-points: the smallest print is 8
_GAP = 80  # twentieths of a point between two paragraphs that a reader sees as a gap
# Deleted text, the instructions of fields, and what is drawn rather than written.
_LEFT_OUT = frozenset(
    W + tag
    for tag in [
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "delInstrText",
        "footnoteReference",
        "endnoteReference",
        "commentReference",
        "pPr",
        "rPr",
        "sdtPr",
        "ruby",
    ]
)
_DELETED = frozenset([W + "del", W + "moveFrom"])
_NOTE_MARKS = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_UNSEEN = re.compile(r"visibility\s*:\s*hidden")
_SYMBOLS = {"F0FE": "☒", "F0FD": "☒", "F0FC": "☒", "F052": "☒", "F0A8": "☐", "F06F": "☐", "F0A3": "☐"}
_PLAIN_TABLES = frozenset({"TableGrid", "TableNormal"})  # without any colour
_PAGE_MARK = "\x0c"  # inside a paragraph's text, where Word last began a new page


class TooManyLines(Exception):
    """A story of more than `MAX_LINES`; who knows the file's name says so."""


@dataclass(slots=True)
class Story:
    """Lines in reading order; `breaks` are the indices of lines that begin a page."""

    lines: list[str] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)

    def pages(self) -> Iterator[list[str]]:
        """Yield the lines page by page; at least one page."""
        edges = [0, *self.breaks, len(self.lines)]
        kept = [self.lines[start:end] for start, end in itertools.pairwise(edges)]
        full = [page for page in kept if any(page)]
        yield from full or [[]]


@dataclass(slots=True)
class _Paragraph:
    text: str
    boxes: list[etree._Element]  # text boxes and charts
    style: str = ""
    shaded: bool = False


class Body:
    """Reads stories. `left_out` collects, by kind of finding, the text that was left out."""

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        charts: Callable[[etree._Element], list[str]] = lambda _: [],
    ) -> None:
        """Make a reader; `charts` gives the lines of the charts that an element refers to."""
        self._charts = charts
        self._styles = styles
        self._numbering = numbering
        self.left_out: dict[str, list[str]] = {}
        self.notes: set[tuple[str, str]] = set()  # kind and id of the notes that text which is seen refers to
        self._looks: dict[tuple[str, bytes], tuple[str | None, bool]] = {}
        self._on_colour = 0  # how many shaded cells, styled tables and drawn boxes we are in

    def story(self, root: etree._Element) -> Story:
        """Return the lines of `root` (a body, header or footer element)."""
        story = Story()
        last: etree._Element | None = None
        pending = False
        for block in _blocks(root):
            if block.tag == W + "tbl":
                story.lines.append("")
                pending = self._table(block, story, pending)
                story.lines.append("")
                last = None
                continue
            properties = block.find(W + "pPr")
            lines = self._paragraph(block)
            text = "\n".join(lines)
            if pending or text.startswith(_PAGE_MARK) or self._breaks_before(properties):
                story.breaks.append(len(story.lines))
                pending, last = False, None
                text = text.lstrip(_PAGE_MARK)
            if _PAGE_MARK in text:  # the page turned inside it: it stays on the page it began on
                pending = True
                text = text.replace(_PAGE_MARK, "")
            if len(story.lines) > MAX_LINES:
                raise TooManyLines
            if last is not None and self._gap(last, properties):
                story.lines.append("")
            story.lines += text.split("\n")
            last = properties if properties is not None else etree.Element(W + "pPr")
            pending = pending or _ends_section(properties)
        return story

    def _gap(self, above: etree._Element, below: etree._Element | None) -> bool:
        _, after = self._styles.spacing(above)
        before, _ = self._styles.spacing(below)
        if self._styles.style_of(above) == self._styles.style_of(below):
            if is_on(self._styles.paragraph_property(above, "contextualSpacing")):
                after = 0
            if is_on(self._styles.paragraph_property(below, "contextualSpacing")):
                before = 0
        return max(before, after) >= _GAP

    def _breaks_before(self, properties: etree._Element | None) -> bool:
        return is_on(self._styles.paragraph_property(properties, "pageBreakBefore"))

    def _paragraph(self, element: etree._Element) -> list[str]:
        """Return the lines of one paragraph, its label printed, text boxes anchored in it after it."""
        properties = element.find(W + "pPr")
        mark = properties.find(W + "rPr") if properties is not None else None
        if mark is not None and mark.find(W + "del") is not None:
            self._leave_out("tracked_change", "")
        shaded = is_shaded(self._styles.paragraph_property(properties, "shd"))
        found = _Paragraph("", [], self._styles.style_of(properties), shaded)
        parts: list[str] = []
        self._inline(element, parts, found)
        text = "".join(parts)
        if text.strip(" \t\n" + _PAGE_MARK):
            label = self._numbering.label(properties)
            if label:
                lead = _PAGE_MARK if text.startswith(_PAGE_MARK) else ""
                text = f"{lead}{label} {text.lstrip(_PAGE_MARK).lstrip()}"
            else:
                text = plain_label(text)
        lines = text.split("\n")
        for box in found.boxes:
            self._on_colour += 1
            lines += ["", *(self._charts(box) if box.tag == C + "chart" else self.story(box).lines), ""]
            self._on_colour -= 1
        return lines

    def _leave_out(self, kind: str, text: str) -> None:
        self.left_out.setdefault(kind, []).append(text)

    def _inline(self, element: etree._Element, parts: list[str], found: _Paragraph) -> None:
        for child in element:
            tag = child.tag
            if tag == W + "t":
                parts.append(child.text or "")
            elif tag in (W + "tab", W + "ptab"):
                parts.append("\t")
            elif tag == W + "br":
                parts.append(_PAGE_MARK if child.get(W + "type") == "page" else "\n")
            elif tag == W + "cr":
                parts.append("\n")
            elif tag == W + "lastRenderedPageBreak":
                parts.append(_PAGE_MARK)
            elif tag == W + "noBreakHyphen":
                parts.append("-")
            elif tag == W + "sym":
                parts.append(_SYMBOLS.get(child.get(W + "char", "").upper(), ""))
            elif tag == W + "r":
                self._run(child, parts, found)
            elif tag in (W + "txbxContent", C + "chart"):
                found.boxes.append(child)
            elif tag == W + "drawing" and any(
                one.get("hidden") in ("1", "true") for one in child.iter(_DRAWING + "docPr")
            ):
                self._leave_out("hidden_text", " ".join(child.itertext(W + "t")))
            elif tag == _MC + "AlternateContent":
                self._alternate(child, parts, found)
            elif tag == W + "pict" and _is_unseen(child):
                self._leave_out("hidden_text", " ".join(child.itertext(W + "t")))
            elif tag in _LEFT_OUT:
                if tag in _DELETED:
                    self._leave_out("tracked_change", "".join(child.itertext(W + "t", W + "delText")))
                elif tag in _NOTE_MARKS:
                    self.notes.add((_NOTE_MARKS[tag], child.get(W + "id", "")))
            else:
                self._inline(child, parts, found)

    def _run(self, run: etree._Element, parts: list[str], found: _Paragraph) -> None:
        text = "".join(run.itertext(W + "t"))
        kind = self._hidden_as(run.find(W + "rPr"), found)
        if kind is not None and text.strip():
            self._leave_out(kind, text)
        elif kind != "hidden_text":  # a picture or a chart has no ink of its run
            self._inline(run, parts, found)

    def _hidden_as(self, properties: etree._Element | None, found: _Paragraph) -> str | None:
        """Return the kind of finding that a run is which nobody sees, None for one that is seen."""
        key = (found.style, etree.tostring(properties) if properties is not None else b"")
        if key not in self._looks:
            self._looks[key] = self._look(properties, found.style)
        hidden, white = self._looks[key]
        if hidden is not None:
            return hidden
        return "white_text" if white and not found.shaded and not self._on_colour else None

    def _look(self, properties: etree._Element | None, style: str) -> tuple[str | None, bool]:
        """Return the kind of finding that a run is by itself, and whether it is white on no colour of its own."""

        def value(tag: str) -> etree._Element | None:
            return self._styles.run_property(properties, style, tag)

        size = value("sz")
        tiny = size is not None and 0 < integer(size.get(VAL)) <= _TINY
        if is_on(value("vanish")) or tiny:
            return "hidden_text", False
        colour, marker, shading = value("color"), value("highlight"), value("shd")
        if is_blacked_out(colour, marker, shading):
            return "covered_text", False
        return None, is_white(colour) and marker is None and not is_shaded(shading)

    def _alternate(self, element: etree._Element, parts: list[str], found: _Paragraph) -> None:
        """Read one of two ways in which Word wrote the same thing: a text box is in both."""
        for choice in element:
            if next(choice.iter(W + "txbxContent", W + "t", C + "chart"), None) is not None:
                self._inline(choice, parts, found)
                return

    def _table(self, table: etree._Element, story: Story, pending: bool) -> bool:
        """Add the rows of a table; return whether a page break is still to come."""
        style = table.find(f"{W}tblPr/{W}tblStyle")
        styled = style is not None and style.get(VAL) not in _PLAIN_TABLES
        self._on_colour += styled
        try:
            return self._rows(table, story, pending)
        finally:
            self._on_colour -= styled

    def _rows(self, table: etree._Element, story: Story, pending: bool) -> bool:
        for row in _children(table, "tr"):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                self._leave_out("tracked_change", " ".join(row.itertext(W + "t", W + "delText")))
                continue
            if properties is not None and is_on(properties.find(W + "hidden")):
                self._leave_out("hidden_text", " ".join(row.itertext(W + "t")))
                continue
            cells = [self._cell(cell) for cell in _children(row, "tc")]
            turned = any(_PAGE_MARK in line for cell in cells for line in cell)
            lines = row_lines([[line.replace(_PAGE_MARK, "") for line in cell] for cell in cells])
            if pending and lines:
                story.breaks.append(len(story.lines))
                pending = False
            story.lines += lines
            pending = pending or turned
        return pending

    def _cell(self, cell: etree._Element) -> list[str]:
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        if merged is not None and merged.get(VAL, "continue") == "continue":
            return []
        if cell.find(f"{W}tcPr/{W}cellDel") is not None:
            self._leave_out("tracked_change", " ".join(cell.itertext(W + "t", W + "delText")))
            return []
        lines: list[str] = []
        shaded = is_shaded(cell.find(f"{W}tcPr/{W}shd"))
        self._on_colour += shaded
        for block in _blocks(cell):
            if block.tag == W + "p":
                lines += self._paragraph(block)
            else:
                inner = Story()
                self._table(block, inner, False)
                lines += inner.lines
        self._on_colour -= shaded
        return lines


def _blocks(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of `root` in document order, through content controls and insertions."""
    for child in root:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "moveTo", W + "customXml", W + "smartTag"):
            yield from _blocks(child)


def _children(root: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in root:
        if child.tag == W + tag:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml"):
            yield from _children(child, tag)


def _is_unseen(picture: etree._Element) -> bool:
    """Tell whether a shape of old Word files is drawn invisible."""
    return any(_UNSEEN.search(shape.get("style", "")) for shape in picture.iter() if isinstance(shape.tag, str))


def _ends_section(properties: etree._Element | None) -> bool:
    section = properties.find(W + "sectPr") if properties is not None else None
    if section is None:
        return False
    kind = section.find(W + "type")
    return kind is None or kind.get(VAL) != "continuous"
