"""What only a letter that was taken out had is nowhere to be seen, though the index holds it until it is merged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.records import Disclosure, State, VendorMention, VendorStatus
from index.build import update_index
from index.generations import read_current
from index.search import SearchIndex, SearchRequest
from index.snapshot import Snapshot

Make = Callable[..., Disclosure]


@pytest.fixture
def index(catalogue: Any, make: Make, index_path: Path) -> SearchIndex:
    """Return an index from which the letter about Zebedee's ferrets was withdrawn; others are about ferries."""
    supplier = VendorMention("Ferretworks", None, VendorStatus.CURRENT, (), 1, 0, 0, "", "")
    text = "Zebedee keeps ferrets." + "".join(f" zebede{letter}" for letter in "abcdfghijklmnopqrstuvwxyz")
    for n in range(30):
        catalogue.put(make(f"a{n}", "Bins", [("Bins?", "Zebedus collects bins from ferries.")]))
    catalogue.put(make("gone", "Ferrets", [("Who keeps ferrets?", text)], vendors=[supplier]))
    update_index(catalogue, index_path)
    catalogue.put(make("gone", "", state=State.WITHDRAWN))
    assert update_index(catalogue, index_path).removed == 1
    current = read_current(index_path)
    assert current is not None
    snapshot = Snapshot(index_path / current.generation)
    assert "ferrets" in set(snapshot.terms("words"))  # or this tests nothing
    assert current.disclosures == snapshot.disclosures == 30
    return SearchIndex.open(index_path)


@pytest.mark.parametrize("typed", ["zebedee", "zebdee", "ferrets", "ferets", "zebedeferrets"])
def test_no_word_of_it_is_suggested(index: SearchIndex, typed: str) -> None:
    result = index.search(SearchRequest(typed))
    told = " ".join([result.did_you_mean or "", *result.notices]).replace(f"'{typed}'", "")
    assert "zebedee" not in told.casefold() and "ferrets" not in told.casefold()
    assert "gone" not in {hit.disclosure for hit in result.hits}


def test_its_many_words_do_not_crowd_out_a_living_one(index: SearchIndex) -> None:
    assert index.search(SearchRequest("zebedes")).did_you_mean == "zebedus"


def test_its_supplier_is_no_longer_known(index: SearchIndex) -> None:
    result = index.search(SearchRequest(vendor=("Ferretworks",)))
    assert (result.total, result.notices) == (0, ["No answer here is tied to the vendor 'Ferretworks'"])
    assert result.facets["vendor"] == []
