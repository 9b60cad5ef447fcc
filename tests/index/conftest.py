"""A made-up corpus of twelve letters whose counts can be worked out on paper, and a catalogue that only remembers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from corpus.catalogue import Change
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
from index.build import update_index
from index.search import SearchIndex, SearchRequest, SearchResult

A, B, C = "Ambleford Borough Council", "Glenorran Council", "Westmarsh Constabulary"


def citation(provision: str, status: str = "applied") -> Citation:
    """Return a citation of `provision`; only its id and status matter to the index."""
    law, *rest = provision.split("-")
    section = rest[0] + "".join(f"({part})" for part in rest[1:])
    return Citation(provision, Law(law), section, "", CitationStatus(status), "answer", (), (), 1, 0, 0, "", "")


def vendor(name: str, product: str | None = None, status: str = "current") -> VendorMention:
    """Return a mention of a vendor."""
    return VendorMention(name, product, VendorStatus(status), (), 1, 0, 0, "", "")


def disclosure(
    id: str,
    title: str = "",
    parts: Sequence[tuple[str, str]] = (),
    *,
    authority: str | None = A,
    body: str | None = None,
    date: str | None = "2024-05-01",
    outcome: str = "disclosed",
    cites: Sequence[Citation] = (),
    vendors: Sequence[VendorMention] = (),
    regime: str | None = "foia",
    reference: str | None = None,
    state: State = State.PUBLISHED,
    kind: str = "response",
) -> Disclosure:
    """Return a disclosure; its letter is its questions and answers unless `body` says otherwise."""
    text = "\n".join(f"{q}\n{a}" for q, a in parts) if body is None else body
    questions = tuple(QuestionAnswer(str(n), q, a, Outcome.DISCLOSED, 1) for n, (q, a) in enumerate(parts, 1))
    reading = Reading(
        Kind(kind), title, text, authority, regime, reference, None, date, Outcome(outcome), (Outcome(outcome),),
        questions, tuple(cites), tuple(vendors),
    )  # fmt: skip
    letter = Document(f"letters/{id}.txt", "0" * 64, "text/plain", len(text), (Page(1, text),))
    return Disclosure(id, state, (letter,), reading)


CORPUS = (
    disclosure(
        "d01",
        "Pothole repairs",
        [("How many potholes were repaired in 2023?", "We repaired 5,000 potholes at a cost of £1.2m.")],
        date="2024-05-01",
        reference="FOI/2024/0101",
    ),
    disclosure(
        "d02",
        "CCTV cameras",
        [
            ("How many CCTV cameras are there?", "There are 312 cameras."),
            ("Where does each camera stand?", "Exempt under section 31(1)(a)."),
        ],
        date="2024-03-12",
        outcome="partly_disclosed",
        cites=[citation("foia-31-1-a"), citation("foia-17", "mentioned")],
        reference="FOI/2024/0102",
    ),
    disclosure(
        "d03",
        "Planning software",
        [
            ("Which system is used for planning applications?", "Uniform, supplied by Idox."),
            ("Name the staff who run it.", "Refused: s.40(2) applies to junior staff."),
        ],
        date="2023-11-30",
        outcome="partly_disclosed",
        cites=[citation("foia-40-2"), citation("foia-43-2", "considered")],
        vendors=[vendor("Idox", "Uniform"), vendor("Civica", status="in_question")],
    ),
    disclosure(
        "d04",
        "HR system",
        [("Which HR system do you use?", "iTrent from MHR.")],
        authority=B,
        regime="foisa",
        date="2023-06-15",
        vendors=[vendor("MHR", "iTrent")],
        reference="GC 7788",
    ),
    disclosure(
        "d05",
        "Agency staff",
        [("What was spent on agency staff?", "£45,000."), ("Who supplied them?", "Withheld under section 33(1)(b).")],
        authority=B,
        regime="foisa",
        date="2022-02-01",
        outcome="partly_disclosed",
        cites=[citation("foisa-33-1-b")],
    ),
    disclosure(
        "d06",
        "Site valuation",
        [("Send the valuation report.", "Withheld under regulation 12(5)(e).")],
        authority=B,
        regime="eisr",
        date=None,
        outcome="refused",
        cites=[citation("eisr-10-5-e")],
    ),
    disclosure(
        "d07",
        "Stop and search",
        [("How many searches took place?", "There were 900 searches.")],
        authority=C,
        date="2021-12-31",
    ),
    disclosure(
        "d08",
        "Officer misconduct",
        [("Name every officer dismissed.", "Refused under section 40(2) and section 30.")],
        authority=C,
        date="2021-01-01",
        outcome="refused",
        cites=[citation("foia-40-2"), citation("foia-30")],
    ),
    disclosure(
        "d09",
        "Body worn video",
        [("Which vendor supplies body-worn video?", "Axon.")],
        authority=C,
        date="2024-05-01",
        vendors=[vendor("Axon")],
    ),
    disclosure(
        "d10",
        "E-mail retention",
        [("How long is e-mail kept?", "Two years.")],
        date="2020-07-09",
        cites=[citation("foia-40", "mentioned")],
    ),
    disclosure(
        "d11",
        "Café licences",
        [("List café pavement licences.", "Published at our web site.")],
        date="2020-07-10",
        outcome="already_published",
        cites=[citation("foia-21")],
    ),
    disclosure(
        "d12",
        "Gwasanaethau Cymraeg",
        [("Faint o staff sy'n siarad Cymraeg?", "Mae 45 o staff. Cyflenwad dŵr.")],
        date="2024-06-02",
        body="Annwyl ymgeisydd,\fMae'r wybodaeth isod. Internal review: write to us.",
    ),
)


class FakeCatalogue:
    """Keeps disclosures in memory and numbers each write, as the catalogue does."""

    def __init__(self, disclosures: Sequence[Disclosure] = ()) -> None:
        self._rows: dict[str, tuple[int, Disclosure | None]] = {}
        self.revision = 0
        for row in disclosures:
            self.put(row)

    def put(self, row: Disclosure) -> None:
        self.revision += 1
        self._rows[row.id] = (self.revision, row)

    def remove(self, disclosure_id: str) -> None:
        self.revision += 1
        self._rows[disclosure_id] = (self.revision, None)

    def changed_since(self, revision: int) -> list[Change]:
        changes = [Change(id, n, row.state if row else None) for id, (n, row) in self._rows.items() if n > revision]
        return sorted(changes, key=lambda change: change.revision)

    def get(self, disclosure_id: str) -> Disclosure | None:
        return self._rows[disclosure_id][1]


@pytest.fixture(scope="session")
def corpus_index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    path = tmp_path_factory.mktemp("index")
    update_index(FakeCatalogue(CORPUS), path)
    return SearchIndex.open(path)


@pytest.fixture(scope="session")
def search(corpus_index: SearchIndex) -> Callable[..., SearchResult]:
    """Search the made-up corpus: `search("potholes", authority=(A,))`."""

    def ask(query: str = "", **filters: object) -> SearchResult:
        return corpus_index.search(SearchRequest(query, **filters))  # type: ignore[arg-type]

    return ask


@pytest.fixture(scope="session")
def found(search: Callable[..., SearchResult]) -> Callable[..., set[str]]:
    """Return the ids a search finds."""

    def ask(query: str = "", **filters: object) -> set[str]:
        return {hit.disclosure for hit in search(query, limit=100, **filters).hits}

    return ask


@pytest.fixture(scope="session")
def make() -> Callable[..., Disclosure]:
    """Make a disclosure for a test of its own."""
    return disclosure


@pytest.fixture
def catalogue() -> FakeCatalogue:
    """Return an empty catalogue."""
    return FakeCatalogue()


@pytest.fixture(scope="session")
def new_catalogue() -> Callable[[], FakeCatalogue]:
    """Return what makes an empty catalogue, for tests that need one an example."""
    return FakeCatalogue


@pytest.fixture
def index_path(tmp_path: Path) -> Path:
    return tmp_path / "index"
