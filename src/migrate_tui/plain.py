"""The wizard without screens: the same stages as lines and questions, in the order of reading.

For a terminal that cannot be drawn on, a screen reader, or somebody who likes lines. It has the
session's powers and gates, and no others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TextIO

from migrate_tui.engine.secrets import remember
from migrate_tui.render.narration import Lines
from migrate_tui.render.style import style_of
from migrate_tui.render.summary import summary
from migrate_tui.render.text import to_text
from migrate_tui.session.company import again
from migrate_tui.session.follow import Following
from migrate_tui.session.session import Session
from migrate_tui.session.spelled import shown
from migrate_tui.session.stages import BY_NAME, STAGES, Stage, after, before

LOOK = 0.1  # seconds between two looks at the journal
KEYS = "Answers: b goes back, 1 to 7 goes to a step, q leaves. Ctrl-C asks while a run is at work."
LOOK_FIRST = "clean-up-preview"
DRY_RUN = BY_NAME["dry-run"]


@dataclass
class Plain:
    """One walk; `line` asks and gives what was typed, `secret` the same without an echo. Both raise
    EOFError where nobody answers any more."""

    session: Session
    out: TextIO
    line: Callable[[str], str]
    secret: Callable[[str], str]

    def walk(self, start: Stage | None = None) -> int:
        """Until somebody leaves, or the last stage is done; the exit code."""
        self.say(f"migrate-tui  {self.session.route}", KEYS)
        at = start or next((s for s in STAGES if self._left(s)), STAGES[-1])
        try:
            self._from(at)
        except (EOFError, KeyboardInterrupt):
            self.say("")
        self.session.poll()
        if self.session.busy:
            self.say(f"The run goes on by itself. To see it again: {again(self.session)}")
        return 0

    def say(self, *texts: str) -> None:
        lines = Lines(self.out, style_of(self.out, plain=True))
        for text in texts:
            lines.write(text + "\n")

    def _left(self, stage: Stage) -> bool:
        return self.session.status(stage) != "done" or (stage is DRY_RUN and not self._approved)

    @property
    def _approved(self) -> bool:
        return self.session.approved or self.session.of(BY_NAME["migrate"]) is not None

    def _from(self, stage: Stage | None) -> None:
        while stage is not None:
            stage = self._visit(stage)

    def _visit(self, stage: Stage) -> Stage | None:
        """One stage; where to go from there."""
        session = self.session
        session.read_plan()
        status = session.status(stage)
        self.say("", f"Step {STAGES.index(stage) + 1} of {len(STAGES)}: {stage.title}, {status}")
        if session.busy and session.current is session.of(stage):
            return self._follow(stage)
        self.say(f"  {stage.does}", *self._warnings(stage), f"  $ {shown(session.command(stage))}")
        if status == "done":
            return self._passed(stage)
        if closed := session.gate(stage):
            return self._closed(stage, closed)
        skips = "s skips, " if stage is not STAGES[-1] else ""
        answer = self.line(f"Enter: {stage.verb}; {skips}q leaves > ")
        return self._begin(stage) if not answer else self._elsewhere(stage, answer)

    def _warnings(self, stage: Stage) -> Iterator[str]:
        if left := self.session.without(stage):
            yield f"  ! {left}"
        if self.session.viewing:
            yield f"  ! {self.session.viewing.replace('T takes', 't takes')}"
        if stage is DRY_RUN and self.session.void:
            yield f"  ! {self.session.void}"

    def _passed(self, stage: Stage) -> Stage | None:
        """A stage that is done: it may be done again."""
        following, approves = after(stage), stage is DRY_RUN and not self._approved
        if following is None:
            self.say("That was the last step.")
            return None
        verb = "approve it and go on" if approves and not self.session.void else "go on"
        answer = self.line(f"Enter: {verb} to {following.title}; a does it again, q leaves > ")
        if answer.lower() == "a":
            closed = self.session.gate(stage)
            return self._closed(stage, closed) if closed else self._begin(stage)
        if answer:
            return self._elsewhere(stage, answer)
        if approves:
            self.session.approve()
        return following

    def _closed(self, stage: Stage, why: str) -> Stage | None:
        earlier = before(stage) or stage
        self.say(f"  ! {why}", *(f"    {problem}" for problem in self.session.problems))
        answer = self.line(f"Enter: go to {earlier.title}; q leaves > ")
        return earlier if not answer else self._elsewhere(stage, answer)

    def _elsewhere(self, stage: Stage, answer: str) -> Stage | None:
        word = answer.strip().lower()
        if word in ("q", "quit"):
            return None
        if word == "b":
            return before(stage) or stage
        if word == "s":
            return self._skip(stage)
        if word == "t" and self.session.seat is not None:
            self.session.seat.take_over()
        elif word.isdigit() and 0 < int(word) <= len(STAGES):
            return STAGES[int(word) - 1]
        elif word != "t":
            self.say(KEYS)
        return stage

    def _skip(self, stage: Stage) -> Stage:
        """Going on without a backup takes the plan's name."""
        following, plan = after(stage) or stage, self.session.plan
        if stage.name != "backup" or plan is None or self.session.status(stage) == "done":
            return following
        if self.line(f"To go on without a backup, type {plan.plan} > ") != plan.plan:
            self.say("Not skipped.")
            return stage
        self.session.skip(stage)
        return following

    # a run

    def _begin(self, stage: Stage) -> Stage | None:
        extra = self._permitted(stage)
        if extra is None:
            self.say("Nothing was written.")
            return stage
        self.session.start(stage, extra)
        return self._follow(stage)

    def _permitted(self, stage: Stage) -> tuple[str, ...] | None:
        """The words that the plan wants to hear, typed; None where they were not."""
        plan = self.session.plan
        if plan is None or not stage.guarded:
            return ()
        names: list[str] = []
        acks: list[str] = []
        if plan.protected:
            self.say(f"  The environment {plan.env} is protected.")
            names.append(plan.plan)
        if stage.name == "clean-up":
            self._look()
            acks = [item.name for item in plan.checklist]
            names += [plan.clean_up.confirm or ""] if plan.clean_up else []
        if not all(self._typed(f"  {name}: done? Type yes", "yes") for name in acks):
            return None
        if not all(self._typed(f"Type {name} to go on", name) for name in names):
            return None
        if self.session.locked:
            self.session.password = self.secret(f"Password of the guard of {plan.plan} > ")
            remember(self.session.password or None)
        ticked = (("--ack", name) for name in acks)
        return tuple(chain(*ticked, *(("--confirm", name) for name in names)))

    def _typed(self, question: str, word: str) -> bool:
        return self.line(f"{question} > ") == word

    def _look(self) -> None:
        """What depends on the old tables, and the statements; nothing is written."""
        session = self.session
        words = ("run", str(session.call.plan), "--step", LOOK_FIRST, *session.options)
        session.foresee(LOOK_FIRST, (*words, "--headless"))
        self._watch()

    def _follow(self, stage: Stage) -> Stage | None:
        """Tell a run to its end, then sum it up."""
        following = self._watch()
        if following is None:
            return None
        sections = summary(following.state, full=False)
        self.say("", to_text(sections, style_of(self.out, plain=True)).rstrip())
        return stage

    def _watch(self) -> Following | None:
        """The run at work, to its end; nothing where somebody leaves it to itself."""
        following = self.session.current
        assert following is not None
        lines = Lines(self.out, style_of(self.out, plain=True))
        while not following.ended:
            try:
                self.session.poll()
                self._tell(lines, following)
                time.sleep(0 if following.ended else LOOK)
            except KeyboardInterrupt:
                if not self._interrupted():
                    return None
        self._tell(lines, following)
        return following

    def _tell(self, lines: Lines, following: Following) -> None:
        for event in following.log:
            lines.show(event, following.state)
        following.log.clear()

    def _interrupted(self) -> bool:
        """What to do with the run at work; whether to stay with it."""
        word = self.line("\nEnter: stay; p pauses, r resumes, c cancels, d detaches > ").lower()
        if word == "p":
            self.session.pause()
        elif word == "r":
            self.session.resume()
        elif word == "c":
            self.session.cancel()
        return word not in ("d", "q")
