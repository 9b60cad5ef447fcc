"""The API: the same searches, registers and parameter names as the pages, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request

from corpus.authority_records import AuthorityRecord, TypeMedians, authority_records, by_id, type_medians
from corpus.law import provisions
from corpus.provision_use import ProvisionUse, provision_use
from index.errors import QueryError
from search_app import api_parameters as parameters
from search_app.api_shapes import (
    AuthorityData,
    AuthorityList,
    DisclosureData,
    FacetData,
    ProvisionData,
    ProvisionList,
    RegisterPage,
    SearchPage,
    SimilarAnswers,
    disclosure_data,
)
from search_app.errors import problem_response
from search_app.exemption_pages import in_order
from search_app.openapi import Operation, Parameter, flask_path, openapi_document
from search_app.pages import published
from search_app.params import Problem, read_filters, read_page
from search_app.provision_view import view_provision
from search_app.search_view import to_problem, to_request
from search_app.similar import similar_to
from search_app.stores import current_stores
from search_app.vendor_pages import ROWS, read_register_filter, register_page

PREFIX = "/api/v1"
OPERATIONS: list[Operation] = []

blueprint = Blueprint("api", __name__)
View = Callable[..., Any]


def operation(
    path: str, returns: type, *takes: Parameter, errors: tuple[int, ...] = (), example: str = ""
) -> Callable[[View], View]:
    """Register a view under the API and in its document. The view returns a value of the type `returns`."""

    def register(view: View) -> View:
        summary = (view.__doc__ or "").partition("\n")[0]
        OPERATIONS.append(Operation(path, view.__name__, summary, returns, takes, errors, PREFIX + (example or path)))

        @wraps(view)
        def answer(**values: str) -> Response:
            made = view(**values)
            return made if isinstance(made, Response) else _json(asdict(made))

        blueprint.get(PREFIX + flask_path(path))(answer)
        return view

    return register


@operation("/search", SearchPage, *parameters.SEARCH, errors=(400,), example="/search?q=parking&outcome=refused")
def search() -> SearchPage | Response:
    """Search the answers: one page of results, with facets over the whole result."""
    filters, problems = read_filters(request.args)
    if problems:
        return _bad(problems)
    try:
        found = current_stores().search(to_request(filters))
    except QueryError as error:
        return _bad([to_problem(error)])
    facets = {name: [FacetData(f.value, f.label, f.count) for f in values] for name, values in found.facets.items()}
    return SearchPage(found.total, found.hits, facets, found.did_you_mean, found.notices, found.page, found.pages)


@operation("/disclosures/{disclosure_id}", DisclosureData, parameters.DISCLOSURE, errors=(404, 410))
def disclosure(disclosure_id: str) -> DisclosureData:
    """One answered request: its questions and answers, what was applied, who was named, its files."""
    return disclosure_data(published(disclosure_id))


@operation("/disclosures/{disclosure_id}/similar", SimilarAnswers, parameters.DISCLOSURE, errors=(404, 410))
def similar(disclosure_id: str) -> SimilarAnswers:
    """Other answers to much the same request."""
    return SimilarAnswers(similar_to(current_stores(), published(disclosure_id)))


@operation("/exemptions", ProvisionList)
def exemptions() -> ProvisionList:
    """Every provision that an answer applies, with its trend."""
    used = current_stores().derived(provision_use)
    return ProvisionList([_provision(use) for use in in_order(used)])


@operation(
    "/exemptions/{provision}", ProvisionData, parameters.PROVISION, errors=(404,), example="/exemptions/foia-40-2"
)
def exemption(provision: str) -> ProvisionData:
    """One provision of the law, and how the answers apply it."""
    if provision not in provisions():
        abort(404)
    return _provision(current_stores().derived(provision_use).get(provision) or ProvisionUse(provision))


@operation("/vendors", RegisterPage, *parameters.REGISTER, errors=(400,), example="/vendors?function=planning")
def vendors() -> RegisterPage | Response:
    """The register of who uses whose software, fifty rows a page."""
    problems: list[Problem] = []
    wanted, page = read_register_filter(problems), read_page(request.args, problems)
    if problems:
        return _bad(problems)
    rows, total = register_page(wanted, page)
    return RegisterPage(total, page, -(-total // ROWS), rows)


@operation("/authorities", AuthorityList)
def authorities() -> AuthorityList:
    """Every authority with an answer, and how long it took beside its type."""
    records = current_stores().derived(authority_records)
    medians = type_medians(records.values())
    return AuthorityList([_authority(record, medians[record.type]) for record in records.values()])


@operation("/authorities/{authority_id}", AuthorityData, parameters.AUTHORITY, errors=(404,))
def authority(authority_id: str) -> AuthorityData:
    """What the answers of one authority add up to."""
    records = current_stores().derived(authority_records)
    record = by_id(records, authority_id) or abort(404)
    return _authority(record, type_medians(records.values())[record.type])


@blueprint.get(f"{PREFIX}/openapi.json")
def openapi() -> Response:
    """Give the OpenAPI document of the API."""
    return _json(_document())


@blueprint.get("/api")
def readable() -> str:
    """Show the OpenAPI document as a page."""
    document = _document()
    return render_template("api.html", document=document, operations=OPERATIONS, schemas=document["components"])


def _document() -> dict[str, Any]:
    return openapi_document(OPERATIONS, current_app.extensions["foilog_version"], PREFIX)


def _provision(use: ProvisionUse) -> ProvisionData:
    view = view_provision(use.provision)
    return ProvisionData(
        provision=view.id,
        label=view.label,
        law=view.law,
        name=view.name,
        meaning=view.meaning,
        strength=view.strength,
        statute_url=view.statute_url,
        guidance_url=view.guidance_url,
        answers=use.answers,
        years=dict(sorted(use.years.items())),
        authorities=dict(use.authorities.most_common()),
        authority_types=dict(use.types.most_common()),
    )


def _authority(record: AuthorityRecord, middle: TypeMedians) -> AuthorityData:
    return AuthorityData(
        id=record.id,
        authority=record.name,
        type=record.type,
        answers=record.answers,
        outcomes=dict(record.outcomes.most_common()),
        years=dict(sorted(record.years.items())),
        sections=dict(record.sections.most_common()),
        timed=len(record.days),
        on_time=record.on_time,
        median_working_days=record.median_days,
        type_authorities=middle.authorities,
        type_median_working_days=middle.median_days,
        type_median_on_time_share=middle.on_time_share,
    )


def _bad(problems: list[Problem]) -> Response:
    return problem_response(400, "This search cannot be run", problems[0].message, problems)


def _json(body: dict[str, Any]) -> Response:
    return Response(json.dumps(body, ensure_ascii=False) + "\n", content_type="application/json")
