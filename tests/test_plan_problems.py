"""Wrong plans and the sentence each gets: keys, types and shapes."""

from __future__ import annotations

from pathlib import Path

import pytest

from plan_files import HEAD, head, problems, students, written

COLUMNS = "columns: {id: id}\n"
FROM = "must be a table, a list of tables, {query: …} or {rows: …}"
RULES = "newest, oldest, longest, shortest, min, max, any, all, sum, or a list of sources"
QUESTION = "must say `no_rows`, or `sql` with `equals`, or `source` with `target`"


def check(body: str) -> str:
    return head(f"checks:\n  - {{name: one, {body}}}\n")


# (plan, the beginning of its one problem)
WRONG = [
    ("source: sqlite:///a.db\ntarget: same\n", "1: the plan needs `plan`"),
    ("plan: a\ntarget: same\n", "1: the plan needs `source`"),
    ("plan: a\nsource: sqlite:///a.db\n", "1: the plan needs `target`"),
    (
        "plan: a b\nsource: d://x\ntarget: same\n",
        "1: plan must be letters, digits, dot, - and _",
    ),
    (
        "plan: 12\nsource: d://x\ntarget: same\n",
        "1: plan must be text, not a number; put it in quotes",
    ),
    ("plan: a\nsource: same\ntarget: same\n", "2: source must say where the old rows are; only"),
    ("plan: a\nsource: d://x\ntarget: [a]\n", "3: target must be text, not a list"),
    (head("mapings: []\n"), "4: the plan knows no key `mapings`; did you mean `mappings`?"),
    (head("directory: /tmp\n"), "4: the plan knows no key `directory` (it knows plan, source, tar"),
    (head("protected: true\n"), "4: the plan knows no key `protected` (it knows plan, source, tar"),
    (
        head("timezone: Mars/Base\n"),
        "4: timezone must be a time zone like UTC or Europe/Berlin, no",
    ),
    (head("mappings: {into: x}\n"), "4: mappings must be a list, not keys with values"),
    (head("mappings: null\n"), "4: mappings must be a list, not null"),
    (head("mappings: [students]\n"), "4: mapping number 1 must be keys with values, not text"),
    (head("checks: [1]\n"), "4: check number 1 must be keys with values, not a number"),
    (head("params: [user]\n"), "4: params must be keys with values, not a list"),
    (head("params: {user: [a]}\n"), "4: params.user must be one value, not a list"),
    (head("params: {started: null}\n"), "4: params cannot declare started: it is the time of the"),
    (head("params: {a-b: 1}\n"), "4: params has the name a-b; a param is letters, digits and _"),
    (head("mask: password\n"), "4: mask must be a list, in [ ], not text"),
    (head("mask: [1]\n"), "4: mask item 1 must be text, not a number; put it in quotes"),
    (head("mask: ['']\n"), "4: mask item 1 is empty"),
    (head("backup: {keep: 1}\n"), "4: backup knows no key `keep`"),
    (
        head("backup: {keepdays: 1}\n"),
        "4: backup knows no key `keepdays`; did you mean `keep_days`?",
    ),
    (head("backup: {keep_days: '7'}\n"), "4: backup.keep_days must be a whole number, not text"),
    (head("backup: {keep_days: true}\n"), "4: backup.keep_days must be a whole number, not true"),
    (head("backup: {keep_days: -1}\n"), "4: backup.keep_days must be 0 or more"),
    (head("backup: {compress: zip}\n"), "4: backup.compress must be 'gzip', not zip"),
    (head("backup: {of: [both]}\n"), "4: backup.of item 1 must be 'source' or 'target', not both"),
    (head("schema: new.sql\n"), "4: schema must be keys with values, not text"),
    (
        head("schema: {apply: 3}\n"),
        "4: schema.apply must be text or {postgresql: …, sqlite: …}, no",
    ),
    (
        head("schema: {apply: {mysql: a.sql}}\n"),
        "4: schema.apply knows only postgresql and sqlite, not mysql",
    ),
    (
        head("schema: {apply: {}}\n"),
        "4: schema.apply must be text or {postgresql: …, sqlite: …}, no",
    ),
    (
        head("schema: {from_source: 1}\n"),
        "4: schema.from_source must be true or false, not a number",
    ),
    (head("schema: {rename: {a: c, b: c}}\n"), "4: schema renames two tables to c"),
    (head("schema: {rename: {a: a}}\n"), "4: schema renames a to its own name"),
    (
        head("rejects: {max: many}\n"),
        "4: rejects.max must be a whole number like 0 or a percentage",
    ),
    (head("rejects: {max: 1.5}\n"), "4: rejects.max must be a whole number like 0 or a percentage"),
    (head("rejects: {max: -1}\n"), "4: rejects.max must be a whole number like 0 or a percentage"),
    (
        head("rejects: {max: 101%}\n"),
        "4: rejects.max must be a whole number like 0 or a percentage",
    ),
    (
        head("rejects: {max: true}\n"),
        "4: rejects.max must be a whole number like 0 or a percentage",
    ),
    (head("guard: {env: PASSWORD}\n"), "4: guard needs `hash`"),
    (head("guard: {hash: secret}\n"), "4: guard.hash was not made by `migrate-tui secret hash`"),
    (
        head("environments: {a: {sed: true}}\n"),
        "4: environments.a knows no key `sed`; did you mean",
    ),
    (head("environments: {a: {seed: 1}}\n"), "4: environments.a.seed must be true or false, not a"),
    (head("schedule: {env: a}\n"), "4: schedule needs `at`"),
    (
        head("schedule: {at: Sun 02:00, steps: [cleanup]}\n"),
        "4: schedule.steps item 1 must be 'preflight',",
    ),
    (head("clean_up: {tables: [a]}\n"), "4: clean_up has tables and needs `confirm`: the words"),
    (head("clean_up: {tables: [a, a], confirm: YES}\n"), "4: clean_up names a twice"),
    (
        head("clean_up: {action: truncate}\n"),
        "4: clean_up.action must be 'rename' or 'drop', not t",
    ),
    (head("checklist: [{name: a}]\n"), "4: checklist item a needs `text`"),
    (head("not_carried: [{table: a}]\n"), "4: not_carried item 1 needs `why`"),
    (head("checks:\n  - no_rows: select 1\n"), "5: check number 1 needs `name`"),
    (check("sql: select 1"), "5: check one must say `equals` beside `sql`, and only there"),
    (
        check("no_rows: select 1, equals: 1"),
        "5: check one must say `equals` beside `sql`, and only",
    ),
    (check("source: select 1"), f"5: check one {QUESTION}"),
    (check("no_rows: select 1, target: select 2"), f"5: check one {QUESTION}"),
    (check("equals: 1"), f"5: check one {QUESTION}"),
    (
        check("norows: select 1, sql: s, equals: 1"),
        "5: check one knows no key `norows`; did you me",
    ),
    (
        head("mappings: [{from: a, key: [b], columns: {b: b}}]\n"),
        "4: mapping number 1 needs `into`",
    ),
    (head("mappings: [{into: a, key: [b], columns: {b: b}}]\n"), "4: mapping a needs `from`"),
    (head("mappings: [{into: a, from: c, columns: {b: b}}]\n"), "4: mapping a needs `key`"),
    (students(""), "5: mapping students needs `columns`"),
    (students("columns: {}\n"), "8: mapping students: columns is empty"),
    (
        students("columns: [id]\n"),
        "8: mapping students: columns must be keys with values, not a li",
    ),
    (
        students("columns: {id: [a]}\n"),
        "8: mapping students: columns.id must be an expression or a",
    ),
    (
        students("columns: {id: ''}\n"),
        "8: mapping students: columns.id is empty; write const('') f",
    ),
    (
        students("columns: {name: id}\n"),
        "5: mapping students has the key column id, which is not in",
    ),
    (students('columns: {"*": all}\n'), '5: mapping students knows only one star: `"*": same`'),
    (students(COLUMNS + "filter: a\n"), "9: mapping students knows no key `filter`"),
    (
        students(COLUMNS + "wher: a\n"),
        "9: mapping students knows no key `wher`; did you mean `wher",
    ),
    (students(COLUMNS + "source: a\n"), "9: mapping students knows no key `source`"),
    (students(COLUMNS + "line: 3\n"), "9: mapping students knows no key `line`"),
    (students(COLUMNS + "where: true\n"), "9: mapping students: where must be text, not true; put"),
    (
        students(COLUMNS + "keep: id\n"),
        "9: mapping students: keep must be a list, in [ ], not text",
    ),
    (
        students(COLUMNS + "update_if: true\n"),
        "9: mapping students: update_if must be an expressio",
    ),
    (students(COLUMNS + "on_missing: drop\n"), "9: mapping students: on_missing must be 'keep' or"),
    (
        students(COLUMNS + "triggers: on\n"),
        "9: mapping students: triggers must be 'off' or 'fire',",
    ),
    (
        students(COLUMNS + "require: [a > 1]\n"),
        "9: mapping students: require item 1 must be keys wi",
    ),
    (
        students(COLUMNS + "require: [{that: a}]\n"),
        "9: mapping students: require item 1 needs `else",
    ),
    (
        students(COLUMNS + "require: [{tht: a, else: b, that: c}]\n"),
        "9: mapping students: require i",
    ),
    (students(COLUMNS + "merge: {match: id}\n"), "9: mapping students: merge needs `prefer`"),
    (students(COLUMNS + "merge: {prefer: max}\n"), "9: mapping students: merge needs `match`"),
    (
        students(COLUMNS + "merge: {match: id, prefer: newset}\n"),
        f"9: mapping students: merge.prefer must be one of {RULES}, not newset; did you mean `new",
    ),
    (
        students(COLUMNS + "merge: {match: id, prefer: newest}\n"),
        "9: mapping students: merge needs `by`, the column that tells what is newest (prefer)",
    ),
    (
        students(COLUMNS + "merge: {match: id, prefer: max, columns: {a: oldest}}\n"),
        "9: mapping students: merge needs `by`, the column that tells what is oldest (columns.a)",
    ),
    (
        students(COLUMNS + "merge: {match: id, prefer: max, columns: {a: avg}}\n"),
        f"9: mapping students: merge.columns.a must be one of {RULES}, not avg",
    ),
    (students(COLUMNS + "rows: []\n"), "5: mapping students says both `from` and `rows`"),
]


@pytest.mark.parametrize(("text", "problem"), WRONG, ids=[text for _, text in WRONG])
def test_one_sentence_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    found = problems(written(tmp_path, text))
    assert len(found) == 1, found
    assert found[0].startswith(f"plan.yaml:{problem}")


SOURCES = [
    ("[]", FROM),
    ("[1]", FROM),
    ("7", "must be a table, a list of tables or {query: …}, not a number"),
    ("{name: a}", FROM),
    ("{tables: [a]}", "knows no key `tables`"),
    ("{quary: select 1}", "knows no key `quary`; did you mean `query`?"),
    ("{rows: [{id: 1}], of: [a]}", "says `of` or `covers` without a `query`"),
    ("[a, a]", "names a twice"),
    ("''", ""),
]


@pytest.mark.parametrize(("source", "problem"), SOURCES)
def test_what_a_mapping_reads(tmp_path: Path, source: str, problem: str) -> None:
    text = f"mappings:\n  - into: a\n    from: {source}\n    key: [id]\n    columns: {{id: id}}\n"
    found = problems(written(tmp_path, HEAD + text))
    assert found[0].startswith(f"plan.yaml:6: mapping a: from {problem}".rstrip())


def test_no_problem_hides_another(tmp_path: Path) -> None:
    text = students("columns: {id: ''}\ncolour: red\nkeep: id\n") + "rejects: {max: x}\nchecks: 1\n"
    lines = [problem.split(":")[1] for problem in problems(written(tmp_path, text))]
    assert lines == ["8", "9", "10", "11", "12"]


def test_unknown_keys_hide_no_rule(tmp_path: Path) -> None:
    text = students("columns: {id: id}\ncolour: red\nwhere: a = :b\n")
    found = problems(written(tmp_path, text))
    assert [problem.split(":")[1] for problem in found] == ["9", "10"]


def test_the_words_are_nobody_elses(tmp_path: Path) -> None:
    """No sentence shows how it was found."""
    for number, (text, _) in enumerate(WRONG):
        folder = tmp_path / str(number)
        folder.mkdir()
        for problem in problems(written(folder, text)):
            words = ("pydantic", "input", "extra", "valid string", "does not fit", "[type=")
            assert not [word for word in words if word in problem.lower()], problem


def test_a_guard_that_holds_the_password_does_not_show_it(tmp_path: Path) -> None:
    found = problems(written(tmp_path, head("guard: {hash: hunter2}\n")))
    assert "hunter2" not in "".join(found)
