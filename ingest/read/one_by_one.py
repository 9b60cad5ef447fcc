"""One by one: several questions in a request, matched with the paragraphs, lines or topics of its one response."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.read.implied import matched
from ingest.read.items import Span, asks

Pair = tuple[list[Span], list[Span]]

_COURTESY = re.compile(
    r"(?:can|could|would|will) you (?:please )?(?:help|assist|answer|tell me the following|provide the following)"
    r"[^?]{0,40}\?",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\n\f]+")
_BULLET = re.compile(r"[•·▪●○◦‣∙*–-]\s+")
_MOST = 12  # bullets that one answer is given to


def one_by_one(text: str, asked: Sequence[Span], answered: Sequence[Span]) -> list[Pair]:
    """Return the questions of a request, each with its part of the response; one pair where they do not match.

    They match by order where there are as many paragraphs, lines or topics as questions, else by the words they share.
    Bullets with one answer to them all each get that answer.
    """
    units = [unit for span in asked for unit in questions_in(text, span) if not _COURTESY.search(text, *unit)]
    listed = text[asked[0][0] : asked[0][1]].rstrip().endswith((":", ":-"))
    if listed and len(units) > 1:
        units = units[1:]  # the lead-in asks nothing itself
    units = [_unbulleted(text, unit) for unit in units]
    each_asks = listed or all(asks(text[s:e]) for s, e in units)
    lines = [line for span in answered for line in _whole_lines(text, span)]
    for told, certain in ((answered, each_asks), (lines, each_asks and len(units) > 2)):
        if certain and 1 < len(units) == len(told):
            return [([unit], [span]) for unit, span in zip(units, told, strict=True)]
    topics = _by_topic(text, answered)
    if 1 < len(units) == len(topics):
        return [([unit], spans) for unit, spans in zip(units, topics, strict=True)]
    bullets = [_unbulleted(text, span) for span in asked if _BULLET.match(text, span[0])]
    leads = listed or (len(bullets) > 1 and _BULLET.match(text, asked[0][0]) is None)
    told = [_unbulleted(text, span) for span in answered if _BULLET.match(text, span[0])]
    if 1 < len(bullets) == len(told) and len(asked) - len(bullets) <= 1 and _BULLET.match(text, answered[0][0]):
        return [([bullet], [span]) for bullet, span in zip(bullets, told, strict=True)]
    if not 1 < len(bullets) <= _MOST or len(asked) - len(bullets) > leads:
        return [(list(asked), list(answered))]
    if (owners := matched(text, bullets, answered)) is not None:
        return [
            ([bullet], [span for span, owner in zip(answered, owners, strict=True) if owner == i])
            for i, bullet in enumerate(bullets)
        ]
    return [([bullet], list(answered)) for bullet in bullets]


def _whole_lines(text: str, span: Span) -> list[Span]:
    """Return the lines of a paragraph where each is a sentence of its own, else the paragraph."""
    lines = [m.span() for m in _LINE.finditer(text, *span)]
    whole = all(text[s].isupper() or text[s].isdigit() for s, _ in lines) and all(
        text[e - 1] in ".!" for _, e in lines[:-1]
    )
    return lines if whole else [span]


def _unbulleted(text: str, span: Span) -> Span:
    bullet = _BULLET.match(text, span[0])
    return (bullet.end(), span[1]) if bullet else span


def _by_topic(text: str, answered: Sequence[Span]) -> list[list[Span]]:
    """Return the paragraphs of a response under each of its short headings; [] where it does not begin with one."""
    groups: list[list[Span]] = []
    for start, end in answered:
        words = text[start:end]
        if (
            len(words) <= 60
            and words[0].isupper()
            and words[-1] not in ".?!:;,"
            and "\t" not in words
            and not re.search(r"\d{3}", words)
            and (not groups or groups[-1])  # what stands below a heading is no second one
        ):
            groups.append([])
        elif not groups:
            return []
        else:
            groups[-1].append((start, end))
    return [group for group in groups if group]


def questions_in(text: str, span: Span) -> list[Span]:
    """Return the questions of one paragraph, each with its mark."""
    out, begin = [], span[0]
    for mark in re.finditer(r"\?[\"”'’)]*(?=\s|$)", text[span[0] : span[1]]):
        out.append((begin, span[0] + mark.end()))
        begin = span[0] + mark.end()
        while begin < span[1] and text[begin].isspace():
            begin += 1
    if begin < span[1]:
        out.append((begin, span[1]))
    return out
