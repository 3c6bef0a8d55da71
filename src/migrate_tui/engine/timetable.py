"""A schedule as a crontab and as a systemd timer: nothing is installed, and no secret is in it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.plan import Plan
from migrate_tui.engine.plan.calendar import Calendar, Misread, read_calendar

CRON_ZONE = (
    "# CRON_TZ is known to cronie (Fedora, Red Hat, Arch). The cron of Debian and Ubuntu takes the",
    "# machine's own time zone whatever CRON_TZ says: there, use the systemd timer.",
)
HARMLESS = "Nothing is lost by it: a run carries what the one before it did not."


@dataclass(frozen=True)
class Timetable:
    """What runs when; `program` is how migrate-tui is called on this machine."""

    plan: Plan
    path: Path
    calendar: Calendar
    program: tuple[str, ...]
    today: date
    variables: tuple[str, ...] = field(default=())  # that the plan and its guard read

    @property
    def name(self) -> str:
        return f"migrate-tui-{self.plan.plan}"

    @property
    def command(self) -> tuple[str, ...]:
        """The headless run: in its environment, with its steps, confirmed where it is protected."""
        plan, schedule = self.plan, self.plan.schedule
        assert schedule is not None
        words = [*self.program, "run", str(self.path), "--headless"]
        words += ["--env", plan.env] if plan.env else []
        words += [word for step in schedule.steps for word in ("--step", step)]
        if plan.protected:
            words += ["--confirm", plan.plan]
        return tuple(words)

    @property
    def log(self) -> Path | None:
        schedule = self.plan.schedule
        return self.plan.path(schedule.log) if schedule and schedule.log else None

    @property
    def secrets(self) -> Path:
        """A file of variables that nobody else may read; it is only named here."""
        return self.path.parent / ".migrate-tui" / f"{self.plan.plan}.env"

    def caveats(self) -> tuple[str, ...]:
        """What the change of the clocks does to it within a year."""
        zone = self.calendar.zone
        if zone is None:
            return ("# No time zone is said: it is that of the machine.",)
        found = []
        for day, at, absent in self.calendar.odd_days(self.today):
            if absent:
                text = f"there is no {at:%H:%M} in {zone}: a timer leaves that day out, cronie runs"
                found.append(f"# On {day} {text} when the clocks have changed.")
            else:
                found.append(f"# On {day} {at:%H:%M} comes twice in {zone}: it runs once.")
        return (*found, f"# {HARMLESS}") if found else ()


def timetable(
    plan: Plan, path: Path, program: tuple[str, ...], today: date, variables: tuple[str, ...] = ()
) -> Timetable:
    """Raises PlanError where the plan has no schedule."""
    if plan.schedule is None:
        raise PlanError(
            f"{plan.file} has no schedule",
            "add one: schedule: {at: Sun 02:00 America/Los_Angeles, env: production}",
        )
    calendar = read_calendar(plan.schedule.at)
    return Timetable(plan, path, calendar, program, today, variables)


def crontab(found: Timetable) -> str:
    """The lines for `crontab -e`. Raises PlanError for what cron cannot say."""
    try:
        when = found.calendar.cron()
    except Misread as wrong:
        line = found.plan.lines.get("schedule.at", 1)
        text = f"{found.plan.file}:{line}: schedule.at {wrong}"
        raise PlanError(text, "use --format systemd") from None
    zone = found.calendar.zone
    lines = [f"# {found.plan.plan}: {found.calendar.text}", *found.caveats()]
    lines += [*CRON_ZONE, f"CRON_TZ={zone}"] if zone else []
    return "\n".join([*lines, f"{when} {_cron_command(found)}", ""])


def _cron_command(found: Timetable) -> str:
    """cron reads a % as the end of the line."""
    text = shlex.join(found.command)
    if found.variables:
        text = f"set -a && . {shlex.quote(str(found.secrets))} && set +a && {text}"
    if found.log:
        text = f"{{ {text}; }} >> {shlex.quote(str(found.log))} 2>&1"
    return text.replace("%", r"\%")


def service(found: Timetable) -> str:
    lines = [
        "[Unit]",
        f"Description=migrate-tui {found.plan.plan}",
        "After=network-online.target",
        "",
        "[Service]",
        "Type=oneshot",
        f"WorkingDirectory={_unit(str(found.path.parent))}",
    ]
    if found.variables:
        lines.append(f"EnvironmentFile={_unit(str(found.secrets))}")
    lines.append("ExecStart=" + " ".join(map(_word, found.command)))
    if found.log:
        log = _unit(str(found.log))
        lines += [f"StandardOutput=append:{log}", f"StandardError=append:{log}"]
    return "\n".join([*lines, ""])


def timer(found: Timetable) -> str:
    lines = [
        *found.caveats(),
        "[Unit]",
        f"Description=when migrate-tui {found.plan.plan} runs",
        "",
        "[Timer]",
        f"OnCalendar={found.calendar.text}",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    return "\n".join([*lines, ""])


def _unit(text: str) -> str:
    """A path as a whole value; % begins a specifier there."""
    return text.replace("%", "%%")


def _word(text: str) -> str:
    """A word of ExecStart: $ and % would be read, and quotes are C's."""
    text = _unit(text).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return text if text and all(c.isalnum() or c in "/._-=:,@%+\\$" for c in text) else f'"{text}"'
