"""Evaluation: what Foilog reads in letters beside what a careful reader wrote down, line by line.

The gold file holds one JSON object a letter in the shape of `foilog parse`, with `files` (paths below the folder of
letters).
Figures are micro-averaged over the letters: precision = found and right / found, recall = found and right / there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Parsed = dict[str, Any]
Pair = tuple[set[Any], set[Any]]


@dataclass(slots=True)
class Score:
    """One line of the table: counts over all letters, and the letters that went wrong."""

    name: str
    right: int = 0
    found: int = 0
    there: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Return right / found, 1.0 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Return right / there, 1.0 where there was nothing."""
        return self.right / self.there if self.there else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def evaluate(letters: Iterable[tuple[Parsed, Parsed]]) -> list[Score]:
    """Return the score of every line for `(gold, parsed)` letters.

    Question attribution, vendor status and the like are counted over what both sides name, so that one slip is not
    counted on two lines.
    """
    scores = {name: Score(name) for name, _ in _LINES}
    for gold, parsed in letters:
        for name, compare in _LINES:
            wanted, got = compare(gold, parsed)
            score = scores[name]
            score.right += len(wanted & got)
            score.there += len(wanted)
            score.found += len(got)
            if wanted != got:
                score.errors.append(_difference(gold, wanted, got))
    return list(scores.values())


def _difference(gold: Parsed, wanted: set[Any], got: set[Any]) -> str:
    def show(items: Iterable[Any]) -> str:
        return "; ".join(sorted(str(i)[:110] for i in items)) or "-"

    return f"{gold['files'][0]}\n      missing {show(wanted - got)}\n      extra   {show(got - wanted)}"


def _applied(parsed: Parsed) -> set[str]:
    return {c["provision"] for c in parsed["citations"] if c["status"] == "applied"}


def _sections(ids: Iterable[str]) -> set[str]:
    out = set()
    for i in ids:
        law, _, rest = i.partition("-")
        parts = rest.split("-")
        out.add("-".join([law, *parts[: 3 if law in ("eir", "eisr") and parts[0] in ("12", "10") else 1]]))
    return out


def _section_of_vendor(v: Parsed) -> str:
    return str(v["vendor"]).lower()


def _no_tag(gold: Parsed, parsed: Parsed) -> Pair:
    if _applied(gold):
        return set(), set()
    return {"no tag"}, {"no tag"} if not _applied(parsed) else set(_applied(parsed))


def _ties(gold: Parsed, parsed: Parsed) -> Pair:
    def ties(side: Parsed) -> dict[str, set[str]]:
        out: dict[str, set[str]] = {}
        for c in side["citations"]:
            if c["status"] == "applied":
                out.setdefault(c["provision"], set()).update(c["questions"])
        return out

    want, got = ties(gold), ties(parsed)
    both = want.keys() & got.keys()
    return {(p, *sorted(want[p])) for p in both}, {(p, *sorted(got[p])) for p in both}


def _vendor_status(gold: Parsed, parsed: Parsed) -> Pair:
    def by(side: Parsed) -> dict[str, set[str]]:
        out: dict[str, set[str]] = {}
        for v in side["vendors"]:
            out.setdefault(_section_of_vendor(v), set()).add(v["status"])
        return out

    want, got = by(gold), by(parsed)
    both = want.keys() & got.keys()
    return {(v, *sorted(want[v])) for v in both}, {(v, *sorted(got[v])) for v in both}


def _boundaries(gold: Parsed, parsed: Parsed) -> Pair:
    """Compare question-answer pairs: one is found where a pair of the other side shares most words in both halves."""
    found = parsed["questions"]
    want, got = set(), set()
    taken: set[int] = set()
    for i, q in enumerate(gold["questions"]):
        want.add(("pair", i))
        for j, p in enumerate(found):
            if j not in taken and _alike(q["question"], p["question"]) and _alike(q["answer"], p["answer"]):
                taken.add(j)
                got.add(("pair", i))
                break
    got |= {("extra", j) for j in range(len(found)) if j not in taken}
    return want, got


def _alike(one: str, two: str) -> bool:
    a, b = re.findall(r"\w+", (one or "").lower()), re.findall(r"\w+", (two or "").lower())
    if not a or not b:
        return not a and not b
    shared = len(set(a) & set(b))
    return 2 * shared / (len(set(a)) + len(set(b))) >= 0.8 and 0.6 <= (len(a) + 3) / (len(b) + 3) <= 1.67


def _value(key: str) -> Callable[[Parsed, Parsed], Pair]:
    def compare(gold: Parsed, parsed: Parsed) -> Pair:
        want = {re.sub(r"\W", "", str(gold[key])).lower()} if gold.get(key) else set()
        got = {re.sub(r"\W", "", str(parsed[key])).lower()} if parsed.get(key) else set()
        return want, got

    return compare


_LINES: Sequence[tuple[str, Callable[[Parsed, Parsed], Pair]]] = (
    ("provisions applied, exact", lambda g, p: (_applied(g), _applied(p))),
    ("provisions applied, section", lambda g, p: (_sections(_applied(g)), _sections(_applied(p)))),
    ("letters without a tag", _no_tag),
    ("tied to the right questions", _ties),
    ("regime", _value("regime")),
    (
        "vendors named",
        lambda g, p: ({_section_of_vendor(v) for v in g["vendors"]}, {_section_of_vendor(v) for v in p["vendors"]}),
    ),
    (
        "products named",
        lambda g, p: (
            {str(v["product"]).lower() for v in g["vendors"] if v.get("product")},
            {str(v["product"]).lower() for v in p["vendors"] if v.get("product")},
        ),
    ),
    ("vendor status", _vendor_status),
    ("question count", lambda g, p: ({len(g["questions"])}, {len(p["questions"])})),
    ("question-answer boundaries", _boundaries),
    ("main outcome", _value("outcome")),
    ("authority", _value("authority")),
    ("reference", _value("reference")),
    ("response date", _value("responded_on")),
    ("kind", _value("kind")),
)


def load_gold(path: Path) -> list[Parsed]:
    """Return the letters of a gold file, or of every `.jsonl` file in a folder.

    Raises:
        ValueError: a line is no JSON object with `files`, naming the file and line.
    """
    letters = []
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                letter = json.loads(line)
                letter["files"][0]
            except (json.JSONDecodeError, KeyError, TypeError, IndexError) as error:
                raise ValueError(
                    f"{file}, line {number}: not a gold letter ({error}); give one JSON object with 'files' a line"
                ) from error
            letters.append(letter)
    return letters


def table(scores: Sequence[Score]) -> str:
    """Return the scores as a Markdown table."""
    rows = ["| what | precision | recall | F1 | letters wrong |", "| --- | --- | --- | --- | --- |"]
    rows += [f"| {s.name} | {s.precision:.3f} | {s.recall:.3f} | {s.f1:.3f} | {len(s.errors)} |" for s in scores]
    return "\n".join(rows)
