"""Contract facts: what a letter states beside a supplier's name of cost, expiry and term, in the letter's own words."""

from __future__ import annotations

import re

_AMOUNT = re.compile(
    r"£\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:k|m|bn|million|thousand)\b)?"
    r"(?P<yearly>\s*(?:\([^)]{0,20}\)\s*)?(?:per\s+(?:annum|year)|p\.?\s?a\b\.?|a\s+year|each\s+year|annually|"
    r"yearly|/\s?(?:yr|year)))?",
    re.IGNORECASE,
)
_YEARLY_BEFORE = re.compile(r"\b(?:annual(?:ly)?|yearly|per\s+annum|a\s+year|p\.a\.)\b[^£.;]{0,40}$", re.IGNORECASE)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_EXPIRY = re.compile(
    r"(?:20\d\d\s*[-–]|\b(?:expir\w*|ends?|ending|end date|finish\w*|until|till|to|runs? (?:out|to)|"
    r"terminat\w*|renewal|renews?|due)(?=\W))"
    rf"[^.;£\n]{{0,25}}?(?P<date>\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\s+20\d\d|"
    rf"\d{{1,2}}[/.]\d{{1,2}}[/.](?:20)?\d\d|{_MONTH}\s+20\d\d)",
    re.IGNORECASE,
)
_NUMBER = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|twenty-four|thirty-six)"
_TERM = re.compile(
    rf"\b{_NUMBER}(?:\s*\(\d{{1,2}}\))?[\s\-]+(?:years?|months?)\b"
    rf"(?:\s*(?:\+|plus|with|and)\s[^.;\n£]{{0,50}}?\b(?:years?|months?|extensions?|options?)\b(?:\s+to\s+extend)?)?"
    r"(?!\s+(?:ago|old|earlier|before|later|warranty))",
    re.IGNORECASE,
)
_FURTHEST = 400  # characters behind a name that still speak of it
_ROW = 600  # characters of a table row
_COLUMNS = 40
_ROWS = 60  # rows above a row among which its headings are looked for
_COST = r"\b(?:costs?|values?|spend|prices?|fees?|charges?)\b"
_HEADINGS = {  # what a column of a table states, by its heading; the first that fits
    "annual_cost": re.compile(
        rf"\b(?:annual|yearly|per (?:year|annum)|p\.?a|each year)\b.*{_COST}|{_COST}.*\b(?:per (?:year|annum)|p\.?a)\b",
        re.IGNORECASE,
    ),
    "expires_on": re.compile(
        r"\bexpir(?:y|es|ation)\b|\b(?:end|ends|ending|renewal|termination)(?: (?:date|on))?$|\b(?:end|renewal) date\b",
        re.IGNORECASE,
    ),
    "cost": re.compile(_COST, re.IGNORECASE),
    "term": re.compile(r"\b(?:term|duration|length)\b", re.IGNORECASE),
}
_STATED = re.compile(rf"\d|\b{_NUMBER}\b", re.IGNORECASE)  # not "n/a" or "rolling"


def facts_beside(text: str, start: int, sentence_end: int) -> dict[str, str]:
    """Return what a letter states of the contract with the supplier named at `start` of a sentence to `sentence_end`.

    Keys and values as `contract_facts` gives them. In a row of a table that has headings the columns are read by them.
    """
    row_end = text.find("\n", start, start + _ROW)
    facts = contract_facts(text[start : max(sentence_end, row_end)])
    headed = _by_headings(text, start)
    if "annual_cost" in headed or "cost" in headed:
        facts.pop("annual_cost", None)
        facts.pop("cost", None)
    return facts | headed


def _by_headings(text: str, start: int) -> dict[str, str]:
    """Return the facts of the row around `start` whose columns the first row of its table heads; {} outside a table."""
    row_start = text.rfind("\n", 0, start) + 1
    row_end = text.find("\n", start)
    cells = text[row_start : row_end if row_end >= 0 else len(text)].split("\t")
    if len(cells) < 2 or len(cells) > _COLUMNS:
        return {}
    facts: dict[str, str] = {}
    for heading, cell in zip(_heading_row(text, row_start, len(cells)), cells, strict=False):
        fact = next((fact for fact, words in _HEADINGS.items() if words.search(heading)), None)
        if fact is not None and fact not in facts and _STATED.search(cell):
            facts[fact] = " ".join(cell.split())
    return facts


def _heading_row(text: str, row_start: int, width: int) -> list[str]:
    """Return the cells of the topmost row above that is as wide; [] where there is none."""
    headings: list[str] = []
    end = row_start - 1
    for _ in range(_ROWS):
        if end <= 0:
            break
        begin = text.rfind("\n", max(0, end - _ROW), end) + 1
        cells = text[begin:end].split("\t")
        if len(cells) != width:
            break
        headings, end = cells, begin - 1
    return headings


def contract_facts(beside: str) -> dict[str, str]:
    """Return what `beside`, the words from a supplier's name to the end of its sentence or row, states of its contract.

    Keys, each only where stated: `annual_cost` (an amount said to be a year's) or `cost` (any other amount),
    `expires_on`, `term`; values as printed, on one line, a year's amount without "a year".
    """
    beside = " ".join(beside[:_FURTHEST].split())
    facts = {}
    if amount := _AMOUNT.search(beside):
        yearly = amount["yearly"] or _YEARLY_BEFORE.search(beside, 0, amount.start())
        end = amount.start("yearly") if amount["yearly"] else amount.end()
        facts["annual_cost" if yearly else "cost"] = beside[amount.start() : end].strip(" .,")
    if expiry := _EXPIRY.search(beside):
        facts["expires_on"] = expiry["date"]
    if term := _TERM.search(beside):
        facts["term"] = term.group().strip(" .,")
    return facts
