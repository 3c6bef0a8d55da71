"""Which old backups may go: never the newest that stands, never one that a run still needs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from migrate_tui.engine.backups.manifest import Manifest, backups_in, manifest_path, stands


def expired(
    directory: Path,
    plan: str,
    role: str,
    keep_days: int,
    now: datetime,
    needed: Collection[str],
) -> list[Manifest]:
    """Backups older than `keep_days`; `needed` names the runs whose backups stay."""
    standing = [one for one in backups_in(directory, plan, role) if stands(directory, one)]
    limit = now - timedelta(days=keep_days)
    return [one for one in standing[1:] if one.at < limit and one.run not in needed]


def remove(directory: Path, manifest: Manifest) -> None:
    """The manifest goes first: what is left of a killed removal is not taken for a backup."""
    path = manifest.path(directory)
    manifest_path(path).unlink(missing_ok=True)
    path.unlink(missing_ok=True)
