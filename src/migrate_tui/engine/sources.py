"""What the mappings of a plan read, as the databases stand: tables, and columns of queries."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from migrate_tui.engine.aside import completed
from migrate_tui.engine.context import Context
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Column, Table
from migrate_tui.engine.databases.failures import reason
from migrate_tui.engine.databases.reading import Reading
from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.diff.parsing import nearest
from migrate_tui.engine.errors import Blocked, MigrateError, PlanError
from migrate_tui.engine.plan import Mapping


@dataclass
class Sources:
    """Every table is looked up once; `before` are the mappings whose wanted rows a query may read.

    Its methods raise Blocked where a table is missing, PlanError where a query cannot be run.
    """

    context: Context
    renamed: Dict[str, str] = field(default_factory=dict)  # source tables under another name yet
    before: dict[str, Parsed] = field(default_factory=dict)
    _tables: dict[tuple[str, str], Table | None] = field(default_factory=dict)

    @cached_property
    def reading(self) -> Reading:
        return self.context.source.reading(typed=self.context.target.typed)

    @property
    def params(self) -> Dict[str, object]:
        return dict(self.context.plan.params)

    def table(self, role: str, name: str) -> Table | None:
        """A table of the source or of the target, or nothing where it has none of this name."""
        if (role, name) not in self._tables:
            at = self.context.source if role == "source" else self.context.target
            now = self.renamed.get(name, name) if role == "source" else name
            found = at.table(now)
            if found is not None and role == "target":
                found = completed(self.context, found)
            self._tables[role, name] = found
        return self._tables[role, name]

    def target(self, mapping: Mapping) -> Table:
        """The table that a mapping writes."""
        found = self.table("target", mapping.into)
        if found is None:
            names = self.context.target.table_names()
            raise Blocked(
                f"mapping {mapping.name}: the target has no table {mapping.into!r}"
                + nearest(mapping.into, names),
                "run the schema step first, or create the table",
            )
        return found

    def tables(self, mapping: Mapping) -> tuple[Table, ...]:
        """The tables that a mapping names under `from`."""
        return tuple(self._table(mapping, name) for name in mapping.source.tables)

    def columns(self, mapping: Mapping) -> dict[str, str]:
        """Every column that a mapping may read, with its type ("" where it has none)."""
        source = mapping.source
        found: dict[str, str] = {}
        for table in self.tables(mapping):
            found |= {c.name: c.type for c in table.columns}
            found |= {table.rowid: "INTEGER"} if table.rowid and not table.primary_key else {}
        if source.rows is not None:
            found |= {c: "" for row in source.rows for c in row}
        if source.query is not None:
            found |= self.query_columns(mapping)
        return found

    def query_columns(self, mapping: Mapping) -> dict[str, str]:
        source = mapping.source
        assert source.query is not None
        at = self.context.target if source.of else self.context.source
        query = source.query.get(at.kind)
        if query is None:
            raise PlanError(f"mapping {mapping.name}: its query says nothing for {at.kind}")
        try:
            return dict(at.columns_of(self._typed_query(query, source.of), self.params))
        except MigrateError:
            raise
        except Exception as error:
            line = f"line {mapping.lines.get('from', mapping.line)}: mapping {mapping.name}"
            raise PlanError(
                f"{line}: its query cannot be run: {reason(error, hush=at.hush)}"
            ) from error

    def _table(self, mapping: Mapping, name: str) -> Table:
        table = self.table("source", name)
        if table is None:
            hint = nearest(name, self.context.source.table_names())
            line = f"look at `from:` in line {mapping.lines.get('from', mapping.line)} of the plan"
            schema = self.context.plan.schema_
            waits = schema is not None and name in schema.rename.values()
            raise Blocked(
                f"mapping {mapping.name}: the source has no table {name!r}{hint}",
                "run the schema step first: it gives the table this name" if waits else line,
            )
        return table

    def _typed_query(self, query: str, of: Sequence[str]) -> str:
        """A query over wanted rows with empty stand-ins of the right types."""
        from migrate_tui.engine.databases.temporary import with_relations

        stand_ins = {}
        for name in of:
            if name not in self.before:
                raise PlanError(f"of: {name} is no mapping before this one")
            stand_ins[name] = _empty(self.context.target, self.before[name])
        return with_relations(self.context.target, query, stand_ins)


def _empty(connection: Connection, parsed: Parsed) -> str:
    def typed(column: Column) -> str:
        quoted = connection.quote(column.name)
        if connection.kind == "postgresql":
            return f"null::{column.type} as {quoted}"
        return f"null as {quoted}"

    cells = (typed(parsed.target_column(c)) for c in parsed.columns)
    return f"select {', '.join(cells)} where false"
