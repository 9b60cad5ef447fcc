"""The contract of a format module: `read(data, source, depth) -> Content`, and the limits they share."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.records import Document, Finding, Page
from ingest.errors import ExtractError

MAX_CHARACTERS = 5_000_000  # of text in one document: a letter has 5,000
MAX_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class Content:
    """What a format module finds in a file. Pages are already clean and 1-based without gaps."""

    pages: tuple[Page, ...]
    headers: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    attachments: tuple[Document, ...] = ()


def check_length(characters: int, source: str) -> None:
    """Raise ExtractError("too_large") where a document holds more text than `MAX_CHARACTERS`."""
    if characters > MAX_CHARACTERS:
        message = f"{source}: holds more than {MAX_CHARACTERS:,} characters of text. Split it into smaller files."
        raise ExtractError("too_large", message)
