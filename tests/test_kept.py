"""A kept connection is a fresh one for all that a test can see."""

from __future__ import annotations

import psycopg
import pytest

import kept

PID = "select pg_backend_pid()"
WHERE = "select current_setting('application_name')"


def pid(url: str) -> int:
    return int(kept.execute(url, PID).fetchall()[0][0])


def test_it_is_kept(postgres_url: str) -> None:
    assert pid(postgres_url) == pid(postgres_url)


@pytest.mark.parametrize(
    "text",
    [
        "set application_name = 'other'",
        "select 1; set application_name = 'other'",
        "select set_config('application_name', 'other', false)",
        "create temporary table t (v int)",
        "create table pg_temp.t (v int)",
        "begin",
        "select pg_advisory_lock(1)",
        "alter role current_user set application_name = default",
    ],
)
def test_what_changes_a_session_ends_it(postgres_url: str, text: str) -> None:
    first = pid(postgres_url)
    kept.execute(postgres_url, text)
    assert pid(postgres_url) != first
    assert kept.execute(postgres_url, WHERE).fetchall() == [("",)]


def test_texts_of_one_call_share_a_session(postgres_url: str) -> None:
    found = kept.execute(postgres_url, "set application_name = 'other'", WHERE)
    assert found.fetchall() == [("other",)]


def test_an_error_ends_it(postgres_url: str) -> None:
    first = pid(postgres_url)
    with pytest.raises(psycopg.errors.UndefinedTable):
        kept.execute(postgres_url, "select * from nowhere")
    assert pid(postgres_url) != first


def test_one_that_the_server_ended_is_not_asked(postgres_url: str) -> None:
    first = pid(postgres_url)
    with psycopg.connect(postgres_url) as other:
        other.execute("select pg_terminate_backend(%s, 10000)", [first])
    assert pid(postgres_url) != first


def test_two_at_once_are_two(postgres_url: str) -> None:
    with kept.connection(postgres_url) as one, kept.connection(postgres_url) as other:
        assert one.info.backend_pid != other.info.backend_pid
    assert one.closed != other.closed


def test_a_table_may_change_between_two_questions(postgres_url: str) -> None:
    kept.execute(postgres_url, "create table t (v int)")
    for _ in range(8):
        assert kept.execute(postgres_url, "select * from t").fetchall() == []
    kept.execute(postgres_url, "alter table t add column w text", "insert into t values (1, 'a')")
    assert kept.execute(postgres_url, "select * from t").fetchall() == [(1, "a")]
