"""The piece of a text that shows best why it was found: escaped, with <mark> and no other tag."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape

from index.analysis import GAP, Word, analyse, forms_of
from index.synonyms import Sequence

LENGTH = 240  # characters shown
SEARCHED = 200_000  # characters looked through of one text: a workbook can be a hundred times that
MOST_MARKS = 200  # weighed against each other
LEAD = 60  # shown before the first word found
ELLIPSIS = "…"
_SPACE = re.compile(r"\s")
_DIGITS = re.compile(r"\d+")


Mark = tuple[int, int, int]
"""Where something wanted begins and ends, and the number of the word asked for."""


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
        self._seen: dict[str, tuple[Mark, ...] | None] = {}

    @cached_property
    def candidate(self) -> re.Pattern[str]:
        """Return the pattern for where a word may stand that is wanted."""
        return re.compile(_candidate(self.firsts, self._numbers))

    def marks_in(self, chunk: str) -> tuple[Mark, ...] | None:
        """Return the marks in `chunk`, a text between spaces; None where that depends on what stands beside it.

        Remembers: texts repeat their words.
        """
        try:
            return self._seen[chunk]
        except KeyError:
            return self._seen.setdefault(chunk, self._look_at(chunk))

    def _look_at(self, chunk: str) -> tuple[Mark, ...] | None:
        # "section 40 (2)" and "£1.2 million" are whole only together with what stands beside them.
        if any(m[0] in self._numbers for m in _DIGITS.finditer(chunk)) or (self._sums and "£" in chunk):
            return None
        marks = []
        for word in _analysed(chunk):
            for term in word.terms:
                for number, sequence in self.firsts.get(term, ()):
                    if len(sequence) > 1:
                        return None
                    marks.append((word.start, word.end, number))
        return tuple(marks)


def _candidate(terms: Iterable[str], numbers: Iterable[str]) -> str:
    """Return a pattern for where a word may stand that has one of `terms`: most words of a text need no closer look.

    That is where plain text begins with the first two letters of one, at one of `numbers`, and at any other letter.
    """
    written = {form for term in terms for form in (term, *forms_of(term))}
    openings = {r"[£\d]" if re.match(r"[£\d]", form) else r"[.'-]?".join(map(re.escape, form[:2])) for form in written}
    within = "".join(rf"|(?<!\d){number}(?!\d)" for number in sorted(numbers))
    # Only the openings take either case: the set of all other letters would take three times as long to compile.
    return rf"(?<![^\W_])(?i:{'|'.join(sorted(openings))})|[^\x00-\x7f\s]{within}"


@lru_cache(maxsize=100_000)
def _analysed(chunk: str) -> tuple[Word, ...]:
    return tuple(analyse(chunk))


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


def places(text: str, wanted: Wanted) -> list[tuple[int, int]]:
    """Return where `text` has what is wanted, in order; of places that overlap the first."""
    found: list[tuple[int, int]] = []
    for start, end, _ in _marks(text[:SEARCHED], wanted):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def _marks(text: str, wanted: Wanted) -> list[Mark]:
    """Return the marks of all that is wanted in `text`, in order: enough of them to choose from."""
    if not wanted.firsts:
        return []
    marks: set[Mark] = set()
    read_to = 0  # how far words were read together with their neighbours
    end = 0
    while candidate := wanted.candidate.search(text, end):
        begin = max(end - 1, text.rfind(" ", end, candidate.start()), text.rfind("\n", end, candidate.start())) + 1
        end = _end_of_word(text, candidate.start())
        found = wanted.marks_in(text[begin:end])
        if found is None:
            if end > read_to:
                marks |= _read(text, begin, wanted)
                read_to = end + LENGTH
        elif found:
            marks.update((begin + first, begin + last, number) for first, last, number in found)
        if len(marks) > MOST_MARKS:
            break
    return sorted(marks)


def _end_of_word(text: str, at: int) -> int:
    space = _SPACE.search(text, at)
    return space.start() if space else len(text)


def _read(text: str, at: int, wanted: Wanted) -> set[Mark]:
    """Return the marks that begin around `at`, where what is wanted may be of several words."""
    begin = text.rfind(" ", 0, max(0, at - LEAD)) + 1
    end = text.find(" ", at + 2 * LENGTH)
    words = list(analyse(text[begin : end if end >= 0 else len(text)]))
    standing = {word.position: word for word in words}
    return {
        (begin + w.start, begin + w.end, number)
        for word in words
        for term in word.terms
        for number, sequence in wanted.firsts.get(term, ())
        for w in _matched(word, sequence, standing)
    }


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
