"""The three readers' journeys with the keyboard alone, in headless Chromium, with and without JavaScript."""

from __future__ import annotations

import pytest
from browser import Tab, browser, find_chromium

pytestmark = [
    pytest.mark.skipif(not find_chromium(), reason="Chromium is not installed"),
    pytest.mark.xdist_group("browser"),
    pytest.mark.slow,
]
FOCUSED = "(document.activeElement.textContent || document.activeElement.name || '').replace(/\\s+/g, ' ').trim()"
IN_SIGHT = "(b => b.width > 0 && b.bottom > 0 && b.top < innerHeight)(document.activeElement.getBoundingClientRect())"
SUGGESTED = """new Promise((done, late) => {
    const end = Date.now() + 5000;
    (function look() {
        const found = [...document.querySelectorAll('datalist option')].map(option => option.value);
        if (found.length) done(found.join('|')); else if (Date.now() > end) late('none'); else setTimeout(look, 50);
    })();
})"""
MOST_TABS = 120


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("profile")) as tab:
        yield tab


@pytest.fixture(params=[True, False], ids=["JavaScript", "no JavaScript"])
def keyboard(tab, request):
    tab.show(height=1000)
    tab.allow_scripts(request.param)
    yield tab
    tab.allow_scripts(True)


def tab_to(tab: Tab, condition: str) -> None:
    """Press Tab until what has the focus meets a condition, and see that each stop on the way is visible."""
    for _ in range(MOST_TABS):
        tab.press("Tab")
        if tab.run(f"(e => Boolean({condition}))(document.activeElement)"):
            assert tab.run(IN_SIGHT), f"the focus on {tab.run(FOCUSED)!r} cannot be seen"
            return
    raise AssertionError(f"{MOST_TABS} Tabs did not reach {condition}; the focus is on {tab.run(FOCUSED)!r}")


def test_first_tab_skips_to_the_content(keyboard, site):
    keyboard.open(f"{site}/exemptions")
    keyboard.press("Tab")
    assert keyboard.run(FOCUSED) == "Skip to main content"
    assert keyboard.run("document.activeElement.getBoundingClientRect().top >= 0")
    keyboard.press("Enter")
    keyboard.press("Tab")
    assert keyboard.run("document.querySelector('main').contains(document.activeElement)")


def test_a_member_of_the_public_asks_and_reads_the_answer(keyboard, site):
    keyboard.open(site)
    tab_to(keyboard, "e.name === 'q'")
    keyboard.type("signed contract")
    keyboard.press("Enter", loads=True)
    assert keyboard.run("location.pathname + location.search") == "/search?q=signed+contract"
    tab_to(keyboard, "e.closest('.card h3')")
    keyboard.press("Enter", loads=True)
    assert keyboard.run("location.pathname + location.hash") == "/disclosures/parking#q2"
    tab_to(keyboard, "e.classList.contains('mark-exemption')")
    keyboard.press("Enter")
    assert keyboard.run("location.hash") == "#law-foia-40-2"


def test_an_officer_narrows_and_drops_a_filter(keyboard, site):
    keyboard.open(f"{site}/search?q=planning")
    tab_to(keyboard, "e.name === 'outcome' && e.value === 'disclosed'")
    keyboard.press(" ")
    tab_to(keyboard, "e.classList.contains('apply')")
    keyboard.press("Enter", loads=True)
    assert "outcome=disclosed" in keyboard.run("location.search")
    tab_to(keyboard, "e.closest('.active') && !e.classList.contains('clear')")
    keyboard.press("Enter", loads=True)
    assert "outcome" not in keyboard.run("location.search")
    assert "q=planning" in keyboard.run("location.search")


def test_a_journalist_goes_from_an_exemption_to_its_sentence_and_the_file(keyboard, site):
    keyboard.open(site)
    tab_to(keyboard, "e.pathname === '/exemptions'")
    keyboard.press("Enter", loads=True)
    tab_to(keyboard, "e.pathname === '/exemptions/foia-40-2'")
    keyboard.press("Enter", loads=True)
    tab_to(keyboard, "e.pathname === '/exemptions/foia-40-2.csv'")
    tab_to(keyboard, "e.hash === '#law-foia-40-2'")
    keyboard.press("Enter", loads=True)
    assert keyboard.run("location.pathname") == "/disclosures/parking"
    tab_to(keyboard, "e.pathname === '/disclosures/parking/documents/1'")


def test_suggestions_come_while_typing(tab, site):
    tab.show()
    tab.open(f"{site}/search")
    tab.run("document.querySelector('[name=q]').focus()")
    tab.type("park")
    assert tab.run(SUGGESTED) == "Parking fines & <b>contracts</b>"


def test_the_address_of_a_search_can_be_copied(tab, site):
    tab.show()
    tab.open(f"{site}/search?q=parking&sort=oldest")
    tab_to(tab, "e.dataset.copy")
    assert tab.run("document.activeElement.dataset.copy") == f"{site}/search?q=parking&sort=oldest"
    tab.allow_scripts(False)
    tab.open(f"{site}/search?q=parking")
    assert tab.run("getComputedStyle(document.querySelector('.copy-link')).display") == "none"
    tab.allow_scripts(True)
