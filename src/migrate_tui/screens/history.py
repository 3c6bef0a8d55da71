"""The runs of this plan on this machine: how each ended; enter opens the whole summary."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from migrate_tui.engine.errors import MigrateError
from migrate_tui.render.style import TONES, Style
from migrate_tui.render.summary import summary
from migrate_tui.render.text import to_text
from migrate_tui.screens.detail import Detail
from migrate_tui.session.past import Past
from migrate_tui.terminal import Glyphs
from migrate_tui.widgets.grid import Grid, Heading, Row
from migrate_tui.widgets.words import Part, words

HEADINGS = (Heading("", widest=14), Heading("run"), Heading("did", widest=60), Heading("when"))


class History(ModalScreen[None]):
    AUTO_FOCUS = "Grid"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back", id="history.back"),
    ]

    def __init__(self, runs: tuple[Past, ...], glyphs: Glyphs, command: str = "") -> None:
        super().__init__()
        self.runs, self.glyphs, self.command = runs, glyphs, command

    def compose(self) -> ComposeResult:
        yield Grid(self.glyphs, *HEADINGS, id="runs")
        keys: tuple[Part, ...] = (("enter", "key"), " Open  ", ("esc", "key"), " Back")
        yield Static(words(*keys, (f"   $ {self.command}", "dim")), id="hint")

    def on_mount(self) -> None:
        grid = self.query_one(Grid)
        grid.border_title = words(f"History  {len(self.runs)} runs")
        grid.tell([self._row(run) for run in self.runs])

    def _row(self, run: Past) -> Row:
        tone = TONES.get(run.status, "")
        return (
            (f"{self.glyphs.of(run.status)} {run.status}", tone),
            run.record.run,
            run.what,
            run.age,
        )

    @on(Grid.Opened)
    def opened(self, event: Grid.Opened) -> None:
        record = self.runs[event.at].record
        try:
            style = Style(unicode=self.glyphs.full != "#", width=max(40, self.size.width - 12))
            text = to_text(summary(record.state()), style)
        except MigrateError as error:
            text = f"{error.message}\n{error.hint}"
        self.app.push_screen(Detail(f"run {record.run}", words(text)))

    def action_back(self) -> None:
        self.dismiss(None)
