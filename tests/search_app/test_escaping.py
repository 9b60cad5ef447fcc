"""Whatever a letter holds is printed as text: markup planted in every field of a disclosure never becomes markup."""

from __future__ import annotations

import random
import re
from hashlib import sha256
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from lxml import html

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

PIECES = [
    *(
        "<evil>",
        "</evil>",
        "<evil/onevil=1>",
        '"><evil>',
        "'><evil onevil='1'>",
        "<script>evil()</script>",
        "<!--",
        "-->",
    ),
    *("</script><evil>", "]]>", "<![CDATA[<evil>]]>", "&lt;evil&gt;", "&#60;evil&#62;", "<mark>", "</mark>", "<EVIL>"),
    *("<mark onevil=1>", "{{ evil }}", "{% evil %}", "javascript:evil()", "\u202e<evil>", "\x00<evil>", "< evil >"),
    *("<svg onevil=1>", "needle", " needle ", "\n", "\t", "é", "<a href=javascript:evil()>needle</a>", "%3Cevil%3E"),
    *("`${evil}`", "\\u003cevil"),
]
LETTERS = 40


def nasty(chance: random.Random, most: int = 12) -> str:
    return "".join(chance.choices(PIECES, k=chance.randint(1, most))) + " needle"


def letter(number: int) -> Disclosure:
    chance = random.Random(number)
    asked, answered, proof = nasty(chance), nasty(chance, 40), nasty(chance)
    text = f"{asked}\n{answered}\n{proof}"
    vendor = nasty(chance, 3)
    at = text.index(proof)
    where = (1, at, at + len(proof), proof, proof)
    reading = Reading(
        Kind.RESPONSE, nasty(chance), text, nasty(chance, 3), "foia", nasty(chance, 3), None, "2025-07-03",
        Outcome.REFUSED, (Outcome.REFUSED,),
        (QuestionAnswer(nasty(chance, 2), asked, answered, Outcome.REFUSED, 1, 0, len(asked)),),
        (Citation("foia-40-2", Law.FOIA, "40(2)", "", CitationStatus.APPLIED, "answer", (), ("1",), *where),),
        (VendorMention(vendor, nasty(chance, 3), VendorStatus.CURRENT, ("1",), *where,
                       facts={"annual_cost": nasty(chance, 3)}),),
        (nasty(chance),),
    )  # fmt: skip
    digest = sha256(text.encode()).hexdigest()
    source = Document(nasty(chance, 4), digest, "text/plain", 9, (Page(1, text),), warnings=(nasty(chance),))
    stamp = {"url": f"javascript:evil() {nasty(chance)}", "ingested_at": "2026-01-05T10:00:00Z", "tool_version": "1"}
    return Disclosure(f"letter-{number}", State.PUBLISHED, (source,), reading, nasty(chance), (nasty(chance),), **stamp)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    path = tmp_path_factory.mktemp("nasty") / "var"
    with Catalogue.open(path) as catalogue:
        for number in range(LETTERS):
            catalogue.put(letter(number))
        update_index(catalogue, path / "index")
    return build_app(path).test_client()


def check(page: str) -> html.HtmlElement:
    """Return a parsed page in which nothing from a letter has become an element, an attribute or an address."""
    tree = html.document_fromstring(page.replace("\x00", ""))
    for element in tree.iter(html.etree.Element):
        assert element.tag != "evil"
        assert not [name for name in element.attrib if name.startswith("on")]
        for name in ("href", "src", "action"):
            assert not element.get(name, "").strip().lower().startswith("javascript:")
    assert [s for s in tree.xpath("//script") if not s.get("src") and s.get("type") != "application/ld+json"] == []
    assert len(tree.xpath("//svg[not(@role='img') and not(@aria-hidden)]")) == 0
    return tree


PAGES = (
    "/", "/search", "/search?q=needle&limit=100", "/search?q=%3Cevil%3E", "/search?q=needle&sort=oldest&limit=50",
    "/vendors", "/authorities", "/exemptions", "/exemptions/foia-40", "/exemptions/foia-40?status=mentioned",
    *(f"/disclosures/letter-{number}" for number in range(LETTERS)),
    *(f"/disclosures/letter-{number}?q=needle" for number in range(LETTERS)),
    *(f"/disclosures/letter-1?{urlencode({'q': piece})}" for piece in PIECES),
)  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_page_holds_no_markup_of_a_letter(client, address):
    check(client.get(address).get_data(as_text=True))


def test_passages_hold_marks_and_nothing_else(client):
    tree = check(client.get("/search?q=needle&limit=100").get_data(as_text=True))
    passages = tree.xpath("//p[@class='passage']")
    assert len(passages) >= LETTERS
    assert {element.tag for passage in passages for element in passage} <= {"a", "mark"}
    assert all(mark.text.casefold().startswith("needl") for passage in passages for mark in passage.findall("mark"))


def test_the_api_gives_escaped_passages(client):
    for hit in client.get("/api/v1/search?q=needle&limit=100").get_json()["results"]:
        for passage in hit["passages"]:
            bare = passage["html"].replace("<mark>", "").replace("</mark>", "")
            assert "<" not in bare and ">" not in bare
            assert passage["html"].count("<mark>") == passage["html"].count("</mark>")


def test_an_authority_page_holds_no_markup_either(client):
    ids = [row["id"] for row in client.get("/api/v1/authorities").get_json()["authorities"]]
    assert ids
    for authority_id in ids:
        response = client.get(f"/authorities/{authority_id}")
        assert response.status_code == 200, authority_id
        check(response.get_data(as_text=True))


def test_the_feed_is_well_formed_and_its_text_is_text(client):
    feed = ElementTree.fromstring(client.get("/feed.atom?q=needle").data)
    assert not [element for element in feed.iter() if "evil" in element.tag]


def test_structured_data_cannot_close_its_script(client):
    page = client.get("/disclosures/letter-1").get_data(as_text=True)
    inside = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1]
    assert "<" not in inside


def test_downloads_are_attachments_that_no_browser_runs(client):
    for address in ("/search.csv?q=needle", "/vendors.csv", "/exemptions/foia-40.json"):
        with client.get(address) as response:
            assert response.headers["Content-Disposition"].startswith("attachment")
            assert response.headers["X-Content-Type-Options"] == "nosniff"
