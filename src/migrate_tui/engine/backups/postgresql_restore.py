"""Putting a PostgreSQL backup back in one transaction: its rows, and tables that are gone.

Tables that the backup does not know are left alone; nothing cascades into them. Foreign keys step
aside within the transaction and come back by the database's own check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

import psycopg

from migrate_tui.engine.backups.archive import blocks_of, gathered, lines_of, measured
from migrate_tui.engine.backups.files import leaving_nothing, private
from migrate_tui.engine.backups.manifest import Manifest
from migrate_tui.engine.backups.pg_client import Client, environment, find_client
from migrate_tui.engine.databases import backup_postgresql as copy
from migrate_tui.engine.databases import restore_postgresql as aside
from migrate_tui.engine.databases.backup_facts import Definition, StoredTable
from migrate_tui.engine.databases.base import Connection, Database
from migrate_tui.engine.databases.definitions_postgresql import (
    AFTER_ROWS,
    BEFORE_ROWS,
    standing,
)
from migrate_tui.engine.errors import Blocked, Difference

Places = frozenset[tuple[str | None, str]]


def restore(database: Database, path: Path, manifest: Manifest) -> None:
    with database.open() as connection:
        client = find_client(copy.major_version(connection))
        try:
            if manifest.method == "pg_dump" and client and not copy.has_objects(connection):
                _make_again(connection, client, path, manifest)
            else:
                _put_back(connection, client, path, manifest)
        except psycopg.Error as error:
            _refuse(error)


def _make_again(connection: Connection, client: Client, path: Path, manifest: Manifest) -> None:
    """Into a database that holds nothing: everything that pg_dump knew."""
    with leaving_nothing(path.parent, f"{path.name}.listing", "restoring"):
        listing = path.with_name(f"{path.name}.listing.partial")
        with private(listing) as file:
            kept = _without_standing(connection, client.contents(path).splitlines())
            file.write("\n".join(kept).encode())
        client.make_again(path, listing, environment(connection.raw))
    with connection.transaction(read_only=True, snapshot=True):
        copy.pin(connection)
        _compare(connection, manifest)


def _without_standing(connection: Connection, listing: Iterable[str]) -> Iterator[str]:
    """Our own state, where this run has made it already, is not made a second time."""
    made = aside.has_schema(connection, copy.OWN)
    for line in listing:
        ours = f" {copy.OWN} " in line or (" VIEW " in line and " migration_runs " in line)
        if not (made and ours):
            yield line


def _put_back(
    connection: Connection, client: Client | None, path: Path, manifest: Manifest
) -> None:
    with connection.transaction():
        copy.pin(connection)
        missing = _missing(connection, manifest.content.tables)
        _define(connection, manifest, BEFORE_ROWS, missing)
        tables = {table.place: table for table in manifest.content.tables}
        references = _stand_aside(connection, tables)
        triggers = aside.active_triggers(connection, tables.values())
        for trigger in triggers:
            aside.silence(connection, trigger)
        for table in tables.values():
            copy.empty(connection, table)
        _fill(connection, blocks_of(manifest.method, client, path), tables)
        _compare(connection, manifest)
        _define(connection, manifest, AFTER_ROWS, missing)
        for trigger in triggers:
            aside.revive(connection, trigger)
        for reference in references:
            aside.add_reference(connection, reference)
        _set_sequences(connection, manifest)


def _missing(connection: Connection, wanted: Iterable[StoredTable]) -> Places:
    """Tables that are gone can be made again; tables of another shape cannot take the rows."""
    now = {table.place: table for table in copy.stored_tables(connection)}
    for table in wanted:
        there = now.get(table.place)
        if there and (there.columns, there.types) != (table.columns, table.types):
            raise Blocked(
                f"the table {table.label} has other columns than when the backup was made",
                "undo the schema step first (rollback --schema), or restore into an empty database",
            )
    return frozenset(table.place for table in wanted if table.place not in now)


def _define(
    connection: Connection, manifest: Manifest, kinds: tuple[str, ...], missing: Places
) -> None:
    """Make the missing tables and, of what they may stand on, whatever is not there."""
    if not missing:
        return
    there = standing(connection)
    for one in manifest.content.definitions:
        if one.kind in kinds and _is_missing(one, there, missing):
            aside.run_definition(connection, one.sql)


def _is_missing(one: Definition, there: frozenset[tuple[str, str, str]], missing: Places) -> bool:
    if one.table is not None:
        return (one.schema, one.table) in missing
    return (one.kind, one.schema, one.name) not in there


def _stand_aside(
    connection: Connection, tables: dict[tuple[str | None, str], StoredTable]
) -> list[aside.Reference]:
    for table in tables.values():
        aside.lock(connection, table)
    touching = [
        key
        for key in aside.references_between(connection)
        if key.partitioned or key.child in tables or key.parent in tables
    ]
    for key in touching:
        aside.drop_reference(connection, key)
    return touching


def _fill(
    connection: Connection,
    blocks: Iterator[tuple[tuple[str | None, str], Iterator[bytes]]],
    tables: dict[tuple[str | None, str], StoredTable],
) -> None:
    for place, lines in blocks:
        if place in tables:
            copy.copy_in(connection, tables[place], gathered(lines))
        else:
            for _ in lines:
                pass


def _compare(connection: Connection, manifest: Manifest) -> None:
    for table in manifest.content.tables:
        found = measured(table, lines_of(copy.copy_out(connection, table)))
        if found != table:
            raise Difference(
                f"the restored table {table.label} is not as the backup says:"
                f" {found.rows} rows where it has {table.rows}"
            )


def _set_sequences(connection: Connection, manifest: Manifest) -> None:
    now = {(sequence.schema, sequence.name) for sequence in copy.sequences(connection)}
    for sequence in manifest.content.sequences:
        if (sequence.schema, sequence.name) in now:
            copy.set_sequence(connection, sequence)


def _refuse(error: psycopg.Error) -> NoReturn:
    """Nothing was changed: the whole restore is one transaction."""
    if isinstance(error, psycopg.errors.ForeignKeyViolation):
        raise Blocked(
            f"the backup was not restored: {error.diag.message_primary}"
            f" ({error.diag.message_detail})",
            "roll back the run that wrote these rows first, then restore",
        ) from error
    raise Blocked(f"the backup was not restored: {str(error).strip()}") from error
