"""Files of which some pages are pictures: nothing on those can be read, and whoever publishes them should know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.records import Document

# How the warnings of such pages end.
NO_TEXT_LAYER = "has no text layer"
UNREADABLE = "text layer is unreadable"  # letters at random, of a font that does not tell its characters
READ_BY_OCR = "was read by OCR"
_WARNING = re.compile(rf"page (\d+) (?:{NO_TEXT_LAYER}|{UNREADABLE})")
_READ = re.compile(rf"page (\d+) {READ_BY_OCR}\b.*")


@dataclass(frozen=True, slots=True)
class Scan:
    """A file with pages that are pictures: `pages` could not be read, `read` were, by OCR."""

    source: str
    pages: tuple[int, ...]
    read: tuple[int, ...] = ()

    def __str__(self) -> str:
        told = [_named(self.pages)] if self.pages else []
        told += [f"{_named(self.read)} read by OCR"] if self.read else []
        return f"{self.source} ({'; '.join(told)})"


def scan_of(source: str, warnings: Iterable[str]) -> Scan | None:
    """Return which pages of a file are pictures, going by the warnings it was read with; None where none is."""
    warnings = list(warnings)
    pages = sorted({int(found[1]) for warning in warnings if (found := _WARNING.fullmatch(warning))})
    read = sorted({int(found[1]) for warning in warnings if (found := _READ.fullmatch(warning))})
    return Scan(source, tuple(pages), tuple(read)) if pages or read else None


def scans_in(documents: Iterable[Document]) -> Iterator[Scan]:
    """Yield those of the files, and of what is attached to them, that have pages without text."""
    for document in documents:
        if scan := scan_of(document.source, document.warnings):
            yield scan
        yield from scans_in(document.attachments)


def _named(pages: tuple[int, ...]) -> str:
    return f"{'page' if len(pages) == 1 else 'pages'} {', '.join(_ranges(pages))}"


def _ranges(pages: tuple[int, ...]) -> Iterator[str]:
    """Yield ascending page numbers as they are printed: 1, 2, 3 and 5 as "1-3" and "5"."""
    ends = [page for page, following in pairwise((*pages, 0)) if following != page + 1]
    starts = [page for before, page in pairwise((0, *pages)) if before == 0 or before != page - 1]
    for start, end in zip(starts, ends, strict=True):
        yield str(start) if start == end else f"{start}-{end}"
