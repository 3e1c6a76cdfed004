"""The API documentation, made from its own OpenAPI document; no script, nothing from elsewhere."""

import json
from dataclasses import dataclass
from typing import Any

from assessments.api.evaluate import api
from assessments.demo import demo_cases


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing the API can do."""

    method: str
    path: str
    summary: str
    description: str
    body: str
    answers: tuple[tuple[str, str, str], ...]  # status, meaning, name of the schema


@dataclass(frozen=True, kw_only=True)
class SchemaView:
    """One shape of data."""

    name: str
    description: str
    fields: tuple[tuple[str, str, bool], ...]  # name, kind, whether it is required


def docs_page() -> dict[str, Any]:
    """What the template of the API page needs."""
    document = api.get_openapi_schema()
    schemas = document.get("components", {}).get("schemas", {})
    example = {"person": demo_cases()[0]["case"]["person"], "options": [{"id": "a", "path": "phd", "answers": {}}]}
    return {
        "info": document["info"],
        "operations": [
            _operation(path, method, data) for path, item in document["paths"].items() for method, data in item.items()
        ],
        "schemas": [_schema(name, data) for name, data in schemas.items()],
        "example": json.dumps(example, indent=2),
    }


def _operation(path: str, method: str, data: dict[str, Any]) -> Operation:
    return Operation(
        method=method.upper(),
        path=path,
        summary=data.get("summary", ""),
        description=data.get("description", ""),
        body=_name(_content(data.get("requestBody", {}))),
        answers=tuple(
            (str(status), answer.get("description", ""), _name(_content(answer)))
            for status, answer in data["responses"].items()
        ),
    )


def _content(answer: dict[str, Any]) -> dict[str, Any]:
    for kind in answer.get("content", {}).values():
        schema: dict[str, Any] = kind.get("schema", {})
        return schema
    return {}


def _name(schema: dict[str, Any]) -> str:
    """How a schema is called: its own name, the kind of its items, or its type."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_name(schema.get('items', {}))}"
    return str(schema.get("type", "any"))


def _schema(name: str, data: dict[str, Any]) -> SchemaView:
    needed = set(data.get("required", []))
    return SchemaView(
        name=name,
        description=data.get("description", ""),
        fields=tuple((key, _name(value), key in needed) for key, value in data.get("properties", {}).items()),
    )
