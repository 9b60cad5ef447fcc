"""One answer at a time: what became of the question."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ANSWERS = tomllib.loads((Path(__file__).parent / "outcomes_of_answers.toml").read_text())["answer"]
LETTER = """Thornmere Council

Reference: FOI-4471
4 June 2024

Dear Ms Archer

Thank you for your request of 8 May 2024 under the Freedom of Information Act 2000. Our answers are below.

1. How many reports were written and what did they say?

{answer}

2. Who read them?

The committee.

If you are unhappy with this response you may ask for an internal review within 40 working days.

Yours sincerely

P. Lane
Information Officer
"""


@pytest.mark.parametrize("row", ANSWERS, ids=[row["text"][:60] for row in ANSWERS])
def test_outcome_of_the_answer(row, read_text):
    questions = read_text(LETTER.format(answer=row["text"])).questions
    assert [q.outcome.value for q in questions] == [row["outcome"], "disclosed"]
