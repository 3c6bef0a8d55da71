"""A plan with a folder of migrations, on either database: written, applied and asked in tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engine_runs import failure, fold, query
from migrate_tui.engine import schema_runs
from migrate_tui.engine.context import Options
from migrate_tui.engine.events import Event, SchemaStatement
from migrate_tui.engine.plan import Plan, load_plan
from migrate_tui.engine.state import RunState

PLAN = """\
plan: school
source: sqlite:///old.db
target: {target}
schema: {{migrations: migrations}}
environments:
  live: {{protected: true}}
"""
INIT = """\
-- CreateTable
CREATE TABLE "Parent" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT);

-- CreateTable
CREATE TABLE "Child" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "parentId" INTEGER NOT NULL,
    CONSTRAINT "Child_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Parent" ("id")
      ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Parent_name_key" ON "Parent"("name");
"""
INIT_NAME, BIO_NAME, LAST_NAME = "20240101000000_init", "20240201000000_bio", "20240301000000_last"
BIO = 'ALTER TABLE "Parent" ADD COLUMN "bio" TEXT;\n'


@dataclass
class Folder:
    """The plan's folder and its target."""

    path: Path
    target: str

    @property
    def kind(self) -> str:
        return self.target.partition(":")[0]

    def write(self, name: str, sql: str, down: str | None = None) -> None:
        place = self.path / "migrations" / name
        place.mkdir(parents=True, exist_ok=True)
        (place / "migration.sql").write_text(sql)
        if down is not None:
            (place / "down.sql").write_text(down)

    def file(self, name: str) -> Path:
        return self.path / "migrations" / name / "migration.sql"

    def plan(self, env: str | None = None) -> Plan:
        return load_plan(self.path / "plan.yaml", env=env, environ={})

    def add(self, text: str) -> None:
        """More of the plan."""
        with (self.path / "plan.yaml").open("a") as plan:
            plan.write(text)

    def apply(self, code: int = 0, env: str | None = None, **options: Any) -> RunState:
        return self._run(schema_runs.apply, code, env, options)

    def down(self, code: int = 0, env: str | None = None, **options: Any) -> RunState:
        return self._run(schema_runs.down, code, env, options)

    def reset(self, code: int = 0, env: str | None = None, **options: Any) -> RunState:
        return self._run(schema_runs.reset, code, env, options)

    def resolve(self, name: str, *, applied: bool, code: int = 0) -> RunState:
        events = schema_runs.resolve(self.plan(), Options(), name, applied=applied)
        return self._fold(events, code)

    def _run(
        self,
        call: Callable[..., Iterator[Event]],
        code: int,
        env: str | None,
        options: dict[str, Any],
    ) -> RunState:
        return self._fold(call(self.plan(env), Options(**options), env=env), code)

    def _fold(self, events: Iterator[Event], code: int) -> RunState:
        state = fold(events)
        assert state.exit_code == code, (state.exit_code, failure(state))
        return state

    def status(self) -> dict[str, str]:
        return {one.name: one.status for one in self.standings()}

    def standings(self) -> tuple[Any, ...]:
        return schema_runs.status(self.plan(), Options()).standings

    def unrecorded(self) -> list[str]:
        found = schema_runs.status(self.plan(), Options()).unrecorded
        return [str(made) for made, _ in found]

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return query(self.target, sql)

    def tables(self) -> set[str]:
        if self.kind == "sqlite":
            rows = self.ask("select name from sqlite_master where type = 'table'")
        else:
            rows = self.ask("select tablename from pg_tables where schemaname = 'public'")
        return {
            str(name) for (name,) in rows if not str(name).startswith(("migration_", "sqlite_"))
        }


def statements(state: RunState) -> list[str]:
    """What was applied."""
    return [event.sql for event in state.of(SchemaStatement) if event.applied]


def folder_on(target: str, path: Path) -> Folder:
    (path / "plan.yaml").write_text(PLAN.format(target=target))
    (path / "old.db").touch()
    made = Folder(path, target)
    made.write(INIT_NAME, INIT)
    made.write(BIO_NAME, BIO)
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    on_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'new.db'}" if on_file else None
    return folder_on(url or request.getfixturevalue("postgres_url"), tmp_path)


@pytest.fixture
def lite(tmp_path: Path) -> Folder:
    return folder_on(f"sqlite:///{tmp_path / 'new.db'}", tmp_path)


@pytest.fixture
def server(postgres_url: str, tmp_path: Path) -> Folder:
    return folder_on(postgres_url, tmp_path)
