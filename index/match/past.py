"""The past question-answers, read from the catalogue: published answers only, and always as they are now."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.catalogue import Catalogue
from corpus.vendors import products, vendors
from index.match.boilerplate import without_boilerplate
from index.match.texts import Question, hangs_on_context, without_label

_SHOWN = "state = 'published' AND kind = 'response'"
WHOLE = -1  # the position of a letter that was not split into questions: it is matched by its title


@dataclass(frozen=True, slots=True)
class PastQuestion:
    """One question-answer as the index takes it. `functions` are what the products named in it are used for."""

    disclosure: str
    position: int
    question: Question
    authority: str | None
    responded_on: str | None
    functions: frozenset[str]


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """One question-answer as it is shown."""

    disclosure: str
    position: int
    number: str
    question: str
    answer: str
    outcome: str
    provisions: tuple[str, ...]
    authority: str | None
    reference: str | None
    title: str
    responded_on: str | None


def read_questions(catalogue: Catalogue) -> Iterator[str]:
    """Yield the text of every published question."""
    rows = catalogue.connection.execute(
        f"SELECT q.question FROM questions q JOIN disclosures d ON d.id = q.disclosure_id WHERE {_SHOWN}"
    )
    return (row["question"] for row in rows)


def read_past(catalogue: Catalogue, boilerplate: frozenset[str] = frozenset()) -> Iterator[PastQuestion]:
    """Yield every published question-answer, by disclosure and in the order of the letter, without its boilerplate."""
    execute = catalogue.connection.execute
    mentions = _functions_by_question(execute("SELECT disclosure_id, vendor, product, status, questions FROM mentions"))
    rows = execute(
        "SELECT d.id, d.title, d.authority, d.responded_on, q.position, q.number, q.question"
        " FROM disclosures d LEFT JOIN questions q ON q.disclosure_id = d.id"
        f" WHERE {_SHOWN} ORDER BY d.id, q.position"
    )
    letter, lead = "", ""
    for row in rows:
        if row["id"] != letter:
            letter, lead = row["id"], row["title"]
        position = WHOLE if row["position"] is None else row["position"]
        text = (row["question"] or "").strip()
        asked = without_boilerplate(text, boilerplate)
        question = Question.printed(asked, lead) if text else Question.printed(row["title"])
        if not question.said.strip():
            continue
        if text and not hangs_on_context(question.text):
            lead = question.text  # "who supplies it?" hangs on the question before it
        number = row["number"] or ""
        functions = mentions.get((row["id"], number), frozenset()) | mentions.get((row["id"], ""), frozenset())
        yield PastQuestion(row["id"], position, question, row["authority"], row["responded_on"], functions)


def _functions_by_question(rows: Iterable[sqlite3.Row]) -> dict[tuple[str, str], frozenset[str]]:
    """Return the functions of the products named, by disclosure and question number ("" for the whole letter)."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for row in rows:
        if row["status"] in ("in_question", "negated"):
            continue
        functions = _functions().get((row["vendor"], row["product"]), frozenset())
        for number in json.loads(row["questions"]) or [""]:
            key = (row["disclosure_id"], number)
            found[key] = found.get(key, frozenset()) | functions
    return found


@cache
def _functions() -> dict[tuple[str, str | None], frozenset[str]]:
    """Return the functions of each product, and of each vendor that does one thing only."""
    table: dict[tuple[str, str | None], frozenset[str]] = {
        (product.vendor, product.name): frozenset(product.functions) for product in products().values()
    }
    for vendor in vendors().values():
        table[vendor.name, None] = frozenset(vendor.functions) if len(vendor.functions) == 1 else frozenset()
    return table


def read_answers(catalogue: Catalogue, keys: Sequence[tuple[str, int]]) -> dict[tuple[str, int], PastAnswer]:
    """Return the question-answers at these (disclosure, position), without those that may not be seen any more."""
    found: dict[tuple[str, int], PastAnswer] = {}
    for disclosure in dict.fromkeys(disclosure for disclosure, _ in keys):
        execute = catalogue.connection.execute
        letter = execute(f"SELECT * FROM disclosures WHERE id = ? AND {_SHOWN}", (disclosure,)).fetchone()
        if letter is None:
            continue
        cited = execute(
            "SELECT provision, questions FROM citations WHERE disclosure_id = ? AND status = 'applied' AND NOT implied",
            (disclosure,),
        ).fetchall()
        parts = {
            row["position"]: row
            for row in execute("SELECT * FROM questions WHERE disclosure_id = ? ORDER BY position", (disclosure,))
        }
        for key in keys:
            if key[0] == disclosure and (key[1] == WHOLE or key[1] in parts):
                found[key] = _answer(letter, parts.get(key[1]), cited, len(parts), key[1])
    return found


def _answer(
    letter: sqlite3.Row, part: sqlite3.Row | None, cited: list[sqlite3.Row], parts: int, position: int
) -> PastAnswer:
    """Return one answer. A provision tied to no question counts for each of them only in a letter of one question."""
    number = part["number"] if part else ""
    provisions = tuple(
        dict.fromkeys(
            row["provision"]
            for row in cited
            if number in json.loads(row["questions"]) or (parts <= 1 and not json.loads(row["questions"]))
        )
    )
    outcome = part["outcome"] if part and part["outcome"] != "unknown" else letter["outcome"]
    return PastAnswer(
        disclosure=letter["id"],
        position=position,
        number=number,
        question=without_label((part["question"] if part else "") or letter["title"]),
        answer=without_label(part["answer"]) if part else "",
        outcome=outcome,
        provisions=provisions,
        authority=letter["authority"],
        reference=letter["reference"],
        title=letter["title"],
        responded_on=letter["responded_on"],
    )
