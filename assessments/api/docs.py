"""The API documentation, made from its own OpenAPI document; no script, nothing from elsewhere."""

import json
from typing import Any

from assessments.api.evaluate import api
from assessments.demo import demo_cases


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


def _operation(path: str, method: str, data: dict[str, Any]) -> dict[str, Any]:
    """One thing the API can do: its answers as status, meaning and name of the schema."""
    answers = [
        (status, answer.get("description", ""), _name(_content(answer))) for status, answer in data["responses"].items()
    ]
    body = _name(_content(data.get("requestBody", {})))
    return {**data, "method": method.upper(), "path": path, "body": body, "answers": answers}


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


def _schema(name: str, data: dict[str, Any]) -> dict[str, Any]:
    """One shape of data: its fields as name, kind and whether it is needed."""
    needed = set(data.get("required", []))
    fields = [(key, _name(value), key in needed) for key, value in data.get("properties", {}).items()]
    return {"name": name, "description": data.get("description", ""), "fields": fields}
