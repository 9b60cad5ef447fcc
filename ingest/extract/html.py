"""HTML: what a reader of the page sees, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from corpus.records import Page
from ingest.extract.clean import clean_text
from ingest.extract.content import Content, check_length
from ingest.extract.html_hidden import Looks
from ingest.extract.numerals import format_number
from ingest.extract.rows import row_lines
from ingest.extract.text import decode

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "aside",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "map",
        "select",
        "datalist",
        "button",
        "input",
        "textarea",
        "dialog",
    ]
)
_SPACED = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "blockquote",
        "pre",
        "table",
        "form",
        "fieldset",
        "section",
        "article",
        "hr",
        "figure",
        "address",
        "details",
    ]
)
_BLOCKS = _SPACED | frozenset(
    [
        "div",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "caption",
        "main",
        "header",
        "footer",
        "aside",
        "center",
        "legend",
        "summary",
        "figcaption",
        "body",
        "html",
    ]
)
_MAIN = "//main | //*[@role='main']"
_STYLES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(slots=True)
class _Lines:
    """Lines being written; a gap is remembered until text follows it."""

    done: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    label: str = ""
    gap: bool = False
    counts: dict[html.HtmlElement, int] = field(default_factory=dict)  # the next number of each ordered list
    looks: Looks = field(default_factory=Looks)

    def end(self, gap: bool = False) -> None:
        text = "".join(self.words)
        self.words.clear()
        for index, line in enumerate(text.split("\n")):
            line = " ".join(line.split())
            if not line:
                continue
            if self.gap and self.done:
                self.done.append("")
            self.done.append(f"{self.label} {line}" if self.label and index == 0 else line)
            self.label, self.gap = "", False
        self.gap = self.gap or gap

    def add_lines(self, lines: list[str]) -> None:
        self.end()
        if lines and self.gap and self.done:
            self.done.append("")
        if lines:
            self.done += lines
            self.gap = False


def read(data: bytes, source: str, depth: int) -> Content:
    """Return the visible text of a page, and its title as header `title`."""
    text = decode_html(data)
    check_length(len(text) // 4, source)
    root = _parse(text)
    if root is None:
        return Content((Page(1, ""),), warnings=("page 1 has no text",))
    titles = root.xpath("//head/title")
    headers = {"title": " ".join(titles[0].text_content().split())} if titles else {}
    looks = Looks(root)
    page = clean_text("\n".join(html_lines(_main_part(root), looks)))
    check_length(len(page), source)
    return Content((Page(1, page),), headers, () if page else ("page 1 has no text",), tuple(looks.findings()))


def decode_html(data: bytes) -> str:
    """Return HTML as text, by the encoding it declares where Python knows it, else as plain text is decoded."""
    declared = re.search(
        rb"""<meta[^>]{0,200}?charset\s{0,4}=\s{0,4}["']?\s{0,4}([\w-]{2,40})""", data[:4096], re.IGNORECASE
    )
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        try:
            # Browsers read Latin-1 as Windows-1252, and so do the people who label it.
            return data.decode("cp1252" if name in ("iso-8859-1", "latin1", "us-ascii") else name, "strict")
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def html_lines(element: html.HtmlElement, looks: Looks) -> list[str]:
    """Return the lines of `element`; "" is a blank line between paragraphs."""
    lines = _Lines(looks=looks)
    _walk(element, lines, preformatted=False)
    lines.end()
    return lines.done


def _parse(text: str) -> html.HtmlElement | None:
    # The text is decoded already: a declared encoding inside it would be applied a second time.
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text).replace("\x00", "")
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # nothing in it
        return None


def _main_part(root: html.HtmlElement) -> html.HtmlElement:
    mains = root.xpath(_MAIN)
    if len(mains) == 1 and len(mains[0].text_content().split()) > 20:
        return mains[0]
    return root


def _walk(element: html.HtmlElement, lines: _Lines, preformatted: bool) -> None:
    tag = element.tag
    if not isinstance(tag, str) or tag in _SKIPPED or lines.looks.leave_out(element):
        return
    if tag == "br":
        lines.words.append("\n")
        return
    if tag == "table" and element.find(".//table") is None:  # a table around tables only lays the page out
        lines.end(gap=True)
        for row in _rows(element, lines.looks):
            lines.add_lines(row_lines(row))
        lines.end(gap=True)
        return
    previous = element.getprevious()
    if (
        tag == "a"
        and previous is not None
        and previous.tag in ("a", "button", "label")
        and not (previous.tail or "").strip()
    ):
        lines.words.append(" ")  # links side by side are drawn apart
    if tag in _BLOCKS:
        lines.end(gap=tag in _SPACED and not _in_list(element))
    if tag == "li":
        lines.label = _item_label(element, lines.counts)
    preformatted = preformatted or tag == "pre"
    _children(element, lines, preformatted)
    if tag in _BLOCKS:
        lines.end(gap=tag in _SPACED and not _in_list(element))


def _children(element: html.HtmlElement, lines: _Lines, preformatted: bool) -> None:
    lines.words.append(_inline(element.text, preformatted))
    for child in element:
        _walk(child, lines, preformatted)
        lines.words.append(_inline(child.tail, preformatted))


def _inline(text: str | None, preformatted: bool) -> str:
    if not text:
        return ""
    return text if preformatted else re.sub(r"\s+", " ", text)


def _in_list(element: html.HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in ("li", "ul", "ol")


def _item_label(item: html.HtmlElement, counts: dict[html.HtmlElement, int]) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "•"
    number = _integer(item.get("value"), counts.get(parent, _integer(parent.get("start"), 1)))
    counts[parent] = number + 1
    return format_number(number, _STYLES.get(parent.get("type", "1"), "decimal")) + "."


def _integer(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"\d{1,6}", value.strip()) else default


def _rows(table: html.HtmlElement, looks: Looks) -> Iterator[list[list[str]]]:
    """Yield the rows of a table as cells, each its lines; a nested table is part of its cell."""
    for child in table:
        if not isinstance(child.tag, str) or looks.leave_out(child):
            continue
        if child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child, looks)
        elif child.tag == "caption":
            yield [html_lines(child, looks)]
        elif child.tag == "tr":
            cells = [cell for cell in child if cell.tag in ("td", "th")]
            yield [html_lines(cell, looks) for cell in cells if not looks.leave_out(cell)]
