"""Vendors: whose software a letter names, where, and what of the contract stands beside the name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from itertools import zip_longest

from corpus.records import VendorMention, VendorStatus
from corpus.vendors import Alias, aliases
from ingest.read.contracts import facts_beside
from ingest.read.items import Span
from ingest.read.layout import Layout
from ingest.read.nlp import STATUS_CUES, alias_rows, pipeline
from ingest.read.vendor_status import is_bare_answer, question_around, vendor_status

_PIECE = re.compile(r"[^\W_]+")  # the pieces of a word count apart: "Modern.Gov" opens with "modern"
_LONGEST_ALIAS = 80  # characters
_REFUSED_NAME = re.compile(
    r"https?://\S*$|www\.\S*$|@[\w.\-]*$|[\w.\-]+@$|\b[Pp]ublished\b[^.;]{0,20}\sby\s+(?:the\s+)?$"
)
_NAME_WORD = r"[A-Z](?:[\w&.\-]*[\w&])?"  # "Modern.Gov" is one; a full stop at its end is the sentence's
_UNLISTED = re.compile(
    r"(?i:\b(?:supplied|provided|hosted|developed|delivered|maintained|supported|produced) by|"
    r"\bsupplier(?:\s+(?:is|name|was))?\s*(?:is|[:\-–])|\bprovider(?:\s+is)?\s*(?:is|[:\-–])|"
    r"\bvendor\s*(?:is|[:\-–])|\bmanufacturer\s*(?:is|[:\-–])|\bcontract(?:ed)? (?:is )?with|"
    r"\bsystem (?:is |used is |name\s*[:\-–]\s*)|\bsoftware (?:is |used is |name\s*[:\-–]\s*))"
    r"\s*(?:is\s+)?(?:called\s+|a company called\s+)?[:\-–]?\s*"
    rf"(?P<name>{_NAME_WORD}(?:\s+(?:{_NAME_WORD}|of|and|&)){{0,4}}(?:\s+(?:Ltd|Limited|plc|PLC|LLP|Inc))?\.?)"
)
_COMPANY = re.compile(
    r"\b(?P<name>[A-Z][\w&\-]*(?:\s+(?:[A-Z][\w&\-]*|&|and|of)){0,4}?\s+(?:Ltd|Limited|plc|PLC|LLP|Inc))\b\.?"
)
_FIRM = (
    r"(?:Systems|Software|Solutions|Technolog(?:y|ies)|Instruments|Group|Digital|Computing|Networks|Labs|Intelligence|"
    r"Cloud|Analytics|Informatics|Data|Interactive|Telecom|Communications|Services|International|Global|UK|"
    r"Online|Apps?)"
)
_FROM_FIRM = re.compile(
    rf"\b(?:from|by|with|via|through|using)\s+(?P<name>(?:{_NAME_WORD}\s+){{1,3}}{_FIRM})\b(?!\s+(?:Act|"
    rf"Regulations|team|Team))"
)
_BARE_NAME = re.compile(
    r"\s*(?:Yes[,.;:]?\s+(?:-\s+)?)?(?P<name>[A-Z][\w&+.\-]*[\w&+](?:\s+[A-Z][\w&+\-]*[\w+]){0,2})(?=\s*(?:[.,;(\n\t–—]|-\s|$|supplied|provided|from|by))"
)
_ASKS_A_NAME = re.compile(
    r"\b(?:which|what|who|whose|name)\b[^?]{0,60}\b(?:system|software|suppliers?|provider|platform|vendor|product|"
    r"package|application|app|tool|solution|compan(?:y|ies))\b|^\W*(?:[\w/&'’-]+\s+){0,5}(?:system|software|supplier|"
    r"provider|platform|product)\W*$",
    re.IGNORECASE,
)
_SOFTWARE = re.compile(
    r"\b(?:software|system|application|platform|licen[cs]e|supplier|vendor|hosted|cloud|saas|app|database|"
    r"package|solution|module|portal|telephony|digital|ict|it contract)\b",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"^(?:Software|Systems?|Licen[cs]es?|Supplier|Hosted|The|This|Our|Your|An?|We|In|It|Not|No|Yes|Please|"
    r"Council|Trust|Government|Crown|NHS|Police|Home|"
    r"Local|County|City|Borough|Information|Freedom|Section|Various|External|Internal|Third|Contract|"
    r"Microsoft)\b|Council|Trust|University|Police|Constabulary|Authority|Framework|Department|"
    r"Commission\b|Services Team|Street|Road|Health\s+and\s+(?:Social\s+)?Care\b|\bBank\b|^Tables?\b",
    re.IGNORECASE,
)
_NO_PRODUCT = re.compile(
    r"^(?:Software|Systems?|Licen[cs]es?|Supplier|Hosted|The|This|Our|Your|An?|We|In|It|Not|No|None|Nil|"
    r"Yes|Please|N/?A|See|As|All|Both|Head|Director|"
    r"Manager|Chief|Mr|Mrs|Ms|Dr|"
    r"WAN|LAN|Wi-?Fi|Internet|Broadband|Mobiles?|Telephony|HR|Payroll|Finance|CRM|ERP|EPR|PAS|VLE|CMS|GIS|PACS|RIS|MFDs?|"
    r"CCTV|ANPR|SIP|VoIP|PBX|ITSM|MIS|LMS|EDRMS|DMS|ICT|IT|EXEMPT|WITHHELD|REFUSED|"
    r"There|Each|From|Held|Unknown|Various|Refused|Exempt|Withheld|Section|Question|Answer|Information|"
    r"Internal|External|"
    r"In-house|Inhouse|Own|Bespoke|Nothing|Unsure|Paper|Manual\w*|Pending|Outsourced|Confidential|Multiple|"
    r"Spreadsheets?|"
    r"E-?mail|Varies|Several|Other|TBC|TBA|Awaiting|Available|Published|Attached|Enclosed|Ongoing|Expired|"
    r"Monthly|Quarterly|"
    r"Weekly|Daily|Never|Both|Same|Ditto|Current|Currently|Approximately|Details|Name|Contract|"
    r"Rolling|Annual|Council|"
    r"Tables?|TABLES?|Figure|Appendix|Annex|"
    r"To|For|At|On|Of|By|With|If|When|Where|Under|Direct|Open|Framework|G-Cloud|Crown|CCS|Excel|Microsoft|"
    r"Jan\w*|Feb\w*|Mar\w*|Apr\w*|May|June?|July?|Aug\w*|Sep\w*|Oct\w*|Nov\w*|Dec\w*|\w+day)\b|"
    r"\b(?:Council|Trust|Police|University|Team|Department|Officer|Manager|Director|Street|Road|Act|Board)\b"
)
_SUFFIX = re.compile(r"[\s,]+(?:Ltd|Limited|plc|PLC|LLP|Inc)\.?$")
_SOLD = 40  # characters: "The solution is NICE CXone. It was bought from FourNet."
_IT = re.compile(r"\s*(?:it|this|these|they|licen[cs]es)\b", re.IGNORECASE)
_ASKED = 600  # characters of a question that speak of a name in its answer
_NEAR = 110  # characters on either side in which a context word makes an ambiguous name a vendor
_BETWEEN = 60
_JOINS = re.compile(  # what parts two names of one list, or of one change of supplier
    r"(?:\s*,\s*|\s+(?:and|or|&)\s+|\s*/\s*|\s+to (?:the )?|"
    r"(?:\s+[a-z]+){0,3}\s+(?:replaced|superseded|succeeded) (?:by|with) (?:the )?|\s+gave way to |"
    r",?\s+(?:for|via|through) |,?\s+(?:and )?(?:is |are )?"
    r"(?:implemented|supplied|supported|hosted|maintained|managed) by (?:the )?|"
    r"\s+(?:when|before|after|until) |,? until (?:we|they|it) (?:move|switch|change|migrate)s? to |"
    r"\s+(?:took over|moved|migrated) from |\s*;\s*|"
    r"\s+(?:has |have )?(?:replaced|superseded|succeeded) (?:the )?|"
    r"(?: in (?:\w+ )?(?:19|20)\d\d)?,? in place of (?:the )?|"
    r",? (?:and|but) (?:\w+ )?will (?:move|switch|change|migrate) to (?:the )?|"
    r"\s*[,(]\s*(?:and |but )?(?:before (?:that|this|then)|now|moving to|replacing),?\s+"
    r"(?:the )?|"
    r"\s+for [a-z]+(?: [a-z]+)?[;,]\s+(?:and )?|"
    r",?\s+(?:renewed|bought|purchased|procured|sourced) (?:via|through|from) |"
    r"\s+suppl(?:y|ies|ied) (?:us with )?(?:our |the )?)",
    re.IGNORECASE,
)
_SAID_TO_SUPPLY = re.compile(
    r"\b(?:supplier|vendor|provider|winner)(?:,| is| was|:)(?:,[\w ]{1,20},)? (?:the )?$",
    re.IGNORECASE,
)
_WON = re.compile(r"\s+(?:was|were|has been) awarded (?:the|a|this) (?:\w+ )?(?:contract|tender)\b", re.IGNORECASE)
_NAMED_A_SYSTEM = re.compile(r"\s+(?:system|software|platform|application|product|database|licen[cs]es?|contract)\b")
_WEAK = frozenset({"system", "systems", "software", "supplier", "suppliers"})


@cache
def _openings() -> dict[str, set[str]]:
    """Return how aliases open: the first word in lower case, and what may follow it ("" for an alias of one word)."""
    openings: dict[str, set[str]] = {}
    for alias in aliases():
        words = [word for word in _PIECE.findall(alias.text.lower()) if word]
        if words:
            openings.setdefault(words[0], set()).add(words[1] if len(words) > 1 else "")
    return openings


def find_vendors(layout: Layout, dated: str | None = None) -> list[VendorMention]:
    """Return the suppliers and products named in a letter of the day `dated` (ISO), left to right.

    A name the requester alone writes is `in_question`. An ambiguous name (Uniform, Confirm, Mosaic) counts only with a
    context word near. A name in no table is found by its pattern ("supplied by X Ltd") and marked unlisted.
    """
    mentions: list[VendorMention] = []
    doubtful: list[tuple[tuple[Alias, ...], Span]] = []
    windows = [window for p in layout.paragraphs for window in _windows(layout.text, p.start, p.end)]
    texts = [layout.text[start:end].replace("\n", " ").replace("\t", " ") for start, end in windows]
    for (begin, _), doc in zip(windows, pipeline().pipe(texts, disable=[STATUS_CUES]), strict=True):
        for span in doc.spans["vendors"]:
            start, end = begin + span.start_char, begin + span.end_char
            alias = _choose(layout, alias_rows(span), start, end)
            if alias is not None:
                before = mentions[-1] if mentions else None
                mentions.append(_mention(layout, dated, alias, (start, end), before))
            elif layout.text[start].isupper():
                doubtful.append((alias_rows(span), (start, end)))
    mentions += [
        _mention(layout, dated, rows[0], span, None)
        for rows, span in doubtful
        if _beside_another(layout, mentions, *span) or _is_said_to_supply(layout, rows, *span)
    ]
    listed = sorted((m.start, m.end) for m in mentions)  # none overlaps the next
    reached = 0
    for name, start, end in sorted(set(_unlisted(layout)), key=lambda found: found[1:]):
        at = bisect_left(listed, (end,)) - 1
        if start >= reached and (at < 0 or listed[at][1] <= start):
            mentions.append(_mention(layout, dated, name, (start, end), None))
            reached = end
    return _merged(sorted(mentions, key=lambda m: m.start))


def _beside_another(layout: Layout, mentions: list[VendorMention], start: int, end: int) -> bool:
    """Tell whether an ambiguous name stands in one list, or one change of supplier, with a name that is not."""
    at = bisect_left(mentions, start, key=lambda mention: mention.start)  # no two overlap
    for mention in mentions[max(0, at - 1) : at + 1]:
        first, last = sorted([(start, end), (mention.start, mention.end)])
        if last[0] - first[1] <= _BETWEEN and _JOINS.fullmatch(layout.text, first[1], last[0]):
            return True
    return False


def _is_said_to_supply(layout: Layout, rows: tuple[Alias, ...], start: int, end: int) -> bool:
    """Tell whether the words beside a supplier's ambiguous name say that it supplies, where software is spoken of."""
    before = layout.text[max(0, start - _NEAR) : start].replace("\n", " ")
    if any(row.product for row in rows) or not (_SAID_TO_SUPPLY.search(before) or _WON.match(layout.text, end)):
        return False
    return _SOFTWARE.search(f"{before} {question_around(layout, start)}") is not None


def _windows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of a paragraph in which some alias may stand: only they are tokenized."""
    openings = _openings()
    words = [word.lower() for word in _PIECE.findall(text, start, end)]
    opens = [
        at
        for at, (word, following) in enumerate(zip_longest(words, words[1:], fillvalue=""))
        if (seconds := openings.get(word)) is not None and ("" in seconds or following in seconds)
    ]
    if not opens:  # as in most paragraphs
        return []
    begins = [word.start() for word in _PIECE.finditer(text, start, end)]
    out: list[tuple[int, int]] = []
    for begin in (begins[at] for at in opens):
        stop = min(end, begin + _LONGEST_ALIAS)
        if out and begin <= out[-1][1]:
            out[-1] = (out[-1][0], max(stop, out[-1][1]))
        else:
            out.append((begin, stop))
    return [(begin, _word_end(text, stop, end)) for begin, stop in out]


def _word_end(text: str, stop: int, end: int) -> int:
    """Return where the word that `stop` falls into ends."""
    while stop < end and not text[stop].isspace():
        stop += 1
    return stop


def _choose(layout: Layout, rows: tuple[Alias, ...], start: int, end: int) -> Alias | None:
    """Return the row a name means here, or None where it is an ordinary word, a place or part of an address."""
    text = layout.text
    written = text[start:end]
    if (
        _REFUSED_NAME.search(text[max(0, start - 60) : start])
        or text[end : end + 1] == "@"
        or re.match(r"\.(?:gov|co|com|org|nhs|ac|police)\b", text[end : end + 8])
    ):
        return None
    if written[0].islower() and any(r.ambiguous for r in rows):
        return None
    near = text[max(0, start - _NEAR) : start].lower() + " " + text[end : end + _NEAR].lower()
    question = question_around(layout, start)
    best: tuple[int, Alias] | None = None
    for row in rows:
        if not row.ambiguous:
            score = 5
        else:
            strong = [w for w in row.context if w not in _WEAK and re.search(rf"\b{re.escape(w.lower())}", near)]
            asked = [w for w in row.context if w not in _WEAK and re.search(rf"\b{re.escape(w.lower())}", question)]
            weak = [w for w in _WEAK if re.search(rf"\b{w}\b", near)]
            score = 3 * bool(strong) + 2 * bool(asked) + (1 if weak and _stands_alone(text, start, end) else 0)
            if is_bare_answer(layout, start, end) and (asked or _SOFTWARE.search(question)):
                score += 2
            if score and _NAMED_A_SYSTEM.match(text, end):
                score += 1
        if score >= 2 and (best is None or score > best[0]):
            best = (score, row)
    return best[1] if best else None


def _stands_alone(text: str, start: int, end: int) -> bool:
    return (
        bool(re.match(r"[\s]*(?:[.,;:)\n\t(/]|$|system|software|\d)", text[end : end + 12])) and text[start].isupper()
    )


def _mention(
    layout: Layout, dated: str | None, named: Alias | str, span: Span, before: VendorMention | None
) -> VendorMention:
    """Return the mention at `span` of a row of the alias table, or of a name in no table; `before` comes before it."""
    start, end = span
    s, e = layout.sentences.at(start)
    if s == e:
        s, e = start, end
    row = named if isinstance(named, Alias) else None
    vendor, product = (row.vendor, row.product) if row else (str(named), None)
    others = (
        before is not None
        and before.vendor != vendor
        and (before.start >= s or (s - before.end < _SOLD and _IT.match(layout.text, s) is not None))
    )
    reseller = row is not None and row.reseller
    status = vendor_status(layout, span, (s, e), dated, reseller=reseller, others=others)
    return VendorMention(
        vendor=vendor,
        product=product,
        status=status,
        questions=layout.items_at(start),
        page=layout.page_at(start),
        start=start,
        end=end,
        text=layout.text[start:end],
        evidence=" ".join(layout.text[s:e].split()),
        listed=row is not None,
        facts=facts_beside(layout.text, start, e),
    )


def _unlisted(layout: Layout) -> Iterable[tuple[str, int, int]]:
    questions: dict[tuple[int, int], str] = {}
    for item in layout.items:
        for span in item.answer:
            questions[span] = f"{questions.get(span, '')} {layout.question_text(item)[:_ASKED]}".strip()
        for span in item.question:
            questions.setdefault(span, "")
    for (start, end), question in questions.items():
        asked = _SOFTWARE.search(question) is not None
        named = _BARE_NAME.match(layout.text, start, end) if _ASKS_A_NAME.search(question) else None
        if named is not None and _is_a_name(named["name"], layout.text[start:end]):
            yield _SUFFIX.sub("", named["name"]), *named.span("name")
        for pattern in (_UNLISTED, _COMPANY, _FROM_FIRM):
            for match in pattern.finditer(layout.text, start, end):
                name = re.sub(r"\s+(?:and|of|&)$", "", match["name"].strip(" ."))
                begin = match.start("name")
                sentence = layout.text[slice(*layout.sentences.at(begin))]
                if not _NOT_A_NAME.search(name) and (asked or _SOFTWARE.search(sentence)):
                    yield _SUFFIX.sub("", name), begin, begin + len(name)


def _is_a_name(name: str, answer: str) -> bool:
    """Tell whether what opens an answer to "which system?" is a name: no common word, and alone or written as one."""
    if _NO_PRODUCT.search(name):
        return False
    return " " in name or re.search(r"[a-z\d][A-Z]|[A-Z]{3}|\d", name) is not None or len(answer.split()) == 1


def _merged(mentions: list[VendorMention]) -> list[VendorMention]:
    """Drop a requester's mention where the answer names the same thing, and repeats of one name in one part."""
    answered = {(m.vendor, m.product) for m in mentions if m.status is not VendorStatus.IN_QUESTION}
    out, seen = [], set()
    for mention in mentions:
        key = (mention.vendor, mention.product, mention.status, mention.questions)
        if (
            mention.status is VendorStatus.IN_QUESTION and (mention.vendor, mention.product) in answered
        ) or key in seen:
            continue
        seen.add(key)
        out.append(mention)
    return out
