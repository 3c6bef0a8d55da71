"""`accept` and `recopy`: a difference that stays with a note, or a mapping written once more."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from accounting import assert_accounted
from migrate_tui.cli.commands import migrate_tui
from migrate_tui.engine.events import Accepted, Finding
from migrate_tui.engine.history import Record, runs
from small import POSTGRESQL, SQLITE, Small, small

TABLE = "create table {} (id integer primary key, name text not null)"
OLD = "; insert into legacy values (1, 'ann'), (2, 'bob'), (3, 'cid')"
GONE = {"clean_up": {"tables": ["legacy"], "action": "rename", "confirm": "OLD ONES GO"}}
CLEAN = ("--step", "clean-up", "--confirm", "OLD ONES GO")
NOTE = "bob asked for it"


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Small:
    """A migrated table in which the application has changed a row since."""
    found = small(
        tmp_path,
        request.param,
        lambda: request.getfixturevalue("fresh_url")(),
        source=TABLE.format("legacy") + OLD,
        target=TABLE.format("fresh"),
        plan=GONE,
    )
    run(found, "--step", "backup", "--step", "migrate", "--step", "verify")
    found.execute("update fresh set name = 'robert' where id = 2")
    return found


def call(*words: str, code: int = 0) -> Result:
    done = CliRunner().invoke(migrate_tui, [*words])
    assert done.exit_code == code, (done.output, done.stderr)
    return done


def run(site: Small, *words: str, code: int = 0) -> Result:
    site.plan()
    return call("run", f"{site.folder}/plan.yaml", "--headless", *words, code=code)


def newest(site: Small) -> Record:
    return runs(site.folder)[0]


def accept(site: Small, mapping: str = "fresh", note: str = NOTE, code: int = 0) -> Result:
    return call("accept", f"{site.folder}/plan.yaml", mapping, "--note", note, code=code)


def test_an_accepted_difference_is_told_wherever_it_is_met(site: Small) -> None:
    run(site, "--step", "verify", code=5)
    assert "fresh: 1 different, accepted by " in (accept(site).stderr)
    record = newest(site)
    (told,) = record.state().of(Accepted)
    assert (told.name, told.note, told.missing, told.extra, told.different) == (
        "fresh",
        NOTE,
        0,
        0,
        1,
    )
    assert stat.S_IMODE((record.folder / "accepted.json").stat().st_mode) == 0o600
    for form in ("text", "markdown", "html"):
        assert NOTE in call("report", f"{site.folder}/plan.yaml", "--format", form).stdout
    plain, entries = (call("history", str(site.folder), *w).stdout for w in ((), ("--json",)))
    assert "5, accepted: fresh" in plain and json.loads(entries)[0]["accepted"] == ["fresh"]
    again = run(site, "--step", "verify", code=5)
    assert NOTE in again.stdout
    assert accept(site, note="for another reason").exit_code == 0
    assert [a.note for a in newest(site).state().of(Accepted)] == ["for another reason"]


def test_clean_up_takes_what_is_accepted_and_says_so(site: Small) -> None:
    run(site, *CLEAN, code=5)
    accept(site)
    run(site, *CLEAN)
    warnings = [f for f in newest(site).state().of(Finding) if f.severity == "warning"]
    assert [NOTE in warning.fact for warning in warnings] == [True]
    assert site.rows()[1] == ("2", "robert")


def test_another_difference_is_not_accepted_with_it(site: Small) -> None:
    run(site, "--step", "verify", code=5)
    accept(site)
    site.execute("delete from fresh where id = 3")
    run(site, *CLEAN, code=5)


def test_what_is_accepted_here_is_not_accepted_there(site: Small) -> None:
    run(site, "--step", "verify", code=5)
    accept(site)
    site.document["environments"] = {"production": {}}
    run(site, *CLEAN, "--env", "production", code=5)


def test_only_a_difference_can_be_accepted_and_only_with_a_note(site: Small) -> None:
    assert "found no difference in a mapping fresh" in accept(site, code=2).stderr
    run(site, "--step", "verify", code=5)
    assert "Mappings in which it found one: fresh" in accept(site, "legacy", code=2).stderr
    assert "needs a note" in accept(site, note=" ", code=2).stderr
    call("accept", f"{site.folder}/plan.yaml", "fresh", code=2)


def test_what_was_accepted_and_damaged_is_not_accepted(site: Small) -> None:
    run(site, "--step", "verify", code=5)
    accept(site)
    (newest(site).folder / "accepted.json").write_text('{"of": 1')
    assert newest(site).state().of(Accepted) == []
    run(site, *CLEAN, code=5)


def test_recopy_writes_what_differs_and_is_a_run_like_any_other(site: Small) -> None:
    done = call("recopy", f"{site.folder}/plan.yaml", "fresh")
    assert "1 updated" in done.stdout
    record = newest(site)
    assert record.command == "run"
    assert_accounted(record.state())
    assert [s.name for s in record.state().steps.values()] == ["migrate", "verify"]
    assert site.rows() == site.rows("legacy")
    call("rollback", f"{site.folder}/plan.yaml", "--yes")


def test_recopy_looks_whatever_the_ledger_says(site: Small) -> None:
    """Nothing has changed by all that is kept of it, and every row is compared all the same."""
    call("recopy", f"{site.folder}/plan.yaml", "fresh")
    call("recopy", f"{site.folder}/plan.yaml", "fresh")
    state = newest(site).state()
    assert not state.progress["migrate", "fresh"].skipped
    assert state.progress["migrate", "fresh"].counts.unchanged == 3
    said = call("recopy", f"{site.folder}/plan.yaml", "nothing", code=2)
    assert "nothing" in said.stderr
