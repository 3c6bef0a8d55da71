"""What the schema step still has to do: renames and statements that no record names yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from migrate_tui.engine.databases import renames
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.made import CONTROL, Made, made_by, shares_transaction
from migrate_tui.engine.databases.script import split
from migrate_tui.engine.databases.there import there
from migrate_tui.engine.errors import Blocked, PlanError
from migrate_tui.engine.records import STARTED, Record, checksum


@dataclass(frozen=True)
class Pending:
    """One statement to run, or with `adopt` only to record."""

    step: str
    place: str
    sql: str
    script: str = ""
    undo: str = ""
    frees: str = ""
    renames: tuple[str, str] | None = None
    alone: bool = False
    adopt: bool = False
    made: Made | None = None
    started: Record | None = None
    folder: str = ""  # of the migration that it is part of


def read_script(path: Path, kind: str, step: str) -> list[Pending]:
    """The statements of a schema file; what begins or ends a transaction is refused by line."""
    try:
        statements = split(path.read_text(encoding="utf-8-sig"), kind)
    except UnicodeDecodeError as error:
        raise PlanError(f"{path.name} is not UTF-8 text", "save it as UTF-8") from error
    except OSError as error:
        raise PlanError(f"the schema file {path} cannot be read: {error.strerror}") from error
    except PlanError as error:
        raise PlanError(f"{path.name}: {error.message}", error.hint) from error
    wrong = [s for s in statements if s.words[0] in CONTROL]
    if wrong:
        places = tuple(f"{path.name}:{s.line}: {s.words[0]}" for s in wrong)
        raise PlanError(
            f"{places[0]} in a schema file: the engine makes the transaction",
            "remove the statements that begin or end one",
            places,
        )
    script = checksum("\n;\n".join(s.sql for s in statements))
    return [
        Pending(
            step,
            f"{path.name}:{s.line}",
            s.sql,
            script,
            alone=not shares_transaction(s.words, s.sql, kind),
            made=made_by(s.sql, kind),
        )
        for s in statements
    ]


def pending_renames(
    connection: Connection, wanted: dict[str, str], records: Sequence[Record], adopt: bool
) -> Iterator[Pending]:
    """Each rename with all that goes along, unless it is recorded, or adopted as it stands."""
    recorded = {(record.name, record.became) for record in records}
    for old, new in wanted.items():
        if (old, new) in recorded:
            continue
        yield from _rename(connection, old, new, adopt)


def _rename(connection: Connection, old: str, new: str, adopt: bool) -> Iterator[Pending]:
    place = f"schema.rename.{old}"
    before, after = connection.table(old), connection.table(new)
    if before and not after:
        for change in renames.rename(connection, old, new, along=True):
            yield Pending(
                "rename",
                place,
                change.sql,
                undo=change.undo,
                frees=change.frees,
                renames=(old, new),
            )
    elif before and after:
        raise Blocked(
            f"{place}: both {old} and {new} are there", "drop or rename one of them by hand"
        )
    elif not after:
        raise Blocked(f"{place}: there is no table {old}", "correct schema.rename in the plan")
    elif adopt:
        yield Pending("rename", place, "", adopt=True, renames=(old, new))
    else:
        raise Blocked(
            f"{place}: {new} is there already and no record says that this plan made it",
            "run again with --adopt if it is the renamed table",
        )


def pending_statements(
    connection: Connection,
    script: list[Pending],
    records: Sequence[Record],
    freed: Collection[str],
    adopt: bool,
) -> list[Pending]:
    """The statements of a file that are not recorded; a file that was changed since is drift."""
    _refuse_drift(script, records)
    waiting = [
        replace(one, started=record if record and record.status == STARTED else None)
        for one, record in zip_longest(script, records)
        if record is None or record.status == STARTED
    ]
    standing = [one for one in waiting if _stands(connection, one, freed)]
    if standing and not adopt:
        raise Blocked(
            "already there, and no record says that this plan made them: "
            + ", ".join(f"{one.made} ({one.place})" for one in standing),
            "drop or rename them, or run again with --adopt to take them as they are",
        )
    return [replace(one, adopt=one in standing) for one in waiting]


def _refuse_drift(script: list[Pending], records: Sequence[Record]) -> None:
    if not records or (script and script[0].script == records[0].script):
        return
    now = [(one.place, checksum(one.sql)) for one in script]
    known = {record.checksum for record in records}
    place = next((where for where, sum_ in now if sum_ not in known), records[-1].place)
    raise Blocked(
        f"{place} was changed since the schema was applied on {records[0].at}",
        "undo the schema step first (rollback --schema), or put the file back as it was",
    )


def _stands(connection: Connection, one: Pending, freed: Collection[str]) -> bool:
    if one.made is None or one.made.shared or one.started is not None:
        return False
    return one.made.name not in freed and there(connection, one.made)
