"""The text of a letter as its page shows it: page by page, marked, and in screens where it is too long for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.records import PAGE_BREAK
from search_app.marking import Block, Mark, find_urls, lay_out

SCREEN = 60_000  # characters of text shown at once: what keeps the heaviest page light over the line


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One page of the letter's text, or a stretch of one that is longer than a screen."""

    number: int
    blocks: list[Block]
    goes_on: bool = False  # this stretch only goes on what the one before it began


@dataclass(frozen=True, slots=True)
class _Stretch:
    number: int
    start: int
    end: int
    goes_on: bool


def screens_of(text: str) -> list[list[_Stretch]]:
    """Return the stretches of a letter, gathered into screens of about `SCREEN` characters. [] for an empty letter."""
    screens: list[list[_Stretch]] = []
    room = 0
    for stretch in _stretches(text):
        length = stretch.end - stretch.start
        if not screens or length > room:
            screens.append([])
            room = SCREEN
        screens[-1].append(stretch)
        room -= length
    return screens


def lay_out_screen(text: str, screen: Iterable[_Stretch], marks: Iterable[Mark]) -> list[LetterPage]:
    """Return the pages of one screen with what is marked in them."""
    marks = list(marks)
    pages = []
    for stretch in screen:
        start, end = stretch.start, stretch.end
        piece = text[start:end]
        inside = [
            Mark(m.start - start, m.end - start, m.kind, m.target, m.title)
            for m in marks
            if start <= m.start and m.end <= end
        ]
        pages.append(LetterPage(stretch.number, lay_out(piece, [*inside, *find_urls(piece)]), stretch.goes_on))
    return pages


def screen_of_page(screens: list[list[_Stretch]], page: int) -> int:
    """Return the number, from 1, of the screen on which a page of the letter begins; 1 where there is no such page."""
    for number, screen in enumerate(screens, start=1):
        if any(stretch.number == page for stretch in screen):
            return number
    return 1


def _stretches(text: str) -> Iterator[_Stretch]:
    at = 0
    for number, page in enumerate(text.split(PAGE_BREAK), start=1):
        end = at + len(page)
        start, goes_on = at, False
        while page.strip() and start < end:
            cut = end
            if end - start > SCREEN:
                line_end = text.rfind("\n", start, start + SCREEN)
                cut = line_end + 1 if line_end > start else start + SCREEN
            yield _Stretch(number, start, cut, goes_on)
            start, goes_on = cut, True
        at = end + len(PAGE_BREAK)
