"""Every template in headless Chromium under axe, in light, dark, on a phone, without JavaScript and as printed.

The rules are WCAG 2.0 to 2.2, A and AA. They find what a machine can find; keyboard journeys are in test_keyboard.py.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from browser import Tab, browser, find_chromium
from flask import template_rendered
from made_up import awkward

from corpus.catalogue import Catalogue
from index.build import update_index
from search_app.app import build_app

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    pytest.mark.skipif(not find_chromium(), reason="Chromium is not installed"),
    pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: `make css` brings it"),
    pytest.mark.xdist_group("browser"),
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WAYS = {
    "light": {},
    "dark": {"dark": True},
    "phone": {"width": 360, "height": 740},
    "narrowest": {"width": 320, "height": 640},
    "print": {"printed": True},
}
ADDRESSES = [
    *("/", "/search", "/search?q=parking&outcome=partly_disclosed&from=2024", "/search?q=parking&from=soon"),
    *("/search?q=zzzz&authority=Thornmere+Council", "/search?q=parkng", "/search?page=9", "/search?limit=1&page=2"),
    *("/disclosures/parking", "/disclosures/parking?q=fines+contract", "/disclosures/software?q=idox#match-1"),
    *("/disclosures/software", "/disclosures/takendown", "/disclosures/unknown"),
    *("/exemptions", "/exemptions/foia-40", "/exemptions/foia-17?status=mentioned", "/vendors", "/vendors?vendor=X"),
    *("/vendors?function=planning&status=x", "/authorities", "/authorities/thornmere-council", "/api", "/help"),
    *("/check", "/about", "/accessibility", "/privacy"),
]
AWKWARD = [
    *(
        "/disclosures/long",
        "/disclosures/long?q=permit",
        "/disclosures/long/letter?page=2",
        "/disclosures/titled",
        "/disclosures/welsh",
    ),
    *("/disclosures/table", "/search?q=parking"),
]


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("profile")) as tab:
        yield tab


PAPER = {"rules": {"target-size": {"enabled": False}}}  # nothing is clicked on paper


def violations(tab: Tab, *, printed: bool = False) -> list[str]:
    """Return what axe finds wrong with the page shown, one line a rule and place."""
    if not tab.run("typeof axe === 'object'"):
        tab.run(AXE.read_text(encoding="utf-8") + "; 0")
    found = tab.run(
        f"axe.run(document, {json.dumps(RULES | (PAPER if printed else {}))}).then(r => JSON.stringify(r.violations))"
    )
    return [
        f"{v['id']}: {node['target']} {node['failureSummary'][:300]}" for v in json.loads(found) for node in v["nodes"]
    ]


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing(tab, site, address):
    assert wrong_with(tab, site + address) == {}


@pytest.mark.slow
@pytest.mark.parametrize("address", AWKWARD)
def test_axe_finds_nothing_where_answers_strain_the_page(tab, awkward_site, address):
    assert wrong_with(tab, awkward_site + address) == {}


@pytest.mark.slow
def test_axe_finds_nothing_in_the_earlier_answers_to_a_request(tab, site):
    tab.allow_scripts(True)
    tab.show()
    tab.open(f"{site}/check")
    tab.run("document.getElementById('text').value = '1. How many parking fines were issued?\\n2. Who is the mayor?'")
    tab.press_submit("form.check-form button")
    assert tab.run("document.getElementById('part-1') !== null")
    assert seen_wrong(tab) == {}


def test_every_template_is_among_them(client, tmp_path):
    """A new page cannot be forgotten: what these addresses render is every template there is."""
    rendered = set()
    with Catalogue.open(tmp_path) as catalogue:
        for item in awkward():
            catalogue.put(item)
        update_index(catalogue, tmp_path / "index")
    for app, addresses in ((client.application, ADDRESSES), (build_app(tmp_path), AWKWARD)):
        with template_rendered.connected_to(lambda _, template, **kw: rendered.add(template.name), app):
            for address in addresses:
                app.test_client().get(address)
    pages = {path.name for path in (Path(app.root_path) / "templates").glob("*.html")}
    assert pages - rendered == {"base.html", "macros.html"}


def wrong_with(tab, address):
    """Return what axe finds wrong with a page, by the way of looking at it."""
    tab.allow_scripts(True)
    tab.show()
    tab.open(address)
    wrong = seen_wrong(tab)
    tab.show()
    tab.allow_scripts(False)
    try:
        tab.open(address)
        assert not tab.run("document.documentElement.classList.contains('js')")
    finally:
        tab.allow_scripts(True)
    found = violations(tab)
    return {**wrong, "without JavaScript": found} if found else wrong


def seen_wrong(tab):
    tab.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    wrong = {}
    for way, settings in WAYS.items():
        tab.show(**settings)
        found = violations(tab, printed=way == "print")
        if way != "print" and tab.run("document.documentElement.scrollWidth > innerWidth"):
            found.append("the page scrolls sideways")
        if found:
            wrong[way] = found
    return wrong


@pytest.mark.slow
def test_axe_does_find_what_is_wrong(tab, site):
    tab.show()
    tab.open(f"{site}/help")
    tab.run("document.querySelector('main').append(document.createElement('img'))")
    tab.run("document.querySelector('h1').style.color = '#ddd'")
    found = " ".join(violations(tab))
    assert "image-alt" in found and "color-contrast" in found, found


@pytest.mark.slow
def test_nothing_is_asked_of_another_site_and_the_console_is_clean(tab, site):
    tab.requested.clear()
    tab.errors.clear()
    tab.show()
    for address in ("/", "/search?q=parking", "/disclosures/parking", "/exemptions/foia-40", "/vendors", "/api"):
        tab.open(site + address)
    assert len(tab.requested) > 6
    assert [address for address in tab.requested if not address.startswith(site)] == []
    assert tab.errors == []
    assert tab.run("document.cookie + localStorage.length + sessionStorage.length") == "00"
