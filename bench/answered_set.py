"""The labelled sets of `bench/answered`: past answers as letters, and new requests with what would answer them.

`past.csv` has one past question-answer a row; `ask` is `matter/thing asked`. `requests.csv` has one new request a row:
`easy` shares words with the past questions, `hard` shares few or none, `none` was never answered. Past answers with the
same `ask` answer it (grade 3), those about the same matter are related (grade 1).

`second_past.csv` and `second_requests.csv` are a set in other voices: `lay` words, `acronym`s, `narrative` requests,
`plain` ones, and near misses (`none`) that share words with a past question and ask something else. Each has the
`authority` that is asked. The set was scored before anything was changed for it (README); then the thesaurus took in
its matters and many others.

`third_past.csv` and `third_requests.csv` are a set in the voices of those who write: `terse`, `resident`, `rambling`,
`legal`, `journalist`, `student` and `company`; a `near` miss asks another thing about a matter that is there, an
`everyday` one is about a matter that is not. `also` grades further past answers, as `ask=grade`. It too was scored
before anything was changed for it.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.records import Disclosure, Document, Page, State
from ingest.read import read

FOLDER = Path(__file__).with_name("answered")
SAME, PARTLY, RELATED = 3, 2, 1


@dataclass(frozen=True, slots=True)
class Past:
    """One past question-answer."""

    id: str
    ask: str
    authority: str
    responded_on: str
    title: str
    question: str
    answer: str
    outcome: str
    provision: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """One new request."""

    id: str
    kind: str
    ask: str
    text: str
    authority: str = ""
    also: str = ""

    def grade(self, ask: str) -> int:
        """Return how well a past answer to `ask` serves this request."""
        if ask == self.ask:
            return SAME
        further = dict(pair.split("=") for pair in self.also.split(";") if pair)
        if ask in further:
            return int(further[ask])
        return RELATED if self.ask and ask.split("/")[0] == self.ask.split("/")[0] else 0


def load_past() -> list[Past]:
    """Return the past question-answers."""
    return [Past(**row) for row in _rows("past.csv")]


def load_first() -> list[Wanted]:
    """Return the new requests of the first set."""
    return [Wanted(**row) for row in _rows("requests.csv")]


def load_second() -> tuple[list[Past], list[Wanted]]:
    """Return the second set, whose past answers stand among those of the first."""
    past = [Past(**row) for row in _rows("second_past.csv")]
    return past + load_past(), [Wanted(**row) for row in _rows("second_requests.csv")]


def load_third() -> tuple[list[Past], list[Wanted]]:
    """Return the third set, whose past answers stand among those of the first two."""
    past, _ = load_second()
    return [Past(**row) for row in _rows("third_past.csv")] + past, [
        Wanted(**row) for row in _rows("third_requests.csv")
    ]


def letter(past: Past) -> str:
    """Return a letter as such an authority would publish it."""
    year, month, day = past.responded_on.split("-")
    heading = f"Request: {past.title}\n\n" if past.title else ""
    refusal = f" This is exempt under section {_section(past.provision)}." if past.provision else ""
    return (
        f"{past.authority}\n\nOur ref: FOI {past.id[1:]}/{year[2:]}\nDate: {day}/{month}/{year}\n\nDear requester\n\n"
        f"Freedom of Information Act 2000\n\nThank you for your request for information.\n\n{heading}"
        f"You asked:\n\n1. {past.question}\n\nOur response:\n\n1. {past.answer}{refusal}\n\n"
        "If you are dissatisfied with this response you may ask for an internal review.\n\n"
        "Yours sincerely\n\nInformation Officer\n"
    )


def _section(provision: str) -> str:
    law, number, *rest = provision.split("-")
    return f"{number}{''.join(f'({part})' for part in rest)}" + (" of the EIR" if law == "eir" else "")


def fill(catalogue: Catalogue, past: Iterable[Past]) -> dict[str, str]:
    """Put letters into a catalogue as an ingest would, and return the id of each past answer's disclosure."""
    ids = {}
    for item in past:
        text = letter(item)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        headers = {"title": item.title} if item.title else {}
        document = Document(f"{item.id}.txt", sha256, "text/plain", len(text), (Page(1, text),), headers)
        reading = read(document)
        ids[item.id] = catalogue.new_id(reading, sha256)
        catalogue.put(Disclosure(ids[item.id], State.PUBLISHED, (document,), reading))
    return ids


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
