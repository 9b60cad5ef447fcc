"""Bulleted forms: questions behind bullets, each answered on its line or in the paragraphs below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.read.items import Item, asks, inner, split_item
from ingest.read.labels import Role
from ingest.read.letter_parts import Letter, as_long_as_others
from ingest.read.paragraphs import Paragraph
from ingest.read.typed import typed
from ingest.read.zones import Zone

_FEWEST = 3
_MOST = 0.7  # of the bullets have an answer below them
_SHARE = 0.4  # of the body stands in the form
_NAMES_NOTHING = re.compile(r"[\W\d]*(?:in |for )?(?:20\d\d|january|february|march|april|may|june|july|august|"
                            r"september|october|november|december|q\d)?[\W\d]*$", re.IGNORECASE)  # fmt: skip


def bulleted(letter: Letter) -> list[Item]:
    """Return the questions behind bullets with their answers, numbered from 1; [] where the bullets ask nothing.

    Three bullets or more, most of them followed by an answer of their own, make up a good part of the letter.
    """
    if any(zone is Zone.REQUEST and not _is_bullet(p) for p, zone in zip(letter.paragraphs, letter.zones, strict=True)):
        return []  # the request is repeated in words: bullets list what is in an answer
    at = [i for i in letter.body if _is_bullet(letter.paragraphs[i])]
    if len(at) < _FEWEST:
        return []
    stops = [*at[1:], len(letter.paragraphs)]
    parts = [letter.part(a, b, last=b == stops[-1]) for a, b in zip(at, stops, strict=True)]
    parts[-1] = as_long_as_others(parts[:-1], parts[-1])
    if sum(map(len, parts)) < _SHARE * len(letter.body):
        return []
    lines = typed(letter.text, [((), part) for part in parts])
    if lines and all(line is not None for line in lines):
        pairs = [line for line in lines if line is not None]
        if any(_NAMES_NOTHING.match(letter.text[slice(*question)]) for question, _ in pairs):
            return []  # years and their figures
        return [Item(str(n), (q,), (a,) if a[0] < a[1] else ()) for n, (q, a) in enumerate(pairs, 1)]
    return _answered_below(letter, parts)


def _answered_below(letter: Letter, parts: Sequence[list[Paragraph]]) -> list[Item]:
    answered = sum(len(part) > 1 for part in parts)
    asking = sum(asks(part[0].body) for part in parts)
    headed = answered == len(parts) and not any(part[0].flat.endswith((".", ";", ",", ":")) for part in parts)
    if answered < _MOST * len(parts) or asking < (1 if headed else 0.5 * len(parts)):
        return []
    items = []
    for n, part in enumerate(parts, 1):
        question, answer = split_item(letter.text, part) if len(part) == 1 else ([inner(part[0])], None)
        told = [(p.start, p.end) for p in part[1:]] if answer is None else answer
        if answer is None and told and _says_answer(part[1]):
            told[0] = inner(part[1])
        items.append(Item(str(n), tuple(question), tuple(told)))
    return items


def _says_answer(paragraph: Paragraph) -> bool:
    return paragraph.label is not None and paragraph.label.role is Role.ANSWER


def _is_bullet(paragraph: Paragraph) -> bool:
    return paragraph.label is not None and paragraph.label.role is Role.BULLET
