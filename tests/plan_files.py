"""Plans for tests, written as text into a fresh directory."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.plan import Plan, load_plan

HEAD = "plan: studio\nsource: sqlite:///old.db\ntarget: same\n"
STUDENTS = """\
mappings:
  - into: students
    from: pupils
    key: [id]
"""


def written(directory: Path, text: str, **files: str) -> Path:
    """The plan's path. `a__b_sql` is the file a/b.sql, at any depth."""
    for name, content in files.items():
        folder, _, last = name.rpartition("__")
        stem, _, suffix = last.rpartition("_")
        file = directory / folder.replace("__", "/") / f"{stem}.{suffix}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    path = directory / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def loaded(directory: Path, text: str, env: str | None = None, **files: str) -> Plan:
    return load_plan(written(directory, text, **files), env=env, environ={})


def problems(path: Path, **options: object) -> list[str]:
    with pytest.raises(PlanError) as caught:
        load_plan(path, **{"environ": {}, **options})  # type: ignore[arg-type]
    assert str(caught.value) == "\n".join(caught.value.problems)
    return list(caught.value.problems)


def head(more: str) -> str:
    """A plan with three lines before these."""
    return HEAD + dedent(more)


def students(more: str) -> str:
    """A plan whose one mapping begins in line 5 and has these from line 8."""
    return HEAD + STUDENTS + indent(dedent(more), "    ")
