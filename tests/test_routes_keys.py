"""Keys of every type between two PostgreSQL databases: cut at the source where that is proven."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_tui.engine.building import build
from migrate_tui.engine.context import Options
from migrate_tui.engine.guarded import context_of
from migrate_tui.engine.ranges import NULLS
from small import ACROSS, BACK, SERVERS, Small, counted, ranges, skipped, small

Fresh = Callable[[], str]
TYPES = """
create extension citext; create type mood as enum ('sad', 'ok'); create domain code as integer;
create collation blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
"""
# type of the key → values in any order; these are cut at the source
DIRECT = {
    "smallint": ["-32768", "32767", "0"],
    "bigint": ["-9223372036854775808", "9223372036854775807", "0", "9007199254740993"],
    "numeric": ["10", "9", "1.50", "-1", "NaN", "Infinity", "1e-20", "12345678901234567890.5"],
    "text": ["a", "B", "A", "ä", "", "a b", "'", "\\", "%s :x {0}", "b\n", "😀"],
    'text collate "C"': ["a", "B", "A", "ä", "\\'"],
    "character varying(5)": ["a", "B", "b", "ä"],
    "uuid": ["b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
    "bytea": [r"\x", r"\x00", r"\x0001", r"\xff", r"\x5c27"],
    "date": ["2024-02-29", "infinity", "-infinity", "0044-03-15 BC", "0001-01-01"],
    "timestamp": ["2024-01-01 00:00:00.000001", "infinity", "0044-03-15 12:00 BC", "294276-01-01"],
    "timestamptz": ["2024-01-01 00:00:00.000001+02", "-infinity", "0044-03-15 12:00+00 BC"],
    "interval": ["1 mon", "29 days", "-1 day", "00:00:01.5"],
}
# and these are gathered: the target may hold equal what the source tells apart, or orders it freely
GATHERED = {
    "citext": ["a", "B"],
    "text collate blind": ["a", "B"],
    "character(3)": ["a", "B"],
    "timestamptz(3)": ["2024-01-01 00:00:00.001+00", "infinity"],
    "double precision": ["0", "NaN", "-Infinity", "0.1", "1e300"],
    "boolean": ["true", "false"],
    "mood": ["sad", "ok"],
    "code": ["5", "10"],
    "inet": ["10.0.0.1", "10.0.0.0/8"],
}
ALL = {**DIRECT, **GATHERED}
NAMES = {type_: f"t{number}" for number, type_ in enumerate(ALL)}


def literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def site_of_all(folder: Path, fresh_url: Fresh) -> Small:
    source = target = TYPES
    mappings = []
    for type_, values in ALL.items():
        name = NAMES[type_]
        rows = ", ".join(f"({literal(v)}, 'v{n}')" for n, v in enumerate(values))
        source += f"create table {name} (id {type_} primary key, v text);"
        source += f"insert into {name} values {rows};"
        target += f"create table new_{name} (id {type_} primary key, v text);"
        mappings.append(
            {"into": f"new_{name}", "from": name, "key": ["id"], "columns": {"*": "same"}}
        )
    options = Options(batch_size=1)
    return small(
        folder, SERVERS, fresh_url, source=source, target=target, mappings=mappings, options=options
    )


def direct(site: Small) -> dict[str, tuple[str, ...]]:
    """The source columns by which each mapping is cut there."""
    context = context_of(site.plan(), Options(), "looking")
    try:
        return {name: job.direct for name, job in build(context, seeds=False).items()}
    finally:
        context.close()


def test_keys_of_every_type(tmp_path: Path, fresh_url: Fresh) -> None:
    site = site_of_all(tmp_path, fresh_url)
    cut = {name: bool(columns) for name, columns in direct(site).items()}
    assert cut == {f"new_{NAMES[type_]}": type_ in DIRECT for type_ in ALL}
    wet = site.steps("migrate", "verify")
    for type_, values in ALL.items():
        name = NAMES[type_]
        lows = [r.low for r in ranges(wet, f"new_{name}") if r.step == "migrate"]
        assert counted(wet, f"new_{name}").inserted == len(values), type_
        assert len(lows) == len(values) + (type_ in GATHERED), (type_, lows)
        assert (NULLS in lows) == (type_ in GATHERED), type_
        assert site.rows(f"new_{name}") == site.rows(name, at="source"), type_
    again = site.migrate()
    assert [type_ for type_ in ALL if not skipped(again, f"new_{NAMES[type_]}")] == []
    edit_one_row_of_each(site)
    site.roll_back()
    assert all(site.rows(f"new_{name}") == [] for name in NAMES.values())


def edit_one_row_of_each(site: Small) -> None:
    """One range each is written again, and a row that comes between two bounds finds its range."""
    for name in NAMES.values():
        site.execute(f"update {name} set v = 'edited' where v = 'v1'", at="source")
    wet = site.migrate()
    for type_, values in ALL.items():
        name = f"new_{NAMES[type_]}"
        found = ranges(wet, name)
        assert counted(wet, name).updated == 1, type_
        assert [r.counts.updated for r in found].count(1) == 1, type_
        if type_ in DIRECT:
            assert [r.skipped for r in found].count(True) == len(values) - 1, type_
    for name in NAMES.values():
        site.execute(f"update {name} set v = 'v1' where v = 'edited'", at="source")
    site.migrate()


def test_composite_keys_are_cut_in_the_order_of_their_index(
    tmp_path: Path, fresh_url: Fresh
) -> None:
    source = """
      create table legacy (day date not null, name text not null, raw bytea not null, v text);
      create unique index on legacy (raw, day, name);
      insert into legacy values ('2024-01-01', 'a', '\\x00', '1'),
        ('2024-01-01', 'B', '\\x00', '2'), ('infinity', 'a', '\\x00', '3'),
        ('0044-03-15 BC', 'a''', '\\x', '4'),
        ('2024-01-01', 'a', '\\xff', '5');
    """
    target = (
        "create table fresh (name text, day date, raw bytea, v text, primary key (name, day, raw));"
    )
    site = small(
        tmp_path,
        SERVERS,
        fresh_url,
        source=source,
        target=target,
        key=["name", "day", "raw"],
        options=Options(batch_size=2),
    )
    assert direct(site) == {"fresh": ("raw", "day", "name")}
    wet = site.steps("dry-run", "migrate", "verify")
    assert counted(wet).inserted == 5
    assert len([r for r in ranges(wet) if r.step == "migrate"]) == 3
    assert skipped(site.migrate())
    site.execute("update legacy set v = 'x' where raw = '\\xff'", at="source")
    again = site.migrate()
    assert [r.skipped for r in ranges(again)].count(True) == 2


@pytest.mark.parametrize(
    ("source", "target", "kept", "rejected"),
    [
        ("text", "citext", 2, 1),  # A and a
        ("text", "text collate blind", 2, 1),
        ("timestamp", "timestamptz", 3, 0),
        ("text", "numeric", 2, 1),  # 1 and 1.0
        ("timestamptz", "timestamptz(0)", 1, 2),  # rounded they would be one
    ],
)
def test_what_the_target_holds_equal_is_never_two_rows(
    tmp_path: Path, fresh_url: Fresh, source: str, target: str, kept: int, rejected: int
) -> None:
    values = {
        "citext": ["A", "a", "b"],
        "text collate blind": ["A", "a", "b"],
        "timestamptz": ["2024-03-31 02:30", "2024-03-31 03:30", "2024-03-31 04:30"],
        "numeric": ["1", "1.0", "2"],
        "timestamptz(0)": [
            "2024-01-01 00:00:00+00",
            "2024-01-01 00:00:00.1+00",
            "2024-01-01 00:00:00.2+00",
        ],
    }[target]
    rows = ", ".join(f"('{value}', 'x')" for value in values)
    site = small(
        tmp_path,
        SERVERS,
        fresh_url,
        source=f"create table legacy (id {source} primary key, v text);"
        f"insert into legacy values {rows}",
        target=TYPES + f"create table fresh (id {target} primary key, v text)",
        options=Options(batch_size=1),
    )
    assert direct(site) == {"fresh": ()}
    wet = site.steps("dry-run", "migrate", "verify")
    assert (counted(wet).inserted, counted(wet).rejected) == (kept, rejected)
    assert counted(site.migrate()).unchanged == kept


def test_without_a_proof_there_is_no_cut_at_the_source(tmp_path: Path, fresh_url: Fresh) -> None:
    """A key that may be NULL, a partial index, an index that inheritance escapes."""
    source = """
      create table nullable (id integer unique, v text);
      create table partial (id integer not null, v text);
      create unique index on partial (id) where v = 'x';
      create table parent (id integer primary key, v text);
      create table child () inherits (parent);
      insert into child values (1, 'child'); insert into parent values (1, 'parent');
      insert into nullable values (null, 'a'), (1, 'b');
      insert into partial values (1, 'x'), (1, 'y');
    """
    names = ("nullable", "partial", "parent")
    target = ";".join(f"create table new_{n} (id integer primary key, v text)" for n in names)
    mappings = [
        {"into": f"new_{n}", "from": n, "key": ["id"], "columns": {"*": "same"}} for n in names
    ]
    site = small(tmp_path, SERVERS, fresh_url, source=source, target=target, mappings=mappings)
    assert set(direct(site).values()) == {()}
    wet = site.steps("dry-run", "migrate", "verify")
    for name in names:
        found = counted(wet, f"new_{name}")
        assert (found.read, found.inserted, found.rejected) == (2, 1, 1), name


def test_keys_of_every_type_into_sqlite(tmp_path: Path, fresh_url: Fresh) -> None:
    """There they are gathered once; what SQLite cannot hold is a reject."""
    types = [t for t in ALL if t not in ("text collate blind", "citext", "timestamptz(3)")]
    source, target, mappings = TYPES, "", []
    for type_ in types:
        name = NAMES[type_]
        rows = ", ".join(f"({literal(v)}, 'v{n}')" for n, v in enumerate(ALL[type_]))
        source += f"create table {name} (id {type_} primary key, v text);"
        source += f"insert into {name} values {rows};"
        target += f"create table new_{name} (id primary key, v text);"
        mappings.append(
            {"into": f"new_{name}", "from": name, "key": ["id"], "columns": {"*": "same"}}
        )
    site = small(
        tmp_path,
        BACK,
        fresh_url,
        source=source,
        target=target,
        mappings=mappings,
        options=Options(batch_size=2),
    )
    wet = site.steps("dry-run", "migrate", "verify")
    foreign = {"numeric": 1, "date": 3, "timestamp": 3, "timestamptz": 2, "double precision": 1}
    for type_ in types:
        found = counted(wet, f"new_{NAMES[type_]}")
        assert found.rejected == foreign.get(type_, 0), type_
        assert found.inserted == len(ALL[type_]) - found.rejected, type_
    told = {key for key, _, _ in site.rejects()}
    assert {"NaN", "infinity", "0044-03-15 BC", "294276-01-01 00:00:00"} <= told
    again = site.migrate()
    assert [t for t in types if t not in foreign and not skipped(again, f"new_{NAMES[t]}")] == []
    site.roll_back()
    assert all(site.rows(f"new_{NAMES[type_]}") == [] for type_ in types)


@pytest.mark.parametrize("route", [ACROSS, SERVERS])
def test_bounds_that_are_out_of_order_are_cut_again(
    tmp_path: Path, fresh_url: Fresh, route: str
) -> None:
    """As when the source's collation became another one: no row may fall between two ranges."""
    source = {
        "sqlite": "create table legacy (id text primary key, v text);",
        "postgresql": 'create table legacy (id text collate "C" primary key, v text);',
    }
    rows = "insert into legacy values ('B', '1'), ('a', '2'), ('b', '3'), ('c', '4');"
    site = small(
        tmp_path,
        route,
        fresh_url,
        source={kind: text + rows for kind, text in source.items()},
        target="create table fresh (id text primary key, v text)",
        options=Options(batch_size=1),
    )
    site.migrate()
    kept = "update migrate_tui.migration_mappings set bounds = %s"
    (bounds,) = site.query("select bounds from migrate_tui.migration_mappings")[0]
    turned = json.dumps(list(reversed(json.loads(bounds))))
    site.execute(kept % literal(turned))
    site.execute("insert into legacy values ('bb', '5')", at="source")
    again = site.migrate()
    assert (counted(again).read, counted(again).inserted, counted(again).unchanged) == (5, 1, 4)
    assert len(site.rows()) == 5
