"""From a plan to which disclosures match and how well, over the arrays of one snapshot.

A disclosure matches a word where its letter, title, names or reference hold it, or any of its question-answers does.
Words side by side: up to three, all must match; of more, two thirds, so that a question typed in full finds its answer.

The score is BM25F twice, with the same word weights: of the whole letter, plus that of the best question-answer in it.
An answer where the words stand together thus lifts its letter over one that has them scattered. Within one word,
synonyms never add to what was typed; they stand in for it, at their weight.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from index.concepts import Concept, Plan
from index.fields import BY_NAME, DISCLOSURE, PART, FieldKind
from index.positions import Ints, Positions
from index.query import All, Either, Not, Words
from index.snapshot import NOTHING, Floats, Mask, Postings, Snapshot
from index.synonyms import Alternative, Sequence

K1 = 1.2  # how soon more of the same word stops to count
ALL_UP_TO = 3  # words side by side that must all match


def required(words: int, relaxed: bool = False) -> int:
    """Return how many of `words` words side by side must match: all of three, two thirds of more; relaxed, half."""
    if relaxed:
        return math.ceil(words / 2)
    return words if words <= ALL_UP_TO else math.ceil(2 * words / 3)


@dataclass(slots=True)
class Matches:
    """Which disclosures match, their scores, and the scores of all parts. Scores are 0 where nothing matches."""

    mask: Mask
    scores: Floats
    part_scores: Floats


def nothing(snapshot: Snapshot) -> Matches:
    """Return the matches of a query without a word in it."""
    return Matches(np.zeros(snapshot.disclosures, np.bool_), np.zeros(snapshot.disclosures), np.zeros(snapshot.parts))


class Evaluator:
    """Evaluates one plan. `late` tells whether the deadline passed before all words were looked up."""

    def __init__(self, snapshot: Snapshot, deadline: float = math.inf, relaxed: bool = False) -> None:
        """Take the snapshot, and the `time.monotonic()` after which no further word is looked up."""
        self._snapshot = snapshot
        self._deadline = deadline
        self._relaxed = relaxed
        self.late = False

    def evaluate(self, plan: Plan) -> Matches:
        """Return the matches of `plan`. Negated parts score nothing."""
        match plan:
            case Concept():
                return self._concept(plan)
            case Not():
                return self._negated(self.evaluate(plan.child))
            case Words():
                return self._words(plan)
            case All():
                return _combined([self.evaluate(child) for child in plan.children], np.logical_and)
            case Either():
                return _combined([self.evaluate(child) for child in plan.children], np.logical_or)

    def _negated(self, matches: Matches) -> Matches:
        return Matches(~matches.mask, np.zeros(self._snapshot.disclosures), np.zeros(self._snapshot.parts))

    def _words(self, plan: Words) -> Matches:
        negative = [self.evaluate(c) for c in plan.children if isinstance(c, Not)]
        positive = [c for c in plan.children if not isinstance(c, Not)]
        matches = [self.evaluate(c) for c in positive]
        counted = [
            m.mask for c, m in zip(positive, matches, strict=True) if not (isinstance(c, Concept) and c.optional)
        ]
        if matches:
            result = _combined(matches, np.logical_or)
            result.mask = np.sum(counted, axis=0) >= required(len(counted), self._relaxed)
        else:
            result = Matches(
                np.ones(self._snapshot.disclosures, np.bool_),
                np.zeros(self._snapshot.disclosures),
                np.zeros(self._snapshot.parts),
            )
        for excluded in negative:
            result.mask = result.mask & excluded.mask
        return result

    def _concept(self, concept: Concept) -> Matches:
        """Return the matches of one word: BM25F per weight of its alternatives, then the best of them."""
        snapshot = self._snapshot
        best = {DISCLOSURE: np.zeros(snapshot.disclosures), PART: np.zeros(snapshot.parts)}
        if time.monotonic() > self._deadline:
            self.late = True
            return Matches(np.ones(snapshot.disclosures, np.bool_), best[DISCLOSURE], best[PART])
        by_weight: dict[float, list[Alternative]] = {}
        for alternative in concept.alternatives:
            by_weight.setdefault(alternative.weight, []).append(alternative)
        for weight, alternatives in by_weight.items():
            for level, counts in self._counts(alternatives, concept.fields).items():
                best[level] = np.maximum(best[level], weight * counts / (K1 + counts))
        if concept.reference and "reference" in concept.fields:
            best[DISCLOSURE][snapshot.postings("reference", concept.reference).ordinals] = BY_NAME["reference"].boost
        mask = best[DISCLOSURE] > 0
        mask[snapshot.parent[best[PART] > 0]] = True
        found = int(mask.sum())
        rarity = math.log(1 + (snapshot.disclosures - found + 0.5) / (found + 0.5))
        return Matches(mask, best[DISCLOSURE] * rarity, best[PART] * rarity)

    def _counts(self, alternatives: Iterable[Alternative], fields: tuple[str, ...]) -> dict[str, Floats]:
        """Return how often the alternatives stand in each disclosure and each part, weighed by field and length."""
        counts = {DISCLOSURE: np.zeros(self._snapshot.disclosures), PART: np.zeros(self._snapshot.parts)}
        for alternative in alternatives:
            for name in fields:
                field = BY_NAME[name]
                if field.kind is not FieldKind.TEXT:
                    continue
                ordinals, often = self._occurrences(name, alternative.terms)
                if len(ordinals):
                    length = 1 - field.b + field.b * self._snapshot.relative_lengths(name)[ordinals] if field.b else 1.0
                    counts[field.level][ordinals] += field.boost * often / length
        return counts

    def _occurrences(self, field: str, terms: Sequence) -> Postings:
        if len(terms) == 1:
            return self._snapshot.postings(field, terms[0][1])
        return self._phrase(field, terms)

    def _phrase(self, field: str, terms: Sequence) -> Postings:
        """Return where the terms stand at their distances, and how often."""
        found = [self._snapshot.postings(field, term).ordinals for _, term in terms]
        together = sorted(found, key=len)[0]
        for ordinals in found:
            together = np.intersect1d(together, ordinals, assume_unique=True)
        if not len(together) or time.monotonic() > self._deadline:
            self.late = self.late or bool(len(together))
            return NOTHING
        starts = [_keys(self._snapshot.positions(field, term, together), distance) for distance, term in terms]
        keys = starts[0]
        for others in starts[1:]:
            keys = np.intersect1d(keys, others, assume_unique=True)
        places, often = np.unique(keys >> _POSITION_BITS, return_counts=True)
        return Postings(together[places], often.astype(np.float64))


_POSITION_BITS = 32


def _keys(positions: Positions, distance: int) -> Ints:
    """Return where a phrase would have to begin, for each position of one of its words: record << 32 | position."""
    places = np.repeat(np.arange(len(positions.counts)), positions.counts)
    starts = positions.flat - distance
    kept = starts >= 0
    return np.unique((places[kept] << _POSITION_BITS) | starts[kept])


def _combined(matches: list[Matches], how: np.ufunc) -> Matches:
    """Return several matches as one: masks joined by `how`, scores added up."""
    first = matches[0]
    result = Matches(first.mask.copy(), first.scores.copy(), first.part_scores.copy())
    for other in matches[1:]:
        result.mask = how(result.mask, other.mask)
        result.scores += other.scores
        result.part_scores += other.part_scores
    return result


def lifted(snapshot: Snapshot, matches: Matches) -> Floats:
    """Return each disclosure's score with that of its best part added."""
    scores = matches.scores.copy()
    if snapshot.parts:
        begins = np.flatnonzero(np.diff(snapshot.parent, prepend=-1))
        scores[snapshot.parent[begins]] += np.maximum.reduceat(matches.part_scores, begins)
    return scores
