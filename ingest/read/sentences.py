"""Sentences, as spans: the evidence that every tag carries."""

from __future__ import annotations

import re
from bisect import bisect_right

_STOP = re.compile(r"[.?!][\"”'’)\]]*(?=\s+[\"“'‘(\[]?[A-Z0-9£•]|\s*$)")
_LONGEST = 1200  # characters
_ABBREVIATION = re.compile(
    r"(?:\b(?:s|ss|sec|sect|sch|art|reg|regs|para|no|nos|ref|e\.g|i\.e|eg|ie|etc|mr|mrs|ms|dr|ltd|co|inc|"
    r"vs|v|st|dept|tel|approx|c|p|pp|q|fig|vol|ext|incl|excl)|\b[A-Z])\.$",
    re.IGNORECASE,
)


class Sentences:
    """The sentences within given paragraph spans of a text."""

    def __init__(self, text: str, spans: list[tuple[int, int]]) -> None:
        self.text = text
        self.spans: list[tuple[int, int]] = []
        for start, end in spans:
            self.spans += [piece for sentence in _split(text, start, end) for piece in _bounded(text, *sentence)]
        self._starts = [start for start, _ in self.spans]

    def at(self, offset: int) -> tuple[int, int]:
        """Return the sentence that holds `offset`, or the empty span at it."""
        i = bisect_right(self._starts, offset) - 1
        if i >= 0 and offset < self.spans[i][1]:
            return self.spans[i]
        return (offset, offset)


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a run of words without a stop into pieces, so that the work on one tag stays bounded."""
    out = []
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        out.append((start, cut))
        start = cut
    return [*out, (start, end)]


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a paragraph after its full stops; the stop of an abbreviation ends nothing."""
    out = []
    begin = start
    for match in _STOP.finditer(text, start, end):
        if _ABBREVIATION.search(text, max(begin, match.start() - 8), match.start() + 1):
            continue
        out.append((begin, match.end()))
        begin = match.end()
        while begin < end and text[begin].isspace():
            begin += 1
    if begin < end:
        out.append((begin, end))
    return out
