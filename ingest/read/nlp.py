"""The spaCy pipeline: blank English, a tokenizer that opens citations, and rule components that fill `Doc.spans`.

Only candidate sentences come here (a sentence that holds a citation, or a word some vendor's name begins with): the
tokenizer is what costs. One `nlp` serves a process; nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.attrs import LOWER
from spacy.lang.lex_attrs import LEX_ATTRS
from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import Vocab

from corpus.cues import status_cues
from corpus.vendors import Alias, aliases

STATUS_CUES, VENDOR_NAMES = "status_cues", "vendor_names"
_GAP = 4  # tokens that ".." may stand for
_REMEMBERED = 500_000  # characters of letters whose words are kept


def _tokens(pattern: str) -> list[dict[str, object]]:
    """Return the Matcher pattern that a line of status_cues.toml means."""
    out: list[dict[str, object]] = []
    for word in pattern.split():
        if word == "..":
            out.append({"OP": f"{{0,{_GAP}}}"})
            continue
        optional = word.endswith("?") and len(word) > 1
        choices = word.rstrip("?").split("|") if optional else word.split("|")
        token: dict[str, object] = {"LOWER": {"IN": choices}} if len(choices) > 1 else {"LOWER": choices[0]}
        out.append(token | {"OP": "?"} if optional else token)
    return out


def _choices(token: Mapping[str, object]) -> list[str]:
    """Return the words that a token of a Matcher pattern may be."""
    words = token["LOWER"]
    return words["IN"] if isinstance(words, dict) else [str(words)]


@dataclass(frozen=True, slots=True)
class _StatusMatcher:
    group: str
    matcher: Matcher
    needed: tuple[frozenset[int], ...]  # one of the words of each has to stand in a sentence

    def may_match(self, words: set[int]) -> bool:
        return not any(map(words.isdisjoint, self.needed))


@Language.factory(STATUS_CUES)
class StatusCues:
    """Fill `doc.spans` of each status group with the cue phrases found.

    What a Matcher costs grows with its patterns, and most sentences hold the words of two or three: each cue has a
    Matcher of its own, which is asked only where one word of every token that the cue requires stands in the sentence.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self._cues: list[_StatusMatcher] = []
        for cue in status_cues():
            tokens = _tokens(cue.pattern)
            matcher = Matcher(nlp.vocab)
            matcher.add(cue.id, [tokens], greedy="LONGEST")
            needed = [_choices(token) for token in tokens if "OP" not in token]
            hashed = tuple(frozenset(map(nlp.vocab.strings.add, words)) for words in sorted(needed, key=len))
            self._cues.append(_StatusMatcher(cue.group, matcher, hashed))

    def __call__(self, doc: Doc) -> Doc:
        found: dict[str, list[Span]] = {cue.group: [] for cue in self._cues}
        words = set(doc.to_array(LOWER).tolist())
        for cue in self._cues:
            if cue.may_match(words):
                found[cue.group] += cue.matcher(doc, as_spans=True)
        for group, spans in found.items():
            doc.spans[group] = spans
        return doc


@Language.factory(VENDOR_NAMES)
class VendorNames:
    """Fill `doc.spans["vendors"]` with every alias of the vendor table; the span id is the row's place in the table."""

    def __init__(self, nlp: Language, name: str) -> None:
        self._loose = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._exact = PhraseMatcher(nlp.vocab, attr="ORTH")
        rows: dict[tuple[bool, str], list[int]] = {}
        written: dict[str, set[str]] = {}
        for position, alias in enumerate(aliases()):
            key = (alias.case_sensitive, alias.text if alias.case_sensitive else alias.text.lower())
            rows.setdefault(key, []).append(position)
            written.setdefault(key[1], {key[1]}).add(alias.text)
        for (exact, text), positions in rows.items():
            label = ",".join(map(str, positions))
            forms = [
                nlp.make_doc(form) for form in sorted(written[text])
            ]  # "Modern.Gov" is three tokens, in lower case one
            (self._exact if exact else self._loose).add(label, forms)

    def __call__(self, doc: Doc) -> Doc:
        spans = [
            Span(doc, start, end, label=key)
            for matcher in (self._loose, self._exact)
            for key, start, end in matcher(doc)
        ]
        doc.spans["vendors"] = spacy.util.filter_spans(spans)
        return doc


def alias_rows(span: Span) -> tuple[Alias, ...]:
    """Return the rows of the alias table that a vendor span may mean."""
    table = aliases()
    return tuple(table[int(position)] for position in span.label_.split(","))


def _tokenizer(nlp: Language) -> None:
    """Let the tokenizer open what citations glue together: "s.43(2)", "40(2)/(3)", "EIR12"."""
    defaults = nlp.Defaults
    prefixes = [*(defaults.prefixes or []), r"[sS]\.(?=\d)", r"[sS](?=\d{1,2}(?:\W|$))", r"(?:EIR|FOIA|DPA)(?=\d)"]
    infixes = [
        *(defaults.infixes or []),
        r"(?<=[A-Za-z0-9])[()\[\]/]",
        r"[()](?=[A-Za-z0-9(),;:/])",
        r"(?<=\))[(,;:/.]",
        r"(?<=[a-zA-Z)])[-–—:;,](?=[A-Za-z])",
    ]
    suffixes = [*(defaults.suffixes or []), r"(?<=[0-9])\)", r"\)", r"[-–—:/]", r"(?<=\w\w)\."]
    nlp.max_length = 50_000_000  # characters: no parser runs here, so length costs only the tokenizer
    nlp.tokenizer.prefix_search = compile_prefix_regex(prefixes).search
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    nlp.tokenizer.suffix_search = compile_suffix_regex(suffixes).search


@cache
def pipeline() -> Language:
    """Return the process's pipeline for sentences that hold a citation and lines that may name a vendor.

    Of a word it keeps the form in small letters, which is all that the components ask for: most of what reading a new
    word costs are the attributes that spaCy works out besides. The words of the tables are learnt here, once; those of
    letters are learnt in a memory zone, and forgotten with it (`make_room`).
    """
    nlp = spacy.blank("en", vocab=Vocab(lex_attr_getters={LOWER: LEX_ATTRS[LOWER]}))
    _tokenizer(nlp)
    nlp.add_pipe(STATUS_CUES)
    nlp.add_pipe(VENDOR_NAMES)
    for cue in status_cues():
        for example in cue.examples:
            nlp.make_doc(example)
    return nlp


class _Memory:
    """The memory zone in which the words of the letters being read are kept."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._zone = ExitStack()
        self._room = 0  # characters that may still be read

    def make_room(self, size: int) -> None:
        if size > self._room:
            self._zone.close()
            self._zone.enter_context(self._nlp.memory_zone())
            self._room = max(size, _REMEMBERED)
        self._room -= size


@cache
def _memory() -> _Memory:
    return _Memory(pipeline())


def make_room(size: int) -> None:
    """Forget the words of the letters before, where they and a letter of `size` characters are more than is kept.

    Letters share most of their words: they are not learnt anew with each.
    """
    _memory().make_room(size)
