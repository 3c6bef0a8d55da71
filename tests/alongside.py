"""Both sides of a small site's one mapping, as verify first looks at them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

import pytest

from migrate_tui.engine.building import build
from migrate_tui.engine.compared import Same
from migrate_tui.engine.context import looking
from migrate_tui.engine.databases.base import Row
from migrate_tui.engine.databases.digests import Pair
from migrate_tui.engine.databases.rehearsal import rehearsal
from migrate_tui.engine.guarded import context_of
from migrate_tui.engine.incoming import PRINTED
from migrate_tui.engine.ranges import Span
from migrate_tui.engine.side_by_side import SideBySide, comparable
from migrate_tui.engine.ways import Comparable
from migrate_tui.engine.work import Work
from small import Small

WHOLE = Span(None, None)


def filled(site: Small, rows: Sequence[Row]) -> Small:
    """Its SQLite source with these rows, numbered from 1."""
    marks = ", ".join("?" * (len(rows[0]) + 1))
    with closing(sqlite3.connect(site.source.removeprefix("sqlite:///"))) as raw, raw:
        numbered = [(number, *row) for number, row in enumerate(rows, 1)]
        raw.executemany(f"insert into legacy values ({marks})", numbered)
    return site


def loaded_as_lines(site: Small) -> list[bool]:
    """Of each range, whether it went straight into its table."""
    prints = site.query("select fingerprint from migrate_tui.migration_ranges order by low")
    return [text.startswith(PRINTED) for (text,) in prints]


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[SideBySide]:
    """Every first look, with what it doubted."""
    found: list[SideBySide] = []
    look = SideBySide.look

    def noting(self: SideBySide) -> Iterator[Same]:
        found.append(self)
        yield from look(self)

    monkeypatch.setattr(SideBySide, "look", noting)
    return found


@contextmanager
def both_sides(site: Small) -> Iterator[Comparable]:
    with (
        closing(context_of(site.plan(), site.options, "r")) as context,
        looking(context) as (view, connection),
    ):
        work = Work(view, connection, build(view, seeds=False), dry=True)
        both = comparable(work, work.jobs["fresh"])
        assert both is not None
        yield both


def ours(both: Comparable) -> tuple[int, list[Pair | None]]:
    found = both.read(WHOLE, is_sorted=True)
    with rehearsal(both.connection):
        answers = {place: both.respelled(place, text) for place, text in found.handed().items()}
    known = {place: pair for place, pair in answers.items() if pair is not None}
    return found.rows, [*found.pairs(known)]


def theirs(both: Comparable, change: str | None = None) -> tuple[int, list[Pair | None]]:
    """What the target prints, once it has been changed so."""
    with rehearsal(both.connection):
        if change:
            both.connection.execute(change)
        found = both.ask("true", is_sorted=True)
    assert found is not None
    return found.rows, [*found.pairs]


def assert_told(site: Small, changes: Sequence[str]) -> None:
    """The digests are the same, and with each of these changes of a row they are not; whether long
    values are looked for or not."""
    with both_sides(site) as both:
        for values in (both.values, both.values.shortly()):
            both.values = values
            known = ours(both)
            for change in (None, *changes):
                changed = change and f"update fresh set {change} where id = 1"
                assert (theirs(both, changed) == known) == (change is None), change
