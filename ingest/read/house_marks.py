"""House marks: initials that an authority sets before each of its answers ("MBC: 620"), read as "Answer:"."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from ingest.read.labels import Label, Role
from ingest.read.paragraphs import Paragraph

_MARK = re.compile(r"(?P<mark>[A-Z]{2,6}):\s+(?=\S)")
_ENOUGH = 3  # answers so marked


def mark_house_answers(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs, with the initials before three or more answers as answer labels.

    Only initials that each follow a question count: a paragraph that is numbered, or quoted, or ends with "?".
    """
    marked = [_mark_of(p, before) for before, p in zip([None, *paragraphs], paragraphs, strict=False)]
    often = {mark for mark, count in Counter(m["mark"] for m in marked if m).items() if count >= _ENOUGH}
    return [
        replace(p, label=Label(Role.ANSWER, (), m["mark"], m.end())) if m and m["mark"] in often else p
        for p, m in zip(paragraphs, marked, strict=True)
    ]


def _mark_of(paragraph: Paragraph, before: Paragraph | None) -> re.Match[str] | None:
    if before is None or paragraph.label is not None:
        return None
    asks = before.label is not None or before.quoted > 0 or before.flat.endswith("?")
    return _MARK.match(paragraph.flat) if asks else None
