"""One letter for each way of putting questions and answers together: the questions, answers and ties read."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from corpus.records import CitationStatus

BANKS = ("layouts.toml", "letters.toml")
LETTERS = [
    letter for bank in BANKS for letter in tomllib.loads((Path(__file__).parent / bank).read_text("utf-8"))["letter"]
]


def _param(letter: dict) -> object:
    gap = letter.get("known_gap")
    marks = [pytest.mark.xfail(strict=True, reason=gap)] if gap else []
    return pytest.param(letter["text"], letter["items"], letter.get("ties"), id=letter["name"], marks=marks)


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


@pytest.mark.parametrize("text,items,ties", [_param(letter) for letter in LETTERS])
def test_layout(read_text, text, items, ties):
    reading = read_text(text)
    assert [[q.number, _plain(q.question), _plain(q.answer)] for q in reading.questions] == items
    if ties is not None:
        applied = [c for c in reading.citations if c.status is CitationStatus.APPLIED]
        assert {c.provision: sorted(c.questions) for c in applied} == {p: sorted(n) for p, n in ties.items()}
