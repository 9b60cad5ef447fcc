"""Match one question against all that was answered before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.match.arrays import Array, Arrays, Ordinals, gather
from index.match.build import bits_set, places
from index.match.encoder import DIMENSIONS, Encoder, Vectors
from index.match.formula import Formula, formula
from index.match.texts import Question

EXHAUSTIVE = 4_000  # questions: up to so many are scored one by one
ROUGH = 600  # the nearest questions by the rough comparison that are scored
LEXICAL = 300  # and the nearest by words
SAMPLED = 64  # every 64th rough score tells where the nearest begin
BLOCK = 8_192  # rough vectors that are compared at a time
COMMON = 0.02  # a term that more than this share of the questions has does not choose candidates
FINAL = 200  # questions whose answers are looked at
DIGITS = 4  # of a score


@dataclass(frozen=True, slots=True)
class Match:
    """One earlier answer: its ordinal in the index, and how well it answers, 0 to 1.

    `unpreferred` is what it would score if no authority were preferred: what its strength is told by.
    """

    answer: int
    question: int
    score: float
    unpreferred: float
    same_words: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of the question asked, in the numbers of the index."""

    question: Question
    vectors: Array  # one a reading; none without the model
    usual: Array  # of each, how near it is to questions about nothing in particular
    terms: NDArray[np.int64]  # ascending; those the index has
    weights: Array  # of these
    total: float  # weight of all its terms, also of those no past question has
    subjects: tuple[int, ...]
    aspects: tuple[int, ...]


def match(
    arrays: Arrays,
    questions: Sequence[Question],
    encoder: Encoder | None,
    authority: str | None = None,
    limit: int = 5,
) -> list[list[Match]]:
    """Return, for each question, its matches, best first; without an encoder by words alone.

    Of equal scores the preferred authority's comes first, then the newer answer. What is asked beside a question does
    not change its matches.
    """
    if not arrays.questions or not questions:
        return [[] for _ in questions]
    usable = encoder is not None and arrays.vectors is not None
    chosen = formula(usable)
    preferred = arrays.authorities.get(authority, -2) if authority else -2
    model = encoder if usable else None
    asked = ask(arrays, questions, model)
    near = _roughly_near(arrays, asked)
    totals = [_totals(arrays, one, candidates, chosen) for one, candidates in zip(asked, near, strict=True)]
    _compare_shorter(arrays, asked, near, totals, chosen, model)
    return [_rank(arrays, *one, chosen, preferred, limit) for one in zip(asked, near, totals, strict=True)]


def _totals(arrays: Arrays, one: Asked, candidates: Ordinals, chosen: Formula) -> Array:
    """Return the weighted sums of the signals of the past questions `candidates`, by the reading that is nearest."""
    words = word_signals(arrays, one, candidates)
    readings = range(max(1, len(one.vectors)))
    sums = [chosen.sum(with_meaning(arrays, one, candidates, words, n)) for n in readings]
    return np.asarray(np.max(sums, axis=0), np.float32)


def _compare_shorter(
    arrays: Arrays,
    asked: Sequence[Asked],
    near: Sequence[Ordinals],
    totals: Sequence[Array],
    chosen: Formula,
    encoder: Encoder | None,
) -> None:
    """Raise the totals of past questions that are nearer to a question without last words that they share."""
    trials = []
    for one, candidates, total in zip(asked, near, totals, strict=True):
        best = np.argsort(-total, kind="stable")[:FINAL]
        for shorter in one.question.shorter:
            sharing = best[_have_all(arrays, candidates[best], shorter.dropped)]
            if not len(sharing):
                break  # what lacks these words lacks them and one more
            trials.append((shorter.question, candidates, total, sharing))
    if trials:
        for one, (_, candidates, total, sharing) in zip(
            ask(arrays, [trial[0] for trial in trials], encoder), trials, strict=True
        ):
            total[sharing] = np.maximum(total[sharing], _totals(arrays, one, candidates[sharing], chosen))


def _have_all(arrays: Arrays, questions: Ordinals, terms: frozenset[str]) -> NDArray[np.bool_]:
    """Return which of the past questions have all of these terms."""
    wanted = [arrays.vocabulary[term] for term in terms if term in arrays.vocabulary]
    found, owner = gather(arrays.terms_starts, arrays.terms, questions)
    shared = np.bincount(owner[np.isin(found, wanted)], minlength=len(questions))
    return np.asarray(shared == len(terms), np.bool_)


def ask(arrays: Arrays, questions: Sequence[Question], encoder: Encoder | None) -> list[Asked]:
    """Return what the index needs to know of each question; the model reads all of them in one run."""
    if encoder is None or arrays.usual is None:
        return [_ask(arrays, question, np.zeros((0, DIMENSIONS), np.float32)) for question in questions]
    vectors = encoder.encode([r for question in questions for r in question.readings], alone=True)
    ends = np.cumsum([len(question.readings) for question in questions])
    return [_ask(arrays, *pair) for pair in zip(questions, np.split(vectors, ends[:-1]), strict=True)]


def _ask(arrays: Arrays, question: Question, vectors: Vectors) -> Asked:
    known = sorted(number for term in question.terms if (number := arrays.vocabulary.get(term)) is not None)
    terms = np.array(known, np.int64)
    weights = np.asarray(arrays.idf[terms], np.float32)
    unknown = np.log1p((arrays.questions + 0.5) / 0.5)
    total = float(weights.sum() + unknown * (len(question.terms) - len(known)))
    subjects = tuple(sorted(places("subject")[row] for row in question.concepts.subjects))
    aspects = tuple(sorted(places("aspect")[row] for row in question.concepts.aspects))
    usual = vectors @ arrays.usual if arrays.usual is not None else np.zeros(0, np.float32)
    return Asked(question, vectors, usual, terms, weights, total, subjects, aspects)


def _roughly_near(arrays: Arrays, asked: Sequence[Asked]) -> list[Ordinals]:
    """Return the questions worth scoring for each one asked: all of them in a small collection."""
    if arrays.questions <= EXHAUSTIVE:
        return [np.arange(arrays.questions)] * len(asked)
    near = [[_by_words(arrays, one), arrays.same_words(one.question)] for one in asked]
    owners = [i for i, one in enumerate(asked) for _ in one.vectors]
    if arrays.rough is not None and owners:
        coarse, directions = arrays.rough
        wanted = np.concatenate([one.vectors for one in asked]) @ directions
        for i, found in zip(owners, _highest(coarse, wanted, ROUGH), strict=True):
            near[i].append(found)
    return [np.unique(np.concatenate(parts)) for parts in near]


def _highest(coarse: Array, wanted: Array, count: int) -> list[Ordinals]:
    """Return, for each vector wanted, which `count` of the coarse vectors are nearest to it.

    A sample tells from where on a score is high, and the vectors pass by once, a block that the processor's cache
    holds at a time: the scores of all of them are never kept.
    """
    share = min(1.0, 2 * count / len(coarse))
    bars = np.quantile(coarse[::SAMPLED] @ wanted.T, 1 - share, axis=0).astype(np.float32)
    places, heights = [], []  # a place: the number of the vector times those wanted, plus which of them
    for start in range(0, len(coarse), BLOCK):
        scores = (coarse[start : start + BLOCK] @ wanted.T).ravel()
        high = np.flatnonzero(scores.reshape(-1, len(wanted)) >= bars)
        places.append(high + start * len(wanted))
        heights.append(scores[high])
    place, owner = np.divmod(np.concatenate(places), len(wanted))
    height = np.concatenate(heights)
    found = []
    for number in range(len(wanted)):
        own = np.flatnonzero(owner == number)
        if len(own) > count:
            own = own[np.argpartition(-height[own], count)[:count]]
        found.append(place[own])
    return found


def _by_words(arrays: Arrays, one: Asked) -> Ordinals:
    """Return the questions that share most of the rarer words."""
    lengths = arrays.postings_starts[one.terms + 1] - arrays.postings_starts[one.terms]
    rare = lengths <= COMMON * arrays.questions
    if not rare.any():
        return np.zeros(0, np.int64)
    found, owner = gather(arrays.postings_starts, arrays.postings, one.terms[rare])
    questions, places_of = np.unique(found, return_inverse=True)
    weight = np.bincount(places_of, weights=one.weights[rare][owner])
    best = np.argsort(-weight, kind="stable")[:LEXICAL]
    return questions[best].astype(np.int64)


def _rank(
    arrays: Arrays, one: Asked, candidates: Ordinals, total: Array, chosen: Formula, preferred: int, limit: int
) -> list[Match]:
    same = np.isin(candidates, arrays.same_words(one.question))
    ranked = np.lexsort((-total, ~same))[: max(FINAL, limit)]
    answers, owner = gather(arrays.answers_starts, arrays.answers, candidates[ranked])
    answers = answers.astype(np.int64)
    more = answer_signals(arrays, one, answers, preferred)
    same_words = same[ranked][owner]
    sums = total[ranked][owner]
    scores, unpreferred = (
        np.where(same_words, np.float32(1.0), chosen.score(sums + chosen.sum(signals)))
        for signals in (more, {**more, "same_authority": np.zeros(len(answers), np.float32)})
    )
    dates = arrays.responded_on[answers]
    strangers = arrays.authority_of[answers] != preferred
    # Scores are compared as printed: what differs less than that is a tie.
    order = np.lexsort((answers, -dates, strangers, -np.round(scores, DIGITS)))
    return [
        Match(
            int(answers[i]),
            int(candidates[ranked][owner[i]]),
            float(scores[i]),
            float(unpreferred[i]),
            bool(same_words[i]),
        )
        for i in order[:limit]
    ]


def word_signals(arrays: Arrays, one: Asked, candidates: Ordinals) -> dict[str, Array]:
    """Return the signals of the past questions `candidates` that come from words, subjects and aspects."""
    found, owner = gather(arrays.terms_starts, arrays.terms, candidates)
    shared = np.bincount(owner, weights=_weights_of(one, found), minlength=len(candidates))
    held, aspects = arrays.subjects[candidates], arrays.aspects[candidates][:, None]
    common = _weight_in_common(held, one.subjects, arrays.subject_weights)
    facets = _weight_in_common(aspects, one.aspects, arrays.aspect_weights)
    asked_covered = shared / max(one.total, 1e-9)
    past_covered = shared / np.maximum(arrays.totals[candidates], 1e-9)
    signals = {
        "asked_covered": asked_covered,
        "past_covered": past_covered,
        "swapped": 2 * np.sqrt(asked_covered * past_covered) * np.minimum(1 - asked_covered, 1 - past_covered),
        "subject_shared": common / (common + 1),
        "subject_apart": held.any(axis=1) & (common == 0) & bool(one.subjects),
        "aspect_shared": facets / (facets + 1),
        "aspect_apart": (aspects[:, 0] > 0) & (facets == 0) & bool(one.aspects),
        "only_beside": arrays.hangs[candidates] & (not one.question.hangs),
    }
    return {name: values.astype(np.float32) for name, values in signals.items()}


def _weight_in_common(words: Array, wanted: Sequence[int], weights: Array) -> Array:
    """Return, by row of bits, the weight of those wanted that are set."""
    return sum((weights[place] * bits_set(words, place) for place in wanted), np.zeros(len(words)))


def with_meaning(
    arrays: Arrays, one: Asked, candidates: Ordinals, words: dict[str, Array], reading: int = 0
) -> dict[str, Array]:
    """Return these signals with those of one reading of the question; aspects count as far as the two are alike."""
    if not len(one.vectors):
        # Without the model a word in common must not make what is apart weigh more.
        alike = np.clip(np.maximum(words["subject_shared"], words["past_covered"]), 0, 1)
        return {**words, "aspect_shared": alike * words["aspect_shared"]}
    meaning = _cosines(arrays, one.vectors[reading], candidates)
    alike = np.clip(meaning, 0, 1)
    return {
        "meaning": meaning,
        "usual": np.full(len(candidates), one.usual[reading], np.float32),
        **words,
        "subject_apart": (1 - alike) * words["subject_apart"],
        "aspect_shared": alike * words["aspect_shared"],
        "aspect_apart": alike * words["aspect_apart"],
    }


def answer_signals(arrays: Arrays, one: Asked, answers: Ordinals, preferred: int) -> dict[str, Array]:
    """Return the signals of the past answers `answers`."""
    functions = arrays.functions[answers]
    names = np.zeros(len(answers), np.bool_)
    for place in one.subjects:
        names |= bits_set(functions, place)
    return {
        "answer_names": names.astype(np.float32),
        "same_authority": (arrays.authority_of[answers] == preferred).astype(np.float32),
    }


def _weights_of(one: Asked, found: Array) -> Array:
    """Return the weight of each found term that was asked for, 0 for the others."""
    if not len(one.terms):
        return np.zeros(len(found), np.float32)
    place = np.minimum(np.searchsorted(one.terms, found), len(one.terms) - 1)
    return np.where(one.terms[place] == found, one.weights[place], np.float32(0))


def _cosines(arrays: Arrays, vector: Array, candidates: Ordinals) -> Array:
    assert arrays.vectors is not None and arrays.scales is not None  # the caller has looked
    # Not a matrix product: for so little work a library that starts threads costs more than it saves.
    cosines = np.einsum("ij,j->i", arrays.vectors[candidates].astype(np.float32), vector)
    return np.asarray(cosines * arrays.scales[candidates], np.float32)
