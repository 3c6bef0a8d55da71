"""A form for one database: what is typed is tried a moment later, in a thread of its own.

Nothing waits for a database here, and the password is never drawn.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Label, Select, Static

from migrate_tui.engine.reach import BAD, GOOD, Reached, reach
from migrate_tui.engine.secrets import remember
from migrate_tui.session.address import POSTGRESQL, SQLITE, SSL, Address
from migrate_tui.terminal import Glyphs
from migrate_tui.widgets.field import Field
from migrate_tui.widgets.words import lines, status, words

REST = 0.6  # seconds without a key before what stands there is tried
KINDS = (("SQLite file", SQLITE), ("PostgreSQL", POSTGRESQL))
OF_SERVER = ("host", "port", "database", "user", "password")
HINTS = {"file": "app.db", "host": "localhost", "port": "5432", "password": "or in the keyring"}


class Connection(Vertical):
    """One side of a new plan."""

    fields: ClassVar[tuple[str, ...]] = ("file", *OF_SERVER)

    class Changed(Message):
        """Another address, or another answer to it."""

    class Told(Message):
        """From the thread: what became of one address."""

        def __init__(self, url: str, reached: Reached) -> None:
            super().__init__()
            self.url, self.reached = url, reached

    def __init__(self, title: str, glyphs: Glyphs, *, target: bool, **names: str) -> None:
        super().__init__(**names)  # type: ignore[arg-type]  # id and classes
        self.border_title, self.glyphs, self.target = words(title), glyphs, target
        self.reached: Reached | None = None
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(classes="field"):
            yield Label("kind")
            yield Select(KINDS, value=SQLITE, allow_blank=False, compact=True, id="kind")
        for name in self.fields:
            with Horizontal(classes="field", id=f"field-{name}"):
                yield Label(name)
                hidden = name == "password"
                yield Field(placeholder=HINTS.get(name, ""), password=hidden, compact=True, id=name)
        with Horizontal(classes="field", id="field-ssl"):
            yield Label("ssl")
            choices = [(mode, mode) for mode in SSL]
            yield Select(choices, value=SSL[0], allow_blank=False, compact=True, id="ssl")
        yield Static(id="told")

    def on_mount(self) -> None:
        for field in self.query(Input):
            field.cursor_blink = False
        self.fit_kind()

    @property
    def address(self) -> Address:
        typed = {field.id or "": field.value for field in self.query(Input)}
        kind, ssl = (str(self.query_one(f"#{name}", Select).value) for name in ("kind", "ssl"))
        return Address.of({**typed, "kind": kind, "ssl": ssl})

    @property
    def ready(self) -> bool:
        return self.reached is not None and self.reached.word != BAD

    def fit_kind(self) -> None:
        """Only what this kind of database has."""
        file = self.address.kind == SQLITE
        for name in (*self.fields, "ssl"):
            self.query_one(f"#field-{name}").display = (name == "file") == file
        self.show()

    @on(Select.Changed)
    @on(Input.Changed)
    def changed(self) -> None:
        self.reached = None
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, self.attempt)
        self.fit_kind()
        self.post_message(self.Changed())

    def attempt(self) -> None:
        address = self.address
        remember(address.password or None)
        if not address.missing:
            self.look(address.url)

    @work(thread=True, exclusive=True, group="reach", exit_on_error=False)
    def look(self, url: str) -> None:
        """Touches no widget: the answer comes back as a message."""
        self.post_message(self.Told(url, reach(url, create=self.target)))

    @on(Told)
    def take(self, event: Told) -> None:
        if event.url == self.address.url:  # else it answers what nobody asks any more
            self.reached = event.reached
            self.show()
            self.post_message(self.Changed())

    def show(self) -> None:
        address, reached = self.address, self.reached
        if address.missing:
            told = [words((f"Type {address.missing}.", "dim"))]
        elif reached is None:
            told = [words((address.shown, "dim")), words(f"trying{self.glyphs.ellipsis}")]
        else:
            word = GOOD if reached.word != BAD else BAD
            told = [words((address.shown, "dim")), status(word, self.glyphs, reached.told)]
            told += [words((reached.hint, "dim"))] if reached.hint else []
        self.query_one("#told", Static).update(lines(*told))
