"""Running the engine in tests: a recipe's plan beside its legacy database, every run accounted for."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg

from accounting import assert_accounted
from migrate_tui.engine.context import Options
from migrate_tui.engine.events import Event, Failed
from migrate_tui.engine.plan import Plan, load_plan
from migrate_tui.engine.run import Run, restore, rollback
from migrate_tui.engine.state import RunState
from migrate_tui.recipes import RECIPES

MOVING = ("preflight", "schema", "migrate")


def fold(events: Any) -> RunState:
    state = RunState()
    for event in events:
        assert isinstance(event, Event)
        state.apply(event)
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

    def rollback(self, code: int = 0, **options: Any) -> RunState:
        state = fold(rollback(self.plan(), self.options, **options))
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


def query(url: str, sql: str) -> list[tuple[Any, ...]]:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as raw:
            raw.execute("pragma foreign_keys = on")
            return raw.execute(sql).fetchall()
    with psycopg.connect(url, autocommit=True) as raw_pg:
        cursor = raw_pg.execute(sql.encode())
        return cursor.fetchall() if cursor.description else []


def unified(folder: Path, url: str, rows: int, *, dirt: float = 0.01) -> Site:
    recipe = RECIPES["unified-workshop"]
    shutil.copytree(recipe.folder, folder / "plan", ignore=shutil.ignore_patterns("*.py", "__py*"))
    recipe.generate(url, rows, dirt=dirt)
    return Site(folder / "plan" / "plan.yaml", {"WORKSHOP_DATABASE": url}, url, url)


def handpose(folder: Path, target: str, rows: int, *, dirt: float = 0.01) -> Site:
    recipe = RECIPES["handpose-clinical"]
    shutil.copytree(recipe.folder, folder / "plan", ignore=shutil.ignore_patterns("*.py", "__py*"))
    source = f"sqlite:///{folder / 'legacy.db'}"
    recipe.generate(source, rows, dirt=dirt)
    environ = {"HANDPOSE_SQLITE": source, "DATABASE_URL": target}
    return Site(folder / "plan" / "plan.yaml", environ, source, target)


