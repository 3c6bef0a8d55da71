"""What a wizard may begin, and why not: the gates between the stages, and the processes.

Whatever it begins is the command that a script would use.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from migrate_tui.engine.apart import Apart
from migrate_tui.engine.control import CANCEL, GO, PAUSE
from migrate_tui.engine.history import Call
from migrate_tui.engine.live import ask, look
from migrate_tui.session.follow import Following
from migrate_tui.session.stages import Stage, before
from migrate_tui.session.standing import PASSED, Standing

READ_ONLY = "This wizard is read-only: it starts nothing that writes."


@dataclass
class Session(Standing):
    """A plan on its way through the stages."""

    @staticmethod
    def open(call: Call, options: Sequence[str] = (), *, read_only: bool = False) -> Session:
        session = Session(call, tuple(options), read_only)
        session.read_plan()
        session.recall()
        return session

    # what may come

    def gate(self, stage: Stage) -> str:
        """Why this stage cannot be begun now; nothing where it can."""
        if self.problems:
            return "The plan cannot be read: mend it, then press r."
        if self.viewing:
            return self.viewing
        if self.busy:
            return "A run is at work."
        if self.read_only and stage.writes:
            return READ_ONLY
        earlier = before(stage)
        if earlier is not None and self.status(earlier) not in PASSED:
            return f"{earlier.title} comes first: it is {self.status(earlier)}."
        if stage.name == "migrate" and self.of(stage) is None and not self.approved:
            return self.void or "Dry run comes first: it is not approved."
        return ""

    def command(self, stage: Stage, extra: Sequence[str] = ()) -> tuple[str, ...]:
        """The words that a script would use for this stage."""
        seeds = self.plan is not None and self.plan.seeds and not self.plan.protected
        steps = ("seed", *stage.steps) if stage.name == "migrate" and seeds else stage.steps
        words = (word for step in steps for word in ("--step", step))
        return ("run", str(self.call.plan), *words, *self.options, *extra)

    # what is asked

    def skip(self, stage: Stage) -> None:
        """Go on without it; this session remembers, and says so."""
        self.skipped.add(stage.name)

    def start(self, stage: Stage, extra: Sequence[str] = ()) -> None:
        """Begin the stage in a process of its own; whoever only looks on begins nothing."""
        if self.viewing:
            return
        self.skipped.discard(stage.name)
        if stage.name == "dry-run":
            self.read_plan()
            self.approval = ""
        if stage.name == "verify":
            self.parts.clear()
        self.stages[stage.name] = self._begin((*self.command(stage, extra), "--headless"))

    def foresee(self, name: str, words: Sequence[str]) -> None:
        """Look at what would be done; it stands for no stage."""
        if self.viewing:
            return
        self.looks[name] = self._begin(words)

    def recount(self, name: str) -> None:
        """Verify one mapping again; it stands for no stage."""
        if self.viewing:
            return
        self.parts.append(self._begin(self._only(name)))

    def recopy(self, name: str) -> None:
        """Migrate and verify one mapping again, whatever the ledger says of it."""
        if self.viewing:
            return
        words = self._only(name, "--step", "migrate", "--recheck")
        self.parts.append(self._begin(words))

    def _only(self, name: str, *more: str) -> tuple[str, ...]:
        only = (*more, "--step", "verify", "--only", name)
        return ("run", str(self.call.plan), *only, *self.options, "--headless")

    def take_back(self, words: Sequence[str], reopens: Stage) -> None:
        """Begin a rollback or a restore; the stages from there on are open when it is done."""
        if self.viewing:
            return
        self.back, self.reopens = self._begin(words), reopens

    @property
    def locked(self) -> bool:
        """Whether somebody has to type the guard's password. Where it may stand in the keyring, or
        in the environment, the engine is left to look first."""
        guard = self.plan.guard if self.plan else None
        if guard is None or self.password is not None:
            return False
        stands = bool(guard.keyring or (guard.env and os.environ.get(guard.env)))
        return bool(self.refusal) or not stands

    def _begin(self, words: Sequence[str]) -> Following:
        self.pausing, self.refusal = False, ""
        said, self.said = self.said, ()
        engine = Apart.start(("-m", "migrate_tui", *words, *said), self.password)
        self.current = Following(self.call.plan, engine)
        return self.current

    def pause(self) -> None:
        self.pausing = self._ask(do=PAUSE)

    def resume(self) -> None:
        self._ask(do=GO)
        self.pausing = False

    def cancel(self) -> None:
        self._ask(do=CANCEL)

    def throttle(self, **limits: int | None) -> None:
        self._ask(**limits)

    def _ask(self, **changes: object) -> bool:
        current = self.current
        if current is None or current.record is None or not self.busy or self.viewing:
            return False
        ask(look(current.record), **changes)
        return True
