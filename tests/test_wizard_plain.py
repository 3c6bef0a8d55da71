"""The wizard as lines and questions: the same stages, gates and words, typed or scripted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accounting import assert_accounted
from engines import begun, enough, eventually, site
from migrate_tui.engine.events import RangeDone
from migrate_tui.engine.history import Call, runs
from migrate_tui.engine.journal import read
from migrate_tui.engine.live import ask, look
from migrate_tui.plain import Plain
from migrate_tui.session.seat import Seat
from migrate_tui.session.session import Session
from pseudo import pseudo
from small import SQLITE, Small

WAY = ("Enter: check", "Enter: back up", "Enter: apply", "Enter: look", "Enter: migrate")


@pytest.fixture
def place(tmp_path: Path) -> Small:
    return site(tmp_path, SQLITE, str, rows=20)


def walked(session: Session, *typed: str) -> str:
    """What is said to somebody who types this and then goes."""
    out = io.StringIO()
    answers: Iterator[str] = iter(typed)

    def line(question: str) -> str:
        out.write(question + "\n")
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    assert Plain(session, out, line, line).walk() == 0
    return out.getvalue()


def opened(place: Small, *options: str, **more: Any) -> Session:
    return Session.open(Call(place.folder / "plan.yaml"), options, **more)


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {}], ids=["dumb", "plain"])
def test_enter_leads_to_a_verified_migration_without_one_escape(
    place: Small, environ: dict[str, str]
) -> None:
    words = () if environ else ("--plain",)
    with pseudo("plan.yaml", *words, folder=place.folder, environ=environ) as here:
        for question in WAY:
            since = len(here.seen)
            here.shows(question)
            here.type("\n")
            here.shows("Enter: ", since)
            here.shows("approve it and go on" if question == "Enter: look" else "go on to", since)
            here.type("\n")
        here.shows("Enter: verify")
        here.type("\n")
        here.shows("go on to Clean up")
        here.type("q\n")
        assert here.wait() == 0
        assert b"\x1b" not in here.seen
        assert "20 read = 20 inserted" in here.text()
    assert [record.state().exit_code for record in runs(place.folder)] == [0] * 6
    assert place.rows() == place.rows("legacy")


@pytest.mark.slow
def test_ctrl_c_asks_and_d_leaves_the_run_to_itself(place: Small) -> None:
    words = ("--plain", "--batch-size", "1", "--pause-ms", "500")
    with pseudo("plan.yaml", *words, folder=place.folder) as here:
        for question in WAY[:-1]:
            here.shows(question)
            since = len(here.seen)
            here.type("\n")
            here.shows("Enter: ", since)
            here.shows("go on", since)
            here.type("\n")
        here.shows(WAY[-1])
        here.type("\n")
        record = eventually(lambda: begun(place.folder), here.alive)
        eventually(lambda: enough(list(read(record.journal)), RangeDone, 1), here.alive)
        here.type("\x03")
        here.shows("d detaches")
        here.type("d\n")
        assert here.wait() == 0
        here.shows(f"migrate-tui attach {record.run}")
    ask(look(record), pause_ms=0)
    eventually(lambda: record.state().finished)
    assert_accounted(record.state())
    assert place.rows() == place.rows("legacy")


def test_a_closed_gate_says_why_and_leads_back(place: Small) -> None:
    said = walked(opened(place), "5", "", "q")
    assert "Step 5 of 7: Migrate, waiting" in said
    assert "! Dry run comes first: it is waiting." in said
    assert said.index("Step 5 of 7") < said.index("Step 4 of 7: Dry run")
    assert runs(place.folder) == ()


def test_going_on_without_a_backup_takes_the_name_of_the_plan(place: Small) -> None:
    said = walked(opened(place), "", "", "s", "no", "s", "small", "q")
    assert "Not skipped." in said
    assert "! Backup was skipped." in said


def test_a_protected_plan_wants_its_name(place: Small) -> None:
    place.document["environments"] = {"prod": {"protected": True}}
    place.plan()
    session = Session.open(Call(place.folder / "plan.yaml", env="prod"), ("--env", "prod"))
    answers = ("", "", "", "", "", "wrong", "", "small", "q")
    said = walked(session, *answers)
    assert "The environment prod is protected." in said
    assert "Nothing was written." in said
    done = [record for record in runs(place.folder) if "schema" in record.state().steps]
    assert [record.state().exit_code for record in done] == [0]


def test_a_second_one_looks_on_and_may_take_over(place: Small) -> None:
    session = opened(place)
    first, session.seat = Seat.at(session.call.plan), Seat.at(session.call.plan)
    said = walked(session, "", "t", "q")
    assert "steers this plan. t takes over." in said
    assert (first.mine, session.seat.mine) == (False, True)
    assert said.rstrip().splitlines()[-1].startswith("Enter: check")


def test_what_is_not_known_says_what_is(place: Small) -> None:
    said = walked(opened(place), "what", "9", "b")
    assert said.count("Answers: b goes back") == 3
    assert said.count("Step 1 of 7") == 4


def test_a_wrong_plan_tells_every_problem(place: Small) -> None:
    (place.folder / "plan.yaml").write_text("plan: small\nsource: nothing\n")
    said = walked(opened(place), "q")
    assert "The plan cannot be read" in said
    assert "nothing" in said
