"""A table of SQLite under another name, together with the indexes that carry its name."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.changes import Change
from migrate_tui.engine.databases.lexer import tokens
from migrate_tui.engine.databases.names import carries, renamed

_INDEXES = """
select name, sql from main.sqlite_master
where type = 'index' and sql is not null and lower(tbl_name) = lower(:table) order by name
"""


def rename(connection: Connection, table: str, new: str, *, along: bool) -> list[Change]:
    """SQLite cannot rename an index: it is dropped and made again, which `along` asks for."""
    quoted, quoted_new = connection.quote(table), connection.quote(new)
    move = Change(
        f"alter table {quoted} rename to {quoted_new}",
        f"alter table {quoted_new} rename to {quoted}",
        table,
    )
    pairs = list(_indexes(connection, table, new)) if along else []
    return [*(drop for drop, _ in pairs), move, *(create for _, create in pairs)]


def _indexes(connection: Connection, table: str, new: str) -> Iterator[tuple[Change, Change]]:
    taken = names(connection)
    for name, sql in connection.execute(_INDEXES, {"table": table}):
        if not carries(name, table, fold=True):
            continue
        other = renamed(name, table, new, taken, fold=True)
        taken.add(other)
        dropped, made = connection.quote(name), connection.quote(other)
        yield (
            Change(f"drop index {dropped}", sql, name),
            Change(_moved(connection, sql, other, new), f"drop index {made}"),
        )


def _moved(connection: Connection, sql: str, name: str, table: str) -> str:
    """CREATE INDEX with another name on another table: the names before and after ON."""
    code = [token for token in tokens(sql, "sqlite") if token.code]
    on = next(i for i, token in enumerate(code) if token.upper == "ON")
    head = " ".join(t.text for t in code[: on - 1] if t.upper not in ("IF", "NOT", "EXISTS"))
    rest = sql[code[on + 1].end :]
    return f"{head} {connection.quote(name)} on {connection.quote(table)}{rest}"


def names(connection: Connection) -> set[str]:
    """Every name in use, as SQLite compares them: without case."""
    rows = connection.execute("select name from main.sqlite_master")
    return {spelled for (name,) in rows for spelled in (name, name.lower())}
