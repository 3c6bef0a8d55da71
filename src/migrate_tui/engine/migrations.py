"""Folders of migrations, `<timestamp>_<name>/migration.sql`, in the order of their names.

Each is known by the bytes of its file, as Prisma counts them, and by its statements.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.pending import Pending, read_script
from migrate_tui.engine.plan import Plan
from migrate_tui.engine.records import STATEMENT, checksum

FILE, DOWN = "migration.sql", "down.sql"
STAMP = "%Y%m%d%H%M%S"
NAME = re.compile(r"\d+_[^/\\\s]+")
REMEDY = "a folder of migrations holds <timestamp>_<name>/migration.sql and nothing else"


@dataclass(frozen=True)
class Migration:
    """One folder as it is on disk."""

    name: str
    digests: frozenset[str]  # sha256 of its file, as it is and with the line ends of Unix
    digest: str
    script: str  # checksum of its statements: comments do not count
    statements: tuple[Pending, ...]
    down: Path | None = None


def migrations_of(plan: Plan, kind: str) -> list[Migration] | None:
    """The plan's folder for this kind of database; None where the plan names none."""
    folder = folder_of(plan, kind)
    return read_folder(folder, kind) if folder is not None else None


def new_migration(folder: Path, name: str, now: datetime) -> Path:
    """Make the next folder with an empty migration.sql; its name sorts after all that are there."""
    word = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:200]
    if not word:
        raise PlanError(f"{name!r} has no letter or digit to name a folder by")
    last = max((path.name for path in folder.glob("*") if path.is_dir()), default="")
    at = now if f"{now:{STAMP}}" > last[:14] else _after(last)
    place = folder / f"{at:{STAMP}}_{word}"
    try:
        place.mkdir(parents=True)
        (place / FILE).touch()
    except OSError as error:
        raise PlanError(f"{place} cannot be made: {error.strerror}") from error
    return place / FILE


def _after(last: str) -> datetime:
    try:
        return datetime.strptime(last[:14], STAMP).replace(tzinfo=UTC) + timedelta(seconds=1)
    except ValueError:
        raise PlanError(
            f"nothing sorts after {last} but another name like it", "rename that folder first"
        ) from None


def required(plan: Plan, kind: str) -> list[Migration]:
    """Raises PlanError where the plan has no folder of migrations for this kind of database."""
    found = migrations_of(plan, kind)
    if found is None:
        raise PlanError(
            f"the plan {plan.plan} names no folder of migrations for {kind}",
            "say schema: {migrations: prisma/migrations} in it",
        )
    return found


def folder_of(plan: Plan, kind: str) -> Path | None:
    named = plan.schema_.migrations if plan.schema_ else None
    name = named.get(kind) if named else None
    return plan.directory / name if name else None


def read_folder(folder: Path, kind: str) -> list[Migration]:
    """Every migration of a folder, in order. Raises PlanError with all that is wrong there."""
    if not folder.is_dir():
        raise PlanError(f"there is no folder {folder}", "make it, or say `schema new NAME`")
    found: list[Migration] = []
    wrong = [PlanError(text, REMEDY) for text in _stray(folder)]
    for place in sorted(path for path in folder.iterdir() if path.is_dir()):
        try:
            found.append(_migration(place, kind))
        except PlanError as error:
            wrong.append(error)
    if wrong:
        problems = tuple(text for error in wrong for text in error.problems)
        raise PlanError(problems[0], wrong[-1].hint, problems)
    return found


def _stray(folder: Path) -> Iterator[str]:
    """A script that lies beside the migrations would be run by nobody."""
    for path in sorted(folder.glob("*.sql")):
        yield f"{folder.name}/{path.name} lies in no folder of its own: it would never run"


def _migration(place: Path, kind: str) -> Migration:
    if not NAME.fullmatch(place.name):
        raise PlanError(f"{place.parent.name}/{place.name} is not named <timestamp>_<name>", REMEDY)
    file = place / FILE
    if not file.is_file():
        raise PlanError(f"{place.parent.name}/{place.name} has no {FILE}", REMEDY)
    data = file.read_bytes()
    shown = (
        replace(one, place=f"{place.name}/{one.place}", folder=place.name)
        for one in _script(file, kind)
    )
    statements = tuple(shown)
    digest, unix = (hashlib.sha256(d).hexdigest() for d in (data, data.replace(b"\r\n", b"\n")))
    down = place / DOWN
    return Migration(
        place.name,
        frozenset((digest, unix)),
        digest,
        checksum("\n;\n".join(one.sql for one in statements).replace("\r\n", "\n")),
        statements,
        down if down.is_file() else None,
    )


def _script(file: Path, kind: str) -> list[Pending]:
    try:
        return read_script(file, kind, STATEMENT)
    except PlanError as error:
        texts = tuple(f"{file.parent.name}/{problem}" for problem in error.problems)
        raise PlanError(texts[0], error.hint, texts) from error
