"""`init` and its plan against pgloader, each with its own defaults, over one SQLite file.

Where pgloader is not installed the schema and the indexes are ours, the rows go through
sqlite3 -csv | psql \\copy.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import files
import psycopg
from measured import Measured, Ratio, against, command, memory, ours, psql, run

from realpg import Server

STEPS = ("--step", "schema", "--step", "migrate")
READ = (
    "import sqlite3, sys\n"
    "connection = sqlite3.connect(sys.argv[1])\n"
    "for name in sys.argv[2:]:\n"
    "    for row in connection.execute(f'select * from \"{name}\"'): pass\n"
)


@dataclass(frozen=True)
class Case:
    """A generated SQLite file, and a folder for what is made of it."""

    file: Path
    folder: Path

    @property
    def tables(self) -> dict[str, int]:
        """Every table and the number of its rows."""
        with sqlite3.connect(self.file) as connection:
            query = (
                "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
            )
            names = [name for (name,) in connection.execute(query)]
            return {
                n: connection.execute(f'select count(*) from "{n}"').fetchone()[0] for n in names
            }

    def plan(self, url: str) -> Path:
        plan = self.folder / "plan.yaml"
        run([*command("init"), str(self.file), url, "-o", str(plan), "--force"])
        return plan


@contextmanager
def made(fill: Callable[[Path, int], None], rows: int) -> Iterator[Case]:
    with tempfile.TemporaryDirectory(prefix="migrate-tui-bench-") as name:
        case = Case(Path(name) / "app.db", Path(name))
        fill(case.file, rows)
        yield case


def clinic(server: Server, rows: int | None) -> list[Ratio]:
    """Recordings, analyses with JSON and audit rows, keys, indexes and foreign keys."""
    return compared(server, "clinic", files.clinic, rows or 300_000)


def wide(server: Server, rows: int | None) -> list[Ratio]:
    return compared(server, "30 text columns", files.wide, rows or 300_000)


def blobs(server: Server, rows: int | None) -> list[Ratio]:
    return compared(server, "1 MB blobs", files.blobs, rows or 200)


def compared(
    server: Server, name: str, fill: Callable[[Path, int], None], rows: int
) -> list[Ratio]:
    with made(fill, rows) as case:
        who, other = theirs(server, case)
        url = server.new_database()
        first = ours(case.plan(url), {}, *STEPS)
        arrived(url, case, "migrate-tui")
        server.drop_database(url)
        url = server.new_database()
        whole = ours(case.plan(url), {}, *STEPS, "--step", "verify")
        server.drop_database(url)
    return [
        against(f"init's plan, {name}: migrate / {who}", first, other, 0.6),
        against(f"init's plan, {name}: migrate and verify / {who}", whole, other, 1.0),
        memory(f"init's plan, {name}", whole),
    ]  # fmt: skip


def theirs(server: Server, case: Case) -> tuple[str, Measured]:
    """Who loaded it into a database of its own, and what it took: pgloader, where it can."""
    lacking = "is not installed"
    if shutil.which("pgloader") is not None:
        try:
            return within(server, partial(pgloader, case))
        except SystemExit as failed:
            print(failed, file=sys.stderr)
            lacking = "failed"
    name = f"sqlite3 | psql (pgloader {lacking})"
    return within(server, lambda url: (name, piped(case, url)))


def within(server: Server, load: Callable[[str], tuple[str, Measured]]) -> tuple[str, Measured]:
    url = server.new_database()
    try:
        return load(url)
    finally:
        server.drop_database(url)


def pgloader(case: Case, url: str) -> tuple[str, Measured]:
    found = run(["pgloader", str(case.file), url], says="ERROR")
    arrived(url, case, "pgloader")
    return f"pgloader ({found.megabytes:.0f} MB)", found


def arrived(url: str, case: Case, who: str) -> None:
    """A load that loses rows is no load."""
    with psycopg.connect(url) as connection:
        for name, rows in case.tables.items():
            row = connection.execute(f'select count(*) from "{name}"'.encode()).fetchone()
            if row != (rows,):
                raise SystemExit(f"{who}: {row} of {rows} rows of {name} arrived")


def piped(case: Case, url: str) -> Measured:
    plan = case.plan(url)
    script = plan.with_name("copy.sh")
    script.write_text("set -euo pipefail\n" + "\n".join(pipe(case, n, url) for n in case.tables))
    after = plan.with_name("indexes.sql")
    done = psql(url, plan.with_name("schema.sql")) + run(["bash", str(script)])
    return done + psql(url, after) if after.exists() else done


def pipe(case: Case, name: str, url: str) -> str:
    with sqlite3.connect(case.file) as connection:
        columns = [(row[1], row[2]) for row in connection.execute(f'pragma table_info("{name}")')]
    cells = ", ".join(
        f"'\\\\x' || hex({c})" if kind.lower() == "blob" else c for c, kind in columns
    )
    listed = ", ".join(c for c, _ in columns)
    return (
        f"sqlite3 -csv '{case.file}' \"select {cells} from {name}\" |"
        f" psql '{url}' -q -v ON_ERROR_STOP=1"
        f" -c '\\copy {name} ({listed}) from stdin with (format csv)'"
    )


def flat_init(server: Server, rows: int | None) -> list[Ratio]:
    """Peak memory as rows grow tenfold, with verification; three tables have so many each."""
    peaks = []
    for number in ((rows or 300_000) // 10, rows or 300_000):
        with made(files.clinic, number) as case:
            url = server.new_database()
            peaks.append(ours(case.plan(url), {}, *STEPS, "--step", "verify"))
            server.drop_database(url)
    detail = f"{peaks[0].megabytes:.0f} MB, then {peaks[1].megabytes:.0f} MB"
    ratio = peaks[1].megabytes / peaks[0].megabytes
    name = "init's plan, peak memory, ten times the rows / once"
    return [Ratio(name, ratio, 1.3, detail), memory("init's plan, ten times the rows", peaks[1])]


def survey(server: Server, rows: int | None) -> list[Ratio]:
    """Looking at every value of a file against reading it with Python's sqlite3."""
    with made(files.clinic, (rows or 1_000_000) // 3) as case:
        url = server.new_database()
        read = run([sys.executable, "-c", READ, str(case.file), *case.tables])
        look = run([*command("init"), str(case.file), url, "-o", str(case.folder / "plan.yaml")])
        server.drop_database(url)
    return [against("init, a million rows / reading them with sqlite3", look, read, 1.5)]
