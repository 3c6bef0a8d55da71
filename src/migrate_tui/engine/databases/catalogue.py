"""What a database says about its tables: plain facts, the same for every kind of database."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OWN_STATE = re.compile(
    "migration_(runs|leases|mappings|ranges|verified|loads|rejects|schema|undo_.*)", re.DOTALL
)


def own_state(table: str) -> bool:
    """Whether a table is one that migrations keep their own record in."""
    return _OWN_STATE.fullmatch(table) is not None


@dataclass(frozen=True)
class Column:
    """One column. `type` is the full declared type, `base` its name without length or scale.

    PostgreSQL: `type` is format_type's text ("character varying(50)"), `base` the catalogue's short
    name ("varchar", "int4", "jsonb", "timestamptz"; for enums and domains the quoted, qualified
    name; for arrays "_text"). SQLite: the declared type and its upper-case name ("VARCHAR").
    An INTEGER PRIMARY KEY that is SQLite's rowid counts as an identity "by default".
    """

    name: str
    type: str
    base: str
    nullable: bool = True
    default: str | None = None
    generated: bool = False
    identity: str = ""  # "", "always" or "by default"
    collation: str | None = None  # only where it is not the type's default
    labels: tuple[str, ...] = ()  # an enum's labels
    kind: str = "base"  # base, enum, domain, array, composite, range
    under: str = ""  # the type that a domain is made of
    expression: str | None = None  # of a generated column

    @property
    def storage(self) -> str:
        """The type that a value can have before it is proven to fit."""
        return self.under or self.type

    @property
    def limits(self) -> tuple[int, ...]:
        """The numbers in brackets: (10, 2) of numeric(10,2); none where there are other words."""
        found = re.search(r"\((-?\d+(?:,-?\d+)*)\)", self.type)
        return tuple(map(int, found[1].split(","))) if found else ()


@dataclass(frozen=True)
class Unique:
    """A unique index or constraint. `columns` is empty where the index is on expressions."""

    name: str
    columns: tuple[str, ...]
    primary: bool = False
    where: str | None = None  # the predicate of a partial index
    expressions: tuple[str, ...] = ()  # every key part as SQL where one of them is an expression
    nulls_distinct: bool = True
    deferrable: bool = False


@dataclass(frozen=True)
class ForeignKey:
    name: str
    columns: tuple[str, ...]
    parent: str  # the table referred to
    parent_columns: tuple[str, ...]  # resolved to the parent's primary key where implicit
    parent_schema: str | None = None
    on_delete: str = "NO ACTION"
    deferrable: bool = False
    on_update: str = "NO ACTION"


@dataclass(frozen=True)
class Check:
    name: str
    sql: str  # the bare boolean expression, over the table's unqualified column names


@dataclass(frozen=True)
class Trigger:
    name: str
    sql: str  # the whole CREATE TRIGGER statement
    enabled: bool = True


@dataclass(frozen=True)
class Table:
    """One table as the catalogue tells it; columns in their order."""

    name: str
    columns: tuple[Column, ...]
    schema: str | None = None  # PostgreSQL: its schema; SQLite: None (main)
    kind: str = "table"  # table, view, materialized view, foreign, partitioned, virtual, shadow
    primary_key: tuple[str, ...] = ()
    uniques: tuple[Unique, ...] = ()  # the primary key included (SQLite rowid alias too)
    foreign_keys: tuple[ForeignKey, ...] = ()
    checks: tuple[Check, ...] = ()
    triggers: tuple[Trigger, ...] = ()  # user triggers only
    strict: bool = False  # SQLite
    without_rowid: bool = False  # SQLite
    row_security: bool = False  # PostgreSQL
    rowid: str | None = None  # SQLite: the name by which a row's number can be asked for

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    def known(self, name: str) -> Column:
        """A column that is there. KeyError where it is not."""
        found = self.column(name)
        if found is None:
            raise KeyError(f"{self.name} has no column {name}")
        return found

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def firm_parents(self) -> set[str]:
        """Tables without whose rows one of these cannot stand."""
        return {key.parent for key in self.foreign_keys if self.is_firm(key)}

    def is_firm(self, key: ForeignKey) -> bool:
        """Whether no column of the key may be NULL until its parent is there."""
        solid = {c.name for c in self.columns if not c.nullable} | set(self.primary_key)
        return solid.issuperset(key.columns)
