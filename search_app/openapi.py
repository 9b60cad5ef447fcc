"""The OpenAPI document: each operation of the API registers here with its parameters and the type it answers with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from search_app.api_shapes import ProblemData

REFERENCE = "#/components/schemas/{model}"
REASONS = {
    400: "A parameter has to be put right",
    404: "There is no such thing here",
    410: "It was withdrawn",
    413: "Too much was sent",
    414: "The address is too long",
    503: "The collection is being prepared; try again",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation. `schema` is JSON Schema; an array may be given several times."""

    name: str
    description: str
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})
    where: str = "query"
    example: Any = None

    def as_openapi(self) -> dict[str, Any]:
        """Return the parameter as the document has it."""
        made: dict[str, Any] = {
            "name": self.name,
            "in": self.where,
            "description": self.description,
            "schema": self.schema,
        }
        if self.where == "path":
            made["required"] = True
        elif self.schema["type"] != "array":
            made["allowEmptyValue"] = True  # left out, as a form that was not filled in sends it
        if self.example is not None:
            made["example"] = self.example
        return made


@dataclass(frozen=True, slots=True)
class Operation:
    """A GET of the API. `path` is written as OpenAPI writes it: `/disclosures/{disclosure_id}`."""

    path: str
    name: str
    summary: str
    returns: type
    parameters: tuple[Parameter, ...]
    errors: tuple[int, ...]
    example: str
    body: dict[str, Any] | None = None  # what is posted, by media type; None for a GET

    @property
    def method(self) -> str:
        """Return "get" or "post"."""
        return "post" if self.body else "get"


def openapi_document(operations: Iterable[Operation], version: str, server: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of these operations, served under `server`."""
    operations = list(operations)
    schemas: dict[str, Any] = {}
    paths = {op.path: {op.method: _operation(op, schemas)} for op in operations}
    _schema(ProblemData, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Foilog",
            "version": version,
            "summary": "Search what UK public authorities answered to freedom of information requests.",
            "description": "Every operation but one is a GET and takes the parameters of the page it stands behind. "
            "Unknown and blank parameters are ignored; a bad one is answered with problem+json that names it.",
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def flask_path(path: str) -> str:
    """Return an OpenAPI path as Flask writes it."""
    return re.sub(r"\{(\w+)\}", r"<\1>", path)


def _operation(op: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {
        "200": {
            "description": "Found",
            "headers": {"ETag": {"description": "Send it back as If-None-Match", "schema": {"type": "string"}}},
            "content": {"application/json": {"schema": _schema(op.returns, schemas)}},
        },
        "304": {"description": "Not changed since the ETag that was sent"},
    }
    problem = {"application/problem+json": {"schema": {"$ref": REFERENCE.format(model="ProblemData")}}}
    for status in sorted({*op.errors, 414, 503}):
        responses[str(status)] = {"description": REASONS[status], "content": problem}
    return {
        "operationId": op.name,
        "summary": op.summary,
        **({"requestBody": {"required": True, "content": op.body}} if op.body else {}),
        "parameters": [parameter.as_openapi() for parameter in op.parameters],
        "responses": responses,
    }


def _schema(shape: type, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return a reference to a type's schema, and put it and all it is made of into `schemas`."""
    made = TypeAdapter(shape).json_schema(ref_template=REFERENCE, mode="serialization")
    schemas.update(made.pop("$defs", {}))
    schemas[shape.__name__] = made
    return {"$ref": REFERENCE.format(model=shape.__name__)}
