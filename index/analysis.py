"""How text becomes terms, for the index, for queries and for highlighting: one tokenizer, used by all three.

What is chosen, and why (the table of cases is `tests/index/test_analysis.py`):

* A citation is one term, as a letter writes it: `s.40(2)`, `section 40 (2)` and `S40(2)` are all `s40(2)`; the index
  adds `s40`, so that a search for section 40 finds its sub-sections. Section and regulation stay apart. A bare
  `12(5)(e)` is found under either.
* `5,000` is `5000`; money is a term by value, so `£1.2m`, `£1.2 million` and `£1,200,000` meet.
* A hyphenated word is found joined, parted and hyphenated. A possessive is its noun. Accents go: `dŵr` is `dwr`.
* English stemming for every word, Welsh included: it is applied to both sides, so a Welsh word always finds itself.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import Stemmer
from whoosh.analysis import Analyzer, Token

ANALYSER_VERSION = 2  # raise it when the rules below change what is indexed
WORDS_PATH = Path(__file__).with_name("words.toml")
GAP = "\x1e"  # between texts of one field that no phrase may span
GAP_POSITIONS = 100
LONGEST_TERM = 64
JOINED_PARTS = 4  # a longer chain of hyphens is a reference or a web address, not a word

_WORDS = tomllib.loads(WORDS_PATH.read_text(encoding="utf-8"))
STOP = frozenset(_WORDS["stop"])
FILLER = frozenset(_WORDS["filler"])
CASED = frozenset(_WORDS["cased"])
_PROTECTED = frozenset(_WORDS["protected"])
_SAME: dict[str, str] = _WORDS["same"]
# Without its own cache, which takes four times as long as stemming does. Called under the interpreter lock only.
_STEMMER = Stemmer.Stemmer("english", 0)

_MARKS = r"[\u0300-\u036f\u00ad]"
_WORD = rf"[^\W_]+(?:{_MARKS}+[^\W_]+)*{_MARKS}*(?:['’][^\W_]+)*"  # each run of marks in one way only
_SCALE = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "bn": 9, "billion": 9}
UNITS = ("cite", "money", "number")  # the tokens that may hold brackets and spaces
TOKEN = re.compile(
    rf"""
      (?P<gap>\x1e)
    | (?P<cite>(?<![\w.,£])
        (?:(?P<head>(?:sections?|sec|regulations?|regs?|ss?)\b\.?[ \xa0\n]{{0,2}}|s(?=\d))\d{{1,3}}[a-z]{{0,2}}
           (?:[ ]?\((?:\d{{1,2}}[a-z]{{0,2}}|[ivx]{{1,4}}|[a-z])\))*
        | \d{{1,3}}[a-z]{{0,2}}(?:[ ]?\((?:\d{{1,2}}[a-z]{{0,2}}|[ivx]{{1,4}}|[a-z])\))+
        )(?!\w|[.,]\d))
    | (?P<money>£[ ]?\d[\d,]*(?:\.\d+)?(?:[ ]?(?:k|mn?|bn|thousand|million|billion)(?!\w))?)
    | (?P<number>(?<![\w.,])(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?
        (?:[ ](?:thousand|million|billion)(?!\w)|(?<=\.\d)(?:k|mn?|bn)(?!\w)|(?!\w))(?!-\w))
    | (?P<initials>(?<!\w)(?:[a-z]\.){{2,}}(?:[a-z](?!\w))?|(?<!\w)[a-z]&[a-z](?!\w))
    | (?P<word>{_WORD}(?:[-‐‑]{_WORD})*)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CITE = re.compile(r"(?P<head>[a-z]*)\.?(?P<number>\d+[a-z]*)(?P<rest>.*)")
_AND = re.compile(r"\s*(?:,|/|&|,?\s*\b(?:and|or)\b)\s*", re.IGNORECASE)
_LETTERED = re.compile(r"\d{1,2}[a-z]", re.IGNORECASE)  # the 22A of "sections 22 and 22A"
_ACRONYMS = re.compile(r"[A-Z]{2,}s")  # PCNs: no stemmer takes this s away
_HYPHEN = re.compile(r"[-‐‑]")


class Word(NamedTuple):
    """One position of a text: the terms found there, the best first, and where they stand (half-open)."""

    terms: tuple[str, ...]
    position: int
    start: int
    end: int


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Return `text` without case, accents, apostrophes and the possessive s."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("\u00ad", "").replace("’", "'"))
        text = "".join(c for c in text.casefold() if not unicodedata.combining(c))
    text = text.casefold()
    return text.removesuffix("'s").replace("'", "")[:LONGEST_TERM]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of a folded word. Words with digits or outside a to z are their own stem."""
    word = _SAME.get(word, word)
    if word in _PROTECTED or not word.isascii() or not word.isalpha():
        return word
    return str(_STEMMER.stemWord(word))


@lru_cache(maxsize=10_000)
def forms_of(term: str) -> tuple[str, ...]:
    """Return the words whose term this is although they begin otherwise: "bought" for `buy`, "dying" for `die`."""
    irregular = tuple(word for word in _SAME if stem(word) == term)
    return (*irregular, f"{term[0]}y") if term in ("die", "lie", "tie") else irregular


@lru_cache(maxsize=200_000)
def word_terms(raw: str) -> tuple[str, ...]:
    """Return the terms of one word without hyphens: () for a stop word."""
    folded = fold(raw[:-1] if _ACRONYMS.fullmatch(raw) else raw)
    plain = () if folded in STOP or not folded else (stem(folded),)
    return (*plain, raw) if raw in CASED else plain


def analyse(text: str, *, query: bool = False) -> Iterator[Word]:
    """Yield the words of `text` in order. In a query only the finest term of a citation is given, without its parents.

    "Under s.40(2)" gives `s40(2)` and, to be indexed, `s40` and the headless `40(2)` at the same position.
    """
    position = 0
    carry = NO_CITATION
    for match in TOKEN.finditer(text):
        if match.lastgroup == "gap":
            position += GAP_POSITIONS
            continue
        parts, carry = token_terms(match, carry, query)
        start = match.start()
        for terms, end in zip(parts, _ends(match, len(parts)), strict=True):
            if terms:
                yield Word(terms, position, start, end)
            position += 1
            start = end + 1


Carry = tuple[int, str]
"""Where the last citation ended and its head: "sections 40(2) and 43" cites section 43 as well."""
NO_CITATION: Carry = (0, "")


def token_terms(match: re.Match[str], carry: Carry, query: bool) -> tuple[Sequence[tuple[str, ...]], Carry]:
    """Return the terms at each position of a token (no gap), and what the next token has to know."""
    kind = match.lastgroup
    listed = carry[1] and _AND.fullmatch(match.string, carry[0], match.start())
    if kind == "word" and not (listed and _LETTERED.fullmatch(match.group())):
        return _word_parts(match.group(), query), carry
    head = carry[1] if listed and kind != "money" and not match["head"] else _head(match["head"])
    return (_special_terms(kind or "", match.group(), head, query),), (match.end(), head)


def may_be_listed(match: re.Match[str], carry: Carry) -> bool:
    """Tell whether a citation may go on at this token: "and 43" behind "sections 40(2)"."""
    between = carry[1] and _AND.fullmatch(match.string, carry[0], match.start())
    return bool(between or (carry[1] and _AND.fullmatch(match.group())))


def _ends(match: re.Match[str], parts: int) -> list[int]:
    """Return where each part of a token ends."""
    if parts == 1:
        return [match.end()]
    hyphens = [m.start() for m in _HYPHEN.finditer(match.string, match.start(), match.end())]
    return [*hyphens, match.end()]


def _head(text: str | None) -> str:
    """Return `s` for a section, `reg` for a regulation, "" for no head."""
    return "" if not text else ("reg" if text[0] in "rR" else "s")


@lru_cache(maxsize=200_000)
def _word_parts(raw: str, query: bool) -> tuple[tuple[str, ...], ...]:
    """Return the terms of a word, or of each part of a hyphenated one; the joined form stands with the first and last.

    With both, so that it keeps its neighbours on either side: `an email address` is a phrase of "an e-mail address".
    """
    parts = _HYPHEN.split(raw)
    joined = _joined(parts) if 1 < len(parts) <= JOINED_PARTS and not query else ()
    last = len(parts) - 1
    return tuple((*word_terms(part), *(joined if number in (0, last) else ())) for number, part in enumerate(parts))


def _joined(parts: list[str]) -> tuple[str, ...]:
    joined = "".join(fold(part) for part in parts)
    return (stem(joined),) if len(joined) <= LONGEST_TERM else ()


def joined_terms(raw: str) -> tuple[str, ...]:
    """Return the joined form of a hyphenated word (`email` for "e-mail"), () for any other text."""
    parts = _HYPHEN.split(raw)
    whole = len(parts) > 1 and all(re.fullmatch(_WORD, part) for part in parts)
    return _joined(parts) if whole and len(parts) <= JOINED_PARTS else ()


@lru_cache(maxsize=50_000)
def _special_terms(kind: str, raw: str, head: str, query: bool) -> tuple[str, ...]:
    if kind == "initials":
        text = fold(raw.replace(".", ""))
        return (text,)
    if kind == "money":
        value = _value(raw)
        return (f"£{value}",) if query else (f"£{value}", value, fold(raw.replace(",", "").replace(" ", ""))[1:])
    if kind in ("number", "word") and not head:
        return (_value(raw),)
    return _citation_terms(raw, head, query)


def _value(raw: str) -> str:
    """Return the number written, without commas: `£1.2m` is `1200000`, `5,000` is `5000`, `3.10` stays `3.10`."""
    match = re.match(r"£?\s*([\d,]+(?:\.\d+)?)\s*([a-z]*)", raw, re.IGNORECASE)
    assert match is not None  # the token pattern begins with exactly this
    digits = match[1].replace(",", "")
    if not match[2] and not raw.startswith("£"):
        return digits
    value = Decimal(digits).scaleb(_SCALE.get(match[2].lower(), 0))
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _citation_terms(raw: str, head: str, query: bool) -> tuple[str, ...]:
    text = re.sub(r"[\s,]|\xa0", "", raw).casefold()
    match = _CITE.fullmatch(text)
    assert match is not None
    number, rest = match["number"], match["rest"]
    finest = number + rest
    if query:
        return (head + finest,)
    levels = [finest]
    while "(" in levels[-1]:
        levels.append(levels[-1][: levels[-1].rindex("(")])
    heads = (head,) if head else ("s", "reg")
    named = [h + level for h in heads for level in levels]
    return (*named[:1], finest, *named[1:])


class FoiAnalyzer(Analyzer):
    """`analyse` in the shape Whoosh calls. Holds no state: it is pickled with the schema."""

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Token]:
        """Yield one Whoosh token for each term; terms that stand together share a position."""
        token = Token(positions, chars, mode=mode, **kwargs)
        for word in analyse(value, query=mode == "query"):
            token.pos = start_pos + word.position
            token.startchar, token.endchar = start_char + word.start, start_char + word.end
            for term in dict.fromkeys(word.terms):
                token.original = token.text = term
                token.boost = 1.0
                token.stopped = False
                yield token

    def __eq__(self, other: object) -> bool:
        """Return True for any other `FoiAnalyzer`."""
        return isinstance(other, FoiAnalyzer)

    def __hash__(self) -> int:
        """Return the same hash for all: they are equal."""
        return hash(FoiAnalyzer)
