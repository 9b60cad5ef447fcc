"""The searcher beside two others on the same letters: a plain reckoning of every score, and SQLite FTS5.

The reckoning reads the records word by word with `analyse` and knows nothing of arrays, segments or Whoosh.
"""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Disclosure, State
from index import build
from index.analysis import analyse
from index.arrays.lengths import LENGTH_OF_BYTE, to_bytes
from index.build import update_index
from index.concepts import Concept, Plan, Planner
from index.evaluate import K1, UNANSWERED, UNANSWERED_WEIGHT, Evaluator, required, scores
from index.facets import Facets
from index.fields import BY_NAME, DISCLOSURE, PART, FieldKind
from index.generations import read_current
from index.query import All, Either, Not, Words, parse
from index.record import records
from index.search import SearchIndex, SearchRequest
from index.snapshot import Snapshot
from index.spelling import Speller

Make = Callable[..., Disclosure]
WORDS = [
    "bins",
    "lamps",
    "CCTV",
    "agency",
    "staff",
    "potholes",
    "s.40(2)",
    "section 43",
    "£1.2m",
    "e-mail",
    "café",
    "the",
]
NAMES = ["Ambleford Borough Council", "Glenorran Council", None]
texts = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
letters = st.tuples(
    st.integers(0, 9),
    texts,
    st.lists(st.tuples(texts, texts), max_size=3),
    st.sampled_from(NAMES),
    st.sampled_from(["published", "published", "published", "withdrawn"]),
    st.sampled_from(["disclosed", "refused", "clarification", "transferred"]),
)
histories = st.lists(st.lists(letters, min_size=1, max_size=6), min_size=1, max_size=4)
asked = st.lists(
    st.sampled_from(
        [*WORDS, "surveillance cameras", '"agency staff"', "title:bins", "answer:lamps", "-lamps", "potho*",
         "temporary staff",
         "glenorran", "s40", "AND", "OR", "NOT", "(bins OR lamps)", "how many", "pothole", "1200000", "lampz"]
    ),
    min_size=1, max_size=6,
).map(" ".join)  # fmt: skip


class Found(NamedTuple):
    """What matches, and the scores of letters, of their titles and of parts."""

    matched: set[int]
    letters: list[float]
    titles: list[float]
    parts: list[float]


class Reckoning:
    """Every record's words, counted by hand."""

    def __init__(self, disclosures: list[Disclosure]) -> None:
        self.levels: dict[str, list[dict[str, list[dict[str, set[int]]]]]] = {DISCLOSURE: [], PART: []}
        self.parent: list[int] = []
        self.references: list[list[str]] = []
        self.weights = [UNANSWERED_WEIGHT if d.reading.outcome in UNANSWERED else 1.0 for d in disclosures]
        for number, disclosure in enumerate(disclosures):
            for record in records(disclosure):
                level = record["level"][0]
                self.levels[level].append({name: self._read(record.get(name, "")) for name in self._texts(level)})
                if level == PART:
                    self.parent.append(number)
                else:
                    self.references.append(record.get("reference", []))

    @staticmethod
    def _texts(level: str) -> list[str]:
        return [f.name for f in BY_NAME.values() if f.level == level and f.kind is FieldKind.TEXT]

    @staticmethod
    def _read(text: str) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for word in analyse(text):
            for term in word.terms:
                found.setdefault(term, set()).add(word.position)
        return found

    def relative(self, level: str, name: str) -> list[float]:
        lengths = [LENGTH_OF_BYTE[to_bytes(np.array(sum(map(len, r[name].values()))))] for r in self.levels[level]]
        average = max(sum(lengths) / len(lengths), 1.0) if lengths else 1.0
        return [length / average for length in lengths]

    def concept(self, concept: Concept) -> Found:
        everything = set(BY_NAME)
        letters = self._saturated(concept, DISCLOSURE, everything)
        titles = self._saturated(concept, DISCLOSURE, {"title"})
        parts = self._saturated(concept, PART, everything)
        for number, references in enumerate(self.references):
            if concept.reference in references and "reference" in concept.fields:
                letters[number] = BY_NAME["reference"].boost
        matched = {n for n, value in enumerate(letters) if value > 0}
        matched |= {self.parent[n] for n, value in enumerate(parts) if value > 0}
        rarity = math.log(1 + (len(self.references) - len(matched) + 0.5) / (len(matched) + 0.5))
        return Found(matched, *([value * rarity for value in values] for values in (letters, titles, parts)))

    def _saturated(self, concept: Concept, level: str, allowed: set[str]) -> list[float]:
        found = self.levels[level]
        best = [0.0] * len(found)
        for weight in {alternative.weight for alternative in concept.alternatives}:
            counts = [0.0] * len(found)
            for name in set(self._texts(level)) & set(concept.fields) & allowed:
                field, relative = BY_NAME[name], self.relative(level, name)
                for number, record in enumerate(found):
                    for alternative in concept.alternatives:
                        if alternative.weight == weight:
                            starts = [
                                {at - distance for at in record[name].get(term, ())}
                                for distance, term in alternative.terms
                            ]
                            often = len({at for at in set.intersection(*starts) if at >= 0})
                            counts[number] += field.boost * often / (1 - field.b + field.b * relative[number])
            best = [max(b, weight * count / (K1 + count)) for b, count in zip(best, counts, strict=True)]
        return best

    def plan(self, plan: Plan) -> Found:
        everything = set(range(len(self.references)))
        none = [0.0] * len(self.references)
        match plan:
            case Concept():
                return self.concept(plan)
            case Not():
                return Found(everything - self.plan(plan.child).matched, none, none, [0.0] * len(self.parent))
            case Words() | All() | Either():
                found = [self.plan(child) for child in plan.children]
        every = zip(*(f[1:] for f in found), strict=True)
        added = [[sum(some) for some in zip(*lists, strict=True)] for lists in every]
        sets = [f.matched for f in found]
        if isinstance(plan, All):
            return Found(set.intersection(*sets), *added)
        if isinstance(plan, Either):
            return Found(set.union(*sets), *added)
        counted = [
            f for child, f in zip(plan.children, sets, strict=True)
            if not isinstance(child, Not) and not (isinstance(child, Concept) and child.optional)
        ]  # fmt: skip
        kept = everything
        if any(not isinstance(child, Not) for child in plan.children):
            kept = {n for n in everything if sum(n in one for one in counted) >= required(len(counted))}
        for child, one in zip(plan.children, sets, strict=True):
            if isinstance(child, Not):
                kept = kept & one
        return Found(kept, *added)

    def scores(self, plan: Plan) -> dict[int, float]:
        found = self.plan(plan)
        lift = list(found.titles)
        for number, score in zip(self.parent, found.parts, strict=True):
            lift[number] = max(lift[number], score)
        return {n: (found.letters[n] + lift[n]) * self.weights[n] for n in found.matched}


def indexed(catalogue: Any, make: Make, path: Path, history: Any) -> Snapshot:
    """Return the index after each batch of letters was stored and the index brought up to it."""
    for batch in history:
        for number, title, parts, authority, state, outcome in batch:
            catalogue.put(make(f"d{number}", title, parts, authority=authority, state=State(state), outcome=outcome))
        update_index(catalogue, path)
    current = read_current(path)
    assert current is not None
    return Snapshot(path / current.generation)


@settings(max_examples=50, deadline=None)
@given(history=histories, queries=st.lists(asked, min_size=1, max_size=5))
def test_every_score_is_the_one_reckoned_by_hand(
    history: Any, queries: list[str], tmp_path_factory: pytest.TempPathFactory, make: Make, new_catalogue: Any
) -> None:
    catalogue = new_catalogue()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "BATCH", 3)
        snapshot = indexed(catalogue, make, tmp_path_factory.mktemp("scores"), history)
    living = [snapshot.record(DISCLOSURE, n)["id"] for n in range(snapshot.disclosures)]
    reckoning = Reckoning([catalogue.get(one) for one in living])
    for query in queries:
        plan = Planner(snapshot, Speller(snapshot)).plan(parse(query).tree)
        if plan is None:
            continue
        matches = Evaluator(snapshot).evaluate(plan)
        found, _ = scores(snapshot, matches, matches.mask)
        ours = {int(n): float(found[n]) for n in np.flatnonzero(matches.mask)}
        assert ours == pytest.approx(reckoning.scores(plan), rel=1e-4, abs=1e-5), query


PLAIN = ["zab", "kol", "mip", "dorv", "gant", "plim"]  # no two have a stem in common, in any stemmer
bodies = st.lists(st.sampled_from(PLAIN), max_size=9).map(" ".join)
plain = st.recursive(
    st.sampled_from(PLAIN)
    | st.lists(st.sampled_from(PLAIN), min_size=2, max_size=3).map(lambda words: '"{}"'.format(" ".join(words)))
    | st.sampled_from([f"{word[:3]}*" for word in PLAIN]),
    lambda some: st.builds("({} {} {})".format, some, st.sampled_from(["AND", "OR", "NOT"]), some),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None)
@given(history=st.lists(st.dictionaries(st.integers(0, 15), bodies | st.none(), min_size=1), min_size=1, max_size=4),
       queries=st.lists(plain, min_size=1, max_size=8))  # fmt: skip
def test_the_same_letters_are_found_as_by_fts5(
    history: Any, queries: list[str], tmp_path_factory: pytest.TempPathFactory, make: Make, new_catalogue: Any
) -> None:
    catalogue, path = new_catalogue(), tmp_path_factory.mktemp("fts")
    living: dict[int, str] = {}
    for batch in history:
        for number, body in batch.items():
            state = State.PUBLISHED if body is not None else State.WITHDRAWN
            catalogue.put(make(f"{number}", "", body=body or "", authority=None, state=state))
            living.pop(number, None)
            if body is not None:
                living[number] = body
        update_index(catalogue, path)
    index = SearchIndex.open(path)
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE letters USING fts5(body)")
    connection.executemany("INSERT INTO letters (rowid, body) VALUES (?, ?)", living.items())
    for query in queries:
        theirs = {str(row[0]) for row in connection.execute("SELECT rowid FROM letters WHERE letters MATCH ?", [query])}
        ours = index.search(SearchRequest(query, limit=100))
        if not any("at least half" in notice or "was searched as well" in notice for notice in ours.notices):
            assert {hit.disclosure for hit in ours.hits} == theirs, query
    connection.close()


@settings(max_examples=40, deadline=None)
@given(history=histories, kept=st.sets(st.integers(0, 9)))
def test_facets_and_filters_count_what_lives_in_any_segment(
    history: Any, kept: set[int], tmp_path_factory: pytest.TempPathFactory, make: Make, new_catalogue: Any
) -> None:
    catalogue = new_catalogue()
    snapshot = indexed(catalogue, make, tmp_path_factory.mktemp("facets"), history)
    living = [catalogue.get(snapshot.record(DISCLOSURE, n)["id"]) for n in range(snapshot.disclosures)]
    mask = np.array([int(one.id[1:]) in kept for one in living], np.bool_)
    counted = Facets(snapshot).count(("authority", "outcome"), mask, ("applied",))
    some = [one for one, wanted in zip(living, mask.tolist(), strict=True) if wanted]
    assert {f.value: f.count for f in counted["authority"]} == Counter(
        one.reading.authority for one in some if one.reading.authority
    )
    assert {f.value: f.count for f in counted["outcome"]} == Counter(one.reading.outcome.value for one in some)
    for name in ("disclosed", "refused", "clarification"):
        found = snapshot.postings("outcome", name).ordinals.tolist()
        assert found == [n for n, one in enumerate(living) if one.reading.outcome.value == name]
    assert [living[n].id for n in snapshot.parent.tolist()] == [one.id for one in living for _ in one.reading.questions]
