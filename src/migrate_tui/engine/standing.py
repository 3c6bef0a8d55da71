"""How every migration stands: what the folder, our records and Prisma's say of it, side by side.

Invariant: a migration that is not `applied` or `pending` is never passed over by the next run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrate_tui.engine.applying import made_by_all
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.made import Made, dropped_by, renamed_by
from migrate_tui.engine.databases.there import there
from migrate_tui.engine.migrations import Migration
from migrate_tui.engine.pending import Pending
from migrate_tui.engine.prisma import PrismaMigration, prisma_migrations
from migrate_tui.engine.records import (
    ADOPTED,
    DONE,
    FOLDER,
    ROLLED_BACK,
    STATEMENT,
    Record,
    Records,
    checksum,
)

APPLIED, PENDING, CHANGED, MISSING = "applied", "pending", "changed", "missing"
HALF, FAILED = "half-applied", "failed"
PRISMA, HAND = "prisma", "hand"


@dataclass(frozen=True)
class Standing:
    """One migration; `by` is the run that applied it, or prisma, or hand."""

    name: str
    status: str
    at: str = ""
    by: str = ""
    done: int = 0  # of its statements
    detail: str = ""
    migration: Migration | None = None  # None: it is in no folder any more
    record: Record | None = None
    statements: tuple[Record, ...] = ()


def standings(connection: Connection, plan: str, migrations: Sequence[Migration]) -> list[Standing]:
    """All that are in the folder or recorded as applied, in the order of their names."""
    records = Records(connection, plan)
    ours = {record.name: record for record in records.all(FOLDER)}
    theirs = prisma_migrations(connection)
    ran = records.all(STATEMENT)
    here = {migration.name: migration for migration in migrations}
    gone = {name for name, r in ours.items() if r.status != ROLLED_BACK} - here.keys()
    gone |= {name for name, one in theirs.items() if one.finished} - here.keys() - ours.keys()
    return [
        _standing(
            name,
            here.get(name),
            ours.get(name),
            theirs.get(name),
            tuple(record for record in ran if record.name == name),
        )
        for name in sorted(here.keys() | gone)
    ]


def _standing(
    name: str,
    here: Migration | None,
    ours: Record | None,
    theirs: PrismaMigration | None,
    ran: tuple[Record, ...],
) -> Standing:
    if ours is None and theirs is not None:
        return _prismas(name, here, theirs)
    if ours is None or ours.status == ROLLED_BACK:
        return Standing(name, PENDING, migration=here, record=ours)
    by = HAND if ours.status == ADOPTED else ours.run
    status, detail = _ours(here, ours, ran)
    return Standing(name, status, ours.at, by, _done(ran), detail, here, ours, ran)


def _prismas(name: str, here: Migration | None, theirs: PrismaMigration) -> Standing:
    status, detail = APPLIED, ""
    if not theirs.finished:
        status, detail = FAILED, (theirs.logs.strip() or "it never finished").splitlines()[0]
    elif here is None:
        status, detail = MISSING, "its folder is gone"
    elif theirs.checksum not in here.digests:
        status, detail = CHANGED, "its file is not the one that was applied"
    return Standing(name, status, theirs.at, PRISMA, 0, detail, here)


def _ours(here: Migration | None, ours: Record, ran: tuple[Record, ...]) -> tuple[str, str]:
    if here is None:
        return MISSING, "its folder is gone"
    if ours.status in (DONE, ADOPTED):
        same = here.script == ours.script or ours.checksum in here.digests
        return (APPLIED, "") if same else (CHANGED, _first_change(here, ran))
    told = f"{_done(ran)} of {len(here.statements)} statements are done"
    if _goes_on(here, ran):
        return (FAILED, f"{told}: {ours.became}") if ours.became else (HALF, told)
    return CHANGED, f"{told}, and those were changed since"


def _done(ran: tuple[Record, ...]) -> int:
    return sum(record.status in (DONE, ADOPTED) for record in ran)


def _goes_on(here: Migration, ran: tuple[Record, ...]) -> bool:
    """Whether what has run is how the file begins."""
    begun = [record.checksum for record in ran]
    return [checksum(one.sql) for one in here.statements][: len(begun)] == begun


def _first_change(here: Migration, ran: tuple[Record, ...]) -> str:
    known = {record.checksum for record in ran}
    place = next((one.place for one in here.statements if checksum(one.sql) not in known), "")
    return f"its file was changed after it was applied{f', at {place}' if place else ''}"


def unrecorded(
    connection: Connection, plan: str, waiting: Sequence[Standing]
) -> list[tuple[Made, Pending]]:
    """Objects that pending migrations would make and that stand already, made by somebody else."""
    kind = connection.kind
    known = made_by_all(Records(connection, plan))
    return list(_standing_already(connection, _statements(waiting), known, kind))


def _statements(waiting: Sequence[Standing]) -> Iterator[Pending]:
    for one in waiting:
        if one.migration is not None and one.status == PENDING:
            yield from one.migration.statements


def _standing_already(
    connection: Connection, statements: Iterator[Pending], known: set[Made], kind: str
) -> Iterator[tuple[Made, Pending]]:
    """A name that an earlier statement drops, renames or makes is not somebody else's."""
    freed: set[str] = set()
    for one in statements:
        freed.update(name.lower() for name in (dropped_by(one.sql, kind),) if name)
        freed.update(name.lower() for name in renamed_by(one.sql, kind) or ())
        made = one.made
        if made is None or made.shared or made in known:
            continue
        free = made.name.lower() in freed or (made.table or "").lower() in freed
        if not free and there(connection, made):
            yield made, one
        freed.add(made.name.lower())
