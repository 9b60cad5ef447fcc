"""From the disclosures of one page to its hits, with the passages that show why each was found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import numpy as np

from corpus.records import PAGE_BREAK
from index.concepts import Concept, Plan
from index.fields import DISCLOSURE, PART
from index.passages import Wanted, best_piece
from index.query import All, Either, Words
from index.request import Hit, Passage
from index.snapshot import Snapshot
from index.sparse import Sparse

MOST_PASSAGES = 2


def wanted(plan: Plan | None) -> Wanted:
    """Return what the passages of a plan's hits mark: all that was asked for, nothing that was ruled out."""
    concepts = [] if plan is None else list(_concepts(plan))
    return Wanted(
        tuple(frozenset(a.terms for a in concept.alternatives) for concept in concepts if concept.alternatives)
    )


def _concepts(plan: Plan) -> Iterator[Concept]:
    if isinstance(plan, Concept):
        yield plan
    elif isinstance(plan, Words | All | Either):
        for child in plan.children:
            yield from _concepts(child)


def make_hit(snapshot: Snapshot, ordinal: int, score: float, parts: Sparse, marks: Wanted, shown: bool) -> Hit:
    """Return the hit of one disclosure, its passages where they are `shown`. `parts` are scores of question-answers."""
    record = snapshot.record(DISCLOSURE, ordinal)
    passages = tuple(_passages(snapshot, ordinal, parts, marks, record)) if shown else ()
    anchor = next((f"#q{quote(p.question)}" for p in passages if p.question and marks.firsts), "")
    return Hit(
        disclosure=record["id"],
        source=record["source"],
        authority=record["authority"],
        reference=record["reference"],
        title=record["title"],
        responded_on=record["responded_on"],
        outcome=record["outcome"],
        provisions=tuple(record["provisions"]),
        vendors=tuple(record["vendors"]),
        score=round(score, 4),
        passages=passages,
        url=f"/disclosures/{quote(record['id'])}{anchor}",
    )


def _passages(
    snapshot: Snapshot, ordinal: int, parts: Sparse, marks: Wanted, record: dict[str, Any]
) -> Iterator[Passage]:
    """Yield the best passages: of the best question-answers, else of the letter, else the beginning."""
    first, last = snapshot.first_part[ordinal : ordinal + 2].tolist()
    begin, end = np.searchsorted(parts.ordinals, np.array([first, last], parts.ordinals.dtype))
    best = begin + np.argsort(-parts.values[begin:end], kind="stable")[:MOST_PASSAGES]
    for number in parts.ordinals[best].tolist():
        yield _of_part(snapshot.record(PART, number), marks)
    if len(best):
        return
    piece = best_piece(record["body"], marks)
    if piece.found or first == last:
        page = record["body"].count(PAGE_BREAK, 0, piece.at) + 1
        yield Passage(None, page, piece.html)
    else:
        yield _of_part(snapshot.record(PART, first), marks)


def _of_part(part: dict[str, Any], marks: Wanted) -> Passage:
    """Return the passage of a question-answer: of the answer, unless the question shows more of what was asked for."""
    answer, question = (best_piece(part[name], marks) for name in ("answer", "question"))
    piece = question if question.found > answer.found or not answer.html else answer
    return Passage(part["number"] or None, part["page"], piece.html)
