"""What hangs on a message or lies in an archive: documents of their own, read against the limits of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from corpus.records import Document
from ingest.errors import ExtractError
from ingest.extract import extract_bytes

MAX_DEPTH = 3  # messages in messages, archives in archives
MAX_FILES = 50

Named = tuple[str, Callable[[], bytes]]


def read_attached(files: Iterable[Named], source: str, depth: int, warnings: list[str]) -> tuple[Document, ...]:
    """Return the documents of named files; one that cannot be read is a warning, a picture that cannot is nothing."""
    documents: list[Document] = []
    for number, (name, data) in enumerate(files, 1):
        if depth >= MAX_DEPTH:
            warnings.append(f"attachment {name} is left out: files within files are read {MAX_DEPTH} deep")
            break
        if number > MAX_FILES:
            warnings.append(f"only the first {MAX_FILES} attachments were read")
            break
        try:
            documents.append(extract_bytes(data(), f"{source}#{name}", depth=depth + 1))
        except ExtractError as error:
            if not error.is_picture:  # the crest and the icons of a signature
                warnings.append(f"attachment {name} was not read: {error.kind}")
    return tuple(documents)
