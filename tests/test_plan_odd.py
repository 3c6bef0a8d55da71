"""Whatever stands behind a key: a plan, or a PlanError that names a line; never anything else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.plan import Mapping, Plan, load_plan
from plan_files import HEAD, written

ODD = ["null", "1", "true", "x", "''", "[]", "[1]", "[[]]", "[{}]", "{}", "{a: 1}", "{a: [b]}"]
ODD += ["{1: {2: 3}}", "[a, a]", "{rows: 1}", "{tables: 1}", "{query: []}", "[{name: [a]}]"]
BASE = {"into": "a", "from": "b", "key": "[id]", "columns": "{id: id}"}


def survives(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    try:
        load_plan(path, env="local", environ={})
    except PlanError as error:
        for problem in error.problems:
            assert re.match(r"plan\.yaml:\d+: \S", problem), problem
            assert "does not fit" not in problem, problem


@pytest.mark.parametrize("key", Plan.known_keys())
def test_at_the_top(tmp_path: Path, key: str) -> None:
    path = written(tmp_path, HEAD)
    rest = "".join(f"{line}\n" for line in HEAD.splitlines() if not line.startswith(f"{key}:"))
    for value in ODD:
        survives(path, f"{rest}{key}: {value}\n")


@pytest.mark.parametrize("key", Mapping.known_keys())
def test_in_a_mapping(tmp_path: Path, key: str) -> None:
    path = written(tmp_path, HEAD)
    for value in ODD:
        items = ", ".join(f"{k}: {v}" for k, v in (BASE | {key: value}).items())
        survives(path, f"{HEAD}mappings: [{{{items}}}]\nseed: [{{{items}}}]\n")


@pytest.mark.parametrize(
    "section", ["merge", "require", "from", "checks", "schema", "clean_up", "environments"]
)
def test_in_a_section(tmp_path: Path, section: str) -> None:
    path = written(tmp_path, HEAD)
    keys = "match prefer by columns that query name of no_rows sql source apply rename tables local"
    for key in keys.split():
        for value in ODD:
            inner = f"{section}: {{{key}: {value}}}"
            survives(path, f"{HEAD}{inner}\n")
            survives(path, f"{HEAD}mappings: [{{into: a, key: [id], columns: {{id: b}}, {inner}}}]")
            survives(path, f"{HEAD}{section}: [{{{key}: {value}}}]\n")
