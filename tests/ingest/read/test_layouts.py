"""One small letter for each way of putting questions and answers together: the numbers, questions and answers read."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

LETTERS = tomllib.loads((Path(__file__).parent / "layouts.toml").read_text())["letter"]


def _param(letter: dict) -> object:
    gap = letter.get("known_gap")
    marks = [pytest.mark.xfail(strict=True, reason=gap)] if gap else []
    return pytest.param(letter["text"], letter["items"], id=letter["name"], marks=marks)


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


@pytest.mark.parametrize("text,items", [_param(letter) for letter in LETTERS])
def test_layout(read_text, text, items):
    found = [[q.number, _plain(q.question), _plain(q.answer)] for q in read_text(text).questions]
    assert found == items
