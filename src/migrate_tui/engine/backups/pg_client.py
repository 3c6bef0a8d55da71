"""pg_dump and pg_restore of the server's major version; passwords travel by environment only."""

from __future__ import annotations

import glob
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from migrate_tui.engine.backups.files import BLOCK
from migrate_tui.engine.errors import Blocked

if TYPE_CHECKING:
    import psycopg

PLACES = (
    "/usr/lib/postgresql/{0}/bin",
    "/usr/pgsql-{0}/bin",
    "/opt/homebrew/opt/postgresql@{0}/bin",
    "/usr/local/opt/postgresql@{0}/bin",
    "/usr/local/pgsql/bin",
    "/Applications/Postgres.app/Contents/Versions/{0}/bin",
)


@dataclass(frozen=True)
class Client:
    pg_dump: Path
    pg_restore: Path

    def dump(self, archive: Path, snapshot: str, compress: bool, env: Mapping[str, str]) -> None:
        """The whole database as the exported snapshot shows it, into a file that is there."""
        level = "3" if compress else "0"
        arguments = ["--format=custom", "--no-password", f"--compress={level}"]
        _run([str(self.pg_dump), *arguments, f"--snapshot={snapshot}", f"--file={archive}"], env)

    def contents(self, archive: Path) -> str:
        return _run([str(self.pg_restore), "--list", str(archive)], os.environ)

    @contextmanager
    def rows(self, archive: Path) -> Iterator[IO[bytes]]:
        """The archive's rows as a stream of SQL with COPY blocks."""
        command = [str(self.pg_restore), "--data-only", "--file=-", str(archive)]
        with (
            tempfile.TemporaryFile() as errors,
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                bufsize=BLOCK,
            ) as process,
        ):
            assert process.stdout is not None
            try:
                yield process.stdout
            except BaseException:
                process.kill()
                raise
            if process.wait():
                errors.seek(0)
                raise _failure(self.pg_restore.name, errors.read().decode(errors="replace"))

    def make_again(self, archive: Path, listing: Path, env: Mapping[str, str]) -> None:
        """Everything that the listing names, in one transaction."""
        arguments = ["--single-transaction", "--exit-on-error", "--no-password"]
        target = f"--dbname={env.get('PGDATABASE', 'postgres')}"
        _run([str(self.pg_restore), *arguments, f"--use-list={listing}", target, str(archive)], env)


def find_client(major: int) -> Client | None:
    """On PATH or in the usual places; another major version is as good as none."""
    on_path = [Path(found).parent] if (found := shutil.which("pg_dump")) else []
    usual = [Path(p) for place in PLACES for p in sorted(glob.glob(place.format(major)))]
    for folder in (*on_path, *usual):
        dump, restore = folder / "pg_dump", folder / "pg_restore"
        if _major(dump) == major == _major(restore):
            return Client(dump, restore)
    return None


def _major(program: Path) -> int | None:
    try:
        shown = subprocess.run([str(program), "--version"], capture_output=True, text=True)
    except OSError:
        return None
    found = re.search(r"\) (\d+)", shown.stdout)
    return int(found.group(1)) if found else None


def environment(raw: psycopg.Connection[object]) -> dict[str, str]:
    """What libpq needs to reach the same database, in the variables that it reads."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    for option in raw.pgconn.info:
        if option.envvar and option.val:
            kept[option.envvar.decode()] = option.val.decode()
    return kept | {"LC_ALL": "C"}


def _run(command: Sequence[str], env: Mapping[str, str]) -> str:
    done = subprocess.run(
        command,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        raise _failure(Path(command[0]).name, done.stderr)
    return done.stdout


def _failure(program: str, errors: str) -> Blocked:
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    return Blocked(f"{program} failed: {' '.join(lines[-3:]) or 'it said nothing'}")
