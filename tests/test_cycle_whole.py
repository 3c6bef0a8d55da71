"""The whole way of each recipe on each database: there, back, there again, and again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from accounting import Contents, assert_same_contents, assert_same_figures, figures
from engine_runs import CYCLES, MORE_CYCLES, Route, Site, Start
from migrate_tui.engine.events import MappingVerified
from migrate_tui.engine.state import RunState
from recipes_expected import expected_counts, expected_rejects

ROWS = 300


SLOW = [pytest.param(route, marks=pytest.mark.slow) for route in MORE_CYCLES]


@pytest.fixture(params=[*CYCLES, *SLOW], ids=lambda route: route.id)
def site(request: pytest.FixtureRequest, tmp_path: Path, start_server: Start) -> Iterator[Site]:
    route: Route = request.param
    with route.site(tmp_path / "site", ROWS, start_server) as made:
        yield made


def test_there_and_back_and_there_again(site: Site) -> None:
    """One long way: every station starts from what the one before it left."""
    wet = there(site)
    first = site.contents()
    site.rollback()
    assert counted(site) == dict.fromkeys(site.tables, 0)
    again = site.run("migrate")
    assert figures(again, "migrate") == figures(wet, "migrate")
    assert_same_contents(site.contents(), first)
    rerun_touches_nothing(site)
    edited_source_row_is_one_updated_row(site, first)


def there(site: Site) -> RunState:
    """What the dry run promises is what comes, and what a stranger to the engine expects."""
    dry = site.run("schema", "dry-run")
    assert counted(site) == dict.fromkeys(site.tables, 0)
    wet = site.run("migrate")
    assert_same_figures(dry, wet)
    assert counted(site) == expected_counts(site.source)
    assert rejected(site) == expected_rejects(site.source)
    verified = site.run("verify").of(MappingVerified)
    assert {v.verdict for v in verified} == {"match"}
    return wet


def rerun_touches_nothing(site: Site) -> None:
    rows, versions, triggers = site.contents(), row_versions(site), triggers_of(site)
    wet = site.run("migrate")
    for name, found in figures(wet, "migrate").items():
        assert (found.inserted, found.updated) == (0, 0), (name, found)
    assert_same_contents(site.contents(), rows)
    assert row_versions(site) == versions
    assert triggers_of(site) == triggers
    assert len(triggers) == (2 if "students" in site.tables else 0)


def edited_source_row_is_one_updated_row(site: Site, before: Contents) -> None:
    """And rolling back the run that carried the edit takes only the edit back."""
    mapping, table, key = edit(site)
    dry = site.run("dry-run")
    wet = site.run("migrate")
    assert_same_figures(dry, wet)
    changed = {name: (c.inserted, c.updated) for name, c in figures(wet, "migrate").items()}
    assert changed == dict.fromkeys(changed, (0, 0)) | {mapping: (0, 1)}
    assert differing(site.contents(), before) == [(table, key)]
    assert wet.started is not None
    site.rollback(run=wet.started.run)
    assert_same_contents(site.contents(), before)


def counted(site: Site) -> dict[str, int]:
    return {table: site.query(f'select count(*) from "{table}"')[0][0] for table in site.tables}


def rejected(site: Site) -> dict[str, int]:
    schema = "migrate_tui." if site.kind == "postgresql" else ""
    query = f"select mapping, sum(rows) from {schema}migration_rejects group by mapping"
    return {mapping: int(rows) for mapping, rows in site.query(query)}


def row_versions(site: Site) -> dict[str, list[object]]:
    """PostgreSQL writes a new version of a row that is updated with its own values."""
    if site.kind == "sqlite":
        return {}
    query = 'select ctid::text, xmin::text from "{}" order by 1'
    return {table: site.query(query.format(table)) for table in site.tables}


def triggers_of(site: Site) -> list[tuple[object, ...]]:
    if site.kind == "sqlite":
        return site.query("select name, sql from sqlite_master where type = 'trigger' order by 1")
    return site.query(
        "select tgname, tgenabled::text, pg_get_triggerdef(oid) from pg_trigger"
        " where not tgisinternal order by 1"
    )


def edit(site: Site) -> tuple[str, str, tuple[object, ...]]:
    """Change one source row so that one new row has to follow: its mapping, table and key."""
    return EDITS[site.plan().plan](site)


def edit_report(site: Site) -> tuple[str, str, tuple[object, ...]]:
    key = site.query("select id from reports order by id", at="source")[7][0]
    site.execute(f"update reports set title = 'edited' where id = '{key}'", at="source")
    return "reports", "reports", (key,)


def edit_config(site: Site) -> tuple[str, str, tuple[object, ...]]:
    only_new = (
        "select c.session_token from student_configs c left join workshop_students w"
        " on w.session_token = c.session_token where w.id is null and c.session_token <> ''"
        " and c.student_email is not null order by 1"
    )
    token = site.query(only_new, at="source")[3][0]
    site.execute(
        "update student_configs set railway_url = 'https://edited'"
        f" where session_token = '{token}'",
        at="source",
    )
    return "sessions", "sessions", (token,)


def edit_practice(site: Site) -> tuple[str, str, tuple[object, ...]]:
    """Its title stands in the segment alone."""
    table = '"LegacyPracticeSession"'
    heard = 'duration > 0 and "audioFilePath" is not null'
    old = site.query(f"select id from {table} where {heard} order by id")[7][0]
    site.execute(f"update {table} set title = 'edited' where id = '{old}'")
    segment = site.query("select id from \"PracticeSegment\" where \"audioUrl\" like"
                         f" '%{old}%'")[0][0]  # fmt: skip
    return "PracticeSegment", "PracticeSegment", (segment,)


def edit_goal(site: Site) -> tuple[str, str, tuple[object, ...]]:
    """The document changes, and with it its checksum."""
    old = site.query("select id from goals where user_id <> '' order by id", at="source")[7][0]
    site.execute(f"update goals set title = 'edited' where id = '{old}'", at="source")
    entity = site.query(f"select id from sync_data where entity_id = '{old}'")[0][0]
    return "goal", "sync_data", (entity,)


def edit_feedback(site: Site) -> tuple[str, str, tuple[object, ...]]:
    table = '"PronunciationAttempt"'
    key = site.query(f"select id from {table} order by id", at="source")[7][0]
    new = """'{ "tip" : "edited", "weak": [] }'"""
    site.execute(f"update {table} set feedback = {new} where id = '{key}'", at="source")
    return "PronunciationAttempt", "PronunciationAttempt", (key,)


EDITS = {
    "backend-sync": edit_goal,
    "prisma-learning": edit_feedback,
    "handpose-clinical": edit_report,
    "unified-workshop": edit_config,
    "nested-practice-sessions": edit_practice,
}


def differing(after: Contents, before: Contents) -> list[tuple[str, tuple[object, ...]]]:
    for table, rows in before.items():
        assert after[table].keys() == rows.keys(), table
    return [(t, k) for t, rows in after.items() for k, row in rows.items() if row != before[t][k]]
