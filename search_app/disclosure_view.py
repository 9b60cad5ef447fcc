"""One disclosure as its page shows it: questions, what was applied to each and what it means, suppliers, letter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.records import (
    Citation,
    CitationStatus,
    Disclosure,
    QuestionAnswer,
    VendorMention,
)
from index import passages
from search_app.letter_view import LetterPage, lay_out_screen, screens_of
from search_app.marking import Block, Mark, Wanted, find_urls, find_wanted, foreign, lay_out
from search_app.matches import Matches
from search_app.provision_view import ProvisionView, view_provision
from search_app.unwrap import unwrap
from search_app.wording import VENDOR_STATUSES

ANSWERS = 120_000  # characters of questions and answers given whole on one page
TASTE = 400  # characters given of each answer after those

_KINDS = {
    CitationStatus.APPLIED: "exemption",
    CitationStatus.CONSIDERED: "considered",
    CitationStatus.MENTIONED: "mentioned",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of the letter, and the numbers of the questions it speaks to."""

    sentence: str
    questions: tuple[str, ...]
    page: int


@dataclass(frozen=True, slots=True)
class CitedProvision:
    """A provision of the letter with every sentence that cites it with this status."""

    anchor: str
    provision: ProvisionView
    status: str
    evidence: tuple[Evidence, ...]
    conditions: tuple[ProvisionView, ...]
    implied: bool = False


@dataclass(frozen=True, slots=True)
class NamedVendor:
    """A supplier or product the letter names, with one status and its sentences."""

    anchor: str
    vendor: str
    product: str | None
    status: str
    status_label: str
    evidence: tuple[Evidence, ...]
    facts: tuple[tuple[str, str], ...]
    listed: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question with its answer, addressable as `#anchor`."""

    anchor: str
    number: str
    question: list[Block]
    answer: list[Block]
    outcome: str
    page: int
    provisions: tuple[ProvisionView, ...]
    vendors: tuple[str, ...]
    cut: bool = False  # its answer goes on in the letter: the page would be too heavy


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """All that the page of one disclosure shows beyond the stored record itself."""

    record: Disclosure
    title: str
    questions: list[QuestionView]
    applied: list[CitedProvision]
    considered: list[CitedProvision]
    mentioned: list[CitedProvision]
    vendors: list[NamedVendor]
    letter: list[LetterPage]  # its first screen
    screens: int
    matches: int = 0  # places marked that hold words of the search
    matches_in_letter: bool = False


def question_anchor(number: str) -> str:
    """Return the id a question is addressed by: "6" gives "q6". The index writes the same fragment, percent-encoded."""
    return "q" + re.sub(r"\s+", "-", number)


def view_disclosure(record: Disclosure) -> DisclosureView:
    """Return the page's view of a disclosure."""
    reading = record.reading
    screens = screens_of(reading.text)
    by_status = {status: _cited(reading.citations, status) for status in CitationStatus}
    return DisclosureView(
        record=record,
        title=reading.title or reading.reference or "Answer to a request",
        questions=_questions(record),
        applied=by_status[CitationStatus.APPLIED],
        considered=by_status[CitationStatus.CONSIDERED],
        mentioned=by_status[CitationStatus.MENTIONED],
        vendors=_vendors(reading.vendors),
        letter=lay_out_screen(reading.text, screens[0], letter_marks(record)) if screens else [],
        screens=len(screens),
    )


def mark_matches(view: DisclosureView, wanted: passages.Wanted) -> DisclosureView:
    """Return the view with the words of a search marked in its questions; in its letter where no question has them."""
    matches = Matches(wanted)
    questions = [replace(q, question=matches.mark(q.question), answer=matches.mark(q.answer)) for q in view.questions]
    letter = view.letter
    in_letter = not matches.count and view.screens == 1
    if in_letter:
        letter = [replace(page, blocks=matches.mark(page.blocks)) for page in view.letter]
    return replace(
        view,
        questions=questions,
        letter=letter,
        matches=matches.count,
        matches_in_letter=in_letter and bool(matches.count),
    )


def _questions(record: Disclosure) -> list[QuestionView]:
    taken: set[str] = set()
    room, views = ANSWERS, []
    for qa in record.reading.questions:
        most = max(room, TASTE)
        views.append(_question(record, qa, _unused(question_anchor(qa.number), taken), most))
        room -= len(qa.question) + len(qa.answer)
    return views


def _question(record: Disclosure, qa: QuestionAnswer, anchor: str, most: int) -> QuestionView:
    citations = [c for c in record.reading.citations if _concerns(c, qa)]
    vendors = [v for v in record.reading.vendors if _concerns(v, qa)]
    wanted = [*map(_wanted_citation, citations), *map(_wanted_vendor, vendors)]
    applied = dict.fromkeys(
        c.provision for c in citations if c.status is CitationStatus.APPLIED and (qa.number in c.questions)
    )
    lang = foreign(f"{qa.question[:TASTE]}\n{qa.answer[:TASTE]}")  # "Nac oes." alone does not tell
    return QuestionView(
        anchor=anchor,
        number=qa.number,
        question=_mark(qa.question[:most], wanted, lang),
        answer=_mark(qa.answer[:most], wanted, lang),
        cut=max(len(qa.question), len(qa.answer)) > most,
        outcome=str(qa.outcome),
        page=qa.page,
        provisions=tuple(view_provision(provision) for provision in applied),
        vendors=tuple(dict.fromkeys(_vendor_name(v) for v in vendors if qa.number in v.questions)),
    )


def _concerns(tag: Citation | VendorMention, qa: QuestionAnswer) -> bool:
    return qa.number in tag.questions or qa.start <= tag.start < qa.end


def _mark(text: str, wanted: Iterable[Wanted], lang: str) -> list[Block]:
    text = unwrap(text)
    return lay_out(text, [*find_urls(text), *find_wanted(text, wanted)], lang)


def _wanted_citation(c: Citation) -> Wanted:
    mark = _mark_citation(c)
    return Wanted(c.text, mark.kind, mark.target, mark.title)


def _wanted_vendor(v: VendorMention) -> Wanted:
    mark = _mark_vendor(v)
    return Wanted(v.text, mark.kind, mark.target, mark.title)


def _mark_citation(c: Citation) -> Mark:
    name = view_provision(c.provision).name or c.title
    return Mark(c.start, c.end, _KINDS[c.status], f"#{citation_anchor(c.provision, c.status)}", name)


def _mark_vendor(v: VendorMention) -> Mark:
    return Mark(v.start, v.end, "vendor", f"#{_anchor_of(v)}", VENDOR_STATUSES[v.status])


def _cited(citations: Iterable[Citation], status: CitationStatus) -> list[CitedProvision]:
    groups: dict[str, list[Citation]] = {}
    for citation in citations:
        if citation.status is status:
            groups.setdefault(citation.provision, []).append(citation)
    return [
        CitedProvision(
            anchor=citation_anchor(provision, status),
            provision=view_provision(provision),
            status=str(status),
            evidence=_evidence(group),
            conditions=tuple(view_provision(c) for c in dict.fromkeys(c for item in group for c in item.conditions)),
            implied=all(item.implied for item in group),
        )
        for provision, group in groups.items()
    ]


def _vendors(mentions: Iterable[VendorMention]) -> list[NamedVendor]:
    groups: dict[str, list[VendorMention]] = {}
    for mention in mentions:
        groups.setdefault(_anchor_of(mention), []).append(mention)
    return [
        NamedVendor(
            anchor=anchor,
            vendor=group[0].vendor,
            product=group[0].product,
            status=str(group[0].status),
            status_label=VENDOR_STATUSES[group[0].status],
            evidence=_evidence(group),
            facts=tuple({k: v for item in group for k, v in item.facts.items()}.items()),
            listed=group[0].listed,
        )
        for anchor, group in groups.items()
    ]


def _evidence(group: Iterable[Citation | VendorMention]) -> tuple[Evidence, ...]:
    """Return each sentence once, with the questions of every tag that stands in it."""
    sentences: dict[str, Evidence] = {}
    for tag in group:
        known = sentences.get(tag.evidence)
        questions = tuple(dict.fromkeys((*(known.questions if known else ()), *tag.questions)))
        sentences[tag.evidence] = Evidence(tag.evidence, questions, known.page if known else tag.page)
    return tuple(evidence for evidence in sentences.values() if evidence.sentence.strip())


def letter_marks(record: Disclosure) -> list[Mark]:
    """Return what is marked in the text of the letter."""
    return [*map(_mark_citation, record.reading.citations), *map(_mark_vendor, record.reading.vendors)]


def _vendor_name(v: VendorMention) -> str:
    return f"{v.vendor} ({v.product})" if v.product else v.vendor


def citation_anchor(provision: str, status: str) -> str:
    """Return the id of the place on the page where a provision's sentences with this status stand."""
    return f"{'law' if status == CitationStatus.APPLIED else status}-{provision}"


def vendor_anchor(vendor: str, product: str | None, status: str) -> str:
    """Return the id of the place on the page where a supplier's sentences with this status stand."""
    words = re.sub(r"[^0-9a-z]+", "-", f"{vendor} {product or ''} {status}".lower()).strip("-")
    return f"supplier-{words}"


def _anchor_of(v: VendorMention) -> str:
    return vendor_anchor(v.vendor, v.product, v.status)


def _unused(anchor: str, taken: set[str]) -> str:
    """Return the anchor, numbered where an earlier question of the letter has it: "q3", then "q3-2"."""
    name, count = anchor, 1
    while name in taken:
        count += 1
        name = f"{anchor}-{count}"
    taken.add(name)
    return name
