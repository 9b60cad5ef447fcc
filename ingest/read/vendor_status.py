"""Vendor status: whether a supplier is used, gone, planned, bidding, a reseller, not used or only asked about."""

from __future__ import annotations

import re

from corpus.records import VendorStatus
from ingest.read.items import Span
from ingest.read.layout import Layout
from ingest.read.zones import Zone

_NEGATED = re.compile(
    r"(?:\b(?:do(?:es)?|did|has|have|is|are|was) not|\bn['’]t|\bnot|\bnever)(?: currently| yet| presently|"
    r" actively)? (?:us(?:e|ing|ed)|have|hold|own|operate|subscribe to|licen[cs]e|purchase\w*|procure\w*|"
    r"employ|utili[sz]e\w*|deploy\w*|run|provide|a customer of|with|contract\w* with)\b[^.;]{0,60}$"
    r"|\bno (?:current |firm |immediate )?(?:plans?|intention) to\b[^.;]{0,60}$"
    r"|\bnot\b[^.;]{0,40}\b(?:decided|chosen|agreed|resolved) to (?:buy|use|purchase|adopt|appoint)\b[^.;]{0,30}$"
    r"|\b(?:not to|never to|stopped from|barred from) (?:use|using)\b[^.;]{0,40}$"
    r"|\b(?:not|without|rather than|instead of|nor|neither)\s+(?:a |an |the |any )?$",
    re.IGNORECASE,
)

_FORMER = re.compile(
    r"\b(?:took the place of|(?:took|taken) over from|(?:came|come|coming|went) (?:over |across )?from|"
    r"moved? off|had used|"
    r"ended (?:its|our|the|their) use of|succeed(?:ed|s)|in place of|stopped|discontinued|no longer|"
    r"previously|formerly|former|prior to|replac(?:ed|ing)(?! (?:by|with))|old|legacy|until|"
    r"used to (?:use|have|run|be with)|ceased|decommissioned|retired|migrat\w+ (?:away )?from|"
    r"moved (?:away |over |to (?:it|this|that) )?from|\bpredecessor,?(?: was)?|moving (?:away )?from|"
    r"switched from|ended|expired in|transition\w* from|up to|"
    r"outgoing|before)\b[^.;]{0,60}$",
    re.IGNORECASE,
)

_SUCCESSOR = re.compile(r"\breplac(?:ed|ing)\b[^.;]{1,50}\b(?:by|with)\s+(?:an?\s+|the\s+)?$", re.IGNORECASE)

_FORMER_AFTER = re.compile(
    r"^[\s,(]{0,3}before (?:that|this|then)\b|^[^.;]{0,60}\b(?:kept for reference|(?:as|"
    r"for) a? ?read[- ]only|trial\w* [^.;]{0,30}not carried on)|"
    r"^[\s,(]{0,3}(?:until|up to|till)\b(?![^.;]{0,60}\breplaces?\b)|"
    r"^[\s,(]{0,3}(?:which )?went in (?:\w+ )?20\d\d|^(?:, which)?[^.;,(]{0,40}\b(?:(?:was|"
    r"were) (?:withdrawn|discontinued|"
    r"trialled|piloted)|finished|ended|came to an end|was (?:replaced|retired|decommissioned|switched off|"
    r"used (?:until|previously|"
    r"prior))|has been (?:replaced|decommissioned|retired)|until \w+ ?\d{4}|were used until|is no longer|"
    r"previously)\b",
    re.IGNORECASE,
)

_BIDDER_AFTER = re.compile(
    r"^[^.;]{0,70}\b(?:put in a (?:bid|tender)|took part in|attended|responded to the|(?:also |both |"
    r"each )?(?:submitted|bid\b|tendered|quoted)|(?:was|"
    r"were) (?:also )?(?:shortlisted|unsuccessful|invited|the other bidders?)|unsuccessful|presented|"
    r"demonstrated)",
    re.IGNORECASE,
)

_NEGATED_AFTER = re.compile(
    r"^[^.;]{0,50}\b(?:(?:is|are|was|were|has|have|had|been|do|does|did) (?:not|"
    r"never)\b[^.;]{0,25}\b(?:used?|taken up|purchased|bought|adopted|in use|deployed|procured|chosen|"
    r"implemented|held|licen[cs]ed|been)\b(?! to\b)|(?:was|were) (?:rejected|turned down|ruled out|"
    r"abandoned)|not (?:used|taken up|purchased|adopted|in use|chosen|proceeded))",
    re.IGNORECASE,
)

_TO_BE_REPLACED = re.compile(r"\b(?:will|to|due to|plans? to) replace\s+(?:the\s+)?$", re.IGNORECASE)

_REPLACED_BY = re.compile(
    r"\b(?:will|is to|to) be replaced\b[^.;]{0,50}\b(?:by|with)\b[^.;]{0,60}$|\b(?:to bring|"
    r"bringing) in\s+$",
    re.IGNORECASE,
)

_HAS_REPLACED = re.compile(
    r"\b(?:has|have|had|was|were) (?:since )?(?:been )?replaced\b[^.;]{0,25}\b(?:by|with)\s+$", re.IGNORECASE
)
_TOOK_OVER = re.compile(r"^\s+(?:took|has taken) over\b(?! from)", re.IGNORECASE)
_MOVED_TO = re.compile(
    r"\b(?:moved|switched|migrated|changed|transferred|"
    r"went)\b[^.;]{0,40}\bfrom\b[^.;]{1,50}\bto\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_FROM_THEN_ON = re.compile(r"^\s+(?:after|since|thereafter|now|from then)\b(?! (?:the|a|an) )", re.IGNORECASE)
_REPLACES_IT = re.compile(r"^\s+(?:will )?(?:replaces?|succeeds?|takes? over)\b", re.IGNORECASE)
_BOUGHT_FROM = re.compile(
    r"\(\s*(?:through|via)\s+(?:the\s+)?$|\b(?:purchased|bought|procured|supplied|obtained|sourced|"
    r"licen[cs]ed|acquired)\b[^.;]{0,25}\b(?:from|"
    r"through|via)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_ASKED_OF_BIDS = re.compile(
    r"\b(?:bid|bids|bidders?|tender(?:ed|ers?)|submitted|shortlisted|competed|quoted|unsuccessful|"
    r"expressed an interest)\b",
    re.IGNORECASE,
)
_ASKED_OF_THE_PAST = re.compile(
    r"\b(?:previous(?:ly)?|before|former(?:ly)?|prior|used to (?:use|have|run|be)|old|retired)\b|"
    r"\bdid\b[^?]{0,40}\breplace\b",
    re.IGNORECASE,
)

_PLANNED_AFTER = re.compile(
    r"^[^.;]{0,60}\b(?:(?:shall|will) go live|as (?:the|its|our) replacement|go[- ]live (?:is |"
    r"was )?(?:planned|expected|due)|will (?:replace|start|begin|commence|be (?:used|implemented|rolled|"
    r"introduced|live)|"
    r"go live)|(?:is|"
    r"are) (?:planned|due|being (?:procured|implemented|piloted|trialled|introduced|rolled|considered|"
    r"tested))|goes live|from (?:january|april|july|september|october|autumn|spring|summer) 20\d\d|"
    r"(?:will|to) be (?:pilot\w*|trial\w*))\b",
    re.IGNORECASE,
)

_EXAMPLE = re.compile(
    r"(?:e\.?g\.?|for example|for instance|such as|examples?|like|including)[,:]?\s+[^.?;)]{0,80}$", re.IGNORECASE
)

_FORMERLY_NAME = re.compile(
    r"(?:\(\s*(?:formerly|previously|was|fka|f/k/a|part of|now|a)|(?:formerly|previously)\s+(?:known as|"
    r"called)|\bnow)\s*(?:known as|called|the)?\s*$",
    re.IGNORECASE,
)

_PLANNED = re.compile(
    r"\b(?:plan(?:s|ned|ning)? to|will be|intend(?:s|ed|ing)? to|in the process of|due to|moving to|"
    r"move to|migrat\w+ to|transition\w* to|implement(?:ing)?|procur(?:ing|ement of)|going live|go live|"
    r"to be replaced\b[^.;]{0,30}\b(?:by|with)|placed an order with|signed (?:up )?(?:a contract )?(?:with|for|to)|"
    r"(?:a )?(?:change|move|switch|migration|transition) to|go(?:ing)? over to|(?:preferred|chosen|selected) (?:bidder|"
    r"supplier)|replac(?:ed|ing) (?:it )?(?:by|with)|awarded to|future|from (?:april|"
    r"january|september|20\d\d)|switch(?:ing)? to|rolling out|roll-?out of|considering)\b[^.;]{0,50}$",
    re.IGNORECASE,
)

_BIDDER = re.compile(
    r"\b(?:bid(?:s|ders?)?|tender(?:s|ers?|ed)?|shortlist\w*|unsuccessful|submitted (?:bids|tenders)|"
    r"expressions? of interest|quoted|(?:suppliers|companies|firms|providers|products|systems) (?:were|was) "
    r"(?:evaluated|assessed|considered|looked at)|(?:suppliers|companies|firms) (?:who|that|"
    r"which) (?:attended|took part|responded)|"
    r"invited to (?:bid|tender|quote)|quotes? from|competed|"
    r"demonstrations? (?:from|by))\b[^.;]{0,120}$",
    re.IGNORECASE,
)

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


def vendor_status(layout: Layout, name: Span, sentence: Span, *, reseller: bool, others: bool = False) -> VendorStatus:
    """Return what a letter says of the supplier at `name`, by the words before and after it in its sentence.

    A name that only the requester writes is asked about. `reseller` says that the supplier is known to sell for others,
    `others` that another supplier is named before it in the sentence: what was bought from this one is the other's.
    """
    start, end = name
    if layout.zone_at(start) in _REQUESTED and not layout.answers_at(start):
        return VendorStatus.IN_QUESTION
    before, after = (
        layout.text[sentence[0] : start].replace("\n", " "),
        layout.text[end : sentence[1]].replace("\n", " "),
    )
    if layout.text[sentence[0] : sentence[1]].rstrip(' "”’)').endswith("?") or (
        _EXAMPLE.search(before) and layout.zone_at(start) in (Zone.PREAMBLE, Zone.REQUEST)
    ):
        return VendorStatus.IN_QUESTION
    if _HAS_REPLACED.search(before):
        return VendorStatus.CURRENT
    if _FROM_THEN_ON.search(after) or _TOOK_OVER.search(after) or _MOVED_TO.search(before):
        return VendorStatus.CURRENT
    if _REPLACES_IT.search(after):
        return VendorStatus.PLANNED
    if _BIDDER.search(before) or _BIDDER_AFTER.search(after):
        return VendorStatus.BIDDER
    if _TO_BE_REPLACED.search(before):
        return VendorStatus.CURRENT
    if _REPLACED_BY.search(before):
        return VendorStatus.PLANNED
    former = _FORMER.search(before) and not _FORMERLY_NAME.search(before) and not _SUCCESSOR.search(before)
    if former or _FORMER_AFTER.search(after):
        return VendorStatus.FORMER
    if _NEGATED.search(before) or _NEGATED_AFTER.search(after):
        return VendorStatus.NEGATED
    if _PLANNED.search(before) or _PLANNED_AFTER.search(after):
        return VendorStatus.PLANNED
    if reseller or (others and _BOUGHT_FROM.search(before)):
        return VendorStatus.RESELLER
    if is_bare_answer(layout, start, end) and _ASKED_OF_THE_PAST.search(question_around(layout, start)):
        return VendorStatus.FORMER
    if sentence[1] - sentence[0] < _LIST and _ASKED_OF_BIDS.search(question_around(layout, start)):
        return VendorStatus.BIDDER
    return VendorStatus.CURRENT
