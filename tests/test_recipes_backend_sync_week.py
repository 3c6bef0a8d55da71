"""The backend's weekly run: only what changed, a user, a kind, batches, the guide's own queries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from accounting import assert_same_contents, figures
from engine_runs import SYNCED, WITHIN, Route, Site, Start, dictionaries
from migrate_tui.engine.databases import open_database
from migrate_tui.engine.events import Failed, MappingVerified, RangeDone
from migrate_tui.engine.ledger import rejects
from migrate_tui.engine.plan import Plan, load_plan
from migrate_tui.recipes import RECIPES

RECIPE = RECIPES["backend-sync"]
ROWS = 160
HISTORY = "SELECT * FROM migration_runs ORDER BY started_at DESC"
LAST_GOOD = """SELECT * FROM migration_runs
WHERE completed_at IS NOT NULL
ORDER BY completed_at DESC
LIMIT 1"""
USER = "user_123"


class OneUser(Site):
    """The same plan with --param user=…"""

    def plan(self) -> Plan:
        return load_plan(self.plan_path, environ=self.environ, params={"user": USER})


def one_user(site: Site) -> Site:
    return OneUser(**{name: getattr(site, name) for name in site.__dataclass_fields__})


ACROSS_TOO = pytest.param(SYNCED[1], marks=pytest.mark.slow)


@pytest.fixture(params=[SYNCED[0], WITHIN[1], ACROSS_TOO], ids=lambda route: route.id)
def site(request: pytest.FixtureRequest, tmp_path: Path, start_server: Start) -> Iterator[Site]:
    route: Route = request.param
    with route.site(tmp_path / "site", ROWS, start_server) as made:
        made.execute(f"update goals set user_id = '{USER}' where id < 'goal_4'", at="source")
        made.run("schema")
        yield made


def test_a_week_later_only_what_changed_is_written(site: Site) -> None:
    site.run("migrate")
    before = site.contents()
    site.execute(
        "update goals set status = 'PAUSED' where status = 'COMPLETED'",
        "update logbook_entries set pieces = '[]' where pieces like '[{\"title\"%'",
        "delete from practice_sessions where id < 'ps_2'",
        at="source",
    )
    changed = site.query("select count(*) from goals where status = 'PAUSED'", at="source")[0][0]
    paused = sum(json_of(row)["status"] == "PAUSED" for row in of(before, "goal"))
    wet = figures(site.run("migrate", "verify"), "migrate")
    assert (wet["goal"].inserted, wet["goal"].updated) == (0, changed - paused)
    mended = (wet["logbook_entry"].inserted, wet["logbook_entry"].updated)
    assert mended[0] > 0 and mended[1] == 0
    assert (wet["practice_session"].inserted, wet["practice_session"].updated) == (0, 0)
    after = site.contents()
    for key, row in before["sync_data"].items():
        same = after["sync_data"][key]["checksum"] == row["checksum"]
        assert same == (after["sync_data"][key] == row)


def of(contents: dict[str, dict], kind: str) -> list[dict]:  # type: ignore[type-arg]
    return [row for row in contents["sync_data"].values() if row["entity_type"] == kind]


def json_of(row: dict) -> dict:  # type: ignore[type-arg]
    return json.loads(row["data"]) if isinstance(row["data"], str) else row["data"]


def test_a_kind_a_user_and_batches(site: Site) -> None:
    """As the guide's --entity, --user and --batch-size; nobody else's rows are touched."""
    dry = site.run("dry-run", only=("goal",))
    assert set(figures(dry, "dry-run")) == {"goal"}
    site.run("migrate", only=("goal",))
    assert kinds(site) == {"goal"}
    hers = one_user(site)
    wet = hers.run("migrate", batch_size=10)
    assert site.query("select distinct user_id from sync_data where entity_type <> 'goal'") == [
        (USER,)
    ]
    assert figures(wet, "migrate")["goal"].updated == 0
    whole = site.run("migrate", batch_size=50)
    ranges = [r for r in whole.of(RangeDone) if r.name == "logbook_entry"]
    assert len(ranges) >= 4 and max(r.counts.read for r in ranges) <= 51
    site.run("verify")


def kinds(site: Site) -> set[str]:
    return {kind for (kind,) in site.query("select distinct entity_type from sync_data")}


def test_taken_back_by_kind_and_by_user(site: Site) -> None:
    site.run("migrate")
    whole = site.contents()
    site.rollback(only=("logbook_entry",))
    assert kinds(site) == {"goal", "practice_session"}
    site.rollback(where=f"user_id = '{USER}'")
    stands = {
        key: row
        for key, row in whole["sync_data"].items()
        if row["entity_type"] != "logbook_entry" and row["user_id"] != USER
    }
    assert_same_contents(site.contents(), {"sync_data": stands})
    site.run("migrate", "verify")
    assert_same_contents(site.contents(), whole)
    site.rollback()
    assert site.contents() == {"sync_data": {}}


def test_what_is_no_condition_takes_nothing_back(site: Site) -> None:
    site.run("migrate")
    whole = site.contents()
    for nonsense in ("nobody = 1", "user_id =", "1; delete from sync_data"):
        said = site.rollback(code=2, where=nonsense).of(Failed)[0].message
        assert said.startswith("--where cannot be asked of sync_data: ")
    assert_same_contents(site.contents(), whole)


def test_the_history_answers_the_guides_queries(site: Site) -> None:
    site.run("migrate")
    site.run("migrate")
    site.execute("update goals set milestones = 'undefined'", at="source")
    site.run("migrate", code=4)
    ended = dictionaries(site.target, HISTORY)
    assert [run["status"] for run in ended] == ["failed", "done", "done"]
    last = dictionaries(site.target, LAST_GOOD)
    assert [run["id"] for run in last] == [ended[1]["id"]]
    assert last[0]["completed_at"] == last[0]["finished_at"]
    assert ended[0]["completed_at"] is None and ended[0]["finished_at"] is not None


def test_what_was_taken_back_is_not_the_last_good_run(site: Site) -> None:
    site.run("migrate")
    site.rollback()
    assert dictionaries(site.target, LAST_GOOD) == []


def test_rejects_are_kept_with_their_ids(site: Site) -> None:
    site.run("migrate")
    database = open_database(site.target)
    with closing(database.open(read_only=True)) as connection:
        kept = [*rejects(connection)]
    entries = [r for r in kept if str(r["reason"]).startswith("not valid JSON")]
    assert entries and {r["column_name"] for r in entries} == {"data"}
    known = {key for (key,) in site.query("select id from logbook_entries", at="source")}
    assert {r["source_key"] for r in entries} <= known


def test_another_tools_history_is_not_written_into(tmp_path: Path, start_server: Start) -> None:
    """The guide's own script keeps a table of the same name."""
    with SYNCED[0].site(tmp_path / "site", 20, start_server) as site:
        site.execute("create table migration_runs (id text, started_at text, completed_at text)")
        state = site.run("preflight", code=3)
        assert state.of(Failed)[0].message.startswith("the target has a table migration_runs")
        site.run("schema")
        site.run("migrate", code=3)
        assert site.contents() == {"sync_data": {}}


def test_environments_and_the_night_it_runs(tmp_path: Path) -> None:
    names = [f"{env}_{side}" for env in ("STAGING", "PRODUCTION") for side in ("BACKEND", "API")]
    environ = {name: f"postgresql:///{name.lower()}" for name in names}
    envs = ("local", "staging", "production")
    plans = {env: load_plan(RECIPE.plan, env=env, environ=environ) for env in envs}
    assert {env: (plan.source, plan.target, plan.protected) for env, plan in plans.items()} == {
        "local": ("sqlite:///backend-local.db", "sqlite:///api-local.db", False),
        "staging": ("postgresql:///staging_backend", "postgresql:///staging_api", False),
        "production": ("postgresql:///production_backend", "postgresql:///production_api", True),
    }
    schedule = plans["production"].schedule
    assert schedule is not None
    assert (schedule.at, schedule.env) == ("Sun 02:00 America/Los_Angeles", "production")


def test_a_week_in_which_nothing_changed_reads_no_row_again(site: Site) -> None:
    """Nor does malformed JSON hold a kind back: nothing but the source could mend it."""
    first = figures(site.run("migrate"), "migrate")
    again = site.run("migrate")
    assert all(r.skipped for r in again.of(RangeDone))
    for name, counts in figures(again, "migrate").items():
        assert (counts.inserted, counts.updated) == (0, 0)
        assert (counts.read, counts.rejected) == (first[name].read, first[name].rejected)
    assert sum(counts.rejected for counts in first.values()) > 0
    assert again.started is not None
    database = open_database(site.target)
    with closing(database.open(read_only=True)) as connection:
        kept = sum(int(str(r["rows"])) for r in rejects(connection, again.started.run))
    assert kept == sum(counts.rejected for counts in first.values())
    site.execute("delete from sync_data where entity_type = 'goal'")
    assert figures(site.run("migrate"), "migrate")["goal"].inserted == first["goal"].inserted
    site.execute("update logbook_entries set pieces = '[]'", at="source")
    mended = figures(site.run("migrate"), "migrate")["logbook_entry"]
    assert mended.rejected < first["logbook_entry"].rejected


def test_what_the_target_refuses_is_tried_again(site: Site) -> None:
    """A reject that is not the source's own fault holds its kind back from being skipped."""
    taken = site.query("select id from goals where user_id <> '' order by id", at="source")[0][0]
    site.execute(
        "insert into sync_data (id, user_id, entity_type, entity_id, data, checksum)"
        f" select 'x', 'app', 'goal', 'e', '{{}}', '{'0' * 64}'"
    )
    site.run("migrate", only=("goal",))
    stored = site.query(f"select id from sync_data where entity_id = '{taken}'")[0][0]
    site.execute(
        f"delete from sync_data where entity_id = '{taken}'",
        f"update sync_data set id = '{stored}' where id = 'x'",
    )
    refused = figures(site.run("migrate", only=("goal",)), "migrate")["goal"].rejected
    again = site.run("migrate", only=("goal",))
    assert not all(r.skipped for r in again.of(RangeDone))
    site.execute(f"update sync_data set id = 'y' where id = '{stored}'")
    healed = figures(site.run("migrate", only=("goal",)), "migrate")["goal"]
    assert (healed.inserted, healed.rejected) == (1, refused - 1)


def test_a_second_week_is_taken_back_with_the_first(site: Site) -> None:
    """What the second run changed goes too, once it is what the first had loaded."""
    site.run("migrate")
    site.execute("update goals set title = 'another' where id < 'goal_8'", at="source")
    assert figures(site.run("migrate"), "migrate")["goal"].updated > 0
    site.rollback()
    assert site.contents() == {"sync_data": {}}


def test_a_users_run_sees_nobody_elses_rows(site: Site) -> None:
    site.run("migrate")
    verified = one_user(site).run("migrate", "verify").of(MappingVerified)
    assert {v.extra for v in verified} == {0}
    assert all(v.target == v.expected < 20 for v in verified)
