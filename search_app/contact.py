"""Whom a visitor can tell that something is wrong: an address that whoever runs the site has named."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

VARIABLE = "FOILOG_CONTACT"
_EMAIL = re.compile(r"[^\s@<>\"'?&]+@[^\s@<>\"'?&]+\.[^\s@<>\"'?&]+")
_WEB = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach whoever runs the site: what to print, and where it leads."""

    text: str
    address: str


def read_contact(said: str | None = None) -> Contact | None:
    """Return the contact named by `said` or else by `FOILOG_CONTACT`; None where neither names one.

    Raises:
        ValueError: it is neither an e-mail address nor a web address.
    """
    text = (said or os.environ.get(VARIABLE, "")).strip()
    if not text:
        return None
    if _EMAIL.fullmatch(text):
        return Contact(text, f"mailto:{text}")
    if _WEB.fullmatch(text):
        return Contact(text, text)
    raise ValueError(f"'{text[:80]}' is no contact: give an e-mail address or a web address that begins with https://")
