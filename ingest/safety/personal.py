"""Personal data that should perhaps not be public: e-mail addresses, UK phone, National Insurance and NHS numbers.

Every pattern is linear: candidates are short runs of bounded length, checked afterwards in Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.records import Finding, Page

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?=[\w-])[\w.-]{3,255}")
# Digits of one number, as people group them; a longer run of digits is no phone number.
_PHONE = re.compile(r"(?<![\w.£$-])(?:\+44\s?\(?0?\)?\s?|0044\s?|\(?0)\d(?:[ -]?\(?\d\)?){8,9}(?![\d-])\b")
# The two letters as HMRC issues them (not D, F, I, Q, U, V; no O second; some pairs never used), then A to D.
_NI = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b", re.IGNORECASE
)
_NHS = re.compile(r"(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])")
_NHS_CONTEXT = re.compile(r"\bNHS\s+(?:no|num|number|id)\b|\bpatient\b", re.IGNORECASE)
_NEAR = 60  # characters before a number in which the word stands that makes it an NHS number
_AREA = re.compile(  # by first digits: geographic, non-geographic, corporate, mobile and pager, free and shared cost
    r"0(?:1\d{8,9}|[23]\d{9}|5[56]\d{8}|7[1-9]\d{8}|8(?:00\d{6,7}|4[2-5]\d{7}|7[0-3]\d{7})|9[018]\d{8})"
)


def find_personal(pages: Iterable[Page]) -> tuple[Finding, ...]:
    """Return what looks like personal data, page by page, each value once a page and masked: "i***@***.gov.uk"."""
    return tuple(finding for page in pages for finding in dict.fromkeys(_of_page(page)))


def _of_page(page: Page) -> Iterator[Finding]:
    text = page.text
    where = f"sheet {page.name}" if page.name else ""
    for match in _ADDRESS.finditer(text):
        address = match.group().rstrip(".-_")
        if "." in address.partition("@")[2]:
            yield Finding("email_address", page.number, mask_address(address), where=where)
    for match in _PHONE.finditer(text):
        if _is_phone(match.group()):
            yield Finding("phone_number", page.number, _mask_end(match.group(), 3), where=where)
    for match in _NI.finditer(text):
        yield Finding("ni_number", page.number, f"{match.group()[:2]}••••••{match.group()[-1]}", "warn", where)
    for match in _NHS.finditer(text):
        before = text[max(0, match.start() - _NEAR) : match.start()]
        if is_nhs_number(match.group()) and _NHS_CONTEXT.search(before):
            yield Finding("nhs_number", page.number, _mask_end(match.group(), 3), "warn", where)


def mask_address(address: str) -> str:
    """Return an e-mail address with its first letter and its public suffix only: "i***@***.gov.uk"."""
    name, _, domain = address.partition("@")
    labels = domain.split(".")
    kept = labels[-2:] if len(labels) > 2 else labels[-1:]
    return f"{name[:1]}***@***.{'.'.join(kept)}"


def is_nhs_number(text: str) -> bool:
    """Return whether ten digits end in the check digit of an NHS number (modulus 11)."""
    digits = [int(char) for char in text if char.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return (0 if check == 11 else check) == digits[9]


def _is_phone(text: str) -> bool:
    digits = "".join(char for char in text if char.isdigit())
    digits = re.sub(r"^(?:0044|44)0?", "0", digits) if text.lstrip("(").startswith(("+", "0044")) else digits
    return _AREA.fullmatch(digits) is not None


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
