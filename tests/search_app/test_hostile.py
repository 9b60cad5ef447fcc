"""Queries made to break a search: none gives a 500, none takes a second.

FOILOG_HOSTILE=20000 asks more of them, FOILOG_HOSTILE_DATA=var asks them of the collection in that data directory.
"""

from __future__ import annotations

import os
import random
import time

import pytest

from search_app.app import build_app

QUERIES = int(os.environ.get("FOILOG_HOSTILE", "400"))
BATCHES = 4
SLOWEST = 1.0  # seconds
PIECES = [
    *("*", "a*", "par*", "*king*", "?", "~9", "parking~", "[a TO z]", "{1 TO 2}", "(", ")", "((((", "))))", "/.*/"),
    *(
        '"',
        '""',
        '"a b"~9',
        "AND",
        "OR",
        "NOT",
        "NOT NOT NOT",
        "-",
        "--",
        "+",
        "^9",
        ":",
        "title:",
        "answer:*",
        "body:x",
    ),
    *("q:q", "level:part", "/(a+)+$/", "\\", "\x00", "\x1b", "\u202e", "\ufeff", "\U0001f600", "é" * 20, "ﷺ" * 10),
    *("א" * 9, "\u0301" * 30, "s.40(2)", "section 40", "s" * 300, "1/2/2023", "' OR 1=1 --", "<script>", "%00", "%s%n"),
    *("${jndi}", "{{7*7}}", "../../etc/passwd", "parking", "planning software", "the of and", "0" * 40, "-parking"),
    *("NEAR", "parking OR", "&&", "||", "!", "١٢٣"),
]
NAMES = [
    *("exemption", "outcome", "authority", "authority_type", "vendor", "product", "law", "from", "to", "sort", "page"),
    *("limit", "citation_status", "status", "function"),
]
ADDRESSES = [
    *("/search", "/search", "/search", "/api/v1/search", "/suggest", "/feed.atom", "/search.csv", "/vendors"),
    *("/api/v1/vendors", "/vendors.jsonl", "/authorities", "/exemptions/foia-40"),
]


def hostile(chance: random.Random) -> str:
    joint = chance.choice((" ", "", " OR ", " AND ", '"', "*"))
    return joint.join(chance.choices(PIECES, k=chance.choice((1, 1, 2, 3, 5, 8, 20, 60))))


@pytest.fixture
def hostile_client(client):
    collection = os.environ.get("FOILOG_HOSTILE_DATA")
    return build_app(collection).test_client() if collection else client


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_query_breaks_or_stalls_the_site(hostile_client, batch):
    chance = random.Random(batch)
    for _ in range(QUERIES // BATCHES):
        asked = [(chance.choice(("q", "q", "q", "query")), hostile(chance))]
        asked += [(chance.choice(NAMES), hostile(chance)) for _ in range(chance.choice((0, 0, 1, 3)))]
        address = chance.choice(ADDRESSES)
        began = time.process_time()
        with hostile_client.get(address, query_string=asked) as response:  # a page is made by now, a file begun
            took = time.process_time() - began
            assert response.status_code in (200, 400, 414), (address, asked)
            response.get_data()  # a whole file takes as long as its result is
        assert took < SLOWEST, (address, asked)


@pytest.mark.parametrize(
    "path",
    ["/disclosures/%00", "/disclosures/" + "a" * 3000, "/disclosures/..%2f..%2fetc", "/exemptions/%F0%9F%92%A9",
     "/disclosures/parking/documents/99999999999999999999", "/disclosures/parking/documents/0", "/authorities/%ff",
     "/disclosures/parking/letter?p=99999999999", "/sitemap-0-99999999999999999999.xml", "/static/../app.py",
     "/sitemap-%27-1.xml", "/exemptions/foia-40?page=9999999&status=x", "/vendors?page=999999"],
)  # fmt: skip
def test_no_path_breaks_the_site(client, path):
    with client.get(path) as response:
        assert response.status_code in (200, 302, 308, 400, 404)
