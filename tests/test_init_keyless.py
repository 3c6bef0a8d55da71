"""Tables in which nothing tells rows apart, by `init` on every route: all rows, once, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from init_site import Init
from small import query, script

KEYLESS = """
create table twins (a integer, b text);
insert into twins values (1, 'x'), (1, 'x'), (1, 'x'), (2, 'x'), (null, null), (null, null);
create table half (code text unique, n integer);
insert into half values ('a', 1), (null, 2), (null, 2);
create table row_number (row_number integer, "rowid" integer, oid text, _rowid_ text);
insert into row_number values (7, 7, 'x', 'y'), (7, 7, 'x', 'y'), (8, null, null, null);
create table nobody (a integer);
"""
TABLES = {"twins": 6, "half": 3, "row_number": 3, "nobody": 0}
ROUTES = [(s, t) for s in ("sqlite", "postgresql") for t in ("sqlite", "postgresql")]


def contents(url: str, table: str, columns: str) -> Counter[tuple[Any, ...]]:
    return Counter(query(url, f"select {columns} from {table}"))


COLUMNS = {"twins": "a, b", "half": "code, n", "row_number": "row_number, oid", "nobody": "a"}


@pytest.mark.parametrize(("source", "target"), ROUTES, ids=lambda kind: str(kind))
def test_every_row_arrives_once_and_goes_again(
    source: str, target: str, tmp_path: Path, fresh_url: Callable[[], str]
) -> None:
    at = {"sqlite": lambda n: f"sqlite:///{tmp_path / n}.db", "postgresql": lambda _: fresh_url()}
    origin, goal = at[source]("old"), at[target]("new")
    script(origin, KEYLESS)
    site = Init(tmp_path, origin, goal)
    said = site.init("--json").json
    assert said["not_carried"] == []
    told = {f["table"] for f in said["findings"] if f["fact"] == "no key tells its rows apart"}
    assert told == TABLES.keys()
    result = site.run()
    assert {m["name"]: m["inserted"] for m in result["mappings"]} == TABLES
    for table, columns in COLUMNS.items():
        wanted = contents(origin, table, columns)
        assert contents(goal, table, columns) == wanted, table
        assert wanted.total() == TABLES[table]
    again = site.run("--step", "migrate", "--step", "verify")
    assert sum(m["inserted"] + m["updated"] for m in again["mappings"]) == 0
    script(origin, "insert into twins values (1, 'x')")
    more = site.run("--step", "migrate", "--step", "verify")
    assert sum(m["inserted"] for m in more["mappings"]) == 1
    assert sum(m["updated"] for m in more["mappings"]) == 0
    while site.call("rollback", "plan.yaml", "--yes").code == 0:
        pass
    assert [query(goal, f"select count(*) from {table}") for table in TABLES] == [[(0,)]] * 4
