"""A new plan from two databases: both are tried as they are typed, then `init` writes it.

The password of a server goes into the keyring; where there is none it stays in this session.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Input, Label, Static

from migrate_tui.engine import wallet
from migrate_tui.engine.databases.url import postgresql_address
from migrate_tui.engine.errors import MigrateError
from migrate_tui.screens.connection import Connection
from migrate_tui.session.address import Address
from migrate_tui.session.asking import Question
from migrate_tui.session.spelled import shown
from migrate_tui.widgets.field import Field
from migrate_tui.widgets.keys import Hint, Keys
from migrate_tui.widgets.words import status, words

if TYPE_CHECKING:
    from migrate_tui.start import Start

VARIABLES = {"source": "SOURCE_DATABASE", "target": "TARGET_DATABASE"}
LOOK = 0.25


@dataclass(frozen=True)
class Side:
    """How `init` is told of one database: its URL, or the variable that holds it."""

    said: str
    environ: dict[str, str] = field(default_factory=dict)
    note: str = ""


def kept(role: str, address: Address) -> Side:
    """The password goes into the keyring, under the name by which the engine asks for it."""
    if not address.password:
        return Side(address.url)
    account = postgresql_address(address.url).account
    try:
        wallet.store(account, address.password)
    except MigrateError as error:
        name = VARIABLES[role]
        note = f"{error.message}: the plan reads {name}, which this session alone knows."
        return Side(f"${{{name}}}", {name: address.url}, note)
    return Side(address.open, note=f"The keyring holds {account} now.")


class NewPlan(Screen[None]):
    """Leaves by esc, or with the plan that `init` wrote."""

    AUTO_FOCUS = "#source #file"
    CSS_PATH = "new_plan.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="new.back"),
        *(  # before the next key, however fast it comes: it may be the first of a password
            Binding(key, f"app.focus_{way}", "Field", show=False, priority=True, id=f"new.{way}")
            for key, way in (("tab", "next"), ("shift+tab", "previous"))
        ),
    ]

    class Kept(Message):
        """From the thread: how both databases are told of."""

        def __init__(self, sides: tuple[Side, Side]) -> None:
            super().__init__()
            self.sides = sides

    @property
    def start(self) -> Start:
        return cast("Start", self.app)

    def compose(self) -> ComposeResult:
        self.question: Question | None = None
        self.sides: tuple[Side, ...] = ()
        self.ticks, self.busy = 0, False
        glyphs = self.start.glyphs
        yield Static(words((" migrate-tui ", "strong"), " a new plan from two databases"), id="top")
        with VerticalScroll(id="form", can_focus=False):
            with Horizontal(id="sides"):
                yield Connection("Source", glyphs, target=False, id="source")
                yield Connection("Target", glyphs, target=True, id="target")
            with Horizontal(classes="field"):
                yield Label("plan")
                yield Field("plan.yaml", compact=True, id="plan")
                yield Button("Write the plan", id="write", compact=True, disabled=True)
        yield Static(id="command")
        yield Static(id="status")
        yield Keys(id="keys")

    def on_mount(self) -> None:
        self.query_one("#plan", Input).cursor_blink = False
        self.set_interval(LOOK, self._look)
        self.show()

    def on_unmount(self) -> None:
        if self.question is not None:
            self.question.stop()

    @property
    def ends(self) -> tuple[Connection, Connection]:
        return self.query_one("#source", Connection), self.query_one("#target", Connection)

    @property
    def path(self) -> str:
        return self.query_one("#plan", Input).value.strip()

    # drawing

    @on(Connection.Changed)
    @on(Input.Changed, "#plan")
    def show(self) -> None:
        source, target = self.ends
        ready = source.ready and target.ready and bool(self.path) and not self.busy
        self.query_one("#write", Button).disabled = not ready
        ends = [
            name if one.address.missing else one.address.shown
            for name, one in (("SOURCE", source), ("TARGET", target))
        ]
        told = ("init", *ends, "-o", self.path)
        self.query_one("#command", Static).update(words((f" $ {shown(told)}", "dim")))
        self.query_one(Keys).tell(
            [Hint("tab", "Next field"), Hint("enter", "Write the plan"), Hint("esc", "Back")]
        )
        if self.question is None and not self.busy:
            advice = "Neither database is written. Every value of the source is looked at."
            self.say(advice if ready else "Both databases have to answer first.")

    def say(self, text: str, word: str = "") -> None:
        glyphs = self.start.glyphs
        told = status(word, glyphs, text) if word else words(text)
        self.query_one("#status", Static).update(Content.assemble(" ", told))

    # writing the plan

    @on(Input.Submitted)
    @on(Button.Pressed, "#write")
    def begin(self) -> None:
        if self.query_one("#write", Button).disabled:
            return
        source, target = self.ends
        self.busy = True
        self.say(f"Putting passwords into the keyring{self.start.glyphs.ellipsis}", "running")
        self.query_one("#write", Button).disabled = True
        self.keep(source.address, target.address)

    @work(thread=True, exclusive=True, group="keep", exit_on_error=False)
    def keep(self, source: Address, target: Address) -> None:
        self.post_message(self.Kept((kept("source", source), kept("target", target))))

    @on(Kept)
    def ask(self, event: Kept) -> None:
        self.sides, self.ticks = event.sides, 0
        for side in self.sides:
            os.environ.update(side.environ)
        said = (side.said for side in self.sides)
        self.question = Question.ask(("init", *said, "-o", self.path, "--json"))

    def _look(self) -> None:
        if self.question is None or self.question.done:
            return
        self.ticks += 1
        if not self.question.poll():
            self.say(f"Looking at every value of the source: {int(self.ticks * LOOK)} s", "running")
            return
        self.busy = False
        if self.question.answer is None:
            self.say(" ".join(self.question.error), "error")
            self.query_one("#write", Button).disabled = False
        else:
            environ = {name: url for side in self.sides for name, url in side.environ.items()}
            notes = tuple(side.note for side in self.sides if side.note)
            self.start.open(Path(self.question.answer["plan"]), environ, notes)

    def action_back(self) -> None:
        self.app.pop_screen()
