"""What can go wrong while filling the corpus. Every message names the file, says what is wrong and what to do."""

from __future__ import annotations

from typing import Literal

ExtractKind = Literal[
    "encrypted", "corrupt", "empty", "unsupported", "too_large", "timeout", "memory", "no_text", "missing", "unreadable"
]


class IngestError(Exception):
    """Base of every error this room raises on purpose."""


class ExtractError(IngestError):
    """A file whose text cannot be had. `kind` is one of a closed list, so that failures can be counted."""

    def __init__(self, kind: ExtractKind, message: str) -> None:
        super().__init__(kind, message)  # both in args, or the error does not survive the way back from a worker
        self.kind: ExtractKind = kind
        self.message = message
        self.is_picture = False  # nobody needs to be told of one that adorns a message

    def __str__(self) -> str:
        return self.message


class WorkerError(IngestError):
    """No file can be read at all, because what reads them does not start: a broken install, or no memory."""
