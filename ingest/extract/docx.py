"""Word documents (DOCX): what a reader of the printed page sees, in its order, from the XML itself.

Inserted text is in; deleted and hidden text and comments are out and leave a finding. Lists carry their printed labels.
"""

from __future__ import annotations

from lxml import etree

from corpus.records import Page
from ingest.errors import ExtractError
from ingest.extract.chart import charts_of
from ingest.extract.clean import clean_text
from ingest.extract.content import Content, check_length
from ingest.extract.docx_body import MAX_LINES, Body, Story, TooManyLines
from ingest.extract.docx_hidden import docx_findings
from ingest.extract.docx_styles import Numbering, Styles, W, is_on
from ingest.extract.furniture import remove_furniture
from ingest.extract.package import Package, Target

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def read(data: bytes, source: str, depth: int) -> Content:
    """Return a Word document's text: letterhead (header parts), body, then footers, page by page as last laid out."""
    package = WordPackage(data, source)
    main = package.xml(package.main)
    body = main.find(W + "body")
    if body is None:
        raise ExtractError("corrupt", f"{source}: has no text body. Open it in Word and save it again.")
    styles = Styles(package.xml_if_there("styles"))
    numbering = Numbering(package.xml_if_there("numbering"), styles)
    reader = Body(styles, numbering, lambda chart: charts_of(package, package.main, chart))
    try:
        story = reader.story(body)
    except TooManyLines as error:
        message = f"{source}: has more than {MAX_LINES:,} lines. Split it into smaller files."
        raise ExtractError("too_large", message) from error
    edges = Body(styles, Numbering(None, styles))
    heads = _edge_lines(package, body, "headerReference", edges)
    feet = _edge_lines(package, body, "footerReference", edges)
    pages = _pages(heads, story, [*_notes(package, reader.notes, edges), *feet])
    check_length(sum(map(len, pages)), source)
    warnings = () if any(pages) else ("page 1 has no text",)
    findings = tuple(docx_findings(package, main, reader.left_out, edges.left_out))
    return Content(
        tuple(Page(number, page) for number, page in enumerate(pages, 1)), warnings=warnings, findings=findings
    )


class WordPackage(Package):
    """A Word document: the parts its main part relates to, by kind and by id."""

    def __init__(self, data: bytes, source: str) -> None:
        super().__init__(data, source, "word/document.xml")
        self._related = self.targets(self.main)

    def xml_if_there(self, kind: str) -> etree._Element | None:
        """Return the part with relationship type `kind`, such as "styles", or None."""
        return next((self._part(target) for target in self._related.values() if target.kind == kind), None)

    def by_id(self, relation_id: str) -> etree._Element | None:
        """Return the part a reference leads to, or None."""
        target = self._related.get(relation_id)
        return self._part(target) if target else None

    def _part(self, target: Target) -> etree._Element | None:
        return self.xml(target.path) if target.path in self.names else None


def _edge_lines(package: WordPackage, body: etree._Element, tag: str, reader: Body) -> list[str]:
    """Return the lines of the header or footer parts that are printed, each once, that of the first page first."""
    lines: list[str] = []
    for section in body.iter(W + "sectPr"):
        kinds = ["default"]
        if is_on(section.find(W + "titlePg")):
            kinds.insert(0, "first")
        references = {
            reference.get(W + "type", "default"): reference.get(_R + "id", "")
            for reference in section.iterchildren(W + tag)
        }
        for kind in kinds:
            part = package.by_id(references.get(kind, ""))
            if part is None:
                continue
            block = clean_text("\n".join(reader.story(part).lines)).split("\n")
            if not set(filter(None, block)) <= set(lines):
                lines += [*([""] if lines else []), *block]
    return lines


def _notes(package: WordPackage, printed: set[tuple[str, str]], reader: Body) -> list[str]:
    """Return the footnotes and endnotes that are printed, each with its number in square brackets: "[1] See the Act.".

    One that no text refers to any more is still in the file, and is told as hidden.
    """
    lines: list[str] = []
    for kind in ("footnote", "endnote"):
        notes = package.xml_if_there(kind + "s")
        number = 0
        for note in () if notes is None else notes.iterchildren(W + kind):
            if note.get(W + "type", "normal") != "normal":  # the line that separates notes from the text
                continue
            if (kind, note.get(W + "id", "")) not in printed:
                reader.left_out.setdefault("hidden_text", []).append("".join(note.itertext(W + "t")))
                continue
            number += 1
            text = " ".join(" ".join(reader.story(note).lines).split())
            if text:
                lines.append(f"[{number}] {text}")
    return [*lines, ""] if lines else []


def _pages(heads: list[str], story: Story, feet: list[str]) -> list[str]:
    pages = [list(lines) for lines in story.pages()]
    if heads:
        pages[0] = [*heads, "", *pages[0]]
    if feet:
        pages[-1] = [*pages[-1], "", *feet]
    return remove_furniture([clean_text("\n".join(lines)) for lines in pages])
