"""The recipes' own queries, run as they stand: each is valid where it will run, and what the checks
read from a legacy database is what plain Python counts there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
from ruamel.yaml import YAML

from migrate_tui.recipes import RECIPES
from recipes_expected import done, expected_counts, rows

Check = dict[str, Any]
WORKSHOP, CLINIC = RECIPES["unified-workshop"], RECIPES["handpose-clinical"]
WORDS = ("sql", "no_rows", "source", "target")


def checks(recipe: str) -> list[Check]:
    plan = YAML(typ="safe").load(RECIPES[recipe].plan.read_text(encoding="utf-8"))
    found: list[Check] = plan["checks"]
    return found


def queries(recipe: str, kind: str, *words: str) -> Iterator[tuple[str, str]]:
    for check in checks(recipe):
        for word in words:
            query = check.get(word)
            if isinstance(query, dict):
                query = query.get(kind)
            if query:
                yield check["name"], query


def script(recipe: str, name: str) -> str:
    return (RECIPES[recipe].folder / name).read_text(encoding="utf-8")


@pytest.fixture
def lite(sqlite_url: str) -> Iterator[sqlite3.Connection]:
    """The workshop's legacy rows beside its new, empty tables."""
    WORKSHOP.generate(sqlite_url, 800)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        connection.executescript(script(WORKSHOP.name, "schema.sqlite.sql"))
        yield connection


@pytest.fixture
def server(each_postgres_url: str) -> Iterator[psycopg.Connection[Any]]:
    """The same on PostgreSQL."""
    WORKSHOP.generate(each_postgres_url, 800)
    with psycopg.connect(each_postgres_url, autocommit=True) as connection:
        connection.execute(script(WORKSHOP.name, "schema.postgresql.sql").encode())
        yield connection


def test_both_databases_answer_the_workshops_checks_alike(
    lite: sqlite3.Connection, server: psycopg.Connection[Any]
) -> None:
    asked = zip(
        queries(WORKSHOP.name, "sqlite", *WORDS),
        queries(WORKSHOP.name, "postgresql", *WORDS),
        strict=True,
    )
    for (name, on_sqlite), (_, on_server) in asked:
        answers = lite.execute(on_sqlite).fetchall(), server.execute(on_server.encode()).fetchall()
        assert answers[0] == answers[1], name


def test_the_workshops_checks_read_what_python_counts(
    lite: sqlite3.Connection, sqlite_url: str
) -> None:
    read = {n: lite.execute(q).fetchone()[0] for n, q in queries(WORKSHOP.name, "sqlite", "source")}
    counts = expected_counts(sqlite_url)
    assert read["one student per distinct address"] == counts["students"]
    assert read["one session per distinct token that has an address"] == counts["sessions"]
    tables = [[*rows(sqlite_url, name)] for name in ("workshop_students", "student_configs")]
    addressed = {row["session_token"] for table in tables for row in table if row["student_email"]}
    addressed -= {None, ""}
    older = [row for row in tables[0] if row["session_token"] in addressed]
    assert read["exercises preserved"] == len(older)
    assert read["demo sessions preserved"] == sum(row["demo_mode"] for row in older)
    deployed = {r["session_token"] for t in tables for r in t if done(r, "project_deployed")}
    assert read["deployed projects of either table preserved"] == len(deployed & addressed)


STUDENT = "insert into students (student_id, student_email) values ('{id}', 'ada@example.com')"
SESSION = (
    "insert into sessions (session_token, student_id, services_ready, project_deployed, "
    "completion_rate) values ('t', '{id}', true, true, 10)"
)
ID = "00000000-0000-4000-a000-000000000001"


def test_steps_are_the_flags_that_are_done(
    lite: sqlite3.Connection, server: psycopg.Connection[Any]
) -> None:
    plan = YAML(typ="safe").load(WORKSHOP.plan.read_text(encoding="utf-8"))
    query = next(m for m in plan["mappings"] if m["into"] == "step_progress")["from"]["query"]
    for statement in (STUDENT.format(id=ID), SESSION.format(id=ID)):
        lite.execute(statement)
        server.execute(statement.encode())
    expected = [("t", 3, "services_ready"), ("t", 9, "project_deployed")]
    assert [row[:3] for row in lite.execute(f"{query} order by 2")] == expected
    assert [row[:3] for row in server.execute(f"{query} order by 2".encode())] == expected


@pytest.mark.parametrize(("rate", "wrong"), [(10, 0), (11, 1)])
def test_a_wrong_completion_rate_is_found(
    rate: int, wrong: int, lite: sqlite3.Connection, server: psycopg.Connection[Any]
) -> None:
    query = dict(queries(WORKSHOP.name, "sqlite", "no_rows"))[
        "completion rate is the share of the 21 flags"
    ]
    session = SESSION.format(id=ID).replace("true, 10", f"true, {rate}")
    for statement in (STUDENT.format(id=ID), session):
        lite.execute(statement)
        server.execute(statement.encode())
    assert len(lite.execute(query).fetchall()) == wrong
    assert len(server.execute(query.encode()).fetchall()) == wrong


def test_the_clinics_checks_read_what_python_counts(sqlite_url: str) -> None:
    CLINIC.generate(sqlite_url, 1500)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as legacy:
        read = {
            n: legacy.execute(q).fetchone()[0] for n, q in queries(CLINIC.name, "sqlite", "source")
        }
    named = sum('"finger_tap"' in row["configuration"] for row in rows(sqlite_url, "protocols"))
    assert read["protocols with finger_tap"] == named > 0
    mentioned = sum(
        "tremor" in (row["clinical_notes"] or "").lower()
        for row in rows(sqlite_url, "recording_sessions")
    )
    assert 0 < read["notes that mention tremor"] < mentioned


def test_the_clinics_checks_run_on_both_targets(each_postgres_url: str) -> None:
    with psycopg.connect(each_postgres_url) as server, closing(sqlite3.connect(":memory:")) as lite:
        for kind, run in (("postgresql", _on(server)), ("sqlite", lite.executescript)):
            run(script(CLINIC.name, f"schema.{kind}.sql"))
            run(script(CLINIC.name, f"indexes.{kind}.sql"))
        words = ("sql", "no_rows", "target")
        found = {
            n: server.execute(q.encode()).fetchall()
            for n, q in queries(CLINIC.name, "postgresql", *words)
        }
        lighter = {n: lite.execute(q).fetchall() for n, q in queries(CLINIC.name, "sqlite", *words)}
    assert found == lighter
    assert found["indexes of the guide exist"] == []
    assert found["the ten tables exist"] == [(10,)] and found["foreign keys hold"] == []


def _on(server: psycopg.Connection[Any]) -> Any:
    return lambda text: server.execute(text.encode())
