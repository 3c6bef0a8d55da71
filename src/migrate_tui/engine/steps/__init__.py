"""The steps by name, in the order they are taken; to add one, add its file and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from migrate_tui.engine.context import Context
from migrate_tui.engine.events import Event
from migrate_tui.engine.steps.backup import backup
from migrate_tui.engine.steps.clean_up import drop_backups
from migrate_tui.engine.steps.clean_up_preview import clean_up_preview
from migrate_tui.engine.steps.dry_run import dry_run
from migrate_tui.engine.steps.migrate import migrate
from migrate_tui.engine.steps.preflight import preflight
from migrate_tui.engine.steps.proof import proven_clean_up
from migrate_tui.engine.steps.schema import schema
from migrate_tui.engine.steps.seed import seed
from migrate_tui.engine.steps.verify import verify


@dataclass(frozen=True)
class Step:
    name: str
    run: Callable[[Context], Iterator[Event]]


STEPS = {
    step.name: step
    for step in (
        Step("preflight", preflight),
        Step("backup", backup),
        Step("schema", schema),
        Step("seed", seed),
        Step("dry-run", dry_run),
        Step("migrate", migrate),
        Step("verify", verify),
        Step("clean-up-preview", clean_up_preview),
        Step("clean-up", proven_clean_up),
        Step("drop-backups", drop_backups),
    )
}
DEFAULT = ("preflight", "backup", "schema", "dry-run", "migrate", "verify")
WRITING = frozenset({"seed", "migrate"})  # these leave a run in the target
PRINTING = frozenset({"dry-run", "migrate", "verify"})  # these ask what the source was
CHANGING = WRITING | {"schema", "clean-up", "drop-backups"}  # these have to be allowed
