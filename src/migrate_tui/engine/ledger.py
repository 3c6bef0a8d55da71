"""What has been done, kept beside the data and written in the same transaction as the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import TableClause

from migrate_tui.engine import process
from migrate_tui.engine.cuts import sealed, unsealed
from migrate_tui.engine.databases import clock, loads, state
from migrate_tui.engine.databases.base import Connection, Row
from migrate_tui.engine.errors import LeaseHeld
from migrate_tui.engine.events import Counts
from migrate_tui.engine.loads import Load
from migrate_tui.engine.sql import Sql, table

COUNTS = state.COUNTS
RUN_COLUMNS = (
    *("id", "plan", "scope", "plan_digest", "params", "env", "source", "status", "started_at"),
    *("finished_at", "completed_at", "owner", "host", "pid", "heartbeat", "exit_code"),
)
LEASE_COLUMNS = ("run", "owner")
MAPPING_COLUMNS = (
    *("run", "plan", "scope", "mapping", "position", "into", "digest", "fingerprint"),
    *("bounds", "first_load", "status"),
)
RANGE_COLUMNS = (
    *("plan", "scope", "mapping", "low", "run", "digest", "fingerprint", "witness_rows"),
    *("witness", "seconds", "finished_at"),
)
LOAD_COLUMNS = ("run", "mapping", "low", "rows", "witness", "xact", "first", "last")
REJECT_COLUMNS = (
    *("plan", "scope", "mapping", "low", "run", "source", "source_key", "target_key"),
    *("column_name", "reason", "rows"),
)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class RunRow:
    id: str
    plan: str
    scope: str
    plan_digest: str
    status: str
    started_at: str
    owner: str
    host: str
    pid: int
    heartbeat: str
    age: float | None  # seconds since the heartbeat by the database's clock; None: released


@dataclass(frozen=True)
class Header:
    """One mapping of one run: how it was cut and whether its target was empty."""

    run: str
    mapping: str
    position: int
    into: str
    digest: str
    fingerprint: str | None
    bounds: tuple[str, ...]
    first_load: bool
    status: str
    damaged: bool = False  # the bounds are not those that were written


@dataclass(frozen=True)
class RangeRow:
    low: str
    run: str
    digest: str
    fingerprint: str
    witness_rows: int
    witness: int
    counts: Counts


def second(mapping: str) -> str:
    """The name under which the second pass over a mapping has ranges of its own."""
    return f"second:{mapping}"


def standing(found: Counts) -> Counts:
    """What a range counts when nothing had to be done: everything in it is unchanged."""
    return replace(
        found, inserted=0, updated=0, unchanged=found.inserted + found.updated + found.unchanged
    )


def range_row(row: Row) -> RangeRow:
    low, run, digest, fingerprint, number, witness, *figures = row
    return RangeRow(low, run, digest, fingerprint, number, int(witness), Counts(*map(int, figures)))


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def load_row(row: Row) -> Load:
    run, mapping, low, number, witness, xact, first, last, intact = row
    total = None if witness is None else int(witness)
    return Load(run, mapping, low, int(number), total, xact, first, last, bool(intact))


@dataclass(frozen=True)
class Ledger:
    """The ledger of one plan and scope, seen through one connection of the target."""

    connection: Connection
    plan: str
    scope: str

    def table(self, name: str, columns: tuple[str, ...]) -> TableClause:
        return table(name, columns, state.schema_of(self.connection.kind))

    @property
    def runs(self) -> TableClause:
        return self.table("migration_runs", (*RUN_COLUMNS, *COUNTS))

    @property
    def leases(self) -> TableClause:
        return self.table("migration_leases", LEASE_COLUMNS)

    @property
    def mappings(self) -> TableClause:
        return self.table("migration_mappings", MAPPING_COLUMNS)

    @property
    def ranges(self) -> TableClause:
        return self.table("migration_ranges", (*RANGE_COLUMNS, *COUNTS))

    @property
    def rejects(self) -> TableClause:
        return self.table("migration_rejects", REJECT_COLUMNS)

    @property
    def loads(self) -> TableClause:
        return self.table("migration_loads", LOAD_COLUMNS)

    # runs

    def start(self, run: str, *, digest: str, params: str, env: str | None, source: str) -> None:
        values = {
            "id": run,
            "plan": self.plan,
            "scope": self.scope,
            "plan_digest": digest,
            "params": params,
            "env": env,
            "source": source,
            "status": "running",
            "started_at": now(),
            **self._owner(),
        }
        self.connection.execute(sa.insert(self.runs).values(**values, **_zero()))
        self._lease(run)

    def take_over(self, run: str, digest: str) -> None:
        """Continue a run whose process is gone, with the plan as it is now."""
        r = self.runs
        update = sa.update(r).where(r.c.id == run)
        update = update.values(status="running", plan_digest=digest, **self._owner())
        self.connection.execute(update)
        self._lease(run)

    def _owner(self) -> dict[str, Any]:
        found = process.this()
        heartbeat: Any = sa.literal_column(clock.now(self.connection.kind))
        return {"owner": found.token, "host": found.host, "pid": found.pid, "heartbeat": heartbeat}

    def _lease(self, run: str) -> None:
        """The fence of a run: a row that changes only when the run changes hands, so that a
        heartbeat never meets a range that looks at it."""
        of = self.leases
        self.connection.execute(sa.delete(of).where(of.c.run == run))
        self.connection.execute(sa.insert(of).values(run=run, owner=owner()))

    def beat(self, run: str) -> bool:
        """The run is alive. False where it is not ours any more."""
        r = self.runs
        update = sa.update(r).where(r.c.id == run, r.c.owner == owner(), r.c.status == "running")
        clock_now: Any = sa.literal_column(clock.now(self.connection.kind))
        return bool(self.connection.execute(update.values(heartbeat=clock_now).returning(r.c.id)))

    def release(self, run: str, by: str, status: str = "interrupted") -> None:
        """Nobody holds the run any more: who goes on with it need not wait."""
        r, of = self.runs, self.leases
        update = sa.update(r).where(r.c.id == run)
        self.connection.execute(update.values(status=status, heartbeat="", owner=by))
        self.connection.execute(sa.update(of).where(of.c.run == run).values(owner=""))

    def withdraw(self, run: str) -> None:
        """The run never was."""
        self.connection.execute(sa.delete(self.leases).where(self.leases.c.run == run))
        self.connection.execute(sa.delete(self.runs).where(self.runs.c.id == run))

    def fence(self, run: str) -> None:
        """Raises LeaseHeld where another process has the run."""
        if not self.connection.execute(self._ours(run, [sa.literal(1)])):
            raise taken_over(run)

    def _ours(self, run: str, columns: list[Any]) -> Any:
        """The columns, if the lease is ours; whoever wants to take it waits for our commit."""
        of = self.leases
        ours = sa.select(*columns).select_from(of).where(of.c.run == run, of.c.owner == owner())
        return ours.with_for_update(read=True) if self.connection.kind == "postgresql" else ours

    def unfinished(self) -> RunRow | None:
        """The newest run of this plan that neither ended nor was rolled back."""
        found = self._runs(self.runs.c.status.in_(["running", "interrupted"]))
        return found[-1] if found else None

    def standing(self) -> list[RunRow]:
        """Runs of this plan that wrote and were not rolled back, oldest first."""
        return self._runs(self.runs.c.status != "rolled back")

    def mark(self, run: str, status: str) -> None:
        """The run's new status; one that was taken back is no longer a completed one."""
        r = self.runs
        update = sa.update(r).where(r.c.id == run).values(status=status, completed_at=None)
        self.connection.execute(update)

    def _runs(self, condition: Any) -> list[RunRow]:
        r = self.runs
        names = (
            "id",
            "plan",
            "scope",
            "plan_digest",
            "status",
            "started_at",
            "owner",
            "host",
            "pid",
            "heartbeat",
        )
        age: Any = sa.literal_column(clock.age(self.connection.kind, '"heartbeat"'))
        query = sa.select(*(r.c[n] for n in names), age).where(r.c.plan == self.plan, condition)
        query = query.where(r.c.scope == self.scope)
        return [
            RunRow(*row) for row in self.connection.execute(query.order_by(r.c.started_at, r.c.id))
        ]

    def finish(self, run: str, status: str, exit_code: int, counts: Counts) -> None:
        r = self.runs
        values = dict(zip(COUNTS, counts.values(), strict=True))
        update = sa.update(r).where(r.c.id == run, r.c.owner == owner())
        at, well = now(), exit_code == 0
        update = update.values(finished_at=at, completed_at=at if well else None, **values)
        update = update.values(status=status, exit_code=exit_code)
        self.connection.execute(update)

    def totals(self, run: str) -> Counts:
        """What the run's ranges add up to."""
        r = self.ranges
        sums = (sa.func.coalesce(sa.func.sum(r.c[c]), 0) for c in COUNTS)
        row = self.connection.execute(sa.select(*sums).where(r.c.run == run))[0]
        return Counts(*map(int, row))

    # mappings

    def header(self, run: str, mapping: str) -> Header | None:
        m = self.mappings
        return self._header(sa.and_(m.c.run == run, m.c.mapping == mapping))

    def last_header(self, mapping: str) -> Header | None:
        """The newest standing header of a mapping."""
        m, r = self.mappings, self.runs
        newest = (
            sa.select(m.c.run)
            .select_from(m.join(r, r.c.id == m.c.run))
            .where(m.c.plan == self.plan, m.c.scope == self.scope, m.c.mapping == mapping)
            .where(r.c.status != "rolled back")
            .order_by(r.c.started_at.desc())
            .limit(1)
        )
        rows = self.connection.execute(newest)
        return self.header(rows[0][0], mapping) if rows else None

    def headers(self, run: str) -> list[Header]:
        m = self.mappings
        rows = self.connection.execute(
            sa.select(m.c.mapping).where(m.c.run == run).order_by(m.c.position)
        )
        return [h for (mapping,) in rows if (h := self.header(run, mapping))]

    def _header(self, condition: Any) -> Header | None:
        m = self.mappings
        names = ("run", "mapping", "position", "into", "digest", "fingerprint", "bounds")
        query = sa.select(*(m.c[n] for n in names), m.c.first_load, m.c.status).where(condition)
        rows = self.connection.execute(query)
        if not rows:
            return None
        run, mapping, position, into, digest, fingerprint, bounds, first, status = rows[0]
        cuts = unsealed(bounds)
        found = (run, mapping, position, into, digest, fingerprint, cuts or (), bool(first), status)
        return Header(*found, damaged=cuts is None)

    def open_mapping(self, header: Header) -> None:
        self.fence(header.run)
        m = self.mappings
        same = sa.and_(m.c.run == header.run, m.c.mapping == header.mapping)
        self.connection.execute(sa.delete(m).where(same))
        values = {
            "run": header.run,
            "plan": self.plan,
            "scope": self.scope,
            "mapping": header.mapping,
            "position": header.position,
            "into": header.into,
            "digest": header.digest,
            "fingerprint": header.fingerprint,
            "bounds": sealed(header.bounds),
            "first_load": int(header.first_load),
            "status": header.status,
        }
        self.connection.execute(sa.insert(m).values(values))

    def close_mapping(self, run: str, mapping: str, lows: list[str]) -> None:
        """The mapping is done: ranges of an older cut are forgotten."""
        self.fence(run)
        m = self.mappings
        same = sa.and_(m.c.run == run, m.c.mapping == mapping)
        self.connection.execute(sa.update(m).where(same).values(status="done"))
        known = {row.low for row in self.ranges_of(mapping)}
        for low in known - set(lows):
            self.forget_range(mapping, low)

    # ranges

    def ranges_of(self, mapping: str) -> list[RangeRow]:
        r = self.ranges
        names = ("low", "run", "digest", "fingerprint", "witness_rows", "witness")
        query = sa.select(*(r.c[n] for n in names), *(r.c[c] for c in COUNTS))
        rows = self.connection.execute(query.where(self._mapping(r, mapping)))
        return [range_row(row) for row in rows]

    def _mapping(self, found: TableClause, mapping: str) -> Any:
        columns = found.c
        return sa.and_(
            columns.plan == self.plan, columns.scope == self.scope, columns.mapping == mapping
        )

    def judged(self, mapping: str, low: str | None = None) -> int:
        """Rows of a mapping, or of a range of it, wanted or rejected; merged ones are one."""
        ranges = (r.counts for r in self.ranges_of(mapping) if low in (None, r.low))
        wanted = sum(c.inserted + c.updated + c.unchanged for c in ranges)
        here = self._mapping(self.rejects, mapping)
        if low is not None:
            here = sa.and_(here, self.rejects.c.low == low)
        return wanted + int(self.connection.execute(sa.select(sa.func.count()).where(here))[0][0])

    def met_again(self, mapping: str, run: str) -> None:
        """The rejects that stand are this run's too."""
        r = self.rejects
        self.connection.execute(sa.update(r).where(self._mapping(r, mapping)).values(run=run))

    def forget_range(self, mapping: str, low: str) -> None:
        for found in (self.ranges, self.rejects):
            here = sa.and_(self._mapping(found, mapping), found.c.low == low)
            self.connection.execute(sa.delete(found).where(here))

    def forget_range_of(self, run: str, mapping: str, low: str) -> None:
        """Forget a range if this run was the last to write it."""
        r = self.ranges
        here = sa.and_(self._mapping(r, mapping), r.c.low == low, r.c.run == run)
        self.connection.execute(sa.delete(r).where(here))

    def forget_run(self, run: str, mapping: str) -> None:
        """A mapping of a run that is rolled back: nothing that it did may be skipped again."""
        self.forget_mapping(mapping)
        m, loaded = self.mappings, self.loads
        same = sa.and_(m.c.run == run, m.c.mapping == mapping)
        self.connection.execute(sa.update(m).where(same).values(status="rolled back"))
        mine = sa.and_(loaded.c.run == run, loaded.c.mapping == mapping)
        self.connection.execute(sa.delete(loaded).where(mine))

    def forget_mapping(self, mapping: str) -> None:
        for found in (self.ranges, self.rejects):
            self.connection.execute(sa.delete(found).where(self._mapping(found, mapping)))
        self.forget_second(mapping)

    def forget_second(self, mapping: str) -> None:
        """The second pass over a mapping is to be made again."""
        here = self._mapping(self.ranges, second(mapping))
        self.connection.execute(sa.delete(self.ranges).where(here))

    def witness(self, mapping: str, low: str, rows: int, witness: int) -> None:
        """The rows of a range, as a second pass over it left them."""
        here = sa.and_(self._mapping(self.ranges, mapping), self.ranges.c.low == low)
        update = sa.update(self.ranges).where(here)
        self.connection.execute(update.values(witness_rows=rows, witness=str(witness)))

    def record(self, mapping: str, row: RangeRow, seconds: float) -> None:
        """The last statement of a range: it stands only while the run is still ours."""
        ranges = self.ranges
        here = sa.and_(self._mapping(ranges, mapping), ranges.c.low == row.low)
        self.connection.execute(sa.delete(ranges).where(here))
        values = {
            "plan": self.plan,
            "scope": self.scope,
            "mapping": mapping,
            "low": row.low,
            "run": row.run,
            "digest": row.digest,
            "fingerprint": row.fingerprint,
            "witness_rows": row.witness_rows,
            "witness": str(row.witness),
            "seconds": seconds,
            "finished_at": now(),
            **dict(zip(COUNTS, row.counts.values(), strict=True)),
        }
        ours = self._ours(row.run, [sa.literal(v) for v in values.values()])
        insert = sa.insert(ranges).from_select(list(values), ours)
        if not self.connection.execute(insert.returning(ranges.c.low)):
            raise taken_over(row.run)

    # loads

    def load(self, found: Load) -> None:
        """Beside the rows of the range, in their transaction."""
        number: Sql = sa.literal_column(loads.transaction(self.connection.kind))
        values = (found.run, found.mapping, found.low, found.rows, _text(found.witness))
        places = (found.first, found.last)
        row = sa.select(*map(sa.literal, values), number, *map(sa.literal, places))
        self.connection.execute(sa.insert(self.loads).from_select(list(LOAD_COLUMNS), row))

    def loads_of(self, run: str, mapping: str) -> list[Load]:
        rows = self.loads
        intact: Sql = sa.literal_column(loads.is_intact(self.connection.kind, "migration_loads"))
        query = sa.select(*(rows.c[c] for c in LOAD_COLUMNS), intact)
        mine = sa.and_(rows.c.run == run, rows.c.mapping == mapping)
        found = self.connection.execute(query.where(mine))
        return [load_row(row) for row in found]

    def unload(self, found: Load, deleted: int) -> None:
        """Some of its rows are gone; a load of no rows is forgotten."""
        rows = self.loads
        same = [rows.c.run == found.run, rows.c.mapping == found.mapping, rows.c.low == found.low]
        same.append(rows.c.xact.is_not_distinct_from(found.xact))
        left = found.rows - deleted
        if deleted and not left:
            self.connection.execute(sa.delete(rows).where(*same))
        elif deleted:
            self.connection.execute(sa.update(rows).where(*same).values(rows=left))

    def rejected(self, run: str | None = None) -> Iterator[dict[str, Any]]:
        """The rejected rows of this plan, with source, key, column and reason."""
        r = self.rejects
        query = sa.select(*(r.c[c] for c in REJECT_COLUMNS)).where(r.c.plan == self.plan)
        if run is not None:
            query = query.where(r.c.run == run)
        order = query.order_by(r.c.mapping, r.c.low, r.c.source, r.c.source_key)
        for rows in self.connection.stream(order):
            for row in rows:
                yield dict(zip(REJECT_COLUMNS, row, strict=True))


def owner() -> str:
    return process.this().token


def taken_over(run: str) -> LeaseHeld:
    return LeaseHeld(
        f"run {run} was taken over by another process",
        "this process wrote nothing more; look at the other one",
    )


def _zero() -> dict[str, int]:
    return dict.fromkeys(COUNTS, 0)


def rejects(connection: Connection, run: str | None = None) -> Iterator[dict[str, Any]]:
    """All rejects that the target's state tables hold (of one run, if given)."""
    if not state.exists(connection):
        return
    found = Ledger(connection, "", "")
    r = found.rejects
    query = sa.select(*(r.c[c] for c in REJECT_COLUMNS))
    if run is not None:
        query = query.where(r.c.run == run)
    for row in connection.execute(query.order_by(r.c.plan, r.c.mapping, r.c.low, r.c.source_key)):
        yield dict(zip(REJECT_COLUMNS, row, strict=True))
