"""From a disclosure to its index records: one of the whole letter, then one for each question-answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from corpus import authorities, law
from corpus.records import CitationStatus, Disclosure, Law, QuestionAnswer, VendorStatus
from index.acronyms import explained
from index.analysis import GAP, fold
from index.fields import DISCLOSURE, PART

VENDOR_NOT_USED = frozenset({VendorStatus.IN_QUESTION, VendorStatus.NEGATED})
"""A name only the requester wrote, or one the authority says it does not use, is not a vendor of this answer."""

_SQUASH = re.compile(r"[\W_]+")
_NUMBER_RUN = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{2,}")  # not a year: it would be every letter's

Record = dict[str, Any]


def records(disclosure: Disclosure) -> Iterator[Record]:
    """Yield the disclosure's own record, then those of its parts in reading order."""
    yield _disclosure_record(disclosure)
    for part in disclosure.reading.questions:
        yield _part_record(disclosure.id, part)


def _disclosure_record(disclosure: Disclosure) -> Record:
    reading = disclosure.reading
    vendors = [v for v in reading.vendors if v.status not in VENDOR_NOT_USED]
    names = unique(v.vendor for v in vendors)
    products = unique(v.product for v in vendors if v.product)
    authority = authorities.describe(reading.authority) if reading.authority else None
    names_of_authority = [authority.name, *authority.aliases] if authority else []
    text = "\n".join(document.text for document in disclosure.documents[1:])
    body = reading.text if not text or text in reading.text else reading.text + GAP + text
    record: Record = {
        "id": [disclosure.id],
        "level": [DISCLOSURE],
        "title": reading.title,
        "body": body,
        "authority_text": GAP.join(names_of_authority),
        "vendor_text": GAP.join([*names, *products]),
        "reference": _reference_terms(reading.reference),
        "words": [reading.title, body, *_not_in(body, reading.questions)],
        "acronym": unique(explained(body)),
        "outcome": [reading.outcome.value],
        "authority": [reading.authority] if reading.authority else [],
        "authority_type": [authority.type] if authority and authority.type else [],
        "vendor": names,
        "product": products,
        "law": _laws(disclosure),
        "year": [reading.responded_on[:4]] if reading.responded_on else [],
        "responded_on": int(reading.responded_on.replace("-", "")) if reading.responded_on else None,
        "record": _shown(disclosure, names, body),
    }
    for status in CitationStatus:
        cited = [c.provision for c in reading.citations if c.status is status and not c.implied]
        record[f"exemption_{status.value}"] = unique(p for provision in cited for p in with_parents(provision))
    return {name: value for name, value in record.items() if value not in ("", [], None)}


def _not_in(body: str, parts: Iterable[QuestionAnswer]) -> list[str]:
    """Return the questions and answers that `body` does not hold as they are: most are pieces of it."""
    return [text for part in parts for text in (part.question, part.answer) if text not in body]


def _part_record(disclosure_id: str, part: QuestionAnswer) -> Record:
    shown = {
        "number": part.number,
        "page": part.page,
        "question": part.question,
        "answer": part.answer,
        "outcome": part.outcome.value,
    }
    record = {"id": [disclosure_id], "level": [PART], "question": part.question, "answer": part.answer, "record": shown}
    return {name: value for name, value in record.items() if value}


def _shown(disclosure: Disclosure, vendors: list[str], body: str) -> Record:
    """Return what a hit shows, so that a results page reads the index alone."""
    reading = disclosure.reading
    return {
        "id": disclosure.id,
        "source": disclosure.documents[0].source if disclosure.documents else "",
        "authority": reading.authority,
        "reference": reading.reference,
        "title": reading.title,
        "responded_on": reading.responded_on,
        "outcome": reading.outcome.value,
        "provisions": list(disclosure.applied),
        "vendors": vendors,
        "body": body,
    }


def _laws(disclosure: Disclosure) -> list[str]:
    """Return the law an answer was given under; for a mixed answer, each law it applies a provision of."""
    regime = disclosure.reading.regime
    if regime in list(Law):
        return [str(regime)]
    return unique(
        c.law.value for c in disclosure.reading.citations if c.status is CitationStatus.APPLIED and not c.implied
    )


def with_parents(provision: str) -> tuple[str, ...]:
    """Return a provision and all it lies under: `foia-40-2` gives `foia-40-2` and `foia-40`."""
    if provision in law.provisions():
        return (provision, *law.parents(provision))
    parts = provision.split("-")
    return tuple("-".join(parts[:n]) for n in range(len(parts), 1, -1))


def squash(text: str) -> str:
    """Return letters and digits only, folded: the form in which references and names are compared."""
    return _SQUASH.sub("", fold(text.replace("_", "")))


def _reference_terms(reference: str | None) -> list[str]:
    if not reference:
        return []
    return [t for t in unique([squash(reference), *_NUMBER_RUN.findall(reference)]) if t]


def unique(values: Iterable[str]) -> list[str]:
    """Return each value once, in the order of first appearance."""
    return list(dict.fromkeys(values))
