"""The laws about transactions and plans of the databases themselves: 19 and 21."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from engine_runs import Site, failure, fold
from migrate_tui.engine.context import Options
from migrate_tui.engine.databases.base import Row, Statement
from migrate_tui.engine.databases.compile import compiled
from migrate_tui.engine.databases.postgresql_connection import PostgreSQLConnection
from migrate_tui.engine.run import Run
from small import POSTGRESQL, small

MANY = 100_000
TABLE = "(id integer primary key, v text not null)"
PRISMA = """\
create table new_parent (id integer primary key, name text, added text);
insert into new_parent (id, name) select id, name from parent;
drop table parent;
alter table new_parent rename to parent;
"""
PLAN = """\
plan: redefined
source: sqlite:///app.db
target: same
schema: {apply: schema.sql}
mappings:
  - {into: fresh, from: legacy, key: [id], columns: {"*": same}}
"""


@pytest.fixture
def redefined(tmp_path: Path) -> Site:
    url = f"sqlite:///{tmp_path / 'app.db'}"
    (tmp_path / "plan.yaml").write_text(PLAN)
    site = Site(tmp_path / "plan.yaml", {}, url, url)
    site.execute(
        "create table parent (id integer primary key, name text)",
        "create table child (id integer primary key,"
        " parent_id integer not null references parent (id) on delete cascade)",
        "insert into parent values (1, 'a'), (2, 'b')",
        "insert into child values (1, 1), (2, 2), (3, 2)",
        "create table legacy (id integer primary key)",
        "create table fresh (id integer primary key)",
    )
    return site


def test_law_19_a_redefined_parent_keeps_its_children(redefined: Site) -> None:
    (redefined.plan_path.parent / "schema.sql").write_text(PRISMA)
    redefined.run("schema")
    assert redefined.query("select count(*) from child") == [(3,)]
    assert (
        redefined.query("select sql from sqlite_master where name = 'child'")[0][0].count("new_")
        == 0
    )
    assert redefined.query("pragma foreign_key_check") == []


def test_law_19_a_script_that_commits_is_refused(redefined: Site) -> None:
    (redefined.plan_path.parent / "schema.sql").write_text("begin;\n" + PRISMA + "commit;\n")
    state = fold(Run(redefined.plan(), Options(), ("schema",)).events())
    assert state.exit_code == 2
    assert "schema.sql:1" in failure(state)
    assert redefined.query("select count(*) from child") == [(3,)]


def test_law_21_no_range_scans_the_whole_target(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A range of a thousand rows finds them in a table of a hundred thousand by its index."""
    filled = f"insert into {{}} select i, 'v' || i from generate_series(1, {MANY}) i;"
    site = small(
        tmp_path,
        POSTGRESQL,
        lambda: postgres_url,
        source=f"create table legacy {TABLE};" + filled.format("legacy"),
        target=f"create table fresh {TABLE};" + filled.format("fresh") + "analyze fresh;",
        options=Options(batch_size=1000),
    )
    plans: list[str] = []
    execute = PostgreSQLConnection.execute

    def explaining(
        self: PostgreSQLConnection, statement: Statement, params: Mapping[str, Any] | None = None
    ) -> list[Row]:
        if not isinstance(statement, str) and str(statement).startswith("WITH mt_w AS"):
            text, values = compiled(statement, self.dialect, params)
            lines = self.raw.execute("explain " + text, values).fetchall()
            plans.append("\n".join(line for (line,) in lines))
        return execute(self, statement, params)

    monkeypatch.setattr(PostgreSQLConnection, "execute", explaining)
    state = site.migrate()
    assert state.progress["migrate", "fresh"].counts.unchanged == MANY
    assert len(plans) > MANY // 1000 - 1
    scanning = [plan for plan in plans[1:] if "Seq Scan on fresh" in plan]
    assert not scanning, scanning[0]
