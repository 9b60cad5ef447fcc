"""The lists that lead into search: exemptions, suppliers, authorities, each with counts from the index."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template

from corpus.authorities import describe
from corpus.law import is_ground, provisions
from corpus.vendors import vendors
from index.request import SearchRequest, SearchResult
from search_app.pages import stores
from search_app.params import Filters
from search_app.provision_view import ProvisionView, ancestry, view_provision
from search_app.wording import CITATION_STATUSES, LAWS, authority_type_label, function_label

blueprint = Blueprint("lists", __name__)

LATEST = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: what it names, a word about it, how many answers, and the search that shows them."""

    label: str
    detail: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """One provision in use, with how many answers apply it."""

    provision: ProvisionView
    count: int
    depth: int


@blueprint.get("/exemptions")
def exemptions() -> str:
    """List every provision that an answer applies, law by law, in the order of the Act."""
    counts = {facet.value: facet.count for facet in _everything().facets.get("exemption", [])}
    order = {provision: place for place, provision in enumerate(provisions())}
    laws: dict[str, list[ProvisionRow]] = {law: [] for law in LAWS}
    for provision in sorted(counts, key=lambda p: order.get(p, len(order))):
        view = view_provision(provision)
        depth = sum(1 for above in ancestry(provision) if above in counts)
        laws.setdefault(view.law, []).append(ProvisionRow(view, counts[provision], min(depth, 2)))
    groups = [(LAWS.get(law, law or "Other"), rows) for law, rows in laws.items() if rows]
    return render_template("exemptions.html", groups=groups, total=len(counts))


@blueprint.get("/exemptions/<provision>")
def exemption(provision: str) -> str:
    """Explain one provision and show how it is used."""
    row = provisions().get(provision)
    if row is None:
        abort(404)
    applied = stores().search(SearchRequest(exemption=(provision,), sort="newest", limit=LATEST))
    return render_template(
        "exemption.html",
        provision=view_provision(provision),
        is_ground=is_ground(row),
        total=applied.total,
        address=Filters(chosen={"exemption": (provision,)}).address(),
        hits=applied.hits,
        above=[view_provision(p) for p in ancestry(provision)],
        below=_facet_rows(applied, "exemption", within=provision),
        by_type=_facet_rows(applied, "authority_type", exemption=provision),
        by_year=sorted(_facet_rows(applied, "year", exemption=provision), key=lambda r: r.label, reverse=True),
        other_statuses=_other_statuses(provision),
        equivalents=[view_provision(p) for p in row.equivalents if p in provisions()],
    )


@blueprint.get("/vendors")
def vendor_list() -> str:
    """List every supplier that a letter names, most named first."""
    known = vendors()
    rows = []
    for facet in _everything().facets.get("vendor", []):
        vendor = known.get(facet.value)
        functions = ", ".join(filter(None, map(function_label, vendor.functions))) if vendor else ""
        rows.append(
            Row(
                facet.label or facet.value,
                functions[:1].upper() + functions[1:],
                facet.count,
                _address("vendor", facet.value),
            )
        )
    return render_template(
        "list.html",
        title="Suppliers",
        lead="Software suppliers named in answers. A name here says that a letter mentions it: open the answers to see "
        "whether it is in use, planned or gone.",
        columns=("Supplier", "Used for", "Answers"),
        rows=rows,
    )


@blueprint.get("/authorities")
def authority_list() -> str:
    """List every authority with an answer, most answers first."""
    rows = [
        Row(
            f.label or f.value,
            authority_type_label(describe(f.value).type or ""),
            f.count,
            _address("authority", f.value),
        )
        for f in _everything().facets.get("authority", [])
    ]
    return render_template(
        "list.html",
        title="Authorities",
        lead="Public authorities whose answers can be searched here.",
        columns=("Authority", "Type", "Answers"),
        rows=rows,
    )


def _everything() -> SearchResult:
    return stores().search(SearchRequest(sort="newest", limit=1))


def _address(name: str, value: str) -> str:
    return Filters(chosen={name: (value,)}).address()


def _facet_rows(result: SearchResult, name: str, *, within: str = "", exemption: str = "") -> list[Row]:
    """Return a facet as rows that lead into search; `within` keeps the parts of one section."""
    rows = []
    for facet in result.facets.get(name, []):
        if within and within not in ancestry(facet.value):
            continue
        base = Filters(chosen={"exemption": (exemption,)} if exemption else {})
        narrowed = base.within_year(facet.value) if name == "year" else base.with_value(name, facet.value)
        view = view_provision(facet.value) if name == "exemption" else None
        label = view.label if view else authority_type_label(facet.value) if name == "authority_type" else facet.value
        rows.append(Row(label, view.name if view else "", facet.count, narrowed.address()))
    return rows


def _other_statuses(provision: str) -> list[Row]:
    """Return how many answers consider or only mention the provision, each leading to them."""
    rows = []
    for status, label in CITATION_STATUSES.items():
        if status == "applied":
            continue
        total = stores().search(SearchRequest(exemption=(provision,), citation_status=(status,), limit=1)).total
        address = Filters(chosen={"exemption": (provision,)}, status=(status,)).address()
        if total:
            rows.append(Row(label, "", total, address))
    return rows
