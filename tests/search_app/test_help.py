"""Every form the help page shows does what the page says, tried on the collection."""

from __future__ import annotations

import pytest

# The form as the help page prints it, the same form over words of the collection, and what it finds.
FORMS = [
    pytest.param("parking fines", "parking fines", {"parking"}, id="words"),
    pytest.param("parking fines", "contracts", {"parking"}, id="endings do not matter"),
    pytest.param('"agency staff"', '"bicycle patrols"', {"stations"}, id="phrase"),
    pytest.param('"agency staff"', '"patrols bicycle"', set(), id="phrase the other way round"),
    pytest.param("bins OR recycling", "fines OR bicycle", {"parking", "stations"}, id="either"),
    pytest.param("parking -permits", "contract -fines", set(), id="minus"),
    pytest.param("parking NOT permits", "planning NOT fines", {"software"}, id="not"),
    pytest.param("(bins OR recycling) AND contract", "(fines OR bicycle) AND stations", {"stations"}, id="brackets"),
    pytest.param("licen*", "bicy*", {"stations"}, id="beginning of a word"),
    pytest.param("question:ransomware", "question:renewal", {"parking"}, id="asked"),
    pytest.param("question:ransomware", "question:412", set(), id="answered and not asked"),
    pytest.param("answer:", "answer:412", {"parking"}, id="answer"),
    pytest.param("title:", "title:bicycles", {"stations"}, id="title"),
    pytest.param("vendor:", "vendor:idox", {"software"}, id="vendor"),
    pytest.param("authority:", "authority:thornmere", {"parking", "software"}, id="authority"),
    pytest.param("reference:", "reference:parking", set(), id="part of a reference is not it"),
]


@pytest.mark.parametrize(("shown", "query", "expected"), FORMS)
def test_help_is_true(client, get_page, shown, query, expected):
    assert any(shown in (code.text or "") for code in get_page("/help").iter("code"))
    found = client.get("/api/v1/search", query_string={"q": query}).get_json()
    assert {hit["disclosure"] for hit in found["results"]} == expected
