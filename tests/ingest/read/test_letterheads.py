"""One letterhead, opening or signature at a time: whose letter it is, its reference and the day it was sent."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

LETTERS = tomllib.loads((Path(__file__).parent / "letterheads.toml").read_text())["letter"]


@pytest.mark.parametrize("row", LETTERS, ids=[f"{row['authority']}-{i}" for i, row in enumerate(LETTERS)])
def test_names_its_author_reference_and_day(row, read_text):
    found = read_text(row["text"])
    assert found.authority == row["authority"]
    assert found.reference == row.get("reference")
    assert str(found.responded_on) == row["responded_on"]
