"""`approve`: where the plan wants it, migrate does what an approved dry run foresaw, or nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from migrate_tui.cli.commands import migrate_tui
from migrate_tui.engine.events import Foreseen
from migrate_tui.engine.history import runs
from migrate_tui.engine.state import RunState
from small import ACROSS, POSTGRESQL, SQLITE, Small, small

TABLE = "create table {} (id integer primary key, name text not null, age integer)"
ROWS = "; insert into legacy values (1, 'ann', 7), (2, 'bob', 8); create table other (id integer)"
DRY = ("preflight", "dry-run")
WET = ("migrate", "verify")


@pytest.fixture(params=[SQLITE, POSTGRESQL, ACROSS])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Small:
    return small(
        tmp_path,
        request.param,
        lambda: request.getfixturevalue("fresh_url")(),
        source=TABLE.format("legacy") + ROWS,
        target=TABLE.format("fresh"),
        plan={"approval": "required", "params": {"least": 0}},
        where="age >= :least",
    )


def call(site: Small, *words: str, code: int = 0) -> Result:
    done = CliRunner().invoke(migrate_tui, [*words])
    assert done.exit_code == code, (done.output, done.stderr)
    return done


def run(site: Small, *steps: str, code: int = 0, more: tuple[str, ...] = ()) -> Result:
    site.plan()  # written as it is now
    named = [word for step in steps for word in ("--step", step)]
    return call(site, "run", f"{site.folder}/plan.yaml", "--headless", *named, *more, code=code)


def newest(site: Small) -> RunState:
    return runs(site.folder)[0].state()


def approve(site: Small) -> dict[str, Any]:
    done = call(site, "approve", f"{site.folder}/plan.yaml", "--json")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def approved(site: Small) -> None:
    run(site, *DRY)
    approve(site)


def test_nothing_is_migrated_before_somebody_has_looked(site: Small) -> None:
    blocked = run(site, *WET, code=3)
    assert "--step dry-run" in blocked.stderr and "migrate-tui approve" in blocked.stderr
    told = run(site, *DRY)
    state = newest(site)
    (foreseen,) = state.of(Foreseen)
    assert f"dry run {foreseen.hash}" in told.stdout and foreseen.changes == 2
    run(site, *WET, code=3)
    assert site.rows() == []
    run(site, *DRY)
    found = approve(site)
    assert (found["run"], found["hash"]) == (newest(site).run, foreseen.hash)
    assert found["by"] and found["at"]
    run(site, *WET)
    assert site.rows() == site.rows("legacy", at="source")


def test_a_whole_run_stops_where_it_is_to_be_approved(site: Small) -> None:
    """Its own dry run counts: the very numbers have to be those that were approved."""
    steps = (*DRY, *WET)
    blocked = run(site, *steps, code=3)
    mine = newest(site).run
    assert f"migrate-tui approve {mine}" in blocked.stderr
    call(site, "approve", mine, code=2)  # of another folder
    approve(site)
    run(site, *steps)
    run(site, *steps)  # nothing would change, and needs no approval
    assert len(site.rows()) == 2


CHANGES = {
    "the plan": lambda site: site.mapping().update(where="age > 7 and age >= :least"),
    "the source's rows": lambda site: site.execute("update legacy set age = 9", at="source"),
    "the target's schema": lambda site: site.execute("alter table fresh add column extra text"),
    "the source's schema": lambda site: site.execute(
        "alter table legacy add column extra text", at="source"
    ),
}


@pytest.mark.parametrize("part", CHANGES)
def test_an_approval_is_void_when_anything_is_another(site: Small, part: str) -> None:
    approved(site)
    CHANGES[part](site)
    said = run(site, *WET, code=3).stderr
    assert "is void" in said and part in said
    assert site.rows() == []


def test_an_approval_is_for_these_params_and_mappings(site: Small) -> None:
    approved(site)
    assert "the params" in run(site, *WET, more=("--param", "least=8"), code=3).stderr
    assert "the choice of mappings" in run(site, *WET, more=("--only", "fresh"), code=3).stderr
    run(site, *WET)


def test_what_the_target_got_since_changes_the_numbers(site: Small) -> None:
    """Only a dry run can tell; one in the same run does."""
    approved(site)
    site.execute("insert into fresh (id, name, age) values (1, 'ann', 7)")
    assert "the counts" in run(site, *DRY, *WET, code=3).stderr


def test_a_table_that_no_mapping_reads_makes_nothing_void(site: Small) -> None:
    approved(site)
    site.execute("insert into other values (1)", at="source")
    run(site, *WET, code=0 if site.route != ACROSS else 3)  # of a file the engine knows the bytes


def test_a_plan_that_wants_none_needs_none(site: Small) -> None:
    del site.document["approval"]
    run(site, *WET)


def test_an_environment_may_want_it(site: Small) -> None:
    del site.document["approval"]
    site.document["environments"] = {"production": {"approval": "required"}}
    run(site, *WET, more=("--env", "production"), code=3)
    run(site, *WET)


def test_a_run_that_has_no_dry_run_cannot_be_approved(site: Small) -> None:
    run(site, "preflight")
    said = call(site, "approve", f"{site.folder}/plan.yaml", code=2).stderr
    assert "has no dry run that could be approved" in said
    site.document["rejects"] = {"max": 0}
    site.mapping()["require"] = [{"that": "age > 7", "else": "too young"}]
    run(site, *DRY, code=4)
    call(site, "approve", f"{site.folder}/plan.yaml", code=2)


def test_the_hash_is_the_same_in_another_process(tmp_path: Path) -> None:
    site = small(tmp_path, SQLITE, str, source=TABLE.format("legacy") + ROWS, target=None)
    site.execute(TABLE.format("fresh"))
    site.plan()
    command = [sys.executable, "-m", "migrate_tui", "run", f"{tmp_path}/plan.yaml", "--step"]
    for _ in range(2):
        subprocess.run([*command, "dry-run"], check=True, capture_output=True)
    first, second = (record.state().of(Foreseen)[0] for record in runs(tmp_path))
    assert first == second
