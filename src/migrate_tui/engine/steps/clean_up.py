"""Clean-up: old tables get backup names, or go, once nothing that stays depends on them.

Never CASCADE. Every rename is recorded with its way back, so that rollback finds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from migrate_tui.engine.context import Context
from migrate_tui.engine.databases import renames
from migrate_tui.engine.databases.changes import changing, following
from migrate_tui.engine.databases.drops import drop_tables, refuse_other_changes
from migrate_tui.engine.dependencies import refuse_dependents
from migrate_tui.engine.errors import Blocked, ConfirmationMissing
from migrate_tui.engine.events import Event, Note, SchemaStatement
from migrate_tui.engine.records import DONE, DROPPED, Record, Records, checksum

STEP = "clean-up"
FRESH = timedelta(hours=24)


@dataclass(frozen=True)
class Retiring:
    """One statement of the clean-up of one table."""

    table: str
    became: str  # nothing where the table goes
    sql: str
    undo: str


def clean_up(
    context: Context, *, verified_at: datetime | None, backup: Path | None
) -> Iterator[Event]:
    """Retire the plan's old tables; `verified_at` and `backup` are the caller's proofs."""
    tables = old_tables(context)
    if not retires(context):
        yield Note(nothing(context), step=STEP)
        return
    _refuse_unproven(context, verified_at, backup)
    _refuse_absent(context, tables)
    refuse_dependents(context.target, tables)
    statements = retiring(context, tables)
    yield from (SchemaStatement(one.sql, applied=False) for one in statements)
    _refuse_unconfirmed(context)
    _retire(context, tables, statements, str(backup))
    yield from (SchemaStatement(one.sql, applied=True) for one in statements)


def retires(context: Context) -> bool:
    """Whether the plan has old tables that clean-up would retire."""
    return bool(old_tables(context))


def drop_backups(context: Context) -> Iterator[Event]:
    """Drop what clean-up renamed at least `drop_after_days` ago."""
    records = _records(context)
    standing = [record for record in records.all(STEP) if record.status == DONE]
    wanted = context.plan.clean_up
    if wanted is None or not standing:
        yield Note("no renamed tables to drop", step="drop-backups")
        return
    limit = context.now() - timedelta(days=wanted.drop_after_days)
    due = [record for record in standing if datetime.fromisoformat(record.at) <= limit]
    for name in dict.fromkeys(r.became for r in standing if r not in due):
        yield Note(
            f"{name} stays until {wanted.drop_after_days} days are over", step="drop-backups"
        )
    tables = [name for name in dict.fromkeys(r.became for r in due) if context.target.table(name)]
    refuse_dependents(context.target, tables)
    statements = drop_tables(context.target, tables)
    yield from (SchemaStatement(sql, applied=False) for sql in statements)
    if due:
        _refuse_unconfirmed(context)
    with changing(context.target), refuse_other_changes(context.target, tables):
        for sql in statements:
            context.target.execute(sql)
        for record in due:
            records.set_status(record, DROPPED)
    yield from (SchemaStatement(sql, applied=True) for sql in statements)


def undo_clean_up(context: Context) -> Iterator[Event]:
    """Give the old tables their names back; after the drop only the backup has them."""
    records = _records(context)
    standing = list(reversed(records.all(STEP)))
    gone = dict.fromkeys(record.name for record in standing if record.status == DROPPED)
    if gone:
        backup = next(record.place for record in standing if record.status == DROPPED)
        raise Blocked(
            f"clean-up has dropped {', '.join(gone)}: there is nothing to rename back",
            f"their rows are in the backup {backup}",
        )
    if not standing:
        yield Note("no clean-up to undo", step="rollback")
        return
    yield from (SchemaStatement(record.undo, applied=False) for record in standing)
    with changing(context.target), following(context.target):
        for record in standing:
            context.target.execute(record.undo)
            records.forget(record)
    yield from (SchemaStatement(record.undo, applied=True) for record in standing)


def _records(context: Context) -> Records:
    return Records(context.target, context.plan.plan)


def old_tables(context: Context) -> list[str]:
    """The plan's old tables that no record names yet."""
    if not context.same or context.plan.clean_up is None:
        return []
    done = {record.name for record in _records(context).all(STEP)}
    return [table for table in context.plan.clean_up.tables if table not in done]


def nothing(context: Context) -> str:
    if not context.same:
        return "nothing to clean: the source is another database and is never written"
    if context.plan.clean_up is None:
        return "nothing to clean: the plan names no old tables"
    return "nothing to clean: the old tables are retired already"


def _refuse_unproven(context: Context, verified_at: datetime | None, backup: Path | None) -> None:
    if verified_at is None or context.now() - verified_at > FRESH:
        told = f"is of {verified_at:%Y-%m-%d %H:%M} UTC" if verified_at else "is missing"
        raise Blocked(f"a clean verification {told}", "run the step verify again, then clean-up")
    if backup is None:
        raise Blocked(
            "there is no readable backup of this plan", "run the step backup, then clean-up"
        )


def _refuse_absent(context: Context, tables: Sequence[str]) -> None:
    if absent := [table for table in tables if context.target.table(table) is None]:
        raise Blocked(
            f"clean_up.tables: there is no table {', '.join(absent)}",
            "correct clean_up.tables in the plan",
        )


def _refuse_unconfirmed(context: Context) -> None:
    """The checklist and the typed words, asked for after everything was shown."""
    open_items = [i for i in context.plan.checklist if i.name not in context.options.acks]
    if open_items:
        raise ConfirmationMissing(
            "not ticked yet: " + "; ".join(f"{item.name} ({item.text})" for item in open_items),
            "look at each, then add " + " ".join(f"--ack {item.name}" for item in open_items),
        )
    wanted = context.plan.clean_up.confirm if context.plan.clean_up else None
    if wanted and not context.options.confirmed(wanted):
        raise ConfirmationMissing(
            "this step has to be confirmed", f'type exactly: --confirm "{wanted}"'
        )


def retiring(context: Context, tables: Sequence[str]) -> list[Retiring]:
    wanted = context.plan.clean_up
    assert wanted is not None
    if wanted.action == "drop":
        statements = drop_tables(context.target, tables)
        return [Retiring(", ".join(tables), "", sql, "") for sql in statements]
    suffix = f"_backup_{context.now().astimezone(UTC):%Y%m%d}"
    found = []
    for table in tables:
        new = renames.backup_name(context.target, table, suffix)
        for change in renames.rename(context.target, table, new, along=False):
            found.append(Retiring(table, new, change.sql, change.undo))
    return found


def _retire(
    context: Context, tables: Sequence[str], statements: Sequence[Retiring], backup: str
) -> None:
    records = _records(context)
    kept = {one.became for one in statements if one.became}
    with changing(context.target), refuse_other_changes(context.target, {*tables, *kept}):
        records.create()
        with following(context.target):
            for one in statements:
                context.target.execute(one.sql)
        if kept:
            for one in statements:
                records.add(_record(context, records, one, backup, DONE))
            return
        for table in tables:
            gone = Retiring(table, "", statements[0].sql, "")
            records.add(_record(context, records, gone, backup, DROPPED))


def _record(context: Context, records: Records, one: Retiring, backup: str, status: str) -> Record:
    return Record(
        id=records.next_id(),
        plan=context.plan.plan,
        run=context.run,
        step=STEP,
        place=backup,
        statement=one.sql,
        checksum=checksum(one.sql),
        script="",
        undo=one.undo,
        name=one.table,
        became=one.became,
        status=status,
        at=context.now().isoformat(timespec="milliseconds"),
    )
