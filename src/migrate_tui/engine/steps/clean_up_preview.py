"""What clean-up would do, without doing it: the old tables, what hangs on them, the statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from migrate_tui.engine.backups.manifest import read_manifest
from migrate_tui.engine.context import Context, looking
from migrate_tui.engine.dependencies import dependents
from migrate_tui.engine.diff.compare import table_clause
from migrate_tui.engine.events import Event, Finding, Note, SchemaStatement
from migrate_tui.engine.steps.backup import newest_backup
from migrate_tui.engine.steps.clean_up import nothing, old_tables, retiring

STEP = "clean-up-preview"


def clean_up_preview(context: Context) -> Iterator[Event]:
    """Everything that clean-up would refuse, as findings; nothing is written."""
    with looking(context) as (view, _):
        tables = old_tables(view)
        if not tables:
            yield Note(nothing(view), STEP)
            return
        absent = [table for table in tables if view.target.table(table) is None]
        there = [table for table in tables if table not in absent]
        for table in absent:
            fact = f"there is no table {table}"
            yield Finding("error", fact, "correct clean_up.tables in the plan", STEP)
        for found in dependents(view.target, there):
            yield Finding("error", str(found), "change or drop it first", STEP)
        yield from _sizes(view, there)
        yield _backup(context)
        yield from (SchemaStatement(one.sql, applied=False) for one in retiring(view, there))


def _sizes(context: Context, tables: Sequence[str]) -> Iterator[Event]:
    for name in tables:
        found = context.target.table(name)
        assert found is not None
        query = sa.select(sa.func.count()).select_from(table_clause(found))
        rows = int(context.target.execute(query)[0][0])
        yield Finding("info", f"{name}: {'1 row' if rows == 1 else f'{rows:,} rows'}", "", STEP)


def _backup(context: Context) -> Finding:
    """The newest backup, its bytes compared with its manifest now."""
    path = newest_backup(context)
    if path is None:
        return Finding(
            "error", "there is no readable backup of this plan", "run the step backup", STEP
        )
    manifest = read_manifest(path)
    fact = f"backup {path.name} of {manifest.created_at[:16].replace('T', ' ')} UTC, "
    return Finding("info", f"{fact}sha256 {manifest.sha256[:16]}, read back now", "", STEP)
