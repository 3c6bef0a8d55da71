"""One mapping of a plan made ready to run: what it reads, and how it is staged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping as Dict
from dataclasses import dataclass

from migrate_tui import __version__
from migrate_tui.engine.context import Context
from migrate_tui.engine.cycles import Circle
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.reading import Reader, TableReader
from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.diff.relation import BAD
from migrate_tui.engine.plan import Mapping


@dataclass(frozen=True)
class Raw:
    """A temporary table in the target that holds rows of one source as they are there."""

    name: str
    label: str
    columns: tuple[
        tuple[str, str], ...
    ]  # used columns, then the order columns, mt_bad not among them
    order: tuple[str, ...]
    reader: Reader | None = None  # rows of a table or query of another database
    query: str | None = None  # rows of a user's query in the target's own database
    rows: tuple[Dict[str, object], ...] | None = None  # rows that stand in the plan

    @property
    def table(self) -> TableReader | None:
        return self.reader if isinstance(self.reader, TableReader) else None


@dataclass(frozen=True)
class Job:
    """One mapping, ready. `direct` jobs are staged range by range, all others are gathered once."""

    parsed: Parsed
    position: int
    tables: tuple[Table, ...]  # source tables that the target can read itself
    raws: tuple[Raw, ...]
    direct: tuple[str, ...] = ()  # the source columns that are the key, proven unique
    of: tuple[str, ...] = ()
    seed: bool = False
    wanted: str = ""
    quick: Job | None = None  # direct, and staged in the target's types where values allow it
    keys: Job | None = None  # of a mirror that is direct: its keys, to be gathered once
    refers: tuple[str, ...] = ()  # columns that refer to rows which a mirror may delete
    circle: Circle | None = None  # on a circle of foreign keys: gathered with its other mappings

    @property
    def name(self) -> str:
        return self.parsed.name

    @property
    def mapping(self) -> Mapping:
        return self.parsed.mapping

    @property
    def mirrors(self) -> bool:
        """Whether target rows that the source has no longer are deleted."""
        return self.mapping.on_missing == "delete"

    @property
    def keyed(self) -> Job:
        """The job that leaves every wanted and rejected key in its wanted table."""
        return self.keys or self

    @property
    def ledger_name(self) -> str:
        """Seeds and mappings may bear the same name; their ledgers are apart."""
        return f"seed:{self.name}" if self.seed else self.name

    @property
    def into(self) -> str:
        return self.parsed.target.name

    @property
    def sources(self) -> tuple[str, ...]:
        source = self.mapping.source
        if source.tables:
            return source.tables
        return (source.name or ("rows of the plan" if source.rows is not None else "query"),)


def digest(job: Job, context: Context, versions: str) -> str:
    """What a range was made with: mapping, params, timezone and the versions of what it reads."""
    parts = [job.mapping.digest(), sorted(context.plan.params.items()), context.plan.timezone]
    if job.parsed.hidden:  # ranges that were written before the mask hold what it hides
        parts.append([sorted(job.parsed.hidden.columns), sorted(job.parsed.hidden.sources)])
    parts.append(__version__)  # plan functions may mean something else in another version
    text = json.dumps([parts, versions, BAD], default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
