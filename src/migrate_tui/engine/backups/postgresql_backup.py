"""A PostgreSQL backup: one snapshot, written by pg_dump or our own COPY, read back line by line."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from migrate_tui.engine.backups.archive import FACTS, blocks_of, counted, lines_of, measured, member
from migrate_tui.engine.backups.draft import Draft, agree
from migrate_tui.engine.backups.files import LEVEL, private
from migrate_tui.engine.backups.manifest import Content, Manifest
from migrate_tui.engine.backups.pg_client import Client, environment, find_client
from migrate_tui.engine.databases import backup_postgresql as copy
from migrate_tui.engine.databases.backup_facts import StoredTable
from migrate_tui.engine.databases.base import Connection, Database
from migrate_tui.engine.databases.definitions_postgresql import definitions
from migrate_tui.engine.errors import Blocked


def make(database: Database, draft: Draft) -> Manifest:
    with database.open(read_only=True) as connection:
        with connection.transaction(read_only=True, snapshot=True):
            copy.pin(connection)
            client = find_client(copy.major_version(connection))
            content = Content(
                copy.stored_tables(connection), copy.sequences(connection), definitions(connection)
            )
            method, suffix = ("pg_dump", ".dump") if client else ("copy", ".copy.zip")
            partial = draft.partial(suffix)
            private(partial).close()
            content = (
                _dump(connection, client, partial, content, draft)
                if client
                else _copy(connection, partial, content, draft)
            )
        read_back(partial, content, method, client)
        return draft.finish(partial, suffix, method, connection, content)


def _dump(
    connection: Connection, client: Client, partial: Path, content: Content, draft: Draft
) -> Content:
    """pg_dump reads the snapshot that our own reading is made in."""
    snapshot = copy.export_snapshot(connection)
    client.dump(partial, snapshot, bool(draft.compress), environment(connection.raw))
    tables = (
        measured(table, lines_of(copy.copy_out(connection, table))) for table in content.tables
    )
    return replace(content, tables=tuple(tables))


def _copy(connection: Connection, partial: Path, content: Content, draft: Draft) -> Content:
    """One member a table. A separate count says whether COPY gave all of it."""
    method = zipfile.ZIP_DEFLATED if draft.compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(partial, "w", method, compresslevel=LEVEL) as archive:
        tables = tuple(
            _copy_table(connection, archive, number, table)
            for number, table in enumerate(content.tables)
        )
        facts = {
            "tables": [table.place for table in tables],
            "definitions": [one.sql for one in content.definitions],
        }
        archive.writestr(FACTS, json.dumps(facts, indent=1))
    return replace(content, tables=tables)


def _copy_table(
    connection: Connection, archive: zipfile.ZipFile, number: int, table: StoredTable
) -> StoredTable:
    with archive.open(member(number), "w", force_zip64=True) as file:

        def written() -> Iterator[bytes]:
            for line in lines_of(copy.copy_out(connection, table)):
                file.write(line)
                yield line

        stored = measured(table, written())
    if (rows := copy.count(connection, table)) != stored.rows:
        raise Blocked(f"COPY gave {stored.rows} rows of {table.label} where {rows} are counted")
    return stored


def read_back(path: Path, content: Content, method: str, client: Client | None) -> None:
    """Every line of every table as it lies in the file, compared with what the database gave."""
    if client and method == "pg_dump":
        client.contents(path)
    try:
        agree(content, counted(blocks_of(method, client, path)), path)
    except zipfile.BadZipFile as error:
        raise Blocked(f"the backup {path.name} cannot be read back: {error}") from error
