"""Outcome: what happened to each part of a request, and to the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.cues import sounds_like
from corpus.records import Citation, CitationStatus, Outcome

_COST = re.compile(r"(?:foia|foisa)-12(?:-|$)|eir-12-4-b$|eisr-10-4-b$")
_VEXATIOUS = re.compile(r"(?:foia|foisa)-14(?:-|$)")
_PUBLISHED = re.compile(r"foia-21(?:-|$)|foisa-25(?:-|$)|eir-6-1-b$|eisr-6-1-b$")
_NOT_HELD = re.compile(r"eir-12-4-a$|eisr-10-4-a$")
_TECHNICAL = re.compile(r"foisa-39-2$|foia-39(?:-|$)")
_NCND = re.compile(
    r"foia-(?:40-5[ab]?(?:-|$)|\d\d-3$|24-2|23-5|31-3|30-3|41-2|43-3|26-3|27-4|28-3|29-2|35-3|36-3|38-2|"
    r"42-2|44-2)|foisa-18"
)
_NIL = re.compile(r"^(?!none held|no such)(?:none|nil|no|zero|0|n/?a|not applicable)\b[.,]?", re.IGNORECASE)
_LATER = re.compile(r"(?:see|refer|as)\b[^.]{0,40}\b(?:above|below|question|q\d|response|answer)", re.IGNORECASE)
_CONDITIONAL = re.compile(r"\b(?:if|should|unless|would|could|may|might)\b", re.IGNORECASE)


def part_outcome(answer: str, applied: Sequence[Citation]) -> Outcome:
    """Return the outcome of one part from its answer and the provisions applied to it.

    An exemption over part of an answer that also supplies something is a partial disclosure; over all of it, a refusal.
    "None" and "not applicable" are answers.
    """
    flat = " ".join(answer.split())
    if not flat:
        return _from_provisions(applied) or Outcome.UNKNOWN
    ground = _from_provisions(applied)
    if ground is not None and ground is not Outcome.REFUSED:
        supplied = ground is Outcome.COST_LIMIT and _ENCLOSES.search(flat) is not None
        return Outcome.PARTLY_DISCLOSED if supplied else ground
    if ground is Outcome.REFUSED:
        documents = any(_OF_DOCUMENTS.match(c.provision) for c in applied)
        return Outcome.PARTLY_DISCLOSED if _supplies_beside(flat, documents=documents) else Outcome.REFUSED
    return _from_words(flat)


def _from_words(flat: str) -> Outcome:
    if _NIL.match(flat) and len(flat) < 60:
        return Outcome.DISCLOSED
    if sounds_like("neither_confirm_nor_deny", flat):
        return Outcome.NEITHER_CONFIRM_NOR_DENY
    if _PASSED_ON.search(flat):
        return Outcome.TRANSFERRED
    if sounds_like("clarification", flat) and len(flat) < 1500:
        return Outcome.CLARIFICATION
    if sounds_like("vexatious", flat):
        return Outcome.VEXATIOUS
    if sounds_like("cost_limit", flat):
        return Outcome.PARTLY_DISCLOSED if _ENCLOSES.search(flat) else Outcome.COST_LIMIT
    if _REFUSES_UNCITED.search(flat) and not sounds_like("not_held", flat):
        return Outcome.PARTLY_DISCLOSED if _supplies_beside(flat, documents=False) else Outcome.REFUSED
    if _UPHELD.search(flat):
        return Outcome.PARTLY_DISCLOSED if _ENCLOSES.search(flat) else Outcome.REFUSED
    if sounds_like("not_held", flat):
        told = _sentences(_before_not_held(flat))
        return Outcome.DISCLOSED if any(map(_tells, told)) else Outcome.NOT_HELD
    if sounds_like("clarification", flat) and len(flat) < 900 and not _supplies(flat):
        return Outcome.CLARIFICATION
    if sounds_like("already_published", flat) and not _supplies(flat):
        return Outcome.ALREADY_PUBLISHED
    if sounds_like("transferred", flat) and not _supplies(flat):
        return Outcome.TRANSFERRED
    return Outcome.DISCLOSED


def _supplies_beside(flat: str, *, documents: bool) -> bool:
    """Tell whether an answer that refuses something also supplies something.

    It does where something is enclosed, where only parts are taken out, or where it tells something before the refusal.
    A ground that protects whole `documents` (drafts, advice, opinions) is told with their history: there only figures
    count as supplied.
    """
    sentences = _sentences(flat)
    if any(_ENCLOSES.search(s) and not _NOT_ENCLOSED.search(s) and not _CONDITIONAL.search(s) for s in sentences):
        return True
    if _UPHELD.match(flat) or _WHOLLY.search(flat):
        return False
    if _PARTLY.search(flat):
        return True
    first = sentences[0] if sentences else ""
    if documents or _ABOUT_THE_REPLY.match(first):
        return _gives_a_figure(first)
    return _supplies(" ".join(sentences[:2]))


def _tells(sentence: str) -> bool:
    """Tell whether a sentence beside "not held" answers something itself: by a figure, a yes, or what is used."""
    sentence = _GOES_ON.sub("", sentence).lstrip(" ,")
    return _gives_a_figure(sentence) or _ANSWERS_PLAINLY.match(sentence) is not None


def _gives_a_figure(sentence: str) -> bool:
    """Tell whether a sentence answers with a figure; a count of what is held is none."""
    return (
        _FIGURE.search(_COUNTED.sub("", _DATE_LIKE.sub("", sentence))) is not None
        and not _EXPLAINS.search(sentence)
        and not any(sounds_like(group, sentence) for group in _REFUSING)
    )


def _sentences(flat: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.?!;])\s+|\t", flat) if s.strip()]


def _before_not_held(flat: str) -> str:
    """Return what an answer tells before it says that the information is not held, and what "however" adds behind."""
    sentences = _sentences(flat)
    at = next((i for i, sentence in enumerate(sentences) if sounds_like("not_held", sentence)), len(sentences))
    told = sentences[:at] + [s for s in sentences[at + 1 : at + 2] if _GOES_ON.match(s)]
    return " ".join(told)


def _supplies(flat: str) -> bool:
    """Tell whether an answer gives something besides its refusal.

    It does where its first sentence tells rather than refuses or explains, or where any other sentence of that kind
    holds a figure or says that something is attached.
    """
    sentences = [s for s in re.split(r"(?<=[.?!;])\s+|\t", flat) if s.strip()]
    for position, sentence in enumerate(sentences):
        if len(sentence.split()) < 2 and not re.search(r"\d", sentence):
            continue
        if (
            any(sounds_like(group, sentence) for group in _REFUSING)
            or _EXPLAINS.search(sentence)
            or _LATER.search(sentence)
        ):
            continue
        if _CONDITIONAL.search(sentence):
            continue
        if position == 0 or _FIGURE.search(_DATE_LIKE.sub("", sentence)):
            return True
    return False


_OF_DOCUMENTS = re.compile(r"(?:foia|foisa)-(?:22a?|27|35|36|41|42|30)(?:-|$)|(?:eir|eisr)-1[02]-(?:4-[de]|5-)")
_WHOLLY = re.compile(
    r"\b(?:in full|in (?:its|their) entirety|wholly|all of (?:it|them|this|the information)|whole of (?:it|the))\b",
    re.IGNORECASE,
)
_PARTLY = re.compile(
    r"^(?:<|(?:fewer|less) than|under) ?(?:\d+|five|ten)\b|(?<!in )\bredact(?:ed|ions?|ing)\b|"
    r"\bwith the exception of\b|\bin part\b|\bpartially\b|"
    r"\b(?:some|certain|part) of the (?:information|data|content|names|figures|requested|document|report)\b|"
    r"\b(?:some|part|most|much) of (?:it|them|this) (?:is|are|has been|have been|can be) (?:now )?(?:released|"
    r"disclosed|enclosed|attached|provided)\b|"
    r"\bthe (?:rest|remainder) (?:is|are|has been) (?:withheld|exempt|refused)\b|"
    r"\b(?:has|have) been (?:removed|taken out|blanked|suppressed)\b|\bsuppressed\b|\bwith ?held from\b",
    re.IGNORECASE,
)
_UPHELD = re.compile(
    r"(?:i|we|the (?:panel|council|board|reviewer)) (?:have )?(?:uphold|upheld|agree with|confirm) (?:the|our|that) "
    r"(?:\w+ ){0,2}(?:refusal|decision|exemption|application)|"
    r"the (?:\w+ )?(?:refusal|decision) (?:is|was|has been) (?:therefore )?(?:upheld|confirmed|maintained)\b",
    re.IGNORECASE,
)
_NOT_ENCLOSED = re.compile(
    r"\b(?:not|unable|cannot|n't)\b[^.]{0,40}\b(?:provide|give|supply|release|attach|enclose)", re.IGNORECASE
)
_ABOUT_THE_REPLY = re.compile(
    r"(?:thank|please|as you|sorry|unfortunately|further|with regard|this|these|those|it|they|your|having|"
    r"after|disclos\w+|releas\w+|to|under|in|on|as|although|while|"
    r"because|details?|"
    r"i\b|we (?!use|have (?!considered|decided|withheld|applied|refused)|spen[dt]|paid|own|run|buy|employ|"
    r"record|receiv)|"
    r"the (?:information|request|exemption|exception|disclosure|release|public|council (?:has|holds|considers|is)|"
    r"trust (?:has|holds|considers|is)|force (?:has|holds|considers|is)|university (?:has|holds|considers|is)|"
    r"department (?:has|holds|considers|is)|withheld))\b",
    re.IGNORECASE,
)
_ANSWERS_PLAINLY = re.compile(
    r"(?:yes|no|none|nil|we (?:use|have|do use|spent|paid|employ))\b(?! (?:information|record|data))", re.IGNORECASE
)
_COUNTED = re.compile(
    r"\b(?:hold|holds|held|located|found|identified)\s+(?:some |about )?[\d,]+|\b[\d,]+ (?:documents?|"
    r"e-?mails?|records|pages|files|items)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:however|but|although|instead|in total|overall|nevertheless|what we (?:do )?hold)\b", re.IGNORECASE
)
_REFUSES_UNCITED = re.compile(
    r"^(?:refused|exempt|withheld|redacted|not (?:disclosed|provided|released))\b|"
    r"\b(?:we|i|the (?:council|trust|force|university|department|board|authority|agency|service|"
    r"constabulary))\b[^.;]{0,60}\b"
    r"(?:withh[eo]ld\w*|refus(?:e|ed|ing) (?:to|this|that|your|the (?:request|information))|redacted|"
    r"not (?:be )?(?:disclos|releas|"
    r"provid|suppl|shar|giv)\w*|(?:unable|not able|not prepared|not willing|not obliged) to (?:disclose|"
    r"release|provide|supply|"
    r"share|give|say|tell|name|reveal|identify)|cannot (?:disclose|release|share|give|reveal)|declin\w+ to)|"
    r"\b(?:is|are|was|were|be|being|considered|deemed)\s+(?:therefore |also |being )*(?:withheld|"
    r"exempt (?:from|under|by|information)|"
    r"commercially (?:sensitive|confidential)|commercial in confidence|confidential)|"
    r"\bexempt (?:from disclosure|under (?:section|the)|information)|\b(?:names?|figures?|details?|"
    r"prices?|names? of [^.;]{3,40}) (?:has|have|is|are) (?:been |being )?(?:withheld|redacted|removed|"
    r"blanked|blacked|taken out)|"
    r"\b(?:with|but) (?:the |all |some )?[\w ,]{3,40}(?:redacted|removed|blanked out|blacked out|taken out)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"£\s?\d|\b\d[\d,]*(?:\.\d+)?\b|\b(?:attached|enclosed)\b", re.IGNORECASE)
_DATE_LIKE = re.compile(
    r"\b(?:19|20)\d\d(?:[/\-–]\d{2,4})?\b|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|"
    r"sep|oct|nov|dec)\w*|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\b(?:questions?|q|part|note|annex|act|section|"
    r"paragraph)s?\s*\d+\w?|\b[A-Z]{1,2}\d{1,2}\s\d[A-Z]{2}\b|\b\d+ (?:working )?days?\b",
    re.IGNORECASE,
)
_REFUSING = (
    "withheld",
    "not_held",
    "cost_limit",
    "neither_confirm_nor_deny",
    "vexatious",
    "already_published",
    "clarification",
    "transferred",
    "review",
)
_ENCLOSES = re.compile(
    r"\b(?:attach(?:ed)?|enclos\w+|set out below|(?:can|able to) (?:however )?(?:provide|give|supply|"
    r"release) (?:the|you|some|part)|have provided|is provided)\b",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(
    r"\b(?:passed|transferred|forwarded|redirected) your\s+(?:request|enquiry|e-?mail|"
    r"letter)\s+(?:on )?to\s+(?!the (?:relevant|appropriate|service|team))|request\s+has\s+(?:today\s+|"
    r"therefore\s+)?been\s+(?:passed|transferred|forwarded)(?:\s+today)?\s+(?:on )?to\s+(?!the (?:relevant|"
    r"appropriate|service|team))",
    re.IGNORECASE,
)
_CLOCK_STOPPED = re.compile(  # section 1(3): time runs once the requester has said what is wanted
    r"\bworking days?(?: for (?:a |our )?(?:reply|response|answer\w*))? (?:will|does|do|shall)(?: not|"
    r" only)? (?:start|begin|run|commence)\b"
    r"[^.;]{0,30}\b(?:when|until|once|again|afresh|from|after)\b",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    r"\b(?:sections?|regulations?|exempt\w*|exception|public interest|act\b|disclosure|prejudice|"
    r"personal data|data protection|gdpr|principles?|harm|confidential\w*|"
    r"commercial interests?|competit\w+|refus\w+|obliged|advice and assistance|links?|website|https?:|"
    r"www\.|article|identif\w+|expectation|process(?:ed|ing)|"
    r"individuals?|manual\w*|hours|minutes|search\w*|estimat\w+|apolog\w+|unfortunately|however|"
    r"confirm that|hold(?:s)? (?:the|this|some)|held)\b",
    re.IGNORECASE,
)


def _from_provisions(applied: Sequence[Citation]) -> Outcome | None:
    ids = [c.provision for c in applied if c.status is CitationStatus.APPLIED and not _TECHNICAL.search(c.provision)]
    if not ids:
        return None
    for pattern, outcome in (
        (_VEXATIOUS, Outcome.VEXATIOUS),
        (_COST, Outcome.COST_LIMIT),
        (_NOT_HELD, Outcome.NOT_HELD),
    ):
        if any(pattern.match(i) for i in ids):
            return outcome
    if all(_NCND.match(i) for i in ids):
        return Outcome.NEITHER_CONFIRM_NOR_DENY
    if all(_PUBLISHED.match(i) for i in ids):
        return Outcome.ALREADY_PUBLISHED
    return Outcome.REFUSED


def letter_outcome(
    parts: Sequence[Outcome], applied: Sequence[Citation], body: str, kind_is_response: bool
) -> tuple[Outcome, ...]:
    """Return every outcome of a letter, the main one first.

    Something supplied and something withheld is a partial disclosure; supplied and the rest published is a disclosure.
    """
    if not kind_is_response and not applied:
        return (Outcome.CLARIFICATION,) if sounds_like("clarification", body) else (Outcome.UNKNOWN,)
    if _PASSED_ON.search(" ".join(body.split())) and not applied:
        return (Outcome.TRANSFERRED,)
    if not applied and not set(parts) & _WITHHOLDS and _CLOCK_STOPPED.search(" ".join(body.split())):
        return (Outcome.CLARIFICATION,)
    seen = set(parts) - {Outcome.UNKNOWN}
    loose = _from_provisions([c for c in applied if not c.questions])
    if loose is not None:
        seen.add(loose)
    if not seen:
        seen = {_from_words(" ".join(body.split()))} if body.strip() else set()
    if not seen:
        return (Outcome.UNKNOWN,)
    return _rolled_up(seen)


_WITHHOLDS = {Outcome.REFUSED, Outcome.COST_LIMIT, Outcome.VEXATIOUS, Outcome.NEITHER_CONFIRM_NOR_DENY}
_ORDER = (
    Outcome.PARTLY_DISCLOSED,
    Outcome.DISCLOSED,
    Outcome.REFUSED,
    Outcome.NEITHER_CONFIRM_NOR_DENY,
    Outcome.COST_LIMIT,
    Outcome.VEXATIOUS,
    Outcome.NOT_HELD,
    Outcome.ALREADY_PUBLISHED,
    Outcome.TRANSFERRED,
    Outcome.CLARIFICATION,
)


def _rolled_up(seen: set[Outcome]) -> tuple[Outcome, ...]:
    supplied = Outcome.DISCLOSED in seen or Outcome.PARTLY_DISCLOSED in seen
    withheld = bool(seen & _WITHHOLDS) or Outcome.PARTLY_DISCLOSED in seen
    if supplied and withheld:
        rest = [
            o for o in _ORDER if o in seen and o not in (Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED, Outcome.REFUSED)
        ]
        return (Outcome.PARTLY_DISCLOSED, *rest)
    return tuple(o for o in _ORDER if o in seen)
