"""Rows that stand in the plan, in YAML files and in CSV files."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate_tui.engine.plan import Mapping
from plan_files import HEAD, head, loaded, problems, written


def seed(rows: str) -> str:
    return head(f"seed: [{{into: levels, key: [id], rows: {rows}}}]\n")


def rows_of(directory: Path, text: str, **files: str) -> tuple[dict[str, object], ...]:
    rows = loaded(directory, text, **files).seed[0].source.rows
    assert rows is not None
    return tuple(dict(row) for row in rows)


INLINE = [
    ("[]", ()),
    ("[{id: 1, name: a}]", ({"id": 1, "name": "a"},)),
    ("[{id: 1}, {name: b}]", ({"id": 1, "name": None}, {"id": None, "name": "b"})),
    ("[{id: true, rate: 0.5, at: 2024-01-01}]", ({"id": True, "rate": 0.5, "at": "2024-01-01"},)),
    ('[{id: 1, tags: [a, "é"]}]', ({"id": 1, "tags": '["a","é"]'},)),
    ("[{id: 1, more: {b: null, a: 1}}]", ({"id": 1, "more": '{"b":null,"a":1}'},)),
]


@pytest.mark.parametrize(("rows", "expected"), INLINE)
def test_rows_in_the_plan(tmp_path: Path, rows: str, expected: object) -> None:
    assert rows_of(tmp_path, seed(rows)) == expected


CSV = [
    ("id,name\n1,a\n", ({"id": "1", "name": "a"},)),
    ("id,name\n1,a", ({"id": "1", "name": "a"},)),
    ("id,name\r\n1,a\r\n\r\n2,b\r\n", ({"id": "1", "name": "a"}, {"id": "2", "name": "b"})),
    ('id,name\n1,\n2,""\n', ({"id": "1", "name": None}, {"id": "2", "name": ""})),
    ('id,name\n,"a, ""b""\nc"\n', ({"id": None, "name": 'a, "b"\nc'},)),
    ("id,name\n1,", ({"id": "1", "name": None},)),
    ("id\n007\n", ({"id": "007"},)),
    ("\ufeffid\n 1 \n", ({"id": " 1 "},)),
    ("id\n", ()),
]


@pytest.mark.parametrize(("text", "expected"), CSV)
def test_rows_in_csv(tmp_path: Path, text: str, expected: object) -> None:
    assert rows_of(tmp_path, seed("levels.csv"), levels_csv=text) == expected


def test_rows_in_yaml(tmp_path: Path) -> None:
    text = "# levels\n- {id: 1, name: a}\n- {id: 2}\n"
    found = rows_of(tmp_path, seed("seeds/levels.yaml"), seeds__levels_yaml=text)
    assert found == ({"id": 1, "name": "a"}, {"id": 2, "name": None})


WRONG = [
    ("7", {}, ["4: rows must be a list of rows, not a number"]),
    ("[{id: 1}, b]", {}, ["4: row 2 must be keys with values"]),
    ("levels.csv", {}, ["4: there is no file levels.csv"]),
    ("levels.json", {"levels_json": "[]"}, ["4: rows must be in a .yaml or .csv file, not levels"]),
    ("levels.csv", {"levels_csv": ""}, ["1: there is no line with the names of the columns"]),
    ("levels.csv", {"levels_csv": "a,a\n"}, ["1: the column a stands here twice"]),
    ("levels.csv", {"levels_csv": "a,,b\n"}, ["1: column 2 has no name"]),
    (
        "levels.csv",
        {"levels_csv": 'a,b\n"1\n2",x\n3\n4,5,6\n'},
        ["4: 1 fields where the first line has 2", "5: 3 fields where the first line has 2"],
    ),
    ("levels.csv", {"levels_csv": 'a\nx"y\n'}, ["2: a quote in the wrong place; quotes inside of"]),
    ("levels.csv", {"levels_csv": 'a\n"x\n'}, ["2: a quote in the wrong place"]),
    ("levels.yaml", {"levels_yaml": "id: 1\n"}, ["1: rows must be a list of rows, not keys with"]),
    ("levels.yaml", {"levels_yaml": "- a: 1\n- b\n"}, ["2: row 2 must be keys with values"]),
    (
        "levels.yaml",
        {"levels_yaml": "- a: 007\n- a: 1\n  a: 2\n"},
        ["1: 007 is ambig", "3: `a` st"],
    ),
    ("{mysql: a.csv}", {}, ["4: rows must be rows, a file, or {postgresql: …, sqlite: …}"]),
    ("{}", {}, ["4: rows must be rows, a file, or {postgresql: …, sqlite: …}"]),
]


@pytest.mark.parametrize(("rows", "files", "expected"), WRONG)
def test_rows_that_make_no_sense(
    tmp_path: Path, rows: str, files: dict[str, str], expected: list[str]
) -> None:
    found = problems(written(tmp_path, seed(rows), **files))
    assert len(found) == len(expected), found
    name = "levels" if files and "must be in" not in expected[0] else "plan"
    for problem, beginning in zip(found, expected, strict=True):
        file, _, rest = problem.partition(":")
        assert (file.split(".")[0], rest[: len(beginning)]) == (name, beginning)


def test_problems_of_files_stand_where_the_plan_names_them(tmp_path: Path) -> None:
    text = HEAD + "mask: 1\nseed: [{into: a, key: [id], rows: a.csv}]\nchecks: 2\n"
    files = [problem.split(":")[0] for problem in problems(written(tmp_path, text, a_csv="x,x\n"))]
    assert files == ["plan.yaml", "a.csv", "plan.yaml"]


TARGETS = [
    ("sqlite:///a.db", "same", "lite"),
    ("sqlite:///a.db", "postgresql://h/d", "pg"),
    ("sqlite:///a.db", "postgresql+psycopg://h/d", "pg"),
    ("postgres://h/d", "same", "pg"),
]


@pytest.mark.parametrize(("source", "target", "expected"), TARGETS)
def test_rows_per_database(tmp_path: Path, source: str, target: str, expected: str) -> None:
    text = seed("{postgresql: pg.csv, sqlite: lite.csv}")
    text = text.replace("sqlite:///old.db", source).replace("target: same", f"target: {target}")
    assert rows_of(tmp_path, text, pg_csv="id\npg\n", lite_csv="id\nlite\n") == ({"id": expected},)


def test_a_side_that_is_not_there_has_no_rows(tmp_path: Path) -> None:
    assert rows_of(tmp_path, seed("{postgresql: pg.csv}")) == ()


def test_rows_per_database_need_to_know_it(tmp_path: Path) -> None:
    text = seed("{sqlite: a.csv}").replace("target: same", "target: mysql://h/d")
    (found,) = problems(written(tmp_path, text))
    assert found == "plan.yaml:4: rows per database need a target that is a URL"


def test_a_seed_takes_all_columns(tmp_path: Path) -> None:
    assert loaded(tmp_path, seed("[{id: 1}]")).seed[0].columns == {"*": "same"}


def test_any_mapping_may_have_rows(tmp_path: Path) -> None:
    text = head(
        """\
        mappings:
          - {into: a, key: [id], rows: [{id: 1}]}
          - into: b
            from: {rows: b.csv, name: the bees}
            key: [id]
            columns: {id: id}
        """
    )
    first, second = loaded(tmp_path, text, b_csv="id\n2\n").mappings
    assert first.source.rows == ({"id": 1},)
    assert (second.source.rows, second.source.name) == (({"id": "2"},), "the bees")
    assert first.source.columns == ("id",)


def test_rows_of_a_mapping_made_by_hand() -> None:
    mapping = Mapping.model_validate({"into": "a", "key": ["id"], "rows": [{"id": 1}, {"b": 2}]})
    assert mapping.source.columns == ("id", "b")
