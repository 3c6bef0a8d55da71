"""The backup step: a file per database that was read back and compared, or no run at all."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from migrate_tui.engine.backups import postgresql_backup, sqlite_backup
from migrate_tui.engine.backups.draft import Draft
from migrate_tui.engine.backups.files import leaving_nothing
from migrate_tui.engine.backups.manifest import Manifest, backups_in, stands, verify_file
from migrate_tui.engine.backups.retention import expired, remove
from migrate_tui.engine.context import Context
from migrate_tui.engine.databases.base import Database
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.events import BackupMade, Event, Note

MAKERS: dict[str, Callable[[Database, Draft], Manifest]] = {
    "sqlite": sqlite_backup.make,
    "postgresql": postgresql_backup.make,
}


def backup(context: Context, *, unfinished: Collection[str] = ()) -> Iterator[Event]:
    """Back up the databases that the plan names; `unfinished` are runs whose backups must stay."""
    directory = backup_directory(context)
    for role in roles(context):
        yield from _back_up(context, directory, role)
        needed = {context.run, *unfinished}
        plan, keep_days = context.plan.plan, context.plan.backup.keep_days
        for old in expired(directory, plan, role, keep_days, context.now(), needed):
            remove(directory, old)
            yield Note(f"removed {old.file}: older than {keep_days} days", step="backup")


def backup_directory(context: Context) -> Path:
    """Made where it is not there, for its owner only. Raises Blocked where it cannot be."""
    directory: Path = context.plan.directory / context.plan.backup.directory
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Blocked(f"the backup folder {directory} cannot be made: {error.strerror}") from error
    return directory


def roles(context: Context) -> tuple[str, ...]:
    """One database is backed up once, as the target."""
    wanted = ("target" if context.same else role for role in context.plan.backup.of)
    return tuple(dict.fromkeys(wanted))


def newest_backup(context: Context, role: str = "target", run: str | None = None) -> Path | None:
    """The newest backup of this plan (of this run) whose bytes are as its manifest says."""
    directory = backup_directory(context)
    for manifest in backups_in(directory, context.plan.plan, role):
        if run not in (None, manifest.run):
            continue
        try:
            return verify_file(directory, manifest)
        except Blocked:
            continue
    return None


def _back_up(context: Context, directory: Path, role: str) -> Iterator[Event]:
    """A resumed run keeps the backup it began with: the database is no longer as it was."""
    started = time.perf_counter()
    manifest = _of_this_run(context, directory, role) or _make(context, directory, role)
    if not manifest.rows:
        yield Note(f"the {role} is empty: its backup holds no rows", step="backup")
    yield BackupMade(
        role=role,
        path=str(manifest.path(directory)),
        bytes=manifest.bytes,
        sha256=manifest.sha256,
        tables={name: rows for name, rows in manifest.rows.items() if name},
        verified=True,
        seconds=time.perf_counter() - started,
    )


def _of_this_run(context: Context, directory: Path, role: str) -> Manifest | None:
    for manifest in backups_in(directory, context.plan.plan, role):
        if manifest.run == context.run and stands(directory, manifest):
            verify_file(directory, manifest)
            return manifest
    return None


def _make(context: Context, directory: Path, role: str) -> Manifest:
    """A target that is not there yet is backed up as the empty one that the run would make."""
    database = context.target_database if role == "target" else context.source_database
    if role == "target" and not database.exists():
        context.target.server_version()
    draft = Draft(
        directory, context.plan.plan, context.run, role, context.now(), context.plan.backup.compress
    )
    with leaving_nothing(directory, draft.stem, f"the backup of the {role}"):
        return MAKERS[database.kind](database, draft)
