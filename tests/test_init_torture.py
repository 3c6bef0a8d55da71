"""The torture database by `init` and `run`: announced before it moves, accounted for after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from carried import assert_carried, assert_keys_valid
from init_site import Init
from realpg import Server
from small import query
from torture import Case, build, cases, source_rows, target_rows

ELSEWHERE = ("utf16", "wal", "files", "views-triggers", "virtual")  # no table of this file
PLAIN = {  # hostile only to other tools: nothing has to be said, all has to arrive
    *("enum-array-inet", "mixed-case", "reserved", "self-fk", "target-collision", "bulk"),
}


@dataclass(frozen=True)
class Moved:
    """What init said, what the run said, and where the rows are."""

    site: Init
    source: Path
    said: dict[str, Any]
    first: dict[str, Any]
    run: dict[str, Any]

    @property
    def into(self) -> dict[str, str]:
        return {table["name"]: table["into"] for table in self.said["tables"]}

    def told(self, case: Case) -> list[str]:
        found = [f["fact"] for f in self.said["findings"] if f["table"] in case.tables]
        return found + [o["why"] for o in self.said["not_carried"] if o["table"] in case.tables]

    def rejected(self, table: str) -> int:
        return sum(m["rejected"] for m in self.run["mappings"] if m["into"] == self.into[table])


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory, postgres: Server) -> Any:
    folder = tmp_path_factory.mktemp("torture")
    source, url = build(folder / "torture.db"), postgres.new_database()
    site = Init(folder, "torture.db", url)
    said = site.init("--json").json
    first = site.run("--step", "preflight", "--step", "schema", "--step", "dry-run", code=4)
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text().replace("rejects: {max: 0}", "rejects: {max: 1000}"))
    yield Moved(site, source, said, first, site.run("--step", "migrate", "--step", "verify"))
    postgres.drop_database(url)


@pytest.mark.parametrize("case", [c for c in cases() if c.id not in ELSEWHERE], ids=lambda c: c.id)
def test_a_case_is_told_and_every_row_is_accounted_for(case: Case, moved: Moved) -> None:
    if case.severity != "info" and case.id not in PLAIN:
        assert moved.told(case), case
    tables = [name for name in case.tables if name in moved.into]
    assert tables, case
    there = target_rows(moved.site.target, {name: moved.into[name] for name in tables})
    rows = source_rows(moved.source)
    for name in tables:
        assert rows[name] == there[name] + moved.rejected(name), name
        if case.severity == "info" or case.id in PLAIN:
            assert moved.rejected(name) == (1 if name == "STRICT_t" else 0), name


def test_nothing_is_written_before_the_rejects_are_allowed(moved: Moved) -> None:
    assert (moved.first["status"], moved.first["exit_code"]) == ("failed", 4)
    assert "raise rejects" in str(moved.first["error"])


def test_every_reject_has_its_key_and_its_reason(moved: Moved) -> None:
    kept = query(
        moved.site.target,
        "select source, source_key, reason from migrate_tui.migration_rejects order by 1, 2",
    )
    assert len(kept) == sum(m["rejected"] for m in moved.run["mappings"]) == 32
    assert all(reason for _, _, reason in kept)
    keyless = {source for source, key, _ in kept if key is None}
    assert keyless == {"badutf8_key", "desc_pk", "int_pk", "no_type", "text_pk_null"}
    reasons = {
        re.sub(r".*(NUL byte|UTF-8|blob|NULL|same key|foreign key).*", r"\1", r) for *_, r in kept
    }
    assert reasons == {"NUL byte", "UTF-8", "blob", "NULL", "same key", "foreign key"}


def test_what_is_no_table_is_listed(moved: Moved) -> None:
    left = {one["table"] for one in moved.said["not_carried"]}
    assert left >= {
        "v_simple",
        "v_broken",
        "v Mixed %s",
        "trg_ai",
        "trg_view",
        "fts_notes",
        "rt_node",
    }


def test_every_value_of_the_clean_tables_is_the_same(moved: Moved) -> None:
    clean = [name for name in moved.into if not moved.rejected(name)]
    odd = {"real_edge", "odd_types", "int_edge", "decimals", "gen", "varchar_len", "date_time"}
    tables = {name: moved.into[name] for name in clean if name not in odd}
    assert len(tables) > 45
    assert assert_carried(moved.source, moved.site.target, tables=tables) > 4000


def test_keys_hold_and_identities_are_ahead(moved: Moved) -> None:
    keys = query(moved.site.target, "select count(*) from pg_constraint where contype = 'f'")
    assert assert_keys_valid(moved.site.target) == keys[0][0] >= 6
    starts = dict(
        query(
            moved.site.target,
            "select sequencename, coalesce(last_value + 1, start_value) from pg_sequences"
            " where sequencename like 'autoinc%'",
        )
    )
    assert starts == {"autoinc_id_seq": 1001, "autoinc_empty_id_seq": 42}


def test_no_digit_is_lost(moved: Moved) -> None:
    big = query(moved.site.target, 'select big from "int_edge" order by id')
    assert [int(row[0]) for row in big] == [
        *(2**63 - 1, -(2**63), 2**63 - 2, -1, 0, 2**53 + 1),
        *(9223372036854776000, -9223372036854776000),  # the shortest digits of these doubles
    ]
    real = query(moved.site.target, "select f4 from real_edge where id in (1, 5, 6, 9) order by id")
    assert [row[0] for row in real] == [float("inf"), 0.1 + 0.2, 5e-324, 123456789.123456789]


def test_the_rest_of_a_second_run_is_nothing(moved: Moved) -> None:
    again = moved.site.run("--step", "backup", "--step", "migrate")
    assert sum(m["inserted"] + m["updated"] for m in again["mappings"]) == 0
    assert sum(m["rejected"] for m in again["mappings"]) == 32
