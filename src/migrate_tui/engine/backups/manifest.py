"""The manifest beside a backup says what it must add up to. No manifest, no backup."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from migrate_tui.engine.backups.files import private, publish, sha256_of
from migrate_tui.engine.databases.backup_facts import Definition, Sequence, StoredTable
from migrate_tui.engine.errors import Blocked

SUFFIX = ".manifest.json"


@dataclass(frozen=True)
class Content:
    """What a database held at one moment."""

    tables: tuple[StoredTable, ...]
    sequences: tuple[Sequence, ...] = ()
    definitions: tuple[Definition, ...] = ()  # PostgreSQL: how to make what may be gone by then
    settings: tuple[tuple[str, str], ...] = ()  # SQLite: what the file itself does not keep


@dataclass(frozen=True)
class Manifest:
    plan: str
    run: str
    role: str  # source or target
    created_at: str  # ISO-8601 UTC
    kind: str
    version: str
    database: str  # masked URL
    method: str  # sqlite, pg_dump or copy
    compress: str | None
    file: str
    bytes: int
    sha256: str
    content: Content

    @property
    def rows(self) -> dict[str, int]:
        return {table.label: table.rows for table in self.content.tables}

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.created_at)

    def path(self, directory: Path) -> Path:
        return directory / self.file


def manifest_path(backup: Path) -> Path:
    return backup.with_name(backup.name + SUFFIX)


def write_manifest(directory: Path, manifest: Manifest) -> None:
    final = manifest_path(manifest.path(directory))
    partial = final.with_name(final.name + ".partial")
    with private(partial) as file:
        file.write(json.dumps(dataclasses.asdict(manifest), indent=1).encode())
    publish(partial, final)


def read_manifest(backup: Path) -> Manifest:
    """The manifest of a backup, found by the backup's path or by its own."""
    path = backup if backup.name.endswith(SUFFIX) else manifest_path(backup)
    try:
        return _manifest(json.loads(path.read_bytes()))
    except FileNotFoundError:
        raise Blocked(
            f"{backup} has no manifest beside it, so nothing says what it should hold",
            "name a backup file that has its .manifest.json in the same folder",
        ) from None
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise Blocked(f"the manifest {path} cannot be read: {error}") from error


def _manifest(data: dict[str, Any]) -> Manifest:
    content = data.pop("content")
    return Manifest(
        content=Content(
            tables=tuple(_table(table) for table in content["tables"]),
            sequences=tuple(Sequence(**sequence) for sequence in content["sequences"]),
            definitions=tuple(Definition(**one) for one in content["definitions"]),
            settings=tuple((key, value) for key, value in content["settings"]),
        ),
        **data,
    )


def _table(data: dict[str, Any]) -> StoredTable:
    columns, types = tuple(data.pop("columns")), tuple(data.pop("types"))
    return StoredTable(columns=columns, types=types, **data)


def backups_in(directory: Path, plan: str, role: str | None = None) -> list[Manifest]:
    """The backups of a plan, newest first; what has no readable manifest is not one."""
    found = [_readable(path) for path in directory.glob(f"*{SUFFIX}")]
    wanted = [m for m in found if m and m.plan == plan and role in (None, m.role)]
    return sorted(wanted, key=lambda manifest: manifest.created_at, reverse=True)


def _readable(path: Path) -> Manifest | None:
    try:
        return read_manifest(path)
    except Blocked:
        return None


def stands(directory: Path, manifest: Manifest) -> bool:
    """Whether its file is there in full size (what it holds is for `verify_file`)."""
    path = manifest.path(directory)
    return path.is_file() and path.stat().st_size == manifest.bytes


def verify_file(directory: Path, manifest: Manifest) -> Path:
    """The backup's file, its bytes compared with the manifest."""
    path = manifest.path(directory)
    if not path.is_file():
        raise Blocked(f"the backup {path} is gone", "restore from another backup")
    if (found := sha256_of(path)) != manifest.sha256:
        raise Blocked(
            f"the backup {path} is damaged: its sha256 is {found}, not {manifest.sha256}",
            "restore from another backup",
        )
    return path
