"""What one reading of a table tells is what the database says when it is asked value by value."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from migrate_tui.engine.databases import facts_sqlite, open_database
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.forms import FORMS
from migrate_tui.engine.databases.sqlite_connection import SQLiteConnection
from migrate_tui.engine.databases.survey_sqlite import survey_sqlite
from migrate_tui.engine.databases.sweep_sqlite import Swept, swept
from migrate_tui.engine.sweep.questions import declared
from migrate_tui.engine.sweep.spelled import SPELLINGS, spelled
from migrate_tui.engine.sweep.sweep import Sweep
from sweep_files import TYPES, VALUES

SOUND = tuple(
    shape.decode().replace("0000-00-00", "2024-02-29").replace("00:00:00", "20:10:10")
    for shape in SPELLINGS
)
ODD = "03469:-T Zt.+é\0"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with sqlite3.connect(tmp_path / "app.db") as connection:
        yield connection
    connection.close()


def table(path: Path) -> tuple[SQLiteConnection, Table]:
    opened = open_database(f"sqlite:///{path}").open(read_only=True)
    found = opened.table("t")
    assert found is not None
    return opened, found  # type: ignore[return-value]  # a SQLite file has such a connection


def seen(path: Path) -> Swept:
    """What one reading tells of the table."""
    sweep = Sweep(path, alone=True)
    with closing(sweep), closing(sqlite3.connect(path)) as raw:
        return swept(sweep.help(raw).get("t"))


def asked(text: str) -> str | None:
    """What the database calls a text, looked at by itself."""
    with sqlite3.connect(":memory:") as connection:
        row = connection.execute(
            f"select {FORMS['moment'].format(c='v')} from (select ? as v)", (text,)
        )
        return row.fetchone()[0]


@pytest.mark.parametrize("text", SOUND)
def test_every_frequent_spelling_is_told(text: str) -> None:
    assert spelled([text, text], f"{text}\n{text}") == asked(text)


@pytest.mark.parametrize("text", SOUND)
def test_a_spelling_that_is_told_is_the_one_the_database_tells(text: str) -> None:
    for place in range(len(text)):
        for other in ODD:
            changed = text[:place] + other + text[place + 1 :]
            told = spelled([text, changed], f"{text}\n{changed}")
            assert told in (None, asked(changed)), changed


@pytest.mark.parametrize("text", ["2023-02-29", "0000-01-01", "2024-00-10", "2024-13-01"])
def test_a_day_that_is_none_is_not_told(text: str) -> None:
    assert spelled([text], text) is None
    assert asked(text) == "other"


def test_many_moments_at_once_are_what_the_database_tells_of_each() -> None:
    """Digits at random: most moments are none, and one of them is enough."""
    chance = random.Random(3)
    for _ in range(300):
        texts = [near(chance) for _ in range(chance.choice((1, 2, 9)))]
        forms = {asked(text) for text in texts}
        expected = "local" if forms == {"local"} else None
        assert spelled(texts, "\n".join(texts)) == expected, texts


def near(chance: random.Random) -> str:
    """A moment, or one beyond the end of a month, a day, an hour."""
    parts = (
        *(("2024", "2023", "1900", "2000", "0001", "0000"), ("01", "02", "04", "12", "13", "00")),
        *(("01", "28", "29", "30", "31", "32", "00"), ("00", "19", "23", "24", "30")),
        *(("00", "59", "60"), ("00", "59", "61")),
    )
    few = chance.random() < 0.7  # mostly the first of each, so that whole lists are sound
    picked = [part[0] if few and chance.random() < 0.9 else chance.choice(part) for part in parts]
    return "{}-{}-{} {}:{}:{}".format(*picked)


def test_lines_of_two_widths_are_not_told() -> None:
    texts = ["2024-01-01", "2024-01-01 10:00:00"]
    assert spelled(texts, "\n".join(texts)) is None


@pytest.mark.parametrize("type_", TYPES)
@pytest.mark.parametrize("values", VALUES, ids=repr)
def test_what_is_swept_is_what_the_database_counts(
    type_: str, values: tuple[Any, ...], site: sqlite3.Connection, tmp_path: Path
) -> None:
    site.execute(f"create table t (v {type_})")
    many = random.Random(7).choices(values, k=600) if values else []
    site.executemany("insert into t values (?)", [(v,) for v in many])
    site.commit()
    opened, found = table(tmp_path / "app.db")
    with opened:
        plain = seen(tmp_path / "app.db")
        counted = facts_sqlite.column_facts(opened.raw, found, found.columns)["v"]
        if "v" in plain.facts:
            assert replace(plain.facts["v"], characters=0) == counted
            assert not facts_sqlite.text_facts(opened.raw, found, {"v": counted})
        kind = declared(type_)
        if "v" in plain.forms and kind in FORMS:
            assert plain.forms["v"] == facts_sqlite.form_facts(
                opened.raw, found, found.columns[0], str(kind)
            )


@pytest.mark.parametrize("type_", ["tinyint(1)", "int date", "bigint timestamp", "integer numeric"])
@pytest.mark.parametrize("values", [(0, 1), (0, 2), (10**12, 10**12 + 1), (10**9, 1), ("x", 1)])
def test_forms_of_declared_numbers_are_those_the_database_counts(
    type_: str, values: tuple[Any, ...], site: sqlite3.Connection, tmp_path: Path
) -> None:
    site.execute(f"create table t (v {type_})")
    site.executemany("insert into t values (?)", [(v,) for v in (*values, None)])
    site.commit()
    (surveyed,) = survey_sqlite(open_database(f"sqlite:///{tmp_path / 'app.db'}")).tables
    opened, found = table(tmp_path / "app.db")
    kind = str(declared(type_))
    with opened:
        column = found.columns[0]
        expected = (
            facts_sqlite.form_facts(opened.raw, found, column, kind)
            if kind in FORMS
            else {"finer": facts_sqlite.decimals(opened.raw, found, column, 0)}
        )
    assert surveyed.facts.columns["v"].forms == expected


@pytest.mark.parametrize(
    ("rows", "columns"),
    [([("x" * 4_000_000,), ("y",)], 0), ([("x" * 200_000,), ("y",)], 1), ([("y",)], 1)],
    ids=["very long", "long", "short"],
)
def test_a_very_long_text_is_counted_and_not_read(
    rows: list[tuple[str]], columns: int, site: sqlite3.Connection, tmp_path: Path
) -> None:
    site.execute("create table t (v text)")
    site.executemany("insert into t values (?)", rows)
    site.commit()
    assert len(seen(tmp_path / "app.db").facts) == columns
    (surveyed,) = survey_sqlite(open_database(f"sqlite:///{tmp_path / 'app.db'}")).tables
    assert surveyed.facts.columns["v"].longest == len(rows[0][0])


def test_texts_that_are_no_utf8_are_left_to_the_database(
    site: sqlite3.Connection, tmp_path: Path
) -> None:
    site.execute("create table t (n numeric, v text)")
    site.execute("insert into t values (1, 'fine'), (2, cast(x'ff41' as text))")
    site.commit()
    assert not seen(tmp_path / "app.db").facts
    (surveyed,) = survey_sqlite(open_database(f"sqlite:///{tmp_path / 'app.db'}")).tables
    assert surveyed.facts.columns["v"].broken == 1
    assert surveyed.facts.columns["n"].integers == 2


def test_what_comes_late_in_a_table_is_seen(site: sqlite3.Connection, tmp_path: Path) -> None:
    """One odd value after a thousand plain ones takes the column out of the plain."""
    site.execute("create table t (a numeric, b datetime, c text, d boolean)")
    plain = ("1", "2024-01-01 10:00:00", "x", 1)
    site.executemany("insert into t values (?, ?, ?, ?)", [plain] * 1000)
    site.execute("insert into t values ('many', '2024-01-32 10:00:00', x'00', 2)")
    site.commit()
    (surveyed,) = survey_sqlite(open_database(f"sqlite:///{tmp_path / 'app.db'}")).tables
    columns = surveyed.facts.columns
    assert (columns["a"].integers, columns["a"].texts) == (1000, 1)
    assert columns["b"].forms == Counter(local=1000, other=1)
    assert (columns["c"].texts, columns["c"].blobs) == (1000, 1)
    assert columns["d"].forms == Counter(bit=1000, number=1)
