"""Reference: the number under which the authority keeps the request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.read.dates import is_date
from ingest.read.zones import Zone

_REFERENCE_LABEL = re.compile(
    r"(?<![yY])(?:(?:our|fy|ein|council|trust|foi|foia|eir|case|file|request|enquiry|"
    r"freedom\s+of\s+information(?:\s+act(?:\s+2000)?)?(?:\s+request)?|information\s+request|response)\s+)?"
    r"(?:ref(?:erence)?s?\b\.?(?:\s+(?:no|number|num)\b\.?)?|(?:request|case|foi|enquiry|log|review|"
    r"reference)\s+(?:no|number|id|num)\b\.?|cyf(?:eirnod)?\b\.?|request\s+id|our\s+ref|response\s+register)"
    r"\s*(?:is|was)?\s*[:\-–#|]*[ \t]*(?P<value>[^\n\t;]{0,60})",
    re.IGNORECASE,
)

_OF_SOMETHING_ELSE = re.compile(
    r"(?:contract|tender|policy|purchase|order|invoice|planning|application|framework|notice|account|supplier|lease|"
    r"property|council tax|crime|incident|complaint|project)(?:['’]s)?\s*$",
    re.IGNORECASE,
)
_YOUR = re.compile(r"(?:your|y/r|eich)\s*$", re.IGNORECASE)

_REFERENCE = re.compile(
    r"(?<![\w/@.\-])(?P<ref>(?:(?:FOI\w*|FoI\w*|foi|Ref|[A-Z]{1,5})\s?[/\-–.: #]{0,3}\s?)?"
    r"(?:[A-Z]{2,6}\s(?=\d{3}|"
    r"\d\d[/\-]))?(?:[A-Z][A-Za-z]{0,5}[/\-.])*[A-Z]{0,8}\d[\w/\-.]*\d?[\w/\-]*(?:\s\d{2}\s\d{2}|"
    r"\s?/\s?\d{2,6})?)"
)

_FOI_INSIDE = re.compile(
    r"(?<![\w/@.\-])(?P<ref>(?:\d[\w]*[/\-.]|[A-Z]{2,6}[/\-.])+(?:FOI[A-Z]{0,2}|EIR|RFI|IR)"
    r"(?:[/\-.]\d[\w/\-.]*|(?<=\d-...)(?![\w/\-])))"
)

_LONE_TOKEN = re.compile(
    r"(?P<ref>[A-Z]{2,6}\s\d{2,4}\s\d{2,6}|"
    r"[A-Z][A-Za-z]{1,5}(?:[./:\-][A-Za-z]{2,6}){0,3}[./:\-]\d{2,7}(?:[./\-]\d{1,6}){0,2}|"
    r"\d{2,4}[\-/][A-Z]{1,6}[\-/]\d{2,6}|[A-Z]{2,6}[\-/]\d{2,6}[\-/](?:FOI|EIR|IR|RFI)|\d{8,10}|"
    r"(?:[A-Z]{1,6}[\-/ ]?){0,2}\d{2,7}(?:[\-/][A-Z]{0,3}\d{1,6}){0,2})(?=$|\s[-–—:/A-Z]|[-_ ][A-Za-z])"
)
_NO_PREFIX = re.compile(
    r"(?:BOX|PO|ROOM|FLOOR|TEL|PHONE|FAX|EXT|PAGE|SECTION|ACT|ARTICLE|PART|UNIT|SUITE|NO|ON|IN|DATE|"
    r"DATED|SENT|TIME)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s{2,}|\t|\s[|·•–—\-]\s|[,;.](?=\s)|\s\(")
_PREFIX = re.compile(
    r"(?:^|[\s:,(\-–])(?P<p>(?!(?:NHS|FOI|EIR|RE|REF|THE|OUR|YOUR|ACT|AND|FOR|UK|NO|ICO|FW|"
    r"DATED)\b)[A-Z]{2,6}[ /\-])$"
)
_HEAD_LINES = 14
_HEAD_REACH = 1500  # characters

_NUMBERED_REQUEST = re.compile(
    r"(?:(?:freedom of information|foi|foia|eir|"
    r"information)(?: act)?(?: 2000)?(?: \(foia?\))? (?:request|response)[\s:\-–]+|"
    r"(?:^|\n)[ \t]*(?:response to (?:your )?)?(?:request|response)[ \t]+(?:no\.?\s+)?|"
    r"freedom of information act(?: 2000)?[ \t]+[-–:][ \t]+(?=\d{5}))"
    r"(?P<ref>(?-i:[A-Z]{2,6}[/\-])(?-i:[A-Z]{1,3}[/\-])\d[\d/\-]{2,14}|(?:[A-Z]{2,6}[\s/\-]?)?\d[\d/\-]{3,14})\b",
    re.IGNORECASE,
)

_FOI_TOKEN = re.compile(
    r"(?<![\w/@.\-])(?P<ref>(?:FOI[A-Z]{0,3}|FoI|EIR|RFI|FOISA|ATI|IR|IG|CAS|CRN|"
    r"F)(?:[\s_/\-][A-Z]{2,5}(?=[\s_/\-]\d))?(?:\s?(?:ref(?:erence)?|request|no\.?|"
    r"number)?\s?)[\s/\-_:.#]{0,3}(?:[A-Z]{0,5}[/\-])?\d{2,}[\w/\-.]{0,24})"
)

_SHAPED = re.compile(
    r"(?<![\w/\-])(?P<ref>[A-Z]{2,6}[/\-]\d{2,4}[/\-]\d{3,6}|[A-Z]{2,6}\s\d{4}[/\-]\d{3,5}|"
    r"[A-Z]{2,6}\s?\d{5,10})\b(?![/\-]\d)"
)

_SUBJECT = re.compile(r"^[ \t>]*subject:[^\n]*\[(?P<brackets>[^\]\n]{4,30})\]", re.IGNORECASE | re.MULTILINE)
_NOT_OURS = re.compile(r"^(?:(?:19|20)\d\d\W*$|FS5|IC-|EA/20|FER\d|SI\b|ISBN|COVID|GDPR|UK)", re.IGNORECASE)


def find_reference(
    text: str, zones: Sequence[tuple[Zone, int, int]], headers: dict[str, str], source: str = ""
) -> str | None:
    """Return the authority's own reference, or None.

    A labelled number weighs most, then the shape of one, first in the head of the letter and last in quoted mail; then
    the subject and the file name. Numbers of the regulator, a tribunal or the requester do not count.
    """
    for wanted in (
        (Zone.LETTERHEAD, Zone.PREAMBLE),
        (Zone.REQUEST, Zone.ANSWER, Zone.SIGNATURE, Zone.REVIEW, Zone.FOOTER),
        (Zone.QUOTED_MAIL,),
    ):
        for zone, start, end in zones:
            if zone in wanted and (found := _labelled_reference(text[start:end])):
                return found
        if wanted[0] is Zone.LETTERHEAD and (
            found := _foi_token(headers.get("subject", ""))
            or _labelled_reference(headers.get("subject", ""))
            or _bracketed(text[:_HEAD_REACH])
        ):
            return found
        for zone, start, end in zones:
            if zone in wanted and (found := _foi_token(text[start:end])):
                return found
    stem = re.sub(r"\.\w{2,5}$", "", source.rsplit("/", 1)[-1]).replace("_", " ")
    for line in (headers.get("subject", ""), headers.get("title", ""), stem, *_lone_lines(text, headers)):
        if found := _foi_token(line):
            return found
        if (match := _SHAPED.search(line)) and _plausible(match["ref"]):
            return _tidy(match["ref"])
    for line in (*_lone_lines(text, headers), stem):
        match = _LONE_TOKEN.match(line)
        if (
            match
            and _plausible(match["ref"])
            and not _NO_PREFIX.match(line)
            and not _YOUR.search(line[: match.start()])
        ):
            return _tidy(match["ref"])
    return None


def _lone_lines(text: str, headers: dict[str, str]) -> Iterator[str]:
    """Yield what stands by itself in the head of a letter: whole lines, cells, and pieces beside a date or a dash."""
    subject = re.sub(r"^(?:(?:re|fw|fwd)\s*:\s*)+", "", headers.get("subject", ""), flags=re.IGNORECASE)
    lines = [subject, *(line for line in text[:_HEAD_REACH].split("\n") if line.strip())][: _HEAD_LINES + 1]
    for line in lines:
        bare = re.sub(r"^\s*(?:subject|re)\s*:\s*", "", line, flags=re.IGNORECASE).strip()
        yield from (piece for piece in _BESIDE.split(bare) if piece)


def _labelled_reference(part: str) -> str | None:
    """Return the first number that a label ("Our ref:", "Request no.") announces; "Your ref" is the requester's."""
    for match in _REFERENCE_LABEL.finditer(part):
        if _YOUR.search(part[max(0, match.start() - 8) : match.start()]) and not re.match(
            r"your\s+request\s+number", part[max(0, match.start() - 5) : match.end()], re.IGNORECASE
        ):
            continue
        if _OF_SOMETHING_ELSE.search(part[max(0, match.start() - 16) : match.start()]):
            continue
        if (
            match.group().lower().startswith(("request ref", "your ref"))
            and "your" in part[max(0, match.start() - 6) : match.start()].lower()
        ):
            continue
        value = re.sub(r"^[/|]\s*(?:our|fy|ein)?\s*ref\w*\.?\s*:?\s*", "", match["value"], flags=re.IGNORECASE).strip(
            " ()[]:-–#"
        )
        found = _REFERENCE.match(value)
        if found and _plausible(found["ref"]):
            return _tidy(found["ref"])
        if letters := re.match(r"[A-Z]{2,6}/[A-Z0-9]{4,12}\b", value):
            return letters.group()
    return None


def _bracketed(head: str) -> str | None:
    """Return the number in square brackets that closes the subject of a mail pasted as text, or None."""
    subject = _SUBJECT.search(head)
    match = _SHAPED.search(subject["brackets"]) if subject else None
    return _tidy(match["ref"]) if match and _plausible(match["ref"]) else None


def _foi_token(part: str) -> str | None:
    """Return the first word shaped like a request number ("FOI 2023/0142"), labelled or not."""
    if match := _FOI_INSIDE.search(part) or _NUMBERED_REQUEST.search(part):
        return _tidy(match["ref"])
    for match in _FOI_TOKEN.finditer(part):
        if _plausible(match["ref"]) and not re.search(r"act|20(?:00|02|04)$", match["ref"], re.IGNORECASE):
            before = _PREFIX.search(part, max(0, match.start() - 9), match.start())  # "SMBC FOI 41190"
            return _tidy((before["p"] if before else "") + match["ref"])
    return None


def _plausible(reference: str) -> bool:
    """Tell a request number from a date, an appeal's number and a word with one digit."""
    digits = sum(c.isdigit() for c in reference)
    return digits >= 2 and not _NOT_OURS.match(reference) and not is_date(reference.strip()) and len(reference) >= 3


def _tidy(reference: str) -> str:
    bare = re.sub(
        r"^(?:FOI|EIR)\s+(?:request|ref(?:erence)?)\s+|(?:our|your)?ref:?$", "", reference, flags=re.IGNORECASE
    )
    return re.sub(r"\s+", " ", bare).strip(" .,:;)-–/")
