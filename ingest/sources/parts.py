"""What is said of the parts of archives, mailboxes and logs, between the process that plans and the workers that read.

Light: the planning process loads no parser.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.sources.log_row import LogRow
from ingest.sources.walk import FoundFile, Part

LIST_FUNCTION = "ingest.sources.containers:list_parts"
TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".jsonl", ".ndjson", ".json"})
_OFFICE = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/", b"mimetype")
_HEAD = 512


@dataclass(frozen=True, slots=True)
class ListJob:
    """A file that may hold several answers."""

    file: FoundFile
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """The parts of a file, and what was noticed. `rows`: of a log, what it says of the files it names."""

    parts: tuple[Part, ...]
    warnings: tuple[str, ...] = ()
    rows: tuple[LogRow, ...] = ()


def may_hold_parts(file: FoundFile) -> bool:
    """Tell whether a file is worth a look, from its name and its first bytes; never raises."""
    if file.path.suffix.casefold() in TABLES:
        return True
    try:
        with file.path.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError:
        return False
    if head.startswith(b"PK\x03\x04"):
        return not head[30:].startswith(_OFFICE)
    return head.startswith(b"From ") and file.path.suffix.casefold() != ".eml"
