"""A wizard before a run that only its events tell of: no database, no process."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from migrate_tui.app import Wizard
from migrate_tui.engine.events import Event, RunFinished, RunStarted
from migrate_tui.engine.history import Call
from migrate_tui.session.follow import Following
from migrate_tui.session.session import Session
from migrate_tui.session.stages import OF_STEP
from migrate_tui.terminal import Terminal
from recorded import step

PLAN = """\
plan: studio
source: "sqlite:///old.db"
target: {target}
mappings:
{mappings}
"""
MAPPING = "  - {{name: {name!r}, into: {name!r}, from: olds, key: [id], columns: {{id: id}}}}\n"
AT = "2999-01-01T10:00:00+00:00"  # after the plan was written
NASTY = (
    "[/x][bold]",
    "\x1b[2J\x07bell",
    "\u202eright to left",
    "漢字かな交じり文",
    "x" * 200,
    '% :name "q" {0}',
    "line\nbreak\ttab",
)


def plan_of(folder: Path, *names: str, target: str = "same", more: str = "") -> Path:
    path = folder / "plan.yaml"
    mappings = "".join(MAPPING.format(name=name) for name in names)
    path.write_text(PLAN.format(target=target, mappings=mappings) + more)
    return path


def told(plan: Path, *events: Event, run: str = "r1", terminal: Terminal | None = None) -> Wizard:
    """The stages stand as these events of a run say, the earlier ones as done."""
    session = Session.open(Call(plan))
    put(session, events, run)
    return Wizard(session, terminal or Terminal())


def put(session: Session, events: Iterable[Event], run: str = "r1") -> Following:
    following = Following(session.call.plan)
    for event in (RunStarted(run, "studio", None, {}, AT), *events):
        following.state.apply(event)
    if not following.ended:
        following.state.apply(RunFinished("done", 0))
    for name in following.state.steps:
        if name in OF_STEP:
            session.stages[OF_STEP[name].name] = following
    session.current = following
    return following


def steps(*names: str) -> list[Event]:
    """Steps that are done, with nothing to tell."""
    return [event for name in names for event in step(name)]
