"""Keeping a letter and its attachments together, from their names alone.

Published answers often come as "FOI-1234 response.pdf" and "FOI-1234 data.xlsx". Files belong together when they are in
one folder and their names say the same once the words for a part of an answer are taken away, and what is left holds a
number of three digits or more. A workbook also joins where its name begins with such a reference. Nothing else is
joined: two letters taken for one would lose an answer, two files left apart lose only a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.sources.walk import FoundFile

# From one of these words on, a name only says which part of the answer the file is.
PARTS = frozenset({"annex", "annexe", "appendix", "attachment", "enclosure", "schedule"})
# These say what the file is, at either end of a name.
ROLES = frozenset(
    "response reply answer letter final full signed redacted copy request req disclosure data dataset spreadsheet "  # noqa: SIM905
    "table tables figures information info cover covering to the for of and doc document file".split()
)
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv"})
_TOKEN = re.compile(r"[^\W_]+")
_REFERENCE_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Group:
    """The files of one answer, in walking order. Most hold one."""

    files: tuple[FoundFile, ...]


def group_files(files: Sequence[FoundFile]) -> list[Group]:
    """Return the files in groups, in the order of each group's first file."""
    keyed = [(file, _key(file)) for file in files]
    letters = {key for file, key in keyed if key and not is_workbook(file.path)}
    groups: dict[tuple[Path, object], list[FoundFile]] = {}
    for file, key in keyed:
        if is_workbook(file.path) and not (file.stated or (file.part and file.part.together)):
            key = _letter_key(file, letters) or key
        groups.setdefault(key or (file.path, None), []).append(file)
    return [Group(tuple(members)) for members in groups.values()]


def reference_words(name: str) -> tuple[str, ...]:
    """Return the words of a file's stem without those for a part of an answer; () where no reference is left.

    "FOI-1234 Annex A fleet" and "Response to FOI 1234 (final)" both give ("foi", "1234").
    """
    words = _words(name)
    words = _without_designator(words)
    for position, word in enumerate(words):
        if word in PARTS and position:
            words = words[:position]
            break
    while words and words[0] in ROLES:
        words = words[1:]
    while words and words[-1] in ROLES:
        words = words[:-1]
    return tuple(words) if _has_reference(words) else ()


def is_workbook(path: Path) -> bool:
    """Tell whether a file's name is that of a workbook or table."""
    return path.suffix.casefold() in WORKBOOKS


def is_part(path: Path) -> bool:
    """Tell whether a file's name says that it hangs on another one: it is an annex, or a workbook."""
    return is_workbook(path) or any(word in PARTS for word in _words(path.name))


def _key(file: FoundFile) -> tuple[Path, object] | None:
    if file.part and file.part.together:
        return file.part.container, file.part.together
    if file.stated:  # a manifest says which files are one answer
        return file.path.parent, file.stated
    words = reference_words(file.path.name)
    return (file.path.parent, words) if words else None


def _letter_key(file: FoundFile, letters: Iterable[tuple[Path, object]]) -> tuple[Path, object] | None:
    """Return the key of the letter whose reference this workbook's name begins with; the longest one."""
    words, known = tuple(_words(file.path.name)), set(letters)
    for length in range(len(words), 0, -1):
        if (key := (file.path.parent, words[:length])) in known:
            return key
    return None


def _words(name: str) -> list[str]:
    return [word.casefold() for word in _TOKEN.findall(Path(name).stem)]


def _without_designator(words: list[str]) -> list[str]:
    """Take "annex a" or "appendix 2" off the front."""
    if words and words[0] in PARTS:
        rest = words[1:]
        return rest[1:] if rest and len(rest[0]) <= 2 else rest
    return words


def _has_reference(words: Sequence[str]) -> bool:
    return any(sum(character.isdigit() for character in word) >= _REFERENCE_DIGITS for word in words)
