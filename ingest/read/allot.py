"""Allotment: one reply in prose to several questions, its passages given to the questions they answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.cues import sounds_like
from ingest.read.implied import matched
from ingest.read.items import Span
from ingest.read.labels import numbers_in
from ingest.read.sentences import Sentences

_FIGURE, _MARK = r"\d{1,2}[a-h]?", r"(?:[a-k]|x|i{1,3}|iv|vi{0,3}|ix)"
_MORE = r"(?:\s*(?:,|&|and)\s*\(?{}\)?(?![\w%]))*"
_LIST = rf"(?:\(?{_FIGURE}\)?{_MORE.format(_FIGURE)}|\(?{_MARK}\)?{_MORE.format(_MARK)})"
_THING = r"(?:questions?|parts?|points?|items?|requests?|q)\s*"
_OPENS = re.compile(  # "In answer to 2, ..."; what stands before it says nothing of its own
    rf"(?:and |but )?(?:[^.;]{{0,60}}\b(?:tell you|say|confirm|reply|advise)(?: that)? )?(?:(?:in (?:answer|response|"
    rf"reply|relation|respect|regard)|with (?:regard|respect)) (?:to|of)|as (?:to|regards|for)|turning to|regarding|"
    rf"for|on) (?:the |your )?(?:{_THING})?(?P<n>{_LIST})(?:(?=[,:])|(?<=[\d)])(?=\s))(?! (?:\w+ )?20\d\d)[,:]?\s*"
    r"(?:that )?",
    re.IGNORECASE,
)
_NAMES = re.compile(rf"[^.;?]{{0,60}}?\b{_THING}\(?(?P<n>{_LIST})(?=\W|$)", re.IGNORECASE)
_MARKS = re.compile(
    rf"[^.;?()]{{0,60}}(?<=\s)(?P<n>\({_MARK}\)(?:(?:,| and|,? &)\s*\({_MARK}\))*)(?=\W)", re.IGNORECASE
)
REMAINDER = re.compile(
    r"(?:(?:in|with) (?:relation|respect|regard) (?:to|of)|as (?:for|to|regards)|for|(?:we|i) (?:refuse|"
    r"withhold|cannot "
    r"give))?\s*(?:the (?:remainder|rest) of (?:the|your) (?:request|questions|information)|"
    r"(?:all (?:of )?)?(?:the|your) "
    r"(?:remaining|other) (?:questions|parts|points|items|requests)|all other (?:questions|parts|points|items)|"
    r"the (?:remainder|rest)(?=,))\b",
    re.IGNORECASE,
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_NTH = rf"(?:{'|'.join(_ORDINALS)})"
_ORDERED = re.compile(
    rf"(?:as (?:to|for|regards) |on |and )?(?:the |your )(?P<n>{_NTH}(?:(?:, | and (?:the )?){_NTH})*)(?: "
    rf"(?:question|part|point|item|request)s?)?(?=\s(?:is|are|can|was|were|we|i|asks?|concerns?)\b|,)",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"[,;]?\s+(?:and\s+|but\s+)?(?=(?:in (?:answer|reply|response) to|as to|as regards)\b)", re.IGNORECASE
)
_TITLE = re.compile(r"[A-Z][^.?!:;\t]{2,59}$")
_OF_THE_WHOLE = ("cost_limit", "vexatious", "neither_confirm_nor_deny")  # what is refused so is refused as a whole
_FEWEST = 2  # questions that a reply has to take up by name


def allot(text: str, numbers: Sequence[str], asked: Sequence[Span], told: Sequence[Span]) -> list[list[Span]]:
    """Return for each question the passages of a reply that answer it.

    By the numbers that passages name, else by the words that paragraphs, or sentences, share with one question only, in
    their order; else every question has the whole reply.
    """
    return by_number(text, numbers, told) or _by_words(text, asked, told) or [list(told) for _ in numbers]


def by_number(text: str, numbers: Sequence[str], told: Sequence[Span]) -> list[list[Span]]:
    """Return the passages under the numbers they open with or name.

    [] where fewer than two questions are named, or where some are not and the reply does not begin with a number.
    """
    known = {number.lower() for number in numbers}
    out: dict[str, list[Span]] = {}
    current: list[str] = []
    begins = False
    for at, (start, end) in enumerate(_clauses(text, told)):
        opens = _OPENS.match(text, start, end)
        named = opens or _NAMES.match(text, start, end) or _MARKS.match(text, start, end)
        found = [n for n in _listed(named["n"]) if n in known] if named else _in_order(text, numbers, start, end)
        if not found and out and REMAINDER.match(text, start, end):
            found = [n for n in map(str.lower, numbers) if n not in out]
        if found:
            current = found
            begins = begins or at == 0
            start = opens.end() if opens else start
        for number in current:
            out.setdefault(number, []).append((start, end))
    complete = len(out) >= _FEWEST and (begins or len(out) == len(known))
    return [_joined(text, out.get(number.lower(), [])) for number in numbers] if complete else []


def _in_order(text: str, numbers: Sequence[str], start: int, end: int) -> list[str]:
    """Return the numbers a clause names by their order: "The third and fourth can be met at once"."""
    match = _ORDERED.match(text, start, end)
    places = [_ORDINALS.index(nth.lower()) for nth in re.findall(_NTH, match["n"], re.IGNORECASE)] if match else []
    return [numbers[place].lower() for place in places if place < len(numbers)]


def _listed(text: str) -> list[str]:
    return list(numbers_in(text)) or re.findall(rf"\b{_MARK}\b", text.lower())


def _clauses(text: str, told: Sequence[Span]) -> list[Span]:
    """Return the sentences of a reply, cut also where one turns to another question."""
    out: list[Span] = []
    for start, end in Sentences(text, list(told)).spans:
        for turn in _TURNS.finditer(text, start + 1, end):
            out.append((start, turn.start()))
            start = turn.end()
        out.append((start, end))
    return out


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans, those with nothing but space between them as one."""
    out: list[Span] = []
    for start, end in spans:
        if out and not text[out[-1][1] : start].strip() and "\n\n" not in text[out[-1][1] : start]:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _by_words(text: str, asked: Sequence[Span], told: Sequence[Span]) -> list[list[Span]]:
    """Return the passages by the words they share with one question only; [] where they do not match one by one."""
    words = " ".join(" ".join(text[start:end].split()) for start, end in told)
    if any(sounds_like(group, words) for group in _OF_THE_WHOLE):
        return []
    sentences = Sentences(text, list(told)).spans
    for passages in (_sections(text, told), list(told), sentences if len(sentences) <= len(asked) + 1 else []):
        owners = matched(text, asked, passages) if len(passages) >= len(asked) > 1 else None
        if owners is not None:
            return [
                [_untitled(text, span) for span, owner in zip(passages, owners, strict=True) if owner == i]
                for i in range(len(asked))
            ]
    return []


def _sections(text: str, told: Sequence[Span]) -> list[Span]:
    """Return the paragraphs of a reply from heading to heading; [] where its headings do not begin with it.

    One paragraph may lead up to the first heading.
    """
    out: list[Span] = []
    for at, (start, end) in enumerate(told):
        if _TITLE.fullmatch(text, start, end):
            out.append((start, end))
        elif not out and at:
            return []
        elif out:
            out[-1] = (out[-1][0], end)
    return out


def _untitled(text: str, span: Span) -> Span:
    """Return a section without the heading on its first line."""
    first = text.find("\n", *span)
    if first < 0 or not _TITLE.fullmatch(text, span[0], first):
        return span
    while text[first].isspace():
        first += 1
    return (first, span[1])
