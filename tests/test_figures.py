"""`make figures` writes what its commands print between the markers of the README, and nothing else."""

from __future__ import annotations

import re
import tomllib

import pytest
from figures import FIGURES, README, ROOT, FiguresError, chosen, written

NAMES = tomllib.loads(FIGURES.read_text("utf-8"))
PRINTED = """2026-11-25, a machine

## Building

| by     | letters |
| ------ | ------: |
| Foilog |      60 |

A note.

## Searching 60 letters

| query | p95 |
| ----- | --: |
| a     |   1 |
"""


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        pytest.param(["Searching"], "| query | p95 |\n| --- | --: |\n| a | 1 |\n", id="one, without its title"),
        pytest.param(
            ["Building", "Searching"],
            "**Building**\n\n| by | letters |\n| --- | ---: |\n| Foilog | 60 |\n\n"
            "**Searching 60 letters**\n\n| query | p95 |\n| --- | --: |\n| a | 1 |\n",
            id="two, with their titles",
        ),
    ],
)
def test_the_tables_wanted_are_taken(titles, expected):
    assert chosen(PRINTED, titles) == expected


@pytest.mark.parametrize("printed", ["", PRINTED])
def test_a_table_that_was_not_printed_is_named(printed):
    with pytest.raises(FiguresError, match="Serving"):
        chosen(printed, ["Serving"])


def test_only_what_stands_between_the_markers_changes():
    readme = "a\n<!-- figures: x -->\nold\n<!-- end: x -->\nb\n"
    assert written(readme, "x", "new\n") == readme.replace("old", "new")


@pytest.mark.parametrize("readme", ["", "<!-- end: x -->\n<!-- figures: x -->\n", "<!-- figures: x -->\n" * 2])
def test_a_readme_without_the_markers_is_refused(readme):
    with pytest.raises(FiguresError, match="figures: x"):
        written(readme, "x", "")


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_has_a_place_for_each_and_holds_what_was_measured(name):
    text = README.read_text("utf-8")
    assert written(text, name, "-") != text
    between = text.partition(f"<!-- figures: {name} -->\n")[2].partition(f"<!-- end: {name} -->")[0]
    assert between.startswith("Measured on 20"), f"run `make figures FIGURES={name}`"
    assert re.search(r"by `(python bench/\S+|make) ?", between)
    assert (ROOT / NAMES[name]["command"].split()[0]).is_file()
