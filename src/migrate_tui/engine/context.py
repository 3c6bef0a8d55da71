"""What every step works with: the plan, the two databases and the options of this run."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from migrate_tui.engine.control import Asked, Control
from migrate_tui.engine.databases.base import Connection, Database
from migrate_tui.engine.databases.snapshots import snapshot
from migrate_tui.engine.events import Foreseen
from migrate_tui.engine.lease import Heartbeat
from migrate_tui.engine.options import Options as Options
from migrate_tui.engine.plan import Plan
from migrate_tui.engine.prints import Print
from migrate_tui.engine.steering import Steering
from migrate_tui.engine.veil import digest, key_of


@dataclass
class Context:
    """One run's surroundings. The connections are its own and are closed with it."""

    plan: Plan
    run: str
    source_database: Database
    target_database: Database
    options: Options = field(default_factory=Options)
    env: str | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    steering: Steering = field(default_factory=Steering)
    heartbeat: Heartbeat | None = None
    foreseen: Foreseen | None = None  # by the dry run of this very run
    _open: dict[str, Connection] = field(default_factory=dict)
    _prints: dict[str, Print] = field(default_factory=dict)

    @property
    def same(self) -> bool:
        """Whether source and target are one database."""
        return self.source_database.same_as(self.target_database)

    @property
    def target(self) -> Connection:
        return self._connection("target", self.target_database)

    @property
    def source(self) -> Connection:
        """Read-only where it is another database than the target, else the target's connection."""
        return self.target if self.same else self._connection("source", self.source_database)

    @property
    def scope(self) -> str:
        """The name of this source with these params: ledgers of other ones never meet."""
        source = "same" if self.same else self.source_database.url
        text = json.dumps([source, sorted(self.plan.params.items())], default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def printed(self) -> Print:
        """The print of the source; one for all that look through other connections too."""
        return self._prints.setdefault("source", Print(self.source_database))

    def printing(self, begun: Print | None = None) -> None:
        """From here on the print is taken, or goes on being taken."""
        if begun is not None:
            self._prints["source"] = begun
        self.printed.begin()

    def snapshot(self) -> AbstractContextManager[None]:
        """One view of a source that is another database than the target."""
        return contextlib.nullcontext() if self.same else snapshot(self.source)

    def looking_through(self, connection: Connection) -> Context:
        """The same run with another connection to the target (and to the source in it)."""
        opened = {**self._open, "target": connection}
        if not self.same:
            opened["source"] = self.source
        return replace(self, _open=opened)

    @property
    def home(self) -> Path:
        """Journals, reports and history: `.migrate-tui/` beside the plan, mode 0700."""
        path = self.plan.directory / ".migrate-tui"
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    def steer(self) -> None:
        """From here on the run obeys what is asked of it, beside its journal."""
        folder = self.plan.directory / ".migrate-tui" / "runs" / self.run
        asked = Asked(by="its start", pause_ms=self.options.pause_ms, rate=self.options.rate)
        self.steering.control = Control(folder, asked)
        self.steering.control.clear()

    def veil(self, value: str) -> str:
        """What is shown of a hidden value."""
        return digest(value, self.veil_key)

    @property
    def veil_key(self) -> str:
        return key_of(self.plan.directory)

    def _connection(self, role: str, database: Database) -> Connection:
        if role not in self._open:
            self._open[role] = database.open(read_only=role == "source")
            if role == "source":
                self._open[role].remember(self.plan.directory / ".migrate-tui")
        return self._open[role]

    def is_open(self, role: str) -> bool:
        return role in self._open

    def close(self) -> None:
        self.printed.leave()
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def close_role(self, role: str) -> None:
        """Close one connection (restore replaces the file under it); it reopens on demand."""
        connection = self._open.pop(role, None)
        if connection is not None:
            connection.close()


@contextlib.contextmanager
def looking(context: Context) -> Iterator[tuple[Context, Connection]]:
    """A connection of its own to look with. SQLite opens the file read-only; on PostgreSQL the
    transaction will be, once its temporary tables stand."""
    read_only = context.target_database.kind == "sqlite"
    with context.target_database.open(read_only=read_only) as connection:
        yield context.looking_through(connection), connection
