"""A server, database or role that is full is asked again for a moment by who cannot do without a
connection, and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest

from migrate_tui.engine.databases import open_database, postgresql_patience
from migrate_tui.engine.databases.snapshots import joined
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.meanwhile import spare

LIMITS = ("role", "database")


@pytest.fixture(params=LIMITS)
def single(request: pytest.FixtureRequest, each_postgres_url: str) -> Iterator[str]:
    """A database of which its role may have one connection."""
    name = each_postgres_url.rpartition("/")[2]
    limited = {"role": f"single_{name}", "database": f'"{name}"'}[request.param]
    with closing(psycopg.connect(each_postgres_url, autocommit=True)) as raw:
        raw.execute(f"create role single_{name} login")
        raw.execute(f"alter {request.param} {limited} connection limit 1")
    yield each_postgres_url.replace("postgres@", f"single_{name}@")
    with closing(psycopg.connect(each_postgres_url, autocommit=True)) as raw:
        raw.execute(f"drop role single_{name}")


def impatient(_: float) -> None:
    pytest.fail("waited")


@contextmanager
def taken(url: str) -> Iterator[psycopg.Connection]:
    with closing(psycopg.connect(url, autocommit=True)) as raw:
        yield raw


def test_it_is_asked_again_until_somebody_has_left(
    single: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            other.close()  # and counted until its process has ended

    monkeypatch.setattr(postgresql_patience, "SECONDS", 60.0)
    monkeypatch.setattr(postgresql_patience, "sleep", pause)
    with taken(single) as other, open_database(single).open() as connection:
        assert connection.execute("select 1") == [(1,)]
    assert len(pauses) >= 3


def test_it_is_not_asked_for_ever(single: str, monkeypatch: pytest.MonkeyPatch) -> None:
    moments, pauses = iter([0.0, 1.0, 1.9, 2.0]), iter([1, 2])
    monkeypatch.setattr(postgresql_patience, "monotonic", lambda: next(moments))
    monkeypatch.setattr(postgresql_patience, "sleep", lambda _: next(pauses))
    with taken(single), pytest.raises(Blocked, match="no connection left") as caught:
        open_database(single).open()
    assert caught.value.hint
    assert (list(moments), list(pauses)) == ([], [])


def test_nobody_waits_for_one_to_spare(single: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql_patience, "sleep", impatient)
    with taken(single), spare(open_database(single)) as other:
        assert other is None


def test_nor_for_one_that_only_looks_on(single: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql_patience, "sleep", impatient)
    database = open_database(single)
    with (
        database.open() as seen,
        seen.transaction(read_only=True, snapshot=True),
        pytest.raises(Blocked, match="no connection left"),
        joined(database, seen),
    ):
        pytest.fail("there was one")


def test_what_else_is_wrong_is_told_at_once(
    each_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_patience, "sleep", impatient)
    with pytest.raises(Blocked, match="There is no database"):
        open_database(f"{each_postgres_url}_absent").open()
