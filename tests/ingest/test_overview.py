"""What `foilog status` prints stays short however much there is."""

from __future__ import annotations

from corpus.catalogue import Catalogue
from corpus.census import HeldDisclosure, take_census
from corpus.datadir import DataDir
from ingest.overview import LISTED, overview


def held(tmp_path, number):
    with Catalogue.open(DataDir(tmp_path)) as catalogue:
        census = take_census(catalogue)
    held = [
        HeldDisclosure(f"id-{n}", f"{n}.pdf", "hidden_sheet, comment" if n else "hidden_sheet") for n in range(number)
    ]
    return list(overview(type(census)(**{name: getattr(census, name) for name in census.__slots__} | {"held": held})))


def test_a_few_are_listed(tmp_path):
    lines = held(tmp_path, 2)
    assert "  2 held: 1 comment, 2 hidden_sheet" in lines
    assert "    id-1: hidden_sheet, comment (1.pdf)" in lines


def test_of_many_the_first_are_listed_and_the_others_counted(tmp_path):
    lines = held(tmp_path, LISTED + 3)
    assert sum(line.startswith("    id-") for line in lines) == LISTED
    assert "    and 3 more: --json lists all" in lines
