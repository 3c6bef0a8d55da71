"""The shapes that YAML allows where a model has one canonical shape, as JSON Schema."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string", "minLength": 1}
PER_DATABASE: Json = {
    "type": "object",
    "properties": {"postgresql": TEXT, "sqlite": TEXT},
    "additionalProperties": False,
    "minProperties": 1,
}
ROWS: Json = {
    "description": "Rows, or a YAML or CSV file of them.",
    "anyOf": [{"type": "array", "items": {"type": "object"}}, TEXT, PER_DATABASE],
}
TABLES: Json = {"type": "array", "items": TEXT, "minItems": 1, "uniqueItems": True}


def source(schema: Json) -> Json:
    """A table, several, a query, or rows."""
    known = schema["properties"]
    query = {key: known[key] for key in ("query", "name", "of", "covers")}
    rows = {"rows": ROWS, "name": known["name"]}
    return {
        "title": schema["title"],
        "description": schema["description"],
        "anyOf": [TEXT, TABLES, _object(query, "query"), _object(rows, "rows")],
    }


def mapping(schema: Json) -> Json:
    """`rows` may stand in place of `from`; `name` and, with rows, `columns` may be left out."""
    properties = {**schema["properties"], "rows": ROWS}
    columns = dict(properties["columns"])
    columns["properties"] = {"*": {"const": "same"}}
    return {
        **schema,
        "properties": {**properties, "columns": columns},
        "required": ["into", "key"],
        "oneOf": [{"required": ["from", "columns"]}, {"required": ["rows"]}],
    }


def check(schema: Json) -> Json:
    """One question of three."""
    ways = (("no_rows",), ("sql", "equals"), ("source", "target"))
    return {**schema, "oneOf": [{"required": list(way)} for way in ways]}


def plan(schema: Json) -> Json:
    """`seed` is a list of mappings with rows, or a folder of .sql files."""
    listed = dict(schema["properties"]["seed"])
    listed["items"] = {**listed["items"], "required": ["rows"]}
    described = {"description": listed.pop("description")}
    seed = {**described, "anyOf": [listed, TEXT, PER_DATABASE]}
    return {**schema, "properties": {**schema["properties"], "seed": seed}}


def _object(properties: Json, required: str) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": [required],
        "additionalProperties": False,
    }
