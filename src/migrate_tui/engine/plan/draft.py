"""The parts of a plan that make sense by themselves; whether they fit together is not known yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from migrate_tui.engine.plan.mapping import Mapping
from migrate_tui.engine.plan.models import RUN_TIME, Plan
from migrate_tui.engine.plan.problems import Path
from migrate_tui.engine.plan.sections import Check, ChecklistItem

Wrong = tuple[Path, str]  # where, and what


@dataclass(frozen=True)
class Draft:
    """`raw` is what the file says; parts that are wrong by themselves are missing elsewhere."""

    raw: dict[str, Any]
    head: Plan | None  # all that is no list
    mappings: dict[int, Mapping] = field(default_factory=dict)
    seed: dict[int, Mapping] = field(default_factory=dict)
    checks: dict[int, Check] = field(default_factory=dict)
    checklist: dict[int, ChecklistItem] = field(default_factory=dict)

    @property
    def params(self) -> frozenset[str]:
        declared = self.raw.get("params")
        return frozenset({RUN_TIME, *declared} if isinstance(declared, dict) else {RUN_TIME})

    @property
    def one_database(self) -> bool:
        return self.raw.get("target") in ("same", self.raw.get("source"))

    def each_mapping(self) -> Iterator[tuple[Path, Mapping]]:
        for key, mappings in (("seed", self.seed), ("mappings", self.mappings)):
            for number, mapping in mappings.items():
                yield (key, number), mapping
