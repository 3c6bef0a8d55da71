"""Every action of a screen that would do something now: what help lists and the palette runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual.dom import DOMNode
from textual.screen import Screen

HIDDEN = ("palette", "help", "interrupt")


@dataclass(frozen=True)
class Action:
    keys: tuple[str, ...]
    does: str
    name: str  # as Textual runs it
    node: DOMNode  # whose action it is
    group: str


def actions(screen: Screen[Any]) -> list[Action]:
    """In the order of the bindings' weight, each once with all its keys. Ours have ids."""
    found: dict[tuple[str, DOMNode], Action] = {}
    for key, active in screen.active_bindings.items():
        binding, node = active.binding, active.node
        if not active.enabled or not binding.id or binding.action in HIDDEN:
            continue
        at = binding.action, node
        keys = (*(found[at].keys if at in found else ()), key)
        does = getattr(screen, "forward", "") if binding.action == "forward" else ""
        group = _group(binding.id or "")
        found[at] = Action(keys, does or binding.description, binding.action, node, group)
    return list(found.values())


def _group(name: str) -> str:
    """Move, act, view or leave, by the binding's id."""
    place, _, what = name.partition(".")
    if place == "grid" or what in ("rows", "back"):
        return "Move"
    if place == "app":
        return "Leave" if what in ("quit", "detach") else "Go to and look"
    return "Here"
