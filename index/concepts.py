"""From the words typed to what is looked up: each word with its spellings, synonyms and corrections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from index.analysis import FILLER, STOP, fold, joined_terms, stem
from index.fields import BY_NAME, FREE_TEXT, QUERY_FIELDS, FieldKind
from index.query import All, Either, Node, Not, Phrase, Tree, Typed, Words
from index.record import squash
from index.snapshot import Snapshot
from index.spelling import Speller
from index.synonyms import LONGEST, Alternative, Names, sequence, synonyms

MOST_EXPANSIONS = 200  # words that word* stands for
PAIRED = 0.9  # "pot holes" finds "potholes"
CORRECTED = 0.8
SHORTEST_CORRECTED = 4


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing asked for: a record has it where any of its alternatives stands in any of its fields."""

    typed: str
    alternatives: tuple[Alternative, ...]
    fields: tuple[str, ...]
    reference: str = ""  # squashed, looked up among the references as a whole
    optional: bool = False  # a word asked for by habit: scored, not required


Plan: TypeAlias = Tree[Concept]
"""A query tree whose leaves are concepts. `Words`, `All`, `Either` and `Not` keep their meaning from `query.py`."""


@dataclass
class Planner:
    """Turns one query's tree into a plan over one snapshot, and keeps what was corrected on the way."""

    snapshot: Snapshot
    speller: Speller
    acronyms: Names = field(default_factory=dict)  # that letters explain
    corrections: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def plan(self, node: Node | None, positive: bool = True) -> Plan | None:
        """Return the plan of `node`; None where nothing in it can be looked up (stop words only)."""
        match node:
            case Typed():
                concept = self._typed(node)
                return self._corrected(concept) if concept and positive else concept
            case Phrase():
                return self._phrase(node)
            case Not():
                child = self.plan(node.child, not positive)
                return Not(child) if child else None
            case Words():
                return self._words(node.children, positive)
            case All():
                return All(planned) if (planned := self._all(node.children, positive)) else None
            case Either():
                return Either(planned) if (planned := self._all(node.children, positive)) else None
        return None

    def _all(self, children: tuple[Node, ...], positive: bool) -> tuple[Plan, ...]:
        return tuple(plan for child in children if (plan := self.plan(child, positive)))

    def _words(self, children: tuple[Node, ...], positive: bool) -> Plan | None:
        """Plan words side by side: here several of them may be one thing with a synonym."""
        keyword_style = not any(isinstance(c, Typed) and c.text.casefold() in STOP - {"it"} for c in children)
        planned: list[Plan] = []
        for run in _runs(children):
            concepts = [c for node in run if isinstance(node, Typed) and (c := self._typed(node, keyword_style))]
            if any(isinstance(node, Typed) for node in run):
                planned += self._with_synonyms(self._spelt(concepts) if positive else concepts)
            else:
                planned += [p for node in run if (p := self.plan(node, positive))]
        if all(isinstance(p, Not) or (isinstance(p, Concept) and p.optional) for p in planned):
            planned = [replace(p, optional=False) if isinstance(p, Concept) else p for p in planned]
        return Words(tuple(planned)) if planned else None

    def _typed(self, node: Typed, bare_it: bool = False) -> Concept | None:
        text = "IT" if bare_it and node.text == "it" else node.text
        fields = _fields(node.field)
        if node.prefix:
            return Concept(f"{text}*", self._expand(fold(text)), fields)
        terms = sequence(text)
        alternatives = [Alternative(((0, term),)) for term in joined_terms(text)]
        if terms:
            alternatives.append(Alternative(terms))
            if len(terms) == 1 and _is_plural(terms[0][1]) and self._other_ways([terms[0][1][:-1]]):
                alternatives.append(Alternative(((0, terms[0][1][:-1]),)))  # pcns: no stemmer takes this s away
        whole = squash(text)
        reference = whole if node.field == "reference" or (len(whole) >= 4 and re.search(r"\d", whole)) else ""
        if not alternatives and not reference:
            return None
        return Concept(text, tuple(alternatives), fields, reference, optional=fold(text) in FILLER and not node.field)

    def _phrase(self, node: Phrase) -> Concept | None:
        """Plan a phrase, with its hyphenated words parted and, as another way of saying it, joined."""
        ways = [sequence(node.text), sequence(re.sub(r"(?<=\w)[-‐‑](?=\w)", "", node.text))]
        alternatives = tuple(Alternative(way) for way in dict.fromkeys(ways) if way)
        reference = squash(node.text) if node.field in ("", "reference") and re.search(r"\d", node.text) else ""
        return (
            Concept(f'"{node.text}"', alternatives, _fields(node.field), reference)
            if alternatives or reference
            else None
        )

    def _expand(self, prefix: str) -> tuple[Alternative, ...]:
        stems: dict[str, None] = {stem(prefix): None}  # words of three letters are not among `words`
        for number, word in enumerate(self.snapshot.terms("words", prefix)):
            if number == MOST_EXPANSIONS:
                self.notices.append(
                    f"'{prefix}*' stands for more than {MOST_EXPANSIONS} words: only the first were searched"
                )
                break
            stems[stem(word)] = None
        return tuple(Alternative(((0, text),)) for text in stems)

    def _names(self, concepts: list[Concept]) -> Iterator[tuple[int, int]]:
        """Yield where names that have synonyms begin and end, the longest first; none overlaps another."""
        terms = [_term(concept) for concept in concepts]
        start = 0
        while start < len(terms):
            lengths = range(min(LONGEST, len(terms) - start), 0, -1)
            length = next((n for n in lengths if self._other_ways(terms[start : start + n])), 0)
            if length:
                yield start, start + length
            start += length or 1

    def _other_ways(self, terms: list[str]) -> tuple[Alternative, ...]:
        """Return the synonyms of a name, and what letters explain it to stand for."""
        key = tuple(terms)
        return tuple(dict.fromkeys((*synonyms().get(key, ()), *self.acronyms.get(key, ()))))

    def _spelt(self, concepts: list[Concept]) -> list[Concept]:
        """Return the concepts with those misspelt corrected. A name that has a synonym is spelt as it should be."""
        named = {place for start, end in self._names(concepts) for place in range(start, end)}
        return [c if place in named else self._corrected(c) for place, c in enumerate(concepts)]

    def _with_synonyms(self, concepts: list[Concept]) -> list[Concept]:
        """Return the concepts with their synonyms: every word of "special educational needs" is satisfied by SEN.

        Of overlapping names the longest counts. Two words whose joined form is in the index are satisfied by that too.
        """
        terms = [_term(concept) for concept in concepts]
        added: list[list[Alternative]] = [[] for _ in concepts]
        for start, end in self._names(concepts):
            for found in self._other_ways(terms[start:end]):
                for place in range(start, end):
                    added[place].append(found)
        for place in range(len(concepts) - 1):
            joined = stem(fold(concepts[place].typed) + fold(concepts[place + 1].typed))
            if self._stands(Alternative(((0, joined),)), concepts[place].fields):
                added[place].append(Alternative(((0, joined),), PAIRED))
                added[place + 1].append(Alternative(((0, joined),), PAIRED))
        return [replace(c, alternatives=(*c.alternatives, *more)) for c, more in zip(concepts, added, strict=True)]

    def _corrected(self, concept: Concept) -> Concept:
        """Return the concept; where no answer has its word, with the nearest word that one has."""
        word = fold(concept.typed)
        if len(word) < SHORTEST_CORRECTED or not word.isalpha() or self._known(concept):
            return concept
        nearest = self.speller.nearest(word)
        if nearest is None:
            return concept
        self.corrections[concept.typed] = nearest
        return replace(concept, alternatives=(Alternative(sequence(nearest), CORRECTED), *concept.alternatives))

    def _known(self, concept: Concept) -> bool:
        return any(self._stands(a, concept.fields) for a in concept.alternatives if a.weight == 1.0)

    def _stands(self, alternative: Alternative, fields: tuple[str, ...]) -> bool:
        names = [name for name in fields if BY_NAME[name].kind is FieldKind.TEXT]
        return all(
            any(len(self.snapshot.postings(name, term).ordinals) for name in names) for _, term in alternative.terms
        )


def _is_plural(term: str) -> bool:
    return term.endswith("s") and (term,) not in synonyms()


def _term(concept: Concept) -> str:
    """Return the term a concept is looked up by among the synonyms: the corrected one, "" for several or none."""
    alternatives = concept.alternatives
    if not alternatives:
        return ""
    corrected = alternatives[0].weight == CORRECTED
    terms = alternatives[0].terms if corrected else alternatives[-1].terms
    return terms[0][1] if len(terms) == 1 else ""


def _fields(typed: str) -> tuple[str, ...]:
    return QUERY_FIELDS[typed] if typed else FREE_TEXT


def _runs(children: tuple[Node, ...]) -> list[list[Node]]:
    """Return the children in order, parted where plain words of one field end."""
    runs: list[list[Node]] = []
    previous: object = None
    for child in children:
        key = child.field if isinstance(child, Typed) and not child.prefix else object()
        if runs and key == previous:
            runs[-1].append(child)
        else:
            runs.append([child])
        previous = key
    return runs
