"""What a Word document carries that its printed pages do not show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from corpus.records import Finding
from ingest.extract.docx_styles import W
from ingest.extract.package import Package
from ingest.extract.sheets_hidden import carried_by_any
from ingest.safety.found import finding, masked

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PROPERTIES = re.compile(rb"<(?:\w+:)?(creator|lastModifiedBy|Manager|Company)(?:\s[^>]*)?>([^<]{1,200})</(?:\w+:)?\1>")
_CROPPED = 5_000  # thousandths of a per cent: a picture cut by less than a twentieth lost its border
_FEWEST = 2  # letters


def docx_findings(package: Package, main: etree._Element, *left_out: Mapping[str, list[str]]) -> Iterator[Finding]:
    """Yield what was left out of the text, and what lies beside it."""
    for kind in ("tracked_change", "hidden_text", "white_text", "covered_text"):
        texts = [text for found in left_out for text in found.get(kind, ())]
        # Word keeps the marks of deleted paragraphs too, which hold nothing.
        if sum(map(str.isalnum, "".join(texts))) >= _FEWEST:
            yield finding(kind, 1, masked(" ".join(texts)), package.main)
    inserted = {author for tag in ("ins", "moveTo") for e in main.iter(W + tag) if (author := e.get(W + "author"))}
    if inserted:
        yield finding("insertion", 1, f"by {len(inserted)} author(s)", package.main)
    comments = [name for name in package.names if re.fullmatch(r"word/comments(?:Extended)?\.xml", name)]
    count = max((sum(1 for _ in package.xml(name).iter(W + "comment")) for name in comments), default=0)
    if count:
        yield finding("comment", 1, f"{count} comment(s)", "word/comments.xml")
    yield from _properties(package)
    if cropped := sum(1 for crop in main.iter(_A + "srcRect") if _is_cropped(crop)):
        yield finding("cropped_image", 1, f"{cropped} picture(s)", package.main)
    yield from carried_by_any(package)


def _properties(package: Package) -> Iterator[Finding]:
    names: dict[str, str] = {}
    for part in ("docProps/core.xml", "docProps/app.xml"):
        if part in package.names:
            for match in _PROPERTIES.finditer(package.bytes(part)):
                names[match[1].decode()] = match[2].decode("utf-8", "replace")
    if names:
        shown = ", ".join(f"{name} {masked(value)}" for name, value in sorted(names.items()))
        yield finding("metadata", 1, shown, "docProps")
    settings = "word/_rels/settings.xml.rels"
    if settings in package.names and re.search(rb'Target="(?:file:///)?\\\\', package.bytes(settings)):
        yield finding("template_path", 1, "a network path", settings)


def _is_cropped(crop: etree._Element) -> bool:
    return any(_thousandths(crop.get(side)) > _CROPPED for side in "ltrb")


def _thousandths(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 8 else 0
