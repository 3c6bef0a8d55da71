"""The language school: what its dev.db holds, and that every kind of dirt is in it."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from ruamel.yaml import YAML

from expected_learning import PARENTS, TIMES, instant
from expected_practice import is_json
from migrate_tui.engine.migrations import read_folder
from migrate_tui.recipes import RECIPES
from migrate_tui.recipes.prisma_learning.tables import COLUMNS
from recipes_expected import Row, expected_counts, expected_rejects, rows

RECIPE = RECIPES["prisma-learning"]
SQLITE, SERVER = (RECIPE.folder / name / "migrations" for name in ("prisma", "prisma-postgresql"))


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('school')}/dev.db"
    RECIPE.generate(url, 2000)
    return url


def every(url: str) -> dict[str, list[Row]]:
    return {table: [*rows(url, table)] for table in COLUMNS}


def test_rows_count_the_attempts_and_the_rest_is_in_proportion(generated: str) -> None:
    assert {table: len(found) for table, found in every(generated).items()} == {
        "User": 412, "Level": 6, "Story": 12, "Unit": 64, "UnitAsset": 256, "UserProgress": 2000,
        "DailyPlan": 1000, "DailyPlanEntry": 2000, "PronunciationAttempt": 2000,
        "AggregateScore": 1000, "_SavedUnits": 412,
    }  # fmt: skip


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(tmp_path: Path) -> None:
    urls = [f"sqlite:///{tmp_path}/{n}.db" for n in range(3)]
    for url, seed in zip(urls, (7, 7, 8), strict=True):
        RECIPE.generate(url, 60, seed=seed)
    assert every(urls[0]) == every(urls[1])
    assert every(urls[0]) != every(urls[2])


@pytest.mark.parametrize("count", [1, 50, 300])
def test_without_dirt_nothing_is_rejected_nor_out_of_place(count: int, sqlite_url: str) -> None:
    made = RECIPE.generate(sqlite_url, count, dirt=0)
    assert expected_counts(sqlite_url) == {table: made[table] for table in COLUMNS}
    assert expected_rejects(sqlite_url) == {}
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("count", [*range(50, 62), 99, 250, 1200])
def test_rejects_stay_below_the_budget_in_every_table(count: int, sqlite_url: str) -> None:
    made = RECIPE.generate(sqlite_url, count)
    rejects = expected_rejects(sqlite_url)
    assert {"User", "UserProgress", "DailyPlan", "PronunciationAttempt"} <= set(rejects)
    assert {table: n for table, n in rejects.items() if n > made[table] * 0.05} == {}


# A kind of dirt, a table that has it, and how it is seen
Sight = Callable[[Row], bool]
SIGHTS: dict[str, tuple[str, Sight]] = {
    "a second account in capitals": ("User", lambda row: row["email"].isupper()),
    "text among the milliseconds": ("User", lambda row: isinstance(row["createdAt"], str)),
    "a day as text": ("DailyPlan", lambda row: isinstance(row["date"], str)),
    "a time that is none": (
        "AggregateScore",
        lambda row: any(instant(row[c]) is None for c in TIMES["AggregateScore"]),
    ),
    "a boolean as a word": ("DailyPlanEntry", lambda row: row["done"] in ("true", "false")),
    "empty JSON": ("PronunciationAttempt", lambda row: row["feedback"] == ""),
    "JSON that is none": (
        "PronunciationAttempt",
        lambda row: bool(row["feedback"]) and not is_json(row["feedback"], True),
    ),
    "JSON with NUL": ("PronunciationAttempt", lambda row: "\\u0000" in (row["feedback"] or "")),
    "JSON of an asset that is none": (
        "UnitAsset",
        lambda row: bool(row["metadata"]) and not is_json(row["metadata"], True),
    ),
}


@pytest.mark.parametrize(("table", "seen"), SIGHTS.values(), ids=SIGHTS)
def test_dirt_is_there(table: str, seen: Sight, generated: str) -> None:
    found = [*rows(generated, table)]
    assert 0 < sum(map(seen, found)) < len(found) / 20


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("UserProgress", "userId"),
        ("DailyPlan", "userId"),
        ("DailyPlanEntry", "dailyPlanId"),
        ("PronunciationAttempt", "userId"),
        ("AggregateScore", "userId"),
        ("_SavedUnits", "A"),
    ],
)
def test_orphans_are_there(table: str, column: str, generated: str) -> None:
    known = {row["id"] for row in rows(generated, PARENTS[table][column])}
    orphans = [row for row in rows(generated, table) if row[column] not in known]
    assert 0 < len(orphans) < 21


def test_hashes_need_every_digit_of_a_bigint(generated: str) -> None:
    hashes = [row["contentHash"] for row in rows(generated, "UnitAsset") if row["contentHash"]]
    assert max(hashes) > 2**62 and any(float(hash_) != hash_ for hash_ in hashes)


def test_prismas_record_is_that_of_the_folder(generated: str) -> None:
    found = {
        row["migration_name"]: row["checksum"] for row in rows(generated, "_prisma_migrations")
    }
    assert found == {
        file.parent.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in SQLITE.glob("*/migration.sql")
    }


# The folders of migrations


def script(folder: Path) -> str:
    return "".join(file.read_text() for file in sorted(folder.glob("*/migration.sql")))


@pytest.fixture
def lite(sqlite_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(sqlite_path, isolation_level=None)) as connection:
        connection.executescript(script(SQLITE))
        yield connection


@pytest.fixture
def server(each_postgres_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(each_postgres_url, autocommit=True) as connection:
        for file in sorted(SERVER.glob("*/migration.sql")):
            connection.execute(file.read_bytes())
        yield connection


def test_both_sides_hold_the_same_migrations() -> None:
    names = [m.name for m in read_folder(SQLITE, "sqlite")]
    assert names == [m.name for m in read_folder(SERVER, "postgresql")]
    assert len(names) == 4 and names == sorted(names)
    kinds = [one.alone for m in read_folder(SERVER, "postgresql") for one in m.statements]
    assert kinds.count(True) == 1


def columns_of(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    found = connection.execute(
        "select t.name, c.name from sqlite_master t join pragma_table_info(t.name) c"
        " where t.type = 'table' and t.name not like '\\_prisma%' escape '\\'"
    )
    return set(found.fetchall())


def test_old_and_new_have_the_same_tables_and_columns(
    lite: sqlite3.Connection, server: psycopg.Connection[Any], generated: str
) -> None:
    told = {(table, column) for table, columns in COLUMNS.items() for column in columns}
    with closing(sqlite3.connect(generated.removeprefix("sqlite:///"))) as legacy:
        assert columns_of(legacy) == told
    assert columns_of(lite) == told
    found = server.execute(
        b"select table_name, column_name from information_schema.columns"
        b" where table_schema = 'public'"
    ).fetchall()
    assert set(found) == told


def test_postgresql_has_the_types_that_sqlite_lacks(server: psycopg.Connection[Any]) -> None:
    found = server.execute(
        b"select table_name || '.' || column_name, udt_name from information_schema.columns"
        b" where table_schema = 'public'"
    ).fetchall()
    kinds: dict[str, set[str]] = {}
    for column, kind in found:
        kinds.setdefault(kind, set()).add(column)
    assert kinds["jsonb"] == {"UnitAsset.metadata", "PronunciationAttempt.feedback"}
    assert kinds["int8"] == {"UnitAsset.contentHash", "UserProgress.timeSpentMs"}
    assert kinds["AssetType"] == {"UnitAsset.type"} and kinds["Period"] == {"AggregateScore.period"}
    assert kinds["timestamp"] >= {f"{t}.{column}" for t, cs in TIMES.items() for column in cs}
    assert "UserProgress.score" in kinds["float8"]


def test_both_targets_declare_the_same_foreign_keys(
    lite: sqlite3.Connection, server: psycopg.Connection[Any]
) -> None:
    on_sqlite = lite.execute(
        'select t.name, f."from", f."table" from sqlite_master t'
        " join pragma_foreign_key_list(t.name) f where t.type = 'table'"
    ).fetchall()
    on_server = server.execute(
        b"select conrelid::regclass::text, a.attname, confrelid::regclass::text"
        b" from pg_constraint join pg_attribute a on attrelid = conrelid and attnum = conkey[1]"
        b" where contype = 'f'"
    ).fetchall()
    plain = [tuple(part.strip('"') for part in row) for row in on_server]
    assert sorted(on_sqlite) == sorted(plain)
    assert len(plain) == 13


# The sample


@cache
def plan() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(RECIPE.plan.read_text())
    return found


@cache
def seed(name: str) -> list[dict[str, Any]]:
    """The rows of a seed, wherever they stand."""
    (found,) = (one["rows"] for one in plan()["seed"] if one["into"] == name)
    if isinstance(found, str):
        found = YAML(typ="safe").load((RECIPE.folder / found).read_text())
    return list(found)


def test_the_sample_is_what_the_guide_lists() -> None:
    counts = {table: len(seed(table)) for table in COLUMNS if table != "_SavedUnits"}
    assert [counts[t] for t in ("User", "Level", "Story", "Unit")] == [2, 3, 4, 5]
    assert all(counts.values())
    assert {row["email"]: row["username"] for row in seed("User")} == {
        "john@example.com": "johndoe",
        "jane@example.com": "janedoe",
    }
    assert {row["period"] for row in seed("AggregateScore")} == {
        *("DAILY", "WEEKLY", "MONTHLY", "OVERALL"),
    }
    units = {row["unit"] for row in seed("UnitAsset")}
    assert units == {row["id"] for row in seed("Unit")}
    assert {row["type"] for row in seed("UnitAsset") if row["unit"] == "sample-greetings"} == {
        *("VIDEO", "AUDIO", "SUBTITLE", "SCREENSHOT", "METADATA"),
    }
    assert all(re.match("placeholder/", row["key"]) for row in seed("UnitAsset"))
    assert all(row["id"].startswith("sample-") for t in counts for row in seed(t))
