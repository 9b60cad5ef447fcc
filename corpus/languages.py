"""Which language a passage is in: Welsh, Gaelic or English, told by its little words."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

FEWEST = 3  # little words of a language: a name or a greeting alone tells nothing
ENGLISH = "en"

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


@cache
def little_words() -> dict[str, frozenset[str]]:
    """Return the little words of each language by its BCP 47 tag; no word is of two."""
    rows = tomllib.loads(files("corpus").joinpath("tables/languages.toml").read_text("utf-8"))["language"]
    return {row["id"]: frozenset(row["words"].split()) for row in rows}


def language_of(text: str) -> str | None:
    """Return "cy", "gd" or "en"; None where too few little words tell. "Nid yw'r Cyngor yn cadw hyn" gives "cy"."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    counts = {language: sum(word in listed for word in words) for language, listed in little_words().items()}
    first, second = sorted(counts, key=counts.__getitem__, reverse=True)[:2]
    return first if counts[first] >= FEWEST and counts[first] > 2 * counts[second] else None
