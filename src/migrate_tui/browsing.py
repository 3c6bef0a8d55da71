"""The browser by itself: the same screen as in the wizard, over one database or a plan's two."""

from __future__ import annotations

from textual import events
from textual.app import App

from migrate_tui.engine.browse.browser import Browser
from migrate_tui.lifeguard import Lifeguard
from migrate_tui.screens.browse import BrowseScreen
from migrate_tui.terminal import Terminal
from migrate_tui.themes import THEMES
from migrate_tui.widgets.tier import draw_as


class Browsing(App[int]):
    """Ends when its screen is left."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012

    def __init__(
        self, browsers: tuple[Browser, ...], terminal: Terminal, table: str = "", theme: str = ""
    ) -> None:
        super().__init__(ansi_color=True if not terminal.colour else None)
        self.browsers, self.terminal, self.table = browsers, terminal, table
        self.animation_level = "none"
        self.lifeguard = Lifeguard(self)
        for known in THEMES:
            self.register_theme(known)
        self.theme = "ansi-dark" if not terminal.colour else theme or THEMES[0].name

    def on_mount(self) -> None:
        draw_as(self, self.terminal.glyphs)
        if not self.is_headless:
            self.lifeguard.install()
        screen = BrowseScreen(self.browsers, self.terminal.glyphs, self.table)
        self.push_screen(screen, lambda _: self.exit(0))

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and event.key == "ctrl+c":
            self.exit(0)
        else:
            await super().on_event(event)
