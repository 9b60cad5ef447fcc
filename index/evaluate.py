"""From a plan to which disclosures match and how well, over the arrays of one snapshot.

A disclosure matches a word where its letter, title, names or reference hold it, or any of its question-answers does.
Words side by side: up to three, all must match; of more, two thirds, so that a question typed in full finds its answer.

The score is BM25F twice, with the same word weights: of the whole letter, plus that of the best question-answer in it.
An answer where the words stand together thus lifts its letter over one that has them scattered; so does a title.
Within one word, synonyms never add to what was typed; they stand in for it, at their weight. A letter that answers
nothing counts less.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from index.arrays.sorting import firsts
from index.concepts import Concept, Plan
from index.fields import BY_NAME, DISCLOSURE, PART, FieldKind
from index.query import All, Either, Not, Words
from index.snapshot import NOTHING, Floats, Ints, Mask, Positions, Postings, Snapshot
from index.sparse import Sparse, common, greatest, is_in, summed
from index.synonyms import Alternative, Sequence

TITLE = "title"
K1 = 1.2  # how soon more of the same word stops to count
UNANSWERED = ("clarification", "transferred")  # the words of the request stand there, and no answer to it
UNANSWERED_WEIGHT = 0.7
ALL_UP_TO = 3  # words side by side that must all match


def required(words: int) -> int:
    """Return how many of `words` words side by side must match: all of three, two thirds of more."""
    return words if words <= ALL_UP_TO else math.ceil(2 * words / 3)


def required_of_few(words: int) -> int:
    """Return how many must match where few letters have enough of them: half, but both of two."""
    return max(min(words, 2), math.ceil(words / 2))


def required_of_none(words: int) -> int:
    """Return how many must match where no letter has enough of them: half."""
    return math.ceil(words / 2)


@dataclass(slots=True)
class Matches:
    """Which disclosures match, and the scores of each word: of letters, their titles and their question-answers."""

    mask: Mask
    letters: list[Sparse] = field(default_factory=list)
    titles: list[Sparse] = field(default_factory=list)
    parts: list[Sparse] = field(default_factory=list)


def nothing(snapshot: Snapshot) -> Matches:
    """Return the matches of a query without a word in it."""
    return Matches(np.zeros(snapshot.disclosures, np.bool_))


class Evaluator:
    """Evaluates one plan. `late` tells whether the deadline passed before all words were looked up."""

    def __init__(self, snapshot: Snapshot, deadline: float = math.inf, needed: Callable[[int], int] = required) -> None:
        """Take the snapshot, the `time.monotonic()` after which no word is looked up, and how many must match."""
        self._snapshot = snapshot
        self._deadline = deadline
        self._needed = needed
        self._known: dict[Concept, Matches] = {}
        self.late = False

    def with_fewer(self, needed: Callable[[int], int]) -> Evaluator:
        """Return an evaluator of the same plan that asks for fewer words. What each matches is not looked up again."""
        other = Evaluator(self._snapshot, self._deadline, needed)
        other._known = self._known
        return other

    def evaluate(self, plan: Plan) -> Matches:
        """Return the matches of `plan`. Negated parts score nothing."""
        match plan:
            case Concept():
                if plan not in self._known:
                    self._known[plan] = self._concept(plan)
                return self._known[plan]
            case Not():
                return Matches(~self.evaluate(plan.child).mask)
            case Words():
                return self._words(plan)
            case All():
                return _combined([self.evaluate(child) for child in plan.children], np.logical_and)
            case Either():
                return _combined([self.evaluate(child) for child in plan.children], np.logical_or)

    def _words(self, plan: Words) -> Matches:
        excluded = [self.evaluate(child) for child in plan.children if isinstance(child, Not)]
        positive = [child for child in plan.children if not isinstance(child, Not)]
        matches = [self.evaluate(child) for child in positive]
        result = Matches(np.ones(self._snapshot.disclosures, np.bool_))
        if matches:
            counted = [
                m.mask for c, m in zip(positive, matches, strict=True) if not (isinstance(c, Concept) and c.optional)
            ]
            result = _combined(matches, np.logical_or)
            held: Ints = np.sum(counted, axis=0, dtype=np.uint8)
            result.mask = np.greater_equal(held, self._needed(len(counted)))
        for one in excluded:
            result.mask = result.mask & one.mask
        return result

    def _concept(self, concept: Concept) -> Matches:
        """Return the matches of one word: BM25F per weight of its alternatives, then the best of them."""
        snapshot = self._snapshot
        if time.monotonic() > self._deadline:
            self.late = True
            return Matches(np.ones(snapshot.disclosures, np.bool_))
        by_weight: dict[float, list[Alternative]] = {}
        for alternative in concept.alternatives:
            by_weight.setdefault(alternative.weight, []).append(alternative)
        best: dict[str, list[Sparse]] = {DISCLOSURE: [], TITLE: [], PART: []}
        for weight, alternatives in by_weight.items():
            pieces = self._counts(alternatives, concept.fields)
            for level, some in (
                (DISCLOSURE, pieces[DISCLOSURE] + pieces[TITLE]), (TITLE, pieces[TITLE]), (PART, pieces[PART])
            ):  # fmt: skip
                ordinals, counts = summed(some, snapshot.size(level))
                best[level].append(Sparse(ordinals, np.float32(weight) * counts / (counts + np.float32(K1))))
        if concept.reference and "reference" in concept.fields:
            having = snapshot.postings("reference", concept.reference).ordinals
            best[DISCLOSURE].append(Sparse(having, np.full(len(having), BY_NAME["reference"].boost, np.float32)))
        letters, titles, parts = (greatest(pieces, snapshot.size(level)) for level, pieces in best.items())
        mask = np.zeros(snapshot.disclosures, np.bool_)
        mask[letters.ordinals] = True
        mask[snapshot.parent.take(parts.ordinals)] = True
        found = int(np.count_nonzero(mask))
        rarity = np.float32(math.log(1 + (snapshot.disclosures - found + 0.5) / (found + 0.5)))
        return Matches(mask, *([Sparse(p.ordinals, p.values * rarity)] for p in (letters, titles, parts)))

    def _counts(self, alternatives: Iterable[Alternative], fields: tuple[str, ...]) -> dict[str, list[Sparse]]:
        """Return how often the alternatives stand in the disclosures and the parts, weighed by field and length."""
        counts: dict[str, list[Sparse]] = {DISCLOSURE: [], TITLE: [], PART: []}
        for alternative in alternatives:
            for name in fields:
                row = BY_NAME[name]
                if row.kind is not FieldKind.TEXT:
                    continue
                ordinals, often = self._occurrences(name, alternative.terms)
                if len(ordinals):
                    weighed = often * self._snapshot.weights(name, row.boost, row.b).take(ordinals)
                    counts[TITLE if name == TITLE else row.level].append(Sparse(ordinals, weighed))
        return counts

    def _occurrences(self, field: str, terms: Sequence) -> Postings:
        if len(terms) == 1:
            return self._snapshot.postings(field, terms[0][1])
        return self._phrase(field, terms)

    def _phrase(self, field: str, terms: Sequence) -> Postings:
        """Return where the terms stand at their distances, and how often."""
        found = [self._snapshot.postings(field, term).ordinals for _, term in terms]
        together = common(found, self._snapshot.size(BY_NAME[field].level))
        if not len(together) or time.monotonic() > self._deadline:
            self.late = self.late or bool(len(together))
            return NOTHING
        starts = sorted(
            (_starts(self._snapshot.positions(field, term, together), distance) for distance, term in terms), key=len
        )
        keys = starts[0]
        for others in starts[1:]:
            keys = keys[_likely(keys, others)]
            keys = keys[is_in(keys, others)]
        places = keys >> _POSITION_BITS
        begins = firsts(places)
        return Postings(together[places[begins]], np.diff(begins, append=len(places)).astype(np.float32))


_POSITION_BITS = 32
_SEARCHED = 1_000  # keys: fewer are found sooner than all are hashed
_HASH_BITS = 18
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def _likely(some: Ints, others: Ints) -> Ints:
    """Return where `some` has what may be in `others`: most of what is not need not be searched for among many."""
    if min(len(some), len(others)) < _SEARCHED:
        return np.arange(len(some))
    seen = np.zeros(1 << _HASH_BITS, np.bool_)
    seen[_hashes(others)] = True
    return np.flatnonzero(seen[_hashes(some)])


def _hashes(keys: Ints) -> Ints:
    """Return a number of `_HASH_BITS` bits for each key: the high ones of its product with the golden ratio."""
    return ((keys.view(np.uint64) * _GOLDEN) >> np.uint64(64 - _HASH_BITS)).view(np.int64)


def _starts(positions: Positions, distance: int) -> Ints:
    """Return where a phrase would have to begin, for each position of one of its words: record << 32 | position."""
    places = np.repeat(np.arange(len(positions.counts)), positions.counts)
    places <<= _POSITION_BITS
    places += positions.flat
    # A start before the text's own is at no word's place: the first word's distance is 0, and it must be there too.
    places -= distance
    return places


def _combined(matches: list[Matches], how: np.ufunc) -> Matches:
    """Return several matches as one: masks joined by `how`, all their scores."""
    return Matches(
        how.reduce([one.mask for one in matches]) if len(matches) > 1 else matches[0].mask,
        [piece for one in matches for piece in one.letters],
        [piece for one in matches for piece in one.titles],
        [piece for one in matches for piece in one.parts],
    )


def scores(snapshot: Snapshot, matches: Matches, mask: Mask) -> tuple[Floats, Sparse]:
    """Return the score of each disclosure in `mask`, and of each part in it.

    A disclosure has its letter's score, plus that of its best part or of its title, whichever is greater.
    """
    total = np.zeros(snapshot.disclosures, np.float32)
    for piece in matches.letters:
        np.add.at(total, piece.ordinals, piece.values)
    few = np.count_nonzero(mask) < len(mask) // 2
    pieces = [_within(piece, mask, snapshot) for piece in matches.parts] if few else matches.parts
    parts = summed(pieces, snapshot.parts)
    lift = summed(matches.titles, snapshot.disclosures)
    if len(parts.ordinals):
        parents = snapshot.parent.take(parts.ordinals)
        begins = firsts(parents)
        best = Sparse(parents[begins], np.maximum.reduceat(parts.values, begins))
        lift = greatest([lift, best], snapshot.disclosures)
    np.add.at(total, lift.ordinals, lift.values)
    for outcome in UNANSWERED:
        total[snapshot.postings("outcome", outcome).ordinals] *= np.float32(UNANSWERED_WEIGHT)
    return total, parts


def _within(piece: Sparse, mask: Mask, snapshot: Snapshot) -> Sparse:
    """Return the scores of the parts whose disclosure is in `mask`."""
    kept = mask.take(snapshot.parent.take(piece.ordinals))
    return Sparse(piece.ordinals[kept], piece.values[kept])
