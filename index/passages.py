"""The piece of a text that shows best why it was found: escaped, with <mark> and no other tag."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from html import escape

from index.analysis import GAP, Word, analyse
from index.synonyms import Sequence

LENGTH = 240  # characters shown
SEARCHED = 200_000  # characters looked through of one text: a workbook can be a hundred times that
ANALYSED = 10_000  # characters around what is wanted that are weighed against each other
LEAD = 60  # shown before the first word found
ELLIPSIS = "…"
_CHUNK = re.compile(r"\S+")
_DIGITS = re.compile(r"\d+")


class Wanted:
    """What to mark: for each word asked for, the sequences of terms that satisfy it. Made once a search."""

    def __init__(self, concepts: Iterable[frozenset[Sequence]] = ()) -> None:
        """Take the sequences of each word asked for."""
        self.firsts: dict[str, list[tuple[int, Sequence]]] = {}
        for number, sequences in enumerate(concepts):
            for sequence in sequences:
                self.firsts.setdefault(sequence[0][1], []).append((number, sequence))
        self._numbers = {m[0] for term in self.firsts for m in _DIGITS.finditer(term)}
        self._sums = any(term.startswith("£") for term in self.firsts)
        self._seen: dict[str, bool] = {}

    def may_begin_in(self, chunk: str) -> bool:
        """Tell whether a sequence can begin in `chunk`, a text between spaces. Remembers: a text repeats its words."""
        known = self._seen.get(chunk)
        if known is None:
            known = any(term in self.firsts for word in analyse(chunk) for term in word.terms)
            # "section 40 (2)" and "£1.2 million" are whole only together with what stands beside them.
            known = (
                known or any(m[0] in self._numbers for m in _DIGITS.finditer(chunk)) or (self._sums and "£" in chunk)
            )
            self._seen[chunk] = known
        return known


@dataclass(frozen=True, slots=True)
class Piece:
    """A window of a text. `found` is how many of the words asked for it shows, `at` where the first of them stands."""

    html: str
    found: int
    at: int


def best_piece(text: str, wanted: Wanted) -> Piece:
    """Return the window of `text` that shows most of the words wanted; its beginning where it shows none."""
    text = text[:SEARCHED]
    marks = _marks(text, wanted)
    if not marks:
        return Piece(_html(text, 0, _end(text, LENGTH), []), 0, 0)
    starts = [mark[0] for mark in marks]
    best, best_key = 0, (-1, -1)
    for first, mark in enumerate(marks):
        last = bisect_right(starts, mark[0] + LENGTH - LEAD)
        shown = marks[first:last]
        key = (len({concept for _, _, concept in shown}), len(shown))
        if key > best_key:
            best, best_key = first, key
    start = _begin(text, marks[best][0])
    end = _end(text, max(start + LENGTH, marks[best][1]))
    return Piece(
        _html(text, start, end, [(a, b) for a, b, _ in marks if start <= a and b <= end]), best_key[0], marks[best][0]
    )


def _marks(text: str, wanted: Wanted) -> list[tuple[int, int, int]]:
    """Return (start, end, number of the concept) of all that is wanted in `text`, in order."""
    marks: set[tuple[int, int, int]] = set()
    for begin, end in _regions(text, wanted):
        words = list(analyse(text[begin:end]))
        at = {word.position: word for word in words}
        for word in words:
            for term in word.terms:
                for number, sequence in wanted.firsts.get(term, ()):
                    marks.update((begin + w.start, begin + w.end, number) for w in _matched(word, sequence, at))
    return sorted(marks)


def _regions(text: str, wanted: Wanted) -> Iterator[tuple[int, int]]:
    """Yield the parts of `text` that can hold what is wanted: reading all of a workbook would take a second."""
    if not wanted.firsts:
        return
    begin = end = 0
    read = 0
    for chunk in _CHUNK.finditer(text):
        if not wanted.may_begin_in(chunk[0]):
            continue
        if chunk.start() > end:
            if end:
                yield begin, end
            read += end - begin
            if read > ANALYSED:
                return
            begin = text.rfind(" ", 0, max(0, chunk.start() - LEAD)) + 1 if chunk.start() > LEAD else 0
        end = text.find(" ", chunk.end() + LENGTH)
        if end < 0:
            end = len(text)
    if end:
        yield begin, end


def _matched(word: Word, sequence: Sequence, at: dict[int, Word]) -> Collection[Word]:
    """Return the words of `sequence` where it begins at `word`, () where it does not."""
    found = []
    for distance, term in sequence:
        other = at.get(word.position + distance)
        if other is None or term not in other.terms:
            return ()
        found.append(other)
    return found


def _begin(text: str, first_mark: int) -> int:
    """Return where to begin showing: a sentence or word a little before the first mark."""
    start = max(0, first_mark - LEAD)
    if start == 0:
        return 0
    before = text[start:first_mark]
    sentence = max(before.rfind(". "), before.rfind("\n"), before.rfind("? "))
    if sentence >= 0:
        return start + sentence + 1
    space = before.find(" ")
    return start + space + 1 if space >= 0 else first_mark


def _end(text: str, end: int) -> int:
    """Return the end of the last whole word before `end`."""
    if end >= len(text):
        return len(text)
    space = max(text.rfind(" ", end - 30, end), text.rfind("\n", end - 30, end))
    return space if space > 0 else end


def _html(text: str, start: int, end: int, marks: list[tuple[int, int]]) -> str:
    pieces = [ELLIPSIS if start > 0 else ""]
    at = start
    for first, last in sorted(set(marks)):
        if first < at:
            continue
        pieces += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    pieces += [escape(text[at:end]), ELLIPSIS if end < len(text) else ""]
    return " ".join("".join(pieces).replace(GAP, " ").split())
