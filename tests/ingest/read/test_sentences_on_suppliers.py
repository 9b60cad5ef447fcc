"""One sentence at a time, in two letters: what it says of each supplier named."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

SENTENCES = tomllib.loads((Path(__file__).parent / "sentences_on_suppliers.toml").read_text())["sentence"]
NUMBERED = """Thornmere Council

Reference: FOI-4471
4 June 2024

Dear Ms Archer

Thank you for your request of 8 May 2024 under the Freedom of Information Act 2000. Our answers are below.

1. What software do you use for this service, and who supplies it?

{sentence}

2. How many staff use it?

412.

Yours sincerely

P. Lane
Information Officer
"""
PROSE = """Dear Mr Vale

Freedom of Information Act 2000 - request 7731

You asked about our software.

I can confirm that we hold the information. {sentence}

You can ask us to look again at this decision by writing to the address above.

Regards
Information Governance
Thornmere Council
"""


@pytest.mark.parametrize("letter", [NUMBERED, PROSE], ids=["numbered", "prose"])
@pytest.mark.parametrize("row", SENTENCES, ids=[row["text"][:60] for row in SENTENCES])
def test_says_this_of_each(row, letter, read_text):
    said = {}
    for mention in read_text(letter.format(sentence=row["text"])).vendors:
        said.setdefault(mention.vendor, mention.status.value)
    assert said == row["suppliers"]
