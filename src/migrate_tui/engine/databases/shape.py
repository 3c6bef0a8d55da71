"""Tables that are still to be made, in the terms of the database that will have them."""

from __future__ import annotations

from dataclasses import dataclass

from migrate_tui.engine.databases.catalogue import ForeignKey


@dataclass(frozen=True)
class NewColumn:
    """`default` and `generated` are SQL; `next` is the first value of an identity."""

    name: str
    type: str
    nullable: bool = True
    default: str | None = None
    generated: str | None = None
    next: int | None = None
    always: bool = False  # the identity takes no value that is given


@dataclass(frozen=True)
class NewIndex:
    """`parts` are SQL; `early` says that it stands before the rows are loaded."""

    name: str
    table: str
    parts: tuple[str, ...]
    unique: bool = False
    where: str | None = None
    early: bool = False
    tail: str = ""  # from USING on, in the place of parts and where


@dataclass(frozen=True)
class NewKey:
    """A foreign key of a table, and whether it stands before the rows are loaded."""

    table: str
    key: ForeignKey
    early: bool = False


@dataclass(frozen=True)
class NewTable:
    name: str
    columns: tuple[NewColumn, ...]
    primary: tuple[str, ...] = ()
    checks: tuple[tuple[str | None, str], ...] = ()  # name and SQL
    indexes: tuple[NewIndex, ...] = ()
    keys: tuple[NewKey, ...] = ()
    constraints: tuple[tuple[str, str], ...] = ()  # name and SQL of what is made after the load

    def column(self, name: str) -> NewColumn | None:
        return next((column for column in self.columns if column.name == name), None)
