"""How a plan stands: which run stands for each stage, and what somebody has agreed to.

Pure bookkeeping over journals; it starts nothing and knows no database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.events import Failed, MappingVerified
from migrate_tui.engine.history import Call, Record, runs_of
from migrate_tui.engine.permission import NEEDED, WRONG
from migrate_tui.engine.plan import Plan, load_plan
from migrate_tui.engine.state import RunState
from migrate_tui.session.agreements import (
    fingerprint,
    keep_acceptance,
    keep_approval,
    notes,
    settled,
    void,
    was_approved,
)
from migrate_tui.session.follow import Following
from migrate_tui.session.seat import Seat
from migrate_tui.session.spelled import short
from migrate_tui.session.stages import BY_NAME, OF_STEP, STAGES, Stage
from migrate_tui.session.verdicts import Verdict, partial, verdicts

BACK = ("rollback", "restore")
WAITING, RUNNING, PAUSING, PAUSED = "waiting", "running", "pausing", "paused"
SKIPPED = "skipped"
ACCEPTED = "accepted"
PASSED = ("done", SKIPPED, ACCEPTED)


@dataclass
class Standing:
    """What one wizard has before it."""

    call: Call
    options: tuple[str, ...] = ()  # of the command line, passed on to every command as they are
    read_only: bool = False
    plan: Plan | None = None
    problems: tuple[str, ...] = ()  # where the plan cannot be read
    stages: dict[str, Following] = field(default_factory=dict)
    back: Following | None = None  # a rollback or a restore
    reopens: Stage | None = None  # the first stage that it undoes
    current: Following | None = None  # what was started or attached to last
    password: str | None = field(default=None, repr=False)
    refusal: str = ""  # of the guard, as the engine said it; until somebody has typed again
    said: tuple[str, ...] = ()  # words that allow the next run, and no other
    pausing: bool = False
    skipped: set[str] = field(default_factory=set)  # stages that somebody chose to go without
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    approval: str = ""  # the run whose dry run was approved
    looks: dict[str, Following] = field(default_factory=dict)  # at what would be done, by step
    parts: list[Following] = field(default_factory=list)  # recounts since the verification
    seat: Seat | None = None  # taken by whoever opens the screens on a terminal

    def read_plan(self) -> None:
        try:
            call = self.call
            self.plan, self.problems = load_plan(call.plan, params=call.params, env=call.env), ()
        except PlanError as error:
            self.plan, self.problems = None, tuple(error.problems or (error.message,))

    def recall(self) -> None:
        """The newest run of each stage, as far as nothing has been taken back since."""
        for record in runs_of(self.call.plan):
            if record.command in BACK:
                self.back = self.back or Following.found(record)
                break
            following = Following.found(record)
            if self.is_part(following.state):
                if "verify" not in self.stages:
                    self.parts.insert(0, following)
                continue
            for step in following.state.steps:
                stage = OF_STEP.get(step)
                if stage is not None:
                    self.stages.setdefault(stage.name, following)
            if self.current is None or not following.ended:
                self.current = following
        look = self.state(BY_NAME["dry-run"])
        self.approval = look.run if was_approved(self.plan, look) else ""

    def is_part(self, state: RunState) -> bool:
        """Whether this verification looked at a part of the plan, and stands for no stage."""
        taken = set(state.steps)
        if self.plan is None or "--only" in self.options or not taken <= {"migrate", "verify"}:
            return False
        return partial(state, [mapping.name for mapping in self.plan.mappings])

    def attach(self, record: Record) -> Stage:
        """Look at a run, at work or over; the stage that it came to last."""
        following = Following.found(record)
        self.current, stage = following, STAGES[0]
        for step in following.state.steps:
            stage = OF_STEP.get(step, stage)
            if step in OF_STEP:
                self.stages[stage.name] = following
        return stage

    def poll(self) -> bool:
        """Take what the run at work has told; whether there was anything."""
        changed = self.current is not None and self.current.poll()
        if changed and self.current:
            self.pausing = self.pausing and not self.current.state.paused
            self._heed(self.current.state)
            self._reopen()
        return changed

    def _heed(self, state: RunState) -> None:
        """A password that the engine did not take is not used again."""
        refused = (f.message for f in state.of(Failed) if f.message.startswith((NEEDED, WRONG)))
        if (message := next(refused, "")) and self.plan and self.plan.guard:
            self.password, self.refusal = None, message

    # what is

    @property
    def busy(self) -> bool:
        return self.current is not None and not self.current.ended

    @property
    def elapsed(self) -> float:
        """Seconds since the run at work began; 0 where none is."""
        started = self.current.state.started if self.current and self.busy else None
        if started is None:
            return 0.0
        return max(0.0, (self.now() - datetime.fromisoformat(started.at)).total_seconds())

    @property
    def viewing(self) -> str:
        """Why this wizard only looks on; nothing where it steers."""
        if self.seat is None or self.seat.mine:
            return ""
        return f"{self.seat.holder} steers this plan. T takes over."

    @property
    def route(self) -> str:
        """The plan, and from where to where, without secrets."""
        if self.plan is None:
            return self.call.plan.name
        source, target = short(self.plan.source), short(self.plan.target)
        way = source if self.plan.target == "same" else f"{source} → {target}"
        return f"{self.plan.plan}  {way}"

    def of(self, stage: Stage) -> Following | None:
        return self.stages.get(stage.name)

    def state(self, stage: Stage) -> RunState:
        following = self.of(stage)
        return following.state if following else RunState()

    def status(self, stage: Stage) -> str:
        """waiting, running, pausing, paused, done, mismatch, or as its run ended."""
        following = self.of(stage)
        if self.problems and stage is STAGES[0]:
            return "failed"
        if stage.name in self.skipped:
            return SKIPPED
        if following is None:
            return WAITING
        if not following.ended:
            paused = following.state.paused is not None
            return PAUSED if paused else PAUSING if self.pausing else RUNNING
        return self._ended(stage, following.state)

    def _ended(self, stage: Stage, state: RunState) -> str:
        steps = [state.steps.get(step) for step in stage.steps]
        if all(step is not None and step.status == "done" for step in steps):
            return "done"
        if stage.name == "verify" and settled(self.verdicts, state):
            return ACCEPTED
        wrong = any(v.verdict == "mismatch" for v in state.of(MappingVerified))
        return "mismatch" if wrong else state.status if state.status != "done" else WAITING

    def without(self, stage: Stage) -> str:
        """What was left out before this stage, for whoever is about to go on."""
        earlier = STAGES[: STAGES.index(stage)] if stage in STAGES else ()
        left = [s.title for s in earlier if s.name in self.skipped]
        return f"{', '.join(left)} was skipped." if left else ""

    # what somebody has agreed to

    @property
    def fingerprint(self) -> str:
        """Of the dry run that stands."""
        return fingerprint(self.plan, self.state(BY_NAME["dry-run"]))

    @property
    def void(self) -> str:
        """Why the dry run no longer tells what would be done; nothing where it does."""
        look, wet = (self.state(BY_NAME[name]) for name in ("dry-run", "migrate"))
        return void(self.plan, look, wet)

    @property
    def approved(self) -> bool:
        run = self.state(BY_NAME["dry-run"]).run
        return bool(run) and self.approval == run and not self.void

    def approve(self) -> None:
        self.approval = self.state(BY_NAME["dry-run"]).run
        keep_approval(self.of(BY_NAME["dry-run"]))

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What the verification and the recounts since found, with what was accepted of it."""
        whole, parts = self.state(BY_NAME["verify"]), [part.state for part in self.parts]
        return verdicts(whole, parts, notes(self.plan, verdicts(whole, parts)))

    def accept(self, mapping: str, note: str) -> None:
        """Take a difference as it is: the run that found it keeps the note."""
        for found in (*reversed(self.parts), self.of(BY_NAME["verify"])):
            if keep_acceptance(found, mapping, note):
                return

    # what has been taken back

    def _reopen(self) -> None:
        """What has been taken back, all of it or a part, stands no longer."""
        if self.back is not None and self.back.ended and self.reopens is not None:
            stage, self.reopens = self.reopens, None
            if self.back.state.status == "done" or self.back.state.progress:
                self.forget_after(stage)
                self.looks.pop("clean-up-preview", None)

    def forget_after(self, stage: Stage) -> None:
        """What was done from this stage on no longer stands."""
        for later in STAGES[STAGES.index(stage) :]:
            self.stages.pop(later.name, None)
