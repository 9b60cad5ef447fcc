"""Nothing held or withdrawn can be found: unique words planted in both, asked for through every address of the site.

Both were published and indexed first, so that what is tested is their leaving. One published answer carries planted
words of its own: they must be found, or the search for the others would prove nothing.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from hashlib import sha256
from itertools import product

import pytest

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
from index.match.build import update_matching
from index.match.files import match_path
from search_app.app import build_app

PLACES = ("title", "text", "asked", "answered", "authority", "reference", "vendor", "product", "proof", "file", "link")
STEMS = {"held": "quorvex", "gone": "zimblat", "shown": "wibbrok"}
YEARS = {"held": "2031", "gone": "2032", "shown": "2025"}
PROVISIONS = {"held": "foia-24-1", "gone": "foia-37-1", "shown": "foia-40-2"}
NAMED = ("authority", "vendor", "product")  # the places whose words a filter of that name could find
THOROUGH = "FOILOG_THOROUGH" in os.environ  # every combination: a minute
NOWHERE = "flumgrandel"  # a word that no answer ever had
SECRET = [stem for name, stem in STEMS.items() if name != "shown"]
FILLED = {
    "disclosure_id": STEMS.values(),
    "provision": [*PROVISIONS.values(), "foia-24"],
    "authority_id": [f"{stem}authority-council" for stem in STEMS.values()],
    "form": ["csv", "json", "jsonl"],
    "number": ["1"],
    "year": [*YEARS.values(), "undated"],
    "rest": ["x"],
    "filename": ["foilog.css"],
}
NAMES = (
    *("q", "query", "exemption", "outcome", "authority", "authority_type", "vendor", "product", "law", "from", "to"),
    *("sort", "page", "limit", "citation_status", "status", "function", "p"),
)


def word(name, place):
    return f"{STEMS[name]}{place}"


def planted(name):
    """Return a published answer whose every field holds a word of its own."""
    w = {place: word(name, place) for place in PLACES}
    text = f"{w['text']} {w['asked']} {w['answered']} {w['proof']} {w['vendor']} Section 40"
    at = text.index(w["vendor"])
    where = (1, at, at + len(w["vendor"]), w["vendor"], f"Proof {w['proof']} of {w['vendor']}.")
    provision = PROVISIONS[name]
    reading = Reading(
        Kind.RESPONSE, f"About {w['title']}", text, f"{w['authority'].title()} Council",
        "foia", f"FOI {w['reference']}", f"{YEARS[name]}-01-06", f"{YEARS[name]}-02-03", Outcome.REFUSED,
        (Outcome.REFUSED,), (QuestionAnswer("1", w["asked"], w["answered"], Outcome.REFUSED, 1, 0, len(text)),),
        (Citation(provision, Law.FOIA, provision[5:], "", CitationStatus.APPLIED, "answer", (), ("1",), *where),),
        (VendorMention(f"{w['vendor'].title()} Ltd", w["product"].title(), VendorStatus.CURRENT, ("1",), *where),),
    )  # fmt: skip
    letter = Document(f"{w['file']}.txt", sha256(text.encode()).hexdigest(), "text/plain", 9, (Page(1, text),))
    stamp = {"ingested_at": "2026-01-05T10:00:00Z", "tool_version": "1", "url": f"https://a.example/{w['link']}"}
    return Disclosure(STEMS[name], State.PUBLISHED, (letter,), reading, **stamp)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    path = tmp_path_factory.mktemp("leaks") / "var"
    with Catalogue.open(path) as catalogue:
        for name in STEMS:
            item = planted(name)
            original = path.parent / f"{name}.txt"
            original.write_text(item.reading.text, encoding="utf-8")
            catalogue.data.store_original(original, item.documents[0].sha256)
            catalogue.put(item)
        update_index(catalogue, path / "index")
        update_matching(catalogue, match_path(catalogue.data))
        catalogue.put(replace(planted("held"), state=State.HELD))
        catalogue.withdraw(STEMS["gone"], f"because of {word('gone', 'text')}")
        update_index(catalogue, path / "index")
        update_matching(catalogue, match_path(catalogue.data))
    return build_app(path).test_client()


def addresses(client):
    """Return every address the site knows, its gaps filled with what is published, held and withdrawn."""
    for rule in client.application.url_map.iter_rules():
        assert rule.arguments <= set(FILLED), f"{rule}: say in FILLED what stands for {rule.arguments - set(FILLED)}"
        for values in product(*(FILLED[name] for name in sorted(rule.arguments))):
            with client.application.test_request_context():
                yield client.application.url_map.bind("localhost").build(
                    rule.endpoint,
                    {name: _typed(name, v) for name, v in zip(sorted(rule.arguments), values, strict=True)},
                )


def _typed(name, value):
    return int(value) if name == "number" else value


def leaks_in(response, words=SECRET, years=("2031", "2032")):
    """Return the planted words in a response: in its body, its address or its headers."""
    said = response.get_data(as_text=True) + "\n".join(f"{k}: {v}" for k, v in response.headers)
    said = said.replace(response.request.path, "").casefold()
    found = [stem for stem in words if re.search(rf"{stem}[a-z]", said)]
    return found + [year for year in years if re.search(rf"(?<![0-9a-f/-]){year}(?![0-9a-f.])", said)]


def test_every_address_is_silent_and_the_published_word_is_everywhere(client):
    asked, told = 0, set()
    for address in addresses(client):
        asked += 1
        with client.get(address) as response:
            assert leaks_in(response) == [], address
            if leaks_in(response, [STEMS["shown"]], ()):
                told.add(address)
    assert asked > 60
    for expected in ("/", "/search", "/vendors", "/authorities", "/feed.atom", "/search.csv", "/vendors.jsonl",
                     "/api/v1/search", "/api/v1/vendors", "/exemptions/foia-40-2", "/disclosures/wibbrok",
                     "/api/v1/disclosures/wibbrok", "/disclosures/wibbrok/documents/1"):  # fmt: skip
        assert expected in told


LISTS = ("/search", "/search.csv", "/search.jsonl", "/feed.atom", "/api/v1/search", "/vendors", "/vendors.json",
         "/api/v1/vendors", "/authorities", "/exemptions/foia-24-1", "/suggest")  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_no_beginning_of_a_secret_word_brings_its_rest(client, address):
    for stem, name, place in product(SECRET, NAMES, PLACES):
        asked = f"{stem}{place}"
        near = (asked[:-1] + "*", asked[:-2], f"{asked[:-1]}q", f"title:{asked[:-1]}*", f"{asked[:-1]}* OR council")
        if name not in ("q", "query"):
            near = near[:2] if THOROUGH or place in NAMED else ()
        if name in ("q", "query") and address.startswith(("/vendors", "/api/v1/vendors", "/auth", "/ex")):
            near = near[:1]
        for value in near:
            response = client.get(address, query_string={name: value})
            assert response.status_code in (200, 400, 404), (address, name, value)
            said = response.get_data(as_text=True).casefold()
            assert asked not in said, (address, name, value)


@pytest.mark.parametrize("address", LISTS)
def test_a_secret_word_is_answered_like_a_word_that_is_nowhere(client, address):
    """An answer that differed in anything but the word itself would tell that the word is known."""
    for stem, place, name in product(SECRET, PLACES, ("q", "vendor", "product", "authority", "exemption", "function")):
        searched = name == "q" and (THOROUGH or address in ("/search", "/api/v1/search", "/suggest"))
        for pattern in ("{}", '"{} council"', "answer:{}", "{} -council", "{} OR {}") if searched else ("{}",):
            known, unknown = f"{stem}{place}", NOWHERE
            answers = [
                client.get(address, query_string={name: pattern.format(w, w)})
                .get_data(as_text=True)
                .casefold()
                .replace(w, "W")
                for w in (known, unknown)
            ]
            assert answers[0] == answers[1], (address, name, pattern, known)


@pytest.mark.parametrize("name", STEMS)
def test_what_is_posted_brings_nothing_secret(client, name):
    """Every route that takes a POST is given texts near to the planted ones, as each kind of body."""
    posted = {rule.rule for rule in client.application.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert posted == {"/check", "/api/v1/check"}, "say here what is sent to a new one"
    told = 0
    for address, place in product(sorted(posted), PLACES):
        begun = word(name, place)[:-1]
        text = f"1. {word(name, 'asked')[:-1]} {begun}?\n2. Proof of {begun} under Section 40?"
        forms = ({"text": text}, {"text": text, "take": "1"})
        objects = ({"text": text, "limit": 50}, {"text": text, "authority": f"{begun} council"})
        bodies = (*({"data": form} for form in forms), *({"json": sent} for sent in objects))
        for body in bodies:
            response = client.post(address, **body)
            assert response.status_code in (200, 400), (address, body)
            said = response.get_data(as_text=True).casefold()
            for echo in (begun, word(name, "asked")[:-1]):
                said = re.sub(rf"{echo}(?![a-z])", "", said)
            found = [stem for stem in STEMS.values() if re.search(rf"{stem}[a-z]", said)]
            assert set(found) <= {STEMS["shown"]}, (address, body)
            told += bool(found)
    assert told or name != "shown"


def test_tombstone_and_held_say_nothing(client):
    for path in ("", "/documents/1", "/letter", "/cite.bib", "/cite.ris"):
        assert client.get(f"/disclosures/{STEMS['gone']}{path}").status_code == 410
        assert client.get(f"/disclosures/{STEMS['held']}{path}").status_code == 404
    unknown = client.get("/disclosures/nothing-here").get_data(as_text=True)
    assert client.get(f"/disclosures/{STEMS['held']}").get_data(as_text=True) == unknown
