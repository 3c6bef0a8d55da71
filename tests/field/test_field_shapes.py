"""Rows 19 to 32 of the field: keys, names, references, and what is no table."""

from __future__ import annotations

from field_site import Taken


def test_row_19_an_autoincrement_that_never_gave_a_number(field: Taken) -> None:
    made = field.rows("insert into never_used (x) values ('first') returning id")
    assert made == [(1,)]


def test_row_20_the_next_number_is_past_every_one_that_was_given(field: Taken) -> None:
    """Also past rows that are gone, and with a name in mixed case."""
    made = field.rows('insert into "usedKeys" (x) values (\'next\') returning "Id"')
    assert made == [(901,)]
    checks = [c for c in field.run["checks"] if "sequence" in c["name"]]
    assert checks and all(c["ok"] for c in checks)


def test_row_22_mixed_case_stays_and_is_quoted(field: Taken) -> None:
    assert field.rows('select "userId", "a""b" from "userAccount"') == [(1, "x")]
    keys = field.column("select conname::text from pg_constraint where contype = 'f'")
    assert "user_select_fkey" in keys
    indexes = field.column("select indexname::text from pg_indexes where tablename = 'user'")
    assert sorted(indexes) == ["userSelect", "user_pkey"]


def test_row_23_reserved_words_are_names(field: Taken) -> None:
    assert field.rows('select "references", "select" from "user"') == [(1, 1)]


def test_row_24_names_that_become_one_when_they_are_cut(field: Taken) -> None:
    """Tables and indexes: each keeps a name of its own, the same on every day."""
    into = {t["name"]: t["into"] for t in field.said["tables"] if len(t["name"]) > 63}
    assert len(set(into.values())) == len(into) == 2
    assert all(len(name) <= 63 for name in into.values())
    for name, target in into.items():
        assert field.column(f'select x from "{target}"') == [name[-3:]]
        assert f"called {target} in the target" in field.told(name)
    like = "select count(*) from pg_indexes where indexname like 'an_index_that%'"
    assert field.column(like) == [2]


def test_row_25_unique_by_letter_case_or_without_blanks(field: Taken) -> None:
    """SQLite's rules, not PostgreSQL's: A and a are one, Ä and ä are two."""
    assert field.column("select count(*) from folded") == [3]
    indexes = field.column("select indexdef from pg_indexes where tablename = 'folded'")
    assert sum('lower((name COLLATE "C"))' in i or "lower((name" in i for i in indexes) == 1
    assert sum("rtrim(tail" in i for i in indexes) == 1
    assert "unique by NOCASE" in field.told("folded.name")
    assert any("citext" in o for f in field.findings("folded.name") for o in f["alternatives"])


def test_row_26_null_in_a_primary_key(field: Taken) -> None:
    assert field.rows("select code, v from null_keys") == [("a", 1)]
    counts = next(m for m in field.run["mappings"] if m["name"] == "null_keys")
    assert (counts["read"], counts["rejected"]) == (3, 2)
    assert "2 rows have NULL in the key code" in field.told("null_keys")


def test_row_27_references_without_columns_and_of_several(field: Taken) -> None:
    keys = field.rows(
        "select conname::text, pg_get_constraintdef(oid) from pg_constraint"
        " where contype = 'f' and conrelid = 'refers'::regclass order by 1"
    )
    assert [definition for _, definition in keys] == [
        "FOREIGN KEY (u) REFERENCES wide(id)",
        "FOREIGN KEY (x, y) REFERENCES pair(b, a)",
    ]
    assert field.column("select count(*) from refers") == [3]


def test_row_28_orphans_and_parents_that_are_no_table(field: Taken, mended: Taken) -> None:
    assert list(field.rejects("orphans")) == ["2"]
    assert "1 row refers to no row of wide" in field.told("orphans.wide_id")
    assert "there is no table dropped_table" in field.left("orphans")
    valid = "select bool_and(convalidated) from pg_constraint where contype = 'f'"
    assert field.column(valid) == [True]
    assert mended.rows("select id, wide_id from orphans order by id") == [
        (1, 1),
        (2, None),
        (3, None),
    ]


def test_row_29_circles_and_rows_that_refer_to_their_own_table(field: Taken) -> None:
    assert field.rows("select id, up, best from z_parent order by id") == [
        (1, 2, 7),
        (2, None, None),
    ]
    assert field.rows("select id, z_id from a_child order by id") == [(7, 2), (8, 1)]
    keys = "select count(*) from pg_constraint where contype = 'f' and conrelid in"
    assert field.column(f"{keys} ('z_parent'::regclass, 'a_child'::regclass)") == [3]


def test_row_30_generated_columns(field: Taken) -> None:
    assert field.rows("select area, label from made order by id") == [(6, "2 x 3"), (20, "4 x 5")]
    generated = "select attname::text from pg_attribute where attgenerated <> ''"
    assert field.column(f"{generated} and attrelid = 'made'::regclass") == ["area"]
    assert "printf() is SQLite's own" in field.told("made.label")


def test_row_31_without_a_rowid_and_with_nothing_else(field: Taken) -> None:
    assert field.rows("select k, n, v from no_rowid order by k, n") == [
        ("a", 1, b"\x01"),
        ("a", 2, b"\x02"),
        ("b", 1, None),
    ]
    assert field.rows("select a, b, count(*) from keyless group by 1, 2 order by 1") == [
        (1, "x", 3),
        (None, None, 2),
    ]


def test_row_32_what_is_no_table_is_listed(field: Taken) -> None:
    assert "a virtual table" in field.left("search") and "to_tsvector" in field.left("search")
    assert field.left("look").startswith("a view")
    assert field.left("told").startswith("a trigger on keyless")
    shadows = [o for o in field.said["not_carried"] if o["why"].startswith("a shadow table")]
    assert len(shadows) == 5
    assert not any("sqlite_" in one["table"] for one in field.said["not_carried"])
