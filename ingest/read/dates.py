"""Dates: when the request came in and when the letter went out, each told by the words before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

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
    rf"(?<![\d/.])(?:(?P<d1>\d{{1,2}})\s?(?:\^?\s?(?:st|nd|rd|th|af|ain|fed|eg|il|ydd))?\s?(?:(?:day\s)?of\s|"
    rf"o\s)?[\s\-]?{_MONTH}(?:\s?/\s?[A-Z][a-z]{{2,9}}(?=\s20))?[\s\-,.]{{1,3}}(?P<y1>20\d\d|\d\d(?!\d))"
    rf"|(?P<mon2>[A-Z][a-z]{{2,8}})\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y2>20\d\d)"
    r"|(?P<d3>\d{1,2})(?P<sep>[/.\-])(?P<m3>\d{1,2})(?P=sep)(?P<y3>20\d\d|\d\d)(?!\d)"
    r"|(?P<y4>20\d\d)-(?P<m4>\d\d)-(?P<d4>\d\d))"
)

_RESPONDED_CUE = re.compile(
    r"(?:^|[.,;|·\t(/]\s*|\s[-–]\s+|\band\s+|\d\s+)(?:(?:review |final )?(?:outcome )?(?:letter |reply |response |"
    r"issue |our )?date(?:d)?(?: of (?:the |our |this |final )?(?:response|reply|answer|issue|letter|"
    r"decision|disclosure|closure))?|"
    r"this (?:reply|letter|response) is dated|(?:date |decision |outcome )?(?:(?:the |our )?(?:response|"
    r"reply|answer|decision)"
    r"(?: (?:was|is|were))?(?: sent| issued| given| made)?|responded|replied|answered(?: it)?|(?<=date )out|"
    r"issued|sent|completed|closed|disclosed|released|despatched|dispatched|finali[sz]ed)"
    r"(?: date| sent| issued| to)?|dyddiad(?: ymateb)?|ymateb(?:wyd)?)(?: (?:by|via|e-?mail|email|post|only|"
    r"to you)){0,4}\s*(?:on|:|[-–|])?\s*[:|]?\s*(?:(?:\w+day|mon|tue|wed|thu|fri|sat|sun)\w{0,3},?\s*)?\(?$",
    re.IGNORECASE,
)

_PUBLISHED_CUE = re.compile(
    r"(?:published|updated|cyhoeddwyd|uploaded|added)\s*(?:on)?\s*:?\s*(?:\w+day,?\s*)?$", re.IGNORECASE
)

_RECEIVED_CUE = re.compile(
    r"(?:receiv\w*|rec['’]?d|date (?:of (?:your |the )?request|received|requested|in|logged|opened)|"
    r"requested|request(?: was)? (?:made|"
    r"dated|of|date|submitted|sent)|your (?:request|e-?mail|letter|enquiry|correspondence|message|"
    r"application|foi(?: request)?|freedom of information(?: act)?(?: 2000)?(?: request)?|"
    r"request for information)(?: (?:dated|of|on|sent|received|submitted|which|was|made|"
    r"to [\w ,']{2,40}))*|your (?:request|e-?mail|letter|enquiry)[^.\n]{0,60}(?:dated|submitted|sent|made)|"
    r"logged|review (?:was )?(?:asked for|requested|sought)|contacted us|(?:you )?wrote to us|"
    r"you (?:asked|wrote|emailed|contacted)[^.\n]{0,20}|"
    r"derbyniwyd|(?:request|e-?mail|letter|enquiry)\s+of)\s*(?:by (?:us|the \w+|\w+ \w+)|at this office|"
    r"in this office|to us|today)?\s*(?:on|as|of|:|[-–|])?\s*[:|]?\s*(?:the\s*)?(?:\w+day,?\s*(?:the )?)?$",
    re.IGNORECASE,
)

_SENT_CUE = re.compile(
    r"\b(?:this|our|the present) (?:reply|response|letter|e-?mail|notice) (?:was|is|has been) (?:sent|issued|dated)"
    r"(?: to you)?(?: on)?\s*$",
    re.IGNORECASE,
)
_TOLD_CUE = re.compile(  # how a log tells it of the authority; a review tells it of the first answer
    r"\b(?:(?-i:[A-Z])\w+ (?:Council|Trust|University|Authority|Board|Constabulary|Police|Agency|College|Service)|"
    r"the (?:council|trust|force|university|department|board|authority|agency|college|service|constabulary)) "
    r"(?:replied|responded|answered)(?: to (?:it|this|the (?:request|requester)))?(?: on)?\s*$",
    re.IGNORECASE,
)
_RECEIVED_AFTER = re.compile(
    r"\s*(?:[-–:]|\()\s*(?:your |the |date )?(?:request|received)\b(?![^);\n]{0,20}\d)", re.IGNORECASE
)
_RESPONDED_AFTER = re.compile(
    r"\s*(?:[-–:]|\()\s*(?:our |the |date )?(?:response|reply|answer|answered|responded|replied|sent|issued)\b",
    re.IGNORECASE,
)

_OTHER_CUE = re.compile(
    r"(?:due|deadline|by|before|until|expir\w*|end(?:s|ed|ing)?|start\w*|from|to|since|between|and|"
    r"commenc\w*|until|effective|as at|clarif\w*|refined|valid|born|renew\w*|awarded|contract\w*|accurate|"
    r"correct|period|live)\s*(?:date|on|is|was|in)?\s*(?:the\s*)?:?\s*$",
    re.IGNORECASE,
)

_DATED_LINE = 80  # characters of a line that holds dates alone
_CLOSING = 0.5  # of the letter stands above its closing lines
_HEAD = frozenset({Zone.LETTERHEAD, Zone.PREAMBLE, Zone.SIGNATURE, Zone.FOOTER})

_DATED = frozenset({Zone.LETTERHEAD, Zone.PREAMBLE, Zone.REVIEW, Zone.ANSWER, Zone.REFUSAL, Zone.REQUEST, Zone.HISTORY})


def find_dates(
    text: str, zones: Sequence[tuple[Zone, int, int]], headers: dict[str, str]
) -> tuple[str | None, str | None]:
    """Return when the request was received and when it was answered, as ISO dates or None.

    Dates read day first. A date is given a role by the words before it; a date that stands alone near the head of the
    letter is the letter's own. Deadlines and contract dates have no role.
    """
    received: str | None = None
    responded: str | None = None
    published: str | None = None
    lone: str | None = None
    closing: str | None = None
    told: str | None = None
    for zone, start, end in zones:
        if zone in (Zone.QUOTED_MAIL, Zone.REQUEST) and received:
            continue
        for match, value in _dates(text, start, end):
            before = text[max(0, match.start() - 70) : match.start()]
            line = before.rstrip("\n ").rsplit("\n", 1)[-1]  # a label may stand at the end of the line above
            if zone in _DATED and _RECEIVED_AFTER.match(text, match.end()):
                received = received or value
            elif zone in _DATED and (_SENT_CUE.search(before) or _RESPONDED_AFTER.match(text, match.end())):
                responded = responded or value
            elif zone in _DATED and _TOLD_CUE.search(before):
                told = told or value
            elif zone in _DATED and _RECEIVED_CUE.search(before):
                received = received or value
            elif (zone in _HEAD or match.start() < 500) and _RESPONDED_CUE.search(line):
                responded = responded or value
            elif zone in _HEAD and _PUBLISHED_CUE.search(line):
                published = published or value
            elif (
                zone in _HEAD
                and not _OTHER_CUE.search(before)
                and (_alone(text, match) or _ends_short_line(text, match))
            ):
                lone = lone or value
            elif zone in _DATED and match.start() > _CLOSING * len(text) and _has_a_line(text, match):
                closing = value  # "31/01/2024" over the name of the team
    sent = _header_date(headers)
    responded = (sent if "from" in headers else None) or responded or sent or lone or closing or told or published
    return received, responded


def is_date(text: str) -> bool:
    """Tell whether `text` is a date and nothing else."""
    match = _DATE.fullmatch(text)
    return match is not None and _iso(match) is not None


def _ends_short_line(text: str, match: re.Match[str]) -> bool:
    """Tell whether a date closes a short line, as one set at the right of a heading."""
    begin = text.rfind("\n", 0, match.start()) + 1
    stop = text.find("\n", match.end())
    line = text[begin : stop if stop >= 0 else len(text)].strip()
    return len(line) <= 70 and text[begin : match.end()].strip() == line and not line.endswith(".")


def _alone(text: str, match: re.Match[str]) -> bool:
    """Tell whether a date has a line, or a cell, nearly to itself."""
    begin = (
        max(text.rfind("\n", 0, match.start()), text.rfind("\t", 0, match.start()), text.rfind("\f", 0, match.start()))
        + 1
    )
    cell = re.split(r"[\n\t\f]|  ", text[match.end() : match.end() + 40])[0]
    return len(f"{text[begin : match.start()]}{cell}".strip()) <= 14


def _has_a_line(text: str, match: re.Match[str]) -> bool:
    """Tell whether a date has a line to itself, or to itself in two languages."""
    begin = text.rfind("\n", 0, match.start()) + 1
    stop = text.find("\n", match.end())
    line = text[begin : stop if stop >= 0 else len(text)]
    return len(line) < _DATED_LINE and not _DATE.sub("", line).strip(" .,/|")


def _dates(text: str, start: int, end: int) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the dates of a stretch of text with their ISO form; "31 June" and years far off are none."""
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
