"""Subjects: exemptions applied by naming what they protect, without a number ("commercially sensitive")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.law import provisions
from corpus.records import Citation, CitationStatus, Law
from corpus.subjects import subjects
from ingest.read.layout import Layout
from ingest.read.statutes import Family
from ingest.read.zones import Zone

_OWN_WORDS = (Zone.ANSWER, Zone.REFUSAL)
_REFUSES = re.compile(
    r"\b(?:exempt\w*|withh[eo]ld\w*|refus(?:e|ed|es|ing)|redact\w*|declin\w+|(?:cannot|can not|unable to|"
    r"not able to|will not|won['’]t|do not intend to) (?:be )?(?:disclos|releas|provid|suppl|shar|giv|"
    r"compl|answer|proceed)\w*|not (?:be )?(?:disclosed|released|"
    r"provided|supplied|shared)|suppressed|applies)\b",
    re.IGNORECASE,
)
_SUPPOSES = re.compile(
    r"\b(?:if|could|may|might|would not|not (?:considered|regarded)|no longer|nothing)\b", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"\b(?:section|sections|s\.|regulation|regulations|reg|exemption|exception)\s?\(?\d", re.IGNORECASE
)


def implied_grounds(layout: Layout, cited: Sequence[Citation], family: Family, *, regulations: bool) -> list[Citation]:
    """Return the grounds that sentences of the reply apply by their subject alone, as implied citations.

    A ground that the letter cites by number is never implied besides, nor is one in a sentence that holds a number.
    `regulations` says that the letter answers under the environmental regulations.
    """
    law = family.regulations if regulations else family.act
    sections = {_section(c.provision) for c in cited}
    out: list[Citation] = []
    for start, end in layout.sentences.spans:
        if layout.zone_at(start) not in _OWN_WORDS:
            continue
        sentence = layout.text[start:end]
        if not _REFUSES.search(sentence) or _NUMBERED.search(sentence) or _SUPPOSES.search(sentence):
            continue
        for subject in subjects():
            provision_id = subject.provisions.get(law)
            match = subject.pattern.search(sentence)
            if match is None or provision_id is None or _section(provision_id) in sections:
                continue
            sections.add(_section(provision_id))
            out.append(_citation(layout, provision_id, law, (start, end), match.span()))
    return out


def _citation(
    layout: Layout, provision_id: str, law: Law, sentence: tuple[int, int], found: tuple[int, int]
) -> Citation:
    start, end = sentence[0] + found[0], sentence[0] + found[1]
    row = provisions()[provision_id]
    return Citation(
        provision=row.id,
        law=law,
        section=row.number,
        title=row.title,
        status=CitationStatus.APPLIED,
        zone=layout.zone_at(start).value,
        conditions=(),
        questions=layout.answers_at(start),
        page=layout.page_at(start),
        start=start,
        end=end,
        text=layout.text[start:end],
        evidence=" ".join(layout.text[slice(*sentence)].split()),
        implied=True,
    )


def _section(provision_id: str) -> str:
    return "-".join(provision_id.split("-")[:2])
