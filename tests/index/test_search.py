"""The made-up corpus of conftest.py, searched: ids and counts worked out on paper."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Disclosure
from index.build import update_index
from index.evaluate import required, required_of_none
from index.search import QueryError, SearchIndex, SearchRequest, SearchResult

Found = Callable[..., set[str]]
Search = Callable[..., SearchResult]
EVERYTHING = {f"d{n:02}" for n in range(1, 13)}


def ids(text: str) -> set[str]:
    return set(text.split())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("potholes", "d01", id="word"),
        pytest.param("staff", "d03 d05 d12", id="word in question or answer"),
        pytest.param("junior staff", "d03", id="all of two words"),
        pytest.param("pot holes", "d01", id="parted in the query"),
        pytest.param("surveillance cameras", "d02", id="synonym of two words"),
        pytest.param("human resources", "d04", id="synonym for an abbreviation"),
        pytest.param("temporary staff", "d05", id="synonym of a name"),
        pytest.param("email", "d10", id="e-mail by email"),
        pytest.param("e-mail", "d10", id="e-mail by e-mail"),
        pytest.param("e mail", "d10", id="e-mail by two words"),
        pytest.param("cafe", "d11", id="accent"),
        pytest.param("dŵr", "d12", id="Welsh"),
        pytest.param("section 40(2)", "d03 d08", id="citation, two ways of writing"),
        pytest.param("s40", "d03 d08", id="citation of a whole section"),
        pytest.param("12(5)(e)", "d06", id="citation without its head"),
        pytest.param("5000", "d01", id="number with a comma"),
        pytest.param("£1.2 million", "d01", id="money"),
        pytest.param("FOI/2024/0101", "d01", id="reference"),
        pytest.param("foi-2024-0102", "d02", id="reference written another way"),
        pytest.param("reference:0101", "d01", id="number of a reference"),
        pytest.param("reference:7788", "d04", id="number of a reference, spaced"),
        pytest.param('"junior staff"', "d03", id="phrase"),
        pytest.param('"staff junior"', "", id="phrase the wrong way round"),
        pytest.param('"e-mail kept"', "d10", id="phrase with a hyphen"),
        pytest.param('"email kept"', "d10", id="phrase without the hyphen"),
        pytest.param('"human resources"', "", id="phrases have no synonyms"),
        pytest.param("potholes OR cctv", "d01 d02", id="or"),
        pytest.param("staff AND agency", "d05", id="and"),
        pytest.param("staff NOT agency", "d03 d12", id="not"),
        pytest.param("staff -agency", "d03 d12", id="minus"),
        pytest.param("(potholes OR staff) -cymraeg", "d01 d03 d05", id="group"),
        pytest.param("title:staff", "d05", id="in titles"),
        pytest.param("question:staff", "d03 d05 d12", id="in questions"),
        pytest.param("answer:staff", "d03 d12", id="in answers"),
        pytest.param("vendor:uniform", "d03", id="in vendors: a product"),
        pytest.param("authority:glenorran", "d04 d05 d06", id="in authorities"),
        pytest.param("glenorran valuation", "d06", id="an authority's name is a word like any"),
        pytest.param("licen*", "d11", id="prefix"),
        pytest.param("internal review", "d12", id="in the letter only"),
        pytest.param("the which", "", id="stop words only"),
        pytest.param("qqqq", "", id="a word that is nowhere"),
    ],
)
def test_query_finds(found: Found, query: str, expected: str) -> None:
    assert found(query) == ids(expected)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param({"exemption": ("foia-40-2",)}, "d03 d08", id="exemption by id"),
        pytest.param({"exemption": ("s.40(2)",)}, "d03 d08", id="exemption as written"),
        pytest.param({"exemption": ("Section 40 (2)",)}, "d03 d08", id="exemption in words"),
        pytest.param({"exemption": ("FOIA 40",)}, "d03 d08", id="exemption with its law, section of sub-section"),
        pytest.param({"exemption": ("foia-31",)}, "d02", id="exemption two levels up"),
        pytest.param({"exemption": ("EIR 12(5)(e)",)}, "", id="exemption no answer applies"),
        pytest.param({"exemption": ("FOISA s.33(1)(b)",)}, "d05", id="Scottish exemption"),
        pytest.param({"exemption": ("s.33(1)(b)",), "law": ("foisa",)}, "d05", id="section of the law filtered for"),
        pytest.param({"exemption": ("foia-40", "foia-21")}, "d03 d08 d11", id="either of two"),
        pytest.param({"exemption": ("foia-43",)}, "", id="considered is not applied"),
        pytest.param({"exemption": ("foia-43",), "citation_status": ("considered",)}, "d03", id="considered"),
        pytest.param({"exemption": ("foia-40",), "citation_status": ("mentioned",)}, "d10", id="mentioned"),
        pytest.param({"exemption": ("foia-40",), "citation_status": ("applied", "mentioned")}, "d03 d08 d10", id="two"),
        pytest.param({"authority": ("Glenorran Council",)}, "d04 d05 d06", id="authority by name"),
        pytest.param({"authority": ("glenorran-council",)}, "d04 d05 d06", id="authority by slug"),
        pytest.param({"authority": ("Nowhere Council",)}, "", id="authority that is nowhere"),
        pytest.param({"vendor": ("idox",)}, "d03", id="vendor"),
        pytest.param({"vendor": ("Civica",)}, "", id="a vendor only the requester named is none"),
        pytest.param({"product": ("itrent",)}, "d04", id="product"),
        pytest.param({"outcome": ("refused",)}, "d06 d08", id="outcome"),
        pytest.param({"outcome": ("Partly disclosed", "refused")}, "d02 d03 d05 d06 d08", id="two outcomes"),
        pytest.param({"law": ("eisr",)}, "d06", id="law"),
        pytest.param({"date_from": "2024-05"}, "d01 d09 d12", id="from a month"),
        pytest.param({"date_from": "2021", "date_to": "2021"}, "d07 d08", id="one year, both ends in"),
        pytest.param({"date_to": "9/7/2020"}, "d10", id="to a day, the day in; undated out"),
        pytest.param({"date_from": "06/2023", "date_to": "November 2023"}, "d03 d04", id="months"),
        pytest.param({"law": ("foisa",), "outcome": ("partly_disclosed",)}, "d05", id="two filters"),
    ],
)
def test_filters_pass(found: Found, filters: dict[str, object], expected: str) -> None:
    assert found("", **filters) == ids(expected)


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        pytest.param({"exemption": ("s.999",)}, "exemption", id="no such section"),
        pytest.param({"exemption": ("(",)}, "exemption", id="no section at all"),
        pytest.param({"outcome": ("lost",)}, "outcome", id="no outcome"),
        pytest.param({"law": ("gdpr",)}, "law", id="no access law"),
        pytest.param({"authority_type": ("castle",)}, "authority_type", id="no type"),
        pytest.param({"citation_status": ("quoted",)}, "citation_status", id="no status"),
        pytest.param({"date_from": "yesterday"}, "date_from", id="no date"),
        pytest.param({"date_to": "31/2/2021"}, "date_to", id="no day of the calendar"),
        pytest.param({"date_from": "2022", "date_to": "2021"}, "date_to", id="ends before it begins"),
        pytest.param({"sort": "best"}, "sort", id="no order"),
        pytest.param({"limit": 0}, "limit", id="no results"),
        pytest.param({"page": 0}, "page", id="no page"),
    ],
)
def test_what_the_searcher_must_fix_names_its_field(search: Search, filters: dict[str, object], field: str) -> None:
    with pytest.raises(QueryError) as error:
        search("", **filters)
    assert error.value.field == field
    assert len(error.value.message) > 10


def test_without_a_query_the_newest_come_first_and_the_undated_last(search: Search) -> None:
    order = [hit.disclosure for hit in search().hits]
    assert order == ["d12", "d01", "d09", "d02", "d03", "d04", "d05", "d07", "d08", "d11", "d10", "d06"]
    oldest = [hit.disclosure for hit in search(sort="oldest").hits]
    assert oldest == ["d10", "d11", "d08", "d07", "d05", "d04", "d03", "d02", "d01", "d09", "d12", "d06"]


def test_facets_count_the_whole_result_not_the_page(search: Search) -> None:
    result = search(limit=1)
    assert result.total == 12
    assert result.pages == 12
    counts = {name: {f.value: f.count for f in facets} for name, facets in result.facets.items()}
    assert counts["authority"] == {"Ambleford Borough Council": 6, "Glenorran Council": 3, "Westmarsh Constabulary": 3}
    assert counts["outcome"] == {"disclosed": 6, "partly_disclosed": 3, "refused": 2, "already_published": 1}
    assert counts["exemption"] == {
        "foia-40": 2, "foia-40-2": 2, "foia-31": 1, "foia-31-1": 1, "foia-31-1-a": 1, "foia-30": 1, "foia-21": 1,
        "foisa-33": 1, "foisa-33-1": 1, "foisa-33-1-b": 1, "eisr-10": 1, "eisr-10-5": 1, "eisr-10-5-e": 1,
    }  # fmt: skip
    assert counts["law"] == {"foia": 9, "foisa": 2, "eisr": 1}
    assert counts["vendor"] == {"Idox": 1, "MHR": 1, "Axon": 1}
    assert counts["product"] == {"Uniform": 1, "iTrent": 1}
    assert list(counts["year"].items()) == [("2024", 4), ("2023", 2), ("2022", 1), ("2021", 2), ("2020", 2)]


def test_facets_of_several_statuses_count_a_disclosure_once(search: Search) -> None:
    facets = search(citation_status=("applied", "considered", "mentioned")).facets["exemption"]
    assert {f.value: f.count for f in facets if f.value.startswith(("foia-4", "foia-1"))} == {
        "foia-40": 3, "foia-40-2": 2, "foia-43": 1, "foia-43-2": 1, "foia-17": 1,
    }  # fmt: skip


def test_every_facet_value_filters_to_its_count(search: Search) -> None:
    for name, facets in search().facets.items():
        for facet in facets:
            filters = {"date_from": facet.value, "date_to": facet.value} if name == "year" else {name: (facet.value,)}
            assert search(**filters).total == facet.count, (name, facet)


def test_pages_part_the_result(search: Search) -> None:
    pages = [search(limit=5, page=n) for n in (1, 2, 3, 4)]
    assert [len(page.hits) for page in pages] == [5, 5, 2, 0]
    assert {hit.disclosure for page in pages for hit in page.hits} == EVERYTHING


def test_question_found_lifts_its_letter_and_is_named(search: Search) -> None:
    hit = search("junior staff").hits[0]
    assert hit.passages[0].question == "2"
    assert hit.passages[0].html == "Refused: s.40(2) applies to <mark>junior</mark> <mark>staff</mark>."
    assert hit.url == "/disclosures/d03#q2"


def test_letter_text_is_shown_with_its_page(search: Search) -> None:
    passage = search("internal review").hits[0].passages[0]
    assert (passage.question, passage.page) == (None, 2)
    assert "<mark>Internal</mark> <mark>review</mark>" in passage.html


def test_typed_word_beats_its_synonym(catalogue: Any, make: Callable[..., Disclosure], index_path: Path) -> None:
    catalogue.put(make("a", "Costs", [("What does it cost?", "Surveillance cameras: nothing.")]))
    catalogue.put(make("b", "Costs", [("What does it cost?", "CCTV costs us nothing.")]))
    update_index(catalogue, index_path)
    for query, expected in (("cctv", ["b", "a"]), ("surveillance cameras", ["a", "b"])):
        assert [hit.disclosure for hit in SearchIndex.open(index_path).search(SearchRequest(query)).hits] == expected


@pytest.mark.parametrize(
    ("query", "suggestion", "expected"),
    [
        pytest.param("pothoels", "potholes", "d01", id="letters swapped"),
        pytest.param("plannning aplication", "planning applications", "d03", id="two words"),
        pytest.param("agencystaff", "agency staff", "d05", id="run together"),
        pytest.param("valuationreport", "valuation report", "d06", id="parted in the text"),
    ],
)
def test_misspelt_words_find_their_neighbours(search: Search, query: str, suggestion: str, expected: str) -> None:
    result = search(query)
    assert result.did_you_mean == suggestion
    assert {hit.disclosure for hit in result.hits} == ids(expected)
    assert any("was searched as well" in notice for notice in result.notices)


def test_word_of_no_near_neighbour_is_not_replaced(search: Search) -> None:
    assert (search("unicorn").total, search("unicorn").did_you_mean) == (0, None)


def test_question_in_full_finds_its_answer(found: Found) -> None:
    assert found("how many potholes were repaired by the council during 2023, please?") == {"d01"}


def test_where_nothing_has_all_words_half_will_do_with_a_notice(search: Search) -> None:
    result = search("zebra potholes")
    assert {hit.disclosure for hit in result.hits} == {"d01"}
    assert result.notices == ["No answer has all of these words: these have at least half of them"]


@pytest.mark.parametrize(
    ("words", "needed", "half"), [(1, 1, 1), (2, 2, 1), (3, 3, 2), (4, 3, 2), (5, 4, 3), (9, 6, 5)]
)
def test_required_words(words: int, needed: int, half: int) -> None:
    assert (required(words), required_of_none(words)) == (needed, half)


def test_json_has_the_promised_shape(search: Search) -> None:
    shape = json.loads(json.dumps(search("junior staff").as_json()))
    assert {"total", "results", "facets", "did_you_mean", "notices"} <= shape.keys()
    assert shape["results"][0].keys() == {
        "disclosure", "source", "authority", "reference", "title", "responded_on", "outcome", "provisions", "vendors",
        "score", "passages", "url",
    }  # fmt: skip
    assert shape["results"][0]["passages"][0].keys() == {"question", "page", "html"}
    assert shape["facets"]["outcome"][0] == {"value": "partly_disclosed", "label": "Partly disclosed", "count": 1}


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("*a* " * 20, id="twenty wildcards"),
        pytest.param("word " * 10_000, id="ten thousand terms"),
        pytest.param("(" * 5_000 + ")" * 5_000, id="five thousand brackets"),
        pytest.param("NOT NOT NOT", id="nots"),
        pytest.param("ab " * 700_000, id="two megabytes"),
        pytest.param("\x00\x1b[31m\x7f pothole\x08", id="control characters"),
        pytest.param("\u202eבורות בכביש\u202c", id="right to left"),
        pytest.param('"staff staff staff" ' * 5, id="phrases of one word"),
        pytest.param("\ue00040\ue001", id="private use"),
        pytest.param("\ud800", id="lone surrogate"),
        pytest.param("title:title:title:x", id="fields of fields"),
    ],
)
def test_hostile_query_ends_within_a_second(search: Search, query: str) -> None:
    started = time.perf_counter()
    result = search(query)
    assert time.perf_counter() - started < 1
    assert result.total == len(result.hits)


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_any_query_gives_a_result(corpus_index: SearchIndex, query: str) -> None:
    result = corpus_index.search(SearchRequest(query, limit=100))
    assert result.total == len({hit.disclosure for hit in result.hits})


def test_late_search_says_so(corpus_index: SearchIndex) -> None:
    late = SearchIndex(corpus_index._path, deadline=-1.0)
    assert (
        "This search took too long: not every word of it was looked up" in late.search(SearchRequest("staff")).notices
    )


def test_only_the_facets_and_passages_asked_for_are_given(search: Search) -> None:
    bare = search("staff", facets=("outcome",), passages=False)
    assert list(bare.facets) == ["outcome"]
    assert [hit.passages for hit in bare.hits] == [()] * bare.total
    assert bare.as_json()["facets"]["vendor"] == []
    assert [hit.score for hit in bare.hits] == [hit.score for hit in search("staff").hits]


def test_those_with_all_words_come_before_those_with_half(
    catalogue: Any, make: Callable[..., Disclosure], index_path: Path
) -> None:
    catalogue.put(make("all", "Letter", [("Which?", "lamps " + "filler words " * 40 + " benches " + "trees")]))
    catalogue.put(make("half", "Lamps and benches", [("Lamps and benches?", "Lamps, benches, lamps, benches.")]))
    catalogue.put(make("one", "Lamps", [("Lamps?", "Lamps.")]))
    update_index(catalogue, index_path)
    result = SearchIndex.open(index_path).search(SearchRequest("lamps benches trees"))
    assert [hit.disclosure for hit in result.hits] == ["all", "half"]
    assert result.notices == ["Few answers have most of these words: 1 with at least half of them follow"]


def test_a_letter_that_answers_counts_more_than_one_that_asks_back(
    catalogue: Any, make: Callable[..., Disclosure], index_path: Path
) -> None:
    for name, outcome in (("asks", "clarification"), ("passes", "transferred"), ("answers", "disclosed")):
        catalogue.put(make(name, "Benches", [("How many benches?", "Benches.")], outcome=outcome))
    update_index(catalogue, index_path)
    hits = SearchIndex.open(index_path).search(SearchRequest("benches")).hits
    assert hits[0].disclosure == "answers"
    assert hits[1].score == hits[2].score < hits[0].score


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        pytest.param("vehical", "vehicle", id="two letters, the same sound"),
        pytest.param("tazer", "tasers", id="another ending"),
        pytest.param("recieved", "received", id="letters swapped"),
        pytest.param("fotograph", "photograph", id="ph is f"),
        pytest.param("unicorn", None, id="two letters, another sound"),
    ],
)
def test_nearest_word(
    catalogue: Any, make: Callable[..., Disclosure], index_path: Path, typed: str, nearest: str | None
) -> None:
    catalogue.put(make("a", "x", [("Which?", "vehicle tasers takers received photograph uniform.")]))
    update_index(catalogue, index_path)
    assert SearchIndex.open(index_path).search(SearchRequest(typed)).did_you_mean == nearest


@pytest.mark.parametrize("query", ["PCNs", "pcns", "PCN", "penalty charge notices", "parking tickets"])
def test_plurals_of_abbreviations(
    catalogue: Any, make: Callable[..., Disclosure], index_path: Path, query: str
) -> None:
    catalogue.put(make("a", "x", [("How many?", "312 PCNs were issued.")]))
    catalogue.put(make("b", "x", [("How many?", "One PCN was issued.")]))
    update_index(catalogue, index_path)
    found = SearchIndex.open(index_path).search(SearchRequest(query))
    assert {hit.disclosure for hit in found.hits} == {"a", "b"}
