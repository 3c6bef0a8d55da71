"""The keys of a screen as hints: nearest first, only those that would do something now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrate_tui.terminal import Glyphs
from migrate_tui.widgets.keys import Hint

if TYPE_CHECKING:
    from migrate_tui.screens.frame import Frame

PRESSING = ("step.errors", "app.take-over", "app.detach")
NAMES = {"question_mark": "?", "colon": ":", "slash": "/", "escape": "esc"}


def hints(screen: Frame) -> list[Hint]:
    """Every key that is shown and alive, in the order of the bindings' weight."""
    found: dict[str, Hint] = {}
    weight: dict[str, int] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if binding.show and active.enabled and binding.action not in found:
            weight[binding.action] = _weight(key, binding.id or "")
            does = describe(screen, binding.action, binding.description)
            found[binding.action] = Hint(name(key, screen.wizard.glyphs), does)
    return [found[action] for action in sorted(found, key=lambda action: weight[action])]


def _weight(key: str, place: str) -> int:
    """Enter first, then what only this screen has, what all have, and what the program has; out of
    turn what a run at work, or what went wrong, makes pressing."""
    if key == "enter":
        return 0
    if place in PRESSING:
        return 1
    return {"step": 3, "app": 4}.get(place.partition(".")[0], 2)


def name(key: str, glyphs: Glyphs) -> str:
    return {**NAMES, "down": glyphs.down, "up": glyphs.up}.get(key, key)


def describe(screen: Frame, action: str, description: str) -> str:
    return screen.forward if action == "forward" else description
