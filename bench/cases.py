"""The comparisons: each makes its data, runs both sides, and returns ratios with limits."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from attaching import attach
from inits import blobs, clinic, flat_init, survey, wide
from measured import Measured, Ratio, against, command, memory, ours, psql, run
from terminals import terminals

from migrate_tui.recipes import RECIPES
from realpg import Server

BENCH = Path(__file__).parent
STEPS = ("--step", "schema", "--step", "migrate")


@contextmanager
def room(recipe: str) -> Iterator[tuple[Path, Path]]:
    """A folder with a copy of the recipe's plan."""
    with tempfile.TemporaryDirectory(prefix="migrate-tui-bench-") as name:
        folder = Path(name)
        ignore = shutil.ignore_patterns("*.py", "__pycache__")
        shutil.copytree(RECIPES[recipe].folder, folder / "plan", ignore=ignore)
        yield folder, folder / "plan" / "plan.yaml"


def unified(server: Server, rows: int | None) -> list[Ratio]:
    """unified-workshop inside PostgreSQL against the hand-written one-shot SQL."""
    recipe = RECIPES["unified-workshop"]
    with room(recipe.name) as (_, plan):
        hand, tool = server.new_database(), server.new_database()
        for url in (hand, tool):
            recipe.generate(url, rows or 500_000, dirt=0)
            run(["psql", url, "-q", "-c", "vacuum analyze"])
        folder = recipe.folder
        other = psql(
            hand,
            folder / "schema.postgresql.sql",
            BENCH / "unified_one_shot.sql",
            folder / "indexes.sql",
        )
        environ = {"WORKSHOP_DATABASE": tool}
        first = ours(plan, environ, *STEPS)
        again = ours(plan, environ, *STEPS)
        for url in (hand, tool):
            server.drop_database(url)
    return [against("unified-workshop in PostgreSQL / one-shot SQL", first, other, 1.5),
            against("unified-workshop, unchanged rerun / first run", again, first, 0.3),
            memory("unified-workshop", first)]  # fmt: skip


def handpose(server: Server, rows: int | None) -> list[Ratio]:
    """handpose-clinical from SQLite into PostgreSQL against sqlite3 -csv | psql \\copy."""
    recipe = RECIPES["handpose-clinical"]
    with room(recipe.name) as (folder, plan):
        legacy = folder / "legacy.db"
        recipe.generate(f"sqlite:///{legacy}", rows or 300_000, dirt=0)
        hand, tool = server.new_database(), server.new_database()
        other = copied(legacy, hand, folder, recipe.folder)
        environ = {"HANDPOSE_SQLITE": f"sqlite:///{legacy}", "DATABASE_URL": tool}
        first = ours(plan, environ, *STEPS)
        again = ours(plan, environ, *STEPS)
        for url in (hand, tool):
            server.drop_database(url)
    return [against("handpose-clinical SQLite → PostgreSQL / sqlite3 | psql", first, other, 1.5),
            against("handpose-clinical, unchanged rerun / first run", again, first, 0.3),
            memory("handpose-clinical", first)]  # fmt: skip


def nested(server: Server, rows: int | None) -> list[Ratio]:
    """nested-practice-sessions inside PostgreSQL against the guide's SQL, its join made right."""
    recipe = RECIPES["nested-practice-sessions"]
    with room(recipe.name) as (_, plan):
        hand, tool = server.new_database(), server.new_database()
        for url in (hand, tool):
            recipe.generate(url, rows or 500_000, dirt=0)
            run(["psql", url, "-q", "-c", "vacuum analyze"])
        other = psql(
            hand,
            BENCH / "nested_renames.sql",
            recipe.folder / "schema.postgresql.sql",
            BENCH / "nested_guide.sql",
            recipe.folder / "indexes.sql",
        )
        environ = {"STUDIO_DATABASE": tool}
        first = ours(plan, environ, *STEPS)
        again = ours(plan, environ, *STEPS)
        for url in (hand, tool):
            server.drop_database(url)
    return [against("nested-practice-sessions in PostgreSQL / the guide's SQL", first, other, 1.5),
            against("nested-practice-sessions, unchanged rerun / first run", again, first, 0.3),
            memory("nested-practice-sessions", first)]  # fmt: skip


def sync(server: Server, rows: int | None) -> list[Ratio]:
    """backend-sync as it is scheduled, backup, dry run and verification and all: a week in which
    nothing changed against the first, with malformed JSON in it."""
    return [
        _weeks("two SQLite files", "sqlite:///{folder}/api.db", rows or 40_000),
        _weeks("SQLite → PostgreSQL", server.new_database(), rows or 80_000),
        _weeks("in PostgreSQL", server.new_database(), rows or 80_000, within=True),
    ]


def _weeks(where: str, target: str, rows: int, *, within: bool = False) -> Ratio:
    recipe = RECIPES["backend-sync"]
    with room(recipe.name) as (folder, plan):
        api = target.format(folder=folder)
        backend = api if within else f"sqlite:///{folder}/backend.db"
        recipe.generate(backend, rows)
        environ = {"PRODUCTION_BACKEND": backend, "PRODUCTION_API": api}
        weekly = scheduled(plan, environ)
        first, again = (run(weekly, environ) for _ in range(2))
    return against(f"backend-sync, {where}: unchanged week / first", again, first, 0.1)


def scheduled(plan: Path, environ: dict[str, str]) -> list[str]:
    """The command that `schedule` prints, to the letter."""
    asked = [*command("schedule"), str(plan), "--format", "systemd"]
    told = subprocess.check_output(asked, env=os.environ | environ, text=True)
    (start,) = [line for line in told.splitlines() if line.startswith("ExecStart=")]
    return shlex.split(start.removeprefix("ExecStart="))


def copied(legacy: Path, url: str, folder: Path, recipe: Path) -> Measured:
    """What people do by hand: the schema, a pipe per table, then the indexes."""
    script = folder / "copy.sh"
    script.write_text((BENCH / "handpose_copy.sh").read_text())
    return run(["bash", str(script), str(legacy), url, str(recipe)])


def flat(server: Server, rows: int | None) -> list[Ratio]:
    """Peak memory as rows grow tenfold."""
    recipe = RECIPES["handpose-clinical"]
    peaks = []
    for number in ((rows or 100_000) // 10, rows or 100_000):
        with room(recipe.name) as (folder, plan):
            legacy, url = f"sqlite:///{folder / 'legacy.db'}", server.new_database()
            recipe.generate(legacy, number, dirt=0)
            environ = {"HANDPOSE_SQLITE": legacy, "DATABASE_URL": url}
            peaks.append(ours(plan, environ, *STEPS))
            server.drop_database(url)
    detail = f"{peaks[0].megabytes:.0f} MB, then {peaks[1].megabytes:.0f} MB"
    ratio = peaks[1].megabytes / peaks[0].megabytes
    return [Ratio("peak memory, ten times the rows / once", ratio, 1.3, detail)]


CASES: dict[str, Callable[[Server, int | None], list[Ratio]]] = {
    "unified": unified,
    "handpose": handpose,
    "nested": nested,
    "sync": sync,
    "flat": flat,
    "attach": attach,
    "terminals": terminals,
    "clinic": clinic,
    "wide": wide,
    "blobs": blobs,
    "flat-init": flat_init,
    "survey": survey,
}
