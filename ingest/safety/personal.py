"""Personal data that should perhaps not be public: addresses, telephone numbers, and numbers that name a person.

Every pattern is linear: candidates are short runs of bounded length, checked afterwards in Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from stdnum import iban, luhn
from stdnum.gb import nhs, upn, utr

from corpus.checks import private_providers
from corpus.records import Finding, Page
from ingest.safety.found import finding
from ingest.safety.people import find_people

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?=[\w-])[\w.-]{3,255}")
# Digits of one number, as people group them; a longer run of digits is no phone number.
_PHONE = re.compile(r"(?<![\w.£$-])(?:\+44\s?\(?0?\)?\s?|0044\s?|\(?0)\d(?:[ -]?\(?\d\)?){8,9}(?![\d-])\b")
# The two letters as HMRC issues them (not D, F, I, Q, U, V; no O second; some pairs never used), then A to D.
_NI = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b", re.IGNORECASE
)
_NHS = re.compile(r"(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])")
_NHS_CONTEXT = re.compile(r"\bNHS\s+(?:no|num|number|id)\b|\bpatient\b", re.IGNORECASE)
_TEN_DIGITS = re.compile(r"(?<![\w-])\d{5}\s?\d{5}(?![\w-])")
_UTR_CONTEXT = re.compile(r"\bUTR\b|\btax(?:payer)?\s+ref|unique\s+tax", re.IGNORECASE)
_UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<![\w-])[3-6]\d{3}[ -]?\d{4}[ -]?\d{4}[ -]?\d{3,4}(?![\w-])")
_LONG_NUMBER = re.compile(r"\d(?:[\s-]?\d){9}")  # without ten digits there is none of those above but an IBAN
_CARD_CONTEXT = re.compile(r"\bcard\b|\bvisa\b|mastercard|\bamex\b", re.IGNORECASE)
_BIRTH = re.compile(
    r"\b(date of birth|D\.?O\.?B\.?|born on)[\s:.–-]{0,6}"
    r"(\d{1,2}[\s./-]{1,2}(?:\d{1,2}|[A-Z][a-z]{2,8})[\s./-]{1,2}(?:19|20)?\d\d)\b",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"07[1-57-9]")
_MANY = 3
_NEAR = 60  # characters before a number in which the word stands that makes it an NHS number
_AREA = re.compile(  # by first digits: geographic, non-geographic, corporate, mobile and pager, free and shared cost
    r"0(?:1\d{8,9}|[23]\d{9}|5[56]\d{8}|7[1-9]\d{8}|8(?:00\d{6,7}|4[2-5]\d{7}|7[0-3]\d{7})|9[018]\d{8})"
)


def find_personal(pages: Iterable[Page]) -> tuple[Finding, ...]:
    """Return what looks like personal data, page by page, each value once a page and masked: "i***@***.gov.uk"."""
    return tuple(finding for page in pages for finding in dict.fromkeys(_of_page(page)))


def _of_page(page: Page) -> Iterator[Finding]:
    text = page.text
    number, where = page.number, f"sheet {page.name}" if page.name else ""
    for match in _ADDRESS.finditer(text) if "@" in text else ():
        address = match.group().rstrip(".-_")
        domain = address.partition("@")[2].lower()
        if "." in domain:
            kind = "personal_email" if domain in private_providers() else "email_address"
            yield finding(kind, number, mask_address(address), where)
    for match in _PHONE.finditer(text):
        if digits := _phone(match.group()):
            kind = "mobile_number" if _MOBILE.match(digits) else "phone_number"
            yield finding(kind, number, _mask_end(match.group(), 3), where)
    for match in _NI.finditer(text):
        yield finding("ni_number", number, f"{match.group()[:2]}••••••{match.group()[-1]}", where)
    if _LONG_NUMBER.search(text):
        yield from _of_long_numbers(text, number, where)
    for match in _IBAN.finditer(text):
        if iban.is_valid(match.group()):
            yield finding("bank_account", number, f"{match.group()[:4]}••••{match.group()[-3:]}", where)
    for match in _BIRTH.finditer(text):
        yield finding("date_of_birth", number, f"{match[1]} {_mask_end(match[2], 0)}", where)
    yield from find_people(page)


def _of_long_numbers(text: str, number: int, where: str) -> Iterator[Finding]:
    yield from (finding("nhs_number", number, _mask_end(found, 3), where) for found in _nhs_numbers(text))
    for match in _TEN_DIGITS.finditer(text):
        if utr.is_valid(match.group()) and _near(text, match, _UTR_CONTEXT):
            yield finding("tax_reference", number, _mask_end(match.group(), 3), where)
    for match in _UPN.finditer(text):
        if upn.is_valid(match.group()):
            yield finding("pupil_number", number, f"{match.group()[0]}••••••••••{match.group()[-2:]}", where)
    for match in _CARD.finditer(text):
        grouped = any(mark in match.group() for mark in " -")
        if luhn.is_valid(_digits(match.group())) and (grouped or _near(text, match, _CARD_CONTEXT)):
            yield finding("card_number", number, _mask_end(match.group(), 4), where)


def _nhs_numbers(text: str) -> Iterator[str]:
    """Yield NHS numbers: one that a word beside it says is one, or a row of numbers that have the check digit.

    One in eleven numbers of ten digits has the right check digit by chance.
    """
    candidates = list(_NHS.finditer(text))
    valid = [match for match in candidates if is_nhs_number(match.group())]
    many = len(valid) >= _MANY and len(valid) * 2 > len(candidates)
    yield from (match.group() for match in valid if many or _near(text, match, _NHS_CONTEXT))


def _near(text: str, match: re.Match[str], context: re.Pattern[str]) -> bool:
    return context.search(text[max(0, match.start() - _NEAR) : match.start()]) is not None


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def mask_address(address: str) -> str:
    """Return an e-mail address with its first letter and its public suffix only: "i***@***.gov.uk"."""
    name, _, domain = address.partition("@")
    labels = domain.split(".")
    kept = labels[-2:] if len(labels) > 2 else labels[-1:]
    return f"{name[:1]}***@***.{'.'.join(kept)}"


def is_nhs_number(text: str) -> bool:
    """Return whether ten digits end in the check digit of an NHS number (modulus 11)."""
    digits = _digits(text)
    return len(digits) == 10 and len(set(digits)) > 1 and nhs.is_valid(digits)


def _phone(text: str) -> str:
    """Return the digits of a UK telephone number, "" for any other number."""
    digits = _digits(text)
    digits = re.sub(r"^(?:0044|44)0?", "0", digits) if text.lstrip("(").startswith(("+", "0044")) else digits
    return digits if _AREA.fullmatch(digits) else ""


def _mask_end(text: str, shown: int) -> str:
    """Return a number with all but its last digits masked, its grouping kept."""
    hidden = sum(char.isdigit() for char in text) - shown
    masked = []
    for char in text:
        if char.isdigit() and hidden > 0:
            hidden -= 1
            masked.append("•")
        else:
            masked.append(char)
    return "".join(masked)
