"""What the columns of a SQLite file hold, known for as long as nobody writes to it.

Invariant: a census is of the file as it is. Once that has another version nothing is known any
more, and who reads by a census asks for the version as he reads.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.census import Census, census
from migrate_tui.engine.databases.file import state_of

if TYPE_CHECKING:
    from migrate_tui.engine.databases.base import Connection

FILE = "census.json"
Known = dict[tuple[str, str], Census]


@dataclass
class Holdings:
    """Of one file as one connection sees it; in `folder` they outlive the process."""

    source: Connection
    path: Path
    folder: Path | None = None
    seen: int = -1  # the version of what is known
    known: Known = field(default_factory=dict)

    def version(self) -> int:
        """Another number once another connection has committed; of the view, within a snapshot."""
        return int(self.source.execute("pragma data_version")[0][0])

    def of(self, found: Table, names: Sequence[str]) -> dict[str, Census]:
        version, state = self.version(), state_of(self.path)
        if version != self.seen:
            self.seen, self.known = version, recalled(self.folder, state)
        missing = [name for name in names if (found.name, name) not in self.known]
        counted = census(self.source, found, missing)
        self.known |= {(found.name, name): held for name, held in counted.items()}
        if counted and self.folder is not None and self.version() == version:
            remember(self.folder, state, self.known)
        return {name: self.known[found.name, name] for name in names}


def remember(folder: Path, state: list[object], known: Mapping[tuple[str, str], Census]) -> None:
    """Where nothing can be kept, the next one counts again."""
    columns = [[*place, list(astuple(held))] for place, held in known.items()]
    with contextlib.suppress(OSError):
        new = folder / f"{FILE}.{os.getpid()}"
        new.write_text(json.dumps({"file": state, "columns": columns}))
        new.replace(folder / FILE)


def recalled(folder: Path | None, state: list[object]) -> Known:
    """What was kept of this very state of the file."""
    try:
        kept = json.loads((folder / FILE).read_text()) if folder else {}
        if kept.get("file") != state:
            return {}
        return {(table, column): Census(*held) for table, column, held in kept["columns"]}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
