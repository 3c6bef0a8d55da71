"""What the schema and clean-up steps did, recorded beside the data in the same transaction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from functools import cache

import sqlalchemy as sa
from sqlalchemy.schema import CreateSchema, CreateTable

from migrate_tui.engine.databases import state
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.made import Made
from migrate_tui.engine.databases.there import there

NAME = "migration_schema"
DONE, STARTED, ADOPTED, DROPPED = "done", "started", "adopted", "dropped"
ROLLED_BACK = "rolled back"
# A folder of migrations has a record of its own beside those of its statements.
FOLDER, STATEMENT = "migration", "statement"


@dataclass(frozen=True)
class Record:
    """One statement. `place` is its file and line, or for clean-up the backup made before it, or
    the columns of a primary key that is set aside.

    Of a folder of migrations: `name` is the folder, `became` how it failed, `checksum` the file's.
    """

    id: int
    plan: str
    run: str
    step: str  # rename, apply, after-load, clean-up, migration, statement, aside, primary
    place: str
    statement: str
    checksum: str
    script: str  # checksum of the whole file that it is from
    undo: str
    name: str  # clean-up: the table's old name, and its new one
    became: str
    status: str  # done, started, adopted, dropped, rolled back
    at: str  # ISO-8601 UTC


def checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _table(schema: str | None) -> sa.Table:
    """A column for each field of a record."""
    columns = (
        sa.Column(
            sa.sql.quoted_name(field.name, True),
            sa.BigInteger if field.name == "id" else sa.Text,
            primary_key=field.name == "id",
            autoincrement=False,
            nullable=False,
        )
        for field in fields(Record)
    )
    return sa.Table(NAME, sa.MetaData(schema=schema), *columns)


@dataclass(frozen=True)
class Records:
    """The records of one plan, seen through one connection of the target."""

    connection: Connection
    plan: str

    @property
    def table(self) -> sa.Table:
        return _table(self._schema)

    @property
    def _schema(self) -> str | None:
        return state.schema_of(self.connection.kind)

    def exist(self) -> bool:
        return there(self.connection, Made("TABLE", NAME, self._schema))

    def create(self) -> None:
        if self.exist():
            return
        if self._schema:
            self.connection.execute(CreateSchema(self._schema, if_not_exists=True))
        self.connection.execute(CreateTable(self.table))

    def all(self, *steps: str) -> list[Record]:
        """The records of these steps, in the order in which they were made."""
        if not self.exist():
            return []
        table = self.table
        query = (
            sa.select(*table.c)
            .where(table.c.plan == self.plan, table.c.step.in_(steps))
            .order_by(table.c.id)
        )
        return [Record(*row) for row in self.connection.execute(query)]

    def next_id(self) -> int:
        table = self.table
        query = sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0) + 1)
        return int(self.connection.execute(query)[0][0])

    def add(self, record: Record) -> None:
        values = {field.name: getattr(record, field.name) for field in fields(Record)}
        self.connection.execute(self.table.insert().values(**values))

    def set_status(self, record: Record, status: str) -> None:
        self.change(record, status=status)

    def change(self, record: Record, **values: str) -> None:
        table = self.table
        self.connection.execute(table.update().where(table.c.id == record.id).values(values))

    def forget(self, record: Record) -> None:
        table = self.table
        self.connection.execute(table.delete().where(table.c.id == record.id))
