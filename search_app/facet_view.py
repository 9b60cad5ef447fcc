"""The filter panel and the list of active filters, made from a search's facets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.request import Facet
from search_app.params import Filters
from search_app.provision_view import ancestry, view_provision
from search_app.wording import CITATION_STATUSES, FACETS, LAWS, authority_type_label, date_in_words, outcome_label

SHOWN = 6  # values a group shows before "show more"
MOST = 30  # values a group holds at all


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: a checkbox, its plain label and how many disclosures of the result have it."""

    name: str
    value: str
    label: str
    detail: str
    count: int
    checked: bool
    level: int = 0  # 1 for a sub-section under its section
    address: str = ""  # set where the value is a link and not a checkbox


@dataclass(frozen=True, slots=True)
class Group:
    """One facet with its choices: `first` always shown, `more` behind a disclosure."""

    name: str
    legend: str
    first: list[Choice]
    more: list[Choice]
    is_cut: bool = False  # the result has more values than a panel can hold


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """One filter in force, with the address of the same search without it."""

    kind: str
    label: str
    name: str
    value: str
    address: str


def facet_groups(facets: dict[str, list[Facet]], filters: Filters) -> list[Group]:
    """Return the groups of the filter panel in the order of `FACETS`; a facet with nothing to choose is left out."""
    groups = []
    for name in FACETS:
        choices = _choices(name, facets.get(name, []), filters)
        if choices:
            first, more = _split(choices)
            groups.append(Group(name, FACETS[name], first, more, len(facets.get(name, [])) > MOST))
    return groups


def active_filters(filters: Filters) -> list[ActiveFilter]:
    """Return every filter in force, in the order of the panel, dates last."""
    active = []
    for name, legend in FACETS.items():
        for value in filters.chosen.get(name, ()):
            label, _ = value_label(name, value)
            active.append(_active(filters, legend, label, name, value))
    for status in filters.status:
        if filters.status != ("applied",):
            active.append(_active(filters, "Exemption is", CITATION_STATUSES[status], "citation_status", status))
    if filters.first_day:
        active.append(_active(filters, "Answered from", date_in_words(filters.first_day), "from", ""))
    if filters.last_day:
        active.append(_active(filters, "Answered up to", date_in_words(filters.last_day), "to", ""))
    return active


def value_label(name: str, value: str) -> tuple[str, str]:
    """Return how a facet value reads, and the plain words beside it: ("Section 40(2) FOIA", "Personal information")."""
    if name == "exemption":
        provision = view_provision(value)
        return provision.full_label, provision.name
    readers: dict[str, Callable[[str], str]] = {
        "outcome": outcome_label,
        "authority_type": authority_type_label,
        "law": lambda law: LAWS.get(law, law),
    }
    return readers.get(name, str)(value), ""


def _active(filters: Filters, kind: str, label: str, name: str, value: str) -> ActiveFilter:
    return ActiveFilter(kind, label, name, value, filters.without(name, value).address())


def _choices(name: str, facets: Iterable[Facet], filters: Filters) -> list[Choice]:
    chosen = filters.chosen.get(name, ())
    facets = list(facets)
    choices = [_choice(name, f, f.value in chosen, filters) for f in facets[:MOST]]
    kept = {choice.value for choice in choices}
    for value in chosen:  # a chosen value stays in the panel, though the result holds none or it is far down the list
        if value not in kept:
            count = next((f.count for f in facets if f.value == value), 0)
            label, detail = value_label(name, value)
            choices.append(Choice(name, value, label, detail, count, True))
    if name == "exemption":
        return _nested(choices)
    if name == "year":
        return sorted(choices, key=lambda choice: choice.value, reverse=True)
    return choices


def _choice(name: str, facet: Facet, checked: bool, filters: Filters) -> Choice:
    label, detail = value_label(name, facet.value)
    if name not in ("exemption", "outcome", "authority_type", "law"):
        label = facet.label or facet.value
    address = filters.within_year(facet.value).address() if name == "year" else ""
    return Choice(name, facet.value, label, detail, facet.count, checked, address=address)


def _nested(choices: list[Choice]) -> list[Choice]:
    """Return exemptions with each sub-section after its section, both by count."""
    present = {choice.value for choice in choices}
    children: dict[str, list[Choice]] = {}
    tops = []
    for choice in choices:
        above = next((p for p in ancestry(choice.value) if p in present), None)
        if above is None:
            tops.append(choice)
        else:
            children.setdefault(above, []).append(choice)
    ordered: list[Choice] = []
    _append_nested(tops, children, 0, ordered)
    return ordered


def _append_nested(
    level: list[Choice], children: dict[str, list[Choice]], depth: int, into: list[Choice], above: str = ""
) -> None:
    for c in level:
        detail = "" if c.detail == above else c.detail  # a part is often named like its section
        into.append(Choice(c.name, c.value, c.label, detail, c.count, c.checked, min(depth, 2)))
        _append_nested(children.get(c.value, []), children, depth + 1, into, c.detail)


def _split(choices: list[Choice]) -> tuple[list[Choice], list[Choice]]:
    """Return the choices always shown and those behind "show more": a chosen one is never hidden."""
    if len(choices) <= SHOWN + 2:
        return choices, []
    first = [c for i, c in enumerate(choices) if i < SHOWN or c.checked]
    return first, [c for i, c in enumerate(choices) if i >= SHOWN and not c.checked]
