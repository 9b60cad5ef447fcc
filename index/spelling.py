"""The nearest word of the index to one that is in no answer.

The index keeps the words of answers that were taken out until it is merged. None of them is ever suggested.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import islice

from index.analysis import stem
from index.snapshot import Snapshot

MOST_CANDIDATES = 20  # looked up for how common they are
LONGEST_OF_ONE_EDIT = 8  # "unicorn" is not "uniform"
SHORTEST_PART = 3  # of a word parted in two


class Speller:
    """Corrects words against one snapshot's vocabulary. The vocabulary is read when it is first needed."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Take the snapshot whose `words` field is the vocabulary."""
        self._snapshot = snapshot

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        words: dict[int, list[str]] = defaultdict(list)
        for word in self._snapshot.terms("words"):
            words[len(word)].append(word)
        return words

    def nearest(self, word: str) -> str | None:
        """Return the nearest word, of equally near ones the most common; None where none is near.

        One letter may differ in a word of up to eight, two in a longer one; two letters swapped count as one. A word
        that two others run together make is parted: "agencystaff" gives "agency staff".
        """
        allowed = 1 if len(word) <= LONGEST_OF_ONE_EDIT else 2
        near: list[tuple[int, str]] = []
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for other in self._by_length.get(length, ()):
                distance = edits(word, other, allowed)
                if distance <= allowed:
                    near.append((distance, other))
        near.sort(key=lambda pair: (pair[0], pair[1][0] != word[0]))
        alive = ((d, o[0] != word[0], -count, o) for d, o in near if (count := self._count(o)))
        ranked = min(islice(alive, MOST_CANDIDATES), default=None)
        return ranked[3] if ranked else self._parted(word)

    def _parted(self, word: str) -> str | None:
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            left, right = word[:at], word[at:]
            if all(len(self._snapshot.postings("body", stem(part)).ordinals) for part in (left, right)):
                return f"{left} {right}"
        return None

    def _count(self, word: str) -> int:
        """Return in how many answers `word` is: 0 where only answers that were taken out had it."""
        return len(self._snapshot.postings("words", word).ordinals)


def edits(one: str, other: str, most: int) -> int:
    """Return how many letters to insert, delete, replace or swap make `other` of `one`; `most` + 1 for any more."""
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    last = row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = last, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
