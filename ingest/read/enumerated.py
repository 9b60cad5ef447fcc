"""Enumerated requests: "(a) the contracts, (b) what they cost and (c) ..." in one paragraph, parted at their marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.cues import sounds_like
from ingest.read.labels import parse_label
from ingest.read.paragraphs import Paragraph

_MARK = re.compile(
    r"(?:^|(?<=[\s\"“‘]))\(?(?P<n>[a-k]|\d{1,2}|i{1,3}|iv|vi{0,3}|ix|x)\)\s+(?=\S)"
    r"|(?:^|(?<=[\s\"“‘]))(?P<stop>[A-H])\.\s+(?=\S)"
)
_COUNTS = (
    tuple("abcdefghijk"),
    tuple("ABCDEFGH"),
    tuple(str(n) for n in range(1, 30)),
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
)
_ASKS = re.compile(
    r"\b(?:you (?:have |had )?(?:also )?(?:ask|asked|wanted|requested|wrote|seek|sought)|request(?:ed)?|"
    r"asking(?: us)?(?: for)?|please (?:tell me|provide|send|supply|give|confirm)(?! us\b)|tell me|"
    r"(?:what )?i(?: would|['’]d) like|i request)\b[^.;?]{0,120}$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.?][\"”’]?\s+(?=[A-Z])")
_QUOTED = re.compile(r"^[ \t]*>[> ]*", re.MULTILINE)
_LONGEST = 3000  # characters of a request in one paragraph


def part_enumerated(text: str, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs, those that ask for things by (a), (b), (c) cut before each mark.

    The words before the first mark ask, or the paragraph before announces the request.
    """
    out: list[Paragraph] = []
    for at, paragraph in enumerate(paragraphs):
        marks = _marks(text, paragraph) if len(paragraph.flat) <= _LONGEST and _may_be_marked(paragraph.flat) else []
        before = paragraphs[at - 1].flat if at else ""
        if len(marks) > 1 and _is_asked(" ".join(text[paragraph.start : marks[0]].split()), before):
            out += _cut(text, paragraph, marks)
        else:
            out.append(paragraph)
    return out


def _may_be_marked(flat: str) -> bool:
    """Tell whether a paragraph may hold two marks: most hold none, which `in` finds out soonest."""
    return ")" in flat or "B." in flat


def _marks(text: str, paragraph: Paragraph) -> list[int]:
    """Return where the marks of one list stand that count from their first."""
    found = [(m.start(), m["n"] or m["stop"]) for m in _MARK.finditer(text, paragraph.start, paragraph.end)]
    for count in _COUNTS:
        marks: list[int] = []
        for start, mark in found:
            if len(marks) < len(count) and mark == count[len(marks)]:
                marks.append(start)
        if len(marks) > 1:
            return marks
    return []


def _is_asked(lead: str, before: str) -> bool:
    lead = lead.rstrip(' :-–"“‘')
    if lead:
        return _ASKS.search(lead) is not None
    return any(sounds_like(group, before) for group in ("request_heading", "request_lead", "request_lead_open"))


def _cut(text: str, paragraph: Paragraph, marks: Sequence[int]) -> Iterator[Paragraph]:
    """Return the lead, each marked thing, and what the paragraph says behind the last."""
    stop = _ENDS.search(text, marks[-1], paragraph.end)
    edges = [paragraph.start, *marks, *([stop.end()] if stop else []), paragraph.end]
    for n, (start, end) in enumerate(pairwise(edges)):
        flat = " ".join(_QUOTED.sub("", text[start:end]).split())
        if not flat.strip('"“‘> '):
            continue
        marked = 0 < n <= len(marks)
        last = start + len(text[start:end].rstrip())
        yield replace(
            paragraph,
            start=start,
            end=last,
            flat=flat,
            gap=paragraph.gap and n == 0,
            label=parse_label(flat) if marked else None,
            quoted=paragraph.quoted if n == 0 else 0,
        )
