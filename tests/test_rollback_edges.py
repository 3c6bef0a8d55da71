"""Rollback where it is easily wrong: a part of it, a source that moved on, a busy application."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accounting import assert_same_contents
from engine_runs import ONE_SERVER, Route, Site, Start, query
from migrate_tui.engine.events import Finding
from migrate_tui.engine.undo import Place

ROWS = 120


def named(route: Route) -> str:
    return route.id


@pytest.fixture(params=ONE_SERVER, ids=named)
def site(request: pytest.FixtureRequest, tmp_path: Path, start_server: Start) -> Iterator[Site]:
    route: Route = request.param
    with route.site(tmp_path / "site", ROWS, start_server) as made:
        made.run("schema")
        yield made


def last(site: Site) -> tuple[str, str, str]:
    """A table that nothing refers to, its key, and a column of it that can be changed."""
    if "students" in site.tables:
        return "events", "event_id", "event_type"
    return "reports", "id", "title"


def test_a_part_then_the_rest(site: Site) -> None:
    """Of a first load: what `where` leaves stands, and can be undone later."""
    site.run("migrate")
    whole = site.contents()
    table, key, _ = last(site)
    half = sorted(whole[table])[len(whole[table]) // 2][0]
    site.rollback(where=f"cast({key} as text) < '{half}'", only=(table,))
    stands = {k: row for k, row in whole[table].items() if k[0] >= half}
    assert 0 < len(stands) < len(whole[table])
    assert_same_contents(site.contents(), whole | {table: stands})
    site.rollback()
    assert not any(site.contents().values())


def test_a_part_of_a_later_run_then_the_rest(site: Site) -> None:
    """Of a run that keeps undo rows: those of the rows that stand are kept."""
    site.run("migrate")
    table, key, column = last(site)
    before = site.contents()
    keys = sorted(before[table])
    half = keys[len(keys) // 2][0]
    change = f"update {table} set {column} = 'older'"
    if table == "events":  # the plan never updates a trail
        change = f"delete from {table} where cast({key} as text) > '{keys[3][0]}'"
    site.execute(change)
    older = site.contents()
    run = started(site.run("migrate"))
    assert_same_contents(site.contents(), before)
    site.rollback(run=run, where=f"cast({key} as text) < '{half}'", only=(table,))
    mixed = {k: row for k, row in before[table].items() if k[0] >= half}
    mixed |= {k: row for k, row in older[table].items() if k[0] < half}
    assert_same_contents(site.contents(), before | {table: mixed})
    site.rollback(run=run)
    assert_same_contents(site.contents(), older)


@pytest.mark.parametrize("change", ["edited", "edited and carried", "deleted"])
def test_a_source_that_moved_on(site: Site, change: str) -> None:
    """What the run wrote goes, whatever has become of the rows that it read."""
    site.run("migrate")
    move_on(site, change == "deleted")
    if change == "edited and carried":
        site.run("migrate")
    site.rollback()
    assert not any(site.contents().values())


def test_rows_that_were_moved_since(site: Site) -> None:
    """PostgreSQL knows the rows of a load by their place; moved ones it finds by the source."""
    site.run("migrate")
    if site.kind == "postgresql":
        site.execute(*(f"vacuum full {table}" for table in site.tables))
    site.rollback()
    assert not any(site.contents().values())


def test_a_copy_of_the_database_is_undone_too(site: Site) -> None:
    """Rows of a restored database all belong to one transaction, those of others among them."""
    site.run("migrate")
    table, key, column = last(site)
    chosen = min(k for (k,) in site.contents()[table])
    site.execute(f"update {table} set {column} = 'theirs' where {key} = '{chosen}'")
    if site.kind == "postgresql":
        state = ("migration_loads", "migration_ranges")
        copied = [f"migrate_tui.{name}" for name in state] + list(site.tables)
        columns = {t: site.query(first_column(t))[0][0] for t in copied}
        site.execute("; ".join(f"update {t} set {c} = {c}" for t, c in columns.items()))
    site.rollback()
    assert (chosen,) in site.contents()[table]
    assert site.query(f"select {column} from {table}") == [("theirs",)]


def first_column(table: str) -> str:
    place = "attrelid = '{}'::regclass and attnum = 1"
    return f"select attname from pg_attribute where {place.format(table)}"


def test_the_application_and_the_source_both_moved_on(site: Site) -> None:
    """The row that the application changed stays; what else stays, where the database keeps no
    record of who wrote a row, is listed."""
    site.run("migrate")
    table, key, column = last(site)
    chosen = min(k for (k,) in site.contents()[table])
    site.execute(f"update {table} set {column} = 'theirs' where {key} = '{chosen}'")
    move_on(site, deleted=False)
    listed = [f.fact for f in site.rollback().of(Finding)]
    left = site.contents()[table]
    assert (chosen,) in left
    if site.kind == "postgresql":
        assert set(left) == {(chosen,)}
    for row in left.values():
        assert any(f.startswith(f"{table} {row[key]} stays: ") for f in listed)


def move_on(site: Site, deleted: bool) -> None:
    table = "student_configs" if "students" in site.tables else "reports"
    one = f"id in (select max(id) from {table})"
    column = "railway_url" if "students" in site.tables else "title"
    verb = f"delete from {table}" if deleted else f"update {table} set {column} = 'edited'"
    site.execute(f"{verb} where {one}", at="source")


@pytest.mark.parametrize("undo", ["first load", "undo rows"])
@pytest.mark.parametrize("route", ONE_SERVER[1:], ids=named)
def test_an_application_that_works_during_the_rollback(
    route: Route, undo: str, tmp_path: Path, start_server: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at a range and its delete: the range is looked at again."""
    with route.site(tmp_path / "site", ROWS, start_server) as site:
        site.run("schema", "migrate")
        table, key, statement, why = meanwhile(site)
        run = None
        if undo == "undo rows":
            site.execute(f"delete from {table} where {key} > (select min({key}) from {table})")
            run = started(site.run("migrate"))
        chosen = site.query(f"select max({key}) from {table}")[0][0]
        just_before_the_delete(site, table, statement.format(chosen), monkeypatch)
        listed = [f.fact for f in site.rollback(run=run).of(Finding)]
        assert f"{table} {chosen} stays: {why}" in listed
        assert (chosen,) in site.contents()[table]
        work = "reports where title" if table == "reports" else "events where event_type"
        assert site.query(f"select count(*) from {work} = 'app'") == [(1,)]


def meanwhile(site: Site) -> tuple[str, str, str, str]:
    """Table, key, what the application does to a row of it, and why the row then stays.

    Rows of a table with triggers cannot change meanwhile: switching them off locks it.
    """
    if "students" in site.tables:
        child = "insert into events (session_token, event_type) values ('{}', 'app')"
        return "sessions", "session_token", child, "a row outside this run refers to it"
    change = "update reports set title = 'app' where id = '{}'"
    return "reports", "id", change, "it was changed since"


def just_before_the_delete(
    site: Site, table: str, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the last range, so that the snapshot of its transaction is older than the statement."""
    todo = [statement]
    original = Place.delete

    def delete(self: Place, condition: Any) -> int:
        if self.job.into == table and todo:
            query(site.target, f"set lock_timeout = '5s'; {todo.pop()}")
        return original(self, condition)

    monkeypatch.setattr(Place, "delete", delete)


def started(state: Any) -> str:
    return str(state.started.run)
