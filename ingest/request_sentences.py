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
    r"\bplease (?:also )?(?:provide|send|supply|confirm|state|tell|list|advise|disclose|give|let me (?:know|have))\b",
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
_ENGLISH_SHARE = 0.15  # of the words of an English letter at least; half are usual
_ENOUGH_WORDS = 20


@dataclass(frozen=True, slots=True)
class _Cues:
    patterns: tuple[re.Pattern[str], ...]
    closing: re.Pattern[str]
    function_words: frozenset[str]
    empty: frozenset[str]


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
    return _Cues(tuple(compiled.values()), compiled["sign-off"], function_words, empty)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ", r"\s+").replace(r"\s+?", r"\s*"), re.IGNORECASE)


def is_boilerplate(sentence: str) -> bool:
    """Tell whether a sentence of a request asks for nothing: a courtesy, the law, or words of asking alone."""
    flat = " ".join(sentence.split())
    words = {word.casefold().replace("’", "'") for word in WORD.findall(flat)}
    if not words - request_cues().empty:
        return True
    return any(pattern.search(flat) for pattern in request_cues().patterns)


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
