"""The search page: one request to the index made into cards, a filter panel, page links and help."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from markupsafe import Markup

from corpus.evidence import media_types_of
from index.errors import QueryError
from index.request import Hit, Passage, SearchRequest, SearchResult
from search_app.disclosure_view import question_anchor
from search_app.facet_view import ActiveFilter, Group, active_filters, facet_groups
from search_app.marking import foreign
from search_app.paging import Paging, paging
from search_app.params import MAX_PAGE, Filters, Problem
from search_app.provision_view import ProvisionView, view_provision
from search_app.stores import Stores
from search_app.wording import file_kind

WAYS_OUT = 8  # "without this filter" searches made for an empty result

_FIELDS = {"query": "q", "date_from": "from", "date_to": "to"}


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage with its marks, ready to print, and where it stands."""

    label: str
    html: Markup
    address: str
    lang: str  # as `foreign` tells it


@dataclass(frozen=True, slots=True)
class Card:
    """One result."""

    hit: Hit
    title: str
    address: str
    passages: list[PassageView]
    provisions: list[ProvisionView]
    kinds: list[str]  # of its files: "PDF", "Excel workbook"


@dataclass(frozen=True, slots=True)
class WayOut:
    """For an empty result: what to drop, how many disclosures that gives, and its address."""

    label: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """All that the search page prints."""

    filters: Filters
    problems: list[Problem]
    total: int
    cards: list[Card]
    groups: list[Group]
    active: list[ActiveFilter]
    notices: list[str]
    did_you_mean: str | None
    did_you_mean_address: str | None
    paging: Paging
    ways_out: list[WayOut]
    deep_end: bool


def to_request(filters: Filters) -> SearchRequest:
    """Return what the index is asked."""
    chosen = filters.chosen
    return SearchRequest(
        query=filters.query,
        exemption=chosen.get("exemption", ()),
        authority=chosen.get("authority", ()),
        authority_type=chosen.get("authority_type", ()),
        vendor=chosen.get("vendor", ()),
        product=chosen.get("product", ()),
        outcome=chosen.get("outcome", ()),
        law=chosen.get("law", ()),
        date_from=filters.first_day,
        date_to=filters.last_day,
        citation_status=filters.status,
        sort=filters.effective_sort,
        page=filters.page,
        limit=filters.limit,
    )


def to_problem(error: QueryError) -> Problem:
    """Return what the index refused as a problem of the field it stands in."""
    return Problem(_FIELDS.get(error.field, error.field), error.message)


def run_search(stores: Stores, filters: Filters, problems: list[Problem]) -> SearchView:
    """Return the search page for these filters. What the index refuses is reported and gives an empty result."""
    try:
        result = stores.search(to_request(filters))
    except QueryError as error:
        problems = [*problems, to_problem(error)]
        result = SearchResult(total=0, hits=[], facets={}, did_you_mean=None, notices=[], page=1, pages=0)
    active = active_filters(filters)
    pages = min(result.pages, MAX_PAGE)
    meant = result.did_you_mean
    return SearchView(
        filters=filters,
        problems=problems,
        total=result.total,
        cards=_cards(stores, result.hits, filters.query),
        groups=facet_groups(result.facets, filters),
        active=active,
        notices=list(result.notices),
        did_you_mean=meant,
        did_you_mean_address=replace(filters, query=meant, page=1).address() if meant else None,
        paging=paging(filters.page, pages, lambda number: filters.address(page=number)),
        ways_out=_ways_out(stores, filters, active) if result.total == 0 and not problems else [],
        deep_end=result.pages > MAX_PAGE and filters.page == MAX_PAGE,
    )


def passage_html(passage: Passage) -> Markup:
    """Return a passage as markup. Nowhere else is a string trusted: the index has escaped it all but for <mark>."""
    return Markup(passage.html)


def _cards(stores: Stores, hits: list[Hit], query: str) -> list[Card]:
    if not hits:
        return []
    with stores.catalogue() as catalogue:
        types = media_types_of(catalogue, (hit.disclosure for hit in hits))
    return [_card(hit, types.get(hit.disclosure, []), query) for hit in hits]


def _card(hit: Hit, media_types: list[str], query: str) -> Card:
    path, hash_sign, fragment = hit.url.partition("#")
    page_address = f"{path}?{urlencode({'q': query})}" if query else path
    passages = [
        PassageView(
            label=f"Question {p.question}" if p.question else f"Page {p.page}" if p.page else "In the letter",
            html=passage_html(p),
            address=f"{page_address}#{quote(question_anchor(p.question))}" if p.question else page_address,
            lang=foreign(passage_html(p).striptags()),
        )
        for p in hit.passages
    ]
    return Card(
        hit=hit,
        title=hit.title or hit.reference or "Answer to a request",
        address=page_address + hash_sign + fragment,
        passages=passages,
        provisions=[view_provision(p) for p in hit.provisions],
        kinds=list(dict.fromkeys(map(file_kind, media_types))),
    )


def _ways_out(stores: Stores, filters: Filters, active: list[ActiveFilter]) -> list[WayOut]:
    """Return what dropping each filter, or the words, would give; nothing for what would still be empty."""
    tries = [(f"{a.kind}: {a.label}", filters.without(a.name, a.value)) for a in active[:WAYS_OUT]]
    if filters.query and active:
        tries.append((f"the words ‘{filters.query}’", filters.without("q", "")))
    if len(active) > 1:
        tries.append(("all the filters", filters.cleared()))
    ways = []
    for label, other in tries:
        try:
            total = stores.search(replace(to_request(other), limit=1, facets=(), passages=False)).total
        except QueryError:
            continue  # the words alone are refused: dropping a filter is no way out
        if total:
            ways.append(WayOut(label, total, other.address()))
    return ways
