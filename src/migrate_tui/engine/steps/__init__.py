"""The steps by name, in the order they are taken; to add one, add its file and a line here.

Invariant: to know the steps imports none of them, and a run only those that it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from migrate_tui.engine.events import Event

if TYPE_CHECKING:
    from migrate_tui.engine.context import Context

Taken = Callable[["Context"], Iterator[Event]]


@dataclass(frozen=True)
class Step:
    name: str
    run: Taken


def step(name: str, module: str, function: str = "") -> Step:
    """Its function, of the same name as its module where it says no other, is imported when the
    step is taken."""

    def run(context: Context) -> Iterator[Event]:
        found: Taken = getattr(import_module(f"{__name__}.{module}"), function or module)
        return found(context)

    return Step(name, run)


STEPS = {
    one.name: one
    for one in (
        step("preflight", "preflight"),
        step("backup", "backup"),
        step("schema", "schema"),
        step("seed", "seed"),
        step("dry-run", "dry_run"),
        step("migrate", "migrate"),
        step("verify", "verify"),
        step("clean-up-preview", "clean_up_preview"),
        step("clean-up", "proof", "proven_clean_up"),
        step("drop-backups", "clean_up", "drop_backups"),
    )
}
DEFAULT = ("preflight", "backup", "schema", "dry-run", "migrate", "verify")
WRITING = frozenset({"seed", "migrate"})  # these leave a run in the target
PRINTING = frozenset({"dry-run", "migrate", "verify"})  # these ask what the source was
CHANGING = WRITING | {"schema", "clean-up", "drop-backups"}  # these have to be allowed
