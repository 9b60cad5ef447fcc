"""Bare numbers: whether "section 36", with no Act and no bracket, speaks of an access law or of something else.

Letters number many things: grants, consents, notices, report chapters, bays and bus stops. A bare number counts where
its sentence has the words of an access decision, or is nothing but the number; not where it only qualifies a noun of
its own ("section 36 consents").
"""

from __future__ import annotations

import re

_REACH = 250  # characters of a sentence, on either side of the number
_SENTENCE_BREAK = re.compile(r"[.?!](?:\s|$)|\n\s{0,9}\n|\t|\n(?=[A-Z0-9•\-*])")
_DECISION = re.compile(
    r"exempt|exception|withh[eo]ld|refus|redact|disclos|releas|\bappl(?:y|ies|ied|icable|ication)|engag|"
    r"\brel(?:y|ied|ies|iance)|"
    r"prejudic|public interest|\bfo[ia]|\beirs?\b|\bthe act\b|personal|privacy|third part|individual|"
    r"identif|confiden|commercial|"
    r"privilege|vexatious|repeat|\blimit\b|\bhours\b|£450|£600|too (?:long|much)|"
    r"publish|publication|publicly|website|online|web ?pages?|\bour pages?|gov\.uk|available|accessible|"
    r"nor deny|suppress|anonymi|blank|\bomit|"
    r"excluded?\b|prohibit|"
    r"preclude|prevent|\bcover|\bcaught|protect|obliged?\b|comply|hold the|held\b|not hold|information|"
    r"law enforcement|"
    r"unable|cannot|\bnot (?:be )?(?:able|give|given|provide|send|sent|share)|data|esempt|eithri|"
    r"\bcited?\b|invok|ground|refers\b",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"[\s\-]{1,2}(?P<word>[a-z][a-z'’]+)")
_GOES_ON = re.compile(  # words that go on about the provision, where a noun would make it a kind of that noun
    r"(?:of|and|or|in|to|for|as|on|at|by|with|with(?:in|out)|from|under|because|since|which|that|who|"
    r"where|when|while|whilst|but|so|if|unless|"
    r"than|then|due|also|therefore|thus|hence|here|above|below|only|both|each|either|again|alone|not|no|"
    r"nor|too|we|it|they|"
    r"this|the|these|those|all|an?|any|is|are|was|were|be|been|being|has|have|had|does|do|did|will|would|"
    r"may|might|can|could|cannot|"
    r"should|must|shall|[a-z]+ed|[a-z]+ing|[a-z]+ly|appl(?:y|ies|icable)|exempts?|exemptions?|exceptions?|"
    r"refusals?|allows?|"
    r"permits?|enables?|entitles?|means?|says?|states?|provides?|protects?|covers?|concerns?|relates?|"
    r"refers?|requires?|removes?|"
    r"prevents?|prohibits?|precludes?|forbids?|bars?|sets?|deals?|makes?|lets?|gives?|excludes?|excuses?|"
    r"recognises?|stands?|"
    r"holds?|bites?|catches|attaches|arises?|reads?|engages?|exclusions?|reasons?|grounds?|provisions?|"
    r"limits?|limbs?|"
    r"public|qualified|absolute|personal|commercial|information|cost|costs|fees|test|considerations?|"
    r"decisions?|responses?|"
    r"redactions?|arguments?|claims?|prejudice|harm|vexatious|future|otherwise|reasonably|duty|duties|"
    r"advice|re|via|per|see|owing|"
    r"yn|o|y|ac|neu|sy|oherwydd|i)\Z"
)
_COUNTED = re.compile(
    r"(?:\b(?:an?|the|our|their|its|any|no|each|every|some|all|these|those|of|new|both|one|two|three|four|"
    r"five|six|seven|eight|nine|ten|several|many|few|more)|\d)\s+$",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:room|unit|bay|column|route|stop|stand|plot|block|gate|"
    r"zone|site|platform|"
    r"junction|vehicle|model|grade|class|lot|ward|wing|floor|cabinet|locker|bin|stage|seat|row|sheet|file|"
    r"box|shelf)s?\s+$",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"\b(?:form|policy|report|contract|agreement|lease|licence|guidance|handbook|questionnaire|"
    r"application|strategy|plan|tender|"
    r"specification|survey|return|manual)s?\b[^.;:\n]{0,30}\b(?:at|in|under|by|has)\s+$",
    re.IGNORECASE,
)
_SEE = re.compile(r"\bsee\s+$", re.IGNORECASE)  # points to a part of some paper as often as to a law
_TERSE = 3  # words beside the number in a line that is nothing but a refusal: "S40 names", "Section 43"
_WORD = re.compile(r"[^\W\d_]{2,}")


def speaks_of_access(text: str, start: int, end: int) -> bool:
    """Tell whether the bare numbers at `[start:end)`, their head included, speak of an access law."""
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    if _PLACE.search(before) or _FORM.search(before):
        return False
    if before.endswith("(") and after[:1] in (")", ",", ";"):
        return True  # "Pages of the Home Office give this (section 21)."
    sentence = f"{_SENTENCE_BREAK.split(before)[-1]} {_SENTENCE_BREAK.split(after)[0]}"
    decided = _DECISION.search(sentence) is not None
    following = _NEXT_WORD.match(after)
    if following and not _GOES_ON.match(following["word"]):
        return decided and not _COUNTED.search(before)
    return decided or (not _SEE.search(before) and len(_WORD.findall(sentence)) <= _TERSE)
