"""The register of who uses whose software: filtered by the address, page by page, to take away as it is filtered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from corpus.records import VendorStatus
from corpus.vendor_register import (
    IN_USE_OR_NEAR,
    RegisterFilter,
    RegisterRow,
    count_rows,
    register_choices,
    register_rows,
)
from search_app.disclosure_view import vendor_anchor
from search_app.errors import problem_response
from search_app.paging import paging
from search_app.params import Filters, Problem, read_page, read_values
from search_app.rows import Row, rows_response
from search_app.stores import current_stores
from search_app.wording import VENDOR_STATUSES, function_label

blueprint = Blueprint("vendors", __name__)

ROWS = 50
COLUMNS = (*(field.name for field in fields(RegisterRow)), "url")
NAMES = ("vendor", "product", "function", "authority")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the register as the page shows it."""

    row: RegisterRow
    functions: str
    status: str
    address: str


@blueprint.get("/vendors")
def vendors() -> tuple[str, int]:
    """Show the register."""
    problems: list[Problem] = []
    wanted, page = read_register_filter(problems), read_page(request.args, problems)
    rows, total = register_page(wanted, page)
    choices = current_stores().derived(register_choices)
    shown = render_template(
        "vendors.html",
        problems=problems,
        wanted=wanted,
        total=total,
        lines=[_line(row) for row in rows],
        choices=_selects(choices, wanted),
        statuses=[(s, VENDOR_STATUSES[s], s in (wanted.statuses or IN_USE_OR_NEAR)) for s in VENDOR_STATUSES],
        active=_active(wanted),
        address=lambda path: register_address(wanted, path),
        paging=paging(page, -(-total // ROWS), lambda number: register_address(wanted, page=number)),
        search=_search_address(wanted),
    )
    return shown, 400 if problems else 200


@blueprint.get("/vendors.<any(csv,json,jsonl):form>")
def vendors_file(form: str) -> Response:
    """Give every row of the register as it is filtered."""
    problems: list[Problem] = []
    wanted = read_register_filter(problems)
    if problems:
        return problem_response(400, "This register cannot be made", problems[0].message)
    return rows_response(_rows(wanted), COLUMNS, form, "software-register")


def register_page(wanted: RegisterFilter, page: int) -> tuple[list[RegisterRow], int]:
    """Return one page of the register as it is filtered, and how many rows there are."""
    with current_stores().catalogue() as catalogue:
        rows = register_rows(catalogue, wanted, limit=ROWS, offset=(page - 1) * ROWS)
        return list(rows), count_rows(catalogue, wanted)


def read_register_filter(problems: list[Problem]) -> RegisterFilter:
    """Return the filter that the address asks for. A value that cannot be one is reported and left out."""
    named = {name: next(iter(read_values(request.args, name, problems)), "") for name in NAMES}
    given = read_values(request.args, "status", problems)
    statuses = tuple(status for status in given if status in list(VendorStatus))
    if len(statuses) < len(given):
        problems.append(Problem("status", f"A status is one of {', '.join(VendorStatus)}"))
    return RegisterFilter(**named, statuses=() if set(statuses) == set(IN_USE_OR_NEAR) else statuses)


def register_address(wanted: RegisterFilter, path: str = "/vendors", page: int = 1) -> str:
    """Return the address of the register filtered this way."""
    pairs = [(name, getattr(wanted, name)) for name in NAMES if getattr(wanted, name)]
    pairs += [("status", status) for status in wanted.statuses]
    pairs += [("page", str(page))] if page > 1 else []
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _rows(wanted: RegisterFilter) -> Iterator[Row]:
    root = request.url_root.rstrip("/")
    with current_stores().catalogue() as catalogue:
        for row in register_rows(catalogue, wanted):
            yield {**{name: getattr(row, name) for name in COLUMNS[:-1]}, "url": root + _address(row)}


def _line(row: RegisterRow) -> Line:
    functions = ", ".join(filter(None, map(function_label, row.functions)))
    return Line(row, functions[:1].upper() + functions[1:], VENDOR_STATUSES[row.status], _address(row))


def _address(row: RegisterRow) -> str:
    return f"/disclosures/{row.disclosure}#{vendor_anchor(row.vendor, row.product, row.status)}"


def _selects(choices: dict[str, list[str]], wanted: RegisterFilter) -> list[tuple[str, str, list[dict[str, object]]]]:
    """Return, for each filter that is a list, its name, its label and its options."""
    labels = {"vendor": "Supplier", "function": "Used for", "authority": "Authority"}
    selects = []
    for name, label in labels.items():
        chosen = getattr(wanted, name)
        values = choices[name] if not chosen or chosen in choices[name] else [*choices[name], chosen]
        options = [(v, _function(v) if name == "function" else v) for v in values]
        if name == "function":
            options.sort(key=lambda option: option[1].casefold())
        items = [{"value": "", "text": "Any", "selected": not chosen}]
        items += [{"value": v, "text": text, "selected": v == chosen} for v, text in options]
        selects.append((name, label, items))
    return selects


def _function(value: str) -> str:
    label = function_label(value) or "Other"
    return label[:1].upper() + label[1:]


def _active(wanted: RegisterFilter) -> list[tuple[str, str, str]]:
    """Return each filter in force as (kind, value, address without it)."""
    kinds = {"vendor": "Supplier", "product": "Product", "function": "Used for", "authority": "Authority"}
    active = []
    for name, kind in kinds.items():
        value = getattr(wanted, name)
        if value:
            shown = _function(value) if name == "function" else value
            active.append((kind, shown, register_address(_without(wanted, name))))
    for status in wanted.statuses:
        rest = tuple(s for s in wanted.statuses if s != status)
        active.append(("Status", VENDOR_STATUSES[status], register_address(replace(wanted, statuses=rest))))
    return active


def _without(wanted: RegisterFilter, name: str) -> RegisterFilter:
    kept = {other: getattr(wanted, other) for other in NAMES if other != name}
    return RegisterFilter(**kept, statuses=wanted.statuses)


def _search_address(wanted: RegisterFilter) -> str:
    """Return the search for the letters themselves, as far as search has these filters."""
    names = [(name, getattr(wanted, name)) for name in ("vendor", "product", "authority") if getattr(wanted, name)]
    return Filters(chosen={name: (value,) for name, value in names}).address()
