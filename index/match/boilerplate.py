"""Sentences that many requests share and that ask for nothing of their own: learned from the past questions.

"Please provide this in Excel." stands beside ever other questions. A sentence counts as such where it stands in the
questions of many letters, each time beside something else, and never alone: the parts of one request sent to many
bodies always stand beside the same, and a question that is asked alone is a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from zlib import crc32

from index.match.terms import wording

LEAST = 5  # different questions a sentence must stand beside
SHARE = 0.002  # and this share of all questions
SHORTEST = 3  # words
_END = re.compile(r"(?<=[.?!;])\s+|\n+")


def sentences(text: str) -> list[str]:
    """Return the sentences of a question."""
    return [piece.strip() for piece in _END.split(text) if piece.strip()]


def learn(questions: Iterable[str]) -> frozenset[str]:
    """Return the wordings of the sentences that are boilerplate in these questions."""
    beside: dict[str, set[int]] = {}
    alone: set[int] = set()
    total = 0
    for text in questions:
        total += 1
        said = [wording(sentence) for sentence in sentences(text)]
        if len(said) == 1:
            alone.add(crc32(said[0].encode()))
        elif len(said) > 1:
            for sentence in set(said):
                if len(sentence.split()) >= SHORTEST:
                    rest = " ".join(other for other in said if other != sentence)
                    beside.setdefault(sentence, set()).add(crc32(rest.encode()))
    least = max(LEAST, SHARE * total)
    return frozenset(s for s, rests in beside.items() if len(rests) >= least and crc32(s.encode()) not in alone)


def without_boilerplate(text: str, learned: frozenset[str]) -> str:
    """Return a question without its learned boilerplate; the whole of it where nothing else would be left."""
    if not learned:
        return text
    kept = [sentence for sentence in sentences(text) if wording(sentence) not in learned]
    return " ".join(kept) if kept else text
