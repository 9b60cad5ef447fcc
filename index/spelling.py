"""The nearest word of the index to one that is in no answer.

The index keeps the words of answers that were taken out until it is merged. None of them is ever suggested.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import groupby, islice

import numpy as np
from numpy.typing import NDArray

from index.analysis import stem
from index.snapshot import Snapshot

MOST_EDITS = 2
OTHER = 26  # the place of what is no letter from a to z
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
    def _forms(self) -> _Forms:
        """Return each word as it is, and its stem where that is another."""
        pairs = [(form, word) for word in self._snapshot.terms("words") for form in dict.fromkeys((word, stem(word)))]
        return _Forms([form for form, _ in pairs], [word for _, word in pairs])

    def nearest(self, word: str) -> str | None:
        """Return the nearest word, of equally near ones the most common; None where none is near.

        One letter may differ in a word of up to eight, two in a longer one or where both sound alike; two letters
        swapped count as one. Endings do not count: "tazer" is near to "tasers". A word that two others run together
        make is parted: "agencystaff" gives "agency staff".
        """
        near: dict[str, float] = {}
        for typed in dict.fromkeys((word, stem(word))):
            allowed = 1 if len(typed) <= LONGEST_OF_ONE_EDIT else MOST_EDITS
            for form, other, least in self._forms.like(typed):
                alike = sound(form) == sound(typed)
                most = MOST_EDITS if alike else allowed
                distance = edits(typed, form, most) if least <= most else most + 1
                if distance <= most:
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


class _Forms:
    """Finds the few words that have about the same letters: each edit changes the count of two of them at most."""

    def __init__(self, forms: list[str], words: list[str]) -> None:
        self._forms, self._words = forms, words
        self._letters = _letters(forms)

    def like(self, typed: str) -> Iterator[tuple[str, str, int]]:
        """Yield (form, word, edits at least) of each that may be `MOST_EDITS` from `typed`."""
        differing = np.abs(self._letters - _letters([typed])).sum(axis=1, dtype=np.int16)
        for place in np.flatnonzero(differing <= 2 * MOST_EDITS).tolist():
            yield self._forms[place], self._words[place], -(-int(differing[place]) // 2)


def _letters(forms: list[str]) -> NDArray[np.int8]:
    """Return how often each form has each letter of the alphabet, and any other."""
    places = np.frombuffer("".join(forms).encode("ascii", "replace"), np.uint8).astype(np.int64) - ord("a")
    places[(places < 0) | (places >= OTHER)] = OTHER
    rows = np.repeat(np.arange(len(forms)), [len(form) for form in forms])
    counts = np.bincount(rows * (OTHER + 1) + places, minlength=len(forms) * (OTHER + 1))
    return counts.reshape(-1, OTHER + 1).astype(np.int8)


@lru_cache(maxsize=100_000)
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
