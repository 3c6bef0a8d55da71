"""What the rollback screen says of tables and backups: headings, lines, words."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_tui.engine.backups.manifest import Manifest
from migrate_tui.engine.events import Counts
from migrate_tui.engine.state import RunState
from migrate_tui.widgets.grid import Heading, Row
from migrate_tui.widgets.words import Part

TABLES = (
    Heading("", widest=1),
    Heading("table", widest=30),
    Heading("to delete", right=True),
    Heading("to put back", right=True),
    Heading("stay", right=True),
    Heading("deleted", right=True),
    Heading("put back", right=True),
)
BACKUPS = (
    Heading("backup of", widest=20),
    Heading("rows", right=True),
    Heading("tables", right=True),
    Heading("bytes", right=True),
    Heading("sha256", widest=16),
    Heading("file", widest=80),
)


def undone(state: RunState) -> dict[str, Counts]:
    """What became of the rows of each table, or would."""
    found: dict[str, Counts] = {}
    for (step, _), progress in state.progress.items():
        if step == "rollback":
            found[progress.into] = found.get(progress.into, Counts()) + progress.counts
    return found


def back(counts: Counts) -> int:
    """Rows that got their old values, and deleted ones that stand again."""
    return counts.updated + counts.inserted


def number(value: int | None) -> Part:
    return "" if value is None else (f"{value:,}", "" if value else "dim")


def backup_row(manifest: Manifest) -> Row:
    return (
        manifest.created_at[:16].replace("T", " "),
        f"{sum(manifest.rows.values()):,}",
        f"{len([name for name in manifest.rows if name]):,}",
        f"{manifest.bytes:,}",
        manifest.sha256[:12],
        manifest.file,
    )


def backup_facts(manifest: Manifest) -> Iterator[tuple[Part, ...]]:
    when, rows, tables, *_ = backup_row(manifest)
    yield (f"Backup of {when} UTC, {rows} rows of {tables} tables",)
    yield (f"{manifest.file}, sha256 {manifest.sha256[:16]}",)
