"""What can be asked of the index, and what comes back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from index.fields import FACETS

SORTS = ("relevance", "newest", "oldest")
MOST_A_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search. An empty query leaves the choice to the filters, newest first.

    Filters take names or ids alike. Values of one filter are alternatives; a hit satisfies every filter given.
    """

    query: str = ""
    exemption: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    authority_type: tuple[str, ...] = ()
    vendor: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    date_from: str | None = None  # inclusive: "2021", "2021-06", "06/2021", "1/6/2021"
    date_to: str | None = None
    citation_status: tuple[str, ...] = ("applied",)
    sort: str = "relevance"
    page: int = 1
    limit: int = 20
    facets: tuple[str, ...] = FACETS  # those to count
    passages: bool = True  # whether hits come with them


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a hit's text. `question` is the number of the question it answers, None for the letter itself.

    `html` is escaped text with `<mark>` around what was found, and nothing else.
    """

    question: str | None
    page: int
    html: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One disclosure found."""

    disclosure: str
    source: str
    authority: str | None
    reference: str | None
    title: str
    responded_on: str | None
    outcome: str
    provisions: tuple[str, ...]
    vendors: tuple[str, ...]
    score: float
    passages: tuple[Passage, ...]
    url: str


class Near(NamedTuple):
    """A question-answer near to a text: of which disclosure, its number as printed, what was asked."""

    disclosure: str
    number: str
    question: str
    score: float


class Facet(NamedTuple):
    """One value of a facet, and how many disclosures of the whole result have it."""

    value: str
    label: str
    count: int  # type: ignore[assignment]  # hides the method of tuples, which nobody calls here


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of what was found. `total` is exact; `did_you_mean` is a whole query to try instead."""

    total: int
    hits: list[Hit]
    facets: dict[str, list[Facet]]
    did_you_mean: str | None = None
    notices: list[str] = field(default_factory=list)
    page: int = 1
    pages: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the result in the shape that `foilog search --json` and the API promise."""
        return {
            "total": self.total,
            "results": [asdict(hit) for hit in self.hits],
            "facets": {name: [facet._asdict() for facet in self.facets.get(name, [])] for name in FACETS},
            "did_you_mean": self.did_you_mean,
            "notices": list(self.notices),
            "page": self.page,
            "pages": self.pages,
        }
