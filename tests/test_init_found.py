"""What random databases have found: small files that `init` and `run` once failed at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from init_site import Init, database
from realpg import Server
from small import query, script

LANGUAGE = """
create table truth (id integer primary key, a int check (a), b text check (b), c int check (not c));
insert into truth values (1, 1, '1', 0), (2, 5, '2x', null);
create index if_true on truth (a) where a;
create table defaults (id integer primary key, said datetime default ('a' || 'b'),
  day date default ('2024-' || '01-01'), whole int default ((1) + (2)),
  words text default (abs(-5)), bytes blob default 5);
insert into defaults values (1, null, null, null, null, x'00');
create table digits (id integer primary key, a decimal(0), b decimal(2000, 5), c numeric(3, -1));
insert into digits values (1, 1, 2.5, 1000);
create table compared (id integer primary key, mixed decimal, folded text collate nocase,
  words text, check (mixed >= '2000'), check (folded = 'a'), check (words between 'B' and 'a'));
insert into compared values (1, 'x', 'A', 'Z'), (2, 100000, 'a', null);
create table named (id integer primary key, _source text);
insert into named values (1, 'mine');
create table mt_author (id integer primary key, name text);
insert into mt_author values (1, 'a');
create table migration_runs (id integer primary key);
create table least (id integer primary key, at datetime);
insert into least values (1, -9223372036854775808);
create table made (id integer primary key, r real,
  none text as (r is null), twice text as (r * 2), half real as (r / 2));
insert into made (id, r) values (1, 2.5), (2, null);
create table divided (id integer primary key, n decimal(5, 1) check (n % 2 = 0 and n / 2 < 3));
insert into divided values (1, 2.5), (2, 4);
create table raw (id integer primary key, b blob);
insert into raw values (1, x'00'), (2, cast(x'ff' as text));
create table large (id integer primary key, n numeric, j json);
insert into large values (1, 9007199254740993, 9007199254740993), (2, 1.5, 1.5),
  (3, -9007199254740993, -9007199254740993);
"""
BLOBS = """
create table blobs (id integer primary key, words text, u uuid);
insert into blobs values (1, x'ba61', null), (2, 'y', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11');
create table reals (id integer primary key, r real);
insert into reals values (1, 9e999), (2, x'00'), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (8, 1),
  (9, 1), (10, 1);
create table parent (k text collate nocase primary key);
create table child (id integer primary key, k text references parent);
insert into parent values ('a');
insert into child values (1, 'a'), (2, 'A');
create table keyed (k real primary key, words text);
insert into keyed values (9e999, x'00'), (1, 'a');
"""
LEFT = {  # what cannot be said in PostgreSQL, by table
    "truth": {"check (a)", "check (b)", "check (not c)", "index if_true"},
    "defaults": set(),
    "divided": {"check (n % 2 = 0 and n / 2 < 3)"},
    "compared": {"check (mixed >= '2000')", "check (folded = 'a')"},
}


@dataclass(frozen=True)
class Moved:
    site: Init
    said: dict[str, Any]
    run: dict[str, Any]

    @property
    def target(self) -> str:
        return self.site.target


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory, postgres: Server) -> Iterator[Moved]:
    folder, url = tmp_path_factory.mktemp("found"), postgres.new_database()
    database(folder / "old.db", LANGUAGE)
    site = Init(folder, "old.db", url)
    said = site.init("--json").json
    yield Moved(site, said, site.run())
    postgres.drop_database(url)


def test_every_row_arrives(moved: Moved) -> None:
    assert {m["name"]: m["inserted"] for m in moved.run["mappings"]} == {
        **{"truth": 2, "defaults": 1, "digits": 1, "large": 3, "compared": 2},
        **{"named": 1, "_mt_author": 1, "least": 1, "raw": 2, "divided": 2, "made": 2},
    }


@pytest.mark.parametrize("table", LEFT)
def test_what_means_something_else_stays_behind(table: str, moved: Moved) -> None:
    left = [one["why"] for one in moved.said["not_carried"] if one["table"] == table]
    assert {why.partition(": ")[0] for why in left} == LEFT[table]


def test_a_table_of_the_ledgers_name_is_told(moved: Moved) -> None:
    told = [one["why"] for one in moved.said["not_carried"] if one["table"] == "migration_runs"]
    assert [why.partition(":")[0] for why in told] == ["a table of migrate-tui's own, by its name"]


def test_a_default_is_of_its_columns_type_and_can_be_taken(moved: Moved) -> None:
    told = {f["column"]: f["fact"] for f in moved.said["findings"] if f["table"] == "defaults"}
    assert told.keys() == {"said", "bytes"}
    assert "invalid input syntax" in told["said"]
    query(moved.target, "insert into defaults (id) values (2) returning 1")
    rows = query(moved.target, "select said, day::text, whole, words from defaults where id = 2")
    assert rows == [(None, "2024-01-01", 3, "5")]


def test_a_key_of_bytes_is_told_by_its_digits_in_a_file_too(tmp_path: Path) -> None:
    script = """create table t (k blob primary key, at datetime);
    insert into t values (x'ff00', '2024-01-01'), (x'fe01', 'soon');
    create table c (id integer primary key, k blob references t);
    insert into c values (1, x'ff00'), (2, x'fd02');"""
    database(tmp_path / "old.db", script)
    site = Init(tmp_path, "old.db", f"sqlite:///{tmp_path / 'new.db'}")
    site.init()
    site.run(code=4)
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("rejects: {max: 0}", "rejects: {max: 1}"))
    site.run()
    keys = "select source_key, target_key from migration_rejects order by mapping desc"
    kept = query(site.target, keys)
    assert kept == [("\\xfe01", "\\xfe01"), ("2", "2")]
    assert query(site.target, "select k from t") == [(b"\xff\x00",)]


def test_text_that_is_none_is_read_again_where_the_source_has_more(
    tmp_path: Path, postgres_url: str
) -> None:
    words = "(1, 'a'), (2, 'b'), (3, cast(x'ff' as text)), (4, 'd')"
    script = f"create table t (id int primary key, w text); insert into t values {words}"
    database(tmp_path / "old.db", script)
    site = Init(tmp_path, "old.db", postgres_url)
    site.init()
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("rejects: {max: 0}", "rejects: {max: 1}"))
    site.run("--batch-size", "2")
    database(tmp_path / "old.db", "insert into t values (5, 'e')")
    (found,) = site.run("--batch-size", "2")["mappings"]
    assert (found["inserted"], found["unchanged"], found["rejected"]) == (1, 3, 1)


def test_an_index_asks_nothing_of_a_row_outside_of_it(tmp_path: Path) -> None:
    script = """create table t (id integer primary key, kind text, doc text);
    create unique index ix on t (json_extract(doc, '$.a')) where kind = 'json';
    insert into t values (1, 'json', '{"a": 1}'), (2, 'text', 'none'), (3, 'json', '{"a": 2}');"""
    database(tmp_path / "old.db", script)
    site = Init(tmp_path, "old.db", f"sqlite:///{tmp_path / 'new.db'}")
    site.init()
    assert [m["inserted"] for m in site.run("--batch-size", "2")["mappings"]] == [3]


def test_a_log_that_init_itself_has_made_is_none(tmp_path: Path, postgres_url: str) -> None:
    database(tmp_path / "old.db", "pragma journal_mode = wal; create table t (id integer)")
    site = Init(tmp_path, "old.db", postgres_url)
    site.init()
    before = site.texts()
    site.init("--force")
    assert site.texts() == before


def test_the_way_back_of_the_largest_key_and_of_a_word_that_sqlite_takes_for_a_number(
    tmp_path: Path, postgres_url: str
) -> None:
    script(
        postgres_url,
        """create table t (id bigint generated by default as identity primary key);
        insert into t values (9223372036854775807); select setval('t_id_seq', max(id)) from t;
        create table s (id int generated by default as identity primary key);
        insert into s values (2147483647); create table w (id int primary key, "true" text);""",
    )
    site = Init(tmp_path, postgres_url, f"sqlite:///{tmp_path / 'new.db'}")
    left = [(one["table"], one["why"]) for one in site.init("--json").json["not_carried"]]
    assert [table for table, why in left if "no plan can say" in why] == ["w"]
    assert sum(m["inserted"] for m in site.run()["mappings"]) == 2


OURS = """create table ours (id integer primary key, mt_x text);
create table theirs (id integer primary key, ours_id integer references ours, "WHY.so" text);
create table plain (id integer primary key, ours_id integer references ours);
insert into ours values (1, 'a'); insert into plain values (1, 1);"""


@pytest.mark.parametrize("route", ["there", "files", "back"])
def test_tables_with_columns_named_as_the_engine_s_own_are_told(
    tmp_path: Path, postgres_url: str, route: str
) -> None:
    if route == "back":
        script(postgres_url, OURS)
        site = Init(tmp_path, postgres_url, f"sqlite:///{tmp_path / 'new.db'}")
    else:
        database(tmp_path / "old.db", OURS)
        target = postgres_url if route == "there" else f"sqlite:///{tmp_path / 'new.db'}"
        site = Init(tmp_path, "old.db", target)
    left = {one["table"]: one["why"] for one in site.init("--json").json["not_carried"]}
    assert "begins with mt_ or new. or old. or why.," in left["ours"] == left["theirs"]
    assert [m["into"] for m in site.run()["mappings"]] == ["plain"]


def test_a_second_run_finds_nothing_to_do(moved: Moved) -> None:
    again = moved.site.run()
    assert sum(m["inserted"] + m["updated"] for m in again["mappings"]) == 0
    assert query(moved.target, "select _source from named") == [("mine",)]


def test_what_is_generated_is_what_it_was(moved: Moved) -> None:
    rows = query(moved.target, "select none, twice, half from made order by id")
    assert rows == [("0", "5.0", 1.25), ("1", None, None)]


def test_text_is_ordered_by_its_bytes_however_the_target_sorts(moved: Moved) -> None:
    checks = "select pg_get_constraintdef(oid) from pg_constraint"
    made = query(moved.target, f"{checks} where conrelid = 'compared'::regclass and contype = 'c'")
    assert [one.count('COLLATE "C"') for (one,) in made] == [2]


def test_no_digit_of_an_integer_beside_a_double_is_lost(moved: Moved) -> None:
    rows = query(moved.target, "select n::text, j::text from large order by id")
    assert rows == [
        ("9007199254740993", "9007199254740993"),
        ("1.5", "1.5"),
        ("-9007199254740993", "-9007199254740993"),
    ]


def test_a_blob_is_rejected_whatever_stands_beside_it(tmp_path: Path, postgres_url: str) -> None:
    database(tmp_path / "old.db", BLOBS)
    site = Init(tmp_path, "old.db", postgres_url)
    site.init()
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("rejects: {max: 0}", "rejects: {max: 1}"))
    assert {m["name"]: m["rejected"] for m in site.run()["mappings"]} == {
        **{"blobs": 1, "reals": 1, "keyed": 1, "child": 1, "parent": 0}
    }
    assert query(postgres_url, "select id, words from blobs") == [(2, "y")]
    kept = query(postgres_url, "select source_key, reason from migrate_tui.migration_rejects")
    assert sorted(kept) == [
        ("1", "words: a blob among text"),
        ("2", "r: a blob among text"),
        ("2", "violates foreign key child_k_fkey: no row in parent for k = A"),
        ("Infinity", "words: a blob among text"),
    ]
    reals = query(postgres_url, "select r from reals where id < 4 order by id")
    assert reals == [("Infinity",), ("1",)]
