"""What init found out and did about it: a fact, the remedy chosen, what else could be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Found:
    """`error` says that rows will be rejected or an object stays behind; `warning` that something
    is not as it was; `info` that a choice was made which another could be better than."""

    severity: Severity
    table: str
    column: str  # "" where it is about the whole table
    fact: str
    remedy: str
    alternatives: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        return f"{self.table}.{self.column}" if self.column else self.table


@dataclass(frozen=True)
class LeftBehind:
    """What is not carried over, and why."""

    table: str
    why: str
    column: str | None = None
