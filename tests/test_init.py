"""`init` by itself: what it writes, what it refuses, what it never shows."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from init_site import Init, database
from small import query

SHOP = """
create table "Customer" (id integer primary key autoincrement, "eMail" text not null unique);
create table "order" (
  id integer primary key, "customerId" integer not null references "Customer",
  placed datetime default current_timestamp, paid boolean not null default 0,
  total decimal(10, 2), meta json, check (total >= 0)
);
create index "order by customer" on "order" ("customerId", placed desc);
create index "unpaid" on "order" (placed) where paid = 0;
create view v as select * from "order";
create trigger t after insert on "order" begin select 1; end;
insert into "Customer" values (1, 'a@x.org'), (7, 'b@x.org');
delete from "Customer" where id = 9;
insert into "order" values
  (1, 1, 1709210096789, 1, 19.9, '{"a": 1}'), (2, 7, '2024-02-29 12:34:56', 0, 5, null);
"""


@pytest.fixture
def site(tmp_path: Path, postgres_url: str) -> Init:
    database(tmp_path / "shop.db", SHOP)
    return Init(tmp_path, "shop.db", postgres_url)


def test_the_plan_reads_well_and_runs(site: Init) -> None:
    made = site.init("--json").json
    assert [t["name"] for t in made["tables"]] == ["Customer", "order"]
    assert {f["severity"] for f in made["findings"]} == {"info"}
    assert {one["table"] for one in made["not_carried"]} == {"v", "t"}
    plan = YAML(typ="safe").load(site.text())
    assert plan["source"] == "sqlite:///shop.db"
    assert plan["mappings"][1]["columns"] == {"*": "same", "placed": "timestamp_of(placed, 'ms')"}
    assert "# or: timestamp in the schema" in site.text()
    result = site.run()
    assert (result["status"], len(result["mappings"])) == ("done", 2)
    types = query(site.target, 'select total::text, paid, meta, placed from "order" order by id')
    assert types[0][:3] == ("19.90", True, {"a": 1})
    where = query(site.target, "select indexdef from pg_indexes where indexname = 'unpaid'")
    assert where[0][0].endswith("WHERE (paid = false)")


def test_twice_gives_the_same_bytes(site: Init) -> None:
    site.init()
    before = site.texts()
    assert set(before) == {"plan.yaml", "schema.sql", "indexes.sql", "profile.json"}
    site.init("--force")
    assert site.texts() == before


def test_nothing_is_written_over_unasked(site: Init) -> None:
    (site.folder / "schema.sql").write_text("mine")
    made = site.init(code=2)
    assert "schema.sql is there already" in made.err and "--force" in made.err
    assert site.texts() == {"schema.sql": b"mine"}


def test_another_plan_has_files_of_its_own(site: Init) -> None:
    made = site.init("-o", "shop.yaml", "--json").json
    beside = ["shop.schema.sql", "shop.indexes.sql", "shop.profile.json"]
    assert made["files"] == ["shop.yaml", *beside]


def test_neither_database_is_written(site: Init) -> None:
    before = (site.folder / "shop.db").read_bytes()
    site.init()
    assert (site.folder / "shop.db").read_bytes() == before
    assert query(site.target, "select count(*) from pg_class where relnamespace = 2200") == [(0,)]


def test_a_password_stands_in_no_file(site: Init) -> None:
    url = site.target.replace("postgres@", "postgres:hush-hush@", 1)
    made = Init(site.folder, "shop.db", url).init()
    assert "hush" not in site.text() + made.out + made.err
    assert 'target: "${TARGET_DATABASE}"' in site.text()
    assert "export TARGET_DATABASE=" in made.err


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        ("missing.db", 3, "There is no SQLite database"),
        ("text.db", 3, "is not a SQLite database"),
        ("cut.db", 3, "damaged"),
        ("mysql://x/y", 3, "no scheme that is known"),
    ],
)
def test_a_source_that_is_none(site: Init, source: str, code: int, words: str) -> None:
    (site.folder / "text.db").write_text("this is not a database\n" * 50)
    big = database(site.folder / "big.db", "create table t (a); create table u (b)")
    with sqlite3.connect(big) as raw:
        raw.executemany("insert into t values (?)", [("x" * 500,) for _ in range(500)])
        raw.executemany("insert into u values (?)", [("x" * 500,) for _ in range(500)])
    (site.folder / "cut.db").write_bytes(big.read_bytes()[:40960])
    made = Init(site.folder, source, site.target).init(code=code)
    assert words in made.err and "Traceback" not in made.err
    assert site.texts() == {}


def test_a_target_that_is_none(site: Init) -> None:
    made = Init(site.folder, "shop.db", "postgresql://postgres@127.0.0.1:1/x").init(code=3)
    assert "Traceback" not in made.err and site.texts() == {}


def test_an_empty_source_makes_an_empty_plan(site: Init) -> None:
    (site.folder / "empty.db").write_bytes(b"")
    Init(site.folder, "empty.db", site.target).init()
    assert set(site.texts()) == {"plan.yaml", "profile.json"}
    assert site.run()["mappings"] == []


def test_a_file_in_utf16(site: Init) -> None:
    script = "pragma encoding = 'UTF-16le'; create table t (id integer primary key, x text);"
    values = "(1, 'Grüße 😀'), (2, ''), (3, null), (4, 'a' || char(0) || 'b')"
    database(site.folder / "wide.db", f"{script} insert into t values {values};")
    wide = Init(site.folder, "wide.db", site.target)
    facts = [found["fact"] for found in wide.init("--json").json["findings"]]
    assert facts == ["1 text with a NUL character, which PostgreSQL cannot hold"]
    plan = site.folder / "plan.yaml"
    plan.write_text(plan.read_text().replace("max: 0", "max: 1"))
    wide.run()
    rows = query(site.target, "select * from t order by id")
    assert rows == [(1, "Grüße 😀"), (2, ""), (3, None)]


BROKEN = """
create table t (id integer primary key, nul text, bad text);
insert into t values (0, null, null);
insert into t values (1, 'a' || char(0) || 'b', 'fine'), (2, 'plain', cast(x'636166e9' as text));
"""


def test_the_remedies_that_are_named_work(site: Init) -> None:
    database(site.folder / "broken.db", BROKEN)
    broken = Init(site.folder, "broken.db", site.target)
    broken.init()
    assert "# or: nul: strip_nul(nul)" in site.text() and "# or: bad: fix_utf8(bad)" in site.text()
    broken.run(code=4)
    plan = site.folder / "plan.yaml"
    taken = '"*": same\n      nul: strip_nul(nul)\n      bad: fix_utf8(bad)'
    plan.write_text(plan.read_text().replace('"*": same', taken))
    result = broken.run()
    assert [check for check in result["checks"] if not check["ok"]] == []
    rows = query(site.target, "select * from t order by id")
    assert rows == [(0, None, None), (1, "ab", "fine"), (2, "plain", "caf\ufffd")]
