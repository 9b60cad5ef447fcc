"""Outlook messages (MSG), by python-oxmsg: body, headers and attachments, as of any other e-mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from oxmsg import Message
from oxmsg.attachment import Attachment

from corpus.records import Finding, Page
from ingest.extract import html
from ingest.extract.alternatives import choose_body
from ingest.extract.attached import Named, read_attached
from ingest.extract.clean import clean_text
from ingest.extract.content import Content, check_length
from ingest.safety.found import finding
from ingest.safety.personal import mask_address

_TO, _COPY, _BLIND = 1, 2, 3  # MAPI's kinds of recipient
_KIND_OF_RECIPIENT = 0x0C15
_ATTACHED_MESSAGE = 5  # MAPI's way of attaching
_WAY_OF_ATTACHING = 0x3705


def read(data: bytes, source: str, depth: int) -> Content:
    """Return the body of a message as one page, its headers, and its attachments as documents."""
    message = Message.load(data)
    warnings: list[str] = []
    body, told = _body(message, source)
    check_length(len(body), source)
    if not body:
        warnings.append("page 1 has no text")
    attachments = message.attachments
    nested = [a for a in attachments if a.properties.int_prop_value(_WAY_OF_ATTACHING) == _ATTACHED_MESSAGE]
    warnings += [f"attachment {_name(a, 1)} was not read: it is a message inside the message" for a in nested]
    documents = read_attached(_files(attachments), source, depth, warnings)
    return Content(
        (Page(1, body),), _headers(message), tuple(warnings), (*told, *_findings(message, len(nested))), documents
    )


def _body(message: Message, source: str) -> tuple[str, tuple[Finding, ...]]:
    page = message.html_body
    return choose_body(clean_text(message.body or ""), lambda: html.read(page.encode(), source, 0) if page else None)


def _headers(message: Message) -> dict[str, str]:
    sent = message.sent_date
    found = {
        "from": message.sender or "",
        "to": ", ".join(_address(r.name, r.email_address) for r in message.recipients if _kind(r) == _TO),
        "date": sent.strftime("%a, %d %b %Y %H:%M:%S +0000") if sent else message.message_headers.get("Date", ""),
        "subject": message.subject,
    }
    return {name: text for name, value in found.items() if (text := " ".join(clean_text(value).split()))}


def _address(name: str, address: str) -> str:
    return f"{name} <{address}>" if address and name and name != address else name or address


def _kind(recipient: object) -> int:
    value: int | None = recipient.properties.int_prop_value(_KIND_OF_RECIPIENT)  # type: ignore[attr-defined]
    return value or _TO


def _findings(message: Message, nested: int) -> Iterator[Finding]:
    kinds = [_kind(recipient) for recipient in message.recipients]
    if kinds:
        yield finding("recipients", 1, f"{len(kinds)} recipient(s)", "message header")
    for recipient, kind in zip(message.recipients, kinds, strict=True):
        if kind == _BLIND:
            yield finding("blind_copy", 1, mask_address(recipient.email_address), "message header")
    if nested:
        yield finding("nested_message", 1, f"{nested} message(s)", "attachments")


def _files(attachments: tuple[Attachment, ...]) -> Iterator[Named]:
    for number, attachment in enumerate(attachments, 1):
        if attachment.properties.int_prop_value(_WAY_OF_ATTACHING) != _ATTACHED_MESSAGE:
            yield _name(attachment, number), _bytes(attachment)


def _bytes(attachment: Attachment) -> Callable[[], bytes]:
    return lambda: attachment.file_bytes or b""


def _name(attachment: Attachment, number: int) -> str:
    return attachment.file_name or f"attachment-{number}"
