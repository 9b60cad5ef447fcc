"""Zones: which part of a letter each paragraph belongs to, decided before anything is tagged."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from corpus.cues import sounds_like
from ingest.read.labels import Role
from ingest.read.paragraphs import Paragraph


class Zone(StrEnum):
    """Every character of a letter lies in exactly one of these."""

    LETTERHEAD = "letterhead"
    PREAMBLE = "preamble"
    REQUEST = "request"
    ANSWER = "answer"
    REFUSAL = "refusal"
    PUBLIC_INTEREST = "public_interest"
    REVIEW = "review"
    SIGNATURE = "signature"
    FOOTER = "footer"
    QUOTED_MAIL = "quoted_mail"


TAIL = frozenset({Zone.REVIEW, Zone.SIGNATURE, Zone.FOOTER})
_HEADING_LENGTH = 110
_NUMBERED = (Role.QUESTION, Role.ANSWER, Role.NUMBER)


def is_heading(paragraph: Paragraph, group: str) -> bool:
    """Tell whether a short paragraph is a heading of `group`."""
    return len(paragraph.flat) <= _HEADING_LENGTH and sounds_like(group, paragraph.flat)


def lay_out(paragraphs: Sequence[Paragraph]) -> list[Zone]:
    """Return the zone of each paragraph, in order.

    What stands before the salutation is letterhead; courtesies and law recited before the first question are preamble;
    the request runs to the response; review text, signature and footers close the letter, unless an annex or a further
    question follows; a quoted mail runs to the end.
    """
    zones: list[Zone] = []
    zone = Zone.LETTERHEAD
    quoted_from = _quoted_from(paragraphs)
    for position, paragraph in enumerate(paragraphs):
        if position >= quoted_from:
            zones.append(Zone.QUOTED_MAIL)
            continue
        zone = _next_zone(zone, paragraph, position / max(1, len(paragraphs)))
        zones.append(zone)
    return zones


def _next_zone(zone: Zone, paragraph: Paragraph, share: float) -> Zone:
    opened = _opened_by_heading(paragraph, zone)
    if opened is not None:
        return opened
    tail = _tail_zone(paragraph) if share > 0.1 and zone is not Zone.LETTERHEAD else None
    if tail is not None:
        return tail
    if zone in TAIL:
        numbered = paragraph.label is not None and paragraph.label.role in (Role.QUESTION, Role.ANSWER) and paragraph.label.numbers
        return Zone.ANSWER if numbered else zone
    if zone in (Zone.LETTERHEAD, Zone.PREAMBLE):
        return _opening_zone(zone, paragraph)
    return zone


def _opened_by_heading(paragraph: Paragraph, zone: Zone) -> Zone | None:
    label = paragraph.label
    if label is not None and not label.numbers and not paragraph.body.strip():
        if label.role is Role.ANSWER:
            return Zone.ANSWER
        if label.role is Role.QUESTION:
            return Zone.REQUEST
    if is_heading(paragraph, "response_heading"):
        return Zone.ANSWER
    if is_heading(paragraph, "request_heading"):
        return Zone.REQUEST
    if is_heading(paragraph, "public_interest_heading") and zone is not Zone.REQUEST:
        return Zone.PUBLIC_INTEREST
    if is_heading(paragraph, "refusal_heading") and zone not in (Zone.REQUEST, Zone.LETTERHEAD):
        return Zone.REFUSAL
    return None


def _tail_zone(paragraph: Paragraph) -> Zone | None:
    if paragraph.label is not None and paragraph.label.role in _NUMBERED and "?" in paragraph.flat:
        return None
    if len(paragraph.flat) <= 80 and sounds_like("signature", paragraph.flat):
        return Zone.SIGNATURE
    if sounds_like("review", paragraph.flat):
        return Zone.REVIEW
    if sounds_like("footer", paragraph.flat):
        return Zone.FOOTER
    return None


def _opening_zone(zone: Zone, paragraph: Paragraph) -> Zone:
    """Return the zone a paragraph opens at the head of a letter."""
    flat = paragraph.flat
    if sounds_like("preamble", flat) and not (paragraph.label and paragraph.label.role in _NUMBERED):
        return Zone.PREAMBLE
    if sounds_like("request_lead", flat) or sounds_like("response_lead", flat):
        return Zone.PREAMBLE
    if paragraph.label is not None and paragraph.label.role in _NUMBERED:
        return Zone.REQUEST if zone is Zone.PREAMBLE or "?" in flat else zone
    if zone is Zone.PREAMBLE and (len(flat) > 40 or flat.endswith("?")):
        return Zone.ANSWER
    return zone


def _quoted_from(paragraphs: Sequence[Paragraph]) -> int:
    """Return where quoted mail begins: a mail header or "wrote:" below words of the reply itself."""
    words = 0
    for position, paragraph in enumerate(paragraphs):
        starts = paragraph.quoted > 0 or sounds_like("quoted_mail", paragraph.flat) or _is_header_block(paragraphs, position)
        if starts and words >= 8:
            return position
        if not sounds_like("mail_header", paragraph.flat) and not starts:
            words += len(paragraph.flat.split())
    return len(paragraphs)


def _is_header_block(paragraphs: Sequence[Paragraph], position: int) -> bool:
    block = [p.flat for p in paragraphs[position : position + 5]]
    return block[0].lower().startswith("from:") and sum(sounds_like("mail_header", line) for line in block) >= 3
