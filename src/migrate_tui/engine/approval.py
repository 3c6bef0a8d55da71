"""A dry run that somebody has looked at: its approval lies beside the run."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from migrate_tui.engine import process
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.events import Foreseen
from migrate_tui.engine.history import HOME, Record, keep

FILE = "approval.json"


@dataclass(frozen=True)
class Approval:
    """Who approved which dry run, and when."""

    run: str
    plan: str
    hash: str
    parts: dict[str, str]
    by: str
    at: str

    def differing(self, now: dict[str, str]) -> list[str]:
        """The parts that are not what it was given for."""
        return [name for name, part in now.items() if self.parts.get(name) != part]


def short(part: object) -> str:
    """The name of a part: the same for the same."""
    return hashlib.sha256(repr(part).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def approve(record: Record) -> Approval:
    """Raises PlanError where the run made no dry run that came to its end."""
    state = record.state()
    told = state.of(Foreseen)
    if not told:
        raise PlanError(
            f"Run {record.run} has no dry run that could be approved",
            "It has to come to its end, within the budget of rejects: run it with --step dry-run.",
        )
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    last = told[-1]
    found = Approval(record.run, state.plan, last.hash, last.parts, process.this().name, at)
    keep(record.folder / FILE, asdict(found))
    return found


def approvals(directory: Path, plan: str) -> Iterator[Approval]:
    """The approvals of a plan on this machine; what cannot be read is none."""
    for path in directory.glob(f"{HOME}/runs/*/{FILE}"):
        with contextlib.suppress(OSError, ValueError, TypeError):
            found = Approval(**json.loads(path.read_text()))
            if found.plan == plan:
                yield found
