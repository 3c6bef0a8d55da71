"""Law 11: self references and circles of foreign keys are loaded without dropping a constraint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accounting import assert_same_figures
from migrate_tui.engine.context import Options
from migrate_tui.engine.events import Event, Finding, MappingFinished, Note
from migrate_tui.engine.run import Run
from migrate_tui.engine.second import Second
from small import KINDS, Small, counted, failure, skipped, small

each_route = pytest.mark.parametrize("route", tuple(KINDS))
SOURCE = """
    create table legacy (id integer primary key, v text, boss integer);
    insert into legacy values (1, 'a', 5), (2, 'b', 1), (3, 'c', 2), (4, 'd', null), (5, 'e', 4);
"""
FRESH = """
    create table fresh (id integer primary key, v text not null,
                        boss integer references fresh (id));
"""
ROWS = [("1", "a", "5"), ("2", "b", "1"), ("3", "c", "2"), ("4", "d", None), ("5", "e", "4")]
TRIGGER = {
    "postgresql": """
        create function touch() returns trigger language plpgsql as
          $$ begin new.at := coalesce(old.at, 0) + 1; return new; end $$;
        create trigger touch before update on fresh for each row execute function touch();
    """,
    "sqlite": """
        create trigger touch after update on fresh when new.at is old.at
        begin update fresh set at = coalesce(old.at, 0) + 1 where id = new.id; end;
    """,
}


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Any:
    return lambda: request.getfixturevalue("fresh_url")()


@pytest.fixture
def site(tmp_path: Path, route: str, url: Any) -> Small:
    """Five rows in ranges of two; every boss but one stands in another range."""
    options = Options(batch_size=2)
    return small(tmp_path, route, url, source=SOURCE, target=FRESH, options=options)


def passes(site: Small) -> dict[str, int]:
    """How many ranges the ledger has of each pass, and that the second counts nothing."""
    schema = "migrate_tui." if site.kind == "postgresql" else ""
    query = f"select mapping, count(*), sum(read) from {schema}migration_ranges group by mapping"
    found = {name: (int(number), int(read)) for name, number, read in site.query(query)}
    assert all(read == 0 for name, (_, read) in found.items() if name.startswith("second:"))
    return {name: number for name, (number, _) in found.items()}


def constraints(site: Small) -> list[Any]:
    """What the target's catalogue says of its constraints: the same ones, not others like them."""
    return site.query(
        {
            "postgresql": "select oid from pg_constraint where conrelid = 'fresh'::regclass",
            "sqlite": "select name, sql from sqlite_master where name = 'fresh'",
        }
    )


def cut_off(site: Small, at: type[Event]) -> None:
    """A run whose process is gone after the first event of a kind."""
    events: Iterator[Event] = Run(site.plan(), site.options, ("migrate",)).events()
    next(e for e in events if isinstance(e, at))
    events.close()  # type: ignore[attr-defined]


@each_route
def test_law_11_a_second_pass_sets_what_was_written_null(site: Small) -> None:
    before = constraints(site)
    dry = site.dry_run()
    wet = site.migrate()
    assert_same_figures(dry, wet)
    assert site.rows() == ROWS
    assert passes(site) == {"fresh": 4, "second:fresh": 4}
    assert constraints(site) == before
    again = site.migrate()
    assert skipped(again) and counted(again).unchanged == 5
    assert [n.text for n in again.of(Note) if "boss" in n.text] == []


@each_route
def test_law_11_a_run_killed_between_the_passes_is_healed(site: Small) -> None:
    cut_off(site, MappingFinished)
    assert [row[2] for row in site.rows()] == [None] * 5
    assert passes(site) == {"fresh": 4}
    state = site.migrate()
    assert site.rows() == ROWS
    assert counted(state).read == 5 and passes(site) == {"fresh": 4, "second:fresh": 4}
    site.steps("verify")
    assert skipped(site.migrate())
    site.roll_back()
    assert site.rows() == [] and passes(site) == {}


@each_route
def test_law_11_a_run_killed_inside_the_second_pass_goes_on(
    site: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, written = Second.write, []

    def dying(self: Second, *range_: Any) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        plain(self, *range_)
        written.append(range_)

    with monkeypatch.context() as patched:
        patched.setattr(Second, "write", dying)
        site.migrate(code=6)
    assert passes(site) == {"fresh": 4, "second:fresh": 2}
    site.migrate()
    assert site.rows() == ROWS and passes(site) == {"fresh": 4, "second:fresh": 4}
    site.roll_back()
    assert site.rows() == []


@each_route
def test_law_11_a_half_written_load_can_be_rolled_back(site: Small) -> None:
    cut_off(site, MappingFinished)
    site.roll_back()
    assert site.rows() == []


@each_route
def test_law_11_triggers_do_not_make_a_rerun_a_change(tmp_path: Path, route: str, url: Any) -> None:
    target = FRESH.replace("boss integer", "at integer, boss integer")
    site = small(
        tmp_path, route, url, source=SOURCE, target=target, triggers="off",
        options=Options(batch_size=2),
    )  # fmt: skip
    site.execute(TRIGGER)
    site.migrate()
    assert [row[2] for row in site.rows()] == [None] * 5
    again = site.migrate()
    assert skipped(again) and counted(again).updated == 0
    site.execute("update fresh set v = 'x' where id = 1")
    assert [row[2] for row in site.rows()] == ["1", None, None, None, None]


@each_route
def test_law_11_a_row_that_only_gets_another_boss_is_updated_and_put_back(site: Small) -> None:
    site.migrate()
    before = site.rows()
    site.execute("update legacy set boss = 3 where id = 4", at="source")
    dry = site.dry_run()
    wet = site.migrate()
    assert_same_figures(dry, wet)
    assert counted(wet).updated == 1
    assert ("4", "d", "3") in site.rows()
    site.steps("verify")
    site.roll_back(run=wet.run)
    assert site.rows() == before


@each_route
def test_law_11_verify_compares_the_values_at_the_end(site: Small) -> None:
    site.migrate()
    site.execute("update fresh set boss = null where id = 2")
    site.steps("verify", code=5)
    site.migrate()
    assert site.rows() == ROWS


@each_route
def test_law_11_rows_that_others_refer_to_stay_with_all_above_them(site: Small) -> None:
    site.migrate()
    site.execute("insert into fresh values (9, 'app', 1)")
    state = site.roll_back()
    stay = [f.fact for f in state.of(Finding) if "stays" in f.fact]
    assert len(stay) == 3, stay
    assert site.rows() == [ROWS[0], *ROWS[3:], ("9", "app", "1")]


@each_route
def test_law_11_a_row_of_the_application_is_not_put_back(site: Small) -> None:
    site.migrate()
    site.execute("update fresh set v = 'mine' where id = 3")
    site.roll_back()
    assert site.rows() == [*ROWS[:2], ("3", "mine", "2"), *ROWS[3:]]


@each_route
def test_law_11_without_a_column_that_may_wait_nothing_is_written(
    tmp_path: Path, route: str, url: Any
) -> None:
    target = FRESH.replace("boss integer", "boss integer not null")
    site = small(tmp_path, route, url, source=SOURCE, target=target)
    state = site.steps("preflight", code=3)
    facts = [f.fact for f in state.of(Finding) if f.severity == "error"]
    assert len(facts) == 1 and "fresh.boss refers to itself" in facts[0]
    for step in ("dry-run", "migrate", "verify"):
        assert "fresh.boss" in failure(site.steps(step, code=3))
    assert site.rows() == []


@each_route
def test_law_11_a_circle_is_loaded_whole_or_not_at_all(
    tmp_path: Path, route: str, url: Any
) -> None:
    source = """
        create table old_a (id integer primary key, b integer);
        create table old_b (id integer primary key, a integer);
        insert into old_a values (1, 2);
        insert into old_b values (2, 1);
    """
    target = {
        "sqlite": """
            create table a (id integer primary key, b integer references b (id));
            create table b (id integer primary key, a integer references a (id));
        """,
        "postgresql": """
            create table a (id integer primary key, b integer);
            create table b (id integer primary key, a integer references a (id));
            alter table a add foreign key (b) references b (id);
        """,
    }
    same = {"key": ["id"], "columns": {"*": "same"}}
    mappings = [{"into": "a", "from": "old_a", **same}, {"into": "b", "from": "old_b", **same}]
    site = small(tmp_path, route, url, source=source, target=target, mappings=mappings)
    assert "--only a --only b" in failure(site.migrate(code=3, only=("a",)))
    site.migrate()
    assert (site.rows("a"), site.rows("b")) == ([("1", "2")], [("2", "1")])
