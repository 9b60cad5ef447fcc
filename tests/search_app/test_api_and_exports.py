"""What is on the screen is what is taken away: JSON, CSV and Atom, each read back by a client."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest

from search_app.rows import csv_pieces

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def rows(response):
    return list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"))))


def test_api_search_has_the_promised_shape(client):
    response = client.get("/api/v1/search?q=parking&exemption=foia-40")
    assert response.content_type == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    found = response.get_json()
    assert found["total"] == 1
    hit = found["results"][0]
    assert {"disclosure", "source", "authority", "reference", "title", "responded_on", "outcome", "provisions"} <= set(
        hit
    )
    assert hit["provisions"] == ["foia-40-2"]
    assert {f["value"]: f["count"] for f in found["facets"]["exemption"]} == {"foia-40": 1, "foia-40-2": 1}
    assert found["did_you_mean"] is None


def test_api_takes_the_names_of_the_command_line_too(client):
    dashed = client.get("/api/v1/search?exemption=foia-17&citation-status=mentioned").get_json()
    assert [hit["disclosure"] for hit in dashed["results"]] == ["parking"]


def test_api_disclosure_has_spans_that_match_and_its_files(client):
    found = client.get("/api/v1/disclosures/parking").get_json()
    assert [q["number"] for q in found["questions"]] == ["1", "2", "2"]
    assert {c["provision"]: c["status"] for c in found["citations"]} == {"foia-17": "mentioned", "foia-40-2": "applied"}
    assert all(c["end"] - c["start"] == len(c["text"]) for c in found["citations"])
    assert found["documents"][0]["url"] == "/disclosures/parking/documents/1"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param("/api/v1/search?from=soon", 400, id="bad date"),
        pytest.param("/api/v1/search?limit=1000000", 400, id="too many rows"),
        pytest.param("/api/v1/disclosures/unknown", 404, id="no such disclosure"),
        pytest.param("/api/v1/disclosures/heldback", 404, id="held"),
        pytest.param("/api/v1/disclosures/takendown", 410, id="withdrawn"),
        pytest.param("/api/v1/nothing/here", 404, id="no such resource"),
    ],
)
def test_api_error_is_problem_json(client, address, status):
    response = client.get(address)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    body = json.loads(response.data)
    assert body["status"] == status
    assert body["title"] and body["detail"]


def test_api_error_names_the_field(client):
    body = json.loads(client.get("/api/v1/search?from=soon").data)
    assert body["errors"][0]["field"] == "from"


def test_csv_is_the_search_in_its_order(client):
    response = client.get("/search.csv?sort=oldest")
    assert response.headers["Content-Disposition"] == 'attachment; filename="foi-answers.csv"'
    found = rows(response)
    shown = client.get("/api/v1/search?sort=oldest").get_json()["results"]
    assert (
        [row["disclosure"] for row in found]
        == [hit["disclosure"] for hit in shown]
        == ["stations", "software", "parking"]
    )
    assert found[0]["title"] == "'=Stations with bicycles"
    assert found[2]["exemptions"] == "foia-40-2"
    assert found[1]["vendors"] == "Idox"
    assert found[1]["url"].startswith("http://localhost/disclosures/software")
    assert "<mark>" not in response.get_data(as_text=True)


def test_csv_holds_every_row_and_not_one_page(client):
    assert len(rows(client.get("/search.csv?limit=1&page=2"))) == 3


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"), ("+44", "'+44"), ("-1", "'-1"), ("@sum", "'@sum"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"),
        (["=1", "b"], "'=1; b"), ("Oxford", "Oxford"), ("", ""), ("a=b", "a=b"), (None, ""), (-3, "-3"), (2.5, "2.5"),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(cell, expected):
    text = "".join(csv_pieces([{"a": cell, "b": "x"}], ("a", "b")))
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))[1] == [expected, "x"]


def test_feed_is_the_newest_of_the_search(client):
    response = client.get("/feed.atom?authority=Thornmere+Council&sort=oldest")
    assert response.content_type == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.data)
    entries = feed.findall("a:entry", ATOM)
    assert [e.findtext("a:title", namespaces=ATOM) for e in entries] == ["Parking fines & <b>contracts</b>", "Software"]
    assert entries[0].findtext("a:updated", namespaces=ATOM) == "2025-07-03T00:00:00+00:00"
    assert feed.findtext("a:updated", namespaces=ATOM) == "2025-07-03T00:00:00+00:00"
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links["alternate"] == "http://localhost/search?authority=Thornmere+Council&sort=oldest"
    assert client.get(links["self"].removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize("address", ["/search.csv?from=soon", "/feed.atom?to=never"])
def test_export_of_a_bad_search_is_an_error_page(get_page, address):
    get_page(address, 400)


LEAKS = [
    "/", "/search", "/search?limit=100", "/search?q=heldsecre&from=2025", "/search?q=downsecre", "/search?q=heldse*",
    "/search?q=secrets", "/search?q=planning+OR+parking", "/search.csv", "/search.csv?q=planning+OR+parking",
    "/feed.atom", "/feed.atom?q=planning+OR+parking", "/api/v1/search", "/api/v1/search?q=planning+OR+parking",
    "/api/v1/search?q=downsecre",
    "/exemptions", "/exemptions/foia-40", "/vendors", "/authorities", "/readyz",
    "/disclosures/heldback", "/disclosures/takendown", "/disclosures/heldback/documents/1",
    "/disclosures/takendown/documents/1", "/api/v1/disclosures/heldback", "/api/v1/disclosures/takendown",
]  # fmt: skip


@pytest.mark.parametrize("address", LEAKS)
def test_held_and_withdrawn_leave_no_trace(client, address):
    body = client.get(address).get_data(as_text=True).casefold()
    for planted in (
        "heldsecret",
        "downsecret",
        "letters/heldback",
        "letters/takendown",
        "foi heldback",
        "foi takendown",
    ):
        assert planted not in body


@pytest.mark.parametrize(
    "query", ["heldsecret", "downsecret", '"heldsecret planning"', "title:heldback", "reference:takendown"]
)
def test_held_and_withdrawn_are_not_found_by_their_own_words(client, query):
    found = client.get("/api/v1/search", query_string={"q": query}).get_json()
    assert (found["total"], found["results"], found["did_you_mean"]) == (0, [], None)
    assert rows(client.get("/search.csv", query_string={"q": query})) == []
