"""What the API answers with. The OpenAPI document is made from these types, so that it cannot say anything else."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records import Citation, Disclosure, VendorMention
from corpus.vendor_register import RegisterRow
from index.request import Hit
from search_app.pages import named_files
from search_app.params import Problem


@dataclass(frozen=True, slots=True)
class FacetData:
    """One value of a facet, and how many answers of the whole result have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of a search, with facets over the whole result."""

    total: int
    results: list[Hit]
    facets: dict[str, list[FacetData]]
    did_you_mean: str | None
    notices: list[str]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class QuestionData:
    """One question with its answer."""

    number: str
    question: str
    answer: str
    outcome: str
    page: int


@dataclass(frozen=True, slots=True)
class DocumentData:
    """A published file. `url` hands out the file, or for an attachment the e-mail it is in."""

    source: str
    sha256: str
    media_type: str
    size: int
    in_mail: str | None
    url: str


@dataclass(frozen=True, slots=True)
class DisclosureData:
    """One answered request, in the shape of `foilog parse` with its files and where it comes from."""

    disclosure: str
    url: str
    source: str
    sha256: str
    media_type: str
    kind: str
    title: str
    authority: str | None
    regime: str | None
    reference: str | None
    received_on: str | None
    responded_on: str | None
    outcome: str
    outcomes: list[str]
    questions: list[QuestionData]
    citations: list[Citation]
    vendors: list[VendorMention]
    stated_outcome: str | None
    stated_exemptions: list[str]
    published_at: str | None
    documents: list[DocumentData]
    ingested_at: str
    tool_version: str
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class SimilarAnswers:
    """Other answers to much the same request, the likest first."""

    results: list[Hit]


@dataclass(frozen=True, slots=True)
class ProvisionData:
    """A provision of the law, and how many published answers apply it or a part of it."""

    provision: str
    label: str
    law: str
    name: str
    meaning: str
    strength: str
    statute_url: str
    guidance_url: str
    answers: int
    years: dict[str, int]
    authorities: dict[str, int]
    authority_types: dict[str, int]


@dataclass(frozen=True, slots=True)
class ProvisionList:
    """Every provision that a published answer applies, in the order of the statutes."""

    exemptions: list[ProvisionData]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page of the register of who uses whose software."""

    total: int
    page: int
    pages: int
    rows: list[RegisterRow]


@dataclass(frozen=True, slots=True)
class AuthorityData:
    """What the published answers of an authority add up to. Days are working days from request to answer."""

    id: str
    authority: str
    type: str
    answers: int
    outcomes: dict[str, int]
    years: dict[str, int]
    sections: dict[str, int]
    timed: int
    on_time: int
    median_working_days: float | None
    type_authorities: int
    type_median_working_days: float | None
    type_median_on_time_share: float | None


@dataclass(frozen=True, slots=True)
class AuthorityList:
    """Every authority with a published answer, most answers first."""

    authorities: list[AuthorityData]


@dataclass(frozen=True, slots=True)
class ProblemData:
    """What is wrong with a request, as RFC 9457 has it. `errors` names the parameters to put right."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Problem]


def disclosure_data(record: Disclosure) -> DisclosureData:
    """Return a disclosure as the API shows it."""
    reading, letter = record.reading, record.documents[0]
    return DisclosureData(
        disclosure=record.id,
        url=f"/disclosures/{record.id}",
        source=letter.source,
        sha256=letter.sha256,
        media_type=letter.media_type,
        kind=str(reading.kind),
        title=reading.title,
        authority=reading.authority,
        regime=reading.regime,
        reference=reading.reference,
        received_on=reading.received_on,
        responded_on=reading.responded_on,
        outcome=str(reading.outcome),
        outcomes=[str(outcome) for outcome in reading.outcomes],
        questions=[QuestionData(q.number, q.question, q.answer, str(q.outcome), q.page) for q in reading.questions],
        citations=list(reading.citations),
        vendors=list(reading.vendors),
        stated_outcome=record.stated_outcome,
        stated_exemptions=list(record.stated_exemptions),
        published_at=record.url,
        documents=[
            DocumentData(
                source=file.item.source,
                sha256=file.item.sha256,
                media_type=file.item.media_type,
                size=file.item.size,
                in_mail=file.mail,
                url=f"/disclosures/{record.id}/documents/{file.number}",
            )
            for file in named_files(record)
        ],
        ingested_at=record.ingested_at,
        tool_version=record.tool_version,
        warnings=list(reading.warnings),
    )
