"""Authority: the body that wrote the letter, elected from every name and address in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from corpus.authorities import Authority, by_domain, by_name
from ingest.read.zones import Zone

Votes = dict[str, float]

_BODY = re.compile(
    r"\b(?P<name>(?:(?:The\s+)?(?:(?:London|Royal|Metropolitan)\s+)?(?:Borough|City|"
    r"County)\s+of\s+(?:[A-Z][\w'’\-]{1,40}"
    r"(?:\s+(?:and|upon|on|the|of)\s+)?\s?){1,4}"
    r"|(?:Cyngor|Comhairle)\s+(?:[A-Z][\w'’\-]{1,40}\s?){1,4}"
    r"|University\s+College\s+[A-Z][\w'’\-]{1,40}|University\s+of\s+(?:the\s+)?(?:[A-Z][\w'’\-]{1,40}\s?){1,4}|"
    r"(?:Department|Ministry|Office)\s+(?:for|"
    r"of)\s+(?:the\s+)?(?:[A-Z][\w'’\-]{1,40},?\s?(?:and\s+|for\s+|of\s+|in\s+|&\s+)?){1,7}"
    r"|NHS\s+(?:[A-Z][\w'’\-]{1,40}(?:,)?\s+(?:and\s+)?){1,6}(?:Integrated Care Board|ICB|Board|Trust|CCG|"
    r"Clinical Commissioning Group)|NHS\s+(?:[A-Z][\w'’\-]{1,40}\s?(?:and\s+|&\s+)?){1,4}"
    r"|(?:(?:St\.|[A-Z][\w'’\-]{1,40})\s+(?:and\s+|&\s+|of\s+|on\s+|upon\s+|the\s+|in\s+|under\s+|"
    r"with\s+|le\s+)*){1,8}"
    r"(?:Police\s+(?:and|&)\s+Crime\s+Panel(?:\s+Office)?|Council|University(?:\s+of\s+(?:the\s+)?[A-Z][\w'’\-]{1,40})?|Constabulary|"
    r"Police(?:\s+(?:(?:and|&)\s+[A-Z][\w'’\-]{1,40}\s+)?(?:Service|Force|Authority))?|"
    r"(?:NHS\s+)?(?:Foundation\s+)?Trust|Health\s+Board|Fire\s+(?:and|&)\s+Rescue\s+(?:Service|Authority)|"
    r"Fire\s+(?:Authority|Service)|Ambulance\s+Service(?:\s+NHS\s+(?:Foundation\s+)?Trust)?|"
    r"Combined\s+Authority|Integrated\s+Care\s+Board|"
    r"(?:Authority|Agency|Commission|Board|"
    r"Service)(?:\s+for\s+(?:the\s+)?[A-Z][\w'’\-]{1,40}(?:\s+(?:and\s+)?[A-Z][\w'’\-]{1,40})*)|"
    r"College(?:\s+of\s+(?:[A-Z][\w'’\-]{1,40}\s?(?:and\s+)?){1,4})?|"
    r"Authority|Agency|Commission|Corporation|Executive|Regulator|Inspectorate|Ombudsman|Board|Directorate|"
    r"Commissioners|Conservators|Hospitals?|School|Academy|Surgery|Practice|Partnership|Institute|Laboratory|"
    r"Museums?|Alliance|Consortium|Secretariat)"
    r"|Police\s+(?:Authority|Service)\s+(?:for|of)\s+(?:[A-Z][\w'’\-]{1,40}\s?){1,3}))(?!\w|['’](?!s\b))"
)

_GENERIC = re.compile(
    r"^(?:(?:the|this|our|your|a|an|that|each|any|county|borough|city|district|dear|to|from|for|if|as|at|"
    r"in|on|by|town|local|planning|licensing|highways?|education|highway|housing|"
    r"public|health|care|national|contracting|relevant|responsible|awarding|supervisory|electric|full|"
    r"joint|information|internal|legal|democratic|customer|corporate|"
    r"data|human|freedom|digital|financial|finance|property|emergency|social|adult|children|environment\w*|"
    r"police|fire|rescue|ambulance|trust|university|council|"
    r"metropolitan|did|does|has|is|was|will|can|should|what|which|who|how|select|name|number|excluding|"
    r"total|following|nhs|foundation|unitary|royal|hospitals?|combined|integrated|constabulary|department|"
    r"ministry|office|executive|board|agency|commission|commissioner|scottish|welsh|english|british|uk|"
    r"chief|principal|head|director|senior|"
    r"team|services?|of|and|&|s)\s*)+$|\b(?:secretary|vice-chancellor|registrar|clerk|director)\b|"
    r"information commissioner|tribunal|^yours?\b|commissioner\b|ombudsman|^(?:private|good|best|common|medical|gp|"
    r"primary|secondary|nursery|high|grammar|special|multi|strategic|safeguarding|consumer|general)\s+\w+$|"
    r"open government|crown commercial|first-tier|data protection",
    re.IGNORECASE,
)

_COMMISSIONER = re.compile(
    r"\b(?P<name>(?:Office\s+of\s+the\s+)?Police(?:,?\s+Fire)?\s+(?:and|&)\s+Crime\s+Commissioner\s+for\s+(?:the\s+)?"
    r"(?:(?!(?:Our|Your|Ref|Date|Tel|Email)\b)[A-Z][\w'’\-]{1,40}(?:\s+and\s+(?=[A-Z])|\s(?=[A-Z]))?){1,4})"
)
_OWNED_BY = re.compile(
    r"\b(?:arm['’]s[- ]length (?:body|organisation|company) (?:of|owned by)|(?:wholly )?owned by|"
    r"subsidiary of|on behalf of|"
    r"managed by|hosted by|care of|c/o|appointed by|body separate from|separate from|part of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NOT_OF_THE_NAME = re.compile(
    r"^(?:The|For|To|From|At|In|If|As|On|By|Dear|And|Of|That|Contact|Please|Copyright|Is|Here)\s+"
)

_WEAK = re.compile(
    r"\b(?:Authority|Agency|Commission|Corporation|Executive|Regulator|Inspectorate|Ombudsman|College|Board|"
    r"Directorate|Commissioners|Conservators|Hospitals?|School|Academy|Surgery|Practice|Partnership|Institute|"
    r"Laboratory|Museums?|Alliance|Consortium|Secretariat|Panel|Panel Office)$"
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

_CAPITALS = {"nhs": "NHS", "icb": "ICB"}

_SURE = 4.0  # votes: less, and a name without a telling word that stands over the letter is as good
_HEAD_LINES = 2
_NAME_ALONE = re.compile(
    r"(?:The\s+)?[A-Z][^\W\d_][\w'’&\-]*(?:\s+(?:of|and|the|for|&|in|upon|on|[A-Z][^\W\d_][\w'’&\-]*)){1,6}"
)
_NO_BODY = re.compile(
    r"\d|^(?:cyngor|comhairle|bwrdd|prifysgol|heddlu|search|home|skip|menu|hi|hello)\b|\bcymru$|"
    r"\b(?:menu|search|home|"
    r"cookies|freedom|information|request|response|reply|act|ref|date|dear|private|confidential|official|"
    r"sensitive|our|your|page|"
    r"team|unit|officer|house|hall|street|road|lane|legal|governance|disclosure|log|annex|appendix|subject|"
    r"title|notice|letter|"
    r"review|software|systems?|questions?|answers?|contracts?|mr|mrs|ms|miss|dr|sir|january|february|march|"
    r"april|may|june|july|"
    r"august|september|october|november|december)\b",
    re.IGNORECASE,
)
_POST_BEFORE = re.compile(
    r"^(?:(?:Chief|Executive|Information|Governance|Head|Director|Officer|Manager|Team|Office|Unit|"
    r"Customer|Services?|Corporate|"
    r"Legal|Democratic|FOI|Data|Protection|Rights|Disclosure)\s+)+"
)
_MENU_AFTER = re.compile(r"(?:\s+(?:Search|Menu|Home|Log|News|Contact))+$")
_NAMES_ITSELF = frozenset({Zone.LETTERHEAD, Zone.SIGNATURE, Zone.PREAMBLE})

_ZONE_WEIGHT = {
    Zone.LETTERHEAD: 5.0,
    Zone.SIGNATURE: 4.0,
    Zone.PREAMBLE: 2.5,
    Zone.REVIEW: 2.5,
    Zone.FOOTER: 1.5,
    Zone.REFUSAL: 0.8,
    Zone.ANSWER: 0.6,
    Zone.HISTORY: 0.5,
    Zone.PUBLIC_INTEREST: 0.5,
    Zone.REQUEST: 0.4,
    Zone.QUOTED_MAIL: 0.3,
}


def find_authority(paragraphs: Iterable[tuple[Zone, str]], headers: dict[str, str]) -> str | None:
    """Return the name of the body that wrote the letter, or None where the letter does not tell.

    Names in letterhead and signature weigh most, then the sender's address, then domains and names in the letter's own
    words. A body named only as a redirect, a court, or the Information Commissioner does not count.
    """
    votes: Votes = defaultdict(float)
    paragraphs = list(paragraphs)
    for zone, part in paragraphs:
        weight = _ZONE_WEIGHT[zone]
        for name in _bodies(part):
            if zone in _NAMES_ITSELF or not _WEAK.search(name) or by_name(name) is not None:
                votes[name] += weight * (0.5 if name.startswith(("Cyngor", "Comhairle")) else 1.0)
        if zone in _NAMES_ITSELF:
            for name in _listed_names(part):
                votes[name] += weight
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
    headed = _headed([part for zone, part in paragraphs if zone is Zone.LETTERHEAD])
    if headed and max(votes.values(), default=0.0) < _SURE:
        votes[headed] += _SURE
    return _elected(votes)


def _headed(lines: Sequence[str]) -> str | None:
    """Return the name that stands over a letter by itself, or None: a body whose name no word gives away."""
    for cell in (cell for line in lines[:_HEAD_LINES] for cell in re.split(r"\s[|/–-]\s|\t", line)):
        bare = re.sub(r"\s*\([^)]*\)?$", "", _in_small_letters(cell)).strip(" ,.|")
        if _NAME_ALONE.fullmatch(bare) and not _GENERIC.search(bare) and not _NO_BODY.search(bare):
            return bare.removeprefix("The ")
    return None


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


def _owner(domain: str) -> Authority | None:
    """Return the one body a domain belongs to; a domain under a shared suffix does not belong to the suffix's owner."""
    found = by_domain(domain)
    if len(found) != 1:
        return None
    exact = any(domain == d or (domain.endswith("." + d) and d not in _SHARED) for d in found[0].email_domains)
    return found[0] if exact else None


def _elected(votes: Votes) -> str | None:
    """Return the name with most votes; a shorter form of a longer name votes for the longer one."""
    if not votes:
        return None
    merged = dict(votes)
    for short in votes:
        for long in votes:
            if short != long and short.lower() in long.lower():
                merged[long] += votes[short] * 0.5
    return max(merged, key=lambda name: (round(merged[name], 3), len(name), name))


def _bodies(part: str) -> Iterable[str]:
    """Yield the bodies named in a piece of text: listed ones by their official name, others as printed."""
    for match in _COMMISSIONER.finditer(part):
        yield " ".join(match["name"].split())
    for match in (m for cell in part.split("\t") for m in _BODY.finditer(_in_small_letters(cell))):
        if _OWNED_BY.search(match.string, max(0, match.start() - 50), match.start()):
            continue
        name = _MENU_AFTER.sub("", re.sub(r"\s+", " ", match["name"]).strip(" ,."))
        name = re.sub(r"\bICB$", "Integrated Care Board", re.sub(r"['’]s$", "", name))
        listed = _listed(name)
        if listed is not None:
            yield listed.name
        elif not _GENERIC.search(name) and len(name) < 80 and not re.search(r"\d", name):
            head, comma, rest = name.partition(", ")
            if comma and _GENERIC.fullmatch(head):
                name = rest  # "Chief Executive, NHS Trentham Integrated Care Board"
            bare = _POST_BEFORE.sub("", name)
            name = bare if _BODY.fullmatch(bare) and not _GENERIC.search(bare) else name
            yield _NOT_OF_THE_NAME.sub("", name)


def _listed_names(part: str) -> Iterable[str]:
    """Yield the listed bodies whose name stands in a line though no word tells ("The National Archives")."""
    for cell in part.split("\t"):
        if (whole := by_name(cell.strip(" ,.|"))) is not None and len(cell) > 3 and not _BODY.search(cell):
            yield whole.name
            continue
        words = [m.group() for m in _NAME_WORD.finditer(cell)]
        for begin in range(len(words)):
            for size in range(min(6, len(words) - begin), 2, -1):
                found = by_name(" ".join(words[begin : begin + size]))
                if found is not None and not _BODY.search(found.name):
                    yield found.name
                    break


_NAME_WORD = re.compile(r"[A-Z][\w'’&.\-]*|\b(?:of|and|the|for)\b|&")


def _in_small_letters(cell: str) -> str:
    """Return text with what is set all in capitals as a name is written: "From: ALDERSEA COUNCIL, Legal"."""
    return _SHOUTED.sub(lambda match: " ".join(_named(w) for w in match.group().split(" ")), cell)


def _named(word: str) -> str:
    return word.lower() if word in _SMALL else _CAPITALS.get(word.lower(), word.capitalize())


_SHOUTED = re.compile(r"(?<![\w'’\-])[A-Z][A-Z'’\-]{1,40}(?: (?:&|[A-Z][A-Z'’\-]+))+(?![\w'’])")
_SMALL = frozenset({"OF", "AND", "THE", "ON", "UPON", "FOR", "IN", "WITH"})


def _listed(name: str) -> Authority | None:
    """Return the listed body a name means, with or without up to four general words that happen to stand before it."""
    words = name.split()
    for begin in range(min(5, len(words))):
        candidate = " ".join(words[begin:])
        if begin and not _GENERIC.fullmatch(" ".join(words[:begin]).strip(" ,.")):
            break  # "Lochmaree and East Moray Council" is not Moray Council
        if len(candidate) > 6 and (found := by_name(candidate)) is not None:
            return found
    return None


def _domains(part: str) -> list[str]:
    """Return the domains of the mail and web addresses in a piece of text, without those every letter names."""
    if "@" not in part and "://" not in part and "www." not in part:
        return []
    found = [m[1].lower() for m in _EMAIL.finditer(part)] + [
        m[1].lower().removeprefix("www.") for m in _URL.finditer(part)
    ]
    return [d for d in found if d not in _REGULATORS and not d.endswith(("ico.org.uk", "foi.scot"))]
