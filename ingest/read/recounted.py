"""Recounted questions: a reply that tells in its own sentences what was asked, and answers each behind it."""

from __future__ import annotations

import re

from ingest.read.items import Item, Span
from ingest.read.letter_parts import Letter
from ingest.read.zones import Zone

_ORDER = r"(?:(?:first|second|third|fourth|fifth|sixth)(?:ly)?|then|next|also|further|lastly|finally|had|have|and)"
_TELLS_WHAT = re.compile(
    rf"(?:(?<=[.?!;:]\s)|^)(?:{_ORDER},?\s+)*you(?:['’]d)?\s+(?:{_ORDER}\s+)*"
    rf"(?:ask(?:ed)?|wanted|(?:would\s+)?like|wonder(?:ed)?|wished|requested|enquired|queried|sought)(?:\s+(?:us|(?:the|this|"
    rf"our)\s+[\w'’]+(?=\s+(?:for|about|to))|{_ORDER}))*"
    r"(?:\s+(?:for|about|to\s+(?:know|have|see|be\s+(?:told|given|"
    r"sent))))?\s+(?P<asked>[^.;?]{8,400})(?P<stop>[.;?]|$)\s*",
    re.IGNORECASE | re.MULTILINE,
)
_NOT_A_QUESTION = re.compile(
    r"(?:for\s+)?(?:a|an|the|our|us\s+to)?\s*(?:internal\s+)?(?:review|reconsider)\b|"
    r"(?:us\s+)?(?:two|three|four|five|six|seven|several|a\s+number\s+of)\s+(?:things|questions)\b|"
    r"(?:us\s+)?to\s+(?:treat|look\s+again|reconsider|review)|that\s+we\b",
    re.IGNORECASE,
)
_BODY = (Zone.PREAMBLE, Zone.REQUEST, Zone.ANSWER, Zone.REFUSAL)


def recounted(letter: Letter) -> list[Item]:
    """Return the questions a reply recounts ("You also asked for ..."), each with what stands behind it; else [].

    There are at least two, each with an answer; a letter that numbers its questions is read by its numbers.
    """
    found: list[tuple[Span, list[Span]]] = []
    for i in letter.body:
        if letter.zones[i] not in _BODY:
            continue
        paragraph = letter.paragraphs[i]
        told = [
            match
            for match in _TELLS_WHAT.finditer(letter.text, paragraph.start, paragraph.end)
            if not _NOT_A_QUESTION.match(match["asked"])
        ]
        starts = [match.start() for match in told]
        if found and (not starts or starts[0] > paragraph.start):
            found[-1][1].append((paragraph.start, starts[0] if starts else paragraph.end))
        for match, stop in zip(told, [*starts[1:], paragraph.end], strict=False):
            answer = [(match.end(), stop)] if match.end() < stop else []
            found.append((match.span("asked"), answer))
    if len(found) < 2 or not all(answer for _, answer in found):
        return []
    return [Item(str(n), (asked,), tuple(answer)) for n, (asked, answer) in enumerate(found, 1)]
