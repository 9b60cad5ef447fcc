"""Ties: which questions a provision applied covers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.law import parents
from corpus.records import Citation, CitationStatus
from ingest.read.layout import Layout
from ingest.read.zones import Zone

_REASONS = frozenset({Zone.REFUSAL.value, Zone.PUBLIC_INTEREST.value})
_QUESTIONS = re.compile(  # looks ahead, so that one list may hold the next ("Response 1 and the names in Question 3")
    r"(?=\b(?:questions?|parts?|points?|q(?:s|ns?)?|items?|requests?|responses?|answers?|"
    r"rows?)\.?\s*(?:numbers?\s+)?(?P<list>\(?(?:\d{1,2}(?![\d/%])|[a-k]\b(?=\)|:|,|\s+and\b|"
    r"\s*[-–]))[^.;:\n]{0,60})"
    r"|\b(?:questions?|parts?|points?|items?|repl(?:y|ies)|answers?)\s+(?P<roman>\(?(?:i{1,3}|iv|vi{0,3}|"
    r"ix)\)[^.;:\n]{0,30})"
    r"|^(?P<row>\d{1,2}(?:(?:,\s*|\s+(?:and|&)\s+)\d{1,2})*)(?=\t)|"
    r"\b(?:information|figures?|names?|documents?|that|those) (?:requested )?(?:at|in|under) "
    r"(?P<at>\(?\d{1,2}\b(?! \w+ 20\d\d)[^.;:\n]{0,30})|"
    r"\b(?:information|figures?|names?|documents?) (?:requested )?(?:at|in|"
    r"under) (?P<marks>\(?[a-k]\b[.)]{0,2}(?:,| and| &) "
    r"?\(?[a-k]\b)|^[A-Z][a-z ]{2,40} \((?P<heads>\d{1,2}[a-h]?(?:(?:, | and | & )\d{1,2}[a-h]?)*)\)(?=[.:])|"
    r"\bnote (?:on|to|"
    r"for)\s+(?P<note>\d{1,2}[^.;:\n]{0,30}))",
    re.IGNORECASE,
)
BRIDGE = re.compile(r"foisa-39-2$")  # named, it says which law the answer is given under


def tie(layout: Layout, citations: list[Citation]) -> list[Citation]:
    """Tie each provision applied to the questions it covers.

    Numbers named in its sentence weigh most, then the answer it stands in, then the numbers its note, paragraph or
    heading names. Explanations in a block of their own add nothing to a ground that is tied already. A ground tied to
    nothing covers the answers that refuse and cite nothing themselves, or the only question there is. The move of a
    whole reply to the environmental regulations is tied to none.
    """
    named: dict[str, list[str]] = {}
    stands: dict[str, list[str]] = {}
    block: dict[str, list[str]] = {}
    for c in citations:
        if c.status is not CitationStatus.APPLIED:
            continue
        explicit = layout.numbers_named_in_sentence(c.start, _QUESTIONS)
        named.setdefault(c.provision, []).extend(explicit)
        inside = layout.answers_at(c.start) or layout.items_at(c.start) or layout.row_at(c.start)
        if not inside or (c.zone in _REASONS and not layout.in_short_answer(c.start)):
            near = layout.numbers_of_note(c.start) or layout.numbers_named_near(c.start, _QUESTIONS, inside)
            block.setdefault(c.provision, []).extend(near)
        elif not explicit:
            stands.setdefault(c.provision, []).extend(inside)
    for c in citations:
        if c.status is CitationStatus.MENTIONED and layout.in_short_answer(c.start):
            for finer in (p for p in stands if c.provision in parents(p)):  # "s22A as above", of two limbs of 22A
                stands[finer].extend(layout.answers_at(c.start))
    ties = {p: [*named.get(p, []), *stands.get(p, [])] or block.get(p, []) for p in {*named, *stands, *block}}
    cited = {number for numbers in ties.values() for number in numbers}
    loose = layout.refused_numbers(cited) or layout.only_number()
    places = {c.provision: c.start for c in reversed(citations) if c.status is CitationStatus.APPLIED}
    tied = {
        provision: _with_pointers(layout, numbers or layout.spoken_of(places[provision], loose))
        for provision, numbers in ties.items()
    }
    return [
        replace(
            c,
            questions=()
            if BRIDGE.match(c.provision)
            else (c.status is CitationStatus.APPLIED and tied[c.provision]) or layout.items_at(c.start),
        )
        for c in citations
    ]


def _with_pointers(layout: Layout, numbers: Sequence[str]) -> tuple[str, ...]:
    """Return `numbers` in the letter's order, and with them the items that point to one of them."""
    return layout.in_order([*numbers, *layout.numbers_pointing_at(numbers)])
