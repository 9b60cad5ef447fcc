"""The JSON of a request on WhatDoTheyKnow, or another site that runs Alaveteli.

It tells the title, the authority, the law and the dates, and of each message an excerpt. The page reads as the thread
does: the newest message first, each under its sender and date.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from corpus.records import Page
from ingest.errors import ExtractError
from ingest.extract.clean import clean_text
from ingest.extract.content import Content, check_length

_KEYS = ("info_request_events", "url_title", "public_body")
_ANSWERS = frozenset({"response"})
_REQUESTS = frozenset({"sent", "followup_sent", "resent", "followup_resent"})
_TAG = re.compile(r"<[^<>]{0,200}>")


def is_request(data: bytes) -> bool:
    """Tell whether bytes that begin as a JSON object look like the JSON of one request."""
    return all(f'"{key}"'.encode() in data for key in _KEYS)


def read(data: bytes, source: str, depth: int) -> Content:
    """Return a request's thread as one page; headers tell the authority, the title and the last date."""
    try:
        request = json.loads(data)
        events = [event for event in request["info_request_events"] if isinstance(event, dict)]
        body = str((request.get("public_body") or {}).get("name") or "")
        title = str(request.get("title") or "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = f"{source}: is not the JSON of a request ({type(error).__name__}). Download it again."
        raise ExtractError("corrupt", message) from error
    messages = [message for event in reversed(events) if (message := _message(event, body, title))]
    text = clean_text("\n\n".join(messages))
    check_length(len(text), source)
    answered = [day for event in events if event.get("event_type") in _ANSWERS and (day := _day(event))]
    headers = {"from": body, "subject": title, "title": title, "date": answered[-1] if answered else ""}
    warnings = ["the JSON of a request holds excerpts: download its zip file for whole letters"]
    if not messages:
        warnings.append("page 1 has no text")
    return Content((Page(1, text),), {name: value for name, value in headers.items() if value}, tuple(warnings))


def _message(event: dict[str, Any], body: str, title: str) -> str:
    kind = event.get("event_type")
    text = html.unescape(_TAG.sub("", str(event.get("snippet") or ""))).strip()
    if not text or (kind not in _ANSWERS and kind not in _REQUESTS):
        return ""
    return "\n".join([*_head(event, body if kind in _ANSWERS else "Requester", title), "", text])


def _head(event: dict[str, Any], sender: str, title: str) -> Iterator[str]:
    yield f"From: {sender}"
    if day := _day(event):
        yield f"Sent: {day}"
    yield f"Subject: {title}"


def _day(event: dict[str, Any]) -> str:
    """Return the date of an event as a letter gives it: "3 July 2025"; "" where it has none."""
    try:
        made = datetime.fromisoformat(str(event.get("created_at")).replace("Z", "+00:00"))
    except ValueError:
        return ""
    return f"{made.day} {made:%B %Y}"
