"""Law 14: what has not changed since it was written is skipped, and nothing else is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from law_site import LEGACY, each_route, fresh, rows, seven_rows  # noqa: F401
from small import (
    Small,
    counted,
    ranges,
    skipped,
    small,
)


@each_route
def test_law_14_an_unchanged_plan_stages_nothing(site: Small) -> None:
    assert not skipped(site.migrate())
    again = site.migrate()
    assert skipped(again)
    assert all(r.skipped for r in ranges(again))
    assert counted(again).unchanged == counted(again).read == 7
    assert not skipped(site.migrate(recheck=True))


@each_route
def test_law_14_a_range_with_rejects_is_never_skipped(site: Small) -> None:
    site.execute("update legacy set v = null where id = 4", at="source")
    site.migrate()
    again = site.migrate()
    assert not skipped(again)
    assert [r.low for r in ranges(again) if r.counts.rejected and r.skipped] == []


@each_route
def test_law_14_a_changed_row_is_written(site: Small) -> None:
    site.migrate()
    site.execute("update legacy set v = 'other' where id = 4", at="source")
    again = site.migrate()
    assert counted(again).updated == 1
    assert skipped(site.migrate())


@each_route
def test_law_14_a_changed_mapping_voids_every_range(site: Small) -> None:
    site.migrate()
    site.mapping()["columns"] = {"id": "id", "v": "upper(v)"}
    assert counted(site.migrate()).updated == 7


@each_route
def test_law_14_other_params_are_another_ledger(site: Small) -> None:
    site.document["params"] = {"least": 0}
    site.mapping()["where"] = "id > :least"
    assert counted(site.migrate(params={"least": "5"})).inserted == 2
    assert counted(site.migrate()).inserted == 5
    assert len(site.rows()) == 7


@each_route
def test_law_14_a_row_that_somebody_deleted_is_written_again(site: Small) -> None:
    site.migrate()
    site.execute("delete from fresh where id = 4")
    assert counted(site.migrate()).inserted == 1
    assert len(site.rows()) == 7


@each_route
def test_law_14_a_row_that_somebody_changed_is_written_again(site: Small) -> None:
    site.migrate()
    site.execute("update fresh set v = 'theirs' where id = 4")
    assert counted(site.migrate()).updated == 1


@each_route
def test_law_14_a_failed_verify_forgets_its_ranges(site: Small) -> None:
    site.migrate()
    site.execute("update fresh set v = 'theirs' where id = 4")
    assert site.steps("verify", code=5).exit_code == 5
    schema = "migrate_tui." if site.kind == "postgresql" else ""
    assert site.query(f"select count(*) from {schema}migration_ranges") == [(0,)]
    site.steps("migrate", "verify")


@each_route
def test_law_14_parents_that_changed_are_looked_up_again(
    tmp_path: Path, route: str, url: Any
) -> None:
    source = "create table old_parents (id integer primary key, name text);"
    source += "insert into old_parents values (1, 'a'), (2, 'b');" + LEGACY
    source += "insert into legacy values (1, 'a'), (2, 'b');"
    target = "create table parents (id integer primary key, name text unique);"
    target += "create table fresh (id integer primary key, p integer references parents (id));"
    parents = {"into": "parents", "from": "old_parents", "key": ["id"], "columns": {"*": "same"}}
    parents |= {"key": ["name"], "keep": ["id"]}
    columns = {"id": "id", "p": "lookup(parents, name => v)"}
    children = {"into": "fresh", "from": "legacy", "key": ["id"], "columns": columns}
    made = small(tmp_path, route, url, source=source, target=target, mappings=[parents, children])
    made.migrate()
    made.execute("delete from fresh; delete from parents; insert into parents values (9, 'a')")
    made.migrate()
    assert made.rows() == [("1", "9"), ("2", "2")]
