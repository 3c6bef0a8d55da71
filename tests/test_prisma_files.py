"""Files that the real Prisma wrote, into tables that the real Prisma made: every row arrives, with
its times of either notation, its blobs and its big numbers."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from accounting import assert_accounted, assert_same_figures, figures
from engine_runs import failure, fold, query
from expected_learning import instant
from migrate_tui.engine.context import Options
from migrate_tui.engine.events import MappingVerified
from migrate_tui.engine.plan import Plan, load_plan
from migrate_tui.engine.run import Run
from migrate_tui.engine.state import RunState

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("MIGRATE_TUI_TEST_DATA", ROOT.parent / "shared" / "data"))
FILES = ("prisma-epoch-ms.sqlite", "prisma-iso8601.sqlite")
SERVER = "prisma-target-postgresql.sql"
KEYS = {"Password": ["userId"], "_PermissionToRole": ["A", "B"], "_RoleToUser": ["A", "B"]}
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"the files that Prisma wrote are not in {DATA}"
)
CONVERSION = {"DATETIME": "timestamp_of({}, 'ms')", "BOOLEAN": "bool_of({})"}


def asked(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute(sql).fetchall()


def tables(path: Path) -> list[str]:
    """In the order of their making: parents first."""
    found = asked(path, "select name from sqlite_master where type = 'table' order by rowid")
    return [name for (name,) in found]


def mapping(path: Path, table: str) -> dict[str, Any]:
    said = {"*": "same"}
    for name, kind in columns(path, table):
        if kind in CONVERSION:
            said[name] = CONVERSION[kind].format(name)
    return {"into": table, "from": table, "key": KEYS.get(table, ["id"]), "columns": said}


def migrations(path: Path, kind: str) -> str:
    if kind == "postgresql":
        return (DATA / SERVER).read_text()
    return ";\n".join(sql for (sql,) in asked(path, "select sql from sqlite_master where sql > ''"))


def plan(folder: Path, file: str, target: str) -> Plan:
    """The file beside a plan of all its tables, and a folder of one migration."""
    made = folder / "migrations" / "20240101000000_init"
    made.mkdir(parents=True)
    source = Path(shutil.copy(DATA / file, folder / "dev.db"))
    source.chmod(0o600)
    (made / "migration.sql").write_text(migrations(source, target.partition(":")[0]))
    document = {
        "plan": "epic",
        "source": f"sqlite:///{source}",
        "target": target,
        "schema": {"migrations": "migrations"},
        "mappings": [mapping(source, table) for table in tables(source)],
    }
    (folder / "plan.yaml").write_text(json.dumps(document))
    return load_plan(folder / "plan.yaml", environ={})


def ran(of: Plan, *steps: str) -> RunState:
    state = fold(Run(of, Options(), steps).events())
    assert state.exit_code == 0, failure(state)
    if state.progress:
        assert_accounted(state)
    return state


slow = pytest.mark.slow
WAYS = [
    pytest.param(FILES[0], "postgres_url", id="epoch-postgresql"),
    pytest.param(FILES[1], "sqlite_url", id="iso-sqlite", marks=slow),
    pytest.param(FILES[1], "postgres_url", id="iso-postgresql", marks=slow),
    pytest.param(FILES[0], "sqlite_url", id="epoch-sqlite", marks=slow),
]


@pytest.mark.parametrize(("file", "place"), WAYS)
def test_every_row_of_every_table_arrives(
    file: str, place: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    target: str = request.getfixturevalue(place)
    of = plan(tmp_path / "site", file, target)
    whole(of, DATA / file)
    total = 0
    for one in of.mappings:
        before, now = told(DATA / file, one.into), arrived(DATA / file, target, one.into)
        assert before == now, one.into
        total += len(now)
    assert (len(of.mappings), total) == (13, 1747)


def told(path: Path, table: str) -> list[str]:
    """Every row as it is meant, from the file itself."""
    return in_order(path, table, asked(path, f'select * from "{table}"'))


def arrived(path: Path, url: str, table: str) -> list[str]:
    names = ", ".join(f'"{name}"' for name, _ in columns(path, table))
    return in_order(path, table, query(url, f'select {names} from "{table}"'))


def in_order(path: Path, table: str, rows: list[tuple[Any, ...]]) -> list[str]:
    kinds = [kind for _, kind in columns(path, table)]
    return sorted(repr([*map(meant, row, kinds)]) for row in rows)


def columns(path: Path, table: str) -> list[tuple[str, str]]:
    return asked(path, f"select name, type from pragma_table_info('{table}')")


def meant(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "DATETIME":
        return round(instant(str(value) if isinstance(value, datetime) else value) or 0)
    return {"BOOLEAN": bool, "BLOB": bytes}.get(kind, lambda same: same)(value)


def whole(of: Plan, file: Path) -> None:
    """As the dry run says, with no reject, verified, and a second time with nothing to do."""
    dry = ran(of, "preflight", "schema", "dry-run")
    wet = ran(of, "migrate")
    assert_same_figures(dry, wet)
    for name, counts in figures(wet, "migrate").items():
        ((there,),) = asked(file, f'select count(*) from "{name}"')
        assert (counts.read, counts.inserted, counts.rejected) == (there, there, 0), name
    assert {v.verdict for v in ran(of, "verify").of(MappingVerified)} == {"match"}
    again = figures(ran(of, "migrate"), "migrate")
    assert not any(c.inserted or c.updated for c in again.values())


def test_the_file_holds_numbers_that_a_float_would_round() -> None:
    """Else the rows above would prove little."""
    found = asked(DATA / FILES[0], 'select counter, typeof("publicKey") from "Passkey"')
    assert any(counter > 2**53 for counter, _ in found) and {kind for _, kind in found} == {"blob"}
    kinds = asked(DATA / FILES[0], 'select distinct typeof("createdAt") from "User"')
    assert ("integer",) in kinds
