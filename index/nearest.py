"""The question-answers nearest to a long text, in which most words are common and stand in most question-answers.

The score is BM25F over question and answer. How rare a word is, is told by the field it is more common in: then nothing
has to be counted first. The rarest words are added up until they have had `READ` postings; with those the `CANDIDATES`
best are chosen, and only these are scored in full, as long as each may still come to be among the best. Where all words
together have fewer postings the result is exact; DECISIONS.md says what is lost where they have more.

Everything here is reckoned by the documents of a segment: to number that many postings anew takes as long as to add
them up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from index.evaluate import K1
from index.fields import BY_NAME, PART
from index.order import best_of
from index.snapshot import Floats, Ints, Mask, Segment, Snapshot, weight_of_byte
from index.sparse import NONE, Sparse

FIELDS = (BY_NAME["question"], BY_NAME["answer"])
MOST_WORDS = 200  # of a text: the rarest
READ = 200_000  # postings
CANDIDATES = 8_000
FEW = 500  # candidates: so many are looked up one by one
LOST = 1e-4  # of a sum: more than rounding takes from it
DEAD = -1e9  # the sum of what is no living question-answer


class _Word(NamedTuple):
    """A word asked for, and the most that it can add to a score."""

    term: str
    rarity: float
    common: int


class Nearest:
    """Looks for the nearest question-answers of one snapshot. Threads may share it."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Take the snapshot."""
        self._snapshot = snapshot

    def best(self, terms: Iterable[str], limit: int) -> Sparse:
        """Return the `limit` best question-answers for these terms, the best first; of equal ones the earlier."""
        words = sorted(filter(None, map(self._word, dict.fromkeys(terms))), key=lambda word: word.common)[:MOST_WORDS]
        found = [NONE, *(scorer.best(words, limit) for scorer in self._scorers)]
        ordinals, values = (np.concatenate(some) for some in zip(*found, strict=True))
        return _top(ordinals, values, limit)

    def _word(self, term: str) -> _Word | None:
        common = max(sum(s.frequency(name, term) for s in self._scorers) for name in (row.name for row in FIELDS))
        rarity = math.log(1 + (self._snapshot.parts - common + 0.5) / (common + 0.5)) if common else 0.0
        return _Word(term, rarity, common) if rarity > 0 else None

    @cached_property
    def _scorers(self) -> list[_Scorer]:
        """Return what scores each segment."""
        of_byte = {row.name: weight_of_byte(row.boost, row.b, self._snapshot.mean_length(row.name)) for row in FIELDS}
        return [_Scorer(segment, of_byte) for segment in self._snapshot.segments(PART)]


class _Scorer:
    """Adds up scores by the documents of one segment."""

    def __init__(self, segment: Segment, of_byte: dict[str, Floats]) -> None:
        self._arrays, self.docs, self._base = segment
        self._weights = {name: some.take(self._arrays.length_bytes(name)) for name, some in of_byte.items()}

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents have `term` in `field`, deleted ones among them."""
        start, stop = self._extent(field, term)
        return stop - start

    def best(self, words: Sequence[_Word], limit: int) -> Sparse:
        """Return the best question-answers for these words, which stand in order: the rarest first."""
        total = np.full(self._arrays.documents, DEAD, np.float32)
        total[self.docs] = 0
        counts = np.zeros(self._arrays.documents, np.float32)
        read = 0
        for number, word in enumerate(words):
            read += sum(self.frequency(name, word.term) for name in self._weights)
            if read > READ:
                return self._chosen(total, counts, words[number:], limit)
            self._add(word, total, counts, None)
        return self._top(np.flatnonzero(total > 0), total, limit)

    def _chosen(self, total: Floats, counts: Floats, words: Sequence[_Word], limit: int) -> Sparse:
        """Return the best of the candidates, once these words are added to them."""
        docs = np.flatnonzero(total > 0)
        sums = total.take(docs)
        docs = docs[sums >= best_of(sums, CANDIDATES)]
        alive = np.zeros(len(total), np.bool_)
        alive[docs] = True
        left = sum(word.rarity for word in words)
        for word in words:
            if len(docs) > FEW:
                self._add(word, total, counts, alive)
            else:
                held: Floats = np.sum([self._counts(name, word.term, docs) for name in self._weights], axis=0)
                total[docs] += _score(held, word.rarity)
            left -= word.rarity
            sums = total.take(docs)
            kept = sums >= best_of(sums, limit) - left * (1 + LOST)
            alive[docs[~kept]] = False
            docs = docs[kept]
        return self._top(docs, total, limit)

    def _add(self, word: _Word, total: Floats, counts: Floats, alive: Mask | None) -> None:
        """Add the scores of a word to `total`, for those `alive`. `counts` is all 0, before and after."""
        having = []
        for name in self._weights:
            docs, often = self._postings(name, word.term, alive)
            np.add.at(counts, docs, often * self._weights[name].take(docs))
            having.append(docs)
        for docs in having:  # what the first field has is 0 when the second is looked at
            np.add.at(total, docs, _score(counts.take(docs), word.rarity))
            counts[docs] = 0

    def _postings(self, name: str, term: str, alive: Mask | None) -> tuple[Ints, Floats]:
        """Return the documents that have a word, of those `alive`, and how often."""
        start, stop = self._extent(name, term)
        docs = self._arrays.docs(name, start, stop).astype(np.intp)
        if alive is None:
            return docs, self._arrays.counts(name, start, stop).astype(np.float32)
        at = np.flatnonzero(alive.take(docs))
        return docs.take(at), self._arrays.counts_at(name, start, stop, at).astype(np.float32)

    def _counts(self, name: str, term: str, docs: Ints) -> Floats:
        """Return how often a word stands in each of `docs`, weighed."""
        start, stop = self._extent(name, term)
        if start == stop:
            return np.zeros(len(docs), np.float32)
        having = self._arrays.docs(name, start, stop)
        at = np.searchsorted(having, docs.astype(having.dtype))  # of another type, all of `having` would be converted
        at[at == len(having)] = 0
        often = np.where(having.take(at) == docs, self._arrays.counts_at(name, start, stop, at), 0)
        return often.astype(np.float32) * self._weights[name].take(docs)

    def _extent(self, field: str, term: str) -> tuple[int, int]:
        number = self._arrays.find(field, term.encode())
        return (0, 0) if number is None else self._arrays.extent(field, number)

    def _top(self, docs: Ints, total: Floats, limit: int) -> Sparse:
        found = _top(docs, total.take(docs), limit)
        return Sparse(self._base + np.searchsorted(self.docs, found.ordinals), found.values)


def _score(counts: Floats, rarity: float) -> Floats:
    return np.float32(rarity) * counts / (counts + np.float32(K1))


def _top(ordinals: Ints, values: Floats, limit: int) -> Sparse:
    """Return the `limit` greatest values, the greatest first, of equal ones the first ordinal."""
    kept = values >= best_of(values, limit)
    ordinals, values = ordinals[kept], values[kept]
    order = np.lexsort((ordinals, -values))[:limit]
    return Sparse(ordinals[order], values[order])
