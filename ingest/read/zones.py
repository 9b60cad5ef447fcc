"""Zones: which part of a letter each paragraph belongs to, decided before anything is tagged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from corpus.cues import sounds_like
from ingest.read.items import answers, asks
from ingest.read.labels import Role
from ingest.read.paragraphs import Paragraph
from ingest.read.runs import Run, find_runs, leads_no_questions


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
    HISTORY = "history"  # what an earlier reply said, told in an internal review


_POST = re.compile(
    r"^(?:[A-Z][\w'’.\-]*\s+){0,4}[A-Z][\w'’\-]*,?\s+(?:[\w&]+\s+){0,5}(?:officer|manager|adviser|advisor|"
    r"assistant|co-?ordinator|team|unit|partner|support|services?|office|governance|lead|administrator|"
    r"solicitor|specialist|swyddog)\b(?:[,\-–] .{0,40})?$",
    re.IGNORECASE,
)
_UNDER_PROVISIONS = frozenset(
    {Zone.ANSWER, Zone.REFUSAL, Zone.PUBLIC_INTEREST, Zone.REVIEW, Zone.SIGNATURE, Zone.FOOTER}
)
TAIL = frozenset({Zone.REVIEW, Zone.SIGNATURE, Zone.FOOTER})
_ASKED = re.compile(
    r"(?:specifically,? |in particular,? )?(?:you (?:have |had |also |then )?(?:asked|requested|wanted)"
    r"(?! (?:that|for (?:this|these|it)|this|us to|why (?:the|our|my) (?:reply|response|answer))\b)|"
    r"your request (?:was|is) (?:for|about|to)|(?:i|we) understand (?:that )?you)\b",
    re.IGNORECASE,
)
_YOUR_WORDS = re.compile(
    r"\byou (?:have |had )?(?:asked|requested|wanted|wrote)\b|\byour (?:\w+ )?request\b[^.]{0,40}\bfor the following",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^.?!]{5,120}\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b[^?!]{0,60}")
_LINK = re.compile(r"https?:|www\.|mailto:")
_BELOW = re.compile(
    r"\b(?:repl(?:y|ies)|responses?|answers?|comments?)\b[^.]{0,40}\b(?:below|in (?:red|blue|green|bold|"
    r"capitals|italics)|in ?line|within|underneath|under each|beneath)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:(?:mr|mrs|ms|dr|miss)\.? )?[A-Z][\w'’.\-]*(?: [A-Z][\w'’.\-]*){1,3}(?:,.{0,50}| \|.{0,50})?$")
_DEAR = re.compile(r"(?:dear|annwyl|hello|hi|good (?:morning|afternoon))\b", re.IGNORECASE)
_OPEN = (Zone.REQUEST, Zone.ANSWER)
_TOPIC = 30  # characters
_HEAD = 0.5  # of a letter: in its second half it does not repeat the request any more
_LEAD = 4  # paragraphs that a request may say before its numbered questions
_WAY_TO_COMPLAIN = re.compile(
    r"commissioner|review|complain(?:t|ts|ing)? (?:to|about|should|procedure|process|can|may|must)|"
    r"to complain|appeal|dissatisf|"
    r"unhappy|not (?:happy|satisfied|content)|ombudsman|working days|https?:|www\.|@|adolygiad|write to|contact",
    re.IGNORECASE,
)
_BULLETED = re.compile(r"[•·▪●○◦‣∙*–-]\s")
_TELLS_OUTCOME = re.compile(
    r"\b(?:(?:i|we) (?:can|am|are) (?:confirm|able|unable)|can confirm|(?:do|does|did) not (?:hold|have|own)|"
    r"(?:is|are|was|were) (?:not held|held|available|published|attached|enclosed|exempt|withheld|refused|on our)|"
    r"under (?:section|s\.?|regulation)\s?\d|(?:uses?|used|there (?:is|are|were|was))|"
    r"please find|attach\w*|enclos\w*)\b",
    re.IGNORECASE,
)
_RESPONSE = re.compile(r"respon|reply|replies|answer|ymateb|ateb", re.IGNORECASE)
_REPLIES = re.compile(  # a body by its name, and what it does: "The Executive holds the information"
    r"(?:The |Our )?[A-Z][\w&'’-]*(?: (?:of |and |for |the )*[A-Z][\w&'’-]*){0,6} "
    r"(?:holds?|has|have|does|do|is|are|was|were|can|cannot|neither|uses?|keeps?|records?|estimates?|considers?|regards?|relies|will|would)\b"
)
_HEADING_LENGTH = 110  # characters
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
    first_quoted = next((i for i, p in enumerate(paragraphs) if p.quoted), len(paragraphs))
    if _interleaved(paragraphs[first_quoted:]):
        return _by_quotation(paragraphs, first_quoted)
    quoted_from = _quoted_from(paragraphs)
    if _answers_inside(paragraphs[:quoted_from]):
        quoted_from = len(paragraphs)  # the reply is typed into the request
    salutation = _salutation(paragraphs[:quoted_from])
    signed = _signed_from(paragraphs[:quoted_from])
    signs_off = any(len(p.flat) <= 80 and sounds_like("signature", p.flat) for p in paragraphs[:quoted_from])
    lists = _lists(paragraphs, range(salutation, quoted_from))
    opens = {run.first for run in lists if len(run.at) > 2}
    announced = _announced(paragraphs[:quoted_from])
    numbered_from = min((run.first for run in lists), default=len(paragraphs) + _LEAD)
    for position, paragraph in enumerate(paragraphs):
        if position >= quoted_from:
            zones.append(Zone.QUOTED_MAIL)
            continue
        if position == signed and zone not in TAIL:
            zone = Zone.SIGNATURE
            zones.append(zone)
            continue
        if position < salutation:
            zones.append(Zone.PREAMBLE if sounds_like("preamble", paragraph.flat) else Zone.LETTERHEAD)
            continue
        zone = Zone.PREAMBLE if position == salutation > 0 else zone
        before = paragraphs[position - 1].flat if position else ""
        if position in opens and zone in (Zone.LETTERHEAD, Zone.PREAMBLE):
            zone = Zone.REQUEST
            zones.append(zone)
            continue
        if zone in TAIL and (
            _salutes(paragraph) or any(sounds_like(group, paragraph.flat) for group in ("quoted_mail", "mail_header"))
        ):
            zone = Zone.PREAMBLE  # the letter again in the other language, or another letter below it
        share = position / max(1, len(paragraphs))
        if not signs_off and share > 0.5 and _is_post(paragraph) and zone not in TAIL and before[-1:] != "?":
            zone = Zone.SIGNATURE
        else:
            numbered = position >= numbered_from - _LEAD
            before_it, zone = zone, _next_zone(zone, paragraph, share, numbered, before)
            if before_it is Zone.REQUEST and zone is Zone.ANSWER and position < announced:
                zone = before_it  # the request runs to the heading over the response
            if zone is Zone.ANSWER and before_it is Zone.PREAMBLE and _request_follows(paragraphs, position):
                zone = Zone.PREAMBLE  # the law recited before the request is
            if zone is Zone.REVIEW and before_it in _OPEN and _only_a_topic(paragraphs, position):
                zone = before_it
        zones.append(zone)
    return _answered_somewhere(paragraphs, _headings_lead(paragraphs, zones))


def _announced(paragraphs: Sequence[Paragraph]) -> int:
    """Return where the one heading over the response stands, or 0 where there is none or several."""
    at = [i for i, p in enumerate(paragraphs) if _heads_response(p)]
    return at[0] if len(at) == 1 else 0


def _heads_response(paragraph: Paragraph) -> bool:
    label = paragraph.label
    if label is not None and label.role is Role.ANSWER and not label.numbers:
        return True
    return is_heading(paragraph, "response_heading") and _RESPONSE.search(paragraph.flat) is not None


def _answered_somewhere(paragraphs: Sequence[Paragraph], zones: list[Zone]) -> list[Zone]:
    """Return the zones with an answer: a letter of one paragraph answers in the breath that thanks for the request."""
    if not {Zone.ANSWER, Zone.REFUSAL, Zone.REQUEST, Zone.PUBLIC_INTEREST}.isdisjoint(zones):
        return zones
    told = [i for i, zone in enumerate(zones) if zone is Zone.PREAMBLE and _TELLS_OUTCOME.search(paragraphs[i].flat)]
    if told:
        zones[told[-1]] = Zone.ANSWER
    return zones


def _headings_lead(paragraphs: Sequence[Paragraph], zones: list[Zone]) -> list[Zone]:
    """Return the zones with a short heading over an answer in the answer's zone."""
    for i in range(len(paragraphs) - 1):
        short = len(paragraphs[i].flat) < 50 and paragraphs[i].label is None and paragraphs[i].flat[-1:] != "?"
        leads = zones[i + 1] is Zone.ANSWER and paragraphs[i].flat[-1:] not in '.:;,?"”'
        if not (short and leads and i) or is_heading(paragraphs[i], "request_heading"):
            continue
        closer = paragraphs[i].gap and not paragraphs[i + 1].gap  # to what follows than to what stands before it
        if is_heading(paragraphs[i - 1], "request_heading") and is_heading(paragraphs[i + 1], "response_heading"):
            continue  # the whole of a short request
        if zones[i] is zones[i - 1] is Zone.REQUEST or (zones[i] is zones[i - 1] is Zone.PREAMBLE and closer):
            zones[i] = Zone.ANSWER
    return zones


def _lists(paragraphs: Sequence[Paragraph], positions: Sequence[int]) -> list[Run]:
    """Return the runs of two and more numbers; numbered links under a letter are no list of questions."""
    runs = find_runs(paragraphs, positions)
    return [run for run in runs if len(run.at) > 1 and not _LINK.match(paragraphs[run.first].body)]


def _interleaved(quoted: Sequence[Paragraph]) -> bool:
    """Tell whether answers stand between the quoted lines of the request."""
    turns = sum(bool(a.quoted) and not b.quoted for a, b in pairwise(quoted))
    return turns > 1


def _by_quotation(paragraphs: Sequence[Paragraph], quoted_from: int) -> list[Zone]:
    """Return the zones of a mail answered between its quoted lines."""
    zones = [Zone.PREAMBLE] * quoted_from
    zone = Zone.PREAMBLE
    for paragraph in paragraphs[quoted_from:]:
        if paragraph.quoted:
            zone = Zone.REQUEST
        else:
            tail = _tail_zone(paragraph, 1.0)
            zone = tail or (zone if zone in TAIL else Zone.ANSWER)
        zones.append(zone)
    return zones


def _answers_inside(own: Sequence[Paragraph]) -> bool:
    """Tell whether a short reply only points to answers typed below, into the requester's mail."""
    words = " ".join(p.flat for p in own)
    if sum(p.label is not None and p.label.role in _NUMBERED for p in own) > 1:
        return False  # the answers stand above, by number
    return len(words.split()) < 80 and "?" not in words and bool(_BELOW.search(words))


def _signed_from(paragraphs: Sequence[Paragraph]) -> int:
    """Return where the writer's name and post close the letter without "yours sincerely", or -1."""
    begin = len(paragraphs)
    while (
        begin > 0
        and len(paragraphs[begin - 1].flat) < 70
        and paragraphs[begin - 1].label is None
        and "\t" not in paragraphs[begin - 1].flat
        and paragraphs[begin - 1].flat[-1:] not in ".?:"  # "" (a quoted blank line) is in every string: it stops
    ):
        begin -= 1
    block = paragraphs[begin:]
    named = [p for p in block if p.gap and _NAME.match(p.flat)]
    return (
        begin + block.index(named[0])
        if named and len(block) > 1 and any(_POST.search(p.flat) or "@" in p.flat for p in block)
        else -1
    )


def _salutation(paragraphs: Sequence[Paragraph]) -> int:
    """Return where "Dear ..." stands, or 0: nothing above it is an answer."""
    for position, paragraph in enumerate(paragraphs[: max(12, len(paragraphs) // 3)]):
        if _salutes(paragraph):
            return position
    return 0


def _request_follows(paragraphs: Sequence[Paragraph], position: int) -> bool:
    """Tell whether the request is announced just below a paragraph that tells no outcome."""
    if _TELLS_OUTCOME.search(paragraphs[position].flat):
        return False
    return any(
        is_heading(p, "request_heading") or (p.flat.endswith(":") and sounds_like("request_lead", p.flat))
        for p in paragraphs[position + 1 : position + 3]
    )


def _only_a_topic(paragraphs: Sequence[Paragraph], position: int) -> bool:
    """Tell whether a short heading ("Complaints") is a subject of the request: below it no way to complain is told."""
    below = paragraphs[position + 1].flat if position + 1 < len(paragraphs) else ""
    return len(paragraphs[position].flat) <= _TOPIC and bool(below) and _WAY_TO_COMPLAIN.search(below) is None


def _is_post(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is the post that a letter without "yours sincerely" is signed with."""
    return len(paragraph.flat) <= 80 and paragraph.label is None and _POST.search(paragraph.flat) is not None


def _salutes(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is "Dear ..."."""
    return len(paragraph.flat) < 90 and _DEAR.match(paragraph.flat) is not None


def _next_zone(zone: Zone, paragraph: Paragraph, share: float, numbered: bool, before: str) -> Zone:
    """Return the zone of a paragraph after `zone`: `share` of the way down the letter, below the words `before`."""
    opened = _opened_by_heading(paragraph, zone)
    if opened is not None:
        return opened
    tail = _tail_zone(paragraph, share) if share > 0.1 and zone is not Zone.LETTERHEAD else None
    heads_a_review = tail is Zone.REVIEW and zone is Zone.PREAMBLE and share < _HEAD and len(paragraph.flat) <= 80
    if tail is not None and not heads_a_review:
        return tail
    if (
        zone is Zone.REQUEST
        and re.match(r"(?:thank you|dear|annwyl)\b", paragraph.flat, re.IGNORECASE)
        and sounds_like("preamble", paragraph.flat)
    ):
        return Zone.PREAMBLE
    if zone in (Zone.REQUEST, Zone.ANSWER) and not numbered and _ASKED.match(paragraph.flat):
        return Zone.REQUEST
    if zone is Zone.ANSWER and not numbered and share < _HEAD and _led_zone(before) is Zone.REQUEST:
        return Zone.REQUEST
    if zone is Zone.REQUEST and paragraph.label is None and _announces_request(before):
        return zone  # whatever it opens with
    if zone is Zone.REQUEST and not numbered and paragraph.label is None and _quotation_ends(before, paragraph.flat):
        return Zone.ANSWER
    if zone is Zone.REQUEST and not numbered and _ASKED.match(before) and before[-1:] == "." and _states(paragraph):
        return Zone.ANSWER
    if zone is Zone.REQUEST and not numbered and _BULLETED.match(before) and _states(paragraph):
        return Zone.ANSWER
    if (
        zone is Zone.REQUEST
        and not numbered
        and paragraph.label is None
        and (answers(paragraph.flat) or (paragraph.gap and _REPLIES.match(paragraph.flat)))
        and not asks(paragraph.flat)
    ):
        return Zone.ANSWER
    if zone in TAIL:
        labelled = (
            paragraph.label is not None
            and paragraph.label.role in (Role.QUESTION, Role.ANSWER)
            and paragraph.label.numbers
        )
        return Zone.ANSWER if labelled else zone
    if zone in (Zone.LETTERHEAD, Zone.PREAMBLE):
        return _led_zone(before) or _opening_zone(zone, paragraph)
    return zone


def _states(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph set off from a whole request is a sentence that already answers it."""
    flat = paragraph.flat
    return paragraph.gap and paragraph.label is None and len(flat) > 40 and flat[-1] == "." and not asks(flat)


def _announces_request(before: str) -> bool:
    """Tell whether a paragraph is a heading or lead-in to the request and nothing else."""
    return len(before) <= _HEADING_LENGTH and sounds_like("request_heading", before)


def _quotation_ends(before: str, flat: str) -> bool:
    """Tell whether the request was quoted whole in the paragraph before."""
    return before[-1:] in '"”’' and before[:1] in '"“‘' and flat[:1] not in '"“‘'


def _led_zone(before: str) -> Zone | None:
    """Return the zone that the last sentence before announces, with a colon or by breaking off ("you asked for")."""
    if sounds_like("request_lead_open", before):
        return Zone.REQUEST
    if not before.endswith((":", ":-", ":–")) or leads_no_questions(before):
        return None
    lead = re.split(r"(?<=[.?!])\s", before)[-1]
    if sounds_like("response_lead", lead) and not _YOUR_WORDS.search(lead):
        return Zone.ANSWER
    return Zone.REQUEST if sounds_like("request_lead", lead) else None


def _opened_by_heading(paragraph: Paragraph, zone: Zone) -> Zone | None:
    """Return the zone a heading or a bare "Answer:" opens, or None."""
    label = paragraph.label
    signs = zone is Zone.SIGNATURE and _NAME.match(paragraph.flat)  # "A. Officer" is no answer
    if label is not None and not label.numbers and not signs:
        if label.role is Role.ANSWER:
            return Zone.ANSWER
        if label.role is Role.QUESTION:
            return Zone.REQUEST
    if is_heading(paragraph, "history_heading"):
        return Zone.HISTORY
    if is_heading(paragraph, "response_heading") and not (
        zone in (Zone.REFUSAL, Zone.PUBLIC_INTEREST) and "decision" in paragraph.flat.lower()
    ):
        return Zone.ANSWER
    if is_heading(paragraph, "request_heading"):
        return Zone.REQUEST
    if is_heading(paragraph, "public_interest_heading") and zone is not Zone.REQUEST:
        return Zone.PUBLIC_INTEREST
    if is_heading(paragraph, "refusal_heading") and zone is not Zone.LETTERHEAD:
        return Zone.REFUSAL
    if sounds_like("refusal_note", paragraph.flat) and zone not in (Zone.LETTERHEAD, Zone.PREAMBLE):
        return Zone.REFUSAL
    if is_heading(paragraph, "provision_heading") and zone in _UNDER_PROVISIONS:
        return Zone.REFUSAL
    return None


_OPENING = 0.15  # of a letter: "Thank you for contacting us" opens one, and closes another


def _tail_zone(paragraph: Paragraph, share: float) -> Zone | None:
    """Return the zone that closes a letter from this paragraph on, or None."""
    if paragraph.label is not None and paragraph.label.role in _NUMBERED and "?" in paragraph.flat:
        return None
    if len(paragraph.flat) <= 80 and sounds_like("signature", paragraph.flat):
        return Zone.SIGNATURE
    if share > 0.8 and _ADDRESS.fullmatch(paragraph.flat):
        return Zone.FOOTER
    if sounds_like("review", paragraph.flat):
        return Zone.REVIEW
    if share > _OPENING and sounds_like("footer", paragraph.flat):
        return Zone.FOOTER
    return None


def _opening_zone(zone: Zone, paragraph: Paragraph) -> Zone:
    """Return the zone a paragraph opens at the head of a letter."""
    flat = paragraph.flat
    if paragraph.label is not None and paragraph.label.numbers and paragraph.label.role in (Role.QUESTION, Role.ANSWER):
        return Zone.REQUEST
    if sounds_like("preamble", flat) and not (paragraph.label and paragraph.label.role in _NUMBERED):
        return Zone.PREAMBLE
    if _ASKED.match(flat):
        return Zone.REQUEST
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
        starts = (
            paragraph.quoted > 0 or sounds_like("quoted_mail", paragraph.flat) or _is_header_block(paragraphs, position)
        )
        if starts and words >= 8:
            return position
        if not sounds_like("mail_header", paragraph.flat) and not starts:
            words += len(paragraph.flat.split())
    return len(paragraphs)


def _is_header_block(paragraphs: Sequence[Paragraph], position: int) -> bool:
    block = [p.flat for p in paragraphs[position : position + 5]]
    return block[0].lower().startswith("from:") and sum(sounds_like("mail_header", line) for line in block) >= 3
