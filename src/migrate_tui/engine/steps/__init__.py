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


def late(module: str, function: str) -> Taken:
    """A step's function, imported when the step is taken."""

    def run(context: Context) -> Iterator[Event]:
        taken: Taken = getattr(import_module(f"{__name__}.{module}"), function)
        return taken(context)

    return run


STEPS = {
    step.name: step
    for step in (
        Step("preflight", late("preflight", "preflight")),
        Step("backup", late("backup", "backup")),
        Step("schema", late("schema", "schema")),
        Step("seed", late("seed", "seed")),
        Step("dry-run", late("dry_run", "dry_run")),
        Step("migrate", late("migrate", "migrate")),
        Step("verify", late("verify", "verify")),
        Step("clean-up-preview", late("clean_up_preview", "clean_up_preview")),
        Step("clean-up", late("proof", "proven_clean_up")),
        Step("drop-backups", late("clean_up", "drop_backups")),
    )
}
DEFAULT = ("preflight", "backup", "schema", "dry-run", "migrate", "verify")
WRITING = frozenset({"seed", "migrate"})  # these leave a run in the target
PRINTING = frozenset({"dry-run", "migrate", "verify"})  # these ask what the source was
CHANGING = WRITING | {"schema", "clean-up", "drop-backups"}  # these have to be allowed
