"""The record types that flow through Foilog, from a published file to a search hit.

Source -> Document -> Disclosure -> QuestionAnswer -> Citation | VendorMention. All are frozen; all tuples keep reading
order. Offsets are half-open code points into `Reading.text`: `text[c.start:c.end] == c.text` holds for every tag. Pages
are 1-based. Dates are ISO strings (`2025-07-03`) so that they sort, print and store as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

PAGE_BREAK = "\f"  # joins the pages of a document in `Document.text` and in `Reading.text`
CELL_BREAK = "\t"  # joins the cells of one table row, and marks a wide gap on a printed line


class Law(StrEnum):
    """The four access laws an answer can be given under."""

    FOIA = "foia"  # Freedom of Information Act 2000
    EIR = "eir"  # Environmental Information Regulations 2004
    FOISA = "foisa"  # Freedom of Information (Scotland) Act 2002
    EISR = "eisr"  # Environmental Information (Scotland) Regulations 2004


class Kind(StrEnum):
    """What a document is. Only a response is searched as an answer."""

    RESPONSE = "response"
    ACKNOWLEDGEMENT = "acknowledgement"
    REQUEST = "request"
    OTHER = "other"


class Outcome(StrEnum):
    """What happened to a request, or to one part of it."""

    DISCLOSED = "disclosed"
    PARTLY_DISCLOSED = "partly_disclosed"
    REFUSED = "refused"
    NOT_HELD = "not_held"
    COST_LIMIT = "cost_limit"
    VEXATIOUS = "vexatious"
    ALREADY_PUBLISHED = "already_published"
    NEITHER_CONFIRM_NOR_DENY = "neither_confirm_nor_deny"
    CLARIFICATION = "clarification"
    TRANSFERRED = "transferred"
    UNKNOWN = "unknown"


class CitationStatus(StrEnum):
    """How a letter uses a provision it names."""

    APPLIED = "applied"  # relied on to withhold, redact, refuse, point elsewhere or neither confirm nor deny
    CONSIDERED = "considered"  # weighed and not relied on, or withdrawn at review
    MENTIONED = "mentioned"  # explained, quoted, or in the requester's words


class VendorStatus(StrEnum):
    """What a letter says of a named supplier."""

    CURRENT = "current"
    FORMER = "former"
    PLANNED = "planned"
    BIDDER = "bidder"
    RESELLER = "reseller"
    IN_QUESTION = "in_question"  # named by the requester only
    NEGATED = "negated"  # "we do not use X"


class State(StrEnum):
    """Whether a disclosure may be seen."""

    PUBLISHED = "published"
    HELD = "held"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a file that may not have been meant for publication. `text_shown` is always masked."""

    kind: str  # email_address, phone_number, ni_number, nhs_number, hidden_sheet, tracked_change, comment ...
    page: int
    text_shown: str
    action: str = "none"  # none | warn | hold
    where: str = ""  # sheet!cell, XML part


@dataclass(frozen=True, slots=True)
class Page:
    """One page of clean text; a sheet of a workbook is a page with a name."""

    number: int
    text: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one published file.

    `headers` holds what stands outside the body and helps to tell who wrote it: `from`, `to`, `date`, `subject` of
    an e-mail, `title` of an HTML page. Lower-case keys.
    """

    source: str
    sha256: str
    media_type: str
    size: int  # bytes of the original
    pages: tuple[Page, ...]
    headers: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    attachments: tuple[Document, ...] = ()

    @property
    def text(self) -> str:
        """Return all pages, joined by a form feed."""
        return PAGE_BREAK.join(page.text for page in self.pages)


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """The smallest part of a request with an answer of its own. `number` is the label as printed, bare: `3`, `2b`."""

    number: str
    question: str
    answer: str
    outcome: Outcome
    page: int
    start: int = 0  # where its answer (or, without one, its question) begins in `Reading.text`
    end: int = 0


@dataclass(frozen=True, slots=True)
class Citation:
    """A provision of an access law named in a letter, with the evidence for its status."""

    provision: str  # `foia-40-2`
    law: Law
    section: str  # `40(2)`
    title: str
    status: CitationStatus
    zone: str
    conditions: tuple[str, ...]  # `foia-40-3a-a`: the condition relied on
    questions: tuple[str, ...]  # numbers of the questions it covers; () where it is tied to none
    page: int
    start: int
    end: int
    text: str
    evidence: str
    implied: bool = False  # named by its subject only, without a number


@dataclass(frozen=True, slots=True)
class VendorMention:
    """A supplier or product of software named in a letter."""

    vendor: str
    product: str | None
    status: VendorStatus
    questions: tuple[str, ...]
    page: int
    start: int
    end: int
    text: str
    evidence: str
    listed: bool = True  # False: found by pattern, in no table
    facts: dict[str, str] = field(default_factory=dict)  # annual_cost, expires_on, term: where stated beside the name


@dataclass(frozen=True, slots=True)
class Reading:
    """What one letter says: the whole result of reading, a pure function of its documents."""

    kind: Kind
    title: str
    text: str
    authority: str | None
    regime: str | None  # a Law value, `mixed`, or None
    reference: str | None
    received_on: str | None
    responded_on: str | None
    outcome: Outcome
    outcomes: tuple[Outcome, ...]
    questions: tuple[QuestionAnswer, ...]
    citations: tuple[Citation, ...]
    vendors: tuple[VendorMention, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One answered request: the letter's reading, the files it came in, and whether it may be seen."""

    id: str
    state: State
    documents: tuple[Document, ...]  # the letter first
    reading: Reading
    stated_outcome: str | None = None  # as the publisher's own log gives it
    stated_exemptions: tuple[str, ...] = ()
    url: str | None = None
    ingested_at: str = ""
    tool_version: str = ""

    @property
    def applied(self) -> tuple[str, ...]:
        """Return the ids of the provisions applied, each once, in reading order."""
        return tuple(dict.fromkeys(self._ids(CitationStatus.APPLIED)))

    def _ids(self, status: CitationStatus) -> Iterator[str]:
        return (c.provision for c in self.reading.citations if c.status is status and not c.implied)
