"""Statute text: provisions set out word for word in a letter, whose numbers are the law's and not the letter's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.read.labels import Role
from ingest.read.paragraphs import Paragraph

_LAW_SPEAKS = re.compile(  # asked of text in small letters
    r"\b(?:is exempt information (?:if|where|by virtue|unless)|duty to confirm or deny does not arise "
    r"(?:if|in relation)|"
    r"\(?otherwise than under this act\)?|apart from this act|under this act would|(?:would|or) (?:be likely to,? )?"
    r"prejudice-? ?[–-]? ?$|data protection principles,? or$|were disregarded|section 1\(1\)\(a\) would(?:,| or)|"
    r"constitute an actionable breach|for the purposes of this (?:section|act)|subsection \(\d|"
    r"the (?:first|second|third) condition is that|obtained by the public authority from any other person|"
    r"held by (?:a|the) (?:public authority|government department)[^.]{0,60} is exempt information|"
    r"a scottish public authority is not obliged|public authority (?:may|shall) (?:refuse|make)|"
    r"does not oblige a public authority to comply|is to any extent relying on a claim|states that fact|"
    r"specifies the exemption in question|determining whether it holds the information|"
    r"(?:locat|retriev|extract)ing (?:it|the information),? or a document|free and frank (?:provision of advice|"
    r"exchange of views for the purposes of deliberation),? or|would otherwise prejudice, or would be likely)\b",
)
_INTRODUCES = re.compile(  # "Regulation 4(3) says what may be counted, namely:"
    r"\b(?:sections?|regulations?|articles?|schedule) \d.{0,240}\b(?:provides?|states?|says?|reads?|allows?|defines?|"
    r"means|counted?|lists?|requires?|sets? out)\b.{0,160}[:–—-]$",
    re.IGNORECASE,
)
_LISTED = (Role.NUMBER, Role.LETTER, Role.ROMAN)


def without_statute_labels(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs, those that set out statute text without a label: they number no question and no answer.

    Statute text is known by its own phrases or by the sentence that introduces it, and with it the numbered paragraphs
    that follow and precede it.
    """
    law = [_sets_out_law(p) for p in paragraphs]
    for i in range(1, len(paragraphs)):  # the items below what gives the law away
        if not law[i] and _is_listed(paragraphs[i]) and "?" not in paragraphs[i].flat:
            law[i] = law[i - 1] or _INTRODUCES.search(paragraphs[i - 1].flat) is not None
    for i in range(len(paragraphs) - 2, -1, -1):  # and those above it
        listed = _is_listed(paragraphs[i]) and _is_listed(paragraphs[i + 1])
        law[i] = law[i] or (law[i + 1] and listed and "?" not in paragraphs[i].flat)
    return [replace(p, label=None) if set_out else p for p, set_out in zip(paragraphs, law, strict=True)]


def _sets_out_law(paragraph: Paragraph) -> bool:
    flat = paragraph.flat
    marked = _is_listed(paragraph) or flat[:1] in '“"('
    return marked and flat.rstrip()[-1:] != "?" and _LAW_SPEAKS.search(flat.lower()) is not None


def _is_listed(paragraph: Paragraph) -> bool:
    return paragraph.label is not None and paragraph.label.role in _LISTED
