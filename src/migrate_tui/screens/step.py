"""A stage's screen: the frame, and enter as the one way forward."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from migrate_tui.screens.frame import Frame
from migrate_tui.screens.permit import permit
from migrate_tui.session.stages import BY_NAME, STAGES, after
from migrate_tui.session.standing import PASSED

WRITTEN = BY_NAME["migrate"]  # from here on there is something to take back


class StepScreen(Frame):
    """A stage. Subclasses give `stage`, the widgets of their body, and `show`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "forward", "Next", id="step.forward"),
        Binding("b", "roll_back", "Roll back", id="step.roll-back"),
    ]

    def draw(self) -> None:
        super().draw()
        if self.ready and self.refused:
            permit(self.wizard, self.stage.title, self.begin)

    @property
    def refused(self) -> bool:
        """Whether the guard has just said no to this very stage: it is asked again at once."""
        session = self.session
        here = session.of(self.stage) is session.current and self.app.screen is self
        return bool(session.refusal) and self.stage.guarded and here

    # the way forward

    @property
    def done(self) -> bool:
        return self.status in PASSED

    @property
    def closed(self) -> str:
        """Why enter does nothing now; nothing where it does."""
        if self.done:
            return "" if after(self.stage) else "This was the last step."
        return self.session.gate(self.stage)

    @property
    def forward(self) -> str:
        """What enter does, in a word or two."""
        following = after(self.stage)
        if self.done and following:
            return following.title
        verb = self.stage.verb.capitalize()
        return verb if self.status == "waiting" else f"{verb} again"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "forward":
            return None if self.closed else True
        if action == "roll_back":
            later = self.here is not None and self.here >= STAGES.index(WRITTEN)
            return later and not self.session.read_only and bool(self.session.of(WRITTEN))
        return super().check_action(action, parameters)

    def action_roll_back(self) -> None:
        """The ways back, laid over the stage."""
        from migrate_tui.screens.rollback import RollbackScreen  # late: it is a screen of this kind

        self.app.push_screen(RollbackScreen())

    def action_forward(self) -> None:
        following = after(self.stage)
        if self.done and following:
            self.wizard.go(following)
        elif self.stage.guarded:
            permit(self.wizard, self.stage.title, self.begin)
        else:
            self.begin()

    def begin(self) -> None:
        """Start this stage; screens that ask first override it."""
        self.session.start(self.stage)
        self.draw()
