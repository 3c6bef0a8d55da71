"""A statement is compiled once for its structure and run with the values of each time."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql.elements import ClauseElement

from migrate_tui.engine.databases import compile as module
from migrate_tui.engine.databases.compile import compiled, postgresql_dialect, sqlite_dialect
from migrate_tui.engine.records import Records

DIALECTS = {"sqlite": sqlite_dialect(), "postgresql": postgresql_dialect()}
T = sa.table("t", *(sa.column(sa.sql.quoted_name(c, True)) for c in ("id", "a b", "%")))
BOTH = pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were made."""
    made: list[str] = []
    form = module.Form

    def count(text: str, *others: Any) -> Any:
        made.append(text)
        return form(text, *others)

    monkeypatch.setattr(module, "Form", count)
    monkeypatch.setattr(module, "_FORMS", sa.util.LRUCache(500))
    return made


def values(statement: ClauseElement, dialect: Dialect, **params: Any) -> list[Any]:
    return list(compiled(statement, dialect, params)[1].values())


@BOTH
def test_the_same_structure_is_compiled_once(dialect: Dialect, counted: list[str]) -> None:
    for number in range(5):
        asked = sa.select(T).where(T.c["a b"] == number, T.c.id > sa.bindparam("low"))
        assert values(asked, dialect, low=-number) == [number, -number]
        assert values(sa.insert(T).values({"%": number, "id": None}), dialect) == [None, number]
    assert len(counted) == 2


@BOTH
def test_another_structure_is_another_text(dialect: Dialect, counted: list[str]) -> None:
    some = [T.c.id == 1, T.c.id == 1 << 40, T.c.id == "1", T.c.id.is_(None), T.c["%"] == 1]
    texts = {compiled(sa.select(T).where(one), dialect, None)[0] for one in some}
    assert len(counted) == len(some)
    assert len(texts) == (5 if dialect is DIALECTS["postgresql"] else 3)  # whose casts tell types


@BOTH
def test_a_list_is_as_long_as_it_is_each_time(dialect: Dialect) -> None:
    for length in (2, 1, 3, 2):
        asked = sa.select(T).where(T.c.id.in_(range(length)), T.c["%"] == length)
        text, found = compiled(asked, dialect, None)
        assert list(found.values()) == [length, *range(length)]
        assert all(name in text for name in found)


@BOTH
def test_values_go_through_their_type_each_time(dialect: Dialect) -> None:
    for number in (1, 2):
        (value,) = values(sa.select(sa.literal({"a": number}, sa.JSON)), dialect)
        assert getattr(value, "obj", value) in ({"a": number}, f'{{"a": {number}}}')


@BOTH
def test_what_makes_a_table_has_no_values(dialect: Dialect) -> None:
    for name in ("a", "b"):
        table = sa.Table("made", sa.MetaData(), sa.Column(name, sa.Integer))
        text, found = compiled(sa.schema.CreateTable(table), dialect, None)
        assert (f"{name} INTEGER" in text, found) == (True, {})


def test_records_of_every_connection_share_their_texts(counted: list[str]) -> None:
    class Seen:
        kind = "sqlite"

        def execute(self, statement: ClauseElement) -> list[tuple[int]]:
            compiled(statement, DIALECTS["sqlite"], None)
            return [(1,)]

    for _ in range(3):
        Records(Seen(), "plan").next_id()  # type: ignore[arg-type]
    assert len(counted) == 1


def test_threads_get_their_own_values() -> None:
    wrong: list[Any] = []

    def ask(number: int) -> None:
        for turn in range(200):
            asked = sa.select(T).where(T.c.id == number, T.c["%"] == turn)
            if (found := values(asked, DIALECTS["postgresql"])) != [number, turn]:
                wrong.append(found)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_text_that_holds_a_whole_document_is_not_kept() -> None:
    """Nobody asks it twice, and a few of them would fill the memory."""
    before = len(module._FORMS)
    for letters, kept in ((module.LONG + 1, 0), (10, 1)):
        statement = sa.select(sa.literal_column(f"'{'x' * letters}'"))
        text, _ = compiled(statement, postgresql_dialect(), None)
        assert "x" * letters in text
        assert len(module._FORMS) == before + kept
