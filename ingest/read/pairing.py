"""Pairing: the questions of a letter, each with the answer that belongs to it, whatever the layout."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.read.bulleted import bulleted
from ingest.read.edges import without_edges
from ingest.read.implied import part_implied
from ingest.read.items import Item, asks
from ingest.read.letter_parts import Letter
from ingest.read.numbered import one_list, quoted_list, two_lists
from ingest.read.paragraphs import Paragraph
from ingest.read.recounted import recounted
from ingest.read.unnumbered import form, headed_table, in_turn, table, topics, whole
from ingest.read.zones import Zone


def pair(text: str, paragraphs: Sequence[Paragraph], zones: Sequence[Zone]) -> list[Item]:
    """Return the questions of the letter in order, each with its answer.

    Tried in turn: two lists joined by number, one list with answers in it, one list answered as a whole, questions
    without numbers (in tables, forms, behind bullets, recounted, in turn), and a letter that answers without repeating
    the request.
    """
    letter = Letter(text, paragraphs, zones)
    for layout in (headed_table, two_lists, quoted_list, one_list, table, form, bulleted, recounted, in_turn, topics):
        items = layout(letter)
        if items:
            break
    else:
        items = whole(letter)
    return part_implied(text, without_edges(letter, _without_headings(text, items)))


def _without_headings(text: str, items: list[Item]) -> list[Item]:
    """Leave out what only heads its own parts: "1. Housing" over 1.1 and 1.2, which asks nothing and has no answer."""
    return [
        item
        for item, following in zip(items, [*items[1:], None], strict=False)
        if following is None
        or item.answer
        or not following.number.startswith(f"{item.number}.")
        or asks(" ".join(text[start:end] for start, end in item.question))
    ]
