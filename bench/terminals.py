"""What the wizard sends over a line, and how soon a key is answered, on a real pseudo-terminal."""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measured import Ratio

from migrate_tui.recipes import RECIPES
from pseudo import Pseudo, pseudo
from realpg import Server

WATCHED = 10.0  # seconds
KEYS = 20
PACE = ("--batch-size", "100", "--pause-ms", "50")  # a range about twenty times a second
PLAN = "plan.yaml"


def terminals(server: Server, rows: int | None) -> list[Ratio]:
    """Idle, at work, and a key in a table of ten thousand and of a million rows, at 100x30."""
    del server
    with tempfile.TemporaryDirectory(prefix="migrate-tui-bench-") as name:
        folder = Path(name)
        environ = _made(folder)
        idle, running = _lines(folder, environ)
        echoes = [_echo(folder, environ, size) for size in (10_000, rows or 1_000_000)]
    told = ("idle", idle, 0.1), ("a run at work", running, 15.0)
    sent = [
        Ratio(f"wizard on a line: {what}", kib, limit, f"{kib:.2f} KiB/s", "KiB/s")
        for what, kib, limit in told
    ]
    return [*sent, *echoes]


def _made(folder: Path) -> dict[str, str]:
    """A recipe of which all but the migration is done, so that one can be watched."""
    recipe = RECIPES["nested-practice-sessions"]
    url = f"sqlite:///{folder / 'studio.db'}"
    recipe.generate(url, 20_000)
    for file in recipe.folder.iterdir():
        if file.suffix in (".yaml", ".sql"):
            (folder / file.name).write_bytes(file.read_bytes())
    environ = {"STUDIO_DATABASE": url}
    steps = [word for step in ("preflight", "schema") for word in ("--step", step)]
    command = ["-m", "migrate_tui", "run", PLAN, "--headless", *steps]
    _python(folder, environ, *command)
    return environ


def _python(folder: Path, environ: dict[str, str], *words: str) -> None:
    subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=os.environ | environ,
        check=True,
        capture_output=True,
    )


def _lines(folder: Path, environ: dict[str, str]) -> tuple[float, float]:
    """KiB a second while nothing happens, and while a run is watched."""
    with pseudo(PLAN, folder=folder, environ=environ) as here:
        here.shows("Schema")
        time.sleep(3.0)
        idle = _sent(here)
        here.type("q")
        here.wait()
    _python(
        folder, environ, "-m", "migrate_tui", "run", PLAN, "--detach", "--step", "migrate", *PACE
    )
    with pseudo("attach", folder=folder, environ=environ) as here:
        here.shows("Safe to close")
        time.sleep(2.0)
        running = _sent(here)
        here.type("d")
        here.wait()
    _python(folder, environ, "-m", "migrate_tui", "cancel", "--wait")
    return idle, running


def _sent(here: Pseudo) -> float:
    before, started = len(here.seen), time.monotonic()
    time.sleep(WATCHED)
    return (len(here.seen) - before) / 1024 / (time.monotonic() - started)


def _echo(folder: Path, environ: dict[str, str], size: int) -> Ratio:
    """The median time from a key to the first byte of its answer, browsing a table."""
    path = folder / f"many-{size}.db"
    with (
        _filled(path, size),
        pseudo("browse", f"sqlite:///{path}", "people", folder=folder, environ=environ) as here,
    ):
        here.shows("name 00000001")
        time.sleep(2.0)
        times = [_answer(here, "j") for _ in range(KEYS)]
        here.type("q")
    middle = statistics.median(times) * 1000
    detail = f"{middle:.0f} ms, the slowest {max(times) * 1000:.0f} ms"
    return Ratio(f"a key in a table of {size:,} rows", middle, 100.0, detail, "ms")


@contextmanager
def _filled(path: Path, size: int) -> Iterator[None]:
    connection = sqlite3.connect(path)
    connection.execute("create table people (id integer primary key, name text)")
    rows = ((n, f"name {n:08}") for n in range(1, size + 1))
    connection.executemany("insert into people values (?, ?)", rows)
    connection.commit()
    connection.close()
    yield


def _answer(here: Pseudo, key: str) -> float:
    before, started = len(here.seen), time.monotonic()
    here.type(key)
    while len(here.seen) == before and time.monotonic() - started < 5.0:
        time.sleep(0.002)
    taken = time.monotonic() - started
    time.sleep(0.3)
    return taken
