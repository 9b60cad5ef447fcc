"""A question as it is matched: its words, what it hangs on, and how it is put to the sentence model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.match.terms import content_terms, wording
from index.match.thesaurus import Concepts, concepts, rows, said_plainly

LONGEST = 2_000  # characters of a question that are matched
LONGEST_CONTEXT = 200
FEW_WORDS = 2
MOST_SHORTER = 8
_MARKED = re.compile(r"[.?!;:]$")
_LABEL = re.compile(r"^\s*(?:(?:q(?:uestion)?\s*)?\(?\d{1,2}[a-h]?[.):]\)?|q\d{1,2}\b|[•·*-])\s+", re.IGNORECASE)


def without_label(text: str) -> str:
    """Return a question or an answer without a printed label that was left before it, such as "1. " or "Q2:"."""
    bare = _LABEL.sub("", text, count=1).strip()
    return bare or text.strip()


@dataclass(frozen=True)
class Question:
    """One question, past or new. `context` is the heading, the lead or the question it hangs on, "" without one.

    "When does the contract end?" says nothing alone; under the heading "Planning system" it does.
    """

    text: str
    context: str = ""

    @classmethod
    def printed(cls, text: str, context: str = "") -> Question:
        """Return the question printed in a letter, without a label that was left before it."""
        return cls(without_label(text), context.strip())

    @cached_property
    def hangs(self) -> bool:
        """Tell whether the question can only be understood with its context."""
        return bool(self.context) and hangs_on_context(self.text)

    @cached_property
    def said(self) -> str:
        """Return the words that count: the question, with its context before it where it hangs on it."""
        text = " ".join(self.text[:LONGEST].split())
        return f"{' '.join(self.context[:LONGEST_CONTEXT].split())}: {text}" if self.hangs else text

    @cached_property
    def wording(self) -> str:
        """Return what word-for-word equal questions share."""
        return wording(self.text[:LONGEST])

    @cached_property
    def terms(self) -> frozenset[str]:
        """Return the content terms."""
        return content_terms(self.said)

    @cached_property
    def concepts(self) -> Concepts:
        """Return the subjects and aspects spoken of."""
        return concepts(self.said)

    @cached_property
    def for_model(self) -> str:
        """Return what the sentence model reads: the words, and how the thesaurus puts their subjects."""
        return _put(self.said, self.concepts)

    @cached_property
    def readings(self) -> tuple[str, ...]:
        """Return the ways to put the question to the sentence model, `for_model` first; the nearest one counts.

        Where it names no subject, what stands before it may say what it is about.
        """
        own = [self.for_model]
        if self.context and not self.hangs and not self.concepts.subjects:
            around = f"{' '.join(self.context[-LONGEST_CONTEXT:].split())} {self.said}"
            own.append(_put(around, concepts(around)))
        return tuple(own)

    @cached_property
    def shorter(self) -> tuple[Shorter, ...]:
        """Return the question without its last word, without its last two and so on, as far as each can tell something.

        A past question that has all the words left out is also compared with what is left, and the better of the two
        counts: so a word added that it shares never lowers its score (the laws in tests/index/match). A word that
        ends a sentence ends the row, for behind it a word was added to a whole question.
        """
        found: list[Shorter] = []
        text, dropped = self.text[:LONGEST].strip(), frozenset[str]()
        while len(found) < MOST_SHORTER:
            before, _, last = text.rpartition(" ")
            terms = content_terms(last)
            if not before or not terms or _MARKED.search(last):
                break
            text, dropped = before.rstrip(), dropped | terms
            found.append(Shorter(Question(text, self.context), dropped))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Shorter:
    """A question without its last words, and the terms of these."""

    question: Question
    dropped: frozenset[str]


def _put(said: str, found: Concepts) -> str:
    return f"{said} ({said_plainly(sorted(found.subjects))})" if found.subjects else said


@lru_cache(maxsize=1)
def _asked_of_anything() -> frozenset[str]:
    """Return the terms of the aspects: cost, supplier, contract end ... of whatever."""
    names = (name for row in rows().values() if row.kind == "aspect" for name in row.names)
    return frozenset(term for name in names for term in name) | _GENERAL


_GENERAL = content_terms(
    "name names supplier contract system software date dates number value annual details list copy year years month "
    "product version same above following this that current currently used use using plan plans replace broken down "
    "breakdown council authority trust force organisation department staff users licences licence cost length term "
    "service services confirm state any other each whether reason reasons why if so yes not when start started record "
    "recorded held"
)


def hangs_on_context(text: str) -> bool:
    """Tell whether `text` names no subject and has hardly a word of its own: "number of discharges in 2023"."""
    own = [term for term in content_terms(text) - _asked_of_anything() if not any(c.isdigit() for c in term)]
    return not concepts(text).subjects and len(own) <= FEW_WORDS
