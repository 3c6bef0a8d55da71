"""`init` from one PostgreSQL into another: everything that a schema is made of, or its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from init_site import Init
from realpg import Server
from small import query, script

SCHEMA = """
create type mood as enum ('glad', 'sad', 'it''s fine');
create type "Odd Type" as enum ('a');
create type pair as (a int, b text);
create domain positive as int check (value > 0);
create domain email as text collate "C" not null default 'x@y'
  constraint at check (value like '%@%');
create function twice(n int) returns int language sql immutable as 'select n * 2';
create domain doubled as int check (twice(value) > 1);
create sequence tickets;
create table team (id smallint generated always as identity primary key, name text unique,
  size int not null default 1, plus int generated always as (size + 1) stored,
  odd int generated always as (twice(size)) stored);
create table person (
  id serial primary key, team_id smallint references team on delete set null,
  mood mood default 'glad', moods mood[], odd "Odd Type", who pair, score positive, mail email,
  two doubled, ticket bigint default nextval('tickets'), made int default twice(4),
  born date, seen timestamptz not null default now(), meta jsonb default '{}', uid uuid,
  span int4range, price numeric(8, 2), at timestamp, other serial,
  constraint after check (seen > '2000-01-01 00:00:00+00' and born < seen::date),
  constraint known check (meta ? 'k' or meta = '{}'),
  check (uid is null or uid <> '00000000-0000-0000-0000-000000000000'),
  check (twice(team_id) >= 0), constraint apart exclude using gist (span with &&),
  constraint later unique (price) deferrable initially deferred);
create index by_mood on person (mood desc nulls last, lower(mail)) where score > 1;
create index in_meta on person using gin (meta jsonb_path_ops);
create index by_twice on person (twice(score));
create unique index one_uid on person (uid) include (born);
create view glad as select id, mood, mail from person where mood = 'glad';
create view gladder as select count(*) as many from glad;
create view doubles as select twice(id) from person;
create materialized view frozen as select 1 as one;
create table part (id int, at date) partition by range (at);
create table part_2024 partition of part for values from ('2024-01-01') to ('2025-01-01');
create function told() returns trigger language plpgsql as 'begin return new; end';
create trigger tell before insert on team for each row execute function told();
alter table team enable row level security;
create policy mine on team using (true);
insert into team (name, size) values ('red', 1), ('blue', 5);
insert into person (team_id, mood, moods, odd, who, score, mail, two, span, price, meta, uid)
  values (1, 'sad', '{glad,"it''s fine"}', 'a', '(1,x)', 5, 'a@b', 3, '[1,5)', 1.50, '{"k": 1}',
          'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'),
         (null, 'glad', null, null, null, null, 'c@d', null, null, null, '{}', null);
select setval('person_id_seq', 40), setval('person_other_seq', 90);
insert into part values (1, '2024-05-05'), (1, '2024-05-05');
create table loose (id int primary key, team_id smallint);
create table looser (id int primary key, loose_id int references loose);
insert into loose values (1, 1), (2, 99);
insert into looser values (5, 1), (6, 2);
alter table loose add foreign key (team_id) references team not valid;
"""


Moved = tuple[Init, dict[str, Any], dict[str, Any]]


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory, postgres_server: Server) -> Iterator[Moved]:
    """On every version that there is."""
    source, target = postgres_server.new_database(), postgres_server.new_database()
    script(source, SCHEMA)
    site = Init(tmp_path_factory.mktemp("servers"), source, target)
    said = site.init("--json").json
    plan = site.folder / "plan.yaml"
    plan.write_text(plan.read_text().replace("rejects: {max: 0}", "rejects: {max: 2}"))
    yield site, said, site.run()
    postgres_server.drop_database(source)
    postgres_server.drop_database(target)


def test_every_row_is_the_same(moved: Moved) -> None:
    site, _, run = moved
    columns = "id, team_id, mood, moods, odd::text, who::text, score, mail, two, ticket, made, seen"
    more = "meta, uid, span, price, at, other"
    for rows in (
        f"select {columns}, {more} from person order by id",
        "select * from team",
        "table glad",
    ):
        assert query(site.target, rows) == query(site.source, rows), rows
    assert query(site.target, "select id, at from part") == query(site.source, "table part")
    rejected = {m["name"]: m["rejected"] for m in run["mappings"] if m["rejected"]}
    assert rejected == {"loose": 1, "looser": 1}
    assert all(v["verdict"] == "match" for v in run["verify"])


FACTS = {
    "types": "select typname::text, array(select enumlabel::text from pg_enum"
    " where enumtypid = t.oid order by enumsortorder)"
    " from pg_type as t where typtype = 'e' order by 1",
    "domains": "select domain_name::text, data_type::text, domain_default::text,"
    " (select string_agg(pg_get_constraintdef(k.oid), ';') from pg_constraint as k"
    "  where contypid = domain_name::text::regtype and contype = 'c')"
    " from information_schema.domains where domain_name in ('positive', 'email') order by 1",
    "checks": "select conname::text, pg_get_constraintdef(oid) from pg_constraint where contype in"
    " ('c', 'x') and contypid = 0 and conname <> 'person_team_id_check' order by 1",
    "unique": "select pg_get_constraintdef(oid) from pg_constraint where conname = 'later'",
    "indexes": "select indexdef from pg_indexes where indexname in"
    " ('by_mood', 'in_meta', 'one_uid', 'apart') order by 1",
    "views": "select viewname::text, definition from pg_views where schemaname = 'public'"
    " and viewname in ('glad', 'gladder') order by 1",
    "defaults": "select column_name::text, column_default::text from information_schema.columns"
    " where table_name = 'person' and column_name in ('mood', 'seen', 'meta') order by 1",
    "identity": "select attname::text, attidentity::text from pg_attribute"
    " where attrelid = 'team'::regclass and attidentity <> ''",
    "generated": "select attname::text from pg_attribute where attrelid = 'team'::regclass"
    " and attgenerated <> '' and attname = 'plus'",
}


@pytest.mark.parametrize("fact", FACTS)
def test_what_can_be_made_exactly_is(fact: str, moved: Moved) -> None:
    site = moved[0]
    wanted = query(site.source, FACTS[fact])
    assert wanted and query(site.target, FACTS[fact]) == wanted


def test_numbers_go_on_where_they_were(moved: Moved) -> None:
    made = "insert into person (mail) values ('n@m') returning id, other"
    assert query(moved[0].target, made) == [(41, 91)]
    assert query(moved[0].target, "insert into team (name) values ('new') returning id") == [(3,)]


def test_what_stays_behind_is_said_with_its_reason(moved: Moved) -> None:
    _, said, _ = moved
    left = {(one["table"], one["why"].partition(":")[0]) for one in said["not_carried"]}
    assert left == {
        ("doubled", "a domain"),
        ("doubles", "a view"),
        ("frozen", "a materialized view"),
        ("mine", "a policy on team"),
        ("person", "check person_team_id_check (twice((team_id)"),
        ("person", "index by_twice"),
        ("tell", "a trigger on team"),
        ("tickets", "a sequence of no column's own"),
        ("told", "a function"),
        ("twice", "a function"),
    }
    told = {(f["table"], f["column"]): f["fact"] for f in said["findings"]}
    assert "twice" in told["person", "made"] and "tickets" in told["person", "ticket"]
    assert "twice" in told["team", "odd"]
    assert told["person", "who"] == "pair, which the target does not have"
    assert told["loose", ""] == "1 row refers to no row of team (loose_team_id_fkey is not valid)"
    assert told["part", ""] == "no key tells its rows apart"


def test_types_that_the_target_lacks_become_text(
    tmp_path: Path, fresh_url: Callable[[], str]
) -> None:
    source, target = fresh_url(), fresh_url()
    try:
        script(source, "create extension citext; create table t (id int primary key, c citext)")
    except psycopg.errors.FeatureNotSupported:
        pytest.skip("this server has no citext")
    script(source, "insert into t values (1, 'Ann')")
    site = Init(tmp_path, source, target)
    told = [f["fact"] for f in site.init("--json").json["findings"]]
    assert told == ["citext, which the target does not have"]
    site.run()
    assert query(target, "select c, pg_typeof(c)::text from t") == [("Ann", "text")]


INTO_FILE = """
create table numbers (id int primary key, f float8, n numeric, at timestamptz, d date);
insert into numbers values (1, 'NaN', 1.5, now(), '2024-01-01'), (2, 2, 'NaN', 'infinity', null),
  (3, 0.1, 12345678901234567890.5, '2024-02-29 12:00:00.123456+00', '0044-03-15 BC'),
  (4, 1e300, 5, null, null);
create table dept (id int primary key, boss int not null);
create table emp (id int primary key, dept int not null references dept);
alter table dept add foreign key (boss) references emp deferrable initially deferred;
begin; insert into dept values (1, 7); insert into emp values (7, 1); commit;
create index words on numbers using hash (f);
create view v as select 1;
"""


def test_what_a_file_cannot_hold_is_told_before(
    tmp_path: Path, fresh_url: Callable[[], str]
) -> None:
    source = fresh_url()
    script(source, INTO_FILE)
    site = Init(tmp_path, source, f"sqlite:///{tmp_path / 'new.db'}")
    said = site.init("--json").json
    errors = {f["column"]: f["fact"] for f in said["findings"] if f["severity"] == "error"}
    assert errors.keys() == {"f", "n", "at", "d"}
    assert errors["f"].startswith("1 value is NaN, infinite")
    assert "every row counted" in site.text()
    left = sorted((one["table"], one["why"][:30]) for one in said["not_carried"])
    assert left == [
        ("dept", "foreign key dept_boss_fkey to "),
        ("numbers", "index words: hash is PostgreSQ"),
        ("v", "a view: write it in the target"),
    ]
    site.run(code=4)
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("max: 0", "max: 3"))
    result = site.run()
    assert {m["name"]: m["rejected"] for m in result["mappings"]}["numbers"] == 3
    assert query(site.target, "select id, f, n from numbers") == [(4, 1e300, 5)]
    assert query(site.target, "select * from dept") == [(1, 7)]
