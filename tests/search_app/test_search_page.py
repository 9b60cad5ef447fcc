"""The search page: what it finds, what it offers next, and that it prints nobody's markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.request import Facet
from search_app.charts import column_chart, every_year
from search_app.facet_view import facet_groups
from search_app.params import Filters

PARKING = "Parking fines & <b>contracts</b>"
STATIONS = "=Stations with bicycles"


def words(element):
    return " ".join(element.text_content().split())


def titles(page):
    return [words(a) for a in page.xpath("//li[contains(@class, 'card')]//h3/a")]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param("/search?q=parking", [PARKING], id="a word"),
        pytest.param("/search?sort=oldest", [STATIONS, "Software", PARKING], id="all"),
        pytest.param("/search?exemption=foia-40", [PARKING], id="a section holds its parts"),
        pytest.param("/search?exemption=foia-17", [], id="mentioned is not applied"),
        pytest.param(
            "/search?exemption=foia-17&citation_status=mentioned", [PARKING], id="mentioned"
        ),
        pytest.param("/search?vendor=Idox", ["Software"], id="a supplier"),
        pytest.param("/search?outcome=refused&outcome=disclosed", ["Software", STATIONS], id="either, newest first"),
        pytest.param("/search?from=2024&to=02/2024", ["Software"], id="to the end of a leap February"),
        pytest.param("/search?from=1/3/2024", [PARKING], id="a British day"),
        pytest.param("/search?outcome=&authority=&from=&sort=&colour=red", None, id="empty and unknown change nothing"),
    ],
)  # fmt: skip
def test_search_finds(get_page, address, expected):
    page = get_page(address)
    if expected is None:
        expected = titles(get_page("/search"))
    assert titles(page) == expected
    assert words(page.get_element_by_id("count")).startswith(f"{len(expected)} answered request")


def test_card_shows_all_that_a_reader_scans_for(get_page):
    card = get_page("/search?q=contract").xpath("//li[contains(@class, 'card')]")[0]
    text = words(card)
    for shown in ("Thornmere Council", "3 July 2025", "FOI parking", "Partly disclosed", "Section 40(2)"):
        assert shown in text
    assert card.xpath(".//mark")
    assert card.xpath(".//h3/a/@href")[0].startswith("/disclosures/parking?q=contract#q2")


def test_passage_leads_to_its_question(get_page):
    links = get_page("/search?q=signed").xpath("//a[@class='passage-where']/@href")
    assert links
    for link in links:
        address, _, fragment = link.partition("#")
        assert get_page(address).get_element_by_id(fragment) is not None


def test_facets_count_the_whole_result_and_keep_what_is_chosen(get_page):
    page = get_page("/search?authority=Thornmere+Council&limit=1")
    boxes = page.xpath("//input[@name='outcome' or @name='authority' or @name='exemption']")
    labels = {box.get("value"): words(page.xpath("//label[@for=$id]", id=box.get("id"))[0]) for box in boxes}
    counts = {value: int(re.search(r"([\d,]+) answer", label)[1]) for value, label in labels.items()}
    assert counts["Thornmere Council"] == 2
    assert counts["partly_disclosed"] == counts["disclosed"] == 1
    assert counts["foia-40"] == counts["foia-40-2"] == 1
    assert page.xpath("//input[@value='Thornmere Council']/@checked")
    assert "page 1 of 2" in words(page.get_element_by_id("count"))


def test_active_filters_are_links_that_remove_one(get_page):
    page = get_page("/search?q=planning&vendor=Idox&outcome=disclosed&from=2024")
    links = page.xpath("//section[@class='active']//a/@href")
    assert links == [
        "/search?q=planning&vendor=Idox&from=2024",
        "/search?q=planning&outcome=disclosed&from=2024",
        "/search?q=planning&outcome=disclosed&vendor=Idox",
        "/search?q=planning",
    ]


def test_form_keeps_every_filter_when_the_words_change(get_page):
    page = get_page("/search?vendor=Idox&from=2024&to=2025&sort=oldest&limit=10")
    kept = {(box.get("name"), box.get("value")) for box in page.xpath("//input[@checked]")}
    assert ("vendor", "Idox") in kept
    assert page.get_element_by_id("from").get("value") == "2024"
    assert page.get_element_by_id("to").get("value") == "2025"
    assert page.xpath("//select[@name='sort']/option[@selected]/@value") == ["oldest"]
    assert page.xpath("//input[@name='limit']/@value") == ["10"]
    controls = page.xpath("//input[@name!='q' and @name!='limit']|//select")
    assert {control.get("form") for control in controls} == {"search-form"}


def test_nothing_found_says_which_filter_to_drop_and_what_it_gives(get_page):
    page = get_page("/search?q=planning&vendor=Idox&outcome=refused")
    ways = [(words(li), li.find("a").get("href")) for li in page.xpath("//ul[contains(@class, 'ways-out')]/li")]
    assert ("Drop Outcome: Refused 1 answer", "/search?q=planning&vendor=Idox") in ways
    assert not any("Supplier" in label for label, _ in ways)


def test_misspelt_word_is_given_back_right(get_page):
    page = get_page("/search?q=parkng")
    assert page.xpath("//p[@class='meant']/a/@href") == ["/search?q=parking"]


def test_bad_value_is_named_linked_to_its_field_and_the_rest_still_searched(get_page):
    page = get_page("/search?q=parking&from=yesterday", 400)
    link = page.xpath("//div[contains(@class, 'error-summary')]//a")[0]
    assert link.get("href") == "#from"
    assert "yesterday" in words(link)
    assert titles(page) == [PARKING]


def test_page_past_the_last_says_so(get_page):
    assert "There is no page 9" in words(get_page("/search?q=parking&page=9").get_element_by_id("main"))


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "' OR 1=1 --"]
)
def test_query_is_printed_as_text(get_page, query):
    page = get_page("/search?" + "q=" + re.sub(r"[^\w]", lambda m: f"%{ord(m[0]):02x}", query))
    assert page.get_element_by_id("q").get("value") == query
    assert not page.xpath("//img|//script[not(@src)]")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.text(max_size=400) | st.text(alphabet='()"*?~^:-ANDORT []{}', max_size=80),
    name=st.sampled_from(["exemption", "vendor", "from", "to", "sort", "page", "limit", "law", "citation_status"]),
    value=st.text(max_size=60),
)
def test_no_query_breaks_the_page(client, query, name, value):
    response = client.get("/search", query_string={"q": query, name: value})
    assert response.status_code in (200, 400)
    assert response.get_data(as_text=True).count("<script") == 1  # the site's own


def test_a_bad_date_is_told_beside_its_field_too(get_page):
    page = get_page("/search?from=soon", 400)
    field = page.get_element_by_id("from")
    message = page.get_element_by_id("from-error")
    assert "‘soon’ is not a date" in words(message)
    assert "from-error" in field.get("aria-describedby")


def test_a_card_names_the_formats_of_its_files(get_page):
    assert "Plain text" in words(get_page("/search?q=parking").xpath("//p[@class='facts']")[0])


def test_a_facet_with_more_values_than_fit_says_so_and_leads_to_all():
    counted = {"authority": [Facet(f"a-{n}", f"Authority {n}", 1) for n in range(31)], "law": [Facet("foia", "", 1)]}
    groups = {group.name: group.is_cut for group in facet_groups(counted, Filters())}
    assert groups == {"authority": True, "law": False}


def test_labels_of_many_columns_do_not_run_into_each_other():
    assert column_chart("", every_year({"2020": 1}, "2020", "2025")).label_every == 1
    assert column_chart("", every_year({"2020": 1}, "2010", "2026")).label_every == 2
    assert column_chart("", []).label_every == 1
