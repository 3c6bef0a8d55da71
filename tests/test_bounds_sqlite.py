"""Where a SQLite table is cut: not by reading it, where few numbers of its rows are missing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.reading_sqlite import SQLiteTable

ROWID = ("rowid",)
DENSE = tuple(range(1, 1001))


@contextmanager
def reading(folder: Path, numbers: tuple[int, ...]) -> Iterator[SQLiteTable]:
    path = folder / "source.db"
    with sqlite3.connect(path) as raw:
        raw.execute("create table legacy (said text primary key)")
        raw.executemany(
            "insert into legacy (rowid, said) values (?, ?)", [(n, f"row {n}") for n in numbers]
        )
    with open_database(f"sqlite:///{path}").open() as connection:
        found = connection.table("legacy")
        assert found is not None and found.rowid == "rowid"
        table = connection.reading(typed=True).table(found, ["said"])
        assert isinstance(table, SQLiteTable)
        yield table


def sizes(numbers: tuple[int, ...], bounds: list[str]) -> list[int]:
    ends = [-(2**63), *map(int, bounds), 2**63]
    return [sum(a <= n < b for n in numbers) for a, b in pairwise(ends)]


@pytest.mark.parametrize(
    "numbers",
    [
        DENSE,
        DENSE[::2],
        tuple(range(-500, 501)),
        (*range(1, 401), *range(900, 1001)),
        (-(2**63), 0, 2**63 - 1),
        (7,),
        (),
    ],
)
def test_no_range_has_more_rows_than_asked_for(tmp_path: Path, numbers: tuple[int, ...]) -> None:
    with reading(tmp_path, numbers) as table:
        bounds = table.cut(ROWID, 100)
        assert max(sizes(numbers, bounds)) <= 100
        within = table.cut(ROWID, 3, "5", "31")
    assert sum(sizes(numbers, bounds)) == len(numbers)
    assert all(5 < int(bound) < 31 for bound in within)
    inside = tuple(n for n in numbers if 5 <= n < 31)
    assert max(sizes(inside, within)) <= 3


@pytest.mark.parametrize("size", [7, 10, 999, 1000, 1001])
def test_rows_without_gaps_are_cut_as_by_steps(tmp_path: Path, size: int) -> None:
    with reading(tmp_path, DENSE) as one:
        even = one.cut(ROWID, size)
        assert even == one.cut(("said",), 1000) + [str(n) for n in range(1 + size, 1001, size)]


@pytest.mark.parametrize(
    ("numbers", "steps"),
    [(DENSE, 0), (DENSE[::2], 0), (DENSE[::3], 4), ((*DENSE[:300], *DENSE[900:]), 4)],
)
def test_only_a_table_with_many_gaps_is_walked_through(
    tmp_path: Path, numbers: tuple[int, ...], steps: int
) -> None:
    asked: list[str] = []
    with reading(tmp_path, numbers) as table:
        table.of.source.raw.set_trace_callback(asked.append)
        table.cut(ROWID, 100)
    assert len([text for text in asked if "offset 100" in text and "quote" in text]) == steps
