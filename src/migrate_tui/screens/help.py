"""Help: what this step does and cannot do, every key that works now, and the same as a command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual.content import Content

from migrate_tui.render.style import cells
from migrate_tui.screens.actions import Action
from migrate_tui.widgets.words import lines, words

KEYS = {"question_mark": "?", "colon": ":", "slash": "/", "escape": "esc", "pageup": "PgUp"} | {
    "pagedown": "PgDn"
}


def help_text(does: str, found: Sequence[Action], command: str) -> Content:
    return lines(*_rows(does, found, command))


def _rows(does: str, found: Sequence[Action], command: str) -> Iterator[Content]:
    yield words(does)
    for group, members in _grouped(found).items():
        yield words()
        yield words((group, "strong"))
        width = max(cells(_keys(action)) for action in members)
        for action in members:
            yield words((f"  {_keys(action):<{width}}", "key"), f"  {action.does}")
    yield words()
    yield words(("The same without screens", "strong"))
    yield words(f"  {command}")


def _grouped(found: Sequence[Action]) -> Mapping[str, list[Action]]:
    groups: dict[str, list[Action]] = {name: [] for name in ("Here", "Move", "Go to and look")}
    for action in found:
        groups.setdefault(action.group, []).append(action)
    return {name: members for name, members in groups.items() if members}


def _keys(action: Action) -> str:
    return " ".join(KEYS.get(key, key) for key in action.keys)
