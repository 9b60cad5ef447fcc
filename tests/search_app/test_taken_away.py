"""What is on the screen is what is taken away: every file read back by pandas or a feed reader and held to it."""

from __future__ import annotations

import io
import json
from hashlib import sha256

import feedparser
import pandas
import pytest

from corpus.catalogue import Catalogue
from corpus.records import Disclosure, Document, Kind, Outcome, Page, Reading, State
from index.build import update_index
from search_app.app import build_app

MANY = 450  # more than two of the pages a file is read in


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Return a client of a site with `MANY` short answers, of which every third is refused."""
    path = tmp_path_factory.mktemp("many") / "var"
    with Catalogue.open(path) as catalogue:
        for number in range(MANY):
            text = f"Answer {number} about lamp posts."
            outcome = Outcome.REFUSED if number % 3 == 0 else Outcome.DISCLOSED
            letter = Document("a.txt", sha256(text.encode()).hexdigest(), "text/plain", 9, (Page(1, text),))
            reading = Reading(
                Kind.RESPONSE, f"Lamp posts {number}", text, "Thornmere Council", "foia", f"FOI {number}", None,
                f"2025-{number % 12 + 1:02}-01", outcome, (outcome,), (), (), (),
            )  # fmt: skip
            catalogue.put(Disclosure(f"lamp-{number:03}", State.PUBLISHED, (letter,), reading))
        update_index(catalogue, path / "index")
    return build_app(path).test_client()


def shown(client, query_string):
    """Return the ids a search shows, page after page."""
    ids, page, pages = [], 1, 1
    while page <= pages:
        found = client.get(f"/api/v1/search?{query_string}&limit=100&page={page}").get_json()
        ids += [hit["disclosure"] for hit in found["results"]]
        page, pages = page + 1, found["pages"]
    return ids


def taken(client, address, form):
    """Return a file as rows, read by pandas."""
    path, _, query = address.partition("?")
    data = io.BytesIO(client.get(f"{path}.{form}?{query}").data)
    if form == "csv":
        frame = pandas.read_csv(data, dtype=str, keep_default_na=False)
    else:
        frame = pandas.read_json(data, lines=form == "jsonl", dtype=False)
    return frame.to_dict("records")


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
@pytest.mark.parametrize(
    "query_string", ["q=lamp", "outcome=refused&sort=oldest", "q=lamp+posts&from=06/2025&to=2025&sort=newest", ""]
)
def test_a_file_has_every_row_of_the_search_once_in_its_order(many, query_string, form):
    expected = shown(many, query_string)
    assert len(set(expected)) == len(expected) > 100
    assert [row["disclosure"] for row in taken(many, f"/search?{query_string}", form)] == expected


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_evidence_comes_with_each_row(client, form):
    (row,) = taken(client, "/search?exemption=foia-40", form)
    evidence = row["exemption_evidence"]
    said = "foia-40-2: The name is exempt under Section 40(2). See https://thornmere.example/contracts."
    assert evidence == (said if form == "csv" else [said])
    (row,) = taken(client, "/search?exemption=foia-17&citation_status=mentioned", form)
    assert "Section 17" in str(row["exemption_evidence"]) and "40(2)" not in str(row["exemption_evidence"])
    (row,) = taken(client, "/search?vendor=Idox", form)
    assert "Idox (current): We use Idox Uniform for planning." in str(row["vendor_evidence"])


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("/vendors", {"vendor": "Idox", "authority": "Thornmere Council", "disclosure": "software"}),
        ("/vendors?authority=Thornmere+Council&status=current", {"vendor": "Idox"}),
        ("/exemptions", {"provision": "foia-31", "name": "Law enforcement"}),
        ("/exemptions/foia-40", {"disclosure": "parking", "provision": "foia-40-2", "status": "applied"}),
        ("/exemptions/foia-17?status=mentioned", {"disclosure": "parking", "status": "mentioned"}),
        ("/exemptions/foia-40/counts", {"measure": "year", "value": "2025"}),
        ("/authorities", {"authority": "Thornmere Council", "type": "council"}),
        ("/authorities/thornmere-council", {"measure": "year", "value": "2024"}),
    ],
)  # fmt: skip
def test_every_register_can_be_taken_away(client, address, first, form):
    rows = taken(client, address, form)
    assert {name: str(rows[0][name]) for name in first} == first


@pytest.mark.parametrize("address", ["/vendors?vendor=Nobody", "/search?q=nothingatall"])
def test_an_empty_list_is_an_empty_file(client, address):
    path, query = address.split("?")
    assert client.get(f"{path}.csv?{query}").get_data(as_text=True).count("\n") == 1
    assert json.loads(client.get(f"{path}.json?{query}").data) == []
    assert client.get(f"{path}.jsonl?{query}").data == b""


def test_the_register_file_is_the_page(client, get_page):
    page = get_page("/vendors")
    rows = taken(client, "/vendors", "json")
    shown_rows = page.xpath("//table[contains(@class, 'register')]/tbody/tr")
    assert len(shown_rows) == len(rows) == 1
    link = shown_rows[0].xpath(".//a[contains(@href, '#supplier-')]/@href")[0]
    assert rows[0]["url"] == f"http://localhost{link}"
    address, _, fragment = link.partition("#")
    assert "We use Idox Uniform" in get_page(address).get_element_by_id(fragment).text_content()


def test_a_bad_register_filter_is_told(client, get_page):
    page = get_page("/vendors?status=lost", 400)
    assert "A status is one of" in page.xpath("//div[contains(@class, 'error-summary')]")[0].text_content()
    assert client.get("/vendors.csv?status=lost").status_code == 400


def test_a_feed_reader_reads_the_feed(many):
    feed = feedparser.parse(many.get("/feed.atom?q=lamp&outcome=refused").data)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert len(feed.entries) == 50
    newest = shown(many, "q=lamp&outcome=refused&sort=newest")[:50]
    assert [entry.link.rpartition("/")[2] for entry in feed.entries] == newest
    assert feed.entries[0].author == "Thornmere Council"
    assert len({entry.id for entry in feed.entries}) == 50
