"""What every screen of the wizard has around its body: header, rail, command, status and keys; the
log and the errors come and go below it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from migrate_tui.engine.events import Failed
from migrate_tui.engine.state import RunState
from migrate_tui.screens.hints import hints
from migrate_tui.session.problems import Problem, problems
from migrate_tui.session.session import Session
from migrate_tui.session.spelled import shown
from migrate_tui.session.stages import STAGES, Stage
from migrate_tui.widgets.drawer import told
from migrate_tui.widgets.filter import Filter
from migrate_tui.widgets.grid import Grid
from migrate_tui.widgets.header import Header
from migrate_tui.widgets.keys import Keys
from migrate_tui.widgets.log import Log
from migrate_tui.widgets.panel import Panel
from migrate_tui.widgets.rail import Rail, Stop
from migrate_tui.widgets.words import Part, clipped, words

if TYPE_CHECKING:
    from migrate_tui.app import Wizard


LIVE = ("running", "pausing", "paused")


class Frame(Screen[None]):
    """Subclasses give `stage`, the widgets of their body, `show`, and the way forward."""

    AUTO_FOCUS = ""  # so that enter is the way forward until somebody goes into a list
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "enter_list", "Rows", id="step.rows"),
        Binding("escape", "leave_list", "Back", id="step.back"),
        Binding("slash", "filter", "Filter", id="step.filter"),
        Binding("e", "drawer", "Errors", id="step.errors"),
        Binding("l", "log", "Log", id="step.log"),
    ]
    stage: ClassVar[Stage]

    @property
    def wizard(self) -> Wizard:
        return cast("Wizard", self.app)

    @property
    def session(self) -> Session:
        return self.wizard.session

    @property
    def state(self) -> RunState:
        """Of the run that stands for this stage."""
        return self.session.state(self.stage)

    @property
    def status(self) -> str:
        return self.session.status(self.stage)

    @property
    def here(self) -> int | None:
        """Which of the stages this is; nothing where it lies beside them."""
        return STAGES.index(self.stage)

    @property
    def command_words(self) -> tuple[str, ...]:
        """The words that a script would use for what is done here."""
        return self.session.command(self.stage)

    def compose(self) -> ComposeResult:
        yield Header(id="header")
        yield Rail(id="rail")
        with Vertical(id="body"):
            yield from self.body()
            yield Log(self.wizard.glyphs, id="log")
            yield Panel("Errors", id="drawer")
        yield Static(id="command")
        yield Filter()
        yield Static(id="status")
        yield Keys(id="keys")

    def body(self) -> Iterator[Widget]:
        """What is the screen's own; Textual's classes cannot be abstract."""
        raise NotImplementedError

    def show(self) -> None:
        """Fill the body from the session. Called whenever something has changed."""
        raise NotImplementedError

    def advice(self) -> str:
        """What the status line says when nothing is wrong."""
        return self.stage.does.split(". ")[0] + "."

    @property
    def closed(self) -> str:
        """Why enter does nothing now; nothing where it does."""
        raise NotImplementedError

    @property
    def forward(self) -> str:
        """What enter does, in a word or two."""
        raise NotImplementedError

    # the frame

    ready = False  # composed: a screen is resumed before it has its widgets

    def on_mount(self) -> None:
        self.ready = True
        self.query_one(Log).display = False
        self.query_one("#drawer").display = False
        self.draw()

    def on_screen_resume(self) -> None:
        self.draw()

    def on_resize(self) -> None:
        self.call_after_refresh(self.draw)

    def on_descendant_focus(self) -> None:
        self.call_after_refresh(self.draw_keys)

    def on_descendant_blur(self) -> None:
        self.call_after_refresh(self.draw_keys)

    def draw(self) -> None:
        if not self.ready or not self.query(Header):  # one that is closed loses them first
            return
        with self.app.batch_update():
            self.draw_header()
            self.query_one(Rail).tell(
                [Stop(s.title, self.session.status(s)) for s in STAGES],
                self.here,
                self.wizard.glyphs,
            )
            self.show()
            self._draw_command()
            self._draw_status()
            self._draw_asides()
            self.draw_keys()

    def _draw_command(self) -> None:
        """The command that does the same; where it is too long, the plan without its folders."""
        glyphs, plan = self.wizard.glyphs, self.session.call.plan
        command = shown(self.command_words)
        if len(command) + 3 > self.size.width:
            command = command.replace(str(plan), f"{glyphs.ellipsis}/{plan.name}")
        line = clipped(words((f" $ {command}", "dim")), self.size.width, glyphs)
        self.query_one("#command", Static).update(line)

    def _draw_status(self) -> None:
        """One line: how it stands at the left, how many problems at the right."""
        badge = f" errors {len(self.problems)}  e " if self.problems else " errors 0 "
        left = words(" ", *self._standing())
        text = clipped(left, self.size.width - len(badge) - 1, self.wizard.glyphs)
        tone = "warn" if self.problems else "dim"
        self.query_one("#status", Static).update(Content.assemble(text, words((badge, tone))))

    def _draw_asides(self) -> None:
        log, drawer = self.query_one(Log), self.query_one("#drawer", Panel)
        if log.display:
            log.follow(self.session.of(self.stage) or self.session.current)
        if drawer.display:
            drawer.tell(told(self.problems, self.wizard.glyphs), f"Errors {len(self.problems)}")

    @property
    def problems(self) -> tuple[Problem, ...]:
        return problems(self.state)

    def action_log(self) -> None:
        self._toggle(self.query_one(Log))

    def action_drawer(self) -> None:
        self._toggle(self.query_one("#drawer"))

    def _toggle(self, aside: Widget) -> None:
        aside.display = not aside.display
        if not aside.display and aside.has_focus:
            self.set_focus(None)
        self.draw()

    def draw_header(self) -> None:
        self.query_one(Header).tell(*self.wizard.heading())

    def draw_keys(self) -> None:
        if self.ready and self.query(Keys):
            self.query_one(Keys).tell(hints(self))

    def _standing(self) -> Iterator[Part]:
        """Status line: what is wrong, or why the way is closed, or what to expect."""
        failures = self.state.of(Failed)
        if left := self.session.without(self.stage):
            yield (f"{self.wizard.glyphs.of('warning')} {left} ", "warn")
        if self.session.viewing:
            yield (f"{self.wizard.glyphs.of('warning')} {self.session.viewing}", "warn")
        elif failures and self.status not in ("running", "done"):
            yield (f"{self.wizard.glyphs.of('error')} {failures[0].message}", "bad")
        elif self.closed and self.status not in LIVE:
            yield (f"{self.wizard.glyphs.of('warning')} {self.closed}", "warn")
        else:
            yield self.advice()

    # going into what is shown

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "drawer":
                return bool(self.problems) or self.query_one("#drawer").display
            case "filter":
                return self.grid is not None and not self.query_one(Filter).has_focus
            case "enter_list":
                return self.focused is None and bool(self.lists)
            case "leave_list":
                return self.focused is not None
        return True

    @property
    def lists(self) -> list[Widget]:
        """What can be gone into, tables first."""
        found = [*self.query("#body > Grid, #body .side Grid"), *self.query("Panel")]
        return [widget for widget in found if widget.display]

    @property
    def grid(self) -> Grid | None:
        """The table at hand: the one with the focus, or the first."""
        grids = [grid for grid in self.lists if isinstance(grid, Grid)]
        return next((g for g in grids if g.has_focus), grids[0] if grids else None)

    def action_filter(self) -> None:
        if self.grid is not None:
            self.query_one(Filter).ask(self.grid)

    def action_enter_list(self) -> None:
        self.set_focus(self.lists[0])

    def action_leave_list(self) -> None:
        self.set_focus(None)
