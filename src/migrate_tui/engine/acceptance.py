"""A difference that verification found and that somebody accepts: as it is, with a note, and told
wherever it is met again."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from migrate_tui.engine import process
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.events import Accepted, MappingVerified, Scalar
from migrate_tui.engine.history import ACCEPTED, HOME, Record, keep

Whose = Mapping[str, Scalar]


def accept(record: Record, mapping: str, note: str) -> Accepted:
    """Raises PlanError where the run found no difference in that mapping."""
    state = record.state()
    found = {v.name: v for v in state.of(MappingVerified) if v.verdict != "match"}
    if mapping not in found:
        known = ", ".join(found) or "none"
        raise PlanError(
            f"Run {record.run} found no difference in a mapping {mapping}",
            f"Mappings in which it found one: {known}",
        )
    if not note.strip():
        raise PlanError("An acceptance needs a note", "Say why with --note TEXT.")
    was, at = found[mapping], datetime.now(UTC).isoformat(timespec="milliseconds")
    numbers = (was.missing, was.extra, was.different)
    told = Accepted(mapping, note, process.this().name, at, *numbers)
    others = [one for one in record.accepted() if one.name != mapping]
    start = state.started
    whose = [state.plan, start.env if start else None, dict(start.params) if start else {}]
    keep(record.folder / ACCEPTED, {"of": whose, "all": [asdict(one) for one in (*others, told)]})
    return told


class Accepts:
    """What is accepted of a plan, in one environment and with the same params."""

    def __init__(self, directory: Path, plan: str, env: str | None, params: Whose) -> None:
        self._all = list(_accepted(directory, [plan, env, dict(params)]))

    def of(self, found: MappingVerified) -> Accepted | None:
        """The newest acceptance of this very difference: as many rows, of each kind."""
        numbers = (found.missing, found.extra, found.different)
        fitting = [
            one
            for one in self._all
            if one.name == found.name and (one.missing, one.extra, one.different) == numbers
        ]
        return max(fitting, key=lambda one: one.at, default=None)


def _accepted(directory: Path, whose: list[object]) -> Iterator[Accepted]:
    for path in directory.glob(f"{HOME}/runs/*/{ACCEPTED}"):
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            if json.loads(path.read_text())["of"] == whose:
                yield from Record(path.parent).accepted()
