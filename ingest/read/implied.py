"""Implied questions: one sentence that asks for several things, parted where the answer takes them up one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.cues import common_words, sounds_like
from ingest.read.items import Item, Span
from ingest.read.sentences import Sentences

_OPENS = (
    r"(?:the|how|what|which|who|whether|why|when|where|if|is|are|do|does|did|has|have|all|any|a|an|and|also|their|its|"
    r"copies|details?|number|names?|dates?|please|could|can|to|your|total)"
)
_ENUMERATED = re.compile(r"(?:^|[,;:]?\s+)(?:and\s+)?\(?(?:\d|[a-f])\)\s+")
_LISTED = re.compile(r"\s*;\s*(?:and\s+|or\s+)?|\n\s*[•·▪*–-]\s+")
_BREAK = re.compile(
    rf"[?.]\s+(?=[A-Z])|,?\s+(?:and|as well as|together with)\s+(?={_OPENS}\b)|,\s+(?:and\s+)?(?={_OPENS}\b)|"
    r",?\s+(?:and\s+)?(?:I|we) (?:would )?also (?:like|want|ask(?:ed)?)(?: for| to know)?\s+",
    re.IGNORECASE,
)
_PAIRS = re.compile(r"\b(?:between|both)\b(?!.*\band\b)", re.IGNORECASE | re.DOTALL)
_COURTESY = re.compile(r"[\"“‘]?(?:thanks?\b|thank you\b|dear\b|hello\b|hi\b)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")
_PREFIX = 5  # letters that two forms of one word share
_IN_PLACE = 0.75  # of the words that any thing shares with a span are shared in its place
_MOST = 8  # things asked for in one sentence


def part_implied(text: str, items: Sequence[Item]) -> list[Item]:
    """Return the items, a single question parted where its sentence asks for several things answered one by one.

    Each thing asked for has to be taken up, in the order asked, by a paragraph of the answer (else by a sentence) that
    shares a word with it and with no other.
    """
    if len(items) != 1 or not items[0].question or not items[0].answer:
        return list(items)
    (item,) = items
    asked = [piece for span in item.question for piece in _pieces(text, span)]
    if not 1 < len(asked) <= _MOST:
        return [item]
    told = list(item.answer)
    owners = matched(text, asked, told)
    if owners is not None and len(asked) == 2 and _refuses_all(text, told):
        owners = None
    if owners is None and len(asked) > 2:
        told = Sentences(text, told).spans
        owners = matched(text, asked, told)
    if owners is None:
        return [item]
    return [
        Item(str(n), (question,), tuple(span for span, owner in zip(told, owners, strict=True) if owner == n - 1))
        for n, question in enumerate(asked, 1)
    ]


def _refuses_all(text: str, told: Sequence[Span]) -> bool:
    """Tell whether an answer refuses at once and then only says why."""
    words = [" ".join(text[start:end].split()) for start, end in told]
    return sounds_like("withheld", words[0]) and not any(sounds_like("disclosed", more) for more in words[1:])


def _pieces(text: str, span: Span) -> list[Span]:
    """Return the things that a sentence asks for; a piece without a word of its own stays with the one before."""
    breaks = (_ENUMERATED, _LISTED, _BREAK)
    cuts = next(
        (
            cuts
            for by in breaks
            if (cuts := [m.span() for m in by.finditer(text, *span)]) and len(cuts) > (by is _ENUMERATED)
        ),
        [],
    )
    edges = [span[0], *(edge for cut in cuts for edge in cut), span[1]]
    out: list[Span] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if out and (not content_words(text[start:end]) or _PAIRS.search(text, *out[-1])):
            out[-1] = (out[-1][0], end)  # "emails between the harbour master and the agency" is one thing
        elif start < end and content_words(text[start:end]) and not _COURTESY.match(text, start, end):
            out.append((start, end))
    return out


def matched(text: str, asked: Sequence[Span], told: Sequence[Span]) -> list[int] | None:
    """Return which thing asked for each span of the answer takes up, or None where they do not match one by one.

    Of all ways to cut the answer into one run of spans for each thing, in order, the one that shares most words with
    what only that thing asks. It counts where every run shares a word, and where little would be shared otherwise.
    """
    wanted = [content_words(text[s:e]) for s, e in asked]
    own = [words - set().union(*(w for j, w in enumerate(wanted) if j != i)) for i, words in enumerate(wanted)]
    if not all(own) or len(told) < len(asked):
        return None
    shared = [[len(content_words(text[s:e]) & mine) for mine in own] for s, e in told]
    owners = _runs(shared)
    met = [sum(row[i] for row, owner in zip(shared, owners, strict=True) if owner == i) for i in range(len(own))]
    return owners if all(met) and sum(met) >= _IN_PLACE * sum(max(row) for row in shared) else None


def _runs(shared: Sequence[Sequence[int]]) -> list[int]:
    """Return the owner of each row, never falling and leaving none out, that makes the sum of their cells largest."""
    columns = range(len(shared[0]))
    best = [shared[0][0], *(-1 for _ in columns[1:])]  # -1: cannot be reached
    back: list[list[int]] = []
    for row in shared[1:]:
        came = [i if i == 0 or best[i] > best[i - 1] else i - 1 for i in columns]
        best = [best[c] + row[i] if best[c] >= 0 else -1 for i, c in enumerate(came)]
        back.append(came)
    owners = [columns[-1]]
    for came in reversed(back):
        owners.append(came[owners[-1]])
    return owners[::-1]


def content_words(text: str) -> set[str]:
    """Return what the words of a text that mean something begin with: two forms of one word begin alike."""
    return {w.rstrip("s")[:_PREFIX] for w in map(str.lower, _WORD.findall(text)) if w not in common_words()}
