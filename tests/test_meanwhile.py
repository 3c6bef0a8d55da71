"""Work on a table that is full, while the next one is loaded: in its order, and told at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import psycopg
import pytest

from migrate_tui.engine.applying import started
from migrate_tui.engine.context import Options
from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.base import Connection, Database
from migrate_tui.engine.errors import Blocked, PlanError
from migrate_tui.engine.events import Event, MappingFinished, MappingStarted, Note, SchemaStatement
from migrate_tui.engine.guarded import context_of
from migrate_tui.engine.meanwhile import Meanwhile, Piece, Task
from migrate_tui.engine.run import Run
from migrate_tui.engine.state import RunState
from migrate_tui.engine.steps.schema import binding, waiting_for
from small import ACROSS, Small, failure, small

Url = Callable[[], str]
TABLES = "create table {0} (id {1} primary key, said text);"
SOURCE = "".join(TABLES.format(name, "integer") for name in ("one", "two"))
TARGET = "".join(TABLES.format(name, "bigint") for name in ("one", "two"))
AFTER = """create index one_said on one (said);
create unique index two_said on two (said);
alter table two add constraint two_id_fkey foreign key (id) references one (id);
alter table one add check (said <> '');
create index one_again on one (said, id);
"""
OF = "in ('one'::regclass, 'two'::regclass) order by 1"
KEYS = f"select conrelid::regclass::text from pg_constraint where contype = 'p' and conrelid {OF}"
REFERS = (
    "select conrelid::regclass::text, confrelid::regclass::text, convalidated from pg_constraint"
    " where contype = 'f'"
)
INDEXES = (
    "select indexrelid::regclass::text from pg_index where indisvalid and not indisprimary"
    f" and indrelid {OF}"
)


@pytest.fixture
def meanwhile(fresh_url: Url) -> Meanwhile:
    return Meanwhile(open_database(fresh_url()))


def task(piece: Piece, *tables: str, shares: bool = False) -> Task:
    return Task(piece, frozenset(tables), shares)


def noted(text: str, on: Connection) -> Event:
    on.execute("insert into told values (:text)", {"text": text})
    return Note(text, "migrate")


def failing(on: Connection) -> Event:
    raise ValueError("no")


@contextmanager
def none_to_spare(_: Database) -> Iterator[None]:
    yield None


@pytest.fixture
def connection(meanwhile: Meanwhile) -> Iterator[Connection]:
    with meanwhile.database.open() as found:
        found.execute("create table told (text text)")
        yield found


def texts(events: Iterator[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Note)]


def test_pieces_begin_in_their_order_and_are_told_when_all_have_ended(
    meanwhile: Meanwhile, connection: Connection
) -> None:
    last = threading.Event()
    for text in "ab":
        meanwhile.begin(task(partial(noted, text)))
    meanwhile.begin(task(lambda _: last.set()))
    last.wait()
    assert texts(meanwhile.ended(connection)) == ["a", "b"]
    assert connection.execute("select text from told order by ctid") == [("a",), ("b",)]
    assert list(meanwhile.ended(connection)) == []


def test_what_has_not_begun_when_it_is_waited_for_is_done_by_both(
    meanwhile: Meanwhile, connection: Connection
) -> None:
    began, helped = threading.Event(), threading.Event()

    def slow(on: Connection) -> Event:
        began.set()
        helped.wait()
        return noted("slow", on)

    def help_(on: Connection) -> Event:
        assert on is connection
        helped.set()
        return noted("help", on)

    meanwhile.begin(task(slow))
    began.wait()
    meanwhile.begin(task(help_))
    assert texts(meanwhile.ended(connection)) == ["slow", "help"]
    assert connection.execute("select count(*) from told") == [(2,)]


def test_the_first_that_failed_is_told_when_those_behind_it_have_ended_too(
    meanwhile: Meanwhile, connection: Connection
) -> None:
    for piece in (partial(noted, "a"), failing, partial(noted, "b")):
        meanwhile.begin(task(piece))
    events = meanwhile.ended(connection)
    assert isinstance(next(events), Note)
    assert connection.execute("select count(*) from told") == [(2,)]
    with pytest.raises(ValueError, match="no"):
        next(events)


@pytest.mark.parametrize("shares", [True, False])
def test_a_task_waits_for_those_before_it_on_its_tables_unless_both_share_them(
    meanwhile: Meanwhile, connection: Connection, shares: bool
) -> None:
    began, may_end, done = threading.Event(), threading.Event(), []

    def slow(on: Connection) -> None:
        began.set()
        assert may_end.wait(20)
        done.append("slow")

    def quick(name: str, on: Connection) -> None:
        done.append(name)
        if name == "last":
            may_end.set()

    meanwhile.begin(task(slow, "one", "two", shares=True))
    began.wait()
    meanwhile.begin(task(partial(quick, "behind"), "two", shares=shares))
    meanwhile.begin(task(partial(quick, "last"), "three"))
    assert list(meanwhile.ended(connection)) == []
    order = ["behind", "last", "slow"] if shares else ["last", "slow", "behind"]
    assert done == order


def test_a_task_that_failed_leaves_its_connection_as_it_was(
    meanwhile: Meanwhile, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers = connection.execute("show min_parallel_table_scan_size")
    monkeypatch.setattr("migrate_tui.engine.meanwhile.spare", none_to_spare)
    meanwhile.begin(task(failing))
    with pytest.raises(ValueError, match="no"):
        list(meanwhile.ended(connection))
    assert connection.execute("show min_parallel_table_scan_size") == workers


def test_what_is_left_before_it_began_is_not_done(meanwhile: Meanwhile) -> None:
    began, may_end, done = threading.Event(), threading.Event(), []

    def slow(on: Connection) -> Event:
        began.set()
        may_end.wait()
        done.append("slow")
        return Note("", "migrate")

    def other(on: Connection) -> Event:
        done.append("other")
        return Note("", "migrate")

    meanwhile.begin(task(slow))
    meanwhile.begin(task(other))
    began.wait()
    threading.Timer(0.05, may_end.set).start()
    meanwhile.leave()
    assert done == ["slow"]


def test_where_the_server_has_no_connection_to_spare_all_is_done_at_the_end(
    meanwhile: Meanwhile, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(self: Database, **_: object) -> Connection:
        raise Blocked("too many clients")

    monkeypatch.setattr(type(meanwhile.database), "open", none)
    for text in "ab":
        meanwhile.begin(task(partial(noted, text)))
    assert connection.execute("select count(*) from told") == [(0,)]
    assert texts(meanwhile.ended(connection)) == ["a", "b"]


# in a run


@pytest.fixture
def site(tmp_path: Path, fresh_url: Url) -> Small:
    mappings = [
        {"into": name, "from": name, "key": ["id"], "columns": {"*": "same"}}
        for name in ("one", "two")
    ]
    found = small(tmp_path, ACROSS, fresh_url, source=SOURCE, target="", mappings=mappings)
    (tmp_path / "schema.sql").write_text(TARGET)
    (tmp_path / "after.sql").write_text(AFTER)
    found.document["schema"] = {"apply": "schema.sql", "after_load": "after.sql"}
    rows = " union all ".join(f"select {n}, 'row {n}'" for n in range(1, 41))
    for name in ("one", "two"):
        found.execute(f"insert into {name} {rows}", at="source")
    return found


def test_keys_and_indexes_stand_and_are_told(site: Small) -> None:
    state = site.steps("schema", "migrate", "verify", batch_size=10)
    notes = [event.text for event in state.of(Note)]
    assert {f"primary key {name}_pkey of {name} holds" for name in ("one", "two")} <= set(notes)
    assert site.query(KEYS) == [("one",), ("two",)]
    assert site.query(INDEXES) == [("one_again",), ("one_said",), ("two_said",)]
    records = "select status, count(*) from migrate_tui.migration_schema group by 1"
    assert site.query(records) == [("done", 7)]
    assert site.query(REFERS) == [("two", "one", True)]
    analyzed = (
        "select distinct tablename from pg_stats where tablename in ('one', 'two') order by 1"
    )
    assert site.query(analyzed) == [("one",), ("two",)]
    again = site.steps("schema", "migrate", batch_size=10)
    assert not [event for event in again.of(Note) if "primary key" in event.text]


def test_an_index_that_cannot_be_built_is_told_when_the_other_table_is_full(site: Small) -> None:
    site.execute("update two set said = 'row 1'", at="source")
    state = site.steps("schema", "migrate", code=None, batch_size=10)
    assert state.exit_code != 0 and "after.sql:2" in failure(state) and "two_said" in failure(state)
    assert len(site.rows("one")) == len(site.rows("two")) == 40
    assert site.query(KEYS) == [("one",), ("two",)]
    assert site.query(INDEXES) == [("one_said",)]
    site.execute("update two set said = 'row ' || id", at="source")
    site.steps("schema", "migrate", "verify", batch_size=10)
    assert site.query(INDEXES) == [("one_again",), ("one_said",), ("two_said",)]


def test_a_key_between_two_tables_waits_for_both_in_whatever_order_they_come(site: Small) -> None:
    site.document["mappings"] = [site.mapping(1), site.mapping(0)]
    seen: dict[str, list[tuple[str, ...]]] = {}
    state = RunState()
    for event in Run(site.plan(), Options(batch_size=10), ("schema", "migrate")).events():
        state.apply(event)
        if isinstance(event, MappingStarted):
            seen[event.name] = site.query(REFERS)
    assert state.exit_code == 0, failure(state)
    assert seen == {"two": [], "one": []}
    assert site.query(REFERS) == [("two", "one", True)]


def test_a_row_that_breaks_a_key_between_two_tables_is_told_with_its_statement(site: Small) -> None:
    site.execute("delete from one where id = 7", at="source")
    state = site.steps("schema", "migrate", code=None, batch_size=10)
    assert state.exit_code != 0 and "after.sql:3" in failure(state)
    assert site.query(INDEXES) == [("one_said",), ("two_said",)]
    assert site.query(REFERS) == []
    site.execute("insert into one values (7, 'row 7')", at="source")
    site.steps("schema", "migrate", "verify", batch_size=10)
    assert site.query(REFERS) == [("two", "one", True)]


def test_a_table_that_another_mapping_fills_too_keeps_its_key_between_them(site: Small) -> None:
    columns = {"id": "id + 100", "said": "said"}
    site.mapping(0).update(name="low", owns="id <= 100")
    site.mapping(1).update(name="high", owns="id > 100", into="one", columns=columns)
    seen: list[list[tuple[str, ...]]] = []
    state = RunState()
    for event in Run(site.plan(), Options(batch_size=10), ("schema", "migrate")).events():
        state.apply(event)
        seen += [site.query(KEYS)] if isinstance(event, MappingStarted | MappingFinished) else []
    assert state.exit_code == 0, failure(state)
    assert seen == [[("one",), ("two",)]] * 4
    assert len(site.rows("one")) == 80


def test_a_run_that_is_left_leaves_what_it_had_not_begun(site: Small) -> None:
    events = Run(site.plan(), Options(batch_size=10), ("schema", "migrate")).events()
    for event in events:
        if isinstance(event, MappingStarted) and event.name == "two":
            break
    events.close()  # type: ignore[attr-defined]
    assert not [one for one in threading.enumerate() if one.name.startswith("meanwhile")]
    site.steps("schema", "migrate", "verify", batch_size=10)
    assert site.query(KEYS) == [("one",), ("two",)]
    assert site.query(INDEXES) == [("one_again",), ("one_said",), ("two_said",)]
    with psycopg.connect(site.target) as connection:
        left = "select count(*) from migrate_tui.migration_schema where status = 'started'"
        assert connection.execute(left).fetchall() == [(0,)]


@pytest.mark.parametrize(("table", "full"), [("one", ()), ("two", ("one",))])
def test_what_the_server_went_on_with_after_a_kill_is_ours(
    site: Small, table: str, full: tuple[str, ...]
) -> None:
    site.steps("schema")
    with closing(context_of(site.plan(), Options(), "a-run")) as context:
        (*_, found) = waiting_for(context, binding(context), table, full)
        assert ("foreign key" in found.sql) == bool(full)
        started(context, [found])  # then the run is killed, and the server does it all the same
        (*_, again) = waiting_for(context, binding(context), table, full)
        site.execute(again.sql)
        (build,) = started(context, [again])
        assert build.piece(context.target) == SchemaStatement(again.sql, applied=True)
        records = "select status from migrate_tui.migration_schema where step = 'after-load'"
        assert site.query(records) == [("done",)]
        (first, *_) = waiting_for(context, binding(context), "two", ())
        site.execute(first.sql)
        (build,) = started(context, [first])
        with pytest.raises(PlanError, match="already exists"):  # nobody had begun it
            build.piece(context.target)


def test_a_server_without_a_connection_to_spare_is_loaded_all_the_same(
    site: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("migrate_tui.engine.bulk.spare", none_to_spare)
    monkeypatch.setattr("migrate_tui.engine.meanwhile.spare", none_to_spare)
    site.steps("schema", "migrate", "verify", batch_size=10)
    assert site.query(KEYS) == [("one",), ("two",)]
    assert site.query(INDEXES) == [("one_again",), ("one_said",), ("two_said",)]
