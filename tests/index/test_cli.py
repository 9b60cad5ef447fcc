"""`foilog index` and `foilog search`, over a real catalogue."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.catalogue import Catalogue
from corpus.records import Disclosure
from index.cli import index, search


@pytest.fixture
def data_dir(tmp_path: Path, make: Callable[..., Disclosure]) -> Path:
    """Return a data directory with three letters in its catalogue and no index yet."""
    path = tmp_path / "var"
    with Catalogue.open(path) as catalogue:
        for row in (
            make(
                "bins",
                "Missed bins",
                [("How many bins were missed?", "We missed 45 bins & <sacks>.")],
                date="2024-02-01",
            ),
            make(
                "lamps", "Street lamps", [("How many lamps are out?", "Nine.")], date="2023-02-01", reference="FOI 77"
            ),
            make(
                "trees", "Felled trees", [("Why were trees felled?", "Refused.")], date="2022-02-01", outcome="refused"
            ),
        ):
            catalogue.put(row)
    return path


def run(command: object, data_dir: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments, "--data-dir", str(data_dir)])  # type: ignore[arg-type]


def test_index_then_search(data_dir: Path) -> None:
    result = run(index, data_dir)
    assert result.exit_code == 0, result.output
    assert "built anew (there was no index): 3 written, 0 taken out, 3 disclosures to find" in result.output
    found = json.loads(run(search, data_dir, "missed", "bins", "--json").output)
    assert (found["total"], found["results"][0]["disclosure"]) == (1, "bins")
    assert found["results"][0]["passages"] == [
        {"question": "1", "page": 1, "html": "We <mark>missed</mark> 45 <mark>bins</mark> &amp; &lt;sacks&gt;."}
    ]
    assert "brought up to date: 0 written" in run(index, data_dir).output
    assert "built anew (asked for)" in run(index, data_dir, "--rebuild").output


def test_withdrawn_is_found_no_more(data_dir: Path) -> None:
    run(index, data_dir)
    with Catalogue.open(data_dir) as catalogue:
        catalogue.withdraw("bins", "asked to")
    assert "1 taken out, 2 disclosures" in run(index, data_dir).output
    assert json.loads(run(search, data_dir, "bins", "--json").output)["total"] == 0


def test_search_for_people(data_dir: Path) -> None:
    run(index, data_dir)
    output = run(search, data_dir, "missed binz").output
    assert (
        "Note: No answer has the word 'binz': 'bins' was searched as well.\nDid you mean: missed bins\n1 disclosure\n"
        in output
    )
    assert "Question 1, page 1: We *missed* 45 *bins* & <sacks>." in output


def test_options_are_those_of_the_contract(data_dir: Path) -> None:
    run(index, data_dir)
    options = [
        (["--outcome", "refused"], ["trees"]),
        (["--outcome", "refused", "--outcome", "disclosed", "--sort", "oldest"], ["trees", "lamps", "bins"]),
        (["--from", "2023", "--to", "2023-12"], ["lamps"]),
        (["--limit", "1", "--page", "2"], ["lamps"]),
        (["--authority", "Ambleford Borough Council", "--law", "foia", "--sort", "newest"], ["bins", "lamps", "trees"]),
        (["--exemption", "foia-40", "--citation-status", "mentioned"], []),
        (["--vendor", "Idox", "--product", "Uniform"], []),
        (["reference:77"], ["lamps"]),
    ]
    for arguments, expected in options:
        found = json.loads(run(search, data_dir, *arguments, "--json").output)
        assert [hit["disclosure"] for hit in found["results"]] == expected, arguments


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(["--from", "soon"], 2, "--from: 'soon' is not a date", id="a date that is none"),
        pytest.param(["--outcome", "lost"], 2, "--outcome: 'lost' is no outcome", id="an outcome that is none"),
        pytest.param(["--limit", "0"], 2, "--limit: A page holds 1 to", id="an empty page"),
    ],
)
def test_what_the_searcher_must_fix_is_a_usage_error(
    data_dir: Path, arguments: list[str], code: int, message: str
) -> None:
    run(index, data_dir)
    result = run(search, data_dir, *arguments)
    assert result.exit_code == code
    assert message in result.output


def test_without_an_index_the_way_out_is_named(data_dir: Path) -> None:
    result = run(search, data_dir, "bins")
    assert result.exit_code == 1
    assert "there is no search index here yet; run `foilog index`" in result.output


def test_without_a_catalogue_the_way_out_is_named(tmp_path: Path) -> None:
    result = run(index, tmp_path / "nowhere")
    assert result.exit_code == 1
    assert "Run `foilog ingest PATH` first" in result.output
