"""E-mail: the message, the headers that tell who wrote it, and its attachments, each extracted in its own right."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, Message, MIMEPart
from email.utils import getaddresses
from functools import partial

from corpus.records import Finding, Page
from ingest.extract import html, text
from ingest.extract.alternatives import choose_body
from ingest.extract.attached import Named, read_attached
from ingest.extract.clean import clean_text
from ingest.extract.content import Content, check_length
from ingest.safety.found import finding
from ingest.safety.personal import mask_address

_LONG_HEADER = 20_000  # characters
_HEADERS = ("from", "to", "date", "subject")


def read(data: bytes, source: str, depth: int) -> Content:
    """Return the body of a message as one page, its headers, and its attachments as documents.

    Which part is read is told in `choose_body`. An attachment that cannot be read is a warning.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # saved as UTF-16 by an editor: no mail travels so
        data = text.decode(data).encode()
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    headers = {name: value for name in _HEADERS if (value := _header(message, name))}
    body, told = _body(message, source)
    check_length(len(body), source)
    warnings: list[str] = []
    attachments = read_attached(_files(message), source, depth, warnings)
    if not body:
        warnings.insert(0, "page 1 has no text")
    return Content((Page(1, body),), headers, tuple(warnings), (*told, *_findings(message)), attachments)


def subject(data: bytes) -> str:
    """Return the subject of a message, "" where it has none."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return _header(message, "subject")


def _header(message: EmailMessage, name: str) -> str:
    raw = next(iter(_raw(message, name)), "")
    try:
        value = str(message.get(name, "")) if len(raw) < _LONG_HEADER else raw[:_LONG_HEADER]
    except (ValueError, IndexError, AttributeError, TypeError):  # malformed addresses
        value = raw
    return " ".join(clean_text(value).split())


def _raw(message: EmailMessage, name: str) -> list[str]:
    """Return the values of a header as they were sent: to parse a long one takes minutes."""
    return [str(value) for header, value in message.raw_items() if header.lower() == name]


def _body(message: EmailMessage, source: str) -> tuple[str, tuple[Finding, ...]]:
    part = message.get_body(preferencelist=("plain",))
    page = message.get_body(preferencelist=("html",))
    payload = _payload(page) if page is not None else b""
    return choose_body(
        _part_text(part) if part is not None else "",
        lambda: html.read(payload, source, 0) if payload.strip() else None,
    )


def _part_text(part: MIMEPart) -> str:
    payload = _payload(part)
    if not payload.strip():
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return clean_text(payload.decode(charset))
    except (LookupError, UnicodeDecodeError):
        return clean_text(text.decode(payload))


def _files(message: EmailMessage) -> Iterator[Named]:
    for number, part in enumerate(message.iter_attachments(), 1):
        yield part.get_filename() or f"attachment-{number}", partial(_payload, part)


def _findings(message: EmailMessage) -> Iterator[Finding]:
    addresses = sum(len(_raw(message, name)) for name in ("to", "cc", "received"))
    if addresses:
        yield finding("recipients", 1, f"{addresses} header(s) with addresses or machines", "message header")
    for _, address in getaddresses([value[:_LONG_HEADER] for value in _raw(message, "bcc")]):
        yield finding("blind_copy", 1, mask_address(address), "message header")
    nested = sum(part.get_content_type() == "message/rfc822" for part in message.iter_attachments())
    if nested:
        yield finding("nested_message", 1, f"{nested} message(s)", "attachments")


def _payload(part: MIMEPart) -> bytes:
    content = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(content, list):
        return content[0].as_bytes() if content and isinstance(content[0], Message) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
