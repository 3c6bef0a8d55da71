"""What a backup remembers of a database: tables with their digests, sequences, definitions."""

from __future__ import annotations

from migrate_tui.engine.frozen import Frozen

PUBLIC = "public"


class StoredTable(Frozen):
    """A table whose rows lie in the database; `columns` are the ones that are copied."""

    name: str
    schema: str | None = None
    columns: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    rows: int = 0
    digest: str = ""

    @property
    def label(self) -> str:
        return self.name if self.schema in (None, PUBLIC) else f"{self.schema}.{self.name}"

    @property
    def place(self) -> tuple[str | None, str]:
        return self.schema, self.name


class Sequence(Frozen):
    schema: str
    name: str
    value: int
    called: bool


class Definition(Frozen):
    """How to make one object again. `table` names the table that it lives and dies with."""

    kind: str  # type sequence table owner constraint index reference trigger function view
    schema: str
    name: str
    sql: str
    table: str | None = None
