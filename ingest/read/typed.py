"""Typed forms: answers typed on the line of their question, told by what parts the two in every line of the list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.read.items import Span, answers, asks, inner, tells
from ingest.read.paragraphs import Paragraph, is_topic

Parts = Sequence[tuple[tuple[str, ...], list[Paragraph]]]
Cut = tuple[int, int]  # where the question ends, where the answer begins
_QUESTION_MARK = re.compile(r"\?[\"”'’)]*(?:\s*\([^)?]{3,80}\))?[\s:\-–]*(?=\S)")
_SEPARATORS = (
    re.compile(r"\s*(?:-{1,2}>|=>|→)\s*"),
    re.compile(r"\s*\t\s*|\s\|\s"),
    re.compile(r"[ ]{2,}(?=\S)"),
    re.compile(r"\s?[:;][ \n]+(?=\S)"),
    re.compile(r"\n(?=[^a-z\s])"),  # a small letter goes on
    re.compile(r"\s[-–—]\s(?=\S)"),
    re.compile(r"\.\s+(?=[A-Z£\d])"),
)
_LONGEST = 220  # characters of a question on a form
_MOST = 0.75  # of the lines have to be parted alike
_JOINS = (
    "section",
    "class",
    "part",
    "in",
    "for",
    "from",
    "to",
    "since",
    "of",
    "by",
    "at",
    "between",
    "and",
    "the",
    "on",
)
_JOINING = "".join(rf"(?<!\b{word})" for word in (*_JOINS, "a", "an", "with", "per", "all"))
_FIELD = re.compile(rf"[A-Z][\w'’/-]*(?:\s+(?:[a-z(&/][^\s]*|[A-Z]{{2,}}s?\b))*{_JOINING}\s+(?=[A-Z£~\d])")


def typed(text: str, parts: Parts) -> list[tuple[Span, Span] | None]:
    """Return the question and the answer of each part of a list whose answers are typed on the questions' own lines.

    The lines of such a form are parted alike: by a run of spaces, a colon, a dash, a stop, or a question mark. None
    stands for a part of several paragraphs, which tell by themselves; [] where fewer than three quarters of three or
    more lines are parted. A heading over the next part belongs to no line.
    """
    lines = [inner(part[0]) if all(is_topic(p) for p in part[1:]) else None for _, part in parts]
    words = [text[slice(*line)] for line in lines if line is not None]
    if len(words) < max(3, 0.6 * len(parts)):
        return []
    marked = [_at_question_mark(line) for line in words]
    count = sum(map(bool, marked))
    for separator in _SEPARATORS:
        cuts = [mark or _at(separator, line) for mark, line in zip(marked, words, strict=True)]
        if sum(map(bool, cuts)) >= max(_MOST * len(cuts), count + 2):
            break
    else:
        cuts = marked
    cuts = [cut or _at_a_field(line) for cut, line in zip(cuts, words, strict=True)]
    if sum(map(bool, cuts)) < _MOST * len(words) or cuts == marked:
        return []
    found = iter(cuts)
    return [
        line and _parted(line, next(found), alone=len(part) == 1) for line, (_, part) in zip(lines, parts, strict=True)
    ]


def _parted(line: Span, cut: Cut | None, *, alone: bool) -> tuple[Span, Span] | None:
    start, end = line
    if cut is None:
        return (line, (end, end)) if alone else None
    return (start, start + cut[0]), (start + cut[1], end)


def _at_question_mark(line: str) -> Cut | None:
    found = None
    for match in _QUESTION_MARK.finditer(line):
        if not asks(line[match.end() :]):
            found = (match.start() + 1, match.end())
            break
    return found


def _at(separator: re.Pattern[str], line: str) -> Cut | None:
    match = separator.search(line)
    if match is None or not 2 < match.start() <= _LONGEST or "?" in line:
        return None
    question, answer = line[: match.start()], line[match.end() :]
    if tells(question) or (answers(question) and not asks(question)) or asks(answer):
        return None
    return match.start(), match.end()


def _at_a_field(line: str) -> Cut | None:
    """Part "Number of licences 210": small words, then a name or a figure."""
    match = _FIELD.match(line)
    return (match.end(), match.end()) if match and asks(line) and "?" not in line else None
