"""Mirrors that are killed, that meet other writers, and whose target does not let go."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from accounting import assert_same_figures
from engines import SLOWLY, engine, eventually
from migrate_tui.engine.events import Finding
from mirror_site import MIRROR_ROUTES, gone, ids, mirror
from small import ACROSS, POSTGRESQL, SQLITE, Small, counted

each_route = pytest.mark.parametrize("route", MIRROR_ROUTES)
Url = Callable[[], str]
MANY = 40


def many(folder: Path, route: str, url: Url) -> Small:
    """So many rows, and all but the first two thirds are gone."""
    values = ", ".join(f"({n}, 'u', 'v')" for n in range(1, MANY + 1))
    source = "create table legacy (id integer primary key, u text, v text);"
    site = mirror(folder, route, url, source=f"{source} insert into legacy values {values};")
    site.document["deletes"] = {"max": "100%"}
    site.migrate()
    gone(site, "id > 4")
    site.plan()
    return site


def recorded(site: Small) -> tuple[int, int]:
    """Rows that the ledger says are deleted, and undo rows of them."""
    schema = "migrate_tui." if site.kind == "postgresql" else ""
    said = f"select coalesce(sum(deleted), 0) from {schema}migration_ranges"
    deleted = int(site.query(said)[0][0])
    undo = f"select count(*) from {schema}migration_undo_fresh where mt_status = 'gone'"
    return deleted, int(site.query(undo)[0][0]) if deleted else 0


@pytest.mark.parametrize(
    "route", [SQLITE, *(pytest.param(r, marks=pytest.mark.slow) for r in (POSTGRESQL, ACROSS))]
)
def test_killed_in_the_middle_it_goes_on(tmp_path: Path, route: str, fresh_url: Url) -> None:
    site = many(tmp_path, route, fresh_url)
    with engine(site, *SLOWLY) as running:
        eventually(lambda: recorded(site)[0] >= 5, lambda: running.process.poll() is None)
        running.process.kill()
        running.wait()
    left = len(ids(site))
    assert 4 < left < MANY
    assert recorded(site) == (MANY - left, MANY - left)
    found = site.migrate()
    assert found.started is not None
    assert found.started.resumed
    assert counted(found).deleted == MANY - 4
    assert ids(site) == [1, 2, 3, 4]
    assert recorded(site) == (MANY - 4, MANY - 4)
    site.roll_back(run=found.run)
    assert len(ids(site)) == MANY


@pytest.mark.parametrize("route", [SQLITE, POSTGRESQL])
def test_a_rollback_killed_in_the_middle_goes_on(
    tmp_path: Path, route: str, fresh_url: Url
) -> None:
    site = many(tmp_path, route, fresh_url)
    wet = site.migrate(batch_size=2)
    assert counted(wet).deleted == MANY - 4
    from migrate_tui.engine.revive import Reviving

    plain = Reviving._chunk
    chunks: list[str] = []

    def dies(self: Reviving, low: str) -> tuple[int, list[tuple[str, str]]]:
        chunks.append(low)
        if len(chunks) == 4:
            raise KeyboardInterrupt
        return plain(self, low)

    Reviving._chunk = dies  # type: ignore[method-assign]
    try:
        site.roll_back(run=wet.run, code=6)
    finally:
        Reviving._chunk = plain  # type: ignore[method-assign]
    assert len(ids(site)) == 4 + 3 * 2
    site.roll_back(run=wet.run)
    assert len(ids(site)) == MANY


@pytest.mark.parametrize("route, action", [(POSTGRESQL, " on delete cascade"), (ACROSS, "")])
def test_a_child_that_comes_in_between_holds_its_parent(
    tmp_path: Path, route: str, fresh_url: Url, action: str
) -> None:
    """The application has inserted it and commits while the deletion waits for its row."""
    site = mirror(tmp_path, route, fresh_url)
    site.execute(f"create table notes (id integer references fresh (id){action})")
    site.migrate()
    gone(site, "id in (2, 4)")
    with psycopg.connect(site.target) as application:
        application.execute("insert into notes values (2)")
        timer = threading.Timer(1.0, application.commit)
        timer.start()
        wet = site.migrate()
        timer.join()
    assert counted(wet).deleted == 1
    assert ids(site) == [1, 2, 3]
    assert site.query("select id from notes") == [(2,)]
    words = "fresh 2 is gone from the source but stays: a row of notes refers to it"
    assert words in [f.fact for f in wet.of(Finding)]


REFUSING = {
    "postgresql": """
        create function no() returns trigger language plpgsql as
          'begin if old.id = 2 then raise exception ''never 2''; end if; return old; end';
        create trigger no before delete on fresh for each row execute function no();""",
    "sqlite": "create trigger no before delete on fresh when old.id = 2 begin"
    " select raise(abort, 'never 2'); end;",
}


@each_route
def test_a_trigger_that_refuses_keeps_its_row(tmp_path: Path, route: str, fresh_url: Url) -> None:
    site = mirror(tmp_path, route, fresh_url, plan={"deletes": {"max": "100%"}}, triggers="fire")
    site.execute(REFUSING)
    site.migrate()
    gone(site, "id > 1")
    wet = site.migrate()
    assert (counted(wet).deleted, ids(site)) == (2, [1, 2])
    facts = [f.fact for f in wet.of(Finding)]
    assert "fresh 2 is gone from the source but stays: never 2" in facts
    site.mapping()["triggers"] = "off"
    dry, wet = site.dry_run(), site.migrate()
    assert_same_figures(dry, wet)
    assert (counted(wet).deleted, ids(site)) == (1, [1])


@pytest.mark.parametrize("route", [SQLITE])
def test_masked_keys_are_not_told(tmp_path: Path, route: str, fresh_url: Url) -> None:
    site = mirror(tmp_path, route, fresh_url, plan={"mask": ["id"]})
    site.execute("create table comments (note integer references fresh (id))")
    site.migrate()
    site.execute("insert into comments values (2)")
    gone(site, "id = 2")
    facts = [f.fact for f in site.dry_run().of(Finding)]
    assert [f.startswith("fresh •••") for f in facts] == [True]
