"""A file that is read in parts, by two processes, tells what it tells when it is read in one."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from migrate_tui.engine.databases import facts_sqlite, keys_sqlite, open_database, survey_sqlite
from migrate_tui.engine.databases.keys_sqlite import Judged
from migrate_tui.engine.databases.survey import Survey
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.profile.initiation import init
from migrate_tui.engine.profile.kept import facts_text
from migrate_tui.engine.sweep import beside, part, sweep
from migrate_tui.engine.sweep.outline import outline
from migrate_tui.engine.sweep.part import Listed, Sought, parts
from migrate_tui.engine.sweep.reading import opened
from migrate_tui.engine.sweep.sweep import Sweep, ahead
from sweep_files import mixed
from torture import build

PATIENCE = 60  # seconds, for a busy machine
MOMENT = 0.02


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "app.db"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any file is large, and any table has parts."""
    monkeypatch.setattr(sweep, "LARGE", 0)
    monkeypatch.setattr(sweep, "_cores", lambda: 2)
    monkeypatch.setattr(part, "ROWS", 70)
    monkeypatch.setattr(part, "DENSE", 7000)


def surveyed(path: Path, begun: Sweep | None = None) -> Survey:
    return survey_sqlite.survey_sqlite(open_database(f"sqlite:///{path}"), begun)


def whole(path: Path) -> Survey:
    """Read here, every table in one piece."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "LARGE", 1 << 60)
        patch.setattr(part, "ROWS", 1 << 40)
        return surveyed(path)


def run(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(script)


def texts(path: Path, rows: int = 500, more: str = "") -> None:
    run(
        path,
        f"{more} create table t (id integer primary key, v text, at datetime);"
        f" with recursive n(i) as (select 1 union all select i + 1 from n where i < {rows})"
        " insert into t select i, 'v' || i, '2024-01-01 10:00:00' from n;",
    )


@pytest.mark.parametrize("seed", range(12))
def test_two_processes_tell_what_one_tells(seed: int, file: Path, small: None) -> None:
    mixed(file, seed)
    split, plain = surveyed(file), whole(file)
    assert split == plain
    assert facts_text(split) == facts_text(plain)


LATE = {
    "a capital": "'K7', 1, '{}', 'x'",
    "a text among numbers": "'l', 'many', '{}', 'x'",
    "a number among texts": "'l', 1, 7, 'x'",
    "an escape": "'l', 1, '{\"a\": \"\\ud800\"}', 'x'",
    "no document": "'l', 1, '{', 'x'",
    "a long text": "'l', 1, '{}', printf('%.4000000c', 'x')",
    "no UTF-8": "'l', 1, '{}', cast(x'ff41' as text)",
    "nothing": "null, null, null, null",
}


@pytest.mark.parametrize("values", LATE.values(), ids=LATE)
@pytest.mark.parametrize("at", [-1, 150, 1000])
def test_one_odd_row_in_one_part_is_seen(values: str, at: int, file: Path, small: None) -> None:
    run(
        file,
        "create table t (k text unique, n numeric, j json, v text);"
        " with recursive n(i) as (select 1 union all select i + 1 from n where i < 300)"
        " insert into t (rowid, k, n, j, v) select i * 2, 'k' || i, i, '{\"a\": 1}', 'v' from n;"
        f" insert into t (rowid, k, n, j, v) values ({at} * 2 + 1, {values});",
    )
    assert surveyed(file) == whole(file)


def test_of_the_torture_database_too(file: Path, small: None) -> None:
    split, plain = surveyed(build(file)), whole(file)
    assert facts_text(split) == facts_text(plain)
    assert split == plain


def test_a_reading_that_began_before_is_the_one_that_is_used(file: Path, small: None) -> None:
    texts(file)
    with ahead(f"sqlite:///{file}") as begun:
        assert begun is not None
        assert begun.shared
        found = surveyed(file, begun)
        with pytest.raises(sqlite3.ProgrammingError):  # it is closed
            begun.moved  # noqa: B018
    assert found == whole(file)


@pytest.mark.parametrize("url", ["sqlite:///{}/none.db", "sqlite:///{}", "postgresql:///x", "x"])
def test_what_is_no_file_is_not_read_ahead(url: str, tmp_path: Path, small: None) -> None:
    with ahead(url.format(tmp_path)) as begun:
        assert begun is None


def test_a_small_file_is_read_by_one_process(file: Path) -> None:
    texts(file)
    with ahead(f"sqlite:///{file}") as begun, closing(Sweep(file)) as one:
        assert begun is None
        assert not one.shared


@pytest.mark.parametrize("rows", [0, 1, 69, 70, 71, 500])
@pytest.mark.parametrize("apart", ["id", "id * id * id - 5000", "id + 9223372036854775000"])
@pytest.mark.parametrize("whole", [False, True])
def test_every_row_is_in_one_part(
    rows: int, apart: str, whole: bool, file: Path, small: None
) -> None:
    run(file, "create table t (id integer primary key, v text)")
    with closing(sqlite3.connect(file)) as raw:
        keys = raw.execute(
            "with recursive n(id) as (select 1 union all select id + 1 from n where id < ?)"
            f" select {apart} from n where ?",
            (rows, rows),
        ).fetchall()
        raw.executemany("insert into t (id) values (?)", keys)
        listed = Listed("t", (Sought("id", "integer", None, True),), None if whole else "rowid")
        found = [raw.execute(each.query).fetchall() for each in parts(raw, listed)]
    assert sorted(row for some in found for row in some) == sorted(keys)
    assert whole or len(found) >= rows // 800
    assert max(map(len, found)) <= (700 if not whole else rows or 1)


def test_the_outline_names_what_the_catalogue_names(file: Path) -> None:
    """Else a column would be asked of the database that the reading could tell."""
    build(file)
    with open_database(f"sqlite:///{file}").open(read_only=True) as connection:
        with closing(opened(file)) as raw:
            listed = {table.name: table for table in outline(raw)}
        for name in listed:
            table = connection.table(name)
            assert table is not None
            assert listed[name].rowid == table.rowid
            names = [column.name for column in listed[name].columns]
            assert names == [c.name for c in table.columns if c.name in names]
            keys = {c for unique in table.uniques if not unique.where for c in unique.columns}
            assert {c.name for c in listed[name].columns if c.key} >= keys & set(names)


KEYED = (
    "create table t (a text unique, b text, c int, unique (a, b), unique (b, c), unique (c));"
    "insert into t values ('a', 'b', 1), ('A', 'B', 2), ('x', null, 3), (null, null, null),"
    " (null, 'É', 4), ('é', 'b', null);"
)


@pytest.mark.parametrize("script", [KEYED, KEYED.replace("'A'", "'q'"), KEYED.split(";")[0]])
def test_keys_are_judged_as_the_database_would(script: str, file: Path) -> None:
    run(file, script)
    (one,) = surveyed(file).tables
    with closing(sqlite3.connect(file)) as raw:
        for key in one.facts.keys:
            assert key.nulls == keys_sqlite.nulls(raw, one.table, key.columns)
            assert key.folded == keys_sqlite.folded(raw, one.table, key.columns)
        blind = Judged(one.table, one.facts.rows, {}, frozenset())
        assert one.facts.keys == tuple(blind.key(raw, columns) for columns in blind.all())


def test_the_rows_number_is_counted_without_a_scan(file: Path) -> None:
    texts(file, 30)
    (one,) = surveyed(file).tables
    with closing(sqlite3.connect(file)) as raw:
        counted = facts_sqlite.column_facts(raw, one.table, one.table.columns[:1])
    assert one.facts.columns["id"] == counted["id"]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_what_a_killed_process_took_is_read_here(moment: str, file: Path, small: None) -> None:
    texts(file)
    begun = Sweep(file)
    assert begun._beside is not None
    if moment == "after":
        assert begun._beside.is_here()
    begun._beside._process.kill()
    assert surveyed(file, begun) == whole(file)


@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/false", ""])
def test_where_no_process_can_begin_it_is_read_here(
    program: str, file: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts(file)
    monkeypatch.setattr(beside.sys, "executable", program)
    assert surveyed(file) == whole(file)


@pytest.mark.parametrize("limit", [0, 1 << 60])
def test_a_damaged_page_is_told_by_one_sentence(
    limit: int, file: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts(file, 5000)
    data = bytearray(file.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 4096] = b"\xff" * 4096
    file.write_bytes(data)
    monkeypatch.setattr(sweep, "LARGE", limit)
    with pytest.raises(Blocked) as told:
        surveyed(file)
    assert told.value.message == f"{file} is damaged: database disk image is malformed"


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_what_is_written_before_the_survey_is_in_it(journal: str, file: Path, small: None) -> None:
    """The reading began before, so it begins again."""
    texts(file, more=f"pragma journal_mode = {journal};")
    with ahead(f"sqlite:///{file}") as begun:
        assert begun is not None
        assert begun._beside is not None
        assert begun._beside.is_here()
        run(file, "insert into t values (0, 'late', 5)")
        found = surveyed(file, begun)
    assert not found.moved
    assert found == whole(file)
    assert found.tables[0].facts.rows == 501


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_what_is_written_meanwhile_is_not_seen_or_it_is_told(
    journal: str, file: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts(file, more=f"pragma journal_mode = {journal};")
    before = whole(file)
    within(monkeypatch, lambda: run(file, "update t set v = x'00'; insert into t values (0, 1, 2)"))
    found = surveyed(file)
    assert found.moved == (journal == "delete")
    assert found.moved or found == before


def test_init_says_that_the_file_was_written(
    file: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts(file)
    within(monkeypatch, lambda: run(file, "delete from t where id = 3"))
    written = init(f"sqlite:///{file}", f"sqlite:///{file}.new", file.with_name("plan.yaml"))
    assert any("app.db was written while init looked at it" in note for note in written.notes)
    assert not (file.parent / ".migrate-tui" / "census.json").exists()


def within(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Somebody acts once all parts are taken, and before the file is done with."""
    told = Sweep.help

    def after(self: Sweep, raw: sqlite3.Connection) -> object:
        found = told(self, raw)
        act()
        return found

    monkeypatch.setattr(Sweep, "help", after)


PARENT = """
import sys, time
from pathlib import Path
from migrate_tui.engine.sweep import sweep
sweep.LARGE, sweep._cores = 0, lambda: 2
reading = sweep.Sweep(Path(sys.argv[1]))
assert reading._beside.is_here()
print(reading._beside._process.pid, flush=True)
time.sleep(1000)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_process_beside_ends_with_the_one_that_began_it(how: int, file: Path) -> None:
    texts(file)
    arguments = [sys.executable, "-c", PARENT, str(file)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        os.kill(pid, 0)  # it lives
        parent.send_signal(how)
    give_up = time.monotonic() + PATIENCE
    while is_alive(pid) and time.monotonic() < give_up:
        time.sleep(MOMENT)
    assert not is_alive(pid)


def is_alive(pid: int) -> bool:
    """A process that nobody has waited for yet is none."""
    state = subprocess.run(["ps", "-o", "state=", "-p", str(pid)], capture_output=True, text=True)
    return state.stdout.strip()[:1] not in ("", "Z")


def test_the_process_beside_imports_nothing_but_python_and_the_reading() -> None:
    code = (
        "import sys; sys.path.append(sys.argv[1]); import migrate_tui.engine.sweep.worker;"
        " print([m for m in sys.modules if m.partition('.')[0] not in sys.stdlib_module_names"
        " and m not in ('__main__', 'migrate_tui', 'migrate_tui.engine')"
        " and not m.startswith('migrate_tui.engine.sweep')])"
    )
    arguments = [sys.executable, "-I", "-S", "-c", code, str(beside.ROOT)]
    assert subprocess.run(arguments, capture_output=True, text=True).stdout.strip() == "[]"
