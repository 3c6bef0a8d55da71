"""Questions that another connection answers while rows are compared: it sees what the step sees,
and nothing goes on once the step is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from migrate_tui.engine.building import build
from migrate_tui.engine.context import looking
from migrate_tui.engine.databases import postgresql_patience
from migrate_tui.engine.databases.postgresql_connection import PostgreSQLConnection
from migrate_tui.engine.databases.snapshots import joined
from migrate_tui.engine.early import Early, Question, early
from migrate_tui.engine.events import Checked
from migrate_tui.engine.guarded import context_of
from migrate_tui.engine.sql import as_text
from migrate_tui.engine.work import Work
from small import ACROSS, SQLITE, Small, small

Url = Callable[[], str]
TABLES = """create table owners (id bigint primary key);
create table fresh (id bigint primary key, said text, owner bigint references owners);"""
LEGACY = "create table legacy (id integer primary key, said text, owner integer);"
ROWS = sa.select(sa.func.count()).select_from(sa.table("fresh"))
ASLEEP: Question = sa.select(sa.func.length(sa.cast(sa.func.pg_sleep(600), sa.Text())))


def made(folder: Path, url: Url) -> Small:
    source = f"{LEGACY} insert into legacy values (1, 'a', 7), (2, 'b', 7), (3, 'c', null);"
    site = small(
        folder, ACROSS, url, source=source, target=f"{TABLES} insert into owners values (7)"
    )
    site.migrate()
    return site


@contextmanager
def worked(site: Small, *questions: Question) -> Iterator[Early]:
    with (
        closing(context_of(site.plan(), site.options, "r")) as context,
        looking(context) as (view, connection),
    ):
        work = Work(view, connection, build(view, seeds=False), dry=True)
        with (
            connection.transaction(read_only=True, snapshot=True),
            early(work, questions) as found,
        ):
            yield found


def test_both_connections_see_the_same(tmp_path: Path, fresh_url: Url) -> None:
    site = made(tmp_path, fresh_url)
    nulls = ROWS.where(sa.column("owner").is_(None))
    with worked(site, ROWS) as found:
        site.execute("insert into fresh values (9, 'late', null)")
        assert (found.count(ROWS), found.count(nulls), found.count(ROWS)) == (3, 1, 3)
    assert site.query("select count(*) from fresh") == [(4,)]


def test_a_connection_that_joins_later_sees_the_same(tmp_path: Path, fresh_url: Url) -> None:
    site = made(tmp_path, fresh_url)
    with closing(context_of(site.plan(), site.options, "r")) as context:
        target = context.target
        with target.transaction(read_only=True, snapshot=True):
            assert target.execute(ROWS) == [(3,)]
            site.execute("insert into fresh values (9, 'late', null)")
            with joined(context.target_database, target) as other:
                assert other.execute(ROWS) == [(3,)]


def test_what_nobody_has_begun_to_answer_is_asked_here(tmp_path: Path, fresh_url: Url) -> None:
    site = made(tmp_path, fresh_url)
    with pytest.raises(KeyboardInterrupt), worked(site, ASLEEP, ROWS) as found:
        assert found.count(ROWS) == 3  # while the first is still being answered
        raise KeyboardInterrupt
    running = "select count(*) from pg_stat_activity where state = 'active'"
    assert site.query(f"{running} and query like '%pg_sleep%' and pid <> pg_backend_pid()") == [
        (0,)
    ]


@pytest.mark.parametrize("only", [(), ("fresh",)])
def test_orphans_are_found_by_whoever_looks(
    tmp_path: Path, fresh_url: Url, only: tuple[str, ...]
) -> None:
    site = made(tmp_path, fresh_url)
    site.execute("set session_replication_role = replica; delete from owners")
    told = {c.name: c for c in site.steps("verify", code=5, recheck=True, only=only).of(Checked)}
    found = told["no orphans: fresh.owner → owners"]
    assert (found.ok, found.actual) == (False, "2")


@contextmanager
def slow_to_leave(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The server still counts whoever has left, until it is asked again."""
    left: list[PostgreSQLConnection] = []
    close = PostgreSQLConnection.close

    def gone(_: float = 0) -> None:
        while left:
            close(left.pop())

    with monkeypatch.context() as patched:
        patched.setattr(PostgreSQLConnection, "close", lambda one: left.append(one))
        patched.setattr(postgresql_patience, "sleep", gone)
        yield
    gone()


@pytest.mark.parametrize("slowly", [False, True])
def test_a_server_without_a_connection_to_spare_is_asked_later(
    tmp_path: Path, fresh_url: Url, monkeypatch: pytest.MonkeyPatch, slowly: bool
) -> None:
    """Two are what a verification cannot do without, and all that this role may have."""
    site = made(tmp_path, fresh_url)
    role = "sparing_" + site.target.rpartition("/")[2]
    site.execute(
        f"create role {role} login connection limit 2;"
        f" grant all on schema public, migrate_tui to {role};"
        f" grant all on all tables in schema public, migrate_tui to {role}"
    )
    site.document["target"] = site.target.replace("postgres@", f"{role}@")
    with slow_to_leave(monkeypatch) if slowly else nullcontext():
        told = {c.name: c for c in site.steps("verify", recheck=True).of(Checked)}
    assert told["no orphans: fresh.owner → owners"].actual == "0"


@pytest.mark.parametrize("recheck", [False, True])
def test_the_sum_over_a_table_is_found_ahead_where_it_will_be_asked_for(
    tmp_path: Path, fresh_url: Url, monkeypatch: pytest.MonkeyPatch, recheck: bool
) -> None:
    site, ask, asked = made(tmp_path, fresh_url), Early.ask, list[str]()

    def heard(self: Early, *rest: Any) -> None:
        asked.extend(as_text(question, "postgresql") for question in rest[-1])
        ask(self, *rest)

    monkeypatch.setattr(Early, "ask", heard)
    site.steps("verify", recheck=recheck)
    assert ["hashtidextended" in text for text in asked] == [not recheck, False]


def test_within_one_file_there_is_nobody_else(tmp_path: Path, fresh_url: Url) -> None:
    tables = "create table fresh (id integer primary key, said text, owner integer);"
    site = small(tmp_path, SQLITE, fresh_url, source=LEGACY, target=tables)
    with worked(site, ROWS) as found:
        assert found.count(ROWS) == 0
