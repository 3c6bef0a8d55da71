"""A source that somebody writes while it is read: one view of it for all mappings of a step."""

from __future__ import annotations

from pathlib import Path

from accounting import assert_accounted
from engine_runs import failure, handpose
from migrate_tui.engine.context import Options
from migrate_tui.engine.events import RangeDone
from migrate_tui.engine.run import Run
from migrate_tui.engine.state import RunState

NEW = (
    "insert into users (id, email, password_hash, first_name, last_name, updated_at)"
    " values ('late', 'late@example.com', 'x', 'Late', 'Comer', 0)",
    "insert into sessions (id, token, user_id, expires_at) values ('s-late', 't-late', 'late', 0)",
)


def test_rows_that_arrive_between_two_mappings_wait_for_the_next_run(
    tmp_path: Path, postgres_url: str
) -> None:
    site = handpose(tmp_path, postgres_url, 60, dirt=0)
    site.execute("pragma journal_mode = wal", at="source")
    site.run("schema")
    state, written = RunState(), False
    for event in Run(site.plan(), Options(), ("migrate",)).events():
        state.apply(event)
        if isinstance(event, RangeDone) and event.name == "users" and not written:
            site.execute(*NEW, at="source")
            written = True
    assert (state.exit_code, written) == (0, True), failure(state)
    assert_accounted(state)
    assert site.query("select count(*) from sessions where id = 's-late'") == [(0,)]
    again = site.run("migrate", "verify")
    assert again.progress["migrate", "users"].counts.inserted == 1
    assert again.progress["migrate", "sessions"].counts.inserted == 1
