"""The sentences of a request: which of them ask, which lead to what asks, and which only surround it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CUES_PATH = Path(__file__).with_name("request_cues.toml")
_SENTENCE = re.compile(r"(?<=[.?!])[\"”'’)]*\s+(?=[\"“'‘(]?[A-Z0-9£])|(?<=[?])\s+(?=\S)")
_ABBREVIATED = re.compile(
    r"\b(?:e\.g|i\.e|etc|no|nos|approx|s|ss|sec|reg|para|inc|incl|vs|v|dr|mr|mrs|ms|st|ltd|ref)\.$", re.IGNORECASE
)
WANTS = re.compile(
    r"\b(?:i|we)(?:'d| would)? (?:also )?(?:like|wish|want|request|require|am requesting|am asking|ask|need)\b|"
    r"\bplease (?:also )?(?:provide|send|supply|confirm|state|tell|list|advise|disclose|give|e-?mail|"
    r"let me (?:know|have))\b",
    re.IGNORECASE,
)
_LEADS_TO = re.compile(
    r"^(?:i|we)\b[^?]{0,60}\b(?:information|questions?|details)\b(?: please)?"
    r" (?:about|on|regarding|relating|concerning|in relation|with regard)",
    re.IGNORECASE,
)
ASKS_WORD = re.compile(r"\b(?:how (?:many|much|often|long)|what|which|when|who|whether|why|where)\b", re.IGNORECASE)
_ANNOUNCES = re.compile(r"\b(?:information|following|questions?|details|below|request)\b", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_COUNTS = re.compile(r"\bhow (?:many|much|often|long)\b.*\?", re.IGNORECASE | re.DOTALL)
_OWN_WORDS = 3  # so many words of its own make a question of a sentence that also recites the law or a format
_ENGLISH_SHARE = 0.15  # of the words of an English letter at least; half are usual
_ENOUGH_WORDS = 20


@dataclass(frozen=True, slots=True)
class _Cues:
    patterns: tuple[re.Pattern[str], ...]
    asked_beside: tuple[re.Pattern[str], ...]  # a question may stand in one sentence with these
    closing: re.Pattern[str]
    function_words: frozenset[str]
    empty: frozenset[str]
    beside: frozenset[str]


@cache
def request_cues() -> _Cues:
    """Return the table of what surrounds the questions of a request.

    Raises:
        re.error: a row does not compile.
    """
    data = tomllib.loads(CUES_PATH.read_text(encoding="utf-8"))
    compiled = {row["id"]: _compiled(row["pattern"]) for row in data["cue"]}
    function_words = frozenset(data["function_words"].split())
    empty = function_words | frozenset(data["empty"].split())
    with_questions = {row["id"] for row in data["cue"] if row.get("asks_beside")}
    return _Cues(
        tuple(pattern for cue, pattern in compiled.items() if cue not in with_questions),
        tuple(pattern for cue, pattern in compiled.items() if cue in with_questions),
        compiled["sign-off"],
        function_words,
        empty,
        frozenset(data["beside"].split()),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ", r"\s+").replace(r"\s+?", r"\s*"), re.IGNORECASE)


def is_boilerplate(sentence: str) -> bool:
    """Tell whether a sentence of a request asks for nothing: a courtesy, the law, or words of asking alone.

    "Under section 1 of the Act I require the number of dogs seized" recites the law and asks.
    """
    flat = " ".join(sentence.split())
    own = own_words(flat)
    if not own or any(pattern.search(flat) for pattern in request_cues().patterns):
        return True
    if not any(pattern.search(flat) for pattern in request_cues().asked_beside):
        return False
    asks = bool(WANTS.search(flat) or _COUNTS.search(flat))
    return not asks or len(own - request_cues().beside) < _OWN_WORDS


def own_words(text: str) -> set[str]:
    """Return the words of a sentence that are more than the empty words of asking."""
    words = {word.casefold().replace("’", "'") for word in WORD.findall(text)}
    return words - request_cues().empty


def is_asking(sentence: str) -> bool:
    """Tell whether a sentence asks for something of its own; "I request information about X." leads to what does."""
    from ingest.read.items import asks

    flat = sentence.rstrip(" \"”'’)")
    if flat.endswith("?"):
        return True
    if flat.endswith(":") or (_LEADS_TO.search(flat) and not ASKS_WORD.search(flat)):
        return False
    return asks(flat) or bool(WANTS.search(flat) and (ASKS_WORD.search(flat) or not _ANNOUNCES.search(flat)))


def sentences(text: str) -> list[str]:
    """Return the sentences of one paragraph."""
    out: list[str] = []
    for piece in _SENTENCE.split(text):
        piece = piece.strip()
        if out and _ABBREVIATED.search(out[-1]):
            out[-1] = f"{out[-1]} {piece}"
        elif piece:
            out.append(piece)
    return out


def is_english(text: str) -> bool:
    """Tell whether a text reads as English; one too short to tell does."""
    words = [word.casefold() for word in WORD.findall(text)]
    known = request_cues().function_words
    return len(words) < _ENOUGH_WORDS or sum(word in known for word in words) >= _ENGLISH_SHARE * len(words)
