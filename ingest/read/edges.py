"""Edges: headings and closing notes at the ends of an answer, which are no part of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.cues import sounds_like
from ingest.read.items import Item, Span, inner
from ingest.read.labels import Role
from ingest.read.letter_parts import Letter
from ingest.read.paragraphs import Paragraph, is_topic
from ingest.read.zones import is_heading

_HEADINGS = ("response_heading", "provision_heading", "refusal_heading", "request_heading")
_ADVISES = re.compile(
    r"\b(?:if you (?:would|wish|want|need|prefer|can|could|feel)|you (?:may (?:wish|like|want|find|"
    r"be interested)|might (?:wish|like|want)|"
    r"could (?:ask|try|contact|write)|do not need to|should (?:not )?(?:contact|take|ask|write)|"
    r"will need to (?:contact|ask|write))|"
    r"(?:would|will) be (?:glad|happy|pleased) to (?:help|talk|discuss|meet|assist)|please (?:ring|contact|"
    r"telephone|let (?:me|us) know)|"
    r"we will (?:take it|assume) that you|should you (?:wish|want|like))\b",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"£\s?\d|\b(?:attached|enclosed|withheld|withhold\w*|refus(?:e|ed|ing)|exempt(?:ion)? (?:under|"
    r"applies)|we (?:hold|use|do not hold)|"
    r"(?:is|are) not held)\b|\b\d[\d,]{2,}\b(?! \d{3})",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"(?:in your (?:e-?mail|letter|request),? )?(?:you|your (?:e-?mail|letter|request))\b[^\"“”?]{2,160}?"
    r"[\"“](?P<q>[^\"“”]{12,})[\"”][.\s]*",
    re.IGNORECASE,
)
_ASKED_FOR = re.compile(
    r"you (?:have |had )?(?:asked|requested)(?: us)?(?: for| to (?:know|see|have|be (?:given|told|"
    r"sent)))?:?\s+(?!us\b|that\b|"
    r"for\b|an? internal)(?P<q>[^.?]{10,600}[.?]?)",
    re.IGNORECASE,
)
_CLOSING_MARK = re.compile(r"[\"”][.,;]?$")
_DATE = re.compile(
    r"(?:(?:date|dated):? )?(?:\w+day,? )?\d{1,2}(?:st|nd|rd|th)?[ ./-](?:[a-z]{3,9}|\d{1,2}),?[ ./-]\d{2,4}",
    re.IGNORECASE,
)
_REFERENCE_LINE = re.compile(  # "Marlbeck District Council FOI2025/1182", at the foot of a page
    r"(?:[A-Z][\w&'’.]* (?:of |and |for |the )?){0,6}(?:FOI|EIR|[A-Z]{1,8}[-/])[-/ ]?[A-Z]{0,6}[-/]?\d{2,}[\w/-]{0,15}"
    r"(?: \(\w+\))?"
)
_TITLE = re.compile(r"[A-Z][^.?!:;\d]{2,59}")
_TAKES_UP = re.compile(  # "With regard to point 3, ..."; what stands before it says nothing of its own
    r"(?:(?:(?:in|with) (?:relation|respect|regards?|response|answer|reply|reference) (?:to|of)|as (?:to|for|regards)|"
    r"turning to|concerning|regarding|for|on) (?:your |the )?(?:(?:questions?|parts?|points?|items?|"
    r"requests?) (?:numbers? )?"
    r"\(?(?:\d{1,2}(?:\(?[a-h]\)?)?|[a-h]|[ivx]{1,4})\)?(?:(?:, | and | ?& ?)\d{1,2}[a-h]?)*|(?:first|second|"
    r"third|fourth|"
    r"fifth|sixth|last|final)(?: and (?:second|third|fourth|fifth|last|final))? (?:questions?|parts?|points?|items?|"
    r"requests?))(?: of your (?:request|e-?mail|letter))?|first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|"
    r"fifth(?:ly)?|next|lastly|finally), (?=\S)",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"[.?!:;][\"”'’)]*$")


def without_edges(letter: Letter, items: Sequence[Item]) -> list[Item]:
    """Return the items, their answers without headings and notes on the reply, their questions without "You asked".

    An answer ends where its reasons, the law or advice are set out: they tie a provision, and are no part of the
    answer. It keeps at least one paragraph.
    """
    cut = [
        replace(item, question=as_quoted(letter.text, item.question), answer=trimmed(letter, item.answer))
        for item in items
    ]
    return _without_signer(letter, [replace(item, answer=_taken_up(letter.text, item.answer)) for item in cut])


def _taken_up(text: str, answer: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return an answer without the words that only name the question it takes up."""
    if not answer:
        return answer
    start, end = answer[0]
    match = _TAKES_UP.match(" ".join(text[start:end].split()))
    if match is None:
        return answer
    named = re.compile(r"\s+".join(map(re.escape, match.group().split())) + r"\s+").match(text, start, end)
    return ((named.end(), end), *answer[1:]) if named else answer


def as_quoted(text: str, question: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the words that a question quotes behind "You asked us:", else the question."""
    if len(question) != 1:
        return question
    match = _QUOTED.fullmatch(text, *question[0]) or _ASKED_FOR.fullmatch(text, *question[0])
    start, end = match.span("q") if match else question[0]
    closed = _CLOSING_MARK.search(text[start:end])
    if closed and not any(mark in text[start:end] for mark in "“" + '"' * (text[start:end].count('"') % 2 == 0)):
        end = start + closed.start()  # of a quotation that began before this question
    return ((start, end),)


def _without_signer(letter: Letter, items: list[Item]) -> list[Item]:
    """Return the items, the last without the name of an office that closes the letter, where no answer has headings."""
    if len(items) < 2 or len(items[-1].answer) < 2:
        return items
    last = letter.ends.get(items[-1].answer[-1][1])
    if last is None or last != letter.body[-1] or not _set_off_name(letter.paragraphs[last]):
        return items
    if _announced(letter.paragraphs, last) or letter.paragraphs[last - 1].flat.endswith((":", ":-", ";")):
        return items
    inside = [letter.ends.get(end) for item in items for _, end in item.answer[1:]]
    if sum(i is not None and _set_off_name(letter.paragraphs[i]) for i in inside) > 1:
        return items
    return [*items[:-1], replace(items[-1], answer=items[-1].answer[:-1])]


def _is_lone_bullet(paragraph: Paragraph, span: Span) -> bool:
    return span[0] == paragraph.start and paragraph.label is not None and paragraph.label.role is Role.BULLET


def _set_off_name(paragraph: Paragraph) -> bool:
    return paragraph.gap and is_topic(paragraph)


def trimmed(letter: Letter, answer: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans of an answer without its edges."""
    paragraphs, at = letter.paragraphs, letter.ends
    spans = list(answer)
    while len(spans) > 1 and (i := at.get(spans[0][1])) is not None and _heads(paragraphs[i], spans[0]):
        spans.pop(0)
    spans = _told(paragraphs, at, spans)
    while len(spans) > 1 and (i := at.get(spans[-1][1])) is not None and _closes(paragraphs, i, spans):
        spans.pop()
    if len(spans) == 1 and (i := at.get(spans[0][1])) is not None and _is_lone_bullet(paragraphs[i], spans[0]):
        spans = [inner(paragraphs[i])]
    return tuple(spans)


def _told(paragraphs: Sequence[Paragraph], at: dict[int, int], spans: list[Span]) -> list[Span]:
    """Return the spans of an answer up to where it turns from telling to explaining; a table below is still told."""
    own = [paragraphs[i] if (i := at.get(end)) is not None else None for _, end in spans]
    for n, paragraph in enumerate(own[1:], 1):
        if paragraph is None or paragraph.start != spans[n][0] or paragraph.label is not None:
            continue
        if sounds_like("afterword", paragraph.flat) and not any(p is not None and "\t" in p.flat for p in own[n:]):
            return spans[:n]
    return spans


def _heads(paragraph: Paragraph, span: Span) -> bool:
    """Tell whether an answer's first paragraph is only a heading over it, or tells how the request was handled."""
    if span[0] != paragraph.start or "\t" in paragraph.flat:
        return False
    if sounds_like("foreword", paragraph.flat) and not _GIVES.search(paragraph.flat):
        return True
    return any(is_heading(paragraph, group) for group in _HEADINGS)


def _closes(paragraphs: Sequence[Paragraph], i: int, spans: Sequence[Span]) -> bool:
    """Tell whether an answer's last paragraph is a heading over what follows, or a note on the reply as a whole."""
    paragraph = paragraphs[i]
    if paragraph.start != spans[-1][0] or "\t" in paragraph.flat:
        return False
    label = paragraph.label
    if label is not None:
        body = paragraph.body.strip()
        titled = _TITLE.fullmatch(body) is not None and paragraph.gap
        return label.role is Role.QUESTION and bool(label.numbers) and (not body or titled)
    if sounds_like("closing_note", paragraph.flat) or _only_advises(paragraph.flat):
        return True
    if any(is_heading(paragraph, group) for group in _HEADINGS):
        return not _announced(paragraphs, i)
    dated = _DATE.fullmatch(paragraph.flat) is not None or _REFERENCE_LINE.fullmatch(paragraph.flat) is not None
    return (
        paragraph.gap and (dated or is_topic(paragraph)) and _SENTENCE_ENDS.search(paragraphs[i - 1].flat) is not None
    )


def _only_advises(flat: str) -> bool:
    """Tell whether a paragraph speaks of what the requester may do next and gives nothing."""
    return _ADVISES.search(flat) is not None and _GIVES.search(flat) is None


def _announced(paragraphs: Sequence[Paragraph], i: int) -> bool:
    """Tell whether a heading stands in a list that a colon announces ("the following exemptions: Section 31(3)")."""
    while i > 0 and any(is_heading(paragraphs[i], group) for group in _HEADINGS):
        i -= 1
    return paragraphs[i].flat.endswith((":", ":-", ";"))
