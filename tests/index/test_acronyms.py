"""Abbreviations that a letter explains find the letters that use them, in both directions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.records import Disclosure, State
from index.acronyms import explained
from index.build import update_index
from index.search import SearchIndex, SearchRequest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("real time passenger information (RTPI)", ["rtpi=real time passenger information"], id="plain"),
        pytest.param("the Office of Tidal Works (OTW)", ["otw=office of tidal works"], id="small word left out"),
        pytest.param("terms of reference (TOR)", ["tor=terms of reference"], id="small word counted"),
        pytest.param("pressure vessel inspections (PVIs)", ["pvi=pressure vessel inspections"], id="plural"),
        pytest.param('the Weir Safety Panel ("WSP")', ["wsp=weir safety panel"], id="in quotes"),
        pytest.param("we spent more (NHS) on it", [], id="initials that do not fit"),
        pytest.param("(RTPI)", [], id="nothing before it"),
        pytest.param("see section 40 (2)", [], id="no abbreviation"),
    ],
)
def test_explained(text: str, expected: list[str]) -> None:
    assert list(explained(text)) == expected


def test_both_ways_and_never_from_a_letter_that_was_taken_out(
    catalogue: Any, make: Callable[..., Disclosure], index_path: Path
) -> None:
    catalogue.put(make("a", "Boards", [("What is it?", "The Quayside Lighting Register (QLR) lists lamps.")]))
    catalogue.put(make("b", "Lamps", [("Is it kept?", "The QLR is kept.")]))
    catalogue.put(make("c", "Lamps", [("Is it kept?", "The quayside lighting register is kept.")]))
    update_index(catalogue, index_path)
    index = SearchIndex.open(index_path)
    for query in ("QLR", "qlr", "quayside lighting register"):
        assert {hit.disclosure for hit in index.search(SearchRequest(query)).hits} == {"a", "b", "c"}
    catalogue.put(make("a", "Boards", state=State.WITHDRAWN))
    update_index(catalogue, index_path)
    assert {hit.disclosure for hit in index.search(SearchRequest("QLR")).hits} == {"b"}
