"""A made-up collection whose counts can be worked out on paper, and a page fetcher that checks every page it fetches.

Published: parking (Thornmere, 40(2) applied to question 2, FOIA 17 mentioned), software (Thornmere, all disclosed,
names Idox), stations (Glenrannoch Constabulary, refused under 31(1)(a)). Held: one. Withdrawn: one.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

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
from index.build import update_index
from search_app.app import build_app

PARKING = (
    "Dear requester\nThis is a refusal notice under Section 17.\n"
    "1. How many parking fines were issued?\nWe issued 412 parking fines <script>alert(1)</script>.\n"
    "2. Who signed the contract?\nThe name is exempt under Section 40(2). See https://thornmere.example/contracts.\n"
    "2. And who signed the renewal?\nThe same & no other."
)
SOFTWARE = "1. Which planning software do you use?\nWe use Idox Uniform for planning."
STATIONS = "1. Which police stations have bicycle patrols?\nExempt under Section 31(1)(a)."


def question(text: str, number: str, asked: str, answered: str, outcome: Outcome) -> QuestionAnswer:
    start = text.index(asked)
    return QuestionAnswer(number, asked, answered, outcome, 1, start, text.index(answered) + len(answered))


def citation(text: str, provision: str, shown: str, status: CitationStatus, *questions: str) -> Citation:
    start = text.index(shown)
    evidence = next(line for line in text.splitlines() if shown in line)
    section = shown.removeprefix("Section ")
    where = (1, start, start + len(shown), shown, evidence)
    return Citation(provision, Law.FOIA, section, "", status, "answer", (), questions, *where)


def disclosure(name: str, authority: str, text: str, outcome: Outcome, **reading: object) -> Disclosure:
    """Return a published disclosure of one text file, with the id `name`."""
    digest = sha256(text.encode()).hexdigest()
    letter = Document(f"letters/{name}.txt", digest, "text/plain", len(text.encode()), (Page(1, text),))
    fields = {
        "kind": Kind.RESPONSE, "title": name.title(), "text": text, "authority": authority, "regime": "foia",
        "reference": f"FOI {name}", "received_on": None, "responded_on": "2025-07-03", "outcome": outcome,
        "outcomes": (outcome,), "questions": (), "citations": (), "vendors": (), **reading,
    }  # fmt: skip
    stamp = {"ingested_at": "2026-01-05T10:00:00Z", "tool_version": "0.1.0"}
    return Disclosure(name, State.PUBLISHED, (letter,), Reading(**fields), **stamp)


def collection() -> list[Disclosure]:
    idox_at = SOFTWARE.index("Idox")
    idox = VendorMention(
        "Idox", None, VendorStatus.CURRENT, ("1",), 1, idox_at, idox_at + 4, "Idox", SOFTWARE.splitlines()[1]
    )
    return [
        disclosure(
            "parking", "Thornmere Council", PARKING, Outcome.PARTLY_DISCLOSED,
            title="Parking fines & <b>contracts</b>",
            questions=(
                question(PARKING, "1", "How many parking fines were issued?",
                         "We issued 412 parking fines <script>alert(1)</script>.", Outcome.DISCLOSED),
                question(PARKING, "2", "Who signed the contract?",
                         "The name is exempt under Section 40(2). See https://thornmere.example/contracts.",
                         Outcome.REFUSED),
                question(PARKING, "2", "And who signed the renewal?", "The same & no other.", Outcome.DISCLOSED),
            ),
            citations=(
                citation(PARKING, "foia-17", "Section 17", CitationStatus.MENTIONED),
                citation(PARKING, "foia-40-2", "Section 40(2)", CitationStatus.APPLIED, "2"),
            ),
        ),
        disclosure(
            "software", "Thornmere Council", SOFTWARE, Outcome.DISCLOSED, responded_on="2024-02-29",
            questions=(question(SOFTWARE, "1", "Which planning software do you use?",
                                "We use Idox Uniform for planning.", Outcome.DISCLOSED),),
            vendors=(idox,),
        ),
        disclosure(
            "stations", "Glenrannoch Constabulary", STATIONS, Outcome.REFUSED, responded_on="2023-11-01",
            title="=Stations with bicycles",
            questions=(question(STATIONS, "1", "Which police stations have bicycle patrols?",
                                "Exempt under Section 31(1)(a).", Outcome.REFUSED),),
            citations=(citation(STATIONS, "foia-31-1-a", "Section 31(1)(a)", CitationStatus.APPLIED, "1"),),
        ),
        disclosure("heldback", "Thornmere Council", "heldsecret planning parking", Outcome.DISCLOSED),
        disclosure("takendown", "Thornmere Council", "downsecret planning parking", Outcome.DISCLOSED),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory with the collection, indexed, its originals in place."""
    path = tmp_path_factory.mktemp("data") / "var"
    with Catalogue.open(path) as catalogue:
        for item in collection():
            state = State.HELD if item.id == "heldback" else State.PUBLISHED
            original = path.parent / "original.txt"
            original.write_text(item.reading.text, encoding="utf-8")
            catalogue.data.store_original(original, item.documents[0].sha256)
            catalogue.put(Disclosure(item.id, state, item.documents, item.reading, ingested_at=item.ingested_at))
        catalogue.withdraw("takendown", "asked for")
        update_index(catalogue, path / "index")
    return path


@pytest.fixture(scope="session")
def site(data_dir: Path) -> Iterator[str]:
    """Return the address of the site, served on this machine for a browser."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, build_app(data_dir), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def app(data_dir: Path) -> Flask:
    return build_app(data_dir)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


@pytest.fixture
def get_page(client: FlaskClient) -> Callable[..., html.HtmlElement]:
    """Return a function that fetches a page, checks all that every page owes its reader, and gives it parsed."""

    def fetch(address: str, status: int = 200) -> html.HtmlElement:
        response = client.get(address)
        assert response.status_code == status, f"{address} answered {response.status_code}"
        return check_page(response)

    return fetch


def check_page(response: TestResponse) -> html.HtmlElement:
    """Return the parsed page of a response that keeps every promise of the site."""
    assert response.content_type == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers
    page = html.document_fromstring(response.get_data(as_text=True))
    assert page.get("lang") == "en-GB"
    headings = [text_of(h) for h in page.xpath("//h1")]
    assert len(headings) == 1
    assert " ".join(page.findtext(".//title").split()).startswith(headings[0][:100])
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    levels = levels[levels.index(1) :]  # an error summary stands above the h1, as in every public service
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    for control in page.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        assert page.xpath("//label[@for=$id]", id=control.get("id")), f"no label for {control.get('name')}"
    for fragment in page.xpath("//a[starts-with(@href, '#')]/@href"):
        assert fragment[1:] in ids, f"{fragment} leads nowhere"
    assert not page.xpath("//iframe|//@style|//@*[starts-with(name(), 'on')]")
    assert all(s.get("src") or s.get("type") == "application/ld+json" for s in page.xpath("//script"))
    loaded = page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href|//img/@src|//script/@src")
    assert all(re.match(r"/static/", address) for address in loaded)
    return page


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
