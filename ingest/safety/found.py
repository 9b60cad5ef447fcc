"""Making findings: the severity of each kind comes from one table, and what was found is always masked."""

from __future__ import annotations

import re

from corpus.checks import check
from corpus.records import Finding

_SHOWN_WORDS = 6
_MAX_SHOWN = 80


def finding(kind: str, page: int, shown: str, where: str = "", *, action: str | None = None) -> Finding:
    """Return a finding of `kind`, with the severity `corpus/tables/checks.toml` gives that kind unless told otherwise.

    `shown` must be masked already. Page 1 stands for the file as a whole.
    """
    return Finding(kind, page, shown, action or check(kind).severity, where)


def masked(text: str) -> str:
    """Return text that must not be repeated, so that its author knows it again: "J••• E•••••• (12 characters)".

    The first letter of each of the first words stays, digits never do.
    """
    text = re.sub(r"\\'[0-9a-fA-F]{2}", "x", text)
    words = text.split()
    shown = " ".join(_masked_word(word) for word in words[:_SHOWN_WORDS])[:_MAX_SHOWN]
    more = " …" if len(words) > _SHOWN_WORDS else ""
    length = len(" ".join(words))
    return f"{shown}{more} ({length} character{'' if length == 1 else 's'})"


def _masked_word(word: str) -> str:
    first = word[:1] if word[:1].isalpha() and len(word) > 1 else ""
    return first + re.sub(r"[^\W_]", "•", word[len(first) :][:12])
