"""What clean-up would do: told without doing it, its obstacles as findings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from migrate_tui.engine.events import Event, Finding, Note, SchemaStatement
from migrate_tui.engine.steps.backup import backup
from migrate_tui.engine.steps.clean_up_preview import clean_up_preview
from surroundings import ask, run_sql
from test_step_clean_up import STANDING, Case, tables, url  # noqa: F401


def preview(case: Case) -> list[Event]:
    context = case.context
    try:
        return list(clean_up_preview(context))
    finally:
        context.close()


def told(events: list[Event], severity: str) -> list[str]:
    return [e.fact for e in events if isinstance(e, Finding) and e.severity == severity]


@pytest.mark.parametrize("action", ["rename", "drop"])
def test_it_tells_what_clean_up_does_and_does_nothing(
    url: str,  # noqa: F811
    tmp_path: Path,
    action: str,
) -> None:
    case = replace(Case(url, tmp_path), action=action)
    list(backup(context := case.context))
    context.close()
    events = preview(case)
    assert told(events, "error") == []
    facts = told(events, "info")
    assert facts[:2] == ["old_students: 1 row", "old_items: 1 row"]
    assert "read back now" in facts[2] and "sha256" in facts[2]
    assert tables(url) == STANDING
    shown = [e.sql for e in events if isinstance(e, SchemaStatement)]
    done = [e.sql for e in case.run() if isinstance(e, SchemaStatement) and e.applied]
    assert shown == done


def test_what_is_in_the_way_is_found(url: str, tmp_path: Path) -> None:  # noqa: F811
    run_sql(url, "create view olds as select name from students, old_items")
    events = preview(replace(Case(url, tmp_path), tables=("old_students", "old_items", "none")))
    found = told(events, "error")
    assert found[0] == "there is no table none"
    assert any("view" in fact and "olds" in fact for fact in found)
    assert found[-1] == "there is no readable backup of this plan"
    assert tables(url) == STANDING
    assert ask(url, "select count(*) from old_items") == [(1,)]


def test_nothing_is_told_where_there_is_nothing(url: str, tmp_path: Path) -> None:  # noqa: F811
    Case(url, tmp_path).run()
    (note,) = preview(Case(url, tmp_path))
    assert isinstance(note, Note) and "retired already" in note.text
