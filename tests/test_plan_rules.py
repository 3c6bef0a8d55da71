"""What must fit together in a plan: one table of what does not, one of what does."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from plan_files import HEAD, head, loaded, problems, students, written

COLUMNS = "columns: {id: id}\n"
TWO = "sqlite:///old.db\ntarget: sqlite:///new.db"


def pair(first: str, second: str, before: str = "") -> str:
    """Two mappings: lines 5 and 6 after the optional line before them."""
    common = "key: [id], columns: {id: id}"
    lines = [f"  - {{{item}, {common}}}\n" for item in (first, second)]
    return HEAD + before + "mappings:\n" + "".join(lines)


def two_databases(text: str) -> str:
    return text.replace("sqlite:///old.db\ntarget: same", TWO)


# (plan, the beginnings of its problems)
WRONG = [
    (
        pair("into: a, from: x", "into: b, name: a, from: y"),
        ["6: there are two mappings with the na"],
    ),
    (
        pair("into: a, from: x", "into: a, from: y"),
        [
            "5: mapping a: a is filled by two mappings; `owns` must say which of its rows are this",
            "6: there are two mappings with the name a; give it a `name`",
            "6: mapping a: a is filled by two mappings; `owns`",
        ],
    ),
    (
        pair("into: a, from: x, owns: k = 1", "into: a, name: b, from: y"),
        ["6: mapping b: a is filled by two mappings; `owns`"],
    ),
    (
        pair("into: a, from: a", "into: b, from: x"),
        ["5: mapping a: `from` and `into` are one table"],
    ),
    (
        pair("into: a, from: [x, a]", "into: b, from: x"),
        ["5: mapping a: `from` and `into` are one table, a"],
    ),
    (
        pair("into: a, from: {query: q, of: [b]}", "into: b, from: x"),
        ["5: mapping a: `of` names b, which comes later"],
    ),
    (
        pair("into: students, from: x", "into: b, from: {query: q, of: [student]}"),
        ["6: mapping b: `of` names student, which is no mapping; did you mean `students`?"],
    ),
    (
        pair("into: a, from: x", "into: b, from: {query: q, of: [b]}"),
        ["6: mapping b: `of` names b, which comes later"],
    ),
    (
        pair("into: a, from: x, where: u = :usr", "into: b, from: y", "params: {user: null}\n"),
        ["6: mapping a: :usr is not declared in `params`; did you mean `user`?"],
    ),
    (students(COLUMNS + "owns: a = :b\n"), ["9: mapping students: :b is not declared in `params`"]),
    (students("columns:\n  id: :b\n"), ["9: mapping students: :b is not declared in `params`"]),
    (students(COLUMNS + "update_if: new.a > :b\n"), ["9: mapping students: :b is not declared"]),
    (
        students(COLUMNS + "require:\n  - {that: 'a > :b', else: small}\n"),
        ["10: mapping students: :b is not declared"],
    ),
    (
        students(COLUMNS + "merge: {match: 'a || :b', prefer: max}\n"),
        ["9: mapping students: :b is not declared"],
    ),
    (
        pair("into: a, from: {query: {sqlite: 'select :b', postgresql: s}}", "into: b, from: y"),
        ["5: mapping a: :b is not declared in `params`"],
    ),
    (
        head("checks: [{name: one, source: 'select :b', target: 'select :c'}]\n"),
        ["4: check one: :b is not declared", "4: check one: :c is not declared"],
    ),
    (
        students("columns: {id: id}\nwhere: note <> 'a # b'\n"),
        ["9: mapping students: where ends inside of a ' quote; put the expression in do"],
    ),
    (
        students('columns: {id: id, note: "\\"note"}\n'),
        ['8: mapping students: columns.note ends inside of a " quote; put the expression in'],
    ),
    (
        "params: {user: null}\n" + students(COLUMNS + "where: u = :user\non_missing: delete\n"),
        [
            "11: mapping students: on_missing: delete would delete what other values of :user "
            "wrote; `owns` must use :user as well"
        ],
    ),
    (
        "params: {user: null}\n"
        + students(COLUMNS + "where: u = :user\nowns: k = 1\non_missing: delete\n"),
        ["12: mapping students: on_missing: delete would delete what other values of :user"],
    ),
    (
        "params: {user: null}\n"
        + students('columns: {id: ":user || new.b", b: c}\non_missing: delete\n'),
        ["10: mapping students: on_missing: delete would delete what other values of :user"],
    ),
    (
        "params: {user: null}\n"
        + students('columns: {id: new.b, b: ":user || c"}\non_missing: delete\n'),
        ["10: mapping students: on_missing: delete would delete what other values of :user"],
    ),
    (
        HEAD
        + "seed: [{into: a, name: first, key: [id], rows: [{id: 1}]}]\n"
        + "mappings: [{into: a, from: x, key: [id], columns: {id: id}, on_missing: delete}]\n",
        ["5: mapping a: on_missing: delete would delete the rows of seed first; `owns` must say"],
    ),
    (
        pair(
            "into: a, from: {query: 'select :user'}, on_missing: delete",
            "into: b, from: y",
            "params: {user: null}\n",
        ),
        ["6: mapping a: on_missing: delete would delete what other values of :user"],
    ),
    (
        pair("into: a, from: [x, y], merge: {match: m, prefer: [x, z]}", "into: b, from: y"),
        [
            "5: mapping a: z is not one of the tables in `from`",
            "5: mapping a: merge.prefer must place y as well",
        ],
    ),
    (
        pair(
            "into: a, from: [pupils, y], merge: {match: m, prefer: max, columns: {n: [y, pupil]}}",
            "into: b, from: y",
        ),
        [
            "5: mapping a: pupil is not one of the tables in `from`; did you mean `pupils`?",
            "5: mapping a: merge.columns.n must place pupils as well",
        ],
    ),
    (
        students("columns: {name: id}\n"),
        ["5: mapping students has the key column id, which is not"],
    ),
    (
        students(COLUMNS).replace("key: [id]", "key: [id, id]"),
        ["5: mapping students names the key column id twice"],
    ),
    (
        head("checks: [{name: one, no_rows: select 1}, {name: one, no_rows: select 2}]\n"),
        ["4: there are two checks with the name one"],
    ),
    (
        head("checklist:\n  - {name: one, text: a}\n  - {name: one, text: b}\n"),
        ["6: there are two items with the name one"],
    ),
    (
        head("seed:\n  - {into: a, key: [id], rows: []}\n  - {into: a, key: [id], rows: []}\n"),
        [
            "5: mapping a: a is filled by two mappings; `owns`",
            "6: there are two seeds with the name a; give it a `name`",
            "6: mapping a: a is filled by two mappings; `owns`",
        ],
    ),
    (
        head("seed: [{into: a, key: [id], from: b, columns: {id: id}}]\n"),
        ["4: seed a: the rows of a seed stand in the plan or in a file; say `rows`"],
    ),
    (
        pair("into: a, from: x", "into: b, from: y") + "clean_up: {tables: [x, a], confirm: YES}\n",
        ["7: clean_up would remove a, which mapping a fills"],
    ),
    (
        head("schedule: {at: daily, env: producton}\nenvironments: {production: {seed: true}}\n"),
        ["4: schedule.env: there is no environment producton; did you mean `production`?"],
    ),
    (
        head("schema: {apply: a.sql, migrations: b}\n"),
        ["4: schema says apply and migrations; one of them makes the schema"],
    ),
    (
        head("schema: {from_source: true, migrations: b}\n"),
        ["4: schema says migrations and from_source; one of them makes the schema"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), WRONG, ids=[texts[0] for _, texts in WRONG])
def test_what_does_not_fit(tmp_path: Path, text: str, expected: list[str]) -> None:
    found = problems(written(tmp_path, text))
    assert len(found) == len(expected), found
    for problem, beginning in zip(found, expected, strict=True):
        assert problem.startswith(f"plan.yaml:{beginning}")


FITS = {
    "one table in two databases": two_databases(pair("into: a, from: a", "into: b, from: b")),
    "two mappings own their rows": pair(
        "into: a, from: x, owns: k = 1", "into: a, name: b, from: y, owns: k = 2"
    ),
    "a seed and a mapping of one name": head(
        """\
        seed: [{into: a, key: [id], rows: []}]
        mappings: [{into: a, from: x, key: [id], columns: {id: id}}]
        """
    ),
    "keys that the star brings": students('columns: {"*": same}\n'),
    "a column that is kept and not written": students(COLUMNS + "keep: [version]\n"),
    "a mirror": students(COLUMNS + "on_missing: delete\n"),
    "a mirror of one param": "params: {user: null}\n"
    + students(COLUMNS + "where: u = :user\nowns: u = :user\non_missing: delete\n"),
    "a mirror with a param in a column": "params: {user: null}\n"
    + students("columns: {id: id, by: ':user'}\non_missing: delete\n"),
    "a mirror of what was before the run": students(
        COLUMNS + "where: at < :started\non_missing: delete\n"
    ),
    "a param without a mirror": "params: {user: null}\n"
    + students(COLUMNS + "where: :user is null or u = :user\n"),
    "the time of the run": students("columns: {id: id, made_at: ':started'}\n"),
    "no params: casts, strings, comments": head(
        r"""
        checks:
          - name: one
            no_rows: |
              select '{"a": ":b"}'::jsonb, x[1:n], E'it\'s :c', ":d", $$ :e $$, $f$ :g $f$ -- :h
              /* :i */
        """
    ),
    "an empty clean-up": head("clean_up: {}\n"),
    "a check that fits one database": head(
        "checks: [{name: keys, sql: {sqlite: PRAGMA foreign_keys}, equals: 1}]\n"
    ),
    "a check that expects NULL": head("checks: [{name: n, sql: select null, equals: null}]\n"),
    "of names an earlier mapping": pair(
        "into: students, name: s, from: x", "into: b, from: {query: q, of: [s]}"
    ),
    "schedule of an environment": head(
        "schedule: {at: daily, env: a, steps: [backup], log: x.log}\nenvironments: {a: {}}\n"
    ),
    "a quote in a quote": students("columns: {id: id}\nwhere: \"name <> 'it''s'\"\n"),
}


@pytest.mark.parametrize("text", FITS.values(), ids=FITS)
def test_what_fits(tmp_path: Path, text: str) -> None:
    assert loaded(tmp_path, dedent(text)).plan == "studio"


def test_a_wrong_mapping_is_still_a_name(tmp_path: Path) -> None:
    """One problem, not a second one in the mapping that reads the first."""
    text = pair("into: a, from: 7", "into: b, from: {query: q, of: [a]}")
    assert len(problems(written(tmp_path, text))) == 1
