"""Made-up disclosures for the benchmark: letters of public-sector words, the same for the same seed.

The rare words of real letters are its places, streets, sums and references; they are made up here by the thousand, so
that the index has a long tail of words. The prose is from templates: nothing about ranking can be learnt from it.
"""

from __future__ import annotations

import hashlib
import itertools
import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from corpus.law import provisions
from corpus.records import (
    Citation,
    CitationStatus,
    Disclosure,
    Document,
    Kind,
    Outcome,
    Page,
    QuestionAnswer,
    Reading,
    State,
    VendorMention,
    VendorStatus,
)
from corpus.vendors import vendors

SEED = 20_000
FIRST_DAY = date(2015, 1, 5)
DAYS = 4_000
AUTHORITIES = 300
TAIL = 60_000  # different words of the prose
WITHHOLDING = ("partly_disclosed", "refused", "cost_limit")
VOCABULARY: dict[str, Any] = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8"))
T = TypeVar("T")


@dataclass(slots=True)
class _Letter:
    """A letter as it is being written."""

    random: random.Random
    authority: str
    topic: dict[str, list[str]]
    year: int
    provision: str
    suppliers: list[str]
    vendors: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)

    def fill(self, template: str) -> str:
        """Return a template with each {slot} filled anew."""
        pieces = template.split("{")
        text = pieces[0] + "".join(self._slot(p[: p.index("}")]) + p[p.index("}") + 1 :] for p in pieces[1:])
        return text[:1].upper() + text[1:]

    def _slot(self, name: str) -> str:
        rng = self.random
        match name:
            case "thing" | "act" | "system":
                return often(rng, self.topic[name + "s"])
            case "year" | "next":
                return str(self.year - (2 if name == "year" else 1))
            case "place":
                return place(rng)
            case "street":
                return f"{rng.randint(1, 240)} {rng.choice(VOCABULARY['streets'])}"
            case "date":
                return f"{rng.randint(1, 28)} {rng.choice(('January', 'March', 'June', 'October'))} {self.year}"
            case "count":
                return f"{int(rng.paretovariate(0.7)) % 90_000 + 1:,}"
            case "money":
                return f"{rng.randint(1, 900) * 10 ** rng.randint(1, 4) + rng.randint(0, 9):,}"
            case "vendor":
                self.vendors.append(often(rng, self.suppliers))
                return self.vendors[-1]
            case "section":
                row = provisions()[self.provision]
                self.cited.append(row.label[:1].lower() + row.label[1:])
                return self.cited[-1]
        raise KeyError(f"vocabulary.toml has a slot {{{name}}} that nothing fills")


def disclosures(count: int | None, seed: int = SEED) -> Iterator[Disclosure]:
    """Yield `count` disclosures (None: without end); of two runs with one seed, the shorter begins the longer."""
    rng = random.Random(seed)
    bodies = sorted({often(rng, VOCABULARY["bodies"]).format(place(rng)) for _ in range(AUTHORITIES)})
    suppliers = rng.sample(sorted(vendors()), len(vendors()))
    for number in itertools.count(1) if count is None else range(1, count + 1):
        yield _disclosure(number, rng, bodies, suppliers)


def prose(rng: random.Random, words: int) -> str:
    """Return made-up words, some everywhere and most of them rare: the nth as often as 1/n, as in any language."""
    ranks = (int(TAIL ** rng.random()) for _ in range(words))
    return " ".join(_word(rank) for rank in ranks).capitalize() + "."


def _word(rank: int) -> str:
    """Return the word of a rank: two to four syllables, the same each time."""
    number = rank * 7_919 % 9_261 + 9_261 * (rank % 3) + 21
    letters = ""
    while number:
        number, syllable = divmod(number, 21 * 5)
        letters += "bcdfghjklmnpqrstvwxyz"[syllable % 21] + "aeiou"[syllable // 21]
    return letters + "nrlst"[rank % 5] + "k" * (rank % 2)


def often(rng: random.Random, items: Sequence[T]) -> T:
    """Return one of `items`, the first of them most often: the nth with a weight of 1/n."""
    return rng.choices(items, [1 / n for n in range(1, len(items) + 1)])[0]


def place(rng: random.Random) -> str:
    """Return the name of a place, of one or two words."""
    name = rng.choice(VOCABULARY["places_first"]) + rng.choice(VOCABULARY["places_last"])
    return name if rng.random() < 0.8 else f"{name} {rng.choice(VOCABULARY['places_first'])}wood"


def _disclosure(number: int, rng: random.Random, bodies: list[str], suppliers: list[str]) -> Disclosure:
    answered = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
    letter = _Letter(
        rng, often(rng, bodies), often(rng, VOCABULARY["topic"]), answered.year, often(rng, VOCABULARY["provisions"]),
        suppliers,
    )  # fmt: skip
    outcome = rng.choice(VOCABULARY["outcomes"])
    reference = f"FOI/{answered.year}/{number:05d}"
    opening = letter.fill(
        f"{letter.authority}\n{{street}}, {{place}}\n\nOur reference: {reference}\n\nDear requester\n\n"
    )
    opening += letter.fill(rng.choice(VOCABULARY["openings"]))
    asked = rng.sample(range(len(VOCABULARY["questions"])), rng.randint(2, 7))
    parts = [(letter.fill(VOCABULARY["questions"][n]), _answer(letter, n)) for n in asked]
    if outcome in WITHHOLDING:
        question, answer = parts[-1]
        refusal = letter.fill(rng.choice(VOCABULARY["withheld"]))
        parts[-1] = (question, refusal if outcome == "refused" else f"{answer} {refusal}")
    text, questions = _laid_out(opening, parts)
    reading = Reading(
        Kind.RESPONSE, often(rng, letter.topic["things"]).capitalize(), text, letter.authority,
        _law(letter), reference, None, answered.isoformat(), Outcome(outcome), (Outcome(outcome),), questions,
        tuple(_citations(letter, text, questions)), tuple(_mentions(letter, text)),
    )  # fmt: skip
    source = f"synthetic/{number:06d}.txt"
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    document = Document(source, sha256, "text/plain", len(text.encode()), (Page(1, text),))
    return Disclosure(f"synthetic-{number:06d}", State.PUBLISHED, (document,), reading)


def _answer(letter: _Letter, number: int) -> str:
    return f"{letter.fill(VOCABULARY['answers'][number])} {prose(letter.random, letter.random.randint(8, 40))}"


def _laid_out(opening: str, parts: list[tuple[str, str]]) -> tuple[str, tuple[QuestionAnswer, ...]]:
    """Return the whole text, and its questions with where their answers stand in it."""
    text = opening
    questions = []
    for number, (question, answer) in enumerate(parts, 1):
        text += f"\n\n{number}. {question}\n\n"
        start = len(text)
        text += answer
        questions.append(QuestionAnswer(str(number), question, answer, Outcome.DISCLOSED, 1, start, len(text)))
    return f"{text}\n\n{VOCABULARY['closing']}", tuple(questions)


def _law(letter: _Letter) -> str:
    return provisions()[letter.provision].law.value if letter.cited else "foia"


def _citations(letter: _Letter, text: str, questions: tuple[QuestionAnswer, ...]) -> Iterator[Citation]:
    row = provisions()[letter.provision]
    for cited in dict.fromkeys(letter.cited):
        start = text.find(cited)
        if start >= 0:
            yield Citation(
                row.id, row.law, row.number, row.title, CitationStatus.APPLIED, "answer", (), (questions[-1].number,),
                1, start, start + len(cited), cited, cited,
            )  # fmt: skip


def _mentions(letter: _Letter, text: str) -> Iterator[VendorMention]:
    for name in dict.fromkeys(letter.vendors):
        start = text.find(name)
        if start >= 0:  # a name may stand in an answer that a refusal took the place of
            yield VendorMention(name, None, VendorStatus.CURRENT, (), 1, start, start + len(name), name, name)
