"""The pages, fetched over a small collection. `get_page` checks headings, labels, ids, links and headers of each."""

from __future__ import annotations

import pytest

PAGES = [
    "/",
    "/search",
    "/search?q=parking",
    "/search?q=planning&outcome=disclosed&from=2024&sort=oldest",
    "/search?q=zzzz&authority=Thornmere+Council&vendor=Idox",
    "/search?exemption=foia-40&citation_status=applied&citation_status=mentioned",
    "/search?page=7",
    "/disclosures/parking",
    "/disclosures/software",
    "/disclosures/stations",
    "/exemptions",
    "/exemptions/foia-40-2",
    "/exemptions/foia-40",
    "/exemptions/foia-17",
    "/exemptions/foia-17?status=mentioned",
    "/vendors",
    "/vendors?function=planning&status=current&status=former",
    "/vendors?vendor=Nobody",
    "/vendors?page=9",
    "/authorities",
    "/authorities?sort=late&authority_type=council",
    "/authorities/thornmere-council",
    "/api",
    "/check",
    "/help",
    "/about",
    "/accessibility",
    "/privacy",
]


@pytest.mark.parametrize("address", PAGES)
def test_page_keeps_every_promise(get_page, address):
    get_page(address)


def test_search_takes_no_post(client):
    response = client.post("/search", data={"q": "parking"})
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_crash_is_a_page_that_tells_nothing_and_a_log_without_the_query(app, client, caplog, monkeypatch):
    def crash(request):
        raise ZeroDivisionError("inner secret")

    monkeypatch.setattr(app.extensions["foilog"], "search", crash)
    response = client.get("/search?q=querysecret")
    assert response.status_code == 500
    assert "secret" not in response.get_data(as_text=True)
    assert "inner secret" in caplog.text
    assert "querysecret" not in caplog.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param("/nowhere", 404, id="no such page"),
        pytest.param("/disclosures/unknown", 404, id="no such disclosure"),
        pytest.param("/disclosures/heldback", 404, id="held: does not exist for a visitor"),
        pytest.param("/disclosures/takendown", 410, id="withdrawn: a tombstone"),
        pytest.param("/disclosures/takendown/documents/1", 410, id="withdrawn: its file too"),
        pytest.param("/disclosures/heldback/documents/1", 404, id="held: its file too"),
        pytest.param("/disclosures/parking/documents/2", 404, id="only one file"),
        pytest.param("/disclosures/parking/documents/0", 404, id="files count from 1"),
        pytest.param("/disclosures/parking/documents/99999999999999999999", 404, id="a number of twenty digits"),
        pytest.param("/disclosures/..%2f..%2fetc%2fpasswd", 404, id="a path for an id"),
        pytest.param("/disclosures/%00%ff%3Cscript%3E", 404, id="bytes that are no text"),
        pytest.param("/disclosures/" + "x" * 5000, 404, id="an id of 5,000 letters"),
        pytest.param("/exemptions/foia-999", 404, id="no such exemption"),
        pytest.param("/exemptions/%3Cscript%3E", 404, id="markup for an exemption"),
        pytest.param("/search?from=soon", 400, id="a date that is none"),
        pytest.param("/search?from=2025&to=2021", 400, id="dates the wrong way round"),
        pytest.param("/search?sort=best", 400, id="an order that is none"),
        pytest.param("/search?page=0", 400, id="page 0"),
        pytest.param("/search?page=99999999999", 400, id="a page of eleven digits"),
        pytest.param("/search?q=" + "long+" * 100, 400, id="too many words"),
        pytest.param("/search?" + "exemption=foia-40&" * 1000, 414, id="an address of 18,000 letters"),
    ],
)
def test_error_is_a_page_of_the_site(get_page, address, status):
    get_page(address, status)
