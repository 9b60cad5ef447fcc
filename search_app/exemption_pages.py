"""Exemptions: every provision in use, a page for each with its trend and its sentences, and both to take away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import shorten

from flask import Blueprint, Response, abort, render_template, request

from corpus.law import is_ground, parents, provisions
from corpus.provision_use import ProvisionEvidence, ProvisionUse, count_evidence, provision_evidence, provision_use
from search_app.charts import Chart, column_chart, every_year, row_chart, spark
from search_app.disclosure_view import citation_anchor
from search_app.paging import paging
from search_app.params import Filters, read_page
from search_app.provision_view import ProvisionView, ancestry, view_provision
from search_app.rows import Row, rows_response
from search_app.stores import current_stores
from search_app.wording import CITATION_STATUSES, LAWS, authority_type_label

blueprint = Blueprint("exemptions", __name__)

SENTENCES = 20  # on one page
SHOWN = 15  # authorities in the table of a provision; the file to take away has all
EVIDENCE = tuple(ProvisionEvidence.__dataclass_fields__)
USE = ("provision", "label", "law", "name", "strength", "answers")
COUNTS = ("measure", "value", "answers")


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """One provision in use."""

    provision: ProvisionView
    count: int
    depth: int
    trend: Chart


@dataclass(frozen=True, slots=True)
class CountRow:
    """A value with how many answers have it, and the search that shows them."""

    label: str
    count: int
    address: str
    detail: str = ""


@blueprint.get("/exemptions")
def exemptions() -> str:
    """List every provision that an answer applies, law by law, in the order of the Act, with its trend."""
    used = current_stores().derived(provision_use)
    years = _years(used)
    laws: dict[str, list[ProvisionRow]] = {law: [] for law in LAWS}
    for use in in_order(used):
        view = view_provision(use.provision)
        depth = min(sum(1 for above in ancestry(use.provision) if above in used), 2)
        trend = spark(every_year(use.years, *years)) if years else spark([])
        laws.setdefault(view.law, []).append(ProvisionRow(view, use.answers, depth, trend))
    sections = [(use.provision, use.answers) for use in used.values() if not ancestry(use.provision)]
    most = sorted(sections, key=lambda pair: -pair[1])[:10]
    return render_template(
        "exemptions.html",
        groups=[(LAWS.get(law, law or "Other"), rows) for law, rows in laws.items() if rows],
        total=len(used),
        years=years,
        chart=row_chart("The ten sections applied most", [(_short(p), n) for p, n in most]),
    )


@blueprint.get("/exemptions.<any(csv,json,jsonl):form>")
def exemptions_file(form: str) -> Response:
    """Give the list with a column for each year."""
    used = current_stores().derived(provision_use)
    years = _years(used)
    names = [year for year, _ in every_year({}, *years)] if years else []
    columns = (*USE, *(f"answers_{name}" for name in names), "answers_undated")
    return rows_response((_use_row(use, names) for use in in_order(used)), columns, form, "exemptions")


@blueprint.get("/exemptions/<provision>")
def exemption(provision: str) -> str:
    """Explain one provision, show how it is used, and quote the sentences that use it."""
    row = provisions().get(provision) or abort(404)
    use = current_stores().derived(provision_use).get(provision) or ProvisionUse(provision)
    status, page = _status(), read_page(request.args)
    with current_stores().catalogue() as catalogue:
        counts = {name: count_evidence(catalogue, provision, name) for name in CITATION_STATUSES}
        offset = (page - 1) * SENTENCES
        sentences = list(provision_evidence(catalogue, provision, status, limit=SENTENCES, offset=offset))
    base = Filters(chosen={"exemption": (provision,)})
    address = f"/exemptions/{provision}?status={status}" if status != "applied" else f"/exemptions/{provision}"
    joint = "&" if "?" in address else "?"
    return render_template(
        "exemption.html",
        provision=view_provision(provision),
        is_ground=is_ground(row),
        use=use,
        address=base.address(),
        above=[view_provision(p) for p in parents(provision)],
        below=_parts(provision),
        equivalents=[view_provision(p) for p in row.equivalents if p in provisions()],
        years=every_year(use.years),
        chart=column_chart("Answers that apply it, by year answered", every_year(use.years)),
        by_year=_by_year(use, base),
        by_type=_counted(use.types, base, "authority_type", authority_type_label),
        by_authority=_counted(use.authorities, base, "authority", str)[:SHOWN],
        authorities=len(use.authorities),
        status=status,
        counts=counts,
        sentences=[(s, f"/disclosures/{s.disclosure}#{citation_anchor(s.provision, s.status)}") for s in sentences],
        paging=paging(
            page, -(-counts[status] // SENTENCES), lambda n: address if n == 1 else f"{address}{joint}page={n}"
        ),
    )


@blueprint.get("/exemptions/<provision>.<any(csv,json,jsonl):form>")
def evidence_file(provision: str, form: str) -> Response:
    """Give every sentence that uses the provision with the status asked for, each with its answer."""
    if provision not in provisions():
        abort(404)
    return rows_response(_evidence_rows(provision, _status()), (*EVIDENCE, "page_url"), form, f"{provision}-evidence")


@blueprint.get("/exemptions/<provision>/counts.<any(csv,json,jsonl):form>")
def counts_file(provision: str, form: str) -> Response:
    """Give the numbers of the charts: by year, by type of authority, by authority."""
    if provision not in provisions():
        abort(404)
    use = current_stores().derived(provision_use).get(provision) or ProvisionUse(provision)
    measures = {"year": every_year(use.years), "authority_type": _most(use.types), "authority": _most(use.authorities)}
    rows: Iterator[Row] = (
        dict(zip(COUNTS, (measure, value, n), strict=True)) for measure, pairs in measures.items() for value, n in pairs
    )
    return rows_response(rows, COUNTS, form, f"{provision}-counts")


def in_order(used: dict[str, ProvisionUse]) -> list[ProvisionUse]:
    """Return the uses in the order of the statutes, what is in no table last."""
    place = {provision: n for n, provision in enumerate(provisions())}
    return sorted(used.values(), key=lambda use: (place.get(use.provision, len(place)), use.provision))


def _status() -> str:
    status = request.args.get("status", "applied")
    return status if status in CITATION_STATUSES else "applied"


def _years(used: dict[str, ProvisionUse]) -> tuple[str, str] | None:
    years = {year for use in used.values() for year in use.years}
    return (min(years), max(years)) if years else None


def _use_row(use: ProvisionUse, years: list[str]) -> Row:
    view = view_provision(use.provision)
    values = (view.id, view.label, view.law_name, view.name, view.strength, use.answers)
    by_year = {f"answers_{year}": use.years[year] for year in years}
    undated = {"answers_undated": use.answers - use.years.total()}
    return {**dict(zip(USE, values, strict=True)), **by_year, **undated}


def _evidence_rows(provision: str, status: str) -> Iterator[Row]:
    root = request.url_root.rstrip("/")
    with current_stores().catalogue() as catalogue:
        for sentence in provision_evidence(catalogue, provision, status):
            yield {
                **{name: getattr(sentence, name) for name in EVIDENCE},
                "page_url": f"{root}/disclosures/{sentence.disclosure}",
            }


def _parts(provision: str) -> list[CountRow]:
    used = current_stores().derived(provision_use)
    views = [view_provision(use.provision) for use in in_order(used) if provision in ancestry(use.provision)]
    return [CountRow(v.label, used[v.id].answers, f"/exemptions/{v.id}", v.name) for v in views]


def _by_year(use: ProvisionUse, base: Filters) -> list[CountRow]:
    rows = [CountRow(year, n, base.within_year(year).address()) for year, n in reversed(every_year(use.years))]
    undated = use.answers - use.years.total()
    return [*rows, CountRow("No date in the letter", undated, "")] if undated else rows


def _counted(counts: Counter[str], base: Filters, name: str, label: Callable[[str], str]) -> list[CountRow]:
    return [CountRow(label(value), n, base.with_value(name, value).address()) for value, n in _most(counts)]


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold()))


def _short(provision: str) -> str:
    view = view_provision(provision)
    return f"{view.short} {shorten(view.name, 22, placeholder='…')}".strip()
