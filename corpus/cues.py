"""The cue table: what headings, closing paragraphs and outcomes sound like, as rows with their own tests."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from corpus.records import VendorStatus


class CueError(ValueError):
    """A row of cues.toml does not compile or misses a key."""


def _in_small_letters(pattern: str) -> re.Pattern[str]:
    """Return a pattern to be asked of a text in small letters: that is two to four times as fast as to ignore case.

    Raises:
        re.error: it does not compile, or has a capital letter.
    """
    if re.search(r"[A-Z]", re.sub(r"\\[A-Za-z]", "", pattern)):
        raise re.error("it has a capital letter, but texts are asked in small letters")
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class Cue:
    """One row: evidence for `group`, with the sentences it must and must not be found in, in small letters."""

    id: str
    group: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@cache
def cues() -> Mapping[str, tuple[Cue, ...]]:
    """Return the rows of cues.toml by group.

    Raises:
        CueError: a row does not compile or has no example.
    """
    rows = tomllib.loads(files("corpus").joinpath("tables/cues.toml").read_text("utf-8"))["cue"]
    table: dict[str, list[Cue]] = {}
    for row in rows:
        try:
            pattern = _in_small_letters(row["pattern"].replace(" ", r"\s+").replace(r"\s+?", r"\s*"))
            cue = Cue(row["id"], row["group"], pattern, tuple(row["examples"]), tuple(row.get("counter_examples", ())))
        except (KeyError, re.error) as error:
            raise CueError(f"cues.toml, row {row.get('id', '?')}: {error}; mend the row") from error
        table.setdefault(cue.group, []).append(cue)
    return {group: tuple(found) for group, found in table.items()}


@lru_cache(maxsize=4096)  # the steps of reading ask the same of one paragraph several times
def sounds_like(group: str, text: str) -> bool:
    """Tell whether `text` holds a cue of `group`."""
    small = text.lower()
    return any(cue.pattern.search(small) for cue in cues()[group])


@dataclass(frozen=True, slots=True)
class StatusCue:
    """One row of status_cues.toml: a line of tokens that tells how a provision is used."""

    id: str
    group: str
    pattern: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@cache
def status_cues() -> tuple[StatusCue, ...]:
    """Return the rows of status_cues.toml in order.

    Raises:
        CueError: a row misses a key.
    """
    rows = tomllib.loads(files("corpus").joinpath("tables/status_cues.toml").read_text("utf-8"))["cue"]
    try:
        return tuple(
            StatusCue(r["id"], r["group"], r["pattern"], tuple(r["examples"]), tuple(r["counter_examples"]))
            for r in rows
        )
    except KeyError as error:
        raise CueError(f"status_cues.toml: a row misses {error}; add it") from error


NAME = "\x02"  # stands for the name in question in a sentence that a vendor cue is asked of


@dataclass(frozen=True, slots=True)
class VendorCue:
    """One row of vendor_status.toml: what words around a supplier's name say of it; the name is `NAME` in `pattern`."""

    id: str
    status: VendorStatus
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@cache
def vendor_cues() -> tuple[VendorCue, ...]:
    """Return the rows of vendor_status.toml in order: the first that is found decides.

    Raises:
        CueError: a row does not compile, or misses a key.
    """
    rows = tomllib.loads(files("corpus").joinpath("tables/vendor_status.toml").read_text("utf-8"))["cue"]
    table = []
    for row in rows:
        try:
            pattern = _in_small_letters(row["pattern"].replace("{M}", NAME))
            examples, counter_examples = tuple(row["examples"]), tuple(row["counter_examples"])
            table.append(VendorCue(row["id"], VendorStatus(row["status"]), pattern, examples, counter_examples))
        except (KeyError, ValueError, re.error) as error:
            raise CueError(f"vendor_status.toml, row {row.get('id', '?')}: {error}; mend the row") from error
    return tuple(table)


@cache
def common_words() -> frozenset[str]:
    """Return the words, in lower case, that say nothing of what a question is about."""
    return frozenset(tomllib.loads(files("corpus").joinpath("tables/common_words.toml").read_text("utf-8"))["words"])
