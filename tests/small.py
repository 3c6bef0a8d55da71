"""Small plans for tests: a source, a target and one mapping in a fresh folder, on any route."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import kept
from accounting import assert_accounted
from migrate_tui.engine.context import Options
from migrate_tui.engine.events import Counts, Event, Failed, MappingFinished, RangeDone, RejectedRow
from migrate_tui.engine.plan import Plan, load_plan
from migrate_tui.engine.run import Run, rollback
from migrate_tui.engine.state import RunState

SQLITE, POSTGRESQL, ACROSS = "sqlite", "postgresql", "across"
FILES, SERVERS, BACK = "files", "servers", "back"
ROUTES = (SQLITE, POSTGRESQL, ACROSS)
KINDS = {  # of the source and of the target; FILES and SERVERS are two databases of one kind
    SQLITE: ("sqlite", "sqlite"),
    POSTGRESQL: ("postgresql", "postgresql"),
    ACROSS: ("sqlite", "postgresql"),
    FILES: ("sqlite", "sqlite"),
    SERVERS: ("postgresql", "postgresql"),
    BACK: ("postgresql", "sqlite"),
}
MAPPING = {"into": "fresh", "from": "legacy", "key": ["id"], "columns": {"*": "same"}}
PerKind = str | Mapping[str, str]
Rows = list[tuple[str | None, ...]]


def side(value: Any, kind: str) -> Any:
    """What stands for a kind of database, where a {sqlite:, postgresql:} gives both."""
    both = isinstance(value, Mapping) and value.keys() <= {"sqlite", "postgresql"}
    return value.get(kind) if both else value


@dataclass
class Small:
    """Both databases of a small plan, and the plan itself; `plan` may be changed between runs."""

    folder: Path
    route: str
    source: str
    target: str
    document: dict[str, Any]
    options: Options = field(default_factory=Options)

    @property
    def kind(self) -> str:
        return kind_of(self.target)

    def plan(self, **params: str) -> Plan:
        path = self.folder / "plan.yaml"
        text = json.dumps(self.document, ensure_ascii=False, indent=1)
        if not path.exists() or path.read_text(encoding="utf-8") != text:  # others may read it now
            path.write_text(text, encoding="utf-8")
        return load_plan(path, params=params, environ={})

    @property
    def tables(self) -> list[str]:
        return list(dict.fromkeys(m["into"] for m in self.document["mappings"]))

    def mapping(self, number: int = 0) -> dict[str, Any]:
        found: dict[str, Any] = self.document["mappings"][number]
        return found

    def steps(
        self,
        *steps: str,
        code: int | None = 0,
        params: Mapping[str, str] | None = None,
        **options: Any,
    ) -> RunState:
        """Run the steps; the exit code is asserted, and that every row is accounted for."""
        chosen = replace(self.options, **options)
        state = fold(Run(self.plan(**(params or {})), chosen, steps).events())
        assert code is None or state.exit_code == code, (state.exit_code, failure(state))
        if state.progress:
            assert_accounted(state)
        return state

    def migrate(self, code: int | None = 0, **options: Any) -> RunState:
        return self.steps("migrate", code=code, **options)

    def dry_run(self, code: int | None = 0, **options: Any) -> RunState:
        return self.steps("dry-run", code=code, **options)

    def roll_back(self, code: int | None = 0, **chosen: Any) -> RunState:
        params = chosen.pop("params", {})
        state = fold(rollback(self.plan(**params), self.options, **chosen))
        assert code is None or state.exit_code == code, (state.exit_code, failure(state))
        return state

    def rows(self, table: str = "fresh", at: str = "target") -> Rows:
        return contents(getattr(self, at), table)

    def query(self, sql: PerKind, *, at: str = "target") -> list[tuple[Any, ...]]:
        url = getattr(self, at)
        return query(url, side(sql, kind_of(url)))

    def execute(self, sql: PerKind, *, at: str = "target") -> None:
        url = getattr(self, at)
        script(url, side(sql, kind_of(url)))

    def rejects(self) -> list[tuple[str, str | None, str]]:
        """(source key, column, reason) of every reject that the target keeps, by source key."""
        schema = "migrate_tui." if self.kind == "postgresql" else ""
        found = self.query(f"select source_key, column_name, reason from {schema}migration_rejects")
        return in_order(found)


def fold(events: Iterator[Event]) -> RunState:
    state = RunState()
    told: list[Event] = []
    for event in events:
        state.apply(event)
        told.append(event)
    assert state.finished is not None
    state.facts[RangeDone] = [e for e in told if isinstance(e, RangeDone)]
    state.facts[MappingFinished] = [e for e in told if isinstance(e, MappingFinished)]
    return state


def failure(state: RunState) -> str:
    failed = state.of(Failed)
    return f"{failed[0].message} | {failed[0].hint}" if failed else ""


def small(
    folder: Path,
    route: str,
    url: Callable[[], str],
    *,
    source: PerKind,
    target: PerKind,
    mappings: Sequence[Mapping[str, Any]] = (),
    plan: Mapping[str, Any] | None = None,
    options: Options | None = None,
    **mapping: Any,
) -> Small:
    """Make both databases and the plan. `url` gives a fresh PostgreSQL database."""
    folder.mkdir(exist_ok=True)
    at_source, at_target = _urls(folder, route, url)
    script(at_source, side(source, kind_of(at_source)))
    script(at_target, side(target, kind_of(at_target)))
    whole = [{**m} for m in mappings] or [{**MAPPING, **mapping}]
    document = {
        "plan": "small",
        "source": at_source,
        "target": "same" if at_source == at_target else at_target,
        "rejects": {"max": 1000000},
        **(plan or {}),
        "mappings": whole,
    }
    return Small(folder, route, at_source, at_target, document, options or Options())


def _urls(folder: Path, route: str, url: Callable[[], str]) -> tuple[str, str]:
    files = [f"sqlite:///{folder / name}.db" for name in ("small", "other")]
    if route in (SQLITE, FILES):
        return files[0], files[route == FILES]
    server = url()
    if route == POSTGRESQL:
        return server, server
    return {ACROSS: (files[0], server), BACK: (server, files[0])}.get(route) or (server, url())


def kind_of(url: str) -> str:
    return "sqlite" if url.startswith("sqlite") else "postgresql"


@contextmanager
def opened(url: str) -> Iterator[sqlite3.Connection]:
    path = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("pragma foreign_keys = on")
        yield raw


def script(url: str, text: str | None) -> None:
    if not text:
        if url.startswith("sqlite"):
            script(url, "select 1")
        return
    if url.startswith("sqlite"):
        with opened(url) as raw:
            raw.executescript(text)
        return
    kept.execute(url, text)


def query(url: str, sql: str) -> list[tuple[Any, ...]]:
    if url.startswith("sqlite"):
        with opened(url) as raw:
            return raw.execute(sql).fetchall()
    return kept.execute(url, sql).fetchall()


def contents(url: str, table: str) -> Rows:
    """Every row of a table, each value as the database's own text."""
    if url.startswith("sqlite"):
        with opened(url) as raw:
            raw.text_factory = lambda data: data.decode(errors="backslashreplace")
            names = [r[1] for r in raw.execute(f"pragma table_xinfo({quoted(table)})")]
            cells = ", ".join(
                f"case typeof({n}) when 'blob' then quote({n}) else cast({n} as text) end"
                for n in map(quoted, names)
            )
            return _sorted(raw.execute(f"select {cells} from {quoted(table)}").fetchall())
    with kept.connection(url) as pg:
        cursor = pg.execute(f"select * from {quoted(table)} limit 0".encode())
        names = [column.name for column in cursor.description or ()]
        cells = ", ".join(f"{quoted(n)}::text" for n in names)
        return _sorted(pg.execute(f"select {cells} from {quoted(table)}".encode()).fetchall())


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sorted(rows: list[tuple[Any, ...]]) -> Rows:
    return sorted(rows, key=repr)


def told(rows: Sequence[Sequence[Any]], kind: str) -> Rows:
    """Expected rows as `contents` gives them."""
    return _sorted([tuple(_text(v, kind) for v in row) for row in rows])


def _text(value: Any, kind: str) -> str | None:
    if isinstance(value, bool):
        return str(int(value)) if kind == "sqlite" else str(value).lower()
    return None if value is None else str(value)


def counted(state: RunState, name: str = "fresh", step: str = "migrate") -> Counts:
    return state.progress[step, name].counts


def ranges(state: RunState, name: str = "fresh") -> list[RangeDone]:
    return [r for r in state.of(RangeDone) if r.name == name]


def skipped(state: RunState, name: str = "fresh") -> bool:
    return next(m.skipped for m in state.of(MappingFinished) if m.name == name)


def foreseen(state: RunState) -> list[tuple[str, str | None, str]]:
    """(source key, column, reason) of the rejects that a dry run shows, by source key."""
    shown = state.of(RejectedRow)
    return in_order((r.source_key, r.column, r.reason) for r in shown)


def in_order(rejects: Iterable[tuple[Any, ...]]) -> list[tuple[str, str | None, str]]:
    return sorted(((str(k), c, r) for k, c, r in rejects), key=lambda r: (r[0], str(r[1]), r[2]))
