"""Every node and every function means the same in Python, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from expression_texts import EXPRESSIONS
from expression_values import ROW, known_rows
from expression_worlds import Postgresql, Sqlite, disagreements
from migrate_tui.engine.expressions import parse
from migrate_tui.engine.expressions.compile import BUILDERS
from migrate_tui.engine.expressions.nodes import Call, walk


@pytest.fixture(scope="module")
def worlds(postgres_server: Any) -> Iterator[list[Sqlite | Postgresql]]:
    url = postgres_server.new_database()
    postgresql, sqlite = Postgresql(url), Sqlite()
    yield [sqlite, postgresql]
    postgresql.raw.close()
    sqlite.connection.close()
    postgres_server.drop_database(url)


def test_known_hostile_values(worlds: list[Sqlite | Postgresql]) -> None:
    assert disagreements(EXPRESSIONS, worlds, known_rows()) == []


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # shrinking 40 rows in two databases takes minutes
)
@given(rows=st.lists(ROW, min_size=10, max_size=40))
def test_any_values(worlds: list[Sqlite | Postgresql], rows: list[dict[str, Any]]) -> None:
    assert disagreements(EXPRESSIONS, worlds, rows) == []


def test_every_operator_and_function_is_among_the_expressions() -> None:
    nodes = (node for text in EXPRESSIONS for node in walk(parse(text).node))
    used = {node.name for node in nodes if isinstance(node, Call)}
    assert set(BUILDERS) - used == set()
