"""A SQLite backup: the pages of one snapshot, read back as a database and compared row by row."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from migrate_tui.engine.backups.draft import Draft, agree
from migrate_tui.engine.backups.files import pack, private, unpack
from migrate_tui.engine.backups.manifest import Content, Manifest
from migrate_tui.engine.databases import backup_sqlite as pages
from migrate_tui.engine.databases.base import Connection, Database
from migrate_tui.engine.errors import Blocked


def make(database: Database, draft: Draft) -> Manifest:
    with database.open(read_only=True) as connection:
        plain = draft.partial(".sqlite")
        content = _copy(connection, plain)
        suffix = ".sqlite.gz" if draft.compress else ".sqlite"
        packed = draft.partial(suffix)
        if draft.compress:
            pack(plain, packed)
            plain.unlink()
        read_back(packed, content, draft.compress)
        return draft.finish(packed, suffix, "sqlite", connection, content)


def _copy(connection: Connection, plain: Path) -> Content:
    """One read transaction for pages and rows: a writer can neither stop nor change it."""
    private(plain).close()
    with connection.transaction(read_only=True):
        mode = pages.journal_mode(connection.raw)
        with closing(pages.attach(plain)) as copy:
            pages.copy(connection.raw, copy)
            pages.settle(copy)
        return Content(pages.content(connection.raw), settings=(("journal_mode", mode),))


def read_back(packed: Path, content: Content, compress: str | None) -> None:
    """Open what lies on the disk, ask whether it is whole, and compare every table."""
    plain = opened(packed, compress)
    try:
        check(plain, content, packed)
    finally:
        if plain != packed:
            plain.unlink()


def opened(packed: Path, compress: str | None) -> Path:
    """The backup as a plain file: itself, or unpacked beside it."""
    if not compress:
        return packed
    plain = packed.with_name(f"{packed.name}.opened.partial")
    plain.unlink(missing_ok=True)
    unpack(packed, plain)
    return plain


def check(plain: Path, content: Content, named: Path) -> None:
    """Raises Blocked where the file is damaged or does not hold what was read."""
    with closing(pages.attach(plain)) as raw:
        if problems := pages.problems(raw):
            raise Blocked(
                f"the backup {named.name} is not whole: {problems[0]}",
                "the database itself may be damaged: run integrity_check on it",
            )
        found = {table.place: (table.rows, table.digest) for table in pages.content(raw)}
        agree(content, found, named)
