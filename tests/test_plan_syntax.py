"""Files that are not YAML, or in which YAML would lose something silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate_tui.engine.errors import ExitCode, PlanError
from migrate_tui.engine.plan import load_plan
from plan_files import head, problems, students, written

QUOTE = "put the expression in double quotes or under >-"
READ_AS_YAML = f"this is read as YAML, not as text; {QUOTE}"
SPLIT = f"has no value; where an expression was split at `: ` or `, `, {QUOTE}"

# (plan, its one problem)
WRONG = [
    ("", "1: a plan is keys with values, not nothing"),
    ("# only a comment\n", "1: a plan is keys with values, not nothing"),
    ("- plan: studio\n", "1: a plan is keys with values, not a list"),
    ("studio\n", "1: a plan is keys with values, not text"),
    ("12\n", "1: a plan is keys with values, not a number"),
    ("plan: studio\nmappings:\n\t- into: x\n", "3: there is a tab; YAML is indented with spaces"),
    ("plan: studio\n---\nplan: other\n", "2: there is a second document after ---; a plan is"),
    ("plan: studio\nmask: [a, b\n", "2: a quote or bracket is never closed"),
    ('plan: studio\nsource: "sqlite\ntarget: same\n', "2: a quote or bracket is never closed"),
    ("schema:\n  apply: a.sql\n after_load: b.sql\n", "3: the indentation does not fit the lines"),
    (students("where: a = 'x: y'\n"), f"8: {READ_AS_YAML}"),
    (students("where: '' <> a\n"), f"8: {READ_AS_YAML}"),
    (students("columns: {a: nullif(b, '')}\n"), f"8: {READ_AS_YAML}"),
    (students("columns: {a: b->>'c: d'}\n"), f"8: {READ_AS_YAML}"),
    (head("guard: {hash: ${HASH}}\n"), f"4: {READ_AS_YAML}"),
    (students("where: @a\n"), f"8: a value cannot begin with this character; {QUOTE}"),
    (students("where: `a`\n"), f"8: a value cannot begin with this character; {QUOTE}"),
    (students("columns: {*: same}\n"), '8: the star must be quoted: `"*": same`'),
    (students("columns:\n  *: same\n"), '9: the star must be quoted: `"*": same`'),
    (students("where: *a\n"), f"8: text that begins with * must be quoted; {QUOTE}"),
    ("plan: studio\x07\n", "1: there is a control character in the file"),
    ("plan: studio\nplan: other\n", "2: `plan` stands here twice (first in line 1)"),
    (students("columns: {a: b, a: c}\n"), "8: `a` stands here twice (first in line 8)"),
    ("plan: studio\n? [a, b]\n: c\n", f"2: a key must be a name; {QUOTE}"),
    (students("columns: {a: lower(b, c)}\n"), f"8: `c)` {SPLIT}"),
    (students("require:\n  - {that: f(a, 0) > 1, else: no}\n"), f"9: `0) > 1` {SPLIT}"),
    (
        students("where:\ncolumns: {id: id}\n"),
        f"8: `where` has no value; write null where NULL is meant; for an expression, {QUOTE}",
    ),
    ("plan: studio\nchecks: !env X\n", "2: the tag !env has no meaning in a plan"),
    ("plan: studio\nmask: !!binary aGk=\n", "2: the tag !!binary has no meaning in a plan"),
    ("plan: studio\nseed: &a [*a]\n", "2: an alias (*) stands inside of what it repeats"),
    (students("columns: {a: 007}\n"), "8: 007 is ambiguous: quote it, or write a plain number"),
    (students("columns: {a: 0x1f}\n"), "8: 0x1f is ambiguous: quote it, or write a plain number"),
    (students("columns: {a: 1_000}\n"), "8: 1_000 is ambiguous: quote it, or write a plain number"),
    (students("columns: {a: 1.10}\n"), "8: 1.10 would become 1.1: quote it, or write that"),
    (
        students("columns: {a: 0.12345678901234567890}\n"),
        "8: 0.12345678901234567890 would become 0.12345678901234568: quote it, or write that",
    ),
    (students("columns: {a: .nan}\n"), "8: .nan would become no number: quote it, or write that"),
]


@pytest.mark.parametrize(("text", "problem"), WRONG, ids=[text for _, text in WRONG])
def test_one_sentence_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    found = problems(written(tmp_path, text))
    assert len(found) == 1, found
    assert found[0].startswith(f"plan.yaml:{problem}")


def test_several_are_told_at_once_in_file_order(tmp_path: Path) -> None:
    text = head("mask: []\nmask: []\nbackup: {keep_days: 007}\nwhere:\n")
    lines = [problem.split(":")[1] for problem in problems(written(tmp_path, text))]
    assert lines == ["5", "6", "7"]


def test_a_plan_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match=r"the plan .*none.yaml cannot be read: No such file") as e:
        load_plan(tmp_path / "none.yaml")
    assert e.value.exit_code is ExitCode.USAGE


def test_a_plan_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes("plan: stüdio\n".encode("latin-1"))
    with pytest.raises(PlanError, match=r"plan.yaml is not UTF-8 text"):
        load_plan(path)
