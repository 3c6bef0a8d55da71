"""Canaries in every masked place: no artefact of any command on any route holds one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from migrate_tui.cli.commands import migrate_tui
from migrate_tui.engine.answers import shows
from migrate_tui.engine.databases.catalogue import Column, Table, Unique
from migrate_tui.engine.databases.failures import reason
from migrate_tui.engine.diff.hidden import hidden
from migrate_tui.engine.diff.parsing import parse_mapping
from migrate_tui.engine.plan import load_plan
from migrate_tui.engine.veil import HIDDEN
from plan_files import written
from small import ACROSS, POSTGRESQL, SQLITE, kind_of, query, script

CANARY = "kanari"  # in every value that nobody may see, whatever its case becomes
FILES = "sqlite files"
SMALL = ("--batch-size", "2", "-v")  # ranges, whose bounds are keys
OLD = """
create table pupils (code varchar(40) primary key, email varchar(40), pass varchar(40),
  age varchar(40), phone varchar(40), seen integer);
insert into pupils values
  ('c1-Kanari', 'Ann-KANARI@x', 'pw1-kanari', '7', '1-kanari', 1),
  ('c2-kanari', 'ann-kanari@x', 'pw2-kanari', '7', '2-kanari', 2),
  ('c3-kanari', 'bob-kanari@x', 'pw3-kanari', '7-kanari', '3-kanari', 3),
  ('c4-kanari', 'cat-kanari@x', 'pw4-kanari', '8', '5-kanari', 4),
  ('c5-kanari', 'dan-kanari@x', 'pw5-kanari', '9', '5-kanari', 5),
  ('c6-kanari', 'eve-kanari@x', 'pw6-kanari', '12', '6-kanari', 6),
  ('c7-kanari', 'fay-kanari@x', 'pw7-kanari-is-too-long', '13', '7-kanari', 7),
  ('c8-kanari', 'gus-kanari@x', null, '14', '8-kanari', 8);
create table notes (id integer primary key, pupil varchar(40), body varchar(40));
insert into notes values (1, 'ann-kanari@x', 'n1-kanari'), (2, 'nobody-kanari@x', 'n2-kanari'),
  (3, 'eve-kanari@x', 'n3-kanari'), (4, 'gus-kanari@x', 'n4-kanari');
"""
NEW = """
create table users (mail varchar(40) primary key, secret varchar(12) not null, years integer,
  phone varchar(40) unique, rank integer);
create table notices (id integer primary key, mail varchar(40) not null references users (mail),
  body varchar(40) check (length(body) > 3));
"""
LOUD = {
    "sqlite": "",  # SQLite's triggers cannot say a value
    "postgresql": """
create function loud() returns trigger language plpgsql as
  $$ begin if new.mail like 'eve%' then raise 'no % here', new.mail; end if; return new; end $$;
create trigger loud before insert or update on users for each row execute function loud();
""",
}
PLAN = """
plan: hidden
source: "{source}"
target: "{target}"
schema: {{apply: new.sql}}
mask: [pupils.email, users.secret, pupils.code, pupils.phone, years, body]
rejects: {{max: 100%}}
mappings:
  - into: users
    from: pupils
    key: [mail]
    triggers: fire
    merge: {{match: lower(trim(email)), prefer: newest, by: seen}}
    ignore: [code]
    columns:
      mail: lower(trim(email))
      secret: pass
      years: int_of(age)
      phone: phone
      rank: seen
  - into: notices
    from: notes
    key: [id]
    columns: {{id: id, mail: "parent(users, email => pupil)", body: body}}
checks:
  - {{name: nobody, no_rows: "select mail, secret from users"}}
  - {{name: everything, no_rows: "select * from users"}}
  - {{name: one, sql: select max(secret) from users, equals: none}}
  - {{name: how many, sql: select count(*) from users where mail is not null, equals: 99}}
"""


class Site:
    def __init__(self, folder: Path, source: str, target: str) -> None:
        self.folder, self.source, self.target = folder, source, target
        self.said = ""

    def run(self, *words: str) -> str:
        ended = CliRunner().invoke(migrate_tui, [*words])
        assert isinstance(ended.exception, SystemExit | None), ended.exception
        self.said += ended.output
        assert_hidden(ended.output, " ".join(words))
        return str(ended.output)

    def kept(self) -> Iterator[tuple[str, str]]:
        """Every file but the databases, the plan and the archives; every state table but undo."""
        for path in self.folder.rglob("*"):
            if path.is_file() and path.suffix not in (".db", ".gz", ".sql", ".dump", ".zip"):
                yield str(path), path.read_bytes().decode(errors="replace")
        for table in self._tables():
            yield table, repr(query(self.target, f"select * from {table}"))

    def _tables(self) -> list[str]:
        if kind_of(self.target) == "sqlite":
            found = query(self.target, "select name from sqlite_master where type = 'table'")
            names = [name for (name,) in found if name.startswith("migration_")]
        else:
            listed = "select tablename from pg_tables where schemaname = 'migrate_tui'"
            names = [f"migrate_tui.{name}" for (name,) in query(self.target, listed)]
        return [name for name in names if "migration_undo_" not in name]


ROUTES = {  # where the old tables are, where the new ones; the same name is the same database
    SQLITE: ("file", "file"),
    FILES: ("file", "other file"),
    POSTGRESQL: ("server", "server"),
    "two databases": ("server", "other server"),
    ACROSS: ("file", "server"),
    "back": ("server", "file"),
}


@pytest.fixture(params=ROUTES)
def site(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    monkeypatch.chdir(tmp_path)
    made: dict[str, str] = {}
    for place in ROUTES[request.param]:
        if place.endswith("file") and place not in made:
            made[place] = f"sqlite:///{tmp_path / place}.db"
        elif place not in made:
            made[place] = request.getfixturevalue("postgres").new_database()
    old, new = (made[place] for place in ROUTES[request.param])
    script(old, OLD)
    (tmp_path / "new.sql").write_text(NEW + LOUD[kind_of(new)])
    target = "same" if old == new else new
    (tmp_path / "plan.yaml").write_text(PLAN.format(source=old, target=target))
    yield Site(tmp_path, old, new)
    for place, url in made.items():
        if place.endswith("server"):
            request.getfixturevalue("postgres").drop_database(url)


def assert_hidden(text: str, where: str) -> None:
    at = text.lower().find(CANARY)
    assert at < 0, (where, text[max(0, at - 300) : at + 100])


def test_nothing_masked_leaves_on_any_route(site: Site) -> None:
    dry = site.run("run", "plan.yaml", "--step", "schema", "--step", "dry-run", *SMALL)
    assert "0 rejected" not in dry and HIDDEN in dry
    site.run("run", "plan.yaml", "--step", "backup", "--step", "migrate", *SMALL)
    assert_all_hidden(site)
    rejects = site.run("rejects", "--json")
    for words in ("not an integer", "no row in users with mail", "violates unique", "may not be"):
        assert words in rejects, words
    site.run("rejects", "--csv")
    site.run("rejects")
    script(site.target, "update users set secret = 'other-kanari' where rank = 4")
    verified = site.run("run", "plan.yaml", "--step", "verify", "-v")
    assert "how many" in verified and "99" in verified
    site.run("run", "plan.yaml", "--json")
    for form in ("html", "markdown", "text", "json"):
        site.run("report", "--format", form)
    site.run("report", "-o", "report.html")
    site.run("history")
    script(site.target, "update users set secret = 'mine-kanari' where rank = 4")
    undone = site.run("rollback", "plan.yaml", "--yes", "-v")
    assert "changed since" in undone
    assert_all_hidden(site)


def assert_all_hidden(site: Site) -> None:
    for where, text in site.kept():
        if not where.endswith("plan.yaml"):
            assert_hidden(text, where)


@pytest.mark.parametrize("site", [SQLITE, ACROSS], indirect=True)
def test_one_value_is_one_hash_in_every_place_and_on_every_day(site: Site) -> None:
    first = site.run("run", "plan.yaml", "--step", "schema", "--step", "dry-run", "-v")
    site.run("run", "plan.yaml", "--step", "migrate")
    stored = site.run("rejects", "--json")
    again = [word for word in hashes(stored) if word in set(hashes(first))]
    assert len(set(again)) >= 3
    key = (site.folder / ".migrate-tui" / "veil.key").read_text().strip()
    assert len(key) == 32 and key not in site.said
    assert all(key not in text for where, text in site.kept() if not where.endswith("veil.key"))


def hashes(text: str) -> list[str]:
    return [part[:8] for part in text.replace("\\u2022", "•").split(HIDDEN)[1:]]


LOUD_ERRORS = [
    ("select 'canary'::int", "InvalidTextRepresentation (SQLSTATE 22P02)"),
    ("do $$ begin raise 'canary'; end $$", "RaiseException (SQLSTATE P0001)"),
    ("select canary_column from pg_class", 'column "canary_column" does not exist'),
    ("insert into k values (1), (1)", 'violates unique constraint "k_pkey"'),
]


@pytest.mark.parametrize("sql", LOUD_ERRORS)
def test_words_of_the_server_that_hold_values_are_left_out(
    postgres_url: str, sql: tuple[str, str]
) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as raw:
        raw.execute("create table k (canary_id int primary key)")
        with pytest.raises(psycopg.Error) as caught:
            raw.execute(sql[0].encode())
    told = reason(caught.value, hush=True)
    assert sql[1] in told
    assert "canary" not in told.replace("canary_column", "")


def test_words_of_sqlite_hold_no_values_but_those_of_a_trigger() -> None:
    with closing(sqlite3.connect(":memory:")) as raw:
        raw.executescript(
            "create table t (id integer primary key, v unique);"
            "create trigger no before insert on t when new.id > 5"
            " begin select raise(abort, 'canary'); end; insert into t values (1, 'canary');"
        )
        for statement, words in (
            ("insert into t values (2, 'canary')", "UNIQUE constraint failed: t.v"),
            ("insert into t values (6, 'x')", "IntegrityError (its words are not shown"),
        ):
            with pytest.raises(sqlite3.IntegrityError) as caught:
                raw.execute(statement)
            told = reason(caught.value, hush=True)
            assert words in told and "canary" not in told
    assert "canary" not in reason(ValueError("canary"), hush=True)


SHOWN: list[tuple[str, bool]] = [
    ("select count(*) from users where mail = ''", True),
    ("select count(distinct mail) from users", True),
    ("select id from users", True),
    ("select id, mail from users", False),
    ('select id, "MAIL" from users', False),
    ("select * from users", False),
    ("select u.* from users u", False),
    ("select max(mail) from users", False),
    ("select count(*), mail from users group by mail", False),
    ("select id from users where mail is null", False),
    ("select 'mail'", True),
    ("with x as (select * from users) select count(*) from x", True),
    ("this is no SQL at all (", False),
]


@pytest.mark.parametrize(("sql", "shown"), SHOWN)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_which_answers_of_a_check_are_shown(sql: str, shown: bool, kind: str) -> None:
    assert shows(sql, kind, {"mail"}) is shown
    assert shows(sql, kind, ())


TRACED: list[tuple[str, str, str]] = [
    ("mail", "mail name", "mail nick"),
    ("users.mail", "mail name", "mail nick"),
    ("pupils.mail", "mail name", "mail nick"),
    ("others.mail", "", ""),
    ("age", "years old", "age"),
    ("users.years", "years old", "age"),
    ("id", "id", "id"),
    ("users.token", "token", ""),  # an id that cannot be turned back
]
MADE = """\
plan: hidden
source: sqlite:///a.db
target: same
mappings:
  - into: users
    from: pupils
    key: [id]
    columns:
      id: id
      mail: lower(mail)
      name: coalesce(nick, mail)
      years: int_of(age)
      old: new.years > 65
      token: uuid_for('user', mail)
"""


@pytest.mark.parametrize(("mask", "columns", "sources"), TRACED)
def test_what_is_made_of_a_masked_column_is_hidden_too(
    tmp_path: Path, mask: str, columns: str, sources: str
) -> None:
    mapping = load_plan(written(tmp_path, MADE)).mappings[0]
    names = ("id", "mail", "name", "years", "old", "token")
    key = Unique("", ("id",), primary=True)
    users = Table("users", tuple(Column(n, "", "") for n in names), uniques=(key,))
    known = frozenset({"id", "mail", "nick", "age"})
    found = hidden(parse_mapping(mapping, users, known), known, [mask], {})
    assert (found.columns, found.sources) == ({*columns.split()}, {*sources.split()})
