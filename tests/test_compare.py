"""`make compare` shows what a change of the rules gains and loses."""

from __future__ import annotations

from typing import Any

from compare import compared, tags


def letter(status: str, *questions: str) -> dict[str, Any]:
    citation = {"provision": "foia-43-2", "status": status, "questions": list(questions)}
    vendor = {"vendor": "Idox", "product": "Uniform", "status": "current", "questions": []}
    return {"outcome": "disclosed", "citations": [citation], "vendors": [vendor]}


def test_a_change_is_one_loss_and_one_gain() -> None:
    before = {"a.pdf": tags(letter("mentioned")), "b.pdf": tags(letter("applied", "2"))}
    now = {"a.pdf": tags(letter("applied", "1", "3")), "b.pdf": tags(letter("applied", "2"))}
    assert compared(before, now) == [
        "a.pdf",
        "    - foia-43-2 mentioned, no question",
        "    + foia-43-2 applied, question 1, 3",
    ]


def test_a_letter_only_one_side_reads_is_shown_whole() -> None:
    assert compared({}, {"a.pdf": tags(letter("applied", "1"))}) == [
        "a.pdf",
        "    + Idox Uniform current, no question",
        "    + foia-43-2 applied, question 1",
        "    + outcome: disclosed",
    ]
