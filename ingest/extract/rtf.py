"""Rich Text (RTF), by striprtf, after what a reader of the printed page does not see was taken out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from striprtf.striprtf import rtf_to_text

from corpus.records import Finding, Page
from ingest.extract.clean import clean_text
from ingest.extract.content import Content, check_length
from ingest.extract.furniture import remove_furniture
from ingest.extract.rows import plain_label
from ingest.safety.found import finding, masked

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})?(?: |(?=[^ ]|\Z))|\\'[0-9a-fA-F]{2}|\\[^a-zA-Z]|[{}]|[^\\{}]+", re.DOTALL
)
# Groups that are drawn elsewhere than where they are written.
_SOURCE_A_CHARACTER = 4  # of text: what else an ordinary file holds of formats
_BEFORE = frozenset(["header", "headerl", "headerr", "headerf"])
_AFTER = frozenset(["footer", "footerl", "footerr", "footerf", "footnote", "shptxt"])
_LEFT_OUT = frozenset(["pict", "object", "themedata", "datastore"])
_INSTEAD = {  # striprtf draws cells as bars and drops the labels of old lists
    "cell": "\\tab ",
    "nestcell": "\\tab ",
    "nestrow": "\\line ",
    "page": "\\'0c",
    "pntext": "",
    "listtext": "",
}
_DELETED = frozenset(["deleted", "mvf"])
_PAINTS = frozenset(["cbpat", "clcbpat", "chcbpat", "highlight", "cb", "shp", "trcbpat"])  # something behind text
_PALE = 0xF4  # of 0xFF in each channel: paler cannot be told from paper
_TINY = 2  # half-points: the smallest print is 8
_COLOURS = re.compile(r"\\colortbl\b([^{}]{0,100000})")
_COMMENT = frozenset(["annotation"])


@dataclass(slots=True)
class _Group:
    """What holds inside one pair of braces."""

    out: list[str] | None  # None: left out
    hidden: bool = False
    deleted: bool = False
    tiny: bool = False
    colour: int = 0
    closes: list[list[str]] = field(default_factory=list)  # where its closing brace is due


@dataclass(slots=True)
class _Sorted:
    """A document's source, sorted into what is drawn where, and what is not drawn."""

    before: list[str] = field(default_factory=list)
    main: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    white: list[str] = field(default_factory=list)
    comments: int = 0


def read(data: bytes, source: str, depth: int) -> Content:
    """Return the text of a Rich Text file, page by page where its pages are told."""
    found = _sort(data.decode("cp1252", "replace"))
    head = "".join(found.main[:1])
    check_length(sum(map(len, (*found.before, *found.main, *found.after))) // _SOURCE_A_CHARACTER, source)
    parts = [_text(found.before, head), _text(found.main[1:], head), _text(found.after, head)]
    text = "\n\n".join(part for part in parts if part.strip())
    check_length(len(text), source)
    pages = [clean_text("\n".join(map(_line, page.split("\n")))) for page in text.split("\x0c")]
    pages = [page for page in pages if page] or [""]
    warnings = () if any(pages) else ("page 1 has no text",)
    return Content(
        tuple(Page(number, page) for number, page in enumerate(remove_furniture(pages), 1)),
        warnings=warnings,
        findings=tuple(_findings(found)),
    )


def _line(line: str) -> str:
    return plain_label(line.rstrip("\t "))


def _text(tokens: list[str], head: str) -> str:
    if not tokens:
        return ""
    return str(rtf_to_text(f"{head}{''.join(tokens)}}}", errors="replace"))


def _findings(found: _Sorted) -> list[Finding]:
    findings: list[Finding] = []
    if hidden := "".join(found.hidden).strip():
        findings.append(finding("hidden_text", 1, masked(hidden), "hidden characters"))
    if deleted := "".join(found.deleted).strip():
        findings.append(finding("tracked_change", 1, masked(deleted), "deleted text"))
    if white := "".join(found.white).strip():
        findings.append(finding("white_text", 1, masked(white), "white characters"))
    if found.comments:
        findings.append(finding("comment", 1, f"{found.comments} comment(s)", "comments"))
    return findings


def _sort(text: str) -> _Sorted:
    """Return the source with hidden and deleted text, comments and pictures taken out of it.

    The first token of `main` is what opens the document, with the tables of fonts and code pages that text needs.
    """
    found = _Sorted()
    opening: list[str] = []
    stack: list[_Group] = []
    group = _Group(opening)
    whites = _white_colours(text)
    position = 0
    while match := _TOKEN.match(text, position):
        token, word, argument = match.group(), match[1], match[2]
        position = match.end()
        if token == "{":
            stack.append(group)
            group = _Group(group.out, group.hidden, group.deleted, group.tiny, group.colour)
            _open(group)
        elif token == "}":
            for out in group.closes:
                out.append("}" if out is opening else "\\par}")
            if not stack:
                break
            group = stack.pop()
        elif word == "bin":
            position += max(0, int(argument or 0))
        elif word is not None:
            _word(word, argument, token, group, found)
        elif group.hidden or group.deleted or group.tiny:
            (found.deleted if group.deleted else found.hidden).append(token)
        elif group.out is not None and group.colour in whites:
            found.white.append(token)
        elif group.out is not None:
            group.out.append(token)
    body = "".join(opening)
    start = _body_start(body)
    found.main = [body[:start], body[start:].rstrip().removesuffix("}")]
    return found


def _white_colours(text: str) -> frozenset[int]:
    """Return the numbers of the colours that look like paper; none where the document paints anything behind text."""
    table = _COLOURS.search(text)
    if table is None or any(f"\\{word}" in text for word in _PAINTS):
        return frozenset()
    entries = table[1].split(";")[:-1]
    parts = [dict(re.findall(r"\\(red|green|blue)(\d{1,3})", entry)) for entry in entries]
    return frozenset(
        number for number, part in enumerate(parts) if len(part) == 3 and all(int(v) >= _PALE for v in part.values())
    )


def _open(group: _Group) -> None:
    if group.out is not None:
        group.out.append("{")
        group.closes.append(group.out)


def _word(word: str, argument: str | None, token: str, group: _Group, found: _Sorted) -> None:
    """Take a control word into account."""
    if word == "v":
        group.hidden = argument != "0"
    elif word in _DELETED:
        group.deleted = argument != "0"
    elif word == "plain":
        group.hidden = group.tiny = False
        group.colour = 0
    elif word == "fs":
        group.tiny = int(argument or 24) <= _TINY
    elif word == "cf":
        group.colour = int(argument or 0)
    elif word in _COMMENT:
        found.comments += 1
    if word in _LEFT_OUT or word in _COMMENT:
        group.out = None
    elif word in _BEFORE or word in _AFTER:
        if group.out is not None:
            group.out = found.before if word in _BEFORE else found.after
            _open(group)
    elif group.out is not None and not ((group.hidden or group.deleted or group.tiny) and word in _INSTEAD):
        group.out.append(_INSTEAD.get(word, token))


def _body_start(body: str) -> int:
    """Return where the tables at the start of a document end: behind its last table of fonts, colours or styles."""
    end = 0
    for match in re.finditer(r"\{(?:\\\*)?\\(?:fonttbl|colortbl|stylesheet)\b", body[:2_000_000]):
        depth = 0
        for brace in re.finditer(r"\\[{}\\]|[{}]", body[match.start() :]):
            depth += {"{": 1, "}": -1}.get(brace.group(), 0)
            if depth == 0:
                end = match.start() + brace.end()
                break
    if end:
        return end
    opened = re.match(r"\s*\{\\rtf\d?(?:\\(?:ansi|mac|pc|pca|ansicpg\d+|deff\d+|uc\d+|deflang\d+)\s?)*", body)
    return opened.end() if opened else 0
