"""Others at the same plan: what they begin is followed, and the seat is taken when it is free.

Looking costs a few file times; a journal is read only where one is new.
"""

from __future__ import annotations

import os
import shlex
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from migrate_tui.engine.history import HOME, Record, runs_of
from migrate_tui.session.follow import Following
from migrate_tui.session.session import Session
from migrate_tui.session.stages import OF_STEP, STAGES, Stage
from migrate_tui.session.standing import BACK


@dataclass
class Company:
    """What was seen of the others at the last look."""

    session: Session
    _mark: tuple[int, int] = (0, 0)
    _viewing: str = ""
    _over: Following | None = None  # a run that has ended stands for its stages once, not for ever

    def __post_init__(self) -> None:
        """What was there when the plan was opened has been recalled, and is nobody's news."""
        current, self._mark = self.session.current, _mark(self.session.call.plan)
        self._over = current if current is not None and current.ended else None

    def look(self) -> bool:
        """Whether anything is to be drawn anew."""
        if self.session.seat is not None:
            self.session.seat.sit()
        before, self._viewing = self._viewing, self.session.viewing
        return self._followed() or before != self._viewing

    def _followed(self) -> bool:
        session = self.session
        self._place(session.current)
        if session.busy or (mark := _mark(session.call.plan)) == self._mark:
            return False
        self._mark = mark
        record = next(runs_of(session.call.plan), None)
        if record is None or self._knows(record):
            return False
        adopt(session, record)
        return True

    def _place(self, current: Following | None) -> None:
        """A run that somebody else began stands for the stages that it comes to."""
        if current is None or current.engine is not None or current is self._over:
            return
        place(self.session, current)
        if current.ended:
            self._over = current

    def _knows(self, record: Record) -> bool:
        session = self.session
        others = (*session.parts, *session.looks.values(), session.back, session.current)
        followed = (*session.stages.values(), *others)
        known = [following.record for following in followed if following and following.record]
        return any((record.run, record.writer) == (other.run, other.writer) for other in known)


def attached(record: Record, *, read_only: bool = False) -> Session:
    """A session on a run that somebody began, be it over or at work."""
    call = replace(record.call, command="run")
    said = [f"{name}={value}" for name, value in call.params.items()]
    options = (*(("--env", call.env) if call.env else ()), *chain(*(("--param", p) for p in said)))
    session = Session.open(call, options, read_only=read_only)
    adopt(session, record)
    return session


def adopt(session: Session, record: Record) -> None:
    """Follow a run that was begun elsewhere."""
    found = Following.found(record)
    session.current = found
    if record.command in BACK:
        session.back = found
    elif found.ended and session.is_part(found.state):
        session.parts.append(found)
    place(session, found)


def place(session: Session, following: Following) -> None:
    """A run stands for every stage that it has come to."""
    if any(following is part for part in session.parts):
        return
    for step in following.state.steps:
        if stage := OF_STEP.get(step):
            session.stages[stage.name] = following
    if following is session.back and following.state.status == "done":
        session.stages.clear()


def standing(session: Session) -> Stage:
    """The stage that the run at hand has come to."""
    steps = list(session.current.state.steps) if session.current else []
    return next((OF_STEP[step] for step in reversed(steps) if step in OF_STEP), STAGES[0])


def again(session: Session) -> str:
    """The command that comes back to the run at work."""
    plan, current = session.call.plan, session.current
    here = plan.resolve().parent == Path.cwd()
    known = current.run if current and here else ""
    return f"migrate-tui attach {known or shlex.quote(str(plan))}"


def _mark(plan: Path) -> tuple[int, int]:
    """Another one whenever a run beside the plan has begun, gone on or said its first word."""
    newest, speaking = 0, 0
    with suppress(OSError), os.scandir(plan.resolve().parent / HOME / "runs") as found:
        for folder in found:
            newest = max(newest, folder.stat().st_mtime_ns)
            with suppress(OSError):
                speaking += os.stat(Path(folder.path) / "journal.jsonl").st_size > 0
    return newest, speaking
