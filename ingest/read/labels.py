"""Printed labels: what a line says of its place in the request before its own words begin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Role(StrEnum):
    """What a label announces."""

    NUMBER = "number"  # "3." "2b)" "1.1": a question or an answer, by position
    LETTER = "letter"  # "a)"
    ROMAN = "roman"  # "ii)"
    QUESTION = "question"  # "Q3", "Question 3:", "Question:"
    ANSWER = "answer"  # "A3", "Response to question 3:", "Answer:"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Label:
    """A label and the numbers it covers; () for "Answer:" and bullets. The words begin at `end`."""

    role: Role
    numbers: tuple[str, ...]
    style: str
    end: int


_NUM = (
    r"\d{1,2}(?:\s?\([a-hA-H]\)(?![\w.]|-\w)|[a-hA-H]\)?(?![\w.]|-\w)|"
    r"\.?[a-h](?=[.):\s])(?![.):]\w)|\s[a-h](?=[.):]))?|"
    r"\d{1,2}(?:\.\d{1,2}){1,2}"
)
_LIST = rf"(?:{_NUM})(?:\s*(?:,|&|and|\+|/|to|-|–)\s*(?:and\s+|&\s*)?(?:q(?:uestions?)?\.?\s*)?(?:{_NUM}))*"
_ASKED = (
    r"what|how|please|can|could|do|does|did|is|are|was|were|which|when|where|who|whose|why|has|have|had|"
    r"would|will|the\s+(?:number|"
    r"total|name|date|amount|cost|annual|value|current)|if|for|number|total|details?|cop(?:y|ies)|any|name|"
    r"list|confirm(?:ation)?|"
    r"provide|(?:in|under|over|since|between)(?!\s+\d)|i\s+would|i\s+am"
)
_QUESTION = re.compile(
    rf"(?:(?:in|with)\s+(?:relation|respect|response|regards?|reference|answer)\s+(?:to|"
    rf"of)\s+(?:your\s+)?(?=q))?(?:c(?:westiwn\s*)?\d{{1,2}}\s?/\s?(?=q))?(?:q(?:uestions?|u|n)?|quer(?:y|ies)|requests?|(?:parts?|points?|"
    rf"items?)(?=\s+\d{{1,2}}[a-h]?(?:\s*(?:,|and|&|to|-|–)\s*\d{{1,2}}[a-h]?)*\s*(?:[-:–]|[.)]\s|$))|"
    rf"your\s+(?:question|request))\s*\.?\s*(?:no\.?\s*|"
    rf"number\s*)?\(?"
    rf"(?P<n>{_LIST})\)?\s*(?:[-:.)–—]+|\t|(?=(?-i:[A-Z])|[\"“‘'\n])|$)\s*",
    re.IGNORECASE,
)
_BARE_QUESTION = re.compile(
    r"(?:q|question|request|your\s+(?:question|request))\s*(?::\s*-?|[-–](?=\s)|\t)\s*|q[.)]\s+(?=[A-Z])|"
    r"you\s+(?:asked|said)\s*:\s*(?=\S)",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    rf"(?:a(?:ns)?|answers?|(?:our\s+|the\s+council'?s?\s+|(?-i:[A-Z]{{2,8}})\s+)?(?:response|reply|"
    rf"answer)s?(?:\s+to)?)\s*\.?\s*"
    rf"(?:questions?|q|points?|parts?|request)?\s*\.?\s*\(?(?P<n>{_LIST})\)?\s*(?:[-:.)–—]+|\t|"
    rf"(?=(?-i:[A-Z])|[\"“‘'\n])|$)\s*",
    re.IGNORECASE,
)
_BARE_ANSWER = re.compile(
    r"(?:ateb\s*/\s*)?(?:our\s+|the\s+)?(?:council(?:'s|’s)?\s+|trust(?:'s|’s)?\s+|force\s+|[A-Z]{2,6}\s+)?(?:answer|"
    r"response|reply|ans)\s*(?::\s*-?|[-–—](?=\s)|\t|$)\s*"
    r"|we\s+said\s*(?::\s*|$)"
    r"|(?-i:A)(?:[.:]|\s[-–](?=\s))\s*(?=\S)",
    re.IGNORECASE,
)
_GROUP = re.compile(
    rf"(?:(?:in|with)\s+(?:response|relation|respect|regard|regards|reference|answer)\s+(?:to|of)\s+|"
    rf"for\s+|re\s+|regarding\s+|as\s+regards\s+|turning\s+to\s+)?"
    rf"(?:your\s+|the\s+)?(?:questions?|qs?|points?|parts?|items?|requests?)\s*\.?\s*(?:numbers?\s+|"
    rf"nos?\.?\s+)?(?P<n>{_LIST})"
    rf"\s*(?:(?:of|in)\s+your\s+(?:request|email|letter))?\s*(?P<p>[-:.)–—,]+|\t|$|(?=[a-z“\"]))\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"[(\[#]?(?P<n>{_NUM})(?:\s*(?:&|and|,)\s*(?P<n2>{_NUM}))?(?P<p>\s?[.):\]](?!\d)[.)]?|"
    rf"\s?[-–—](?=\s*[A-Za-z(])|\t|(?:(?<=\d\.\d)|(?<=\d\.\d\d))(?=\s+(?-i:[A-Z“\"]|[a-z][A-Z]))|(?:(?<=\d[a-h])|"
    rf"(?<=\d\([a-h]\)))(?=\s+(?-i:[A-Z£\d~“\"]|[a-z][A-Z]))|(?=\s+(?:{_ASKED})\b))\s*",
    re.IGNORECASE,
)
_LETTER = re.compile(r"\(?(?P<n>[a-z])(?P<p>[.):](?!\w)|\))\s*(?=\S)", re.IGNORECASE)
_LETTERS = re.compile(r"\([a-k]\)(?:(?:,| and|,? &)\s*\([a-k]\))+\s*(?:[.:,–-]\s*)?(?=\S)")  # "(a) and (b)."
_ROMAN = re.compile(r"\(?(?P<n>x{0,1}(?:ix|iv|v?i{1,3}|v))(?P<p>[.):](?!\w)|\))\s*(?=\S)", re.IGNORECASE)
_BULLET = re.compile(r"(?:[•·▪●○◦‣∙*]|[-–—](?=\s)|o(?=\s+[A-Z])|\.(?=\s+[A-Z]))\s*(?=\S)")
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SPELT = re.compile(
    r"(?:(?:(?:your|the)\s+)?(?P<asked>question|query|request|part|point|item)|(?:our\s+)?(?:answer|response|reply)"
    rf"(?:\s+to)?(?:\s+(?:question|part|point))?)\s+(?P<n>{'|'.join(_WORDS)})\s*(?:[:.)–—-]\s*|$)",
    re.IGNORECASE,
)
_MARKED = re.compile(  # "Request (i): ...", "Response (b)", "Part A"
    r"(?:(?P<asked>questions?|requests?|parts?|points?|items?|quer(?:y|ies)|q)|(?:our )?(?P<told>answers?|responses?|"
    r"repl(?:y|ies))(?: to (?:question|part|point|item|request))?)\s*"
    r"(?:\((?P<n>[a-k]|x|i{1,3}|iv|vi{0,3}|ix)\)|(?P<capital>(?-i:[A-K])))\s*(?:[:.)–—-]\s*|$)",
    re.IGNORECASE,
)
_FIGURE_TOLD = re.compile(r"A[.:]\s+\d")  # "A. 7": the answer is seven
_FIGURE_BEHIND = re.compile(r"[QA](?P<n>\d{1,2})\s+[-–—]\s+(?=\d)")  # "Q1 - 14": fourteen
_SPLIT = re.compile(r"\s*(?:,|&|\+|/|\band\b)\s*", re.IGNORECASE)
_RANGE = re.compile(rf"({_NUM})\s*(?:to|-|–)\s*(?:q(?:uestion)?\.?\s*)?({_NUM})", re.IGNORECASE)
ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b"
)
_MONTH = re.compile(MONTH, re.IGNORECASE)
_PART = re.compile(r"(\d+)\.?[a-z]+")


@lru_cache(maxsize=1024)  # a line is asked for its label where lines, paragraphs and lists are told apart
def parse_label(line: str) -> Label | None:
    """Return the label `line` begins with, or None.

    "Q3: How many?" gives a question label ("3",); "Answers 2 & 3" an answer label ("2", "3"); "Your question two:" the
    label ("2",); "1-3)" is no label. Dates, sums and decimals are not labels.
    """
    head = line[:80].lstrip("\"“‘'")
    offset = len(line[:80]) - len(head)
    if spelt := _SPELT.match(head):
        role = Role.QUESTION if spelt["asked"] else Role.ANSWER
        return Label(role, (str(_WORDS.index(spelt["n"].lower()) + 1),), role.value, spelt.end() + offset)
    if marked := _MARKED.match(head):
        role = Role.QUESTION if marked["asked"] else Role.ANSWER
        return Label(role, (marked["capital"] or marked["n"].lower(),), role.value, marked.end() + offset)
    if figure := _FIGURE_BEHIND.match(head):
        role = Role.QUESTION if head[0] in "Qq" else Role.ANSWER
        return Label(role, (figure["n"],), role.value, figure.end() + offset)
    for pattern, role in ((_QUESTION, Role.QUESTION), (_ANSWER, Role.ANSWER)):
        match = pattern.match(head)
        if match and not _is_prose(head, match) and not _FIGURE_TOLD.match(head):
            return Label(role, numbers_in(match["n"]), role.value, match.end() + offset)
    if match := _BARE_ANSWER.match(head):
        return Label(Role.ANSWER, (), "answer", match.end() + offset)
    if match := _BARE_QUESTION.match(head):
        return Label(Role.QUESTION, (), "question", match.end() + offset)
    if (match := _NUMBER.match(head)) and not _MONTH.match(head[match.end() :]):
        numbers = numbers_in(match["n"]) + (numbers_in(match["n2"]) if match["n2"] else ())
        first = _LETTER.match(head, match.end()) or _ROMAN.match(head, match.end())
        if first and first["n"] in ("a", "i") and numbers[0].isdigit():  # "2. a) Which supplier?", "2. i. How many?"
            return Label(Role.NUMBER, (numbers[0] + first["n"],), _style(head, match), first.end() + offset)
        return Label(Role.NUMBER, numbers, _style(head, match), match.end() + offset)
    if match := _ROMAN.match(head):
        return Label(Role.ROMAN, (match["n"].lower(),), _style(head, match), match.end() + offset)
    if listed := _LETTERS.match(head):
        marks = tuple(re.findall(r"\(([a-k])\)", listed.group()))
        return Label(Role.LETTER, marks, "(", listed.end() + offset)
    if match := _LETTER.match(head):
        return Label(Role.LETTER, (match["n"],), _style(head, match), match.end() + offset)
    if match := _BULLET.match(head):
        behind = parse_label(head[match.end() :]) if len(head) == len(line[:80]) else None
        if behind is not None and behind.role is Role.NUMBER:
            return Label(behind.role, behind.numbers, behind.style, behind.end + match.end())
        return Label(Role.BULLET, (), match.group().strip(), match.end() + offset)
    return None


def parse_group(text: str) -> tuple[tuple[str, ...], int]:
    """Return the question numbers that `text` opens by naming, and where it goes on.

    "In relation to questions 2 and 5, ..." gives ("2", "5"); other text gives () and 0.
    """
    match = _GROUP.match(text)
    if not match:
        return (), 0
    announces = match["p"] not in ("", ",")  # else the numbers are part of the answer's own sentence
    return numbers_in(match["n"]), match.end() if announces else 0


def numbers_in(text: str) -> tuple[str, ...]:
    """Return the labels in a printed list: "1 to 3 and 5(a)" gives ("1", "2", "3", "5a")."""
    found: list[str] = []
    rest = text
    for first, last in _RANGE.findall(text):
        low, high = first.strip(" ()"), last.strip(" ()")
        if low.isdigit() and high.isdigit() and int(low) < int(high) <= int(low) + 40:
            rest = rest.replace(first, "", 1).replace(last, "", 1)
            found += [str(n) for n in range(int(low), int(high) + 1)]
    for piece in _SPLIT.split(rest):
        bare = re.sub(r"[^0-9a-zA-Z.]|^(?:questions?|q)", "", piece.strip(), flags=re.IGNORECASE).strip(".").lower()
        if bare and bare[0].isdigit() and bare not in found:
            found.append(bare)
    return tuple(sorted(found, key=place_of)) if len(found) > 1 else tuple(found)


def stem_of(number: str) -> str:
    """Return the number a part belongs to: "2b", "2.b" and "2ii" belong to 2; a bare mark stands for itself."""
    match = _PART.fullmatch(number)
    return match[1] if match else number


def place_of(number: str) -> tuple[int, str]:
    """Return where a printed number stands among others: 2 before 2a before 10."""
    digits = re.match(r"\d+", number)
    return (int(digits.group()) if digits else 0, number)


def _is_prose(head: str, match: re.Match[str]) -> bool:
    """Tell "Response 12-08-2022" and "Request 2 of your letter asks" from a label."""
    after = head[match.end() :]
    if re.match(r"A\d{1,2}\s", head):
        return False  # "A1 214"
    bare = not re.search(r"(?:[.:)\t]|\s[-–—])\s*$", match.group())
    return (bare and bool(_MONTH.match(after) or re.match(r"\d", after))) or bool(
        re.match(r"(?:of|in|from|and)\s", after)
    )


def _style(head: str, match: re.Match[str]) -> str:
    """Return the punctuation around a label, which tells one list from another: "." ")" "()" """
    return ("(" if head.startswith("(") else "") + (match["p"].strip()[:1] if match["p"].strip() else " ")
