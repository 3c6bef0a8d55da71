"""The backups of a plan as they lie in its folder, and the room that there is for another one."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from migrate_tui.engine.backups.manifest import Manifest, backups_in, stands
from migrate_tui.engine.plan import Plan


@dataclass(frozen=True)
class Copy:
    """A backup of before; `there` in full size, as far as a look at the folder tells."""

    manifest: Manifest
    there: bool


def folder(plan: Plan) -> Path:
    return plan.directory / plan.backup.directory


def roles(plan: Plan) -> tuple[str, ...]:
    """Which databases are backed up: one that is both ends once, as the target."""
    wanted = ("target" if plan.target == "same" else role for role in plan.backup.of)
    return tuple(dict.fromkeys(wanted))


def url(plan: Plan, role: str) -> str:
    return plan.source if role == "source" or plan.target == "same" else plan.target


def copies(plan: Plan) -> tuple[Copy, ...]:
    """Newest first. What has no manifest is no backup."""
    place = folder(plan)
    return tuple(Copy(found, stands(place, found)) for found in backups_in(place, plan.plan))


def free(plan: Plan) -> int | None:
    """Bytes on the disk of the folder, be it there yet or not."""
    place = folder(plan).absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        return shutil.disk_usage(place).free
    except OSError:
        return None


PHASES = (  # the last one first: what the engine has under way by the name of its file
    (".opened.partial", "reading it back"),
    (".gz.partial", "packing"),
    (".sqlite.partial", "copying pages"),
    (".dump.partial", "dumping"),
    (".copy.zip.partial", "copying tables"),
)


@dataclass(frozen=True)
class Progress:
    """A backup in the making, as far as its unfinished file tells."""

    phase: str
    bytes: int


def progress(plan: Plan, run: str) -> Progress | None:
    """What this run has on its way to the disk now; nothing where that cannot be told."""
    found = [path for path in folder(plan).glob("*.partial") if run and f"-{run}." in path.name]
    for ending, phase in PHASES:
        for path in found:
            with suppress(OSError):  # it got its name just now
                if path.name.endswith(ending):
                    return Progress(phase, path.stat().st_size)
    return None


def near(path: Path) -> str:
    """A path as somebody here would type it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
