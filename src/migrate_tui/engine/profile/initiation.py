"""init: both databases opened, the source surveyed, a plan and its schema files written.

Neither database is written; a file that is there stays unless it is asked to go.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from migrate_tui.engine.databases import holdings, open_database
from migrate_tui.engine.databases.base import Database
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.census import of_facts
from migrate_tui.engine.databases.file import state_of
from migrate_tui.engine.databases.sqlite import SQLiteDatabase
from migrate_tui.engine.databases.survey import Survey
from migrate_tui.engine.databases.survey_postgresql import survey_postgresql
from migrate_tui.engine.databases.survey_sqlite import survey_sqlite
from migrate_tui.engine.databases.trial import names_taken, trial
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.profile.columns import Tried
from migrate_tui.engine.profile.copied import copied
from migrate_tui.engine.profile.draft import Draft, Goal, draft
from migrate_tui.engine.profile.findings import LeftBehind
from migrate_tui.engine.profile.kept import (
    Change,
    beside,
    changes,
    facts_of,
    facts_text,
    read,
)
from migrate_tui.engine.profile.names import TAKEN, reserved
from migrate_tui.engine.profile.plan_text import Head
from migrate_tui.engine.profile.routes import typed
from migrate_tui.engine.sweep.log import lacks_its_log
from migrate_tui.engine.sweep.sweep import Sweep


@dataclass(frozen=True)
class Written:
    """What init made, and where it stands."""

    plan: Path
    files: tuple[Path, ...]
    draft: Draft
    variables: tuple[str, ...] = ()  # that the plan reads, because a URL held a password
    notes: tuple[str, ...] = ()  # about the source as a whole


def init(
    source: str, target: str, plan: Path, *, force: bool = False, begun: Sweep | None = None
) -> Written:
    """Raises PlanError where a file would be written over, Blocked where a database is missing.
    `begun` is a reading of the source that began before."""
    names = _names(plan)
    if not force:
        _refuse_there([plan, *names, beside(plan)])
    origin, goal = open_database(source), open_database(target, create=True)
    before = state_of(origin.path) if isinstance(origin, SQLiteDatabase) else None
    logless = _lacks_log(origin, begun)
    survey, made = drafted(origin, goal, begun)
    notes = tuple(_notes(origin, survey, logless))
    scripts = {
        path: text for path, text in zip(names, (made.schema, made.after), strict=True) if text
    }
    head = Head(
        _plan_name(source),
        url_in_plan(origin, source, plan, "SOURCE_DATABASE"),
        url_in_plan(goal, target, plan, "TARGET_DATABASE"),
        names[0].name if names[0] in scripts else None,
        names[1].name if names[1] in scripts else None,
        LOOKED[origin.kind],
        notes,
    )
    texts = {plan: made.plan(head), **scripts, beside(plan): facts_text(survey)}
    for path, text in texts.items():
        _write(path, text)
    if before is not None:
        _know(plan, origin, before, survey)
    said = {"SOURCE_DATABASE": head.origin, "TARGET_DATABASE": head.goal}
    variables = tuple(name for name, url in said.items() if name in url)
    return Written(plan, tuple(texts), made, variables, notes)


def _know(plan: Path, origin: Database, before: list[object], survey: Survey) -> None:
    """A run of the plan need not count again what the survey counted, if nobody wrote meanwhile."""
    found = {
        (one.table.name, name): held
        for one in survey.tables
        for name, facts in one.facts.columns.items()
        if (held := of_facts(facts)) is not None
    }
    if isinstance(origin, SQLiteDatabase) and state_of(origin.path) == before:
        folder = plan.parent / ".migrate-tui"
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, exist_ok=True)
        holdings.remember(folder, before, found)


def changed_since(plan: Path, origin: Database) -> Iterator[Change]:
    """What the source holds that init did not see; nothing where it left no profile."""
    path = beside(plan)
    if path.exists():
        yield from changes(read(path), facts_of(_surveyed(origin)))


def _lacks_log(origin: Database, begun: Sweep | None) -> bool:
    """As it was before anybody opened the file."""
    if not isinstance(origin, SQLiteDatabase):
        return False
    return lacks_its_log(origin.path) if begun is None else begun.lacks_log


def _notes(origin: Database, survey: Survey, logless: bool) -> Iterator[str]:
    """A file that is written meanwhile has counts of two moments; one that was copied while
    its application ran lacks the rows of its write-ahead log."""
    if survey.moved:
        assert isinstance(origin, SQLiteDatabase)
        yield (
            f"{origin.path.name} was written while init looked at it: the counts are not of one"
            " moment. Run init again once its application stands still."
        )
    if isinstance(origin, SQLiteDatabase) and logless:
        yield (
            f"{origin.path.name} keeps a write-ahead log, and none lies beside it. If it was copied"
            " from a running application, its last rows are missing: copy the -wal file too."
        )


LOOKED = {"sqlite": "every value looked at", "postgresql": "every row counted"}


def drafted(origin: Database, goal: Database, begun: Sweep | None = None) -> tuple[Survey, Draft]:
    """The survey and the draft; a SQLite file that is the target need not be there yet."""
    if origin.same_as(goal):
        hint = "name another target; inside one database a plan is written by hand"
        raise PlanError("source and target are one database", hint)
    if not goal.exists():
        return _draft(_surveyed(origin, begun), origin, goal.kind, set(), {}, None)
    with goal.open(read_only=True) as connection:
        names = connection.table_names()
        tables = {name: found for name in names if (found := connection.table(name)) is not None}
        taken, tried = names_taken(connection), trial(connection)
        return _draft(_surveyed(origin, begun), origin, goal.kind, taken, tables, tried)


def _surveyed(origin: Database, begun: Sweep | None = None) -> Survey:
    return (
        survey_postgresql(origin) if origin.kind == "postgresql" else survey_sqlite(origin, begun)
    )


def _draft(
    survey: Survey,
    origin: Database,
    kind: str,
    taken: set[str],
    tables: dict[str, Table],
    tried: Tried | None,
) -> tuple[Survey, Draft]:
    left = [one for one in survey.tables if reserved(one.table.column_names)]
    sayable = replace(survey, tables=tuple(one for one in survey.tables if one not in left))
    if origin.kind == "postgresql":
        found = typed(sayable, kind, taken, tables, tried)
    elif kind == "sqlite" or tried is None:
        found = copied(sayable, origin, tables)
    else:
        found = draft(sayable, Goal(tried, taken, tables))
    told = (LeftBehind(one.table.name, TAKEN) for one in left)
    return survey, replace(found, left=(*found.left, *told))


def _names(plan: Path) -> tuple[Path, Path]:
    """schema.sql and indexes.sql beside plan.yaml; beside any other plan they bear its name."""
    stem = "" if plan.stem == "plan" else f"{plan.stem}."
    return plan.with_name(f"{stem}schema.sql"), plan.with_name(f"{stem}indexes.sql")


def _refuse_there(paths: list[Path]) -> None:
    there = [str(path) for path in paths if path.exists()]
    if there:
        raise PlanError(
            f"{', '.join(there)} {'is' if len(there) == 1 else 'are'} there already",
            "name another plan with -o, or write over it with --force",
        )


def _plan_name(source: str) -> str:
    stem = Path(source.partition("?")[0].rstrip("/")).name
    stem = stem.rsplit(".", 1)[0] if "." in stem.strip(".") else stem
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", stem).strip("-_.") or "migration"


def url_in_plan(database: Database, url: str, plan: Path, variable: str) -> str:
    """The URL; one that holds a password is read from a variable instead."""
    if isinstance(database, SQLiteDatabase):
        return _file_url(database.path.resolve(), plan.resolve().parent)
    from migrate_tui.engine.databases.postgresql import PostgreSQLDatabase

    assert isinstance(database, PostgreSQLDatabase)
    address = database.address
    secret = address.password or address.options.get("sslpassword")
    return f"${{{variable}}}" if secret else url


def _file_url(path: Path, folder: Path) -> str:
    """Beside the plan by its name, elsewhere by its whole path."""
    if path.is_relative_to(folder):
        return f"sqlite:///{path.relative_to(folder)}"
    return f"sqlite:///{path}"


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise PlanError(
            f"{path} cannot be written: {error.strerror}", "name another with -o"
        ) from error
