"""An environment changes what it says and nothing else; connections have names and passwords."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from migrate_tui.engine import secrets
from migrate_tui.engine.context import Options
from migrate_tui.engine.databases.postgresql import PostgreSQLDatabase
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.guarded import context_of
from migrate_tui.engine.plan import Plan, load_plan
from migrate_tui.engine.run import Run, restore, rollback
from plan_files import problems, written
from realpg import Server
from small import fold
from small_site import PLAN, Place, place

__all__ = ["place"]
HASH = "scrypt$2$1$1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"
TEXT = f"""\
plan: studio
source: sqlite:///old.db
target: same
timezone: UTC
connections:
  legacy: "postgresql://app@${{DB_HOST:-db}}/legacy"
  unused: "${{NOBODY_SETS_THIS}}"
params: {{user: null, limit: 10}}
rejects: {{max: 1%}}
backup: {{directory: "${{BACKUPS:-backups}}", keep_days: 7}}
guard: {{hash: {HASH}, env: PASSWORD}}
environments:
  local: {{seed: true, guard: null}}
  staging: {{source: legacy, target: sqlite:///n.db, params: {{limit: 3}}, timezone: Asia/Tokyo}}
  live:
    source: "${{LIVE:-legacy}}"
    protected: true
    rejects: {{max: 0}}
    backup: {{keep_days: 30, directory: "${{LIVE_BACKUPS}}"}}
    guard: {{hash: "{HASH}", keyring: admin}}
"""


def seen(tmp_path: Path, env: str | None, **environ: str) -> Plan:
    return load_plan(written(tmp_path, TEXT), env=env, environ=environ)


def test_without_an_environment_the_top_level_counts(tmp_path: Path) -> None:
    plan = seen(tmp_path, None)
    assert (plan.source, plan.target, plan.entries) == ("sqlite:///old.db", "same", {})
    assert (plan.backup.directory, plan.backup.keep_days) == ("backups", 7)
    assert plan.params == {"user": None, "limit": 10}


def test_what_an_environment_says_replaces_or_is_laid_over(tmp_path: Path) -> None:
    local, staging = seen(tmp_path, "local"), seen(tmp_path, "staging", DB_HOST="h")
    live = seen(tmp_path, "live", LIVE_BACKUPS="/srv/backups")
    assert (local.guard, local.seeds, local.source) == (None, True, "sqlite:///old.db")
    assert (staging.source, staging.target) == ("postgresql://app@h/legacy", "sqlite:///n.db")
    assert (staging.entries, staging.timezone) == ({"source": "legacy"}, "Asia/Tokyo")
    assert staging.params == {"user": None, "limit": 3}
    assert (live.protected, live.source, live.rejects.max) == (
        True,
        "postgresql://app@db/legacy",
        0,
    )
    backup = (live.backup.directory, live.backup.keep_days, live.backup.compress)
    assert backup == ("/srv/backups", 30, "gzip")
    assert live.guard is not None
    assert (live.guard.env, live.guard.keyring) == (None, "admin")


WRONG: dict[str, tuple[str, tuple[str, str], str | None, str]] = {
    "an unknown environment": ("", ("", ""), "lvie", "12: there is no environment lvie (there are: "
    "local, staging, live); did you mean `live`?"),
    "an unknown connection": ("", ("source: legacy", "source: legcy"), "staging",
    "14: environments.staging.source: there is no connection legcy (there are: legacy, unused); "
    "did you mean `legacy`?; a database is"),
    "a file that is no URL": ("", ("sqlite:///old.db", "old.db"), None,
    "2: source: there is no connection old.db (there are: legacy, unused); a database is sqlite"),
    "a param that is not there": ("", ("{limit: 3}", "{limits: 3}"), None,
    "14: environments.staging.params: the plan has no param limits; did you mean `limit`?"),
    "a time zone": ("", ("Asia/Tokyo", "Asia/Tokio"), "staging",
    "14: environments.staging.timezone must be a time zone"),
    "a number of days": ("", ("keep_days: 30", "keep_days: many"), None,
    "19: environments.live.backup.keep_days must be a whole number"),
    "a variable of an environment": ("", ("", ""), "live",
    "19: environments.live.backup.directory: the environment variable LIVE_BACKUPS is not set"),
    "a variable of a connection": ("", ("source: legacy", "source: unused"), "staging",
    "7: connections.unused: the environment variable NOBODY_SETS_THIS is not set"),
    "a hash of an environment": ("", (f'"{HASH}"', '"scrypt$hunter2"'), "live",
    "20: environments.live.guard.hash is not whole"),
    "a connection that is called same": ("", ("  unused:", "  same:"), None,
    "7: connections: `same` is the source itself"),
    "the name of a connection": ("", ("  unused:", "  un used:"), None, "7: connections.un used"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_once_and_where_it_stands(tmp_path: Path, name: str) -> None:
    more, (old, new), env, said = WRONG[name]
    text = TEXT.replace(old, new, 1) + more if old else TEXT
    assert text != TEXT or not old
    environ = {} if name == "a variable of an environment" else {"LIVE_BACKUPS": "b"}
    found = problems(written(tmp_path, text), env=env, environ=environ)
    assert len(found) == 1, found
    assert found[0].removeprefix("plan.yaml:").startswith(said)
    assert "hunter2" not in found[0]


def test_the_digest_knows_no_password_of_a_connection_nor_a_hash(tmp_path: Path) -> None:
    one, two = (
        load_plan(written(tmp_path, text), environ={}).digest()
        for text in (
            TEXT.replace("app@", "app:one@"),
            TEXT.replace("app@", "app:two@").replace(f'"{HASH}"', f'"{HASH.replace("c2", "d2")}"'),
        )
    )
    assert one == two
    assert (
        load_plan(written(tmp_path, TEXT.replace("keep_days: 30", "keep_days: 31"))).digest() != one
    )


def test_the_keyring_is_asked_for_the_connections_name_first(
    tmp_path: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr("keyring.get_password", lambda *key: asked.append(key))
    plan = seen(tmp_path, "staging")
    database = context_of(plan, Options(), "r").source_database
    assert isinstance(database, PostgreSQLDatabase)
    assert database.kept() is None
    assert asked == [("migrate-tui", "legacy"), ("migrate-tui", "app@db:5432/legacy")]
    monkeypatch.setattr("keyring.get_password", lambda *key: {"legacy": "s3cret-of"}.get(key[1]))
    assert database.kept() == "s3cret-of"
    assert secrets.mask("it is s3cret-of") == "it is ***"


def test_a_named_connection_is_opened_with_its_password(
    tmp_path: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, role = postgres.new_database(), "named_connection"
    with psycopg.connect(url, autocommit=True) as raw:
        raw.execute(f"create role {role} login password 'of the name'".encode())
    monkeypatch.setattr("keyring.get_password", lambda *key: {"live": "of the name"}.get(key[1]))
    text = PLAN.replace('"sqlite:///old.db"', "live")
    text += f'connections: {{live: "{url.replace("postgres@", role + "@")}"}}\n'
    plan = load_plan(written(tmp_path, text, schema_sql=""))
    try:
        with context_of(plan, Options(), "r").source_database.open() as connection:
            assert connection.execute("select 1") == [(1,)]
    finally:
        postgres.drop_database(url)
        postgres.run(f"drop role {role}")


PROTECTED = "environments: {live: {protected: true}, test: {target: 'sqlite:///test.db'}}\n"


@pytest.mark.parametrize("words", [(), ("--confirm", "Studio"), ("--yes",)])
@pytest.mark.parametrize(
    "command",
    ["run", "run --step schema", "run --step drop-backups", "rollback --yes", "restore --yes"],
)
def test_a_protected_environment_wants_the_plan_named(
    place: Place, command: str, words: tuple[str, ...]
) -> None:
    place.plan(more=PROTECTED)
    if command.startswith("r") and "--yes" in command:
        assert place.run("run", "plan.yaml", "--env", "live", "--confirm", "studio").exit_code == 0
    before = place.untouched() or place.students()
    name, *more = command.split()
    ended = place.run(name, "plan.yaml", *more, "--env", "live", *words)
    assert ended.exit_code == 8, ended.output
    assert "environment live is protected" in ended.stderr
    assert "--confirm studio" in ended.stderr
    assert before == (place.untouched() or place.students())
    assert (
        place.run(name, "plan.yaml", *more, "--env", "live", "--confirm", "studio").exit_code == 0
    )


def test_looking_at_a_protected_environment_needs_nothing(place: Place) -> None:
    place.plan(more=PROTECTED)
    assert place.run("check", "plan.yaml", "--env", "live").exit_code == 0


def test_what_ran_where_is_told_and_kept_apart(place: Place) -> None:
    place.plan(more=PROTECTED)
    for words in ((), ("--env", "test"), ("--env", "live", "--confirm", "studio")):
        assert place.run("run", "plan.yaml", *words).exit_code == 0
    assert "environment live" in place.run("status").stdout
    rows = place.run("history", "--json").stdout
    assert [f'"env": {env}' in rows for env in ("null", '"test"', '"live"')] == [True] * 3
    assert place.run("rollback", "plan.yaml", "--yes", "--env", "test").exit_code == 0
    assert place.sql("select * from students", at="test.db") == []
    assert len(place.students()) == 2  # the newest run was elsewhere
    runs = place.sql("select env from migration_runs order by started_at")
    assert runs == [(None,), ("live",)]
    assert place.sql("select env from migration_runs", at="test.db") == [("test",)]


@pytest.mark.parametrize("act", [rollback, restore])
def test_the_engine_itself_refuses(place: Place, act: Any) -> None:
    """Whoever calls it, the wizard too."""
    place.plan(more=PROTECTED)
    plan = load_plan("plan.yaml", env="live")
    state = fold(act(plan, Options()))
    assert (state.exit_code, state.started.env if state.started else "") == (8, "live")
    assert fold(Run(plan, Options(confirm="Studio"), ("migrate",)).events()).exit_code == 8
    with pytest.raises(PlanError):
        load_plan("plan.yaml", env="prod")
