"""The restore step: a verified backup put back into the target, and compared once it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from migrate_tui.engine.backups import postgresql_restore, sqlite_restore
from migrate_tui.engine.backups.manifest import Manifest, read_manifest, verify_file
from migrate_tui.engine.context import Context
from migrate_tui.engine.databases.base import Database
from migrate_tui.engine.databases.failures import reason
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.events import Event, Note

RESTORERS: dict[str, Callable[[Database, Path, Manifest], None]] = {
    "sqlite": sqlite_restore.restore,
    "postgresql": postgresql_restore.restore,
}


def restore(context: Context, backup: Path) -> Iterator[Event]:
    """Put a backup of the target back; `backup` is its file or its manifest."""
    manifest = read_manifest(backup)
    path = verify_file(backup.parent, manifest)
    _suits(context, manifest, path)
    yield Note(
        f"restoring {path.name} of {manifest.created_at}: {sum(manifest.rows.values())} rows"
        f" of {len([name for name in manifest.rows if name])} tables",
        step="restore",
    )
    context.close_role("target")
    with _hushed(context):
        RESTORERS[manifest.kind](context.target_database, path, manifest)
    yield Note("the restored tables are as the backup says", step="restore")


@contextmanager
def _hushed(context: Context) -> Iterator[None]:
    """The server's words name values of rows: where the plan masks columns they are left out."""
    try:
        yield
    except Blocked as error:
        if not context.plan.mask or error.__cause__ is None:
            raise
        words = reason(error.__cause__, hush=True)
        raise Blocked(f"the backup was not restored: {words}", error.hint) from None


def _suits(context: Context, manifest: Manifest, path: Path) -> None:
    if manifest.role != "target":
        raise Blocked(
            f"{path.name} is a backup of the source, and a source is never written",
            "put it back by hand where that is really wanted",
        )
    kind = context.target_database.kind
    if manifest.kind != kind:
        raise Blocked(
            f"{path.name} is a {manifest.kind} backup and the target is a {kind} database",
            "name a backup of this plan's target",
        )
