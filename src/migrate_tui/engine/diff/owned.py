"""Which rows of the target are a mapping's own: its `owns`, over the bare columns of one table.

Text is compared by its bytes, so that nobody else's rows are taken for one's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.diff.layer import param_type, param_value
from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.expressions import Compiled, ParentCall, compile
from migrate_tui.engine.sql import Sql, fragment


@dataclass(frozen=True)
class _Target:
    """The scope of `owns`: a name is a column of the only table that is read."""

    parsed: Parsed
    connection: Connection
    params: Mapping[str, object] = field(default_factory=dict)

    def column(self, column: str) -> str:
        return self.connection.quote(column)

    def param(self, param: str) -> str:
        return param_value(self.connection, param)

    def type_of(self, name: str, space: str = "") -> str:
        if space == "param":
            return param_type(self.params.get(name))
        return self.parsed.target_column(name).storage if self._typed else ""

    @property
    def _typed(self) -> bool:
        return self.connection.kind == "postgresql"

    def new(self, column: str) -> str:
        raise AssertionError(f"new.{column}: refused when the plan was checked")

    def old(self, column: str) -> str:
        raise AssertionError(f"old.{column}: refused when the plan was checked")

    def parent(self, call: ParentCall) -> Compiled:
        raise AssertionError(f"{call.mapping}: refused when the plan was checked")


def owned(parsed: Parsed, connection: Connection, params: Mapping[str, object]) -> list[Sql]:
    """The condition, in a list to be unpacked: without `owns` every row is the mapping's."""
    if parsed.owns is None:
        return []
    scope = _Target(parsed, connection, params)
    return [fragment(compile(parsed.owns, connection.kind, scope, guarded=True).value)]
