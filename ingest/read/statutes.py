"""Statutes: which Act a number belongs to, told from the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.records import Law

_ACCESS = (  # asked of text in small letters, which is three times as fast as to ignore case
    (
        Law.FOISA,
        re.compile(
            r"freedom\s+of\s+information\s+\(?scotland\)?|\bfoi\(?s\)?a\b|\bfoisa\b|foi\s+\(?scotland\)?\s+act",
        ),
    ),
    (
        Law.EISR,
        re.compile(
            r"environmental\s+information\s+\(?scotland\)?|\bei\s?\(?s\)?\s?rs?\b|\beisrs?\b|scottish\s+eirs?",
        ),
    ),
    (
        Law.FOIA,
        re.compile(r"freedom\s+of\s+infor?mation|\bfoia?\b|rhyddid\s+gwybodaeth"),
    ),
    (Law.EIR, re.compile(r"environmental\s+information|\beirs?\b|gwybodaeth\s+amgylcheddol")),
)
_SCOTTISH_SIGN = re.compile(
    r"information\s+\(?scotland\)?|\bfoisa\b|\bfoi\(s\)a\b|\bei\s?\(s\)\s?r|\beisrs?\b|"
    r"scottish\s+information\s+commissioner|foi\.scot|itspublicknowledge",
)
_SCOTTISH = ("scot", "foisa", "(s)", "eisr", "itspublicknowledge")  # one of them is in each sign
_UK_SIGN = re.compile(
    r"freedom\s+of\s+information\s+act\s+(?:\(foia\)\s+)?2000|\bfoia\b|ico\.org\.uk|"
    r"(?<!scottish )information\s+commissioner['’]s\s+office|"
    r"environmental\s+information\s+regulations\s+2004",
)
_FEES = re.compile(
    r"fees|appropriate\s+limit|re-?use|privacy|data\s+protection|protection\s+of\s+freedoms", re.IGNORECASE
)
_NAMED = re.compile(
    r"\s{0,2}(?:\([^)]{0,70}\)\s{0,2})?[,:\-–]?\s{0,2}(?:(?<![A-Za-z])(?:of|under|in|to|within|from|for|"
    r"and|OF|UNDER|IN)\s+)?(?:the\s+|that\s+|THE\s+)?"
    r"(?P<name>(?:(?:[A-Z][\w'’\-/.]*|\([A-Z][\w'’\-,\s]{0,90}\)|of|and|the|to|for|at|in|on|by|with|etc\.?|&),?\s+){0,9}?"
    r"(?:Act|Acts|ACT|Regulations|regulations|REGULATIONS|Regs|Order|Code|Directive|Rules|Measure|GDPR|FOIA|FOISA|"
    r"EIRs?|EISRs?|FOI|EI\(S\)Rs?|DPA|DPA18|PACE|[A-Z]{2,5}A|KCSIE|NPPF)\b(?:\s+\(?(?:Scotland|Wales|England|"
    r"UK)\)?)?(?:\s+Act)?(?:,?\s+\d{4})?)"
)
_DOCUMENT = re.compile(
    r"\s{0,2}(?:of|in|on|within)\s+(?:the|this|our|that|your|its|a)\s+(?:[\w'’]+\s+){0,3}(?:guidance|"
    r"report|form|polic(?:y|ies)|letter|contract|agreement|"
    r"questionnaire|application|document|strategy|plan|code|constitution|procedure|toolkit|handbook|return|"
    r"schedule|response|request|website|specification|template|tender|lease|licence|deed|tenancy|terms|conditions|"
    r"manual|minutes|survey|budget|accounts|statement|rules)\b",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"[\s\-]{1,2}(?:(?:legal|planning|developer|highways?|housing|possession|eviction|cost|statutory|CIL)\s+)?"
    r"(?:agreements?|contributions?|notices?(?!\s+(?:under|of\s+refusal))|officers?|enquir\w+|inquir\w+|"
    r"assessments?|orders?|monies|money|funds?|funding|obligations?|"
    r"powers?|stops?|search(?:es)?|licen[cs]es?|certificates?|panels?|meetings?|returns?|budgets?|works|"
    r"consultations?|consultees?|reports?|investigations?|"
    r"leaseholders?|charges|deeds?|applications?|detentions?|aftercare|after-care|prosecutions?|offences?|"
    r"warnings?|referrals?|visits?|accommodation|"
    r"duty|duties|reviews?\b|procedures?|determinations?|evictions?|authorisations?|status|grants?|land|"
    r"sites?|payments?|income|receipts?|spend)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?P<name>(?:\b[A-Z][\w'’\-]*,?\s+(?:(?:and|of|the|to|for|at|in|on|&)\s+)*){1,8}(?:Act|Regulations|Order|Code|"
    r"Rules|Directive|Measure)|\b(?:GDPR|DPA|PACE|TCPA|NPPF|KCSIE|RTA|ECHR|LGA))"
    r"(?:\s+\d{4})?(?:\s+\([^)]{0,20}\))?(?:\s*[,:;(\-–]\s*|\s+)(?:under\s+|by\s+virtue\s+of\s+)?$"
)
_BEFORE_WORDS = re.compile(
    r"(?:schedule\s+\d+[,]?|article\s+\d+\S*|part\s+\d+[,]?|chapter\s+\d+[,]?|lot\s+\d+[,]?|"
    r"building\s+reg\w*|this|policy|form|contract|application|report|guidance|next|each|every|main|"
    r"code\s+of\s+practice[,]?)\s{1,2}$|\b(?:possession|eviction|tenancy|repossession)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_STREET = re.compile(
    r",? (?:[A-Z][\w'’]+ ){1,3}(?:Street|Road|Lane|Avenue|Close|Crescent|Drive|Square|Terrace|Gardens|Row|Hill|Way)\b"
)
_SCHEDULE = re.compile(r"\s{0,2}(?:of|in|to)\s+(?:the\s+)?schedule\b", re.IGNORECASE)
_ITEM_BREAK = re.compile(r"\n\s{0,9}\n|\n(?=\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})[.):]|Q\d|Questions? \d|[-•*] )")
_STOP = re.compile(r"[.?!]\s|\n\s{0,9}\n")
_SENTENCE_BREAK = re.compile(r"[.?!](?:\s|$)|\n\s{0,9}\n|\n(?=[A-Z0-9])")
_REFUSING = re.compile(r"exempt|refus|foi", re.IGNORECASE)
_DECIDING = re.compile(r"exempt|withh[eo]ld|refus|redact|appl(?:y|ie)|rel(?:y|ie)|engag|disclos|foi", re.IGNORECASE)
_EXEMPT = re.compile(r"\b(?:exempt|excepted|withheld)\b[^.]{0,30}$", re.IGNORECASE)
_NAME_BACK = re.compile(
    r"(?:[A-Z][\w'’\-]*\s+(?:(?:and|of|the|to|for|at|in|on|&|\(Scotland\))\s+)*){1,7}(?:Act|"
    r"Regulations)\b(?:\s+\d{4})?|\bFOIA\b|\bFOISA\b|\bEIRs?\b|\bDPA\b|\bGDPR\b"
)


@dataclass(frozen=True, slots=True)
class Family:
    """The Act and the Regulations that an unnamed section and regulation of one letter belong to."""

    act: Law
    regulations: Law


SCOTTISH = Family(Law.FOISA, Law.EISR)
UK = Family(Law.FOIA, Law.EIR)


def access_law(name: str) -> Law | None:
    """Return the access law a statute's name means, or None for any other statute."""
    if _FEES.search(name):
        return None
    return next((law for law, pattern in _ACCESS if pattern.search(name.lower())), None)


def scottish_and_uk_signs(text: str) -> tuple[int, int]:
    """Return how often the Scottish laws or their Commissioner are named, and how often the UK ones are."""
    small = text.lower()
    if not any(sign in small for sign in _SCOTTISH):
        return 0, sum(1 for _ in _UK_SIGN.finditer(small))
    return sum(1 for _ in _SCOTTISH_SIGN.finditer(small)), sum(1 for _ in _UK_SIGN.finditer(small))


def laws_named(text: str) -> dict[Law, int]:
    """Return how often each access law is named in `text`; Scottish names are not counted as UK ones."""
    small = text.lower()
    counts = {law: sum(1 for _ in pattern.finditer(small)) for law, pattern in _ACCESS}
    counts[Law.FOIA] = max(0, counts[Law.FOIA] - counts[Law.FOISA])
    counts[Law.EIR] = max(0, counts[Law.EIR] - counts[Law.EISR])
    return counts


def act_named_after(text: str, end: int) -> Law | None:
    """Return the access law named right behind a citation that ends at `end`."""
    match = _NAMED.match(text, end)
    return access_law(match["name"]) if match else None


def other_statute(text: str, start: int, end: int) -> bool:
    """Tell whether the number at `[start:end)` is of another statute, an agreement, a notice, a form or a policy."""
    if _DOCUMENT.match(text, end) and not re.match(
        r"\s{0,2}of\s+the\s+(?:code\s+of\s+practice\s+)?act\b", text[end : end + 20], re.IGNORECASE
    ):
        return True
    if _SCHEDULE.match(text, end) or _STREET.match(text, end):
        return True
    if "(" not in text[start:end] and _NOUN.match(text, end):
        return not re.match(
            r"[\s\-]{1,2}(?:notices?|reviews?|reports?|applications?|orders?|procedures?|duty|status)\b",
            text[end:],
            re.IGNORECASE,
        ) or (not _REFUSING.search(_sentence_around(text, start, end)))
    match = _NAMED.match(text, end)
    if match:
        name = match["name"].strip()
        if access_law(name) is not None:
            return False
        if re.fullmatch(
            r"(?:(?:the|this|that|said|same|The|This|THE)\s+)?(?:Act|ACT|Regulations|REGULATIONS|"
            r"Regs)(?:\s+(?:2000|2002|2004))?",
            name,
        ):
            return _other_in_view(text, start)
        return True
    if "(" not in text[start:end] and _other_in_sentence(text, start):
        return True
    before = text[max(0, start - 110) : start]
    named = _BEFORE.search(before)
    if named:
        return (
            access_law(named["name"]) is None
            and named["name"].split()[-1] in ("Act", "Regulations")
            and named["name"].split()[0] not in ("The", "This", "That")
        ) or (named["name"].strip() in ("GDPR", "DPA", "PACE", "TCPA", "NPPF", "KCSIE", "RTA", "ECHR", "LGA"))
    return bool(_BEFORE_WORDS.search(before))


def _sentence_around(text: str, start: int, end: int) -> str:
    """Return at most 60 characters on either side of a number, within its sentence."""
    before, after = text[max(0, start - 60) : start], text[end : end + 60]
    return f"{_SENTENCE_BREAK.split(before)[-1]} {_SENTENCE_BREAK.split(after)[0]}"


def _other_in_sentence(text: str, start: int) -> bool:
    """Tell whether a bare number follows another statute in its sentence: "section 2 of the Roads Act, section 8"."""
    clause = _STOP.split(text[max(0, start - 250) : start])[-1]
    named = list(_NAME_BACK.finditer(clause))
    return bool(named) and access_law(named[-1].group()) is None and not _DECIDING.search(clause, named[-1].end())


def _other_in_view(text: str, start: int) -> bool:
    """Tell whether "of the Act" points back at a statute that is no access law, named shortly before."""
    item = _ITEM_BREAK.split(text[max(0, start - 500) : start])[-1]
    named = list(_NAME_BACK.finditer(item))
    return (
        bool(named)
        and access_law(named[-1].group()) is None
        and not re.fullmatch(r"(?:The|This|That)\s+(?:Act|Regulations)", named[-1].group())
        and not _EXEMPT.search(item, named[-1].end())
    )
