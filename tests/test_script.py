"""Scripts are cut, and parameters found, as the databases' own clients would."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest

from migrate_tui.engine.databases.catalogue import Check
from migrate_tui.engine.databases.declarations import (
    Declared,
    declarations,
    index_parts,
)
from migrate_tui.engine.databases.lexer import Token, tokens
from migrate_tui.engine.databases.script import bare, bind, split
from migrate_tui.engine.errors import PlanError

TRIGGER = """CREATE TRIGGER t AFTER INSERT ON a BEGIN
  UPDATE b SET n = CASE WHEN new.n > 1 THEN 'x;y' ELSE '' END; -- ; here
  DELETE FROM c WHERE "od;d" = 1;
END"""
FUNCTION = """create function f() returns text language plpgsql as $body$
begin
  return $$a;b$$ || ';'; -- don't
end;
$body$"""
ATOMIC = """CREATE OR REPLACE FUNCTION g(n int) RETURNS int BEGIN ATOMIC
  SELECT CASE WHEN n > 1 THEN 2 ELSE 3 END;
  SELECT 1;
END"""
RULE = "CREATE RULE r AS ON INSERT TO a DO (DELETE FROM b; DELETE FROM c)"

SPLITS = [
    ("both", "", []),
    ("both", " ;; -- nothing;\n /* ; */ ;", []),
    ("both", "select 1; select 2", ["select 1", "select 2"]),
    ("both", "select 1; -- end", ["select 1"]),
    ("both", "select ';' ; select 'it''s;'", ["select ';'", "select 'it''s;'"]),
    ("both", 'select ";""" ; select 2', ['select ";"""', "select 2"]),
    ("both", "select 1 -- a;b\n, 2; select 3", ["select 1 -- a;b\n, 2", "select 3"]),
    ("both", "select /* ; */ 1; select 2", ["select /* ; */ 1", "select 2"]),
    ("both", "/* c */ select 1;", ["select 1"]),
    ("sqlite", f"{TRIGGER};\nselect 1;", [TRIGGER, "select 1"]),
    ("sqlite", "create temp trigger t after insert on a begin select 1; end; select 2;", 2),
    ("sqlite", "select [a;b], `c;d`; select 1", ["select [a;b], `c;d`", "select 1"]),
    ("sqlite", "select 'a\\'; select 2", ["select 'a\\'", "select 2"]),
    ("sqlite", "select 1 /* /* ; */; select 2", ["select 1", "select 2"]),
    ("sqlite", "select 1; /* open to the end; ", ["select 1"]),
    ("sqlite", "begin; select 1; commit", ["begin", "select 1", "commit"]),
    ("postgresql", f"{FUNCTION};\nselect 1;", [FUNCTION, "select 1"]),
    ("postgresql", f"{ATOMIC};\nselect 1;", [ATOMIC, "select 1"]),
    ("postgresql", f"{RULE};\nselect 1;", [RULE, "select 1"]),
    ("postgresql", "select E'a\\';b'; select 2", ["select E'a\\';b'", "select 2"]),
    ("postgresql", "select U&'\\0041'; select 'e\\'; select 3", 3),
    ("postgresql", "select 1 /* /* ; */ ; */; select 2", ["select 1", "select 2"]),
    ("postgresql", "select a$b$ from c$b$; select 2", ["select a$b$ from c$b$", "select 2"]),
    ("postgresql", "select $é_1$;$$;$é_1$; select 2", ["select $é_1$;$$;$é_1$", "select 2"]),
    ("postgresql", "begin; select case when true then 1 end; end", 3),
    ("postgresql", "select ($1); select 2", ["select ($1)", "select 2"]),
]


@pytest.mark.parametrize(("kind", "sql", "expected"), SPLITS)
def test_split(kind: str, sql: str, expected: list[str] | int) -> None:
    for one in ("sqlite", "postgresql") if kind == "both" else (kind,):
        found = [statement.sql for statement in split(sql, one)]
        assert (len(found) if isinstance(expected, int) else found) == expected


def test_a_statement_knows_its_line_and_first_words() -> None:
    script = '-- one\nselect 1;\n\n/* two\n */ Create  Table\n "x" (a);drop table y'
    found = [(statement.line, statement.words) for statement in split(script, "sqlite")]
    assert found == [
        (2, ("SELECT", "")),
        (5, ("CREATE", "TABLE", "", "(")),
        (6, ("DROP", "TABLE", "Y")),
    ]


@pytest.mark.parametrize("sql", ["select 'a", 'select 1;\nselect "a', "select `a", "select E'a\\'"])
def test_an_open_quote_is_an_error_with_its_line(sql: str) -> None:
    with pytest.raises(
        PlanError, match=f"line {sql.count(chr(10)) + 1}: the quote .* never closed"
    ):
        split(sql, "postgresql")


def test_an_open_comment_is_an_error_on_postgresql() -> None:
    with pytest.raises(PlanError, match="line 1: the comment is never closed"):
        split("select 1 /* /* */", "postgresql")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("sql", [TRIGGER, FUNCTION, "a$1 ::b\x00\n'é''' \"x\"\"\" 1.5e-3..2 -- c"])
def test_tokens_give_the_text_back(kind: str, sql: str) -> None:
    assert "".join(token.text for token in tokens(sql, kind)) == sql


def test_split_statements_run_on_sqlite() -> None:
    raw = sqlite3.connect(":memory:")
    script = f'create table a (n); create table b (n); create table c ("od;d");{TRIGGER};'
    for statement in split(script, "sqlite"):
        raw.execute(statement.sql)
    raw.execute("insert into b values (1)")
    raw.execute("insert into a values (5)")
    assert raw.execute("select n from b").fetchall() == [("x;y",)]


def test_split_statements_run_on_postgresql(each_postgres_url: str) -> None:
    script = f"create table a (n int); create table b (n int); create table c (n int);\
    {FUNCTION}; {ATOMIC}; {RULE};"
    with psycopg.connect(each_postgres_url) as raw:
        for statement in split(script, "postgresql"):
            raw.execute(statement.sql)
        assert raw.execute("select f(), g(2)").fetchall() == [("a;b;", 1)]


BINDS = [
    ("select :p", "select %(p)s"),
    ("select(:p)+:p", "select(%(p)s)+%(p)s"),
    ("where a=:p and b>:pq", "where a=%(p)s and b>:pq"),
    ("select ':p', \":p\", 1 -- :p", "select ':p', \":p\", 1 -- :p"),
    ("select $$:p$$ /* :p */", "select $$:p$$ /* :p */"),
    ("select E'\\':p'", "select E'\\':p'"),
    ("select x::p, :p::p", "select x::p, %(p)s::p"),
    ("select a[1:p], a[p:p]", "select a[1:p], a[p:p]"),
    ("select 10 % 3, '100%', :p", "select 10 %% 3, '100%%', %(p)s"),
    ("select '%(p)s'", "select '%%(p)s'"),
    ("p := :p", "p := %(p)s"),
]


@pytest.mark.parametrize(("sql", "expected"), BINDS)
def test_bind(sql: str, expected: str) -> None:
    assert bind(sql, {"p"}, "pyformat") == expected
    assert bind(sql, {"p"}, "named") == sql


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select 1", "select 1"),
        ("-- a\nselect 1 -- b\n;; -- c", "select 1"),
        ("select ';' ;", "select ';'"),
        ("-- nothing", ""),
    ],
)
def test_bare(query: str, expected: str) -> None:
    assert bare(query, "sqlite") == bare(query, "postgresql") == expected


@pytest.mark.parametrize(
    "query",
    [
        "  select 1\n",
        "select ' -- ' || \"a;b\" || '/*'",
        "select 'it''s' - 1 / 2",
        "select a::text[] from t",
        "select 1 -- one",
        "select '--' ;",
        "select 1 /* ; */",
        "select - -1",
        "--",
        "",
    ],
)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_bare_is_what_the_tokens_say_it_is(query: str, kind: str) -> None:
    code = [token for token in tokens(query, kind) if token.code]
    while code and code[-1].text == ";":
        code.pop()
    assert bare(query, kind) == "".join(t.text for t in tokens(query, kind) if stands(t, code))


def stands(token: Token, code: list[Token]) -> bool:
    """Whether it is between the first and the last token of the code."""
    return bool(code) and code[0].start <= token.start < code[-1].end


@pytest.mark.parametrize("query", ["select 'a", 'select "a'])
def test_a_quote_that_never_ends_is_told(query: str) -> None:
    with pytest.raises(PlanError, match="never closed"):
        bare(query, "postgresql")


CHECKS = [
    ("create table t (a)", []),
    ("create table t (a check (a > 0))", [Check("a > 0", "a > 0")]),
    ("CREATE TABLE t(a INT CONSTRAINT pos CHECK(a>0)NOT NULL)", [Check("pos", "a>0")]),
    ("create table t (a, b, check (a < b), unique (a))", [Check("a < b", "a < b")]),
    (
        'create table t (a, constraint "my ""ck" check (a in (\'x)\', ")")) )',
        [Check('my "ck', "a in ('x)', \")\")")],
    ),
    (
        "create table t (a constraint n not null check (a) constraint c check (b), b)",
        [Check("a", "a"), Check("c", "b")],
    ),
    (
        "create table t (a default (1) check (a /* , ) */ > 1), b)",
        [Check(*["a /* , ) */ > 1"] * 2)],
    ),
    ('create table t ("check" text, [check(] int, `CHECK` check (1))', [Check("1", "1")]),
    ("create table t (a as (case when b then 1 end) stored check (a), b)", [Check("a", "a")]),
    (
        "create table t (a decimal(10,2) check (a between 0 and 5)) strict",
        [Check(*["a between 0 and 5"] * 2)],
    ),
    ("create table t (a primary key, check(a) on conflict ignore)", [Check("a", "a")]),
    ("create virtual table t using fts5(title, body)", []),
    ("create view t as select 1", []),
]


@pytest.mark.parametrize(("sql", "expected"), CHECKS)
def test_checks_of(sql: str, expected: list[Check]) -> None:
    assert declarations(sql).checks == expected


def test_collations_and_foreign_keys_are_read_from_the_text() -> None:
    found = declarations(
        """create table t (
          a text collate nocase references p (x) deferrable initially deferred,
          "B b" text constraint fk references q not deferrable initially deferred collate "rtrim",
          c references r on delete set null check (c collate nocase <> 'x'),
          constraint two foreign key (a, c) references p (x, y) on update cascade
            deferrable initially deferred,
          d references s deferrable initially immediate
        )"""
    )
    assert found.collations == {"a": "nocase", "B b": "rtrim"}
    assert found.foreign_keys == [
        Declared(None, True),
        Declared("fk", False),
        Declared(None, False),
        Declared("two", True),
        Declared(None, False),
    ]


@pytest.mark.parametrize(
    ("sql", "parts", "where"),
    [
        ("create unique index i on t (a, b desc)", ("a", "b"), None),
        ('create index "i(" on "t(" (lower(a, \'),\') asc)', ("lower(a, '),')",), None),
        ("create index i on t(a collate nocase DESC) where b > 0 and c in (1, 2)",
         ("a collate nocase",), "b > 0 and c in (1, 2)"),
    ],
)  # fmt: skip
def test_index_parts(sql: str, parts: tuple[str, ...], where: str | None) -> None:
    assert index_parts(sql) == (parts, where)
