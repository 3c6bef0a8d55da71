"""Laws 17 to 22: a run beside other runs, applications, roles and what no mapping reads."""

from __future__ import annotations

import itertools
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from law_site import FRESH, LEGACY, each_route, fresh, on_postgresql, rows, seven_rows  # noqa: F401
from migrate_tui.engine.events import Finding
from migrate_tui.engine.steps.migrate import Migration
from small import (
    POSTGRESQL,
    SQLITE,
    Small,
    counted,
    failure,
    ranges,
    small,
)


@each_route
def test_law_17_a_range_of_a_run_that_was_taken_over_does_not_stand(
    tmp_path: Path, route: str, url: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ranges that were whole before do: a few of them may be at work at once."""
    made = small(tmp_path, route, url, source=LEGACY + rows(40), target=FRESH)
    numbers = itertools.count()
    real = Migration.done
    stood: list[int] = []

    def done(self: Any, *args: Any, **words: Any) -> Any:
        if next(numbers) == 1:
            schema = "migrate_tui." if made.kind == "postgresql" else ""
            made.execute(f"update {schema}migration_leases set owner = 'somebody else'")
            stood.append(len(made.rows()))
        return real(self, *args, **words)

    monkeypatch.setattr(Migration, "done", done)
    found = made.migrate(code=None, batch_size=2)
    assert found.exit_code != 0
    assert "taken over" in failure(found)
    assert stood == [len(made.rows())]
    assert 0 < stood[0] < 40


def test_law_18_a_sqlite_application_gets_its_turns(tmp_path: Path, url: Any) -> None:
    made = small(tmp_path, SQLITE, url, source=LEGACY + rows(3000), target=FRESH)
    made.execute("create table journal (n integer)")
    stop = threading.Event()
    written: list[int] = []

    def application() -> None:
        path = made.target.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as raw:
            while not stop.is_set():
                raw.execute("insert into journal values (1)")
                written.append(1)
                stop.wait(0.002)

    beside = threading.Thread(target=application)
    beside.start()
    found = made.migrate(batch_size=300)
    stop.set()
    beside.join(20)
    assert counted(found).inserted == 3000
    assert len(ranges(found)) > 10
    assert len(written) > 3  # without the pauses it is one, which comes through at the end


@on_postgresql
def test_law_18_sequences_only_move_forward(tmp_path: Path, route: str, url: Any) -> None:
    target = "create table fresh (id serial primary key, v text not null);"
    made = small(tmp_path, route, url, source=LEGACY + rows(40), target=target)
    made.migrate()
    made.execute("insert into fresh (v) values ('theirs')")
    assert ("41", "theirs") in made.rows()
    made.execute("select setval('fresh_id_seq', 1000)")
    made.migrate()
    made.execute("insert into fresh (v) values ('later')")
    assert ("1001", "later") in made.rows()
    made.steps("verify")


@each_route
def test_law_20_the_dry_run_writes_nothing(site: Small) -> None:
    tables = {
        "postgresql": "select nspname, relname from pg_class c join pg_namespace n"
        " on n.oid = relnamespace where nspname !~ '^pg_' order by 1, 2",
        "sqlite": "select name, sql from sqlite_master order by 1",
    }
    before = site.query(tables)
    site.dry_run()
    assert site.query(tables) == before
    assert site.rows() == []


@on_postgresql
def test_law_20_a_role_that_may_only_read_is_enough(
    site: Small, request: pytest.FixtureRequest
) -> None:
    role = f"reader_{site.target.rpartition('_')[2]}"
    site.execute(f"create role {role} login; grant select on all tables in schema public to {role}")
    document, target = dict(site.document), site.target
    try:
        reader = target.replace("postgres@", f"{role}@")
        site.document["target"] = "same" if document["target"] == "same" else reader
        site.document["source"] = reader if document["target"] == "same" else site.source
        assert counted(site.dry_run(), step="dry-run").inserted == 7
    finally:
        site.document = document
        site.execute(f"drop owned by {role}; drop role {role}")


def test_law_20_a_sqlite_file_that_may_only_be_read_is_enough(tmp_path: Path, url: Any) -> None:
    made = small(tmp_path, SQLITE, url, source=LEGACY + rows(5), target=FRESH)
    path = Path(made.target.removeprefix("sqlite:///"))
    before = path.read_bytes()
    made.dry_run()
    assert path.read_bytes() == before


@on_postgresql
def test_law_21_hidden_rows_are_an_error(site: Small) -> None:
    role = f"hidden_{site.target.rpartition('_')[2]}"
    site.execute(
        f"create role {role} login; grant all on all tables in schema public to {role};"
        f"grant create on database {site.target.rpartition('/')[2]} to {role};"
        "alter table fresh enable row level security"
    )
    document = dict(site.document)
    try:
        reader = site.target.replace("postgres@", f"{role}@")
        key = "source" if document["target"] == "same" else "target"
        site.document[key] = reader
        found = site.dry_run(code=None)
        assert found.exit_code != 0
        assert "row-level security" in failure(found) or "row_security" in failure(found)
    finally:
        site.document = document
        site.execute(f"drop owned by {role}; drop role {role}")


@each_route
def test_law_22_a_column_that_no_mapping_reads_blocks(site: Small) -> None:
    site.execute("alter table legacy add column forgotten text", at="source")
    found = site.steps("preflight", code=3)
    assert any("legacy.forgotten" in f.fact for f in found.of(Finding) if f.severity == "error")
    site.mapping()["ignore"] = ["forgotten"]
    site.steps("preflight")


@pytest.mark.parametrize("route", (SQLITE, POSTGRESQL))
def test_law_22_a_table_cannot_be_read_into_itself(site: Small) -> None:
    site.mapping()["into"] = "legacy"
    with pytest.raises(Exception, match="one table"):
        site.plan()
