"""What init has decided about one table: how it is made, how it is filled, what was found."""

from __future__ import annotations

from dataclasses import dataclass, field

from migrate_tui.engine.databases.shape import NewTable
from migrate_tui.engine.profile.findings import Found, LeftBehind


@dataclass(frozen=True)
class Filled:
    """A mapping of the plan; `columns` are those that are not simply copied by their name."""

    into: str
    source: str
    key: tuple[str, ...]
    columns: dict[str, str]
    same: bool = True
    ignore: tuple[str, ...] = ()
    query: str | None = None
    triggers: bool = False


@dataclass(frozen=True)
class Drafted:
    source: str
    rows: int
    filled: Filled
    new: NewTable | None  # None where the target has the table
    doubtful: bool = False  # rows will be rejected
    found: tuple[Found, ...] = ()
    left: tuple[LeftBehind, ...] = field(default=())
