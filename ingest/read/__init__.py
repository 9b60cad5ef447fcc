"""Reading: from the clean text of a letter to what it says. `read` runs the steps; each step is one module."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from textwrap import shorten

from corpus.authorities import by_name
from corpus.cues import sounds_like
from corpus.records import (
    PAGE_BREAK,
    Citation,
    CitationStatus,
    Document,
    Kind,
    Law,
    Outcome,
    QuestionAnswer,
    Reading,
)
from ingest.read.authority import authority_from_path, find_authority
from ingest.read.citations import find_citations, only_scottish_numbers
from ingest.read.dates import find_dates
from ingest.read.items import Item, asks
from ingest.read.layout import Layout
from ingest.read.nlp import make_room
from ingest.read.normalise import normalise
from ingest.read.outcome import letter_outcome, part_outcome
from ingest.read.reference import find_reference
from ingest.read.status import judge
from ingest.read.statutes import SCOTTISH, UK, Family, laws_named, scottish_and_uk_signs
from ingest.read.subjects import implied_grounds
from ingest.read.vendors import find_vendors
from ingest.read.zones import TAIL, Zone, is_heading

__all__ = ["read"]

_SUBJECT = re.compile(
    r"(?:request(?:ed|ing)?(?: for information| made)?|information|enquiry|e-?mail|"
    r"letter)[^.\n]{0,80}?\b(?:regarding|about|concerning|relating to|in relation to|in respect of|"
    r"with regards? to|on the subject of|re:?)\s+(?P<subject>[^.\n]{4,140})",
    re.IGNORECASE,
)
_BRIDGE = re.compile(r"foisa-39-2|foia-39")  # exempts from the Act what the Regulations govern
_NAMES_THE_LAW = re.compile(
    r"\b(?:under|pursuant to) the (?:freedom of information|environmental information)", re.IGNORECASE
)
_WANTS = re.compile(
    r"\b(?:i|we) (?:would like|am writing|wish|request|am requesting)|please (?:provide|send|supply)", re.IGNORECASE
)
_TO_A_REQUESTER = re.compile(
    r"\b(?:thank you for|further to|in (?:response|reply|answer) to|with reference to|regarding) your "
    r"(?:recent )?(?:request|e-?mail|letter|enquiry|questions?|message)\b|\byou (?:asked|requested|wanted)\b|"
    r"\b(?:concludes|completes|answers) (?:your|our|the) (?:request|response|reply)\b",
    re.IGNORECASE,
)
_PROMISES = re.compile(
    r"\b(?:will|shall|must|may|might|should|would|could|if|expect|aim|is being|entitled|acknowledg\w+|received|"
    r"apolog\w+|(?:has|have) been (?:given|logged|passed|received|allocated|registered)|thank|known|contact)\b|"
    r"['’]ll\b",
    re.IGNORECASE,
)
_HALF = 0.5
_OPENING = 300  # characters in which an automatic reply says that it is one
_ACKNOWLEDGED_IN = 2500  # characters: a longer letter that thanks for a request goes on to answer it


def read(document: Document, *, authority: str | None = None) -> Reading:
    """Return what the letter in `document` says.

    `authority` names the body where the caller knows it and the letter does not tell. Text without any words gives an
    empty reading of kind `other`. The same document always gives the same reading.
    """
    text = PAGE_BREAK.join(normalise(page.text) for page in document.pages)
    make_room(len(text))
    layout = Layout(text)
    name = (
        find_authority(layout.zoned_paragraphs(), document.headers) or authority or authority_from_path(document.source)
    )
    family = _family(text, name)
    citations = judge(layout, find_citations(text, family))
    kind = _kind(layout, citations, document.headers)
    if kind is Kind.ACKNOWLEDGEMENT:  # nothing is decided yet
        citations = [
            replace(c, status=CitationStatus.CONSIDERED) if c.status is CitationStatus.APPLIED else c for c in citations
        ]
    told = kind is not Kind.ACKNOWLEDGEMENT and (kind is not Kind.OTHER or _asked_and_answered(layout))
    questions = _questions(layout, citations) if told else ()
    if not told:
        citations = [replace(c, questions=()) for c in citations]
    outcomes = _outcomes(layout, questions, citations, kind)
    regime = _regime(layout, citations, family, kind)
    implied = (
        implied_grounds(layout, citations, family, regulations=regime in (Law.EIR.value, Law.EISR.value))
        if kind is Kind.RESPONSE
        else []
    )
    received_on, responded_on = find_dates(text, layout.zones, document.headers)
    return Reading(
        kind=kind,
        title=_title(layout, document),
        text=text,
        authority=name,
        regime=regime,
        reference=find_reference(text, layout.zones, document.headers, document.source),
        received_on=received_on,
        responded_on=responded_on,
        outcome=outcomes[0],
        outcomes=outcomes,
        questions=questions,
        citations=tuple(sorted([*citations, *implied], key=lambda c: c.start)),
        vendors=tuple(v if told else replace(v, questions=()) for v in find_vendors(layout, responded_on)),
    )


_ABOUT_A_REQUEST = re.compile(
    r"freedom of information|\bFo[Ii]A?\b|\bFOISA\b|\bEIRs?\b|environmental information|rhyddid gwybodaeth|"
    r"information request|request for information|"
    r"\byou (?:asked|requested|wrote|wanted)|your (?:request|enquiry|questions?|e-?mail|letter)|"
    r"our (?:response|reply)|internal review|information commissioner|disclosure log|public interest|"
    r"\brequest \d{3}|\bour answers\b|\bexempt",
    re.IGNORECASE,
)


def _family(text: str, authority: str | None) -> Family:
    """Return the laws that bare numbers belong to.

    They are Scotland's where those are named, where the author is Scottish, or where only they have the numbers.
    """
    scottish, uk = scottish_and_uk_signs(text)
    if scottish and scottish >= uk:
        return SCOTTISH
    listed = by_name(authority) if authority else None
    if listed is not None and listed.law is Law.FOISA and uk <= scottish:
        return SCOTTISH
    return SCOTTISH if listed is None and not scottish and not uk and only_scottish_numbers(text) else UK


def _regime(layout: Layout, citations: list[Citation], family: Family, kind: Kind) -> str | None:
    """Return the law the answer was given under: by the provisions applied, else by the Act it names."""
    counted = [c for c in citations if c.status is CitationStatus.APPLIED]
    bridge = any(_BRIDGE.match(c.provision) for c in counted)
    applied = {c.law for c in counted if not _BRIDGE.match(c.provision)}
    if len(applied) == 1 and not bridge:
        return next(iter(applied)).value
    if len(applied) > 1:
        return "mixed"
    if bridge:
        return family.regulations.value
    own = " ".join(layout.text[s:e] for zone, s, e in layout.zones if zone not in (Zone.REQUEST, Zone.QUOTED_MAIL))
    named = laws_named(own)
    if not any(named.values()):
        named = laws_named(layout.text)
    act, regulations = named[Law.FOIA] + named[Law.FOISA], named[Law.EIR] + named[Law.EISR]
    if not act and not regulations:
        return family.act.value if kind is Kind.RESPONSE else None
    return family.act.value if act >= regulations else family.regulations.value


def _questions(layout: Layout, citations: list[Citation]) -> tuple[QuestionAnswer, ...]:
    """Return the letter's items as records, each with the outcome that its answer and its provisions give it."""
    out = []
    for item in layout.items:
        applied = [c for c in citations if c.status is CitationStatus.APPLIED and item.number in c.questions]
        question, answer = layout.question_text(item), layout.answer_text(item)
        spans = item.answer or item.question
        start, end = (spans[0][0], spans[-1][1]) if spans else (0, 0)
        out.append(
            QuestionAnswer(
                item.number,
                question,
                answer,
                part_outcome(answer, applied),
                layout.page_at(start),
                start,
                end,
            )
        )
    return tuple(out)


def _kind(layout: Layout, citations: list[Citation], headers: dict[str, str]) -> Kind:
    """Tell a response from an acknowledgement, a request and other papers."""
    own = [(zone, layout.text[s:e]) for zone, s, e in layout.zones if zone is not Zone.QUOTED_MAIL]
    words = " ".join(" ".join(part.split()) for _, part in own)
    answered = any(item.answer for item in layout.items)
    about = " ".join((words, *(headers.get(key, "") for key in ("subject", "title"))))
    headed = any(is_heading(p, "request_heading") or is_heading(p, "response_heading") for p in layout.paragraphs)
    if not headed and not _ABOUT_A_REQUEST.search(about):
        return Kind.OTHER
    if len(layout.items) < 2 and len(words) < _ACKNOWLEDGED_IN and sounds_like("extension", _without_tail(own)):
        return Kind.ACKNOWLEDGEMENT
    if len(words) < _ACKNOWLEDGED_IN and sounds_like("automatic_reply", words[:_OPENING]):
        return Kind.ACKNOWLEDGEMENT
    if any(c.status is CitationStatus.APPLIED for c in citations):
        return Kind.RESPONSE
    if (
        sounds_like("acknowledgement", words)
        and len(words) < _ACKNOWLEDGED_IN
        and (not any(item.answer and _repeats(layout, item) for item in layout.items) or _only_promises(layout))
    ):
        return Kind.ACKNOWLEDGEMENT
    if any(zone in (Zone.PREAMBLE, Zone.REVIEW) for zone, _ in own) and answered:
        return Kind.RESPONSE
    if _NAMES_THE_LAW.search(words) and _WANTS.search(words) and not sounds_like("review", words):
        return Kind.REQUEST
    named = laws_named(words)
    told = len(layout.items) > 1 or any(named.values()) or _TO_A_REQUESTER.search(words) is not None
    return Kind.RESPONSE if answered and told else Kind.OTHER


def _asked_and_answered(layout: Layout) -> bool:
    """Tell whether a paper that speaks of no request at all is still one of questions, each with its answer."""
    asked = [asks(" ".join(layout.question_text(item).split())) for item in layout.items]
    return bool(asked) and all(item.answer for item in layout.items) and sum(asked) >= _HALF * len(asked)


def _without_tail(own: Sequence[tuple[Zone, str]]) -> str:
    return " ".join(" ".join(part.split()) for zone, part in own if zone not in TAIL)


def _repeats(layout: Layout, item: Item) -> bool:
    """Tell whether a letter says a question itself, not only the mail it quotes."""
    return bool(item.question) and layout.zone_at(item.question[0][0]) is not Zone.QUOTED_MAIL


def _only_promises(layout: Layout) -> bool:
    """Tell whether the one answer of a letter says only what will be done and what might be."""
    answer = " ".join(layout.answer_text(layout.items[0]).split())
    return len(layout.items) == 1 and all(_PROMISES.search(sentence) for sentence in re.split(r"(?<=[.?!])\s+", answer))


def _outcomes(
    layout: Layout, questions: tuple[QuestionAnswer, ...], citations: list[Citation], kind: Kind
) -> tuple[Outcome, ...]:
    """Return the outcomes of the letter, the main one first; a letter that answers nothing has an unknown one."""
    if kind in (Kind.ACKNOWLEDGEMENT, Kind.REQUEST):
        return (Outcome.UNKNOWN,)
    applied = [c for c in citations if c.status is CitationStatus.APPLIED]
    body = "\n".join(
        layout.text[s:e] for zone, s, e in layout.zones if zone in (Zone.ANSWER, Zone.REFUSAL, Zone.PREAMBLE)
    )
    return letter_outcome([q.outcome for q in questions], applied, body, kind is Kind.RESPONSE)


def _title(layout: Layout, document: Document) -> str:
    """Return what a list of results calls the letter, on one line, at most 160 characters.

    It is the subject line, else the subject in the letter's words, else its first question, else how its answer begins;
    "" only for a letter without words.
    """
    found = [document.headers.get(key, "") for key in ("subject", "title")]
    for zone, start, end in layout.zones:
        if zone in (Zone.LETTERHEAD, Zone.PREAMBLE) and (match := _SUBJECT.search(layout.text, start, end)):
            found.append(match["subject"].strip(" ,:;"))
    found += [layout.question_text(item) for item in layout.items if item.question]
    found += [layout.answer_text(item) for item in layout.items]
    lines = [" ".join(text.split()) for text in found]
    title = next((line for line in lines if len(line.split()) > 1 and len(line) > 8), "")
    return title[:1].upper() + shorten(title, 160, placeholder=" …")[1:] if title else ""
