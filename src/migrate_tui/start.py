"""What opens where no plan is named: a page to choose one, to try one, or to make one.

It ends with a choice; the wizard is opened on it afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from migrate_tui.lifeguard import Lifeguard
from migrate_tui.screens.home import Home
from migrate_tui.terminal import Glyphs, Terminal
from migrate_tui.themes import THEMES
from migrate_tui.widgets.tier import draw_as


@dataclass(frozen=True)
class Chosen:
    """A plan to open, and what its environment needs."""

    plan: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    env: str | None = None


class Start(App[Chosen]):
    TITLE = "migrate-tui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (28, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "quit", "Quit", show=False, priority=True, id="start.interrupt"),
    ]

    def __init__(self, terminal: Terminal, theme: str = "") -> None:
        super().__init__(ansi_color=True if not terminal.colour else None)
        self.terminal = terminal
        self.animation_level = "none"
        for known in THEMES:
            self.register_theme(known)
        self.theme = "ansi-dark" if not terminal.colour else theme or THEMES[0].name

    @property
    def glyphs(self) -> Glyphs:
        return self.terminal.glyphs

    def on_mount(self) -> None:
        draw_as(self, self.glyphs)
        if not self.is_headless:
            Lifeguard(self).install()
        self.push_screen(Home())

    def open(
        self,
        plan: Path,
        environ: Mapping[str, str] | None = None,
        notes: tuple[str, ...] = (),
        env: str | None = None,
    ) -> None:
        self.exit(Chosen(plan, environ or {}, notes, env))
