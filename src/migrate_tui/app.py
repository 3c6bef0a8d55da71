"""The wizard: a mode for every stage, one session beneath them, and nothing of its own to say."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from migrate_tui.engine.state import RunState
from migrate_tui.leaving import Leaving
from migrate_tui.lifeguard import Lifeguard
from migrate_tui.screens.stages import SCREENS
from migrate_tui.screens.step import StepScreen
from migrate_tui.session.company import Company
from migrate_tui.session.session import Session
from migrate_tui.session.stages import STAGES, Stage
from migrate_tui.settings import Settings
from migrate_tui.terminal import Glyphs, Terminal
from migrate_tui.themes import THEMES
from migrate_tui.tools import Tools
from migrate_tui.widgets.tier import draw_as
from migrate_tui.widgets.words import clock

TICK = 0.25  # seconds between two looks at the journal


class Wizard(Leaving, Tools):
    """Draws what the session knows; every change comes from an engine's journal."""

    TITLE = "migrate-tui"
    _seen: tuple[object, ...] = ()
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar = dict(SCREENS)
    DEFAULT_MODE = STAGES[0].name
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-narrow"),
        (100, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-short"),
        (28, "-tall"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "Help", id="app.help"),
        Binding("colon,ctrl+p", "palette", "Commands", id="app.palette"),
        Binding("q", "leave", "Quit", id="app.quit"),
        Binding("d", "detach", "Detach", id="app.detach"),
        Binding("B", "browse", "Browse", show=False, id="app.browse"),
        Binding("T", "take_over", "Take over", id="app.take-over"),
        Binding("ctrl+c", "interrupt", "Quit", show=False, priority=True, id="app.interrupt"),
        Binding("y", "copy", "Copy", id="app.copy"),
        Binding("w", "export", "Export", id="app.export"),
        Binding("h", "history", "History", id="app.history"),
        Binding("ctrl+l", "redraw", "Redraw", show=False, id="app.redraw"),
        *(
            Binding(str(n), f"stage({n - 1})", stage.title, show=False, id=f"app.{stage.name}")
            for n, stage in enumerate(STAGES, 1)
        ),
    ]

    def __init__(
        self,
        session: Session,
        terminal: Terminal,
        theme: str = "",
        settings: Settings | None = None,
        keep: Callable[[Settings], None] | None = None,
        start: Stage = STAGES[0],
    ) -> None:
        super().__init__(ansi_color=True if not terminal.colour else None)
        self.session, self.terminal = session, terminal
        self.settings, self.keep = settings or Settings(), keep
        self.lifeguard, self.company, self.start = Lifeguard(self), Company(session), start
        self.animation_level = "none"
        for known in THEMES:
            self.register_theme(known)
        self.theme = "ansi-dark" if not terminal.colour else theme or self._usual
        self.set_keymap(self.settings.keymap)

    @property
    def _usual(self) -> str:
        """The colours that were chosen last, where they are still there."""
        known = self.settings.theme in self.available_themes
        return self.settings.theme if known else THEMES[0].name

    @property
    def glyphs(self) -> Glyphs:
        return self.terminal.glyphs

    def on_mount(self) -> None:
        draw_as(self, self.glyphs)
        self.set_class(bool(self.session.plan and self.session.plan.protected), "-protected")
        if self.settings.wrong:
            self.notify(self.settings.wrong, severity="warning", markup=False)
        if not self.is_headless:
            self.lifeguard.install()
        self.go(self.start)
        self.set_interval(TICK, self.tick)
        self.set_interval(1.0, self.second)

    def tick(self) -> None:
        """Four times a second: what the journal has told since. Rows that go on are drawn by the
        second, so that a slow line has time for other things; a turn is drawn at once."""
        if self.session.poll() and (turn := self._turn()) != self._seen:
            self._seen = turn
            self._drawn()

    def _turn(self) -> tuple[object, ...]:
        """What of a run is news: its steps, mappings and state, not how far they are."""
        run = self.session.current
        state = run.state if run else RunState()
        steps = tuple((step.name, step.status) for step in state.steps.values())
        mappings = sum(progress.finished for progress in state.progress.values())
        return steps, len(state.progress), mappings, state.status, state.throttled, run and run.run

    def second(self) -> None:
        """Once a second: what others did; while a run is at work, the clock and the sparkline."""
        if self.company.look():
            self._drawn()
        if self.session.busy and self.session.current is not None:
            self.session.current.rates.advance()
            self._drawn()

    def _drawn(self) -> None:
        if isinstance(self.screen, StepScreen):
            self.screen.draw()

    def heading(self) -> tuple[str, str, str, str, Terminal, str]:
        """What the header says."""
        session = self.session
        state = session.current.state if session.current else None
        name = session.route
        run = session.current.run if session.current else ""
        word = state.status if state and session.busy else "idle"
        since = clock(session.elapsed) if session.busy else ""
        danger = "PROD" if session.plan and session.plan.protected else ""
        flags = f"{danger} VIEWER".strip() if session.viewing else danger
        return name, run, word, since, self.terminal, flags

    def go(self, stage: Stage) -> None:
        self.switch_mode(stage.name)

    def action_take_over(self) -> None:
        if self.session.seat is not None:
            self.session.seat.take_over()
            self._drawn()

    def action_stage(self, at: int) -> None:
        self.go(STAGES[at])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "take_over":
            return bool(self.session.viewing)
        return self.session.busy if action == "detach" else True

    def action_redraw(self) -> None:
        self.refresh(layout=True)
