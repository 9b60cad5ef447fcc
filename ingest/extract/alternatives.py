"""Which of the two bodies of a message is read: the plain one, unless it says what the one on the screen does not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from corpus.records import Finding
from ingest.extract.content import Content
from ingest.safety.found import finding, masked

_ADDRESS = re.compile(
    r"\[(?:cid|image)[^\]\n]{0,300}\]|<?(?:https?://|mailto:|www\.)\S{1,2000}|\S{1,64}@\S{1,255}", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]{3,}")
_FEWEST = 2  # words that only the plain body has: one may be a matter of how it was made


def choose_body(plain: str, page: Callable[[], Content | None]) -> tuple[str, tuple[Finding, ...]]:
    """Return the text of a message, and what is to be told of it. `page` gives its HTML body, where it has one.

    Mail programs show the HTML body. The plain one beside it reads better where both say the same.
    """
    shown = page()
    if shown is None:
        return plain, ()
    text = "\n\n".join(one.text for one in shown.pages)
    if not plain.strip() or not text.strip():
        return (plain, ()) if plain.strip() else (text, shown.findings)
    on_screen = set(_words(text))
    unseen = [word for word in _words(_ADDRESS.sub(" ", plain)) if word not in on_screen]
    if len(set(unseen)) < _FEWEST:
        return plain, ()
    told = finding("hidden_text", 1, masked(" ".join(unseen)), "plain body, not shown by mail programs", action="warn")
    return text, (told, *shown.findings)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
