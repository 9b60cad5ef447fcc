"""Letterhead: who wrote the letter, its own reference, and the two dates that count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from corpus.authorities import Authority, by_domain, by_name
from ingest.read.zones import Zone

_MONTHS = {
    m: i for i, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
_WELSH = {
    "ionawr": 1,
    "chwefror": 2,
    "mawrth": 3,
    "ebrill": 4,
    "mai": 5,
    "mehefin": 6,
    "gorffennaf": 7,
    "awst": 8,
    "medi": 9,
    "hydref": 10,
    "tachwedd": 11,
    "rhagfyr": 12,
}
_MONTH = r"(?P<month>[A-Z][a-z]{2,9}|JAN\w*|FEB\w*|MAR\w*|APR\w*|MAY|JUN\w*|JUL\w*|AUG\w*|SEP\w*|OCT\w*|NOV\w*|DEC\w*)"
_DATE = re.compile(
    rf"(?<![\d/.])(?:(?P<d1>\d{{1,2}})\s?(?:\^?\s?(?:st|nd|rd|th|af|ain|fed|eg|il|ydd))?\s?(?:of\s|"
    rf"o\s)?[\s\-]?{_MONTH}[\s\-,.]{{1,3}}(?P<y1>20\d\d|\d\d(?!\d))"
    rf"|(?P<mon2>[A-Z][a-z]{{2,8}})\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y2>20\d\d)"
    r"|(?P<d3>\d{1,2})(?P<sep>[/.\-])(?P<m3>\d{1,2})(?P=sep)(?P<y3>20\d\d|\d\d)(?!\d)"
    r"|(?P<y4>20\d\d)-(?P<m4>\d\d)-(?P<d4>\d\d))"
)
_REFERENCE_LABEL = re.compile(
    r"(?:(?:our|fy|ein|council|trust|foi|foia|eir|case|file|request|enquiry|"
    r"freedom\s+of\s+information(?:\s+act(?:\s+2000)?)?(?:\s+request)?|information\s+request|response)\s+)?"
    r"(?:ref(?:erence)?s?\b\.?(?:\s+(?:no|number|num)\b\.?)?|(?:request|case|foi|enquiry|"
    r"reference)\s+(?:no|number|id|num)\b\.?|cyf(?:eirnod)?\b\.?|request\s+id|our\s+ref)"
    r"\s*(?:is|was)?\s*[:\-–#]*\s*(?P<value>[^\n\t;]{0,60})",
    re.IGNORECASE,
)
_YOUR = re.compile(r"(?:your|y/r|eich)\s*$", re.IGNORECASE)
_REFERENCE = re.compile(
    r"(?<![\w/@.\-])(?P<ref>(?:(?:FOI\w*|FoI\w*|foi|EIR|RFI|IR|ATI|SAR|CAS|IG|CRN|FOISA|INF|COR|DGI|IM|REQ|"
    r"ENQ|DC|ICO|F|CR|IC|Ref|GM|CAM)\s?[/\-–.: #]{0,3}\s?)?"
    r"(?:[A-Z]{1,6}[/\-.])*[A-Z]{0,8}\d[\w/\-.]*\d?[\w/\-]*(?:\s\d{2}\s\d{2}|\s?/\s?\d{2,6})?)"
)
_FOI_INSIDE = re.compile(
    r"(?<![\w/@.\-])(?P<ref>(?:\d[\w]*[/\-.]|[A-Z]{2,6}[/\-.])+(?:FOI[A-Z]{0,2}|EIR|RFI|IR)[/\-.]\d[\w/\-.]*)"
)
_LONE_TOKEN = re.compile(
    r"(?P<ref>[A-Z]{2,6}[\-/ ]?\d{2,7}(?:[\-/]\d{2,6})?|\d{2,4}[\-/]\d{2,6})(?=$|\s[-–—:A-Z]|[-_ ][A-Za-z])"
)
_NUMBERED_REQUEST = re.compile(
    r"(?:freedom of information|foi|foia|eir|information)(?: act)?(?: 2000)? request[\s:\-–]+(?P<ref>\d{4,12})\b",
    re.IGNORECASE,
)
_FOI_TOKEN = re.compile(
    r"(?<![\w/@.\-])(?P<ref>(?:FOI[A-Z]{0,3}|FoI|EIR|RFI|FOISA|ATI|IR|IG|CAS|CRN|"
    r"F)(?:[\s_/\-][A-Z]{2,5}(?=[\s_/\-]\d))?(?:\s?(?:ref(?:erence)?|request|no\.?|"
    r"number)?\s?)[\s/\-_:.#]{0,3}(?:[A-Z]{0,5}[/\-])?\d{2,}[\w/\-.]{0,24})"
)
_NOT_OURS = re.compile(r"^(?:FS5|IC-|EA/20|FER\d|SI\b|ISBN|COVID|GDPR|UK)", re.IGNORECASE)
_RESPONDED_CUE = re.compile(
    r"(?:^|[.,;|\t(/]\s*|\band\s+|\d\s+)(?:(?:review |final )?(?:outcome )?(?:letter |reply |response |"
    r"issue |our )?date(?:d)?(?: of (?:response|reply|issue|letter|decision|disclosure|this letter))?|"
    r"this (?:reply|letter|response) is dated|(?:date )?(?:responded|replied|answered|response|reply|"
    r"issued|sent|completed|closed|disclosed)"
    r"(?: date| sent| issued)?|dyddiad(?: ymateb)?|ymateb(?:wyd)?)(?: (?:by|via|e-?mail|email|post|only|"
    r"to you)){0,4}\s*(?:on|:)?\s*:?\s*(?:\w+day,?\s*)?$",
    re.IGNORECASE,
)
_PUBLISHED_CUE = re.compile(
    r"(?:published|updated|cyhoeddwyd|uploaded|added)\s*(?:on)?\s*:?\s*(?:\w+day,?\s*)?$", re.IGNORECASE
)
_RECEIVED_CUE = re.compile(
    r"(?:receiv\w*|date (?:of (?:your )?request|received|requested)|requested|request(?: was)? (?:made|"
    r"dated|of|date|submitted|sent)|your (?:request|e-?mail|letter|enquiry|correspondence|message|"
    r"application|foi(?: request)?|freedom of information(?: act)?(?: 2000)?(?: request)?|"
    r"request for information)(?: (?:dated|of|on|sent|received|submitted|which|was|made|"
    r"to [\w ,']{2,40}))*|your (?:request|e-?mail|letter|enquiry)[^.\n]{0,60}(?:dated|submitted|sent|made)|"
    r"logged|contacted us|(?:you )?wrote to us|you (?:asked|wrote|emailed|contacted)[^.\n]{0,20}|"
    r"derbyniwyd|(?:request|e-?mail|letter|enquiry)\s+of)\s*(?:by (?:us|the \w+|\w+ \w+)|at this office|"
    r"in this office|to us|today)?\s*(?:on|as|of|:)?\s*(?:the\s*)?(?:\w+day,?\s*(?:the )?)?$",
    re.IGNORECASE,
)
_HEAD = frozenset({Zone.LETTERHEAD, Zone.PREAMBLE, Zone.SIGNATURE, Zone.FOOTER})
_DATED = frozenset({Zone.LETTERHEAD, Zone.PREAMBLE, Zone.REVIEW, Zone.ANSWER, Zone.REFUSAL, Zone.REQUEST, Zone.HISTORY})
_OTHER_CUE = re.compile(
    r"(?:due|deadline|by|before|until|expir\w*|end(?:s|ed|ing)?|start\w*|from|to|since|between|and|"
    r"commenc\w*|until|effective|as at|clarif\w*|refined|valid|born|renew\w*|awarded|contract\w*|accurate|"
    r"correct|period|live)\s*(?:date|on|is|was|in)?\s*(?:the\s*)?:?\s*$",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?P<name>(?:(?:The\s+)?(?:London|Royal)\s+Borough\s+of\s+(?:[A-Z][\w'’\-]+(?:\s+(?:and|upon|on|the|"
    r"of)\s+)?\s?){1,4}"
    r"|(?:Cyngor|Comhairle)\s+(?:[A-Z][\w'’\-]+\s?){1,4}"
    r"|University\s+of\s+(?:the\s+)?(?:[A-Z][\w'’\-]+\s?){1,4}|(?:Department|Ministry|Office)\s+(?:for|"
    r"of)\s+(?:the\s+)?(?:[A-Z][\w'’\-]+,?\s?(?:and\s+|for\s+|of\s+|&\s+)?){1,7}"
    r"|NHS\s+(?:[A-Z][\w'’\-]+(?:,)?\s+(?:and\s+)?){1,6}(?:Integrated Care Board|ICB|Board|Trust|CCG|"
    r"Clinical Commissioning Group)|NHS\s+(?:[A-Z][\w'’\-]+\s?(?:and\s+|&\s+)?){1,4}"
    r"|(?:[A-Z][\w'’\-.]+\s+(?:and\s+|&\s+|of\s+|on\s+|upon\s+|the\s+|in\s+|under\s+|with\s+|le\s+)*){1,8}"
    r"(?:Council|University|Constabulary|Police(?:\s+(?:Service|Force|Authority))?|"
    r"(?:NHS\s+)?(?:Foundation\s+)?Trust|Health\s+Board|Fire\s+(?:and|&)\s+Rescue\s+(?:Service|Authority)|"
    r"Fire\s+(?:Authority|Service)|Ambulance\s+Service(?:\s+NHS\s+(?:Foundation\s+)?Trust)?|"
    r"Combined\s+Authority|Integrated\s+Care\s+Board|"
    r"Authority|Agency|Commission|Corporation|Executive|Regulator|Inspectorate|Ombudsman|College|Board)))(?![\w'’])"
)
_GENERIC = re.compile(
    r"^(?:(?:the|this|our|your|a|an|that|each|any|county|borough|city|district|dear|to|from|for|if|as|at|"
    r"in|on|by|town|local|planning|licensing|highways?|education|highway|housing|"
    r"public|health|care|national|contracting|relevant|responsible|awarding|supervisory|electric|full|"
    r"joint|information|internal|legal|democratic|customer|corporate|"
    r"data|human|freedom|digital|financial|finance|property|emergency|social|adult|children|environment\w*|"
    r"police|fire|rescue|ambulance|trust|university|council|"
    r"metropolitan|nhs|foundation|unitary|royal|hospitals?|combined|integrated|constabulary|department|"
    r"ministry|office|executive|board|agency|commission|commissioner|scottish|welsh|english|british|uk|"
    r"chief|head|director|senior|"
    r"team|services?|of|and|&|s)\s*)+$|information commissioner|tribunal|^yours?\b|commissioner|ombudsman|"
    r"open government|crown commercial|first-tier|data protection",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@([\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6})")
_URL = re.compile(r"(?:https?://|www\.)([\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6})")
_REGULATORS = (
    "ico.org.uk",
    "itspublicknowledge.info",
    "foi.scot",
    "legislation.gov.uk",
    "gov.uk",
    "nationalarchives.gov.uk",
    "whatdotheyknow.com",
    "contractsfinder",
    "service.gov.uk",
)


def find_authority(paragraphs: Iterable[tuple[Zone, str]], headers: dict[str, str]) -> str | None:
    """Return the name of the body that wrote the letter, or None where the letter does not tell.

    Names in letterhead and signature weigh most, then the sender's address, then domains and names in the letter's own
    words. A body named only as a redirect, a court, or the Information Commissioner does not count.
    """
    votes: Counter[str] = Counter()
    for zone, part in paragraphs:
        weight = _ZONE_WEIGHT[zone]
        for name in _bodies(part):
            if zone in _NAMES_ITSELF or not _WEAK.search(name) or by_name(name) is not None:
                votes[name] += weight * (0.5 if name.startswith(("Cyngor", "Comhairle")) else 1.0)
        for domain in _domains(part):
            if (owner := _owner(domain)) is not None:
                votes[owner.name] += 2.0 * weight
    for key in ("from", "organisation"):
        for domain in _domains(headers.get(key, "")):
            if (owner := _owner(domain)) is not None:
                votes[owner.name] += 8
        for name in _bodies(headers.get(key, "")):
            votes[name] += 8
    for name in _bodies(headers.get("title", "")):
        if not _WEAK.search(name) or by_name(name) is not None:
            votes[name] += 4
    return _elected(votes)


def authority_from_path(source: str) -> str | None:
    """Return the body that a folder of `source` is named after ("aldermere-constabulary/reply.pdf"), or None."""
    for folder in reversed(source.replace("\\", "/").split("/")[:-1]):
        words = re.sub(r"[-_ ]+", " ", folder).strip()
        if (listed := by_name(words)) is not None and len(words) > 6:
            return listed.name
        name = " ".join(
            w if w in ("and", "of", "the", "on", "upon") else _CAPITALS.get(w, w.capitalize())
            for w in words.lower().split()
        )
        match = _BODY.fullmatch(name)
        if match and not _GENERIC.search(name) and not _WEAK.search(name):
            return name
    return None


_CAPITALS = {"nhs": "NHS", "icb": "ICB"}
_WEAK = re.compile(
    r"\b(?:Authority|Agency|Commission|Corporation|Executive|Regulator|Inspectorate|Ombudsman|College|Board)$"
)
_NAMES_ITSELF = frozenset({Zone.LETTERHEAD, Zone.SIGNATURE, Zone.PREAMBLE})
_SHARED = frozenset(
    {
        "gov.wales",
        "llyw.cymru",
        "gov.scot",
        "nhs.scot",
        "wales.nhs.uk",
        "nhs.uk",
        "nhs.net",
        "gov.uk",
        "police.uk",
        "ac.uk",
    }
)


def _owner(domain: str) -> Authority | None:
    """Return the one body a domain belongs to; a domain under a shared suffix belongs to nobody listed under the suffix."""
    found = by_domain(domain)
    if len(found) != 1:
        return None
    exact = any(domain == d or domain.endswith("." + d) and d not in _SHARED for d in found[0].email_domains)
    return found[0] if exact else None


_ZONE_WEIGHT = {
    Zone.LETTERHEAD: 5.0, Zone.SIGNATURE: 4.0, Zone.PREAMBLE: 2.5, Zone.REVIEW: 2.5, Zone.FOOTER: 1.5, Zone.ANSWER: 0.6,
    Zone.REFUSAL: 0.8, Zone.HISTORY: 0.5, Zone.PUBLIC_INTEREST: 0.5, Zone.REQUEST: 0.4, Zone.QUOTED_MAIL: 0.3,
}  # fmt: skip


def _elected(votes: Counter[str]) -> str | None:
    """Return the name with most votes; a shorter form of a longer name votes for the longer one."""
    if not votes:
        return None
    merged = Counter(votes)
    for short in votes:
        for long in votes:
            if short != long and short.lower() in long.lower():
                merged[long] += votes[short] * 0.5
    return max(merged, key=lambda name: (round(merged[name], 3), len(name), name))


def _bodies(part: str) -> Iterable[str]:
    """Yield the bodies named in a piece of text: listed ones by their official name, others as printed."""
    for match in (m for cell in part.split("\t") for m in _BODY.finditer(cell)):
        name = re.sub(r"\bICB$", "Integrated Care Board", re.sub(r"\s+", " ", match["name"]).strip(" ,."))
        listed = _listed(name)
        if listed is not None:
            yield listed.name
        elif not _GENERIC.search(name) and len(name) < 80:
            yield re.sub(r"^(?:The|For|To|From|At|In|If|As|On|By|Dear|And|Of|That|Contact|Please)\s+", "", name)


def _listed(name: str) -> Authority | None:
    words = name.split()
    for begin in range(min(5, len(words))):
        candidate = " ".join(words[begin:])
        if len(candidate) > 6 and (found := by_name(candidate)) is not None:
            return found
    return None


def _domains(part: str) -> list[str]:
    found = [m[1].lower() for m in _EMAIL.finditer(part)] + [
        m[1].lower().removeprefix("www.") for m in _URL.finditer(part)
    ]
    return [d for d in found if d not in _REGULATORS and not d.endswith(("ico.org.uk", "foi.scot"))]


def find_reference(
    text: str, zones: Sequence[tuple[Zone, int, int]], headers: dict[str, str], source: str = ""
) -> str | None:
    """Return the authority's own reference, or None. Numbers of the regulator, a tribunal or the requester do not count."""
    for wanted in (
        (Zone.LETTERHEAD, Zone.PREAMBLE),
        (Zone.REQUEST, Zone.ANSWER, Zone.SIGNATURE, Zone.REVIEW, Zone.FOOTER),
        (Zone.QUOTED_MAIL,),
    ):
        for zone, start, end in zones:
            if zone in wanted and (found := _labelled_reference(text[start:end])):
                return found
        if wanted[0] is Zone.LETTERHEAD and (
            found := _foi_token(headers.get("subject", "")) or _labelled_reference(headers.get("subject", ""))
        ):
            return found
        for zone, start, end in zones:
            if zone in wanted and (found := _foi_token(text[start:end])):
                return found
    stem = re.sub(r"\.\w{2,5}$", "", source.rsplit("/", 1)[-1]).replace("_", " ")
    for line in (headers.get("subject", ""), headers.get("title", ""), *_lone_lines(text, zones), stem):
        if found := _foi_token(line):
            return found
        if (match := _LONE_TOKEN.match(line)) and _plausible(match["ref"]):
            return _tidy(match["ref"])
    return None


def _lone_lines(text: str, zones: Sequence[tuple[Zone, int, int]]) -> Iterable[str]:
    """Yield the short lines of the head of a letter, and the subject of a mail printed above it."""
    for zone, start, end in zones[:4]:
        if zone in (Zone.LETTERHEAD, Zone.PREAMBLE):
            for line in text[start:end].split("\n"):
                bare = re.sub(r"^\s*subject\s*:\s*", "", line, flags=re.IGNORECASE).strip()
                if len(bare) <= 14 or bare != line.strip():
                    yield bare


def _labelled_reference(part: str) -> str | None:
    for match in _REFERENCE_LABEL.finditer(part):
        if _YOUR.search(part[max(0, match.start() - 8) : match.start()]) and not re.match(
            r"your\s+request\s+number", part[max(0, match.start() - 5) : match.end()], re.IGNORECASE
        ):
            continue
        if (
            match.group().lower().startswith(("request ref", "your ref"))
            and "your" in part[max(0, match.start() - 6) : match.start()].lower()
        ):
            continue
        value = match["value"].strip(" ()[]:-–#")
        found = _REFERENCE.match(value)
        if found and _plausible(found["ref"]):
            return _tidy(found["ref"])
        if letters := re.match(r"[A-Z]{2,6}/[A-Z0-9]{4,12}\b", value):
            return letters.group()
    return None


def _foi_token(part: str) -> str | None:
    if match := _FOI_INSIDE.search(part) or _NUMBERED_REQUEST.search(part):
        return _tidy(match["ref"])
    for match in _FOI_TOKEN.finditer(part):
        if _plausible(match["ref"]) and not re.search(r"act|20(?:00|02|04)$", match["ref"], re.IGNORECASE):
            return _tidy(match["ref"])
    return None


def _plausible(reference: str) -> bool:
    digits = sum(c.isdigit() for c in reference)
    return (
        digits >= 2
        and not _NOT_OURS.match(reference)
        and not _DATE.fullmatch(reference.strip())
        and len(reference) >= 3
    )


def _tidy(reference: str) -> str:
    return re.sub(r"\s+", " ", reference).strip(" .,:;)-–/")


def find_dates(
    text: str, zones: Sequence[tuple[Zone, int, int]], headers: dict[str, str]
) -> tuple[str | None, str | None]:
    """Return when the request was received and when it was answered, as ISO dates or None.

    Dates read day first. A date is given a role by the words before it; a date that stands alone near the head of the letter
    is the letter's own. Deadlines and contract dates have no role.
    """
    received: str | None = None
    responded: str | None = None
    published: str | None = None
    lone: str | None = None
    for zone, start, end in zones:
        if zone in (Zone.QUOTED_MAIL, Zone.REQUEST) and received:
            continue
        for match, value in _dates(text, start, end):
            before = text[max(0, match.start() - 70) : match.start()]
            line = before.rsplit("\n", 1)[-1]
            if zone in _DATED and _RECEIVED_CUE.search(before):
                received = received or value
            elif zone in _HEAD and _RESPONDED_CUE.search(line):
                responded = responded or value
            elif zone in _HEAD and _PUBLISHED_CUE.search(line):
                published = published or value
            elif zone in _HEAD and not _OTHER_CUE.search(before) and _alone(text, match):
                lone = lone or value
    responded = responded or lone or _header_date(headers) or published
    return received, responded


def _alone(text: str, match: re.Match[str]) -> bool:
    """Tell whether a date has a line, or a cell, nearly to itself."""
    begin = (
        max(text.rfind("\n", 0, match.start()), text.rfind("\t", 0, match.start()), text.rfind("\f", 0, match.start()))
        + 1
    )
    ends = [
        i for i in (text.find("\n", match.end()), text.find("\t", match.end()), text.find("\f", match.end())) if i >= 0
    ]
    line = text[begin : min(ends) if ends else len(text)]
    return len(line.strip()) - len(match.group()) <= 14


def _dates(text: str, start: int, end: int) -> Iterable[tuple[re.Match[str], str]]:
    for match in _DATE.finditer(text, start, end):
        value = _iso(match)
        if value:
            yield match, value


def _iso(match: re.Match[str]) -> str | None:
    g = match.groupdict()
    if g["d1"]:
        year, month, day = g["y1"], _month(g["month"]), g["d1"]
    elif g["d2"]:
        year, month, day = g["y2"], _month(g["mon2"]), g["d2"]
    elif g["d3"]:
        year, month, day = g["y3"], int(g["m3"]), g["d3"]
    else:
        year, month, day = g["y4"], int(g["m4"]), g["d4"]
    try:
        found = date(int(year) + (2000 if len(year) == 2 else 0), month or 0, int(day))
    except ValueError:
        return None
    return found.isoformat() if 2000 <= found.year <= 2100 else None


def _month(name: str) -> int:
    lower = name.lower()
    return _WELSH.get(lower) or _MONTHS.get(lower[:3], 0)


def _header_date(headers: dict[str, str]) -> str | None:
    value = headers.get("date", "")
    if re.match(r"\d{4}-\d\d-\d\d", value):
        return value[:10]
    match = _DATE.search(value)
    return _iso(match) if match else None
