"""The OpenAPI document says what the API does: every operation is answered in the shape the document gives it."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from search_app.api import OPERATIONS, PREFIX
from search_app.openapi import flask_path
from search_app.params import read_filters
from search_app.wording import OUTCOMES

PATHS = {"disclosure_id": "parking", "provision": "foia-40-2", "authority_id": "thornmere-council"}


@pytest.fixture
def document(client):
    return client.get(f"{PREFIX}/openapi.json").get_json()


def ask(client, operation):
    address = PREFIX + operation.path.format(**PATHS)
    if operation.body:
        return client.post(address, json={"text": "1. Which planning software do you use?"})
    return client.get(address)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_an_answer_has_the_shape_that_is_promised(client, operation):
    answer = ask(client, operation)
    assert answer.status_code == 200
    said = answer.get_json()
    shape = TypeAdapter(operation.returns)
    assert shape.dump_python(shape.validate_python(said), mode="json") == said


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_an_example_works(client, operation):
    if "{" not in operation.example and not operation.body:
        assert client.get(operation.example).status_code == 200


def test_every_route_of_the_api_is_in_the_document(client, document):
    rules = {rule.rule for rule in client.application.url_map.iter_rules() if rule.rule.startswith(PREFIX)}
    told = {PREFIX + flask_path(path) for path in document["paths"]}
    assert rules - told == {f"{PREFIX}/openapi.json"}
    assert told <= rules


def test_every_reference_leads_to_a_schema(document):
    def references(node):
        if isinstance(node, dict):
            yield from ([node["$ref"]] if "$ref" in node else [])
            for value in node.values():
                yield from references(value)
        elif isinstance(node, list):
            for value in node:
                yield from references(value)

    found = set(references(document))
    assert len(found) > 10
    assert {f"#/components/schemas/{name}" for name in document["components"]["schemas"]} >= found


def test_every_parameter_of_a_search_is_read(client, document):
    named = {p["name"]: p["schema"] for p in document["paths"]["/search"]["get"]["parameters"]}
    samples = {"from": "2023", "to": "2024", "sort": "oldest", "page": "2", "limit": "7", "q": "word"}
    samples |= {"outcome": "refused", "law": "foia", "citation_status": "mentioned"}
    args = {name: samples.get(name, "foia-40") for name in named}
    with client.application.test_request_context("/", query_string=args) as context:
        filters, problems = read_filters(context.request.args)
    assert problems == []
    assert {name for name, _ in filters.pairs()} | {"page"} == set(named)
    assert named["outcome"]["items"]["enum"] == [*OUTCOMES, ""]


def test_an_unchanged_answer_costs_nothing(client):
    first = client.get(f"{PREFIX}/search?q=parking")
    again = client.get(f"{PREFIX}/search?q=parking", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(f"{PREFIX}/search?q=planning", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
    assert first.headers["Access-Control-Allow-Origin"] == "*"


def test_the_readable_page_names_every_operation_and_parameter(get_page, document):
    text = get_page("/api").text_content()
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            assert f"{method.upper()} {PREFIX}{path}" in text
            assert all(parameter["name"] in text for parameter in told["parameters"])
