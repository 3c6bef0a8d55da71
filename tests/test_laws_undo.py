"""Laws 15 and 16: a run can be taken back, row for row, and what others did since stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from law_site import FRESH, LEGACY, each_route, fresh, rows, seven_rows  # noqa: F401
from migrate_tui.engine.events import Finding
from migrate_tui.engine.steps.migrate import Migration
from small import (
    Small,
    counted,
    small,
)


@each_route
def test_law_15_rolling_back_restores_whole_old_rows(tmp_path: Path, route: str, url: Any) -> None:
    target = "create table fresh (id integer primary key, v text, theirs text);"
    target += "insert into fresh values (1, 'old', 'a'), (2, 'v', 'b'), (90, 'x', 'c');"
    made = small(tmp_path, route, url, source=LEGACY + rows(5), target=target)
    before = made.rows()
    made.migrate(batch_size=2)
    made.roll_back()
    assert made.rows() == before
    assert counted(made.migrate()).inserted == 3, "the ledger forgot what was undone"


@each_route
def test_law_15_what_others_changed_since_is_listed_and_stays(
    tmp_path: Path, route: str, url: Any
) -> None:
    target = FRESH + "insert into fresh values (1, 'old'), (2, 'old');"
    made = small(tmp_path, route, url, source=LEGACY + rows(4), target=target)
    made.migrate()
    made.execute("update fresh set v = 'theirs' where id in (2, 3)")
    state = made.roll_back()
    assert made.rows() == [("1", "old"), ("2", "theirs"), ("3", "theirs")]
    listed = [f.fact for f in state.of(Finding) if f.severity == "warning"]
    assert len([f for f in listed if "changed since" in f]) == 2


@each_route
def test_law_15_rows_that_others_refer_to_stay(tmp_path: Path, route: str, url: Any) -> None:
    target = FRESH + "insert into fresh values (90, 'x');"
    target += "create table theirs (id integer references fresh (id) on delete cascade);"
    made = small(tmp_path, route, url, source=LEGACY + rows(3), target=target)
    made.migrate()
    made.execute("insert into theirs values (2)")
    made.roll_back()
    assert [key for key, _ in made.rows()] == ["2", "90"]
    assert made.rows("theirs") == [("2",)]


@each_route
def test_law_16_a_first_load_keeps_no_undo_and_rolls_back(site: Small) -> None:
    site.migrate()
    site.execute("update fresh set v = 'theirs' where id = 3; insert into fresh values (99, 'n')")
    names = {
        "postgresql": "select relname from pg_class where relname = 'migration_undo_fresh'",
        "sqlite": "select name from sqlite_master where name = 'migration_undo_fresh'",
    }
    assert site.query(names) == []
    site.roll_back()
    assert site.rows() == [("3", "theirs"), ("99", "n")]


@each_route
def test_law_16_rows_that_come_while_a_first_load_runs_are_put_back(
    site: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a row is changed by the load; rolling back cannot leave it changed."""
    real = Migration.open

    def opened(self: Any, *args: Any, **words: Any) -> Any:
        found = real(self, *args, **words)
        site.execute("insert into fresh values (4, 'theirs')")
        return found

    monkeypatch.setattr(Migration, "open", opened)
    site.migrate()
    site.roll_back()
    assert site.rows() == [("4", "theirs")]


@each_route
def test_law_16_a_mapping_whose_first_load_meets_a_row_of_others_undoes_that_too(
    tmp_path: Path, route: str, url: Any
) -> None:
    source = LEGACY + rows(2, "one") + "create table two (id integer primary key, v text);"
    source += "insert into two values (2, 'two'), (3, 'two');"
    every = {"into": "fresh", "key": ["id"], "columns": {"*": "same"}}
    mappings = [
        {**every, "name": "ones", "from": "legacy", "owns": "v = 'one'"},
        {**every, "name": "twos", "from": "two", "owns": "v = 'two'"},
    ]
    target = FRESH + "insert into fresh values (3, 'theirs');"
    made = small(tmp_path, route, url, source=source, target=target, mappings=mappings)
    made.migrate()
    assert made.rows() == [("1", "one"), ("2", "two"), ("3", "two")]
    made.roll_back()
    assert made.rows() == [("3", "theirs")]
