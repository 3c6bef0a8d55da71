"""Where rows of a load lie: found among the pages that COPY may have gone back to, no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pytest

from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.loads import LEAF, Loaded, load

Url = Callable[[], str]
TABLE = """create table "t" ("id" bigint, "said" text);
  alter table "t" alter "said" set storage plain"""
WHOLE = "repeat('x', 8100)"  # a page of its own
HALF = "repeat('x', 4500)"  # leaves room for short ones, of which the free space map knows


@dataclass
class Lines:
    """Short rows of a range."""

    rows: int
    seat: str | None = None
    gaps: Sequence[int] = ()

    def blocks(self) -> Iterable[bytes]:
        yield "".join(f"{n},short\n" for n in range(self.rows)).encode()

    def begin(self) -> None: ...

    def pass_on(self) -> None: ...


@pytest.fixture
def connection(fresh_url: Url) -> Iterator[Connection]:
    with open_database(fresh_url()).open() as connection:
        for statement in TABLE.split(";"):
            connection.execute(statement)
        yield connection


def fill(connection: Connection, text: str, rows: int) -> None:
    with connection.transaction():
        connection.execute(
            f'insert into "t" select -n, {text} from generate_series(1, {rows}) as n'
        )


def loaded(connection: Connection, rows: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where the rows were looked for; they are all found, and nothing of others among them."""
    table = connection.table("t")
    assert isinstance(table, Table)
    asked: list[str] = []
    execute = type(connection).execute

    def heard(self: Connection, statement: str, *rest: object) -> object:
        asked.extend(part.split("'")[1] for part in statement.split("ctid >= ")[1:])
        return execute(self, statement, *rest)

    with monkeypatch.context() as patch, connection.transaction():
        patch.setattr(type(connection), "execute", heard)
        found = load(connection, table, ("id", "said"), Lines(rows))
        patch.undo()
        assert found == Loaded(rows, *truth(connection))
    return asked


def truth(connection: Connection) -> tuple[int, int, str, str]:
    ours = "pg_current_xact_id()::text::bigint"
    rows = connection.execute(
        f"""select count(*), sum(hashtidextended(ctid, {ours})), min(ctid)::text, max(ctid)::text
        from "t" where "said" = 'short'"""
    )
    count, total, first, last = rows[0]
    return int(count), int(total), first, last


def test_rows_behind_all_others_are_looked_for_behind_them_only(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(connection, WHOLE, 20)
    assert loaded(connection, 5000, monkeypatch) == ["(19,0)"]


def test_rows_that_found_room_before_are_looked_for_in_one_leaf_of_the_map_only(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(connection, WHOLE, LEAF)
    fill(connection, HALF, 20)
    end = LEAF + 19
    assert loaded(connection, 5000, monkeypatch) == [f"({end},0)", f"({LEAF},0)"]


def test_rows_that_found_room_anywhere_are_found(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(connection, HALF, 40)
    fill(connection, WHOLE, LEAF)
    connection.execute('vacuum "t"')  # from now on every leaf is known
    assert loaded(connection, 5000, monkeypatch)[-1] == "(0,0)"
