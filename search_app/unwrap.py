"""Lines that a letter broke only because its page was full, joined again, so that they fit any screen."""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.records import CELL_BREAK

NARROW = 50  # a text whose longest line is shorter was not broken by its page
SLACK = 0.9  # letters differ in width: a line this close to the longest, with the next word, was full

_ITEM = re.compile(r"[-*•●▪◦–—·]|\(?\w{1,4}[.)](?:\s|$)|q(?:uestion)?\s?\d|\w+:", re.IGNORECASE)
_ENDED = re.compile(r"[.?!:;][)\"'’”]*$")
_GOES_ON = re.compile(
    r"(?:,|\b(?:a|an|and|at|by|for|from|in|is|of|on|or|our|section|regulation|that|the|to|under|which|with|your))$"
)


def unwrap(text: str) -> str:
    """Return `text` with a space for every line break inside a sentence; its length and offsets stay as they are.

    A break is kept where in doubt: after a sentence, before a list item or a table, after a line that had room left.
    """
    lines = text.split("\n")
    width = max((len(line) for line in lines if CELL_BREAK not in line), default=0)
    if width < NARROW:
        return text
    parts = [lines[0]]
    for before, after in pairwise(lines):
        parts += (" " if _was_one(before.rstrip(), after.lstrip(), width) else "\n", after)
    return "".join(parts)


def _was_one(before: str, after: str, width: int) -> bool:
    """Tell whether `after` only goes on what `before` says, because its first word had no room there."""
    if not before or not after or CELL_BREAK in before + after or _ENDED.search(before) or _ITEM.match(after):
        return False
    if len(before) + 1 + len(after.split()[0]) < width * SLACK:
        return False
    return after[0].islower() or _GOES_ON.search(before) is not None
