"""The nearest word of the index to one that is in no answer.

The index keeps the words of answers that were taken out until it is merged. None of them is ever suggested.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import groupby, islice

from index.analysis import stem
from index.snapshot import Snapshot

MOST_CANDIDATES = 20  # looked up for how common they are
LONGEST_OF_ONE_EDIT = 8  # "unicorn" is not "uniform"
_SOUNDS = str.maketrans({**dict.fromkeys("aeiouy"), "z": "s", "c": "k", "q": "k"})
SHORTEST_PART = 3  # of a word parted in two


class Speller:
    """Corrects words against one snapshot's vocabulary. The vocabulary is read when it is first needed."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Take the snapshot whose `words` field is the vocabulary."""
        self._snapshot = snapshot

    @cached_property
    def _by_length(self) -> dict[int, list[tuple[str, str]]]:
        """Return (form, word) by the length of the form: each word as it is, and its stem where that is another."""
        forms: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for word in self._snapshot.terms("words"):
            for form in dict.fromkeys((word, stem(word))):
                forms[len(form)].append((form, word))
        return forms

    def nearest(self, word: str) -> str | None:
        """Return the nearest word, of equally near ones the most common; None where none is near.

        One letter may differ in a word of up to eight, two in a longer one or where both sound alike; two letters
        swapped count as one. Endings do not count: "tazer" is near to "tasers". A word that two others run together
        make is parted: "agencystaff" gives "agency staff".
        """
        near: dict[str, float] = {}
        for typed in dict.fromkeys((word, stem(word))):
            allowed = 1 if len(typed) <= LONGEST_OF_ONE_EDIT else 2
            for length in range(len(typed) - 2, len(typed) + 3):
                for form, other in self._by_length.get(length, ()):
                    distance = edits(typed, form, 2)
                    alike = distance <= 2 and sound(form) == sound(typed)
                    if distance <= allowed or alike:
                        near[other] = min(distance - alike + (form != other or typed != word) / 2, near.get(other, 3))
        ordered = sorted(near.items(), key=lambda pair: (pair[1], pair[0][0] != word[0]))
        alive = ((d, o[0] != word[0], -count, o) for o, d in ordered if (count := self._count(o)))
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


def sound(word: str) -> str:
    """Return how the consonants of a word sound: the same for "vehical" and "vehicle", "tazer" and "taser"."""
    return "".join(letter for letter, _ in groupby(word.replace("ph", "f").translate(_SOUNDS)))


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
