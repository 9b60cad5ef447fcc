"""The work of reading grows with the length of a text, however hostile: twice the text, about twice the calls.

Calls are counted, not seconds, so that a busy machine fails nothing. What a regular expression does inside one call
cannot be counted: there the processor's own time for four times the text is compared with four.
"""

from __future__ import annotations

import sys
import time

import pytest

from corpus.cues import sounds_like
from corpus.records import Document, Page
from ingest.read import read

MOST = 2.6  # times the calls for twice the text
HOSTILE = {
    "section": ("section ", 1000),
    "section-40(2)": ("section 40(2) ", 250),
    "section-40(2)-lines": ("section 40(2)\n", 250),
    "brackets": ("(", 8000),
    "nested-brackets": ("section 40(2)(a)(i)(b)(ii) ", 150),
    "siblings": ("and (2) ", 600),
    "questions": ("1. How many are there? ", 250),
    "question-lines": ("1. How many are there?\n", 80),
    "counted-questions": ("{n}. How many are there?\nThere are {n}.\n", 80),
    "vendors": ("Idox Uniform ", 150),
    "vendor-lines": ("Idox Uniform\n", 150),
    "unlisted": ("The supplier is Quillmere Ltd. ", 120),
    "quoted-lines": ("> How many are there?\n", 200),
    "quoted-and-answered": ("> How many are there?\nThere are 26.\n", 100),
    "deep-quotation": (">", 6000),
    "councils": ("Marlow Vale Council ", 250),
    "references": ("Our ref: FOI/24/0117 ", 200),
    "dates": ("Date: 3 July 2025 ", 200),
    "labels": ("Answer:\n", 200),
    "headings": ("Our response:\n\n", 120),
    "salutations": ("Dear A\n\n", 120),
    "cells": ("a\t", 2000),
    "bullets": ("• things\n", 200),
    "recounted": ("You asked for the number of cars. ", 120),
    "blank-lines": ("\n", 1500),
    "one-long-word": ("x", 30000),
    "one-long-line": ("the report of the board is here and there ", 150),
    "stops": ("s. ", 2000),
    "pages": ("word\f", 300),
    "amounts": ("£1,000 ", 600),
    "mail-headers": ("From: A\nSent: 1 May 2023\nTo: B\nSubject: C\n\n", 60),
}


def calls(text: str) -> int:
    """Return how many functions are called to read a text from a cold start."""
    count = 0

    def counted(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sounds_like.cache_clear()  # else the longer text profits from the shorter one
    document = Document("letter.txt", "0" * 64, "text/plain", len(text), (Page(1, text),))
    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        read(document)
    finally:
        sys.setprofile(before)
    return count


@pytest.fixture(scope="module", autouse=True)
def tables_are_loaded():
    read(Document("letter.txt", "0" * 64, "text/plain", 0, (Page(1, "Idox. Exempt under section 40(2)."),)))


def repeated(unit: str, times: int) -> str:
    return "".join(unit.format(n=n) for n in range(1, times + 1)) if "{n}" in unit else unit * times


@pytest.mark.parametrize("unit,times", [pytest.param(*row, id=name) for name, row in HOSTILE.items()])
def test_twice_the_text_takes_about_twice_the_calls(unit, times):
    once = calls(repeated(unit, times))
    twice = calls(repeated(unit, 2 * times))
    assert once > 50
    assert twice <= MOST * once, f"{once:,} calls, then {twice:,}"


MOST_TIME = 8  # times the processor's time for four times the text: 4 is linear, 16 quadratic
SLOW_TO_MATCH = {
    "brackets": ("(", 8000),
    "quotation-marks": ("“", 8000),
    "spaces": (" ", 8000),
    "cells": ("\t", 8000),
    "figures": ("9", 8000),
    "one-long-word": ("x", 8000),
    "capitals": ("THE ", 2000),
    "slashes": ("1/1/", 2000),
    "stops": ("a.", 4000),
    "amounts": ("£1 ", 3000),
    "blank-lines": ("\n", 3000),
    "hyphens": ("Ab-", 1000),
    "at-signs": ("@", 5000),
}


def seconds(text: str) -> float:
    document = Document("letter.txt", "0" * 64, "text/plain", len(text), (Page(1, text),))
    before = time.process_time()
    read(document)
    return time.process_time() - before


@pytest.mark.parametrize("unit,times", [pytest.param(*row, id=name) for name, row in SLOW_TO_MATCH.items()])
def test_no_pattern_goes_back_over_the_whole_text(unit, times):
    once = max(0.01, min(seconds(unit * times) for _ in range(2)))
    four_times = min(seconds(unit * 4 * times) for _ in range(2))
    assert four_times <= MOST_TIME * once, f"{once:.3f} s, then {four_times:.3f} s"
