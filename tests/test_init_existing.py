"""`init` against a target that has its tables already: by name, in the target's own types."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from ruamel.yaml import YAML

from carried import assert_carried, assert_keys_valid
from init_site import Init, database, shared
from small import query, script

SOURCE = """
create table person (
  id integer primary key, email text not null, role text, born integer, seen datetime,
  tags text, prefs text, weight real, score integer, ref text, "nickName" text, legacy text);
insert into person values
  (1, 'Ann@x.org', 'admin', 1709210096, 1709210096789, '["a","b"]', '{"k": 1}', 61.5, 7,
   'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'Annie', 'old'),
  (2, 'bob@x.org', 'guest', null, '2024-02-29T12:34:56Z',
   null, null, null, 40000, null, null, null);
create table report_view (id integer primary key, v text);
insert into report_view values (1, 'a table here');
create table fresh (id integer primary key, person_id integer references person, note text);
insert into fresh values (1, 2, 'made anew');
create table _prisma_migrations (id text primary key, checksum text);
insert into _prisma_migrations values ('x', 'y');
create table alembic_version (version_num text not null);
insert into alembic_version values ('abc');
"""
TARGET = """
create extension if not exists citext;
create type role as enum ('admin', 'guest');
create domain weight as numeric(5, 2) check (value > 0);
create table person (
  id bigint generated always as identity primary key, email citext not null unique, role role,
  born timestamptz, seen timestamp(3), tags text[], prefs jsonb, weight weight, score smallint,
  ref uuid, nick_name varchar(3), created timestamptz not null default now(), extra text);
create view report_view as select 1 as id, 'a view here'::text as v;
create table _prisma_migrations (id text primary key, checksum text);
insert into _prisma_migrations values ('theirs', 'z');
"""


@pytest.fixture
def site(tmp_path: Path, postgres_url: str) -> Init:
    database(tmp_path / "app.db", SOURCE)
    try:
        script(postgres_url, TARGET)
    except psycopg.errors.FeatureNotSupported:
        pytest.skip("this server has no citext")
    return Init(tmp_path, "app.db", postgres_url)


def test_its_types_are_honoured_and_its_own_tables_left_alone(site: Init) -> None:
    said = site.init("--json").json
    facts = {f["fact"] for f in said["findings"] if f["table"] == "person"}
    assert "values from 7 to 40000, which smallint cannot hold" in facts
    assert "texts of up to 5, and character varying(3) in the target" in facts
    assert "the target has no such column; 1 values stay behind" in facts
    assert "only the target has the column created" in facts
    left = {one["table"]: one["why"] for one in said["not_carried"]}
    assert left["_prisma_migrations"] == "it belongs to Prisma"
    assert left["alembic_version"] == "it belongs to Alembic"
    plan = YAML(typ="safe").load(site.text())
    person = next(m for m in plan["mappings"] if m["into"] == "person")
    assert person["columns"] == {
        "*": "same",
        "born": "unix_s(born)",
        "seen": "timestamp_of(seen, 'ms')",
        "nick_name": "nickName",
    }
    assert person["ignore"] == ["legacy"]
    assert 'create table "person"' not in site.text("schema.sql")
    assert 'create table "report_view_2"' in site.text("schema.sql")


def test_what_fits_arrives_and_the_rest_is_rejected(site: Init) -> None:
    site.init()
    site.run(code=4)
    plan = site.folder / "plan.yaml"
    text = plan.read_text().replace("nick_name: nickName", "nick_name: substring(nickName, 1, 3)")
    plan.write_text(text.replace("rejects: {max: 0}", "rejects: {max: 5}"))
    site.run()
    rows = query(
        site.target,
        "select id, email::text, role::text, born at time zone 'UTC', tags, prefs, weight::text,"
        " score, ref::text, nick_name from person",
    )
    assert len(rows) == 1
    assert (rows[0][:3], rows[0][4:]) == (
        (1, "Ann@x.org", "admin"),
        (["a", "b"], {"k": 1}, "61.50", 7, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "Ann"),
    )
    assert query(site.target, "select * from _prisma_migrations") == [("theirs", "z")]
    assert query(site.target, 'select v from "report_view_2"') == [("a table here",)]
    reasons = query(site.target, "select source, reason from migrate_tui.migration_rejects")
    assert [source for source, _ in reasons] == ["person"]


def test_a_number_does_not_say_what_it_counts(tmp_path: Path, postgres_url: str) -> None:
    """But a bigint of SQLite for an interval, which is how Django keeps a duration."""
    columns = "id integer primary key, took bigint, rest integer, at time, delay datetime"
    rows = "(1, 90000001, null, '12:30:15.5', null), (2, null, 90, null, null),"
    rows += " (3, null, null, 123015, null), (4, null, null, null, '1970-01-01 00:00:09')"
    database(tmp_path / "app.db", f"create table race ({columns}); insert into race values {rows};")
    made = "id bigint primary key, took interval, rest interval, at time, delay interval"
    script(postgres_url, f"create table race ({made});")
    site = Init(tmp_path, "app.db", postgres_url)
    told = {f["column"]: f for f in site.init("--json").json["findings"]}
    assert told["took"]["severity"] == "warning"
    assert told["took"]["remedy"] == "they count microseconds, as Django writes"
    assert told["rest"]["alternatives"] == ["rest || ' microseconds'", "rest || ' seconds'"]
    assert told["at"]["fact"] == "1 value is no time of day (1 integer, 1 text)"
    assert told["delay"]["fact"] == "1 value is moments"
    plan = site.folder / "plan.yaml"
    plan.write_text(plan.read_text().replace("rejects: {max: 0}", "rejects: {max: 3}"))
    site.run()
    assert query(site.target, "select id, took::text, at::text from race") == [
        (1, "00:01:30.000001", "12:30:15.5")
    ]
    reasons = query(site.target, "select reason from migrate_tui.migration_rejects")
    assert {reason for (reason,) in reasons} == {
        "'90' is a number: use … || ' seconds'",
        "'123015' is not a valid time without time zone",
        "'1970-01-01 00:00:09' is not a valid interval",
    }


@pytest.mark.parametrize(
    "name",
    ["prisma-epoch-ms.sqlite", pytest.param("prisma-iso8601.sqlite", marks=pytest.mark.slow)],
)
def test_what_prisma_made_is_filled(name: str, tmp_path: Path, postgres_url: str) -> None:
    source = shared(name)
    script(postgres_url, shared("prisma-target-postgresql.sql").read_text())
    site = Init(tmp_path, str(source), postgres_url)
    site.init()
    assert set(site.texts()) == {"plan.yaml", "profile.json"}
    result = site.run()
    assert all(verified["verdict"] == "match" for verified in result["verify"])
    assert assert_carried(source, postgres_url) > 8_000
    assert assert_keys_valid(postgres_url) == 11


NARROW = """
create table codes (
  id integer primary key, at datetime, label text, n integer, flag integer, r real);
insert into codes values (1, 1709210096789, 'ab', 5, 1, 1.5), (2, 0, 'long', 3000000000, 2, 'x'),
  (3, 'junk', null, 5, 0, null), (4, null, x'00', 5, null, 2);
"""


def test_every_row_that_will_be_rejected_was_foretold(tmp_path: Path, postgres_url: str) -> None:
    """By its column, with a remedy that can be taken."""
    database(tmp_path / "app.db", NARROW)
    script(
        postgres_url,
        "create table codes (id bigint primary key, at timestamptz, label varchar(3) not null,"
        " n int, flag boolean, r numeric(5, 2))",
    )
    site = Init(tmp_path, "app.db", postgres_url)
    said = site.init("--json").json
    errors = {(f["column"], f["fact"]) for f in said["findings"] if f["severity"] == "error"}
    assert errors == {
        ("at", "1 value is not a timestamp (1 something else)"),
        ("label", "1 value is bytes among text"),
        ("label", "texts of up to 4, and character varying(3) in the target"),
        ("label", "1 row has NULL, which the target does not take"),
        ("n", "values from 5 to 3000000000, which integer cannot hold"),
        ("flag", "some values may be neither true nor false (3 integer from 0 to 2)"),
        ("r", "holds 2 real, 1 text, and numeric(5,2) in the target"),
    }
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("max: 0", "max: 3"))
    assert site.run()["mappings"][0]["rejected"] == 3
