"""One sentence at a time, in two letters: which provisions it applies, if any."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from corpus.records import CitationStatus

SENTENCES = tomllib.loads((Path(__file__).parent / "sentences_of_answers.toml").read_text())["sentence"]
NUMBERED = """Thornmere Council

Reference: FOI-4471
4 June 2024

Dear Ms Archer

Thank you for your request of 8 May 2024 under the Freedom of Information Act 2000. Our answers are below.

1. How many reports were written?

Four reports were written in the year. {sentence}

2. Who read them?

The committee.

If you are unhappy with this response you may ask for an internal review within 40 working days.

Yours sincerely

P. Lane
Information Officer
"""
PROSE = """Dear Mr Vale

Freedom of Information Act 2000 - request 7731

You asked for the reports on parking written since 2020.

We hold four such reports and the first three are attached.

{sentence}

You can ask us to look again at this decision by writing to the address above.

Regards
Information Governance
Thornmere Council
"""


@pytest.mark.parametrize("letter", [NUMBERED, PROSE], ids=["numbered", "prose"])
@pytest.mark.parametrize("row", SENTENCES, ids=[row["text"][:60] for row in SENTENCES])
def test_applies_just_these(row, letter, read_text):
    text = letter.format(sentence=row["text"])
    citations = read_text(text).citations
    applied = {c.provision for c in citations if c.status is CitationStatus.APPLIED and not c.implied}
    assert applied == set(row["applies"])
