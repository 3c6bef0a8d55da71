"""The survey of a SQLite file: it is read once, by two processes where it is large, while SQLite
counts what it can count alone. What that leaves in doubt is asked of the database afterwards.
"""

from __future__ import annotations

import sqlite3

from migrate_tui.engine.databases import objects_sqlite
from migrate_tui.engine.databases.asking import asking
from migrate_tui.engine.databases.base import Database
from migrate_tui.engine.databases.counting_sqlite import Counting
from migrate_tui.engine.databases.sqlite import SQLiteDatabase
from migrate_tui.engine.databases.sqlite_errors import blocked, is_damaged
from migrate_tui.engine.databases.survey import Survey, Surveyed
from migrate_tui.engine.databases.sweep_sqlite import swept
from migrate_tui.engine.sweep.sweep import Sweep, sweeping


def survey_sqlite(database: Database, begun: Sweep | None = None) -> Survey:
    """Raises Blocked where the file is missing or not whole. `begun` is a reading of it that began
    before."""
    assert isinstance(database, SQLiteDatabase)
    try:
        return _survey(database, begun)
    except sqlite3.DatabaseError as error:
        raise (blocked(error, database.path) if is_damaged(error) else error) from error


def _survey(database: SQLiteDatabase, begun: Sweep | None) -> Survey:
    with (
        database.open(read_only=True) as one,
        database.open(read_only=True) as other,
        sweeping(database.path, begun, (one.raw, other.raw)) as sweep,
        asking(one.raw, other.raw) as questions,
    ):
        tables = [found for name in one.table_names() if (found := one.table(name))]
        known = {table.name for table in tables}
        counting = [Counting(table, known, questions) for table in tables]
        if sweep.shared:  # the parts are small, so that both then end at one time
            questions.help()
        read = sweep.help(one.raw)
        questions.help()
        for each in counting:
            each.look(swept(read.get(each.table.name)))
        questions.help()
        promised = objects_sqlite.promised(one.raw)
        surveyed = tuple(
            Surveyed(
                each.table,
                each.facts(),
                objects_sqlite.indexes(one.raw, each.table.name),
                promised.get(each.table.name),
            )
            for each in counting
        )
        others = objects_sqlite.others(one.raw)
        return Survey("sqlite", surveyed, others, moved=sweep.moved)
