"""Mailboxes (MBOX): the last message is the letter, those before it hang on it.

A mailbox that is ingested is taken apart first, one disclosure a thread (see `ingest.sources.containers`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from ingest.errors import ExtractError
from ingest.extract import eml
from ingest.extract.attached import read_attached
from ingest.extract.content import Content

_START = re.compile(rb"^From [^\r\n]{0,200}\r?\n(?=[A-Za-z-]{1,60}:)", re.MULTILINE)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
MAX_MESSAGES = 10_000


def read(data: bytes, source: str, depth: int) -> Content:
    """Return the last message as `eml.read` does, with the earlier ones as attachments."""
    messages = split_messages(data)
    if not messages:
        raise ExtractError("corrupt", f"{source}: holds no message. Save the messages again as EML.")
    content = eml.read(messages[-1], source, depth)
    warnings: list[str] = []
    earlier = [(f"message {number}", partial(bytes, message)) for number, message in enumerate(messages[:-1], 1)]
    attached = read_attached(earlier, source, depth, warnings)
    return replace(content, warnings=(*content.warnings, *warnings), attachments=(*content.attachments, *attached))


def split_messages(data: bytes) -> list[bytes]:
    """Return the messages of a mailbox as they were sent, in its order; at most `MAX_MESSAGES`."""
    starts = list(_START.finditer(data))[:MAX_MESSAGES]
    ends = [start.start() for start in starts[1:]] + [len(data)]
    pieces = (data[start.end() : end] for start, end in zip(starts, ends, strict=True))
    return [_QUOTED.sub(rb"\1", piece).rstrip(b"\r\n") + b"\n" for piece in pieces]
