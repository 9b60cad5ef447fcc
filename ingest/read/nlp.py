"""The spaCy pipeline: blank English, a tokenizer that opens citations, and rule components that fill `Doc.spans`.

Only candidate sentences come here (a sentence that holds a citation, or a word some vendor's name begins with): the
tokenizer is what costs. One `nlp` serves a process; nothing is downloaded.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.attrs import LOWER
from spacy.lang.lex_attrs import LEX_ATTRS
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import Vocab

from corpus.cues import StatusCue, status_cues
from corpus.vendors import Alias, aliases

STATUS_CUES, VENDOR_NAMES = "status_cues", "vendor_names"
_GAP = 4  # tokens that ".." may stand for
_REMEMBERED = 500_000  # characters of letters whose words are kept


@dataclass(frozen=True, slots=True, eq=False)
class _TokenCue:
    """A line of status_cues.toml as a pattern of tokens, in small letters and with a space behind each."""

    id: str
    group: str
    pattern: re.Pattern[str]
    needed: tuple[str, ...]  # one of these tokens stands in all it matches


def _token_cue(cue: StatusCue) -> _TokenCue:
    parts: list[str] = []
    required: list[list[str]] = []
    for word in cue.pattern.split():
        optional = word.endswith("?") and len(word) > 1
        choices = word.rstrip("?").split("|") if optional else word.split("|")
        token = f"(?:{'|'.join(map(re.escape, choices))}) "
        if word == "..":
            token = rf"(?:\S+ ){{0,{_GAP}}}"
        elif optional:
            token = f"(?:{token})?"
        else:
            required.append(choices)
        parts.append(token)
    fewest = min(required, key=len)
    return _TokenCue(cue.id, cue.group, re.compile(rf"(?<!\S){''.join(parts)}"), tuple(fewest))


@Language.factory(STATUS_CUES)
class StatusCues:
    """Fill `doc.spans` of each status group with the cue phrases found.

    Most sentences hold the words of two or three cues: each is asked only where a token that it requires stands.
    A Matcher for each finds the same, and takes longer.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        cues = [_token_cue(cue) for cue in status_cues()]
        self._groups = tuple(dict.fromkeys(cue.group for cue in cues))
        self._by_token: dict[str, list[_TokenCue]] = {}
        for cue in cues:
            for token in cue.needed:
                self._by_token.setdefault(token, []).append(cue)

    def __call__(self, doc: Doc) -> Doc:
        tokens = [token.lower_ for token in doc]
        line = "".join(f"{token} " for token in tokens)
        found: dict[str, list[Span]] = {group: [] for group in self._groups}
        for cue in dict.fromkeys(cue for token in tokens for cue in self._by_token.get(token, ())):
            for match in cue.pattern.finditer(line):
                start, end = (line.count(" ", 0, place) for place in match.span())
                found[cue.group].append(Span(doc, start, end, label=cue.id))
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
