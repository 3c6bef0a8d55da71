"""The dry run writes nothing, and the database itself sees to it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from accounting import figures
from engine_runs import LOOKS, ONE_SERVER, Route, Site, Start, query
from migrate_tui.engine.events import Event
from migrate_tui.engine.examine import Examination
from migrate_tui.engine.jobs import Job

ROWS = 200
# Everything a database has: tables, indexes, functions, types, … and all that was ever done in it.
CATALOGUE = (
    "select 'class', count(*), sum(hashtextextended(c::text, 0)::numeric)::text from pg_class c"
    " where relpersistence <> 't' and relnamespace::regnamespace::text !~ '^pg_'",
    "select 'proc', count(*), sum(oid::bigint)::text from pg_proc"
    " where pronamespace::regnamespace::text !~ '^pg_temp'",
    "select 'attribute', count(*), '' from pg_attribute a join pg_class c on c.oid = attrelid"
    " where relpersistence <> 't' and relnamespace::regnamespace::text !~ '^pg_'",
    "select 'trigger', count(*), sum(hashtextextended(t::text, 0)::numeric)::text"
    " from pg_trigger t",
    "select 'constraint', count(*), sum(oid::bigint)::text from pg_constraint",
    "select 'namespace', count(*), '' from pg_namespace where nspname !~ '^pg_'",
)


@pytest.fixture(params=LOOKS, ids=lambda route: route.id)
def site(request: pytest.FixtureRequest, tmp_path: Path, start_server: Start) -> Iterator[Site]:
    route: Route = request.param
    with route.site(tmp_path / "site", ROWS, start_server) as made:
        made.run("schema")
        yield made


def fingerprint(url: str) -> list[Any]:
    """A SQLite file to the last byte; a PostgreSQL database to the version of each row."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        beside = sorted(p.name for p in path.parent.glob(path.name + "*"))
        return [hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns, beside]
    found: list[Any] = [query(url, sql) for sql in CATALOGUE]
    tables = query(
        url,
        "select format('%I.%I', schemaname, tablename) from pg_tables"
        " where schemaname !~ '^(pg_|information_schema)' order by 1",
    )
    versions = "select '{0}', count(*), sum(hashtextextended(concat(ctid, xmin, t), 0)::numeric)"
    return found + [query(url, f"{versions} from {{0}} t".format(table)) for (table,) in tables]


def test_not_a_byte_and_not_a_row(site: Site) -> None:
    before = fingerprint(site.target), fingerprint(site.source)
    first = figures(site.run("dry-run"), "dry-run")
    assert (fingerprint(site.target), fingerprint(site.source)) == before
    site.run("migrate")
    after = fingerprint(site.target), fingerprint(site.source)
    second = figures(site.run("dry-run"), "dry-run")
    assert (fingerprint(site.target), fingerprint(site.source)) == after
    assert any(c.inserted for c in first.values())
    assert not any(c.inserted or c.updated for c in second.values())


def test_a_write_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the database, in the middle of the dry run, on its own connection."""
    refused: list[str] = []
    table, original = site.tables[-1], Examination.ranges

    def ranges(self: Examination, job: Job) -> Iterator[Event]:
        for statement in (f'delete from "{table}"', "create table extra (id integer)"):
            error = pytest.raises((sqlite3.Error, psycopg.Error))
            with error as caught, self.connection.savepoint():
                self.connection.execute(statement)
            refused.append(str(caught.value))
        yield from original(self, job)

    monkeypatch.setattr(Examination, "ranges", ranges)
    site.run("dry-run")
    assert len(refused) == 2 * len(site.plan().mappings)
    said = "readonly database" if site.kind == "sqlite" else "read-only transaction"
    assert all(said in words for words in refused), refused


@pytest.mark.parametrize("route", ONE_SERVER[1:], ids=lambda route: route.id)
def test_a_role_that_may_only_look(route: Route, tmp_path: Path, start_server: Start) -> None:
    """SELECT, and the TEMPORARY that every role has: more than that is not asked for."""
    with route.site(tmp_path / "site", ROWS, start_server) as site:
        site.run("schema")
        whole = figures(site.run("dry-run"), "dry-run")
        site.execute(
            "do $$ begin if not exists (select from pg_roles where rolname = 'onlooker') then"
            " create role onlooker login; end if; end $$",
            "grant select on all tables in schema public to onlooker",
            "revoke create on schema public from public",
        )
        url = onlooking(site.target)
        site.environ |= {name: onlooking(value) for name, value in site.environ.items()}
        assert figures(site.run("dry-run"), "dry-run") == whole
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            query(url, f'delete from "{site.tables[-1]}"')
        site.execute("drop owned by onlooker")


def onlooking(url: str) -> str:
    if not url.startswith("postgresql"):
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"onlooker@{parts.netloc.rpartition('@')[2]}"))
