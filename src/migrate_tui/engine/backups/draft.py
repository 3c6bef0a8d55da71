"""A backup in the making: where it will lie, its name, and what is known of it beforehand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from migrate_tui.engine.backups.files import publish, sha256_of
from migrate_tui.engine.backups.manifest import Content, Manifest, write_manifest
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.errors import Blocked


@dataclass(frozen=True)
class Draft:
    directory: Path
    plan: str
    run: str
    role: str
    created: datetime
    compress: str | None

    @property
    def stem(self) -> str:
        plan = re.sub(r"[^\w.-]", "_", self.plan)
        run = re.sub(r"[^\w.-]", "_", self.run)
        return f"{plan}-{self.role}-{self.created.astimezone(UTC):%Y%m%dT%H%M%SZ}-{run}"

    def partial(self, suffix: str) -> Path:
        return self.directory / f"{self.stem}{suffix}.partial"

    def finish(
        self, partial: Path, suffix: str, method: str, connection: Connection, content: Content
    ) -> Manifest:
        """Name the file that was read back, then write the manifest that makes it a backup."""
        manifest = Manifest(
            plan=self.plan,
            run=self.run,
            role=self.role,
            created_at=self.created.astimezone(UTC).isoformat(timespec="milliseconds"),
            kind=connection.kind,
            version=connection.server_version(),
            database=connection.url,
            method=method,
            compress=self.compress,
            file=f"{self.stem}{suffix}",
            bytes=partial.stat().st_size,
            sha256=sha256_of(partial),
            content=content,
        )
        publish(partial, manifest.path(self.directory))
        write_manifest(self.directory, manifest)
        return manifest


Measured = dict[tuple[str | None, str], tuple[int, str]]


def agree(expected: Content, found: Measured, path: Path) -> None:
    """Every table read back as it was read from the database, or this is no backup."""
    for table in expected.tables:
        rows, digest = found.get(table.place, (0, ""))
        if rows != table.rows:
            raise Blocked(
                f"the backup {path.name} was read back with {rows} rows of"
                f" {table.label or 'its schema'} where the database has {table.rows}",
                "no backup was kept; run again, and check the disk if it happens twice",
            )
        if digest != table.digest:
            raise Blocked(
                f"the backup {path.name} was read back with other values in"
                f" {table.label or 'its schema'} than the database has",
                "no backup was kept; run again, and check the disk if it happens twice",
            )
