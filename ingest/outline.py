"""What a letter says, as an outline for people: `foilog parse --format text`."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from typing import Any

WIDTH = 110


def outline(parsed: dict[str, Any]) -> str:
    """Return the object `foilog parse` prints, as indented lines."""
    return "\n".join(_lines(parsed))


def _lines(parsed: dict[str, Any]) -> Iterator[str]:
    yield parsed["source"]
    if "error" in parsed:
        yield f"  {parsed['error']['kind']}: {parsed['error']['message']}"
        return
    yield f"  {parsed['kind']}: {parsed['title'] or '(no title)'}"
    yield f"  {parsed['authority'] or 'authority not told'}, {parsed['reference'] or 'no reference'}"
    yield f"  received {parsed['received_on'] or '?'}, answered {parsed['responded_on'] or '?'}"
    yield f"  regime: {parsed['regime'] or 'not told'}"
    yield f"  outcome: {', '.join(parsed['outcomes'])}"
    for qa in parsed["questions"]:
        yield f"  {qa['number']}. {_short(qa['question'])}"
        yield f"     {qa['outcome']}: {_short(qa['answer'])}"
    for c in parsed["citations"]:
        yield f"  {c['status']} {c['provision']} ({c['title']}){_tied(c)}, page {c['page']}: {_short(c['evidence'])}"
    for m in parsed["vendors"]:
        name = f"{m['vendor']} {m['product']}" if m["product"] else m["vendor"]
        yield f"  {m['status']} {name}{_tied(m)}, page {m['page']}: {_short(m['evidence'])}"
    for f in parsed["findings"]:
        yield f"  found {f['kind']} on page {f['page']}: {f['text_shown']}"
    for warning in parsed["warnings"]:
        yield f"  warning: {warning}"


def _short(text: str) -> str:
    return shorten(text, WIDTH, placeholder=" ...") or "(nothing)"


def _tied(tag: dict[str, Any]) -> str:
    return f" for {', '.join(tag['questions'])}" if tag["questions"] else ""
