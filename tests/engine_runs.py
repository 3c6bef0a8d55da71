"""Running the engine in tests: a plan beside its legacy database, every run accounted for."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from psycopg.rows import dict_row

import forked
import kept
from accounting import Contents, assert_accounted
from migrate_tui.engine.context import Options
from migrate_tui.engine.events import Event, Failed, RangeDone
from migrate_tui.engine.plan import Plan, load_plan
from migrate_tui.engine.run import Run, restore, rollback
from migrate_tui.engine.state import RunState
from migrate_tui.recipes import RECIPES
from pgbinaries import Binaries, installations
from realpg import Server

MOVING = ("preflight", "schema", "migrate")
SOURCE = Path(__file__).parent.parent / "src"
Row = dict[str, Any]

# What the new tables refer to, parents first; each parent's key is one column.
WORKSHOP: dict[str, dict[str, str]] = {
    "students": {},
    "sessions": {"student_id": "students"},
    "step_progress": {"session_token": "sessions"},
    "events": {"session_token": "sessions"},
}
RECORDING = {"recording_session_id": "recording_sessions"}
CLINIC: dict[str, dict[str, str]] = {
    "users": {},
    "sessions": {"user_id": "users"},
    "audit_logs": {"user_id": "users"},
    "protocols": {"created_by_id": "users"},
    "recording_sessions": {
        "patient_id": "users", "clinician_id": "users", "protocol_id": "protocols",
    },
    "signal_processing_results": RECORDING,
    "clinical_analyses": RECORDING,
    "clinical_annotations": RECORDING | {"clinician_id": "users"},
    "reports": RECORDING | {"generated_by_id": "users"},
    "recording_comparisons": {
        "baseline_recording_id": "recording_sessions",
        "comparison_recording_id": "recording_sessions",
        "created_by_id": "users",
    },
}  # fmt: skip
STUDIO = {
    "PracticeSession": {"studentId": "User"},
    "PracticeSegment": {"sessionId": "PracticeSession"},
    "PracticeAnalysis": {"segmentId": "PracticeSegment"},
}
SCHOOL = {
    "User": {},
    "Level": {},
    "Story": {"levelId": "Level"},
    "Unit": {"storyId": "Story"},
    "UnitAsset": {"unitId": "Unit"},
    "UserProgress": {"userId": "User", "unitId": "Unit"},
    "DailyPlan": {"userId": "User"},
    "DailyPlanEntry": {"dailyPlanId": "DailyPlan", "unitId": "Unit"},
    "PronunciationAttempt": {"userId": "User", "unitId": "Unit"},
    "AggregateScore": {"userId": "User"},
    "_SavedUnits": {"A": "Unit", "B": "User"},
}
WORKSHOP_KEYS = {
    "students": ("student_id",),
    "sessions": ("session_token",),
    "step_progress": ("session_token", "step_number", "part"),
    "events": ("event_id",),
}


def fold(events: Any) -> RunState:
    state = RunState()
    for event in events:
        assert isinstance(event, Event)
        state.apply(event)
        if isinstance(event, RangeDone):
            state.facts.setdefault(RangeDone, []).append(event)
    assert state.finished is not None
    return state


def failure(state: RunState) -> str:
    failed = state.of(Failed)
    return f"{failed[0].message} | {failed[0].hint}" if failed else ""


@dataclass
class Site:
    """A plan and its databases on disk and on a server."""

    plan_path: Path
    environ: dict[str, str]
    source: str
    target: str
    options: Options = field(default_factory=Options)
    parents: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.target.partition(":")[0]

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(self.parents)

    def key(self, table: str) -> tuple[str, ...]:
        if table == "_SavedUnits":
            return ("A", "B")
        return WORKSHOP_KEYS[table] if "students" in self.parents else ("id",)

    def plan(self) -> Plan:
        return load_plan(self.plan_path, environ=self.environ)

    def run(self, *steps: str, code: int = 0, **options: Any) -> RunState:
        """Run steps; the exit code and the identity are asserted."""
        chosen = replace(self.options, **options)
        state = fold(Run(self.plan(), chosen, steps or MOVING).events())
        assert state.exit_code == code, (state.exit_code, failure(state))
        if state.progress:
            assert_accounted(state)
        return state

    def rollback(self, code: int = 0, only: tuple[str, ...] = (), **words: Any) -> RunState:
        state = fold(rollback(self.plan(), replace(self.options, only=only), **words))
        assert state.exit_code == code, (state.exit_code, failure(state))
        return state

    def restore(self, path: Path) -> RunState:
        return fold(restore(self.plan(), self.options, path))

    def query(self, sql: str, *, at: str = "target") -> list[tuple[Any, ...]]:
        return query(getattr(self, at), sql)

    def execute(self, *statements: str, at: str = "target") -> None:
        for statement in statements:
            query(getattr(self, at), statement)

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """Every row as text, in one order: the contents of a table, to compare."""
        return sorted(map(repr, self.query(f'select * from "{table}"')))  # type: ignore[arg-type]

    def contents(self) -> Contents:
        """Every row of every new table, by its key."""
        found: Contents = {}
        for table in self.tables:
            rows = dictionaries(self.target, f'select * from "{table}"')
            keys = self.key(table)
            found[table] = {tuple(_plain(row[c]) for c in keys): row for row in rows}
        return found

    def command(self, *words: str) -> subprocess.Popen[bytes]:
        """The command line in a process of its own, which nobody listens to."""
        environ = {**os.environ, **self.environ, "PYTHONPATH": str(SOURCE)}
        call = [sys.executable, "-m", "migrate_tui", words[0], str(self.plan_path), *words[1:]]
        null = subprocess.DEVNULL
        return forked.start(call, env=environ, stdin=null, stdout=null, stderr=null)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int) else str(value)


def query(url: str, sql: str) -> list[tuple[Any, ...]]:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as raw:
            raw.execute("pragma foreign_keys = on")
            return raw.execute(sql).fetchall()
    cursor = kept.execute(url, sql)
    return cursor.fetchall() if cursor.description else []


def dictionaries(url: str, sql: str) -> list[Row]:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
            raw.row_factory = sqlite3.Row
            return [dict(row) for row in raw.execute(sql)]
    with kept.connection(url) as raw_pg, raw_pg.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql.encode()).fetchall()


def unified(folder: Path, url: str, rows: int, *, dirt: float = 0.01) -> Site:
    recipe = RECIPES["unified-workshop"]
    shutil.copytree(recipe.folder, folder / "plan", ignore=shutil.ignore_patterns("*.py", "__py*"))
    recipe.generate(url, rows, dirt=dirt)
    environ = {"WORKSHOP_DATABASE": url}
    return Site(folder / "plan" / "plan.yaml", environ, url, url, parents=WORKSHOP)


def handpose(folder: Path, target: str, rows: int, *, dirt: float = 0.01) -> Site:
    recipe = RECIPES["handpose-clinical"]
    shutil.copytree(recipe.folder, folder / "plan", ignore=shutil.ignore_patterns("*.py", "__py*"))
    source = f"sqlite:///{folder / 'legacy.db'}"
    recipe.generate(source, rows, dirt=dirt)
    environ = {"HANDPOSE_SQLITE": source, "DATABASE_URL": target}
    return Site(folder / "plan" / "plan.yaml", environ, source, target, parents=CLINIC)


def nested(folder: Path, url: str, rows: int, *, dirt: float = 0.01) -> Site:
    recipe = RECIPES["nested-practice-sessions"]
    shutil.copytree(recipe.folder, folder / "plan", ignore=shutil.ignore_patterns("*.py", "__py*"))
    recipe.generate(url, rows, dirt=dirt)
    environ = {"STUDIO_DATABASE": url}
    return Site(folder / "plan" / "plan.yaml", environ, url, url, parents=STUDIO)


def synced(folder: Path, target: str, rows: int, *, dirt: float = 0.01, source: str = "") -> Site:
    recipe = RECIPES["backend-sync"]
    shutil.copytree(recipe.folder, folder / "plan", ignore=shutil.ignore_patterns("*.py", "__py*"))
    source = source or f"sqlite:///{folder / 'backend.db'}"
    recipe.generate(source, rows, dirt=dirt)
    environ = {"BACKEND_DATABASE": source, "API_DATABASE": target}
    return Site(folder / "plan" / "plan.yaml", environ, source, target, parents={"sync_data": {}})


def synced_within(folder: Path, url: str, rows: int, *, dirt: float = 0.01) -> Site:
    return synced(folder, url, rows, dirt=dirt, source=url)


def learning(folder: Path, target: str, rows: int, *, dirt: float = 0.01) -> Site:
    recipe = RECIPES["prisma-learning"]
    shutil.copytree(recipe.folder, folder / "plan", ignore=shutil.ignore_patterns("*.py", "__py*"))
    source = f"sqlite:///{folder / 'legacy.db'}"
    recipe.generate(source, rows, dirt=dirt)
    environ = {"DATABASE_URL": source, "TARGET_DATABASE": target}
    return Site(folder / "plan" / "plan.yaml", environ, source, target, parents=SCHOOL)


MAKERS = {
    "unified-workshop": unified,
    "handpose-clinical": handpose,
    "nested-practice-sessions": nested,
    "backend-sync": synced,
    "backend-sync-within": synced_within,
    "prisma-learning": learning,
}
Start = Callable[[Binaries | None], Server]


@dataclass(frozen=True)
class Route:
    """A recipe and where its new tables are made: a server's binaries, or a SQLite file.

    A recipe that moves from one database to another may also go -within one.
    """

    recipe: str
    place: Binaries | str | None

    @property
    def id(self) -> str:
        place = self.place.id if isinstance(self.place, Binaries) else self.place
        within = "-within" * self.recipe.endswith("-within")
        return f"{self.recipe.partition('-')[0]}{within}-{place}"

    @contextmanager
    def site(self, folder: Path, rows: int, start: Start, *, dirt: float = 0.01) -> Iterator[Site]:
        """A legacy database made anew; afterwards both databases are gone."""
        folder.mkdir(parents=True, exist_ok=True)
        make = MAKERS[self.recipe]
        if isinstance(self.place, str):
            yield make(folder, f"sqlite:///{folder / 'workshop.db'}", rows, dirt=dirt)
        else:
            server = start(self.place)
            url = server.new_database()
            yield make(folder, url, rows, dirt=dirt)
            server.drop_database(url)
        shutil.rmtree(folder)


SERVERS: list[Binaries | None] = [*installations()] or [None]
ON_SERVERS = [Route("unified-workshop", server) for server in SERVERS]
ACROSS = [Route("handpose-clinical", server) for server in SERVERS]
IN_PLACE = [Route("unified-workshop", "sqlite"), *ON_SERVERS]
FILES = Route("handpose-clinical", "sqlite")  # into another file
ROUTES = [*IN_PLACE[:2], *ACROSS[:1], FILES]
MORE_ROUTES = [*IN_PLACE[2:], *ACROSS[1:]]  # the same on every other version of the server
ONE_SERVER = [IN_PLACE[0], ON_SERVERS[0], ACROSS[0]]
NESTED = [Route("nested-practice-sessions", place) for place in ("sqlite", *SERVERS)]
LEARNING = [Route("prisma-learning", place) for place in ("sqlite", *SERVERS)]
SYNCED = [Route("backend-sync", place) for place in ("sqlite", *SERVERS)]
WITHIN = [Route("backend-sync-within", place) for place in ("sqlite", SERVERS[0])]
# What goes the whole way, and what does on every other version of the server.
CYCLES = [*IN_PLACE, *ACROSS[:1], FILES, *NESTED[:2], *SYNCED[:2], *WITHIN, *LEARNING[:2]]
MORE_CYCLES = [*ACROSS[1:], *NESTED[2:], *SYNCED[2:], *LEARNING[2:]]
LOOKS = [*ONE_SERVER, NESTED[1], SYNCED[0], WITHIN[1]]
