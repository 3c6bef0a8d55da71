"""What every screen can do besides: help, palette, copy, export, history, themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from textual.app import App

from migrate_tui.clip import copy
from migrate_tui.export import FORMATS, report, save, table
from migrate_tui.screens.actions import Action, actions
from migrate_tui.screens.ask import Ask
from migrate_tui.screens.detail import Detail
from migrate_tui.screens.help import KEYS, help_text
from migrate_tui.screens.history import History
from migrate_tui.screens.palette import Entry, Palette
from migrate_tui.screens.step import StepScreen
from migrate_tui.session.past import past
from migrate_tui.session.session import Session
from migrate_tui.session.spelled import shown
from migrate_tui.settings import Settings
from migrate_tui.terminal import Terminal
from migrate_tui.themes import NAMES
from migrate_tui.widgets.grid import Grid


class Tools(App[int]):
    """The part of the wizard that looks on: nothing here starts anything that writes."""

    session: Session
    terminal: Terminal
    settings: Settings
    keep: Callable[[Settings], None] | None

    @property
    def here(self) -> StepScreen | None:
        return self.screen if isinstance(self.screen, StepScreen) else None

    def action_help(self) -> None:
        if self.here is not None:
            command = shown(self.here.command_words)
            text = help_text(self.here.stage.does, actions(self.screen), command)
            self.push_screen(Detail(f"Help: {self.here.stage.title}", text))

    def action_palette(self) -> None:
        if self.here is not None:
            entries = [*map(_entry, actions(self.screen)), *self._themes()]
            self.push_screen(Palette(entries, self.terminal.glyphs), self._run)

    def _themes(self) -> Iterator[Entry]:
        for name in NAMES:
            if self.terminal.colour and name != self.theme:
                yield Entry(f"Colours: {name}", "", partial(self.choose_theme, name))

    def choose_theme(self, name: str) -> None:
        """From now on, and the next time."""
        self.theme = name
        self.settings = replace(self.settings, theme=name)
        if self.keep is not None:
            try:
                self.keep(self.settings)
            except OSError as error:
                self.notify(f"The choice cannot be kept: {error}", markup=False)

    async def _run(self, entry: Entry | None) -> None:
        if entry is None:
            return
        if isinstance(entry.run, Action):
            await self.run_action(entry.run.name, entry.run.node)
        elif callable(entry.run):
            entry.run()

    def action_history(self) -> None:
        plan = self.session.call.plan
        if self.here is not None:
            self.push_screen(
                History(past(plan), self.terminal.glyphs, shown(("history", str(plan))))
            )

    def action_browse(self) -> None:
        """The plan's databases, to look around in."""
        from migrate_tui.engine.browse.browser import (
            of_plan,  # late: few look, and drivers take a while
        )
        from migrate_tui.screens.browse import BrowseScreen

        if self.here is not None and self.session.plan is not None:
            browsers = of_plan(self.session.plan, str(self.session.call.plan))
            self.push_screen(BrowseScreen(browsers, self.terminal.glyphs))

    # copy and export

    def action_copy(self) -> None:
        """The row under the cursor, or else the command of this screen."""
        grid = self.focused if isinstance(self.focused, Grid) else None
        if grid is not None and len(grid.rows):
            text = "\t".join(grid.plain(grid.cursor))
        elif self.here is not None:
            text = shown(self.here.command_words)
        else:
            return
        said = copy(self, text, self.terminal, self.session.call.plan.resolve().parent)
        self.notify(said, title="Copy", markup=False)

    def action_export(self) -> None:
        answers = {key: does for key, (_, does) in FORMATS.items()}
        self.push_screen(Ask("Export", [["As which file?"]], answers, "Nothing"), self._export)

    def _export(self, answer: str | None) -> None:
        if answer is None or self.here is None:
            return
        kind, name = FORMATS[answer][0], f"{self.here.state.run or 'no-run'}-{self.here.stage.name}"
        try:
            path = save(self._text(kind), self.session.call.plan.resolve().parent, name, kind)
            self.notify(f"Written to {path}", title="Export", markup=False)
        except OSError as error:
            self.notify(f"It cannot be written: {error}", severity="error", markup=False)

    def _text(self, kind: str) -> str:
        if kind == "svg":
            return self.export_screenshot(title="migrate-tui")
        assert self.here is not None
        if kind == "csv":
            return table(*_table(self.here))
        return report(self.here.state, kind)


def _table(screen: StepScreen) -> tuple[list[str], list[tuple[str, ...]]]:
    """The table that has the focus, or else the first."""
    grids = [grid for grid in screen.lists if isinstance(grid, Grid)]
    chosen = next((grid for grid in grids if grid.has_focus), grids[0] if grids else None)
    if chosen is None:
        return [], []
    return [h.name for h in chosen.headings], [chosen.plain(at) for at in range(len(chosen.rows))]


def _entry(action: Action) -> Entry:
    return Entry(action.does, " ".join(KEYS.get(k, k) for k in action.keys[:2]), action)
