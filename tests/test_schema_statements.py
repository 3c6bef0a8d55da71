"""Statements as the schema step reads them: what they make and change, and what they share."""

from __future__ import annotations

import pytest

from migrate_tui.engine.databases.made import Made, made_by, shares_transaction, target_of
from migrate_tui.engine.databases.names import fitting, free
from migrate_tui.engine.databases.script import split

MADE = [
    ("create table A (id int)", Made("TABLE", "a")),
    ('CREATE TEMP TABLE IF NOT EXISTS s."A" ()', Made("TABLE", "A", "s")),
    ("create or replace view v as select 1", Made("VIEW", "v")),
    ("create materialized view v as select 1", Made("MATERIALIZED VIEW", "v")),
    (
        "create unique index concurrently if not exists i on only s.t (x)",
        Made("INDEX", "i", "s", "t"),
    ),
    ("create index on t (x)", None),
    ("create trigger x before update of a on t execute f()", Made("TRIGGER", "x", None, "t")),
    ("create or replace function f(int) returns int", Made("FUNCTION", "f")),
    ("create extension if not exists citext", Made("EXTENSION", "citext", shared=True)),
    ("create extension citext", Made("EXTENSION", "citext")),
    ("create rule r as on insert to t do nothing", None),
    (
        "alter table only t add column if not exists c int default (1, 2)",
        Made("COLUMN", "c", None, "t"),
    ),
    ('alter table t add "C" int', Made("COLUMN", "C", None, "t")),
    ("alter table t add constraint c check (true)", Made("CONSTRAINT", "c", None, "t")),
    (
        'alter table only s.t add constraint c foreign key (a) references "P"."Q" (b)',
        Made("CONSTRAINT", "c", "s", "t", parent="Q"),
    ),
    ("alter table t add a int, add b int", None),
    ("alter table t add primary key (id)", None),
    ("insert into t values (1)", None),
]


@pytest.mark.parametrize(("sql", "made"), MADE, ids=[sql for sql, _ in MADE])
def test_what_a_statement_makes(sql: str, made: Made | None) -> None:
    assert made_by(sql, "postgresql") == made


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("alter table if exists only s.t rename to u", "t"),
        ('insert into "T" values (1)', "T"),
        ("update t set x = 1", "t"),
        ("delete from only t", "t"),
        ("select 1", None),
    ],
)
def test_what_a_statement_changes(sql: str, table: str | None) -> None:
    assert target_of(sql, "postgresql") == table


@pytest.mark.parametrize(
    ("sql", "shares"),
    [
        ("create index i on t (x)", True),
        ("create index concurrently i on t (x)", False),
        ("drop index concurrently i", False),
        ("refresh materialized view concurrently v", True),
        ("vacuum t", False),
        ("alter type m add value 'x'", False),
        ("alter type m rename to n", True),
        ("alter system set x = 1", False),
    ],
)
def test_what_may_share_a_transaction(sql: str, shares: bool) -> None:
    (one,) = split(sql, "postgresql")
    assert shares_transaction(one.words, one.sql, "postgresql") is shares


def test_names_fit_and_stay_apart() -> None:
    long = "é" * 40
    first, second = fitting(long, "_backup_20260301"), fitting(long + "x", "_backup_20260301")
    assert len(first.encode()) <= 63 and first.endswith("_backup_20260301") and first != second
    assert free("t", "_b", {"t_b", "t_b_2"}) == "t_b_3"
