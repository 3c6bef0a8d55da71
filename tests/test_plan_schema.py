"""The JSON Schema is that of the models, and says of whole plans what the loader says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from migrate_tui.engine.plan.mapping import Mapping
from migrate_tui.engine.plan.models import Plan
from migrate_tui.engine.plan.schema import json_schema, json_schema_text
from plan_files import HEAD, head, students

SCHEMA = Path(__file__).parent.parent / "docs" / "plan.schema.json"
WRITE = "from migrate_tui.engine.plan.schema import json_schema_text as t; print(t(), end='')"
COLUMNS = "columns: {id: id}\n"


def complaints(text: str) -> list[str]:
    value = YAML(typ="safe", pure=True).load(text)
    return [error.message for error in Draft202012Validator(json_schema()).iter_errors(value)]


def test_the_file_is_what_the_models_say() -> None:
    assert SCHEMA.read_text() == json_schema_text(), f'python -c "{WRITE}" > docs/plan.schema.json'


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads(SCHEMA.read_text()))


def test_only_what_a_file_may_say_is_in_it() -> None:
    schema = json_schema()
    assert set(schema["properties"]) == set(Plan.known_keys())
    assert set(schema["$defs"]["Mapping"]["properties"]) == set(Mapping.known_keys())


def test_no_key_is_open() -> None:
    for name, part in json_schema()["$defs"].items():
        assert "anyOf" in part or part["additionalProperties"] is False, name


GOOD = {
    "the head": HEAD,
    "a mapping": students(COLUMNS),
    "tables": students(COLUMNS).replace("from: pupils", "from: [a, b]"),
    "a query": students(COLUMNS).replace("from: pupils", "from: {query: select 1, of: [a]}"),
    "a query per database": students(COLUMNS).replace("from: pupils", "from: {query: {sqlite: s}}"),
    "rows from": students(COLUMNS).replace("from: pupils", "from: {rows: [{a: 1}]}"),
    "rows": students("").replace("from: pupils", "rows: rows.csv"),
    "constants": students('columns: {"*": same, id: 1, b: 0.5, c: true, d: null}\n'),
    "inserts only": students(COLUMNS + "update_if: false\n"),
    "an update condition": students(COLUMNS + "update_if: new.a > old.a\n"),
    "a merge": students(COLUMNS + "merge: {match: a, prefer: [b, c], columns: {d: max}}\n"),
    "a requirement": students(COLUMNS + "require: [{that: a, else: b}]\n"),
    "a number of rejects": head("rejects: {max: 3}\n"),
    "a percentage of rejects": head("rejects: {max: 0.5%}\n"),
    "a seed": head("seed: [{into: a, key: [b], rows: [{b: 1}]}]\n"),
    "a seed folder": head("seed: seeds\n"),
    "a seed folder per database": head("seed: {sqlite: seeds}\n"),
    "a schema": head("schema: {rename: {a: b}, apply: {sqlite: a.sql}, after_load: b.sql}\n"),
    "an empty clean-up": head("clean_up: {}\n"),
    "checks": head("checks: [{name: a, no_rows: q}, {name: b, sql: q, equals: null}]\n"),
}
BAD = {
    "no name": HEAD.replace("plan: studio\n", ""),
    "an unknown key": head("mapings: []\n"),
    "what the loader sets": head("directory: /tmp\n"),
    "no columns": students(""),
    "no key": students(COLUMNS).replace("    key: [id]\n", ""),
    "an unknown key of a mapping": students(COLUMNS + "filter: a\n"),
    "a line": students(COLUMNS + "line: 1\n"),
    "another star": students('columns: {"*": all}\n'),
    "a column that is a list": students("columns: {id: [a]}\n"),
    "no tables": students(COLUMNS).replace("from: pupils", "from: []"),
    "tables by key": students(COLUMNS).replace("from: pupils", "from: {tables: [a]}"),
    "rows and from": students(COLUMNS + "rows: []\n"),
    "an update condition that is true": students(COLUMNS + "update_if: true\n"),
    "an unknown rule": students(COLUMNS + "merge: {match: a, prefer: best}\n"),
    "a seed without rows": head("seed: [{into: a, key: [b], from: c, columns: {b: b}}]\n"),
    "another database": head("schema: {apply: {mysql: a.sql}}\n"),
    "too many percent": head("rejects: {max: 1000%}\n"),
    "a check with two questions": head("checks: [{name: a, no_rows: q, sql: q, equals: 1}]\n"),
    "a check without its answer": head("checks: [{name: a, sql: q}]\n"),
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_good_plans(text: str) -> None:
    assert complaints(text) == []


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_bad_plans(text: str) -> None:
    assert complaints(text)
