"""Pages go out packed to who takes them packed, and say the same."""

from __future__ import annotations

import gzip
import re

import pytest

PACKED = {"Accept-Encoding": "gzip, deflate"}


@pytest.mark.parametrize("address", ["/search", "/api/v1/search", "/feed.atom", "/vendors", "/static/foilog.css"])
def test_a_page_is_the_same_packed_or_not(client, address):
    with client.get(address) as plain, client.get(address, headers=PACKED) as packed:
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert len(packed.data) < len(plain.data) / 2
        assert int(packed.headers["Content-Length"]) == len(packed.data)
        assert gzip.decompress(packed.data) == plain.data
        assert "Accept-Encoding" in plain.headers["Vary"] and "Accept-Encoding" in packed.headers["Vary"]


def test_an_unchanged_page_is_not_sent_again_packed_or_not(client):
    etag = client.get("/search", headers=PACKED).headers["ETag"]
    assert etag == client.get("/search").headers["ETag"]
    again = client.get("/search", headers={**PACKED, "If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("address", ["/search.csv", "/vendors.jsonl", "/disclosures/parking/documents/1", "/healthz"])
def test_what_streams_is_small_or_an_original_goes_as_it_is(client, address):
    with client.get(address, headers=PACKED) as response:
        assert "Content-Encoding" not in response.headers
        assert response.get_data()


def test_every_asset_keeps_its_address_until_it_changes(client):
    page = client.get("/").get_data(as_text=True)
    assets = re.findall(r'"(/static/[^"]+)"', page)
    assert len(assets) == 3
    for asset in assets:
        assert re.search(r"\?v=[0-9a-f]{10}$", asset)
        with client.get(asset) as response:
            assert "max-age=86400" in response.headers["Cache-Control"]
