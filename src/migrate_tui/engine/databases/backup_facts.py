"""What a backup remembers of a database: tables with their digests, sequences, definitions."""

from __future__ import annotations

from dataclasses import dataclass

PUBLIC = "public"


@dataclass(frozen=True)
class StoredTable:
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


@dataclass(frozen=True)
class Sequence:
    schema: str
    name: str
    value: int
    called: bool


@dataclass(frozen=True)
class Definition:
    """How to make one object again. `table` names the table that it lives and dies with."""

    kind: str  # type sequence table owner constraint index reference trigger function view
    schema: str
    name: str
    sql: str
    table: str | None = None
