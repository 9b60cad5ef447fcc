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
