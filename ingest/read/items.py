"""Items: where, inside one numbered part of a letter, the question ends and the answer begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.read.labels import Label, Role, parse_label
from ingest.read.paragraphs import Paragraph

Span = tuple[int, int]

_ASKS = re.compile(
    r"(?:and |also,? |so |then )?(?:please (?!see\b|find\b|refer\b|note\b|be aware|be advised|contact\b|"
    r"visit\b|accept\b|click\b|follow\b)|"
    r"what\b|how (?:many|much|often|long|does|do|is|are|has|did|was|were|far|old|frequently)\b|which\b|"
    r"who(?:se)?\b|when (?:does|do|did|is|was|will|are|were|the|each|and)\b|"
    r"where (?:does|do|did|is|was|are|can)\b|why\b|(?:can|could|would) (?:you|the|i|this)\b|"
    r"(?:do|does|did|have|has|had|are|is|was|were|will) (?:you|your|the (?:council|trust|force|university|"
    r"authority|department|organisation|board|contract|system|service|supplier|software|information|answer|"
    r"above)|there|any|it|they|this|these)\b|"
    r"if (?:so|yes|no|not|a|an|your|you|the|any|applicable|available|possible|known|this|it|there)\b|"
    r"(?:confirm|provide|list|state|describe|supply|specify|outline|explain|break ?down)\b|"
    r"(?:full |the )?details? of\b|(?:a |any )?cop(?:y|ies) of\b|(?:the |an? |total |overall |annual |"
    r"average )*(?:numbers?|total|amount|cost|value|name|names|list|breakdown|proportion|percentage|date|"
    r"dates|length|duration) (?:of|for)\b|"
    r"(?:supplier|contract|product|name of|system|current|existing|start|end|renewal|expiry|annual|type of|"
    r"date of|total|average|any)\b|in (?:each|which|the (?:last|past|financial|period|years?))\b|"
    r"for each\b|since \b|between \b|(?:note:? (?:that )?)?(?:i|we) (?:would (?:also )?like|(?:am|"
    r"are) (?:also |not )?(?:requesting|asking|interested|looking|seeking)|wish|request|want|require)\b)",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"(?:(?:yes|no(?:ne|t)?|nil|n/?a|zero|unknown|approximately|refused|exempt|withheld|redacted|correct)\b|£|~|"
    r"as above|see\b|please (?:see|find|refer|note|be advised|contact|visit|follow)|"
    r"\d[\d,.]*\b(?! ?[.)])|(?:the|our) (?:(?:parish|town|district|borough|county|city|combined|"
    r"health) )?(?:council|trust|force|university|authority|department|"
    r"constabulary|service|board|fire|police|college|agency|health board|organisation|information|data|"
    r"figures?|contract|current|supplier|system|software|total|answer|names?|costs?)\b(?!.*\?$)|"
    r"we\b(?! (?:would like|are (?:also |not )?(?:requesting|asking|interested|looking|submitting|seeking)|"
    r"request|ask|wish|require)\b)|i (?:can|am able|have|confirm|attach|enclose)\b|in (?:respect|response|"
    r"relation|answer|reply) (?:of|to)\b|i am (?:afraid|sorry|unable|pleased|advised)\b|unfortunately\b|"
    r"however\b|having\b|following\b|this (?:information|is|data|contract|was|system)|these\b|"
    r"information\b|all\b|there (?:is|are|was|were|have|has)\b|it is\b|it was\b|they\b|in-house|section\b|"
    r"s\.? ?\d|attached\b|between \d|we['’]|not\b|currently\b|"
    r"[A-Z][\w'’]+ (?:Council|Trust|Police|University|Constabulary|Borough|City|County|Fire)\b)",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:is|are|was|were|has been|have been)\s+(?:therefore |also |not )?(?:exempt|withheld|held|"
    r"attached|published|available|as follows|set out|refused|enclosed|provided by|£)",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"(?:yes|no|none|nil|n/?a|not (?:held|applicable|known)|refused|£ ?\d|we (?:do|have|use|hold|are)|"
    r"the (?:council|trust|force|university|authority) (?:do|does|has|use|hold|is)\w*)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.?!:])\s+(?=[A-Z£\d\"“'‘])|\s{2,}|\s[-–—]\s")


@dataclass(frozen=True, slots=True)
class Item:
    """One question and its answer as spans of the letter; either may be empty."""

    number: str
    question: tuple[Span, ...]
    answer: tuple[Span, ...]


def asks(text: str) -> bool:
    """Tell whether `text` reads as a question or a demand for something."""
    if text.rstrip(" \"”'’)").endswith("?"):
        return True
    return bool(_ASKS.match(text)) and not _answers_only(text) and not _TELLS.search(text)


def answers(text: str) -> bool:
    """Tell whether `text` opens as an answer does: "Yes", "None", "The Council uses", "Not held"."""
    return bool(_ANSWERS.match(text)) and not text.rstrip().endswith("?")


def tells(text: str) -> bool:
    """Tell whether `text` states something: "is exempt", "are attached"."""
    return _TELLS.search(text) is not None


def _answers_only(text: str) -> bool:
    return bool(
        re.match(
            r"(?:please (?:see|find|refer|note)|any (?:information|such|names?) (?:is|are|has))\b", text, re.IGNORECASE
        )
    )


def inner(paragraph: Paragraph) -> Span:
    """Return the span of a paragraph without its printed label."""
    begin = paragraph.label.end if paragraph.label else 0
    if begin and paragraph.flat[begin : begin + 2] == "| ":
        begin += 2  # the number stands in a cell of its own
    return (paragraph.start + paragraph.quoted + begin, paragraph.end)


def split_item(text: str, paragraphs: Sequence[Paragraph]) -> tuple[list[Span], list[Span]]:
    """Return the question spans and answer spans of the paragraphs of one part.

    The answer begins at an answer label, in the next table cell, behind the last question mark, or where the words turn
    from asking to telling.
    """
    question: list[Span] = []
    marked = _answer_mark(paragraphs)
    if marked:
        asked = [inner(p) if i == 0 else (p.start, p.end) for i, p in enumerate(paragraphs[:marked])]
        told = [inner(paragraphs[marked]), *((p.start, p.end) for p in paragraphs[marked + 1 :])]
        return asked, [(start, end) for start, end in told if end > start]
    for at, paragraph in enumerate(paragraphs):
        span = inner(paragraph) if at == 0 else (paragraph.start, paragraph.end)
        if at and _tells(paragraph, paragraphs[at - 1], paragraphs[at + 1 :]):
            return question, [(p.start, p.end) for p in paragraphs[at:]]
        turn = _turn(text, span, more=at + 1 < len(paragraphs))
        if turn is not None:
            question.append((span[0], turn[0]))
            return question, [(turn[1], span[1]), *((p.start, p.end) for p in paragraphs[at + 1 :])]
        question.append(span)
    return question, []


def _answer_mark(paragraphs: Sequence[Paragraph]) -> int:
    """Return where a label says that the answer begins, or 0."""
    for at, paragraph in enumerate(paragraphs[1:], 1):
        label = paragraph.label
        if label is not None and (label.role is Role.ANSWER or _same_label(label, paragraphs[0].label)):
            return at
    return 0


def _same_label(label: Label, first: Label | None) -> bool:
    return first is not None and label.role is Role.QUESTION and bool(label.numbers) and label.numbers == first.numbers


def _tells(paragraph: Paragraph, before: Paragraph, after: Sequence[Paragraph]) -> bool:
    """Tell whether a later paragraph of a part is already the answer."""
    words = paragraph.flat
    if words.rstrip(" \"”'’)").endswith("?"):
        return False
    if paragraph.label is not None and paragraph.label.role in (Role.BULLET, Role.LETTER, Role.ROMAN, Role.NUMBER):
        body = paragraph.body
        if answers(body) and not asks(body):
            return True
        stem = before.flat.rstrip().endswith((":", ";", ",", "-", "–")) or (
            before.label is not None and before.label.role is paragraph.label.role
        )
        return not (stem or asks(body)) or (not any(not p.label for p in after) and before.flat.rstrip().endswith("?"))
    if answers(words) or "?" in words:
        return not asks(words) or ("?" not in words and answers(words))
    return not (asks(words) and any(not asks(p.flat) for p in after))


def _turn(text: str, span: Span, *, more: bool) -> tuple[int, int] | None:
    """Return where a question ends and where the answer begins within one paragraph, or None.

    `more` says that paragraphs follow: then only a plain answer word may begin the answer in the midst of this one.
    """
    words = text[span[0] : span[1]]
    cell = words.find("\t")
    if 0 < cell < len(words) - 1:
        rest = len(words[cell:]) - len(words[cell:].lstrip())
        label = parse_label(words[cell + rest :])  # "Q1 How many? | A1 208"
        own = label.end if label is not None and label.role is Role.ANSWER else 0
        return span[0] + cell, span[0] + cell + rest + own
    mark = words.rfind("?")
    if mark >= 0:
        while mark >= 0:
            behind = words[mark + 1 :].lstrip(" \"”'’)\n:-–")
            if behind and re.match(r"https?://|www\.", words[: mark + 1].split()[-1]):
                mark = words.rfind("?", 0, mark)
                continue
            break
        behind = words[mark + 1 :].lstrip(" \"”'’)\n:-–")
        if mark < 0 or not behind:
            return None
        begin = len(words) - len(behind)
        piece = begin
        for sentence in _pieces(behind):
            if not asks(sentence) or answers(sentence):
                return span[0] + mark + 1 if piece == begin else span[0] + piece, span[0] + piece
            piece += len(sentence)
            piece += len(words[piece:]) - len(words[piece:].lstrip())
        return None
    for boundary in _SENTENCE.finditer(words):
        behind = words[boundary.end() :]
        opens = _PLAIN.match(behind) if more else answers(behind) and not asks(behind)
        if opens and words[: boundary.start()].strip():
            return span[0] + boundary.start(), span[0] + boundary.end()
    return None


def _pieces(text: str) -> list[str]:
    out, last = [], 0
    for boundary in re.finditer(r"(?<=[.?!])\s+", text):
        out.append(text[last : boundary.start()])
        last = boundary.end()
    out.append(text[last:])
    return out
