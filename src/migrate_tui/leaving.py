"""How the wizard is left: by its keys, by a crash, or because the terminal is too small to stay.

A run at work is never taken along, and whoever leaves one is told how to find it again.
"""

from __future__ import annotations

import time

from textual import events
from textual.app import App
from textual.geometry import Size

from migrate_tui import crash
from migrate_tui.screens.leave import DETACH, PAUSE, Leave
from migrate_tui.screens.too_small import TooSmall, is_small
from migrate_tui.session.company import again
from migrate_tui.session.session import Session

AGAIN = 5.0  # seconds in which a second ctrl+c counts


class Leaving(App[int]):
    """The part of the wizard that knows the ways out."""

    session: Session
    farewell = ""  # said on the terminal when the screens are gone
    _interrupted = float("-inf")

    # too small

    def on_resize(self, event: events.Resize) -> None:
        self.fit(event.size)

    def fit(self, size: Size) -> None:
        top = self.screen if isinstance(self.screen, TooSmall) else None
        if top and is_small(size):
            top.tell(size, busy=self.session.busy)
        elif top:
            self.pop_screen()
        elif is_small(size):
            self.push_screen(TooSmall(size, busy=self.session.busy))

    # keys

    async def on_event(self, event: events.Event) -> None:
        """Ctrl+c is heard over every dialog."""
        if isinstance(event, events.Key) and event.key == "ctrl+c":
            self.action_interrupt()
        else:
            await super().on_event(event)

    def action_leave(self) -> None:
        if not self.session.busy or self.session.viewing:
            self.exit(0)
        elif not isinstance(self.screen, Leave):
            run = self.session.current.run if self.session.current else ""
            self.push_screen(Leave(run, again(self.session)), self._answered)

    def action_interrupt(self) -> None:
        """The first asks where a run is at work, the second within a few seconds detaches."""
        now = time.monotonic()
        twice, self._interrupted = now - self._interrupted < AGAIN, now
        if twice:
            self.action_detach()
        else:
            self.action_leave()

    def action_detach(self) -> None:
        self.exit(0)

    def _answered(self, word: str | None) -> None:
        if word == DETACH:
            self.action_detach()
        elif word == PAUSE:
            self.session.pause()

    # the end

    def parting(self) -> str:
        """The last words, once the terminal is as it was."""
        self.session.poll()  # it may have said its id, or its end, since the last look
        if self.farewell or not self.session.busy:
            return self.farewell
        return f"The run goes on by itself. To see it again: {again(self.session)}"

    def _handle_exception(self, error: Exception) -> None:
        """Textual would print every local variable; passwords may be among them."""
        if not self.is_headless:
            self._return_code = 1
            path = crash.report(error, self.session.call.plan)
            self.farewell = self.farewell or crash.words(error, path)
            self._close_messages_no_wait()
        else:
            super()._handle_exception(error)
