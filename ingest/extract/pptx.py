"""PowerPoint presentations (PPTX): a visible slide is a page; notes and hidden slides are findings, never text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from corpus.records import Finding, Page
from ingest.extract.chart import charts_of
from ingest.extract.clean import clean_text
from ingest.extract.content import MAX_PAGES, Content, check_length
from ingest.extract.numerals import format_number
from ingest.extract.package import Package
from ingest.extract.rows import row_lines
from ingest.extract.sheets_hidden import carried_by_any
from ingest.safety.found import finding, masked

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_NUMBERS = {
    "arabic": "decimal",
    "alphaLc": "lowerLetter",
    "alphaUc": "upperLetter",
    "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
}
_TINY = 100  # hundredths of a point: the smallest print has 400
_ENDS = {"Period": ("", "."), "ParenR": ("", ")"), "ParenBoth": ("(", ")"), "Plain": ("", "")}


def read(data: bytes, source: str, depth: int) -> Content:
    """Return the slides in the order they are shown."""
    package = Package(data, source, "ppt/presentation.xml")
    pages: list[Page] = []
    findings: list[Finding] = []
    warnings: list[str] = []
    characters = 0
    size = _size(package.xml(package.main))
    for number, part in enumerate(_slides(package), 1):
        if number > MAX_PAGES:
            warnings.append(f"only the first {MAX_PAGES:,} slides were read")
            break
        slide = package.xml(part)
        notes = _notes(package, part)
        if any(char.isalnum() for char in notes):
            findings.append(finding("speaker_notes", len(pages) + 1, masked(notes), f"slide {number}"))
        unseen: list[str] = []
        text = clean_text("\n".join(_lines(package, part, slide, size, unseen)))
        if slide.get("show") in ("0", "false"):
            if text:
                findings.append(finding("hidden_slide", len(pages) + 1, masked(text), f"slide {number}"))
            continue
        if any(char.isalnum() for char in "".join(unseen)):
            findings.append(finding("hidden_text", len(pages) + 1, masked(" ".join(unseen)), f"slide {number}"))
        characters += len(text)
        check_length(characters, source)
        pages.append(Page(len(pages) + 1, text))
    if comments := sum(name.startswith("ppt/comments/") for name in package.names):
        findings.append(finding("comment", 1, f"comments on {comments} slide(s)", "ppt/comments"))
    findings += carried_by_any(package)
    if not any(page.text for page in pages):
        warnings.append("no visible slide holds any text")
    return Content(tuple(pages) or (Page(1, ""),), warnings=tuple(warnings), findings=tuple(findings))


def _slides(package: Package) -> Iterator[str]:
    targets = package.targets(package.main)
    for entry in package.xml(package.main).iter(_P + "sldId"):
        target = targets.get(entry.get(_R + "id", ""))
        if target and target.path in package.names:
            yield target.path


def _notes(package: Package, slide: str) -> str:
    for target in package.targets(slide).values():
        if target.kind == "notesSlide" and target.path in package.names:
            shapes = package.xml(target.path).iter(_P + "sp")
            bodies = (s for s in shapes if any(ph.get("type") == "body" for ph in s.iter(_P + "ph")))
            return " ".join(" ".join(body.itertext(_A + "t")) for body in bodies)
    return ""


def _size(presentation: etree._Element) -> tuple[int, int]:
    """Return the width and height of a slide, in the units of the file; (0, 0) where it does not tell."""
    found = presentation.find(_P + "sldSz")
    return (_whole(found.get("cx")), _whole(found.get("cy"))) if found is not None else (0, 0)


def _whole(value: str | None) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,12}", value) else 0


def _is_unseen(shape: etree._Element, size: tuple[int, int]) -> bool:
    """Tell whether a shape, or the group it is in, is hidden, or whether it stands beside the slide."""
    for place in (shape, *shape.iterancestors(_P + "grpSp")):
        properties = place.find("./*/" + _P + "cNvPr")
        if properties is not None and properties.get("hidden") in ("1", "true"):
            return True
    if next(shape.iterancestors(_P + "grpSp"), None) is not None or not all(size):
        return False  # a group has coordinates of its own
    for frame in (shape.find(f"{_P}spPr/{_A}xfrm"), shape.find(f"{_P}xfrm")):
        at, extent = (frame.find(_A + "off"), frame.find(_A + "ext")) if frame is not None else (None, None)
        if at is not None and extent is not None:
            left, top = _whole(at.get("x")), _whole(at.get("y"))
            right, bottom = left + _whole(extent.get("cx")), top + _whole(extent.get("cy"))
            return left >= size[0] or top >= size[1] or right <= 0 or bottom <= 0
    return False


def _lines(
    package: Package, part: str, root: etree._Element, size: tuple[int, int], unseen: list[str]
) -> Iterator[str]:
    """Yield the lines of a slide, shape by shape, a blank line between shapes; what nobody sees goes to `unseen`."""
    for shape in root.iter(_P + "sp", _P + "graphicFrame"):
        if any(ph.get("type") in ("sldNum", "dt") for ph in shape.iter(_P + "ph")):
            continue
        if _is_unseen(shape, size):
            unseen += shape.itertext(_A + "t")
            continue
        yield ""
        table = next(shape.iter(_A + "tbl"), None)
        if table is None:
            yield from _paragraphs(shape, unseen)
            yield from charts_of(package, part, shape)
            continue
        for row in table.iterchildren(_A + "tr"):
            yield from row_lines([list(_paragraphs(cell, unseen)) for cell in row.iterchildren(_A + "tc")])


def _paragraphs(root: etree._Element, unseen: list[str]) -> Iterator[str]:
    counts: dict[int, int] = {}
    for paragraph in root.iter(_A + "p"):
        properties = paragraph.find(_A + "pPr")
        level = int(properties.get("lvl", "0")[:1] or 0) if properties is not None else 0
        numbered = properties.find(_A + "buAutoNum") if properties is not None else None
        text = "".join(_inline(paragraph, unseen))
        if not text.strip():
            continue
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if numbered is None:
            counts.pop(level, None)
            yield from text.split("\n")
            continue
        counts[level] = counts.get(level, _start(numbered) - 1) + 1
        first, *rest = text.split("\n")
        yield f"{_label(numbered.get('type', ''), counts[level])} {first}"
        yield from rest


def _start(numbered: etree._Element) -> int:
    value = numbered.get("startAt", "1")
    return int(value) if value.isdigit() and len(value) < 6 else 1


def _label(form: str, number: int) -> str:
    style = next((word for name, word in _NUMBERS.items() if form.startswith(name)), "decimal")
    before, after = next((ends for name, ends in _ENDS.items() if form.endswith(name)), ("", "."))
    return f"{before}{format_number(number, style)}{after}"


def _inline(paragraph: etree._Element, unseen: list[str]) -> Iterator[str]:
    for child in paragraph.iter(_A + "t", _A + "br"):
        run = child.getparent()
        properties = run.find(_A + "rPr") if run is not None else None
        if child.tag == _A + "br":
            yield "\n"
        elif properties is not None and 0 < _whole(properties.get("sz")) <= _TINY:
            unseen.append(child.text or "")
        else:
            yield child.text or ""
