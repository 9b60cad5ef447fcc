"""From what a person typed to a tree of words, phrases and operators. Any string gives a tree; nothing raises.

Whoosh's parser does the reading, with only the plugins that are safe on strangers' input: words, "phrases", AND OR NOT,
brackets, and the field names of `fields.QUERY_FIELDS`. Wildcards, ranges, fuzzy terms and boosts are not syntax here.
What cannot be read as meant is read as plain words, and a notice says so.

Whoosh's parser costs more than the whole search of a small index. So what leaves it nothing to decide (letters only:
words, one phrase, or words with one operator) is read here, to the same tree, as a test holds; what was read is kept.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeAlias, TypeVar

from whoosh import query as whoosh_query
from whoosh.qparser import QueryParser, plugins, syntax

from index.analysis import TOKEN, UNITS
from index.fields import QUERY_FIELDS

LONGEST = 300  # characters
MOST_WORDS = 32
MOST_PHRASES = 5
KEPT = 1_000  # queries: a page, a filter and a facet ask the same one again
SHORTEST_PREFIX = 3

# A citation or a sum keeps its brackets and spaces from the parser in characters that no input can hold.
_HIDE = str.maketrans({"(": "\ue000", ")": "\ue001", " ": "\ue002"})
_SHOW = str.maketrans({"\ue000": "(", "\ue001": ")", "\ue002": " "})
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "\x00": " "})
_FOREIGN = re.compile(
    r"""
      \[[^\]\s]+\s+TO\b[^\]]*\]? | \{[^}\s]+\s+TO\b[^}]*\}?   # [a TO z]: a range
    | \S*\*(?=[^\s)])\S* | (?<!\S)\*+(?!\S) | \S*\?(?=\w)\S*      # *a*, a?b: wildcards other than the last * of word*
    | \S+[~^]\d*(?:\.\d+)?(?!\S)                               # a~2, a^2: fuzzy and boosted
    """,
    re.VERBOSE,
)
_NOT = r"(?:^|(?<=[\s(]))(?:NOT(?=\s)|-(?=[^\W\d_]|[\"(]))"
_FIELD = rf"(?<!\w)(?P<text>{'|'.join(QUERY_FIELDS)}):(?=\S)"


@dataclass(frozen=True, slots=True)
class Typed:
    """One word as typed, looked up in `field` ("" for all). `prefix` for `word*`."""

    text: str
    field: str = ""
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in quotes, in this order, without synonyms."""

    text: str
    field: str = ""


Leaf = TypeVar("Leaf")


@dataclass(frozen=True, slots=True)
class Words(Generic[Leaf]):
    """What stands side by side without an operator. How many must match is `evaluate.py`'s rule."""

    children: tuple[Tree[Leaf], ...]


@dataclass(frozen=True, slots=True)
class All(Generic[Leaf]):
    """`a AND b`."""

    children: tuple[Tree[Leaf], ...]


@dataclass(frozen=True, slots=True)
class Either(Generic[Leaf]):
    """`a OR b`."""

    children: tuple[Tree[Leaf], ...]


@dataclass(frozen=True, slots=True)
class Not(Generic[Leaf]):
    """`NOT a`, or `-a`."""

    child: Tree[Leaf]


Tree: TypeAlias = Leaf | Words[Leaf] | All[Leaf] | Either[Leaf] | Not[Leaf]
Node: TypeAlias = Tree[Typed | Phrase]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query read: `tree` is None where it asks for nothing. `text` is it as far as it was read, cleaned.

    `notices` say what was not read as typed.
    """

    tree: Node | None
    text: str
    notices: tuple[str, ...] = ()


OPERATORS = frozenset({"AND", "OR", "NOT"})
_JOINING: dict[str, type[All[Typed | Phrase]] | type[Either[Typed | Phrase]]] = {"AND": All, "OR": Either}
_LETTERS = re.compile(r'[A-Za-z]+(?: [A-Za-z]+)*|"[A-Za-z]+(?: [A-Za-z]+)*"')


class _SideBySide(whoosh_query.And):
    """The And of words that stand side by side, told apart from a typed AND."""


class _SideBySideGroup(syntax.AndGroup):
    qclass = _SideBySide


def parse(text: str) -> Parsed:
    """Return the tree of `text` and notices in plain words."""
    notices: list[str] = []
    text = _limit(_clean(text), notices)
    tree, more = _read(text)
    return Parsed(tree, text, tuple(dict.fromkeys((*notices, *more))))


@lru_cache(KEPT)
def _read(text: str) -> tuple[Node | None, tuple[str, ...]]:
    """Return the tree of a clean text within the limits, and notices."""
    plain = _LETTERS.fullmatch(text) and _without_parser(text)
    return (plain, ()) if plain else _by_whoosh(text)


def _without_parser(text: str) -> Node | None:
    """Return the tree of words, one phrase or words with one operator; None for what is left to Whoosh's parser."""
    if text[0] == '"':
        return Words((Phrase(text[1:-1]),))
    words = text.split()
    leaves = tuple(map(Typed, words))
    if OPERATORS.isdisjoint(words):
        return Words(leaves)
    kind = _JOINING.get(words[1]) if len(words) % 2 and len(words) > 1 else None
    if kind is None or len({*words[1::2]}) > 1 or not OPERATORS.isdisjoint(words[::2]):
        return None
    return Words((kind(leaves[::2]),))


def _by_whoosh(text: str) -> tuple[Node | None, tuple[str, ...]]:
    """Return the tree that Whoosh's parser gives, and notices."""
    notices: list[str] = []
    text = TOKEN.sub(lambda m: m[0].translate(_HIDE) if m.lastgroup in UNITS else m[0], text)
    for match in _FOREIGN.finditer(text):
        notices.append(f"'{match[0].translate(_SHOW)}' was read as plain words")
    text = _FOREIGN.sub(lambda m: re.sub(r"[\[\]{}*?~^]", " ", m[0]), text)
    text = _balance(text, notices)
    try:
        tree = _convert(_parser().parse(text, normalize=False))
    except (
        Exception
    ):  # Whoosh 2.7.4 raises whatever it trips over (IndexError for NOT NOT NOT): any string must give a tree
        notices.append(f"'{text.translate(_SHOW)}' was read as plain words")
        tree = _plain_words(text)
    return tree, tuple(notices)


def _clean(text: str) -> str:
    """Return `text` without control, invisible and private-use characters, with straight quotes and single spaces."""
    text = text[: 20 * LONGEST]  # the limit follows; a megabyte need not be cleaned first
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = text.translate(_QUOTES)
    kept = (
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Zs") else "" if unicodedata.category(c)[0] == "C" else c
        for c in text
    )
    return " ".join("".join(kept).split())


def _limit(text: str, notices: list[str]) -> str:
    """Return `text` cut to the longest query, the most words and the most phrases, with a notice for each cut."""
    if len(text) > LONGEST:
        text = text[: LONGEST + 1].rpartition(" ")[0] or text[:LONGEST]
        notices.append(f"Only the first {LONGEST} characters were searched")
    words = text.split()
    if len(words) > MOST_WORDS:
        text = " ".join(words[:MOST_WORDS])
        notices.append(f"Only the first {MOST_WORDS} words were searched")
    quotes = text.count('"')
    if quotes > 2 * MOST_PHRASES:
        text = text.replace('"', " ")
        notices.append(f"More than {MOST_PHRASES} phrases in quotes: they were read as plain words")
    elif quotes % 2:
        head, _, tail = text.rpartition('"')
        text = f"{head} {tail}"
        notices.append("A quotation mark without its pair was left out")
    return text


def _balance(text: str, notices: list[str]) -> str:
    """Return `text` with its brackets, or without any where they do not pair up."""
    depth = deepest = 0
    for character in re.sub(r'"[^"]*"', "", text):
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
        if depth < 0:
            break
    if depth == 0 and deepest <= MOST_PHRASES:
        return text
    notices.append("The brackets do not pair up: they were left out")
    return re.sub(r"[()]", " ", text)


def _parser() -> QueryParser:
    """Return a parser. It knows no schema, so it hands words on as they were typed. It holds state: one a query."""
    return QueryParser(
        "",
        None,
        plugins=[
            plugins.WhitespacePlugin(),
            plugins.PhrasePlugin(expr='"(?P<text>[^"]*)"(?P<slop>(?!))?'),
            plugins.FieldsPlugin(expr=_FIELD, remove_unknown=False),
            plugins.GroupPlugin(),
            plugins.OperatorsPlugin(Not=_NOT, AndNot=None, AndMaybe=None, Require=None),
        ],
        group=_SideBySideGroup,
    )


def _convert(parsed: whoosh_query.Query) -> Node | None:
    """Return our own node for one of Whoosh's, None for one that asks for nothing."""
    if isinstance(parsed, whoosh_query.Term):
        return _word(parsed.text.translate(_SHOW), parsed.fieldname)
    if isinstance(parsed, whoosh_query.Phrase):
        text = " ".join(parsed.words).translate(_SHOW)
        return Phrase(text, parsed.fieldname) if re.search(r"\w", text) else None
    if isinstance(parsed, whoosh_query.Not):
        child = _convert(parsed.query)
        return Not(child) if child else None
    if isinstance(parsed, whoosh_query.compound.CompoundQuery):
        children = tuple(node for child in parsed.subqueries if (node := _convert(child)))
        kind = Words if isinstance(parsed, _SideBySide) else Either if isinstance(parsed, whoosh_query.Or) else All
        return _group(kind, children)
    return None  # NullQuery: an operator with nothing beside it


def _group(kind: type[Words] | type[All] | type[Either], children: tuple[Node, ...]) -> Node | None:
    if not children:
        return None
    return children[0] if len(children) == 1 and kind is not Words else kind(children)


def _word(text: str, field_name: str) -> Typed | None:
    prefix = re.fullmatch(rf"[^\W_]{{{SHORTEST_PREFIX},}}\*", text) is not None
    text = text.rstrip("*")
    return Typed(text, field_name, prefix) if re.search(r"\w", text) else None


def _plain_words(text: str) -> Node | None:
    words = (re.sub(r'[()":]', " ", word).translate(_SHOW) for word in text.split())
    found = tuple(node for chunk in words for word in chunk.split("\0") if (node := _word(word.strip(), "")))
    return Words(found) if found else None
