"""What is said of the parts of archives, mailboxes and logs, between the process that plans and the workers that read.

Light: the planning process loads no parser.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from ingest.sources.walk import FoundFile, Part

LIST_FUNCTION = "ingest.sources.containers:list_parts"
TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".jsonl", ".ndjson", ".json"})
_OFFICE = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/", b"mimetype")
_HEAD = 512
_PARTS = re.compile(r"[;\n|]+")


@dataclass(frozen=True, slots=True)
class LogRow:
    """One request of a log, as its publisher states it; "" where it does not."""

    authority: str = ""
    reference: str = ""
    title: str = ""
    request: str = ""
    response: str = ""
    received_on: str = ""
    responded_on: str = ""
    outcome: str = ""
    exemptions: str = ""
    url: str = ""
    files: str = ""

    @property
    def exemption_list(self) -> tuple[str, ...]:
        """Return the exemptions one by one."""
        return tuple(part.strip() for part in re.split(r"[;,\n|]+", self.exemptions) if part.strip())

    @property
    def file_names(self) -> tuple[str, ...]:
        """Return the names of the files that are the answer, where the log names them."""
        return tuple(part.strip() for part in _PARTS.split(self.files) if part.strip())

    def original(self) -> bytes:
        """Return the row as a table of one row: what is kept as the original of its disclosure."""
        out = io.StringIO(newline="")
        kept = [f.name for f in fields(self) if getattr(self, f.name)]
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(kept)
        writer.writerow([getattr(self, name) for name in kept])
        return out.getvalue().encode()


COLUMN_NAMES = tuple(f.name for f in fields(LogRow))


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
