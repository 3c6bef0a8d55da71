"""`schedule`: when a plan runs by itself, for cron and for systemd; it installs nothing."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrate_tui.cli.errors import say
from migrate_tui.cli.options import PLAN
from migrate_tui.cli.output import emit

if TYPE_CHECKING:
    from migrate_tui.engine.timetable import Timetable

FORMATS = ("cron", "systemd")


@click.command()
@click.argument("plan", type=PLAN)
@click.option("--format", "form", type=click.Choice(FORMATS), help="Only this (else both).")
def schedule(plan: Path, form: str | None) -> None:
    """Print a cron line and a systemd timer for the schedule of PLAN.

    It installs nothing. The run is headless, in the schedule's environment, and confirmed where
    that is protected; variables that the plan reads come from a file that only you can read.
    """
    from migrate_tui.engine.timetable import crontab

    found = _timetable(plan)
    if form in (None, "cron"):
        emit(crontab(found))
    if form is None:
        emit("\n")
    if form in (None, "systemd"):
        emit(_units(found))
    _hints(found, form)


def _timetable(path: Path) -> Timetable:
    from migrate_tui.engine.plan import load_plan
    from migrate_tui.engine.plan.interpolate import Recorded
    from migrate_tui.engine.timetable import timetable

    asked = Recorded(os.environ)
    plan = load_plan(path, environ=asked)
    env = plan.schedule.env if plan.schedule else None
    asked = Recorded(os.environ)
    plan = load_plan(path, env=env, environ=asked)
    guard = plan.guard.env if plan.guard else None
    names = dict.fromkeys([*asked.names, *([guard] if guard else [])])
    today = datetime.now(UTC).date()
    return timetable(plan, path.absolute(), _program(), today, tuple(names))


def _program() -> tuple[str, ...]:
    """How this very program is called, by its whole path: cron knows no other."""
    found = shutil.which("migrate-tui")
    return (found,) if found else (sys.executable, "-m", "migrate_tui")


def _units(found: Timetable) -> str:
    from migrate_tui.engine.timetable import service, timer

    home = "~/.config/systemd/user"
    texts = (("service", service(found)), ("timer", timer(found)))
    return "\n".join(f"# {home}/{found.name}.{end}\n{text}" for end, text in texts)


def _hints(found: Timetable, form: str | None) -> None:
    if found.variables:
        say(
            f"The run reads {', '.join(found.variables)}: write them as NAME='value' into",
            f"  {found.secrets}",
            "which only you may read (chmod 600).",
        )
    if form != "cron":
        say(
            "For systemd, save both units under the names above, then:",
            "  systemctl --user daemon-reload",
            f"  systemctl --user enable --now {found.name}.timer",
            "  loginctl enable-linger   # so that it runs while you are logged out",
        )
