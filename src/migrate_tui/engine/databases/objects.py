"""What a database holds beside the columns of its tables: indexes, views, triggers and the rest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KeyPart:
    """One part of an index, as SQL; `column` where it is no more than one."""

    sql: str
    column: str | None = None
    descending: bool = False
    collation: str | None = None  # only where it is not BINARY


@dataclass(frozen=True)
class Index:
    name: str
    parts: tuple[KeyPart, ...]
    unique: bool = False
    where: str | None = None
    declared: bool = False  # made by a constraint: its name is the database's
    tail: str = ""  # PostgreSQL: what stands behind the table's name, from USING on
    method: str = "btree"
    strange: tuple[str, ...] = ()  # what it is made of that is not PostgreSQL's own


@dataclass(frozen=True)
class Other:
    """Something that is no ordinary table: a view, a trigger, a virtual table and its shadows."""

    kind: str
    name: str
    sql: str = ""
    table: str = ""  # what a trigger is on
