"""From a request's filters to the disclosures that pass them. Filters are exact index terms, never query text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import numpy as np

from corpus import authorities, law, vendors
from corpus.records import CitationStatus, Law, Outcome
from index.dates import parse_date
from index.errors import QueryError
from index.facets import LAW_NAMES, Facets, fields_of
from index.record import squash
from index.request import MOST_A_PAGE, SORTS, SearchRequest
from index.snapshot import Mask, Snapshot

_NUMBERED = re.compile(
    r"(?P<law>foia?|foisa|eir|eisr)?(?P<head>sections?|ss?|regulations?|regs?|r)?\.?(?P<number>\d{1,3}[a-z]{0,2}(?:\([a-z0-9]{1,4}\))*)"
    r"(?:of)?(?:the)?(?P<act>foia?|foisa|eir|eisr)?(?:act)?"
)
_FIELDS = ("exemption", "authority", "authority_type", "vendor", "product", "outcome", "law")


def check(request: SearchRequest) -> None:
    """Raise for what no index could answer.

    Raises:
        QueryError: the sort, the page, the limit or a citation status is not one there is.
    """
    if request.sort not in SORTS:
        raise QueryError(f"'{request.sort}' is no order: choose {', '.join(SORTS)}", "sort")
    if not 1 <= request.limit <= MOST_A_PAGE:
        raise QueryError(f"A page holds 1 to {MOST_A_PAGE} results, not {request.limit}", "limit")
    if request.page < 1:
        raise QueryError(f"Pages count from 1: there is no page {request.page}", "page")
    for status in request.citation_status:
        if status not in list(CitationStatus):
            raise QueryError(f"'{status}' is no citation status: choose {', '.join(CitationStatus)}", "citation_status")


def passing(request: SearchRequest, snapshot: Snapshot, facets: Facets, notices: list[str]) -> Mask:
    """Return which disclosures pass every filter.

    Raises:
        QueryError: a value that cannot be a filter's, or a date that is none.
    """
    mask = np.ones(snapshot.disclosures, np.bool_)
    for name in _FIELDS:
        wanted = getattr(request, name)
        if not wanted:
            continue
        allowed = np.zeros(snapshot.disclosures, np.bool_)
        for value in (term for typed in wanted for term in _terms(name, typed, request, facets, notices)):
            for field in fields_of(name, request.citation_status or ("applied",)):
                allowed[snapshot.postings(field, value).ordinals] = True
        mask &= allowed
    return mask & _dated(request, snapshot)


def _dated(request: SearchRequest, snapshot: Snapshot) -> Mask:
    first = parse_date(request.date_from or "", "date_from")
    last = parse_date(request.date_to or "", "date_to")
    if first and last and first[0] > last[1]:
        raise QueryError(f"The dates end ({request.date_to}) before they begin ({request.date_from})", "date_to")
    mask = np.ones(snapshot.disclosures, np.bool_)
    if first:
        mask &= snapshot.responded_on >= first[0]
    if last:
        mask &= (snapshot.responded_on <= last[1]) & (snapshot.responded_on > 0)
    return mask


def _terms(name: str, typed: str, request: SearchRequest, facets: Facets, notices: list[str]) -> Iterable[str]:
    """Return the index terms that a filter's value means; none, with a notice, for a name the index does not have."""
    match name:
        case "exemption":
            return [_exemption(typed, request.law, request.citation_status, facets)]
        case "outcome":
            return [_choice(typed, list(Outcome), "outcome")]
        case "law":
            return [_law(typed)]
        case "authority_type":
            return [
                _choice(
                    typed, sorted({a.type for a in authorities.authorities().values()} | set(facets.values(name))), name
                )
            ]
        case _:
            return _named(name, typed, facets, notices)


def _choice(typed: str, choices: list[str], field: str) -> str:
    for choice in choices:
        if squash(choice) == squash(typed):
            return str(choice)
    raise QueryError(f"'{typed[:60]}' is no {field.replace('_', ' ')}: choose one of {', '.join(choices)}", field)


def _law(typed: str) -> str:
    for value, name in LAW_NAMES.items():
        if squash(typed) in (value, squash(name)):
            return value
    raise QueryError(f"'{typed[:60]}' is no law: choose one of {', '.join(LAW_NAMES)}", "law")


def _exemption(typed: str, laws: tuple[str, ...], statuses: tuple[str, ...], facets: Facets) -> str:
    """Return the id of the provision `typed` names. "s.40(2)" is FOIA's unless another law is filtered for."""
    text = re.sub(r"[\s,]", "", typed).casefold()
    if text in law.provisions() or any(text in facets.values(f"exemption_{status}") for status in statuses):
        return text
    match = _NUMBERED.fullmatch(text)
    if match:
        for candidate in _laws_meant(match, laws):
            provision = law.find(candidate, match["number"])
            if provision:
                return provision.id
    raise QueryError(f"'{typed[:60]}' is no exemption: write it as s.40(2), EIR 12(5)(e) or foia-40-2", "exemption")


def _laws_meant(match: re.Match[str], laws: tuple[str, ...]) -> list[Law]:
    """Return the laws to look the number up in, the likeliest first."""
    named = (
        (match["law"] or match["act"] or "").replace("foia", "foi").replace("foi", "foia").replace("foiasa", "foisa")
    )
    if named:
        return [Law(named)]
    regulations = (match["head"] or "").startswith("r")
    order = [Law.EIR, Law.EISR] if regulations else [Law.FOIA, Law.FOISA] if match["head"] else list(Law)
    filtered = {_law(value) for value in laws}
    return sorted(order, key=lambda candidate: candidate.value not in filtered) if filtered else order


def _named(name: str, typed: str, facets: Facets, notices: list[str]) -> list[str]:
    """Return the authority, vendor or product that `typed` names by its name, a former name or its id."""
    in_index = {squash(value): value for value in facets.values(name)}
    found = in_index.get(squash(typed)) or in_index.get(squash(_CANONICAL[name](typed) or ""))
    if found is None:
        notices.append(f"No answer here is tied to the {name} '{typed[:80]}'")
        return []
    return [found]


def _authority(typed: str) -> str | None:
    listed = authorities.authorities().get(typed) or authorities.by_name(typed)
    return listed.name if listed else None


def _vendor(typed: str) -> str | None:
    wanted = squash(typed)
    by_id = (v.name for v in vendors.vendors().values() if squash(v.id) == wanted)
    by_alias = (a.vendor for a in vendors.aliases() if not a.product and squash(a.text) == wanted)
    return next(by_id, None) or next(by_alias, None)


def _product(typed: str) -> str | None:
    return next((a.product for a in vendors.aliases() if a.product and squash(a.text) == squash(typed)), None)


_CANONICAL: dict[str, Callable[[str], str | None]] = {"authority": _authority, "vendor": _vendor, "product": _product}
