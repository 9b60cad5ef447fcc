"""Authorities: how many answers, how they ended, how long they took, beside the middle authority of the same type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request

from corpus.authority_records import AuthorityRecord, TypeMedians, authority_records, by_id, type_medians
from corpus.working_days import LIMIT
from index.request import SearchRequest
from search_app.charts import column_chart, every_year, row_chart
from search_app.exemption_pages import CountRow
from search_app.paging import paging
from search_app.params import Filters, read_page
from search_app.provision_view import view_provision
from search_app.rows import Row, rows_response
from search_app.stores import current_stores
from search_app.wording import authority_type_label, outcome_label, percent

blueprint = Blueprint("authorities", __name__)

LATEST = 5
ROWS = 100
REFUSED = ("refused", "cost_limit", "vexatious", "neither_confirm_nor_deny")
COLUMNS = (
    "authority", "type", "answers", "disclosed", "partly_disclosed", "refused", "not_held", "timed", "on_time",
    "median_working_days", "type_authorities", "type_median_answers", "type_median_working_days",
    "type_median_on_time_share", "type_median_disclosed_share", "sections_applied",
)  # fmt: skip
ORDERS: dict[str, tuple[str, Callable[[AuthorityRecord], object]]] = {
    "answers": ("Most answers", lambda r: (-r.answers, r.name.casefold())),
    "name": ("Name", lambda r: r.name.casefold()),
    "slowest": ("Slowest first", lambda r: (r.median_days is None, -(r.median_days or 0), r.name.casefold())),
    "late": ("Most often late", lambda r: (not r.days, r.on_time / len(r.days) if r.days else 1, r.name.casefold())),
    "refused": ("Most often refused", lambda r: (-r.share(*REFUSED), r.name.casefold())),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of an authority, and the same of the middle authority of its type."""

    label: str
    value: str
    middle: str


@blueprint.get("/authorities")
def authorities() -> str:
    """List every authority with an answer, in the order and of the type that the address asks for."""
    records, medians = _records()
    kind, order = _asked(records)
    shown, page = _shown(records, kind, order), read_page(request.args)
    query = urlencode([(name, value) for name, value in (("authority_type", kind), ("sort", order)) if value])
    return render_template(
        "authorities.html",
        records=shown[(page - 1) * ROWS : page * ROWS],
        total=len(shown),
        query=query,
        paging=paging(
            page, -(-len(shown) // ROWS), lambda n: f"/authorities?{query}" + (f"&page={n}" if n > 1 else "")
        ),
        medians=medians,
        types=sorted({r.type for r in records.values()}, key=authority_type_label),
        kind=kind,
        order=order,
        orders={name: label for name, (label, _) in ORDERS.items()},
        limit=LIMIT,
        refused=REFUSED,
    )


@blueprint.get("/authorities.<any(csv,json,jsonl):form>")
def authorities_file(form: str) -> Response:
    """Give the list as it is shown, with the counts behind its shares."""
    records, medians = _records()
    kind, order = _asked(records)
    return rows_response((_row(r, medians[r.type]) for r in _shown(records, kind, order)), COLUMNS, form, "authorities")


@blueprint.get("/authorities/<authority_id>")
def authority(authority_id: str) -> str:
    """Show the record of one authority."""
    records, medians = _records()
    record = by_id(records, authority_id) or abort(404)
    base = Filters(chosen={"authority": (record.name,)})
    newest = SearchRequest(authority=(record.name,), sort="newest", limit=LATEST, facets=(), passages=False)
    latest = current_stores().search(newest)
    outcomes = record.outcomes.most_common()
    sections = [(view_provision(p), n) for p, n in record.sections.most_common()]
    return render_template(
        "authority.html",
        record=record,
        measures=_measures(record, medians[record.type]),
        type_label=authority_type_label(record.type),
        others=medians[record.type].authorities - 1,
        years=column_chart("Answers by year", every_year(record.years)),
        by_year=[CountRow(y, n, base.within_year(y).address()) for y, n in every_year(record.years)][::-1],
        outcomes=row_chart("How its answers ended", [(outcome_label(o), n) for o, n in outcomes]),
        by_outcome=[CountRow(outcome_label(o), n, base.with_value("outcome", o).address()) for o, n in outcomes],
        by_section=[
            CountRow(view.full_label, n, base.with_value("exemption", view.id).address(), view.name)
            for view, n in sections
        ],
        latest=latest.hits,
        address=base.address(),
        feed=base.address("/feed.atom"),
        limit=LIMIT,
    )


@blueprint.get("/authorities/<authority_id>.<any(csv,json,jsonl):form>")
def authority_file(authority_id: str, form: str) -> Response:
    """Give the numbers of an authority's page: years, outcomes and sections."""
    record = by_id(_records()[0], authority_id) or abort(404)
    measures = {
        "year": every_year(record.years),
        "outcome": record.outcomes.most_common(),
        "section": record.sections.most_common(),
        "working_days": sorted(_spread(record).items()),
    }
    columns = ("measure", "value", "answers")
    rows = (
        dict(zip(columns, (measure, value, n), strict=True))
        for measure, pairs in measures.items()
        for value, n in pairs
    )
    return rows_response(rows, columns, form, f"{record.id}")


def _records() -> tuple[dict[str, AuthorityRecord], dict[str, TypeMedians]]:
    records = current_stores().derived(authority_records)
    return records, type_medians(records.values())


def _asked(records: dict[str, AuthorityRecord]) -> tuple[str, str]:
    kind, order = request.args.get("authority_type", ""), request.args.get("sort", "answers")
    return kind if any(r.type == kind for r in records.values()) else "", order if order in ORDERS else "answers"


def _shown(records: dict[str, AuthorityRecord], kind: str, order: str) -> list[AuthorityRecord]:
    return sorted((r for r in records.values() if not kind or r.type == kind), key=ORDERS[order][1])  # type: ignore[arg-type]


def _row(r: AuthorityRecord, middle: TypeMedians) -> Row:
    values = (
        r.name, r.type, r.answers, r.outcomes["disclosed"], r.outcomes["partly_disclosed"], r.outcomes["refused"],
        r.outcomes["not_held"], len(r.days), r.on_time, r.median_days, middle.authorities, middle.answers,
        middle.median_days, _rounded(middle.on_time_share), _rounded(middle.disclosed_share),
        [section for section, _ in r.sections.most_common()],
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _measures(r: AuthorityRecord, middle: TypeMedians) -> list[Measure]:
    def days(number: float | None) -> str:
        return "Not known" if number is None else f"{number:g} working days"

    timely = r.on_time / len(r.days) if r.days else None
    return [
        Measure("Answers here", f"{r.answers:,}", f"{middle.answers:g}"),
        Measure("Disclosed in full", percent(r.share("disclosed")), percent(middle.disclosed_share)),
        Measure("Refused in full", percent(r.share("refused")), percent(middle.refused_share)),
        Measure("Half of its answers came within", days(r.median_days), days(middle.median_days)),
        Measure(f"Within {LIMIT} working days", percent(timely), percent(middle.on_time_share)),
    ]


def _spread(record: AuthorityRecord) -> dict[str, int]:
    return {f"{days:03}": record.days.count(days) for days in set(record.days)}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
