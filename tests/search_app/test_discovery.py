"""What other programs are told: sitemap, robots, the browser's search box, the catalogue of data, suggestions."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "o": "http://a9.com/-/spec/opensearch/1.1/"}


def path_of(address):
    return address.removeprefix("http://localhost")


def test_the_sitemap_leads_to_every_published_answer_and_page(client):
    index = ElementTree.fromstring(client.get("/sitemap.xml").data)
    found = []
    for place in index.findall("s:sitemap/s:loc", NAMES):
        answer = client.get(path_of(place.text))
        assert answer.content_type == "application/xml; charset=utf-8"
        found += [path_of(loc.text) for loc in ElementTree.fromstring(answer.data).findall("s:url/s:loc", NAMES)]
    answers = {address for address in found if address.startswith("/disclosures/")}
    assert answers == {"/disclosures/parking", "/disclosures/software", "/disclosures/stations"}
    for address in found:
        assert client.get(address).status_code == 200
    assert len(found) == len(set(found))


@pytest.mark.parametrize("address", ["/sitemap-1999-1.xml", "/sitemap-2025-2.xml", "/sitemap-2025-0.xml"])
def test_there_is_no_other_sitemap(client, address):
    assert client.get(address).status_code == 404


def test_robots_may_read_answers_and_not_every_search(client):
    rules = client.get("/robots.txt").get_data(as_text=True)
    assert "Disallow: /search?" in rules
    assert "/disclosures" not in rules
    assert "Sitemap: http://localhost/sitemap.xml" in rules


def test_a_browser_can_add_the_search(client, get_page):
    page = get_page("/")
    link = page.xpath("//link[@rel='search']")[0]
    described = client.get(link.get("href"))
    assert described.content_type == "application/opensearchdescription+xml"
    tree = ElementTree.fromstring(described.data)
    assert len(tree.findtext("o:ShortName", namespaces=NAMES)) <= 16
    for url in tree.findall("o:Url", NAMES):
        address = path_of(url.get("template")).replace("{searchTerms}", "parking")
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.content_type.split(";")[0] == url.get("type")


def test_the_catalogue_of_data_names_files_that_are_there(client):
    catalogue = client.get("/catalogue.jsonld").get_json()
    files = [d for dataset in catalogue["dcat:dataset"] for d in dataset["dcat:distribution"]]
    assert len(files) == 12
    for file in files:
        with client.get(path_of(file["dcat:downloadURL"])) as answer:
            assert answer.status_code == 200
            assert answer.content_type.split(";")[0] == file["dcat:mediaType"]
    assert client.get(path_of(catalogue["dcat:service"]["dcat:endpointDescription"])).status_code == 200


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("park", ["Parking fines & <b>contracts</b>"]),
        ("PARKING FI", ["Parking fines & <b>contracts</b>"]),
        ("pa", []),
        ("", []),
        ("heldsec", []),
        ('"(*', []),
    ],
)
def test_suggestions_are_subjects_of_published_answers(client, typed, expected):
    assert client.get("/suggest", query_string={"q": typed}).get_json() == [typed, expected]
