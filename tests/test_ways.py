"""Rows that a load has put into gaps lie in another order than their source's: they are compared in
the order of their key, and without those of others that lie among them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from alongside import looked
from migrate_tui.engine.events import MappingVerified
from migrate_tui.engine.side_by_side import SideBySide
from small import ACROSS, Small, counted, small

__all__ = ["looked"]
Url = Callable[[], str]
BY_NUMBER = """create table legacy (id integer primary key, other text unique, said text);
create table fresh (id bigint primary key, other text, said text);"""
BY_TEXT = """create table legacy (other text primary key, id integer, said text);
create table fresh (other text primary key, id bigint, said text);"""
BY_BOTH = """create table legacy (other text, id integer, said text, primary key (other, id));
create table fresh (other text, id bigint, said text, primary key (other, id));"""
KEYS = {BY_NUMBER: ["id"], BY_TEXT: ["other"], BY_BOTH: ["other", "id"]}
SIZES = (5000, 5000, 3300, 3000, 2500, 100)  # a row may fit only into a page before the last
ROWS = 60


def texts() -> list[str]:
    """Of bytes that do not repeat, so that they stay in the table."""
    with closing(sqlite3.connect(":memory:")) as connection:
        sizes = (SIZES[n % len(SIZES)] // 2 for n in range(ROWS))
        query = "select hex(randomblob(?))"
        return [connection.execute(query, (size,)).fetchone()[0] for size in sizes]


def made(folder: Path, url: Url, tables: str = BY_TEXT) -> Small:
    """Loaded in ranges of 20 rows, which fill the gaps that large rows have left."""
    source, target = tables.split("\n")
    site = small(folder, ACROSS, url, source=source, target=target, key=KEYS[tables])
    site.execute("alter table fresh alter said set storage plain")
    rows = [(n, f"{n * 7919 % 1000:x}é{n}", text) for n, text in enumerate(texts())]
    with closing(sqlite3.connect(site.source.removeprefix("sqlite:///"))) as connection, connection:
        connection.executemany("insert into legacy (id, other, said) values (?, ?, ?)", rows)
    site.migrate(batch_size=20)
    lie = site.query("select id from fresh order by ctid")
    assert lie != sorted(lie)
    return site


@pytest.mark.parametrize("tables", KEYS)
def test_rows_in_another_order_are_compared_by_their_key(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide], tables: str
) -> None:
    site = made(tmp_path, fresh_url, tables)
    state = site.steps("verify", recheck=True)
    assert state.of(MappingVerified)[0].verdict == "match"
    assert counted(state, step="verify").unchanged == ROWS
    assert [(one.doubted, one.both.is_sorted) for one in looked] == [([], True)]


def test_an_order_that_changes_further_on_is_found_out_then(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("migrate_tui.engine.ways.FIRST", 1)
    site = made(tmp_path, fresh_url)
    assert site.steps("verify", recheck=True).of(MappingVerified)[0].verdict == "match"
    assert [(one.doubted, one.both.is_sorted) for one in looked] == [([], True)]


def test_rows_of_others_among_them_are_counted_and_hide_nothing(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide]
) -> None:
    site = made(tmp_path, fresh_url)
    site.execute("insert into fresh select 'own' || n, n, 'x' from generate_series(1, 40) as n")
    verified = site.steps("verify", recheck=True).of(MappingVerified)[0]
    assert (verified.verdict, verified.extra, verified.target) == ("match", 40, ROWS + 40)
    assert [one.doubted for one in looked] == [[]]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("update fresh set said = said || '.' where id = 25", (0, 1)),
        ("update fresh set id = id + 0 where id = 25", (0, 0)),
        ("delete from fresh where id = 25", (1, 0)),
        ("update fresh set other = other || 'x' where id = 25", (1, 0)),
        ("update fresh set said = (select said from fresh where id = 26) where id = 25", (0, 1)),
    ],
)
def test_what_was_done_to_one_row_is_told(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide], change: str, told: tuple[int, int]
) -> None:
    site = made(tmp_path, fresh_url)
    site.execute(change)
    state = site.steps("verify", code=5 if any(told) else 0, recheck=True)
    verified = state.of(MappingVerified)[0]
    assert (verified.missing, verified.different) == told
    assert [len(one.doubted) for one in looked] == [1]


def test_values_that_two_rows_have_exchanged_are_told(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide]
) -> None:
    """As one who leaves the rows where they lie, and calls them his who loaded them, could not."""
    site = made(tmp_path, fresh_url)
    site.execute(
        "update fresh as one set id = two.id from fresh as two"
        " where (one.id, two.id) in ((25, 26), (26, 25))"
    )
    verified = site.steps("verify", code=5, recheck=True).of(MappingVerified)[0]
    assert (verified.missing, verified.different) == (0, 2)
