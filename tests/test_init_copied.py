"""`init` from a SQLite file into another: its own statements, without what would let no row in."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from init_site import Init, database
from migrate_tui.engine.databases.unreferenced import without_keys
from small import query
from torture import build, source_rows

CASES = {
    "create table t (a int references gone, b text)": "create table t (a int , b text)",
    "create table t (a int constraint k references gone (x) on delete set null on update"
    " no action match full not deferrable initially deferred not null)": (
        "create table t (a int  not null)"
    ),
    "create table t (a int, b int, foreign key (a) references gone (x) on delete cascade)": (
        "create table t (a int, b int)"
    ),
    'create table t ("a" int, b, constraint "my k" foreign key ("a") references "Gone"'
    " deferrable initially deferred, check (b > 0))": 'create table t ("a" int, b, check (b > 0))',
    "create table t (a int, b, foreign key (a) references gone (x) check (b > 0)) strict": (
        "create table t (a int, b,  check (b > 0)) strict"
    ),
    "create table t (a int references kept, b references gone /* x */ default 1)": (
        "create table t (a int references kept, b references gone /* x */ default 1)"
    ),
    "create table t (a int references kept references gone)": (
        "create table t (a int references kept )"
    ),
}


@pytest.mark.parametrize("sql", CASES)
def test_a_foreign_key_is_taken_out_and_nothing_else(sql: str) -> None:
    assert without_keys(sql, [(("A",), "gone")]) == CASES[sql]


SOURCE = """
create table parent (id integer primary key, name text);
create table child (id integer primary key, p integer references parent, g text references gone (x),
                    n text references parent (name));
create view v as select * from child;
insert into parent values (1, 'a');
insert into child values (1, 1, 'x', 'a'), (2, 99, null, null), (3, null, 'y', 'b');
"""


def test_keys_that_let_no_row_in_stay_behind(tmp_path: Path) -> None:
    database(tmp_path / "old.db", f"pragma foreign_keys = off; {SOURCE}")
    site = Init(tmp_path, "old.db", f"sqlite:///{tmp_path / 'new.db'}")
    said = site.init("--json").json
    assert [one["why"] for one in said["not_carried"]] == [
        "foreign key (g): gone (x) is not there, or not unique",
        "foreign key (n): parent (name) is not there, or not unique",
    ]
    facts = [(f["severity"], f["fact"]) for f in said["findings"]]
    assert facts == [("error", "1 row refers to no row of parent by p")]
    site.run(code=4)
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("max: 0", "max: 1"))
    site.run()
    with closing(sqlite3.connect(tmp_path / "new.db")) as raw:
        assert raw.execute("select id, p, g, n from v order by id").fetchall() == [
            (1, 1, "x", "a"),
            (3, None, "y", "b"),
        ]
        assert raw.execute("pragma foreign_key_check").fetchall() == []


@pytest.mark.slow
def test_the_torture_database_as_another_file(tmp_path: Path) -> None:
    """Every row is there or a reject; views and triggers that work come along."""
    source = build(tmp_path / "torture.db")
    site = Init(tmp_path, "torture.db", f"sqlite:///{tmp_path / 'copy.db'}")
    site.init()
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("max: 0", "max: 1000"))
    result = site.run()
    rejected = {m["into"]: m["rejected"] for m in result["mappings"]}
    there, rows = source_rows(tmp_path / "copy.db"), source_rows(source)
    assert {n: there[n] + rejected[n] for n in rejected} == {n: rows[n] for n in rejected}
    assert rows.keys() - rejected.keys() == {"empty name"}
    assert all(v["verdict"] == "match" for v in result["verify"])
    assert query(site.target, "select count(*) from v_simple")


def test_more_columns_than_functions_take_arguments(tmp_path: Path) -> None:
    """SQLite takes 127: the row is written, compared, changed and undone."""
    kinds = ("integer", "text", "real", "blob", "datetime", "boolean")
    columns = ", ".join(f"c{n} {kinds[n % 6]}" for n in range(144))
    values = ", ".join(["5", "'t'", "1.5", "x'00'", "'2024-01-01 00:00:00'", "1"] * 24)
    rows = "".join(f"insert into wide values ({n}, {values});" for n in range(1, 4))
    script = f"create table wide (id integer primary key, {columns}); {rows}"
    database(tmp_path / "old.db", script)
    site = Init(tmp_path, "old.db", f"sqlite:///{tmp_path / 'new.db'}")
    site.init()
    assert site.run()["mappings"][0]["inserted"] == 3
    database(tmp_path / "old.db", "update wide set c139 = 'other' where id = 2")
    again = site.run()["mappings"][0]
    assert (again["updated"], again["unchanged"]) == (1, 2)
    changed = "select id from wide where c139 = 'other'"
    assert query(site.target, changed) == [(2,)]
    assert site.call("rollback", "plan.yaml", "--yes").code == 0
    assert query(site.target, changed) == []
