"""What a plan masks does not leave the engine: not in samples, conflicts, rejects nor journals."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate_tui.engine.events import Event, MergeConflict, Note, RejectedRow, RowSample
from migrate_tui.engine.plan import load_plan
from migrate_tui.engine.veil import HIDDEN, Veil, digest, key_of, veiled
from small_site import Place, place

__all__ = ["place"]
SECRET = "s3cret"


def veil(place: Place, mask: str) -> Veil:
    place.plan(more=f"mask: [{mask}]\n")
    return Veil(load_plan(place.folder / "plan.yaml"))


def sample(key: str = "1") -> RowSample:
    row: dict[str, str | None] = {"id": "1", "name": SECRET}
    return RowSample("students", "changed", key, row, {**row, "name": None}, ("name",))


def conflict(column: str) -> MergeConflict:
    values = (f"pupils: {SECRET}", "others: x: y")
    return MergeConflict("students", column, 1, "1", values, SECRET, "newest")


@pytest.mark.parametrize("mask", ["name", "students.name", "pupils.name"])
def test_a_masked_column_is_hidden_wherever_it_shows(place: Place, mask: str) -> None:
    over = veil(place, mask).over
    reject = RejectedRow("students", "pupils", "1", None, "name", f"not a number: '{SECRET}'")
    for event in (sample(), conflict("name"), reject):
        assert SECRET not in str(over(event))
        assert HIDDEN in str(over(event))
    assert over(sample()).before == {"id": "1", "name": digest(SECRET, key_of(place.folder))}  # type: ignore[attr-defined]


@pytest.mark.parametrize("mask", ["age", "teachers.name"])
def test_other_columns_stay_as_they_are(place: Place, mask: str) -> None:
    over = veil(place, mask).over
    events: tuple[Event, ...] = (conflict("name"), Note(SECRET))
    assert [over(event) for event in events] == [*events]
    assert over(sample()).before == sample().before  # type: ignore[attr-defined]


def test_a_masked_key_is_hidden_as_a_key_too(place: Place) -> None:
    assert "0815" not in str(veil(place, "id").over(sample("0815")))


def test_equal_values_look_equal_and_others_do_not() -> None:
    assert digest("a", "key") == digest("a", "key") != digest("b", "key")
    assert digest("a", "key") != digest("a", "other key")
    assert len(digest("a", "key")) < 12
    assert digest(digest("a", "key"), "key") == digest("a", "key")


def test_an_interruption_reaches_the_step(place: Place) -> None:
    def step() -> object:
        try:
            yield Note("at work")
        except KeyboardInterrupt:
            yield Note("ended in order")

    events = veiled(step(), load_plan(place.folder / "plan.yaml"))  # type: ignore[arg-type]
    assert next(events) == Note("at work")
    assert events.throw(KeyboardInterrupt()) == Note("ended in order")  # type: ignore[attr-defined]
    assert list(events) == []


def test_nothing_masked_is_kept_on_this_machine(place: Place) -> None:
    place.sql("update pupils set name = ?, age = ?", SECRET, SECRET + "-age", at="old.db")
    place.plan(more="mask: [name, age]\nrejects: {max: 100%}\n")
    ended = place.run("run", "plan.yaml", "-v")
    assert ended.exit_code == 0
    shown = ended.output + place.run("rejects").output + place.run("report").output
    kept = "".join(p.read_text() for p in Path(".migrate-tui").rglob("*") if p.is_file())
    assert SECRET not in shown + kept
    assert HIDDEN in place.run("rejects").stdout
    assert "not a" in place.run("rejects").stdout
