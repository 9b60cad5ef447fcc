"""Vendor status: whether a supplier is used, gone, planned, bidding, a reseller, not used or only asked about."""

from __future__ import annotations

import re
from calendar import month_name

from corpus.cues import NAME, vendor_cues
from corpus.records import VendorStatus
from ingest.read.items import Span
from ingest.read.layout import Layout
from ingest.read.zones import Zone

_BOUGHT_FROM = re.compile(
    r",\s*(?:which is )?(?:supplied (?:and supported )?|sold (?:to us )?)by\s+$|\(\s*(?:through|via)\s+(?:the\s+)?$|"
    r"\b(?:purchased|bought|procured|supplied|obtained|sourced|"
    r"licen[cs]ed|acquired)\b[^.;]{0,25}\b(?:from|"
    r"through|via)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_ASKED_OF_BIDS = re.compile(
    r"\b(?:bid|bids|bidders?|tender(?:ed|ers?)|submitted|shortlisted|competed|quoted|unsuccessful|"
    r"(?:who|(?:which|what) (?:companies|suppliers|firms|vendors)) attended|soft market|market (?:test|"
    r"engagement|day)|"
    r"expressed an interest)\b",
    re.IGNORECASE,
)
_ASKED_OF_THE_PAST = re.compile(
    r"\b(?:previous(?:ly)?|before|former(?:ly)?|prior|used to (?:use|have|run|be)|old|retired)\b|"
    r"\bdid\b[^?]{0,40}\breplace\b",
    re.IGNORECASE,
)

_EXAMPLE = re.compile(
    r"(?:e\.?g\.?|for example|for instance|such as|examples?|like|including)[,:]?\s+[^.?;)]{0,80}$", re.IGNORECASE
)

_MONTHS = tuple(name.lower() for name in month_name[1:])
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_FROM_MONTH = re.compile(
    rf"[^.;,]{{0,30}}?[\s(]from (?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH} (?P<year>20\d\d)\b"
    r"(?!\s*(?:to|until|-|–|and))",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"[\s,(]{0,3}(?:until|up to|till|to) (?:the end of )?(?:\d{1,2}(?:st|nd|rd|th)? )?"
    rf"(?:{_MONTH},? )?(?P<year>20\d\d)\b",
    re.IGNORECASE,
)
_GONE_SINCE = re.compile(
    r"\s*(?:(?:Since|In|From|On)\b[^.,]{0,25}[, ]\s*)?(?:that|this|it) (?:has|had|was|is) (?:since )?(?:been )?"
    r"(?:replaced|superseded|retired|withdrawn|switched off|decommissioned|given up)\b",
    re.IGNORECASE,
)
_REACH = 160  # characters of a sentence read on either side of a name
_LIST = 120  # characters of an answer that only lists names
_BARE = 24  # characters beside a name that a bare answer may hold
_REQUESTED = frozenset({Zone.REQUEST, Zone.QUOTED_MAIL})


def question_around(layout: Layout, offset: int) -> str:
    """Return the questions, in lower case, whose answer a place lies in; "" outside answers."""
    numbers = layout.answers_at(offset)
    return " ".join(layout.question_text(item).lower() for item in layout.items if item.number in numbers)[:600]


def is_bare_answer(layout: Layout, start: int, end: int) -> bool:
    """Tell whether a name is nearly the whole of a line or table cell in an answer."""
    text = layout.text
    before = re.split(r"[\n\t\f]", text[max(0, start - 2 * _BARE) : start])[-1]
    after = re.split(r"[\n\t\f]", text[end : end + 2 * _BARE])[0]
    return len(f"{before}{text[start:end]}{after}".strip()) - (end - start) <= _BARE


def _since(after: str, dated: str | None) -> VendorStatus | None:
    """Return whether a supplier is used, was or will be, where the month it is used from or until stands behind it."""
    if dated is None:
        return None
    if (ends := _UNTIL.match(after)) is not None:
        month = _MONTHS.index(ends["month"].lower()) + 1 if ends["month"] else 12
        return VendorStatus.CURRENT if f"{ends['year']}-{month:02}" >= dated[:7] else VendorStatus.FORMER
    match = _FROM_MONTH.match(after)
    if match is None:
        return None
    begins = f"{match['year']}-{_MONTHS.index(match['month'].lower()) + 1:02}"
    return VendorStatus.PLANNED if begins > dated[:7] else VendorStatus.CURRENT


def _told(before: str, after: str) -> VendorStatus | None:
    """Return what the first cue of vendor_status.toml found around a name says, or None where the words are silent."""
    sentence = f"{before}{NAME}{after}".lower()
    return next((cue.status for cue in vendor_cues() if cue.pattern.search(sentence)), None)


def vendor_status(
    layout: Layout, name: Span, sentence: Span, dated: str | None, *, reseller: bool, others: bool = False
) -> VendorStatus:
    """Return what a letter says of the supplier at `name`, by the words before and after it in its sentence.

    A name that only the requester writes is asked about. `reseller` says that the supplier is known to sell for others,
    `others` that another supplier is named before it in the sentence: what was bought from this one is the other's.
    """
    start, end = name
    asked = layout.zone_at(start) in _REQUESTED or layout.items_at(start)
    if asked and not layout.answers_at(start):
        return VendorStatus.IN_QUESTION
    before, after = (
        layout.text[sentence[0] : start].replace("\n", " "),
        layout.text[end : sentence[1]].replace("\n", " "),
    )
    if layout.text[sentence[0] : sentence[1]].rstrip(' "”’)').endswith("?") or (
        _EXAMPLE.search(before) and layout.zone_at(start) in (Zone.PREAMBLE, Zone.REQUEST)
    ):
        return VendorStatus.IN_QUESTION
    if _GONE_SINCE.match(layout.text, sentence[1]):
        return VendorStatus.FORMER
    since = _since(after, dated)
    if since is VendorStatus.CURRENT and reseller:  # "bought through Bytes to June 2026"
        return VendorStatus.RESELLER
    told = since or _told(before[-_REACH:], after[:_REACH])
    if told is not None:
        return told
    if reseller or (others and _BOUGHT_FROM.search(before)):
        return VendorStatus.RESELLER
    if is_bare_answer(layout, start, end) and _ASKED_OF_THE_PAST.search(question_around(layout, start)):
        return VendorStatus.FORMER
    if sentence[1] - sentence[0] < _LIST and _ASKED_OF_BIDS.search(question_around(layout, start)):
        return VendorStatus.BIDDER
    return VendorStatus.CURRENT
