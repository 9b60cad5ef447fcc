"""A row of a disclosure log: what its publisher states of one request."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, fields

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
