"""Whatever the program is given: a sentence that says where and what, its exit code, no harm."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from realpg import PASSWORD_ROLE, Server
from small_site import ROWS, Place, at, fill, place

__all__ = ["place"]


def errors(ended: Result) -> list[str]:
    """What was said to be wrong, without the glyphs."""
    marks = ("✗ error  ", "Error: ")
    lines = ended.stderr.splitlines()
    return [text.removeprefix(mark) for text in lines for mark in marks if text.startswith(mark)]


def assert_said(ended: Result, code: int, *words: str) -> None:
    """The exit code, the words in one error, no traceback."""
    assert ended.exit_code == code, ended.output
    assert isinstance(ended.exception, SystemExit | None), ended.exception
    assert "Traceback" not in ended.output
    said = errors(ended)
    assert len(said) == 1, said
    missing = [word for word in words if word not in ended.stderr]
    assert not missing, (missing, ended.stderr)


WRONG_PLANS = {
    "no YAML": (("into: students", "into: [students"), ("plan.yaml:",)),
    "unknown key": (("    key:", "    ignor: [a]\n    key:"), ("plan.yaml:8", "`ignore`")),
    "unknown source column": (
        ("name: name", "name: nmae"),
        ("line 11", "columns.name", "no column 'nmae'", "did you mean 'name'?"),
    ),
    "unknown function": (
        ("int_of(age)", "inf_of(age)"),
        ("line 12", "columns.age", "no plan function inf_of", "did you mean int_of?"),
    ),
    "a cast": (("int_of(age)", "age::int"), ("line 12", "columns.age")),
    "unset variable": (("sqlite:///old.db", "${STUDIO_DB}"), ("plan.yaml:2", "STUDIO_DB")),
    "a query that fails": (
        ("from: pupils", "from: {name: q, query: select * from nowhere}"),
        ("line 7", "its query cannot be run", "nowhere"),
    ),
    "missing schema file": (("schema.sql", "shcema.sql"), ("shcema.sql",)),
}


@pytest.mark.parametrize("name", WRONG_PLANS)
@pytest.mark.parametrize("command", ["run", "check"])
def test_a_wrong_plan_is_told_before_anything_is_written(
    place: Place, command: str, name: str
) -> None:
    change, words = WRONG_PLANS[name]
    place.plan(change)
    assert_said(place.run(command, "plan.yaml"), 2, *words)
    assert place.untouched()
    assert not (place.folder / "backups").exists()


def test_every_problem_of_a_plan_is_told_at_once(place: Place) -> None:
    place.plan(("name: name", "name: nmae"), ("int_of(age)", "int_of(aeg)"))
    ended = place.run("run", "plan.yaml")
    assert ended.exit_code == 2
    assert [text.partition(": the source")[0] for text in errors(ended)] == [
        "plan.yaml, line 11: mapping students: columns.name",
        "plan.yaml, line 12: mapping students: columns.age",
    ]


def test_an_unknown_target_column(place: Place) -> None:
    assert place.run("run", "plan.yaml", "--step", "schema").exit_code == 0
    place.plan(("name: name", "nmae: name"))
    words = ("line 11", "students has no column 'nmae'", "did you mean 'name'?")
    assert_said(place.run("run", "plan.yaml"), 2, *words)
    assert place.students() == []


WORDS = {
    "step": (("--step", "migarte"), ("'migarte'", "Did you mean 'migrate'?")),
    "mapping": (("--only", "studens"), ("'studens'", "Did you mean 'students'?")),
    "param": (("--param", "usr=1"), ("--param usr", "no such param")),
    "no value": (("--param", "usr"), ("'usr' is not KEY=VALUE",)),
    "environment": (("--env", "prod"), ("no environment prod",)),
    "batch size": (("--batch-size", "0"), ("--batch-size", "x>=1")),
    "option": (("--headles",), ("--headles", "--headless")),
}


@pytest.mark.parametrize("name", WORDS)
def test_a_wrong_word(place: Place, name: str) -> None:
    words, said = WORDS[name]
    assert_said(place.run("run", "plan.yaml", *words), 2, *said)
    assert place.untouched()


@pytest.mark.parametrize(
    ("path", "said"), [(".", "Is a directory"), ("nowhere.yaml", "No such file")]
)
def test_a_plan_that_is_no_file(place: Place, path: str, said: str) -> None:
    assert_said(place.run("run", path), 2, path.strip("."), said)


def not_a_database(path: Path) -> None:
    path.write_text("id,name\n" * 2000)


def cut_off(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def overwritten(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 3 : len(whole) // 2] = b"U" * (len(whole) // 2 - len(whole) // 3)
    path.write_bytes(whole)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (Path.unlink, "There is no SQLite database"),
        (not_a_database, "is not a SQLite database"),
        (cut_off, "is damaged"),
        (overwritten, "is damaged"),
    ],
)
def test_a_source_that_cannot_be_read(
    place: Place, harm: Callable[[Path], None], said: str
) -> None:
    (place.folder / "old.db").unlink()
    fill(place.folder / "old.db", [(i, "n" * 50, "1") for i in range(3000)])
    harm(place.folder / "old.db")
    assert_said(place.run("run", "plan.yaml"), 3, str(place.folder / "old.db"), said)
    assert place.untouched() or place.students() == []


def test_a_target_that_is_no_database_stays_as_it_is(place: Place) -> None:
    not_a_database(place.folder / "new.db")
    before = (place.folder / "new.db").read_bytes()
    assert_said(place.run("run", "plan.yaml"), 3, "new.db is not a SQLite database")
    assert (place.folder / "new.db").read_bytes() == before


@pytest.mark.parametrize("name", ["pupil", "Pupils2"])
def test_a_missing_source_table(place: Place, name: str) -> None:
    place.plan(("from: pupils", f"from: {name}"))
    assert_said(place.run("run", "plan.yaml"), 3, "students", f"no table '{name}'", "'pupils'")
    assert place.untouched()


def test_a_missing_target_table(place: Place) -> None:
    place.plan(("schema: {apply: schema.sql}\n", ""))
    assert_said(place.run("run", "plan.yaml"), 3, "no table students", "schema: apply")
    assert place.untouched()


@pytest.mark.parametrize("locked", ["old.db", "new.db"])
def test_a_database_that_somebody_holds(place: Place, locked: str) -> None:
    assert place.run("run", "plan.yaml", "--step", "schema").exit_code == 0
    with closing(sqlite3.connect(place.folder / locked, isolation_level=None)) as other:
        other.execute("begin exclusive")
        ended = place.run("run", "plan.yaml", "--step", "migrate")
    assert_said(ended, 3, locked, "is locked by another process", "Stop the program")
    assert place.students() == []
    assert place.run("run", "plan.yaml").exit_code == 0
    assert place.students() == [(1, "Ann", 7), (2, "Bob", 8)]


def test_a_writer_in_the_source_does_not_stop_readers(place: Place) -> None:
    with closing(sqlite3.connect(place.folder / "old.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        other.execute("delete from pupils")
        assert place.run("run", "plan.yaml").exit_code == 0
    assert len(place.students()) == 2


def test_a_value_that_does_not_convert_is_a_reject(place: Place) -> None:
    place.sql("update pupils set age = 'seven' where id = 1", at="old.db")
    ended = place.run("run", "plan.yaml")
    assert_said(ended, 4, "mapping students: 1 of 2 rows would be rejected, the plan allows 0")
    for fact in ("pupils", "age", "'seven'"):
        assert fact in ended.stdout
    assert place.students() == []
    place.plan(more="rejects: {max: 1}\n")
    assert place.run("run", "plan.yaml").exit_code == 0
    assert place.students() == [(2, "Bob", 8)]
    assert "'seven'" in place.run("rejects").stdout


def test_a_check_that_fails(place: Place) -> None:
    check = "{name: three, sql: select count(*) from students, equals: 3}"
    place.plan(more=f"checks:\n  - {check}\n")
    assert_said(place.run("run", "plan.yaml"), 5, "three: expected 3")
    assert len(place.students()) == 2


def test_a_row_that_was_changed_behind_its_back(place: Place) -> None:
    assert place.run("run", "plan.yaml").exit_code == 0
    place.sql("update students set name = 'Zoe' where id = 1")
    ended = place.run("run", "plan.yaml", "--step", "verify")
    assert_said(ended, 5, "students", "different")
    assert place.students()[0] == (1, "Zoe", 7)
    assert place.run("run", "plan.yaml").exit_code == 0
    assert place.students()[0] == (1, "Ann", 7)


@pytest.mark.parametrize("words", [(), ("--confirm", "delete old"), ("--confirm", "")])
def test_clean_up_without_its_words(place: Place, words: tuple[str, ...]) -> None:
    clean_up = "clean_up: {tables: [pupils], action: rename, confirm: DELETE OLD}\n"
    place.plan(("sqlite:///new.db", "same"), more=clean_up)
    assert place.run("run", "plan.yaml").exit_code == 0
    ended = place.run("run", "plan.yaml", "--step", "clean-up", *words)
    assert_said(ended, 8, "confirm", "DELETE OLD")
    assert place.sql("select * from pupils", at="old.db") == list(ROWS)


def test_a_plan_that_was_changed_is_a_new_question(place: Place) -> None:
    """What the ledger says was done was done by the plan as it was: nothing is skipped unseen."""
    assert place.run("run", "plan.yaml").exit_code == 0
    place.plan(("name: name", "name: upper(name)"))
    assert place.run("run", "plan.yaml").exit_code == 0
    assert place.students() == [(1, "ANN", 7), (2, "BOB", 8)]


# a server


@pytest.fixture
def served(place: Place, postgres: Server, postgres_url: str) -> tuple[Place, str]:
    place.plan(("sqlite:///new.db", postgres_url))
    return place, postgres_url


def test_a_server_that_refuses(place: Place) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        port = taken.getsockname()[1]
        place.plan(("sqlite:///new.db", f"postgresql://me:hunter2@127.0.0.1:{port}/studio"))
        ended = place.run("run", "plan.yaml")
    assert_said(ended, 3, "127.0.0.1", str(port))
    assert "hunter2" not in ended.output


def test_a_missing_database(place: Place, postgres: Server) -> None:
    place.plan(("sqlite:///new.db", postgres.url("nowhere")))
    assert_said(place.run("run", "plan.yaml"), 3, "nowhere")


def test_a_wrong_password(
    place: Place, postgres: Server, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute = at(postgres_url)
    execute(f"drop role if exists {PASSWORD_ROLE}")
    execute(f"create role {PASSWORD_ROLE} login password 'right-one'")
    wrong = postgres_url.replace("postgres@", f"{PASSWORD_ROLE}:wrong-one@")
    place.plan(("sqlite:///new.db", wrong))
    ended = place.run("run", "plan.yaml")
    execute(f"drop role {PASSWORD_ROLE}")
    assert_said(ended, 3, PASSWORD_ROLE)
    assert "wrong-one" not in ended.output


def test_a_missing_privilege(served: tuple[Place, str]) -> None:
    place, url = served
    execute = at(url)
    execute("create role may_only_look login")
    try:
        execute("revoke create on schema public from public")
        name = url.rpartition("/")[2]
        execute(f'revoke create on database "{name}" from public')
        place.plan(("postgres@", "may_only_look@"))
        assert_said(place.run("run", "plan.yaml"), 3, "privilege")
        tables = "select count(*) from pg_tables where schemaname in ('public', 'migrate_tui')"
        assert execute(tables) == [(0,)]
    finally:
        execute("drop owned by may_only_look")
        execute("drop role may_only_look")


def test_a_plan_that_was_changed_since_it_was_cut_off(place: Place) -> None:
    """Refused; with --recheck the run goes on, and every range is as the plan says now."""
    assert place.run("run", "plan.yaml").exit_code == 0
    gone = "update migration_runs set status = 'running', exit_code = null, pid = 4194304"
    place.sql(gone)
    place.plan(("name: name", "name: upper(name)"))
    assert_said(place.run("run", "plan.yaml"), 3, "the plan changed since run", "--recheck")
    ended = place.run("run", "plan.yaml", "--recheck")
    assert (ended.exit_code, "resumed" in ended.stderr) == (0, True)
    assert place.students() == [(1, "ANN", 7), (2, "BOB", 8)]
    assert place.sql("select status, count(*) from migration_runs group by 1") == [("done", 1)]


def test_a_run_that_is_at_work_is_left_alone(place: Place) -> None:
    assert place.run("run", "plan.yaml").exit_code == 0
    somebody = f"root@{socket.gethostname()}:1"
    place.sql("update migration_runs set status = 'running', exit_code = null, owner = ?", somebody)
    place.sql("delete from students")
    assert_said(place.run("run", "plan.yaml"), 7, "is at work", "wait for it")
    assert place.students() == []
