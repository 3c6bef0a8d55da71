"""From a file to a plan, or to every problem that it has, in file order."""

from __future__ import annotations

import os
from collections.abc import Mapping as Map
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, TypeVar

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.plan.base import Part
from migrate_tui.engine.plan.document import read_yaml
from migrate_tui.engine.plan.draft import Draft
from migrate_tui.engine.plan.effective import Effective, effective
from migrate_tui.engine.plan.files import FilesReader
from migrate_tui.engine.plan.mapping import Mapping, Source
from migrate_tui.engine.plan.models import Plan
from migrate_tui.engine.plan.params import given_params
from migrate_tui.engine.plan.problems import Path, Problems, kind, line_of, subject
from migrate_tui.engine.plan.rows import RowsReader
from migrate_tui.engine.plan.rules import broken
from migrate_tui.engine.plan.sections import Check, ChecklistItem, NotCarried, Schema
from migrate_tui.engine.plan.validate import unknown, validated
from migrate_tui.engine.plan.values import PerDatabase

P = TypeVar("P", bound=Part)
LISTS = ("seed", "mappings", "checks", "checklist", "not_carried")


def load_plan(
    path: FilePath | str,
    *,
    params: Map[str, str] | None = None,
    env: str | None = None,
    environ: Map[str, str] = os.environ,
) -> Plan:
    """The plan as the environment sees it. Raises PlanError with all problems."""
    file = FilePath(path).absolute()
    problems = Problems(file.name)
    data = read_yaml(_text(file), problems)
    problems.raise_any()
    if not isinstance(data, dict):
        found = "nothing" if data is None else kind(data)
        raise PlanError(f"{file.name}:1: a plan is keys with values, not {found}")
    return _Loading(file, problems, effective(data, env, environ, problems), env).plan(params or {})


def load_schema(path: FilePath | str) -> Schema | None:
    """Its schema alone, for who is about to make the folder that a whole plan would miss."""
    file = FilePath(path).absolute()
    problems = Problems(file.name)
    data = read_yaml(_text(file), problems)
    problems.raise_any()
    said = data.get("schema") if isinstance(data, dict) else None
    found = validated(Schema, said, ("schema",), problems, data) if said is not None else None
    problems.raise_any()
    return found


def _text(file: FilePath) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise PlanError(f"{file.name} is not UTF-8 text", "save it as UTF-8") from None
    except OSError as error:
        raise PlanError(f"the plan {file} cannot be read: {error.strerror}") from None


@dataclass(frozen=True)
class _Loading:
    file: FilePath
    problems: Problems
    seen: Effective
    env: str | None

    def plan(self, given: Map[str, str]) -> Plan:
        seed, folder = self._seed()
        draft = Draft(
            self.seen.data,
            self._head(),
            self._items("mappings", Mapping),
            seed,
            self._items("checks", Check),
            self._items("checklist", ChecklistItem),
        )
        not_carried = self._items("not_carried", NotCarried)
        for path, sentence in broken(draft):
            self.problems.add(path, sentence)
        files = self._files(draft, folder)
        params, wrong = given_params(draft.head.params if draft.head else {}, given)
        if draft.head is not None:
            self.problems.take_over(("params",), wrong)
        self.problems.raise_any()
        assert draft.head is not None
        lists = {key: tuple(getattr(draft, key).values()) for key in LISTS[:4]}
        return draft.head.model_copy(
            update={
                **lists,
                "not_carried": tuple(not_carried.values()),
                "params": params,
                "seed_folder": folder,
                "files": files,
                **self._surroundings(),
            }
        )

    def _surroundings(self) -> dict[str, object]:
        return {
            "directory": self.file.parent,
            "file": self.file.name,
            "env": self.env,
            "entries": self.seen.connections,
            "seeds": self.seen.seeds,
            "protected": self.seen.protected,
            "lines": _dotted(self.problems.lines, ()),
        }

    def _head(self) -> Plan | None:
        data = {key: value for key, value in self.seen.data.items() if key not in LISTS}
        return validated(Plan, data, (), self.problems, self.seen.data)

    def _items(self, key: str, model: type[P]) -> dict[int, P]:
        """Each item by itself, so that what is wrong with one hides nothing of the others."""
        items = self.seen.data.get(key, [])
        if not isinstance(items, list):
            self.problems.add((key,), f"{key} must be a list, not {kind(items)}")
            return {}
        parts = {i: self._item(model, item, (key, i)) for i, item in enumerate(items)}
        return {i: part for i, part in parts.items() if part is not None}

    def _item(self, model: type[P], value: Any, path: Path) -> P | None:
        if issubclass(model, Mapping):
            value = self._with_rows(value, path)
        part = validated(model, value, path, self.problems, self.seen.data)
        if not isinstance(part, Mapping):
            return part
        lines = _dotted(self.problems.lines, path)
        line = line_of(self.problems.lines, path)
        return part.model_copy(update={"line": line, "lines": lines})

    def _with_rows(self, value: Any, path: Path) -> Any:
        """Rows of files put in place."""
        if not isinstance(value, dict):
            return value
        source = value.get("from")
        if isinstance(source, dict) and "tables" in source:
            self.problems.add((*path, "from", "tables"), self._no_tables(path))
            self.problems.silence((*path, "from"))
            return value | {"from": None}
        if isinstance(source, dict) and "rows" in source:
            rows = self._rows.rows(source["rows"], (*path, "from", "rows"))
            return value | {"from": source | {"rows": rows}}
        if "rows" in value:
            return value | {"rows": self._rows.rows(value["rows"], (*path, "rows"))}
        return value

    def _no_tables(self, path: Path) -> str:
        whose = subject((*path, "from"), self.seen.data)
        return f"{whose} {unknown('tables', Source.known_keys())}; tables are a list: from: [a, b]"

    @property
    def _rows(self) -> RowsReader:
        data = self.seen.data
        url = data.get("source") if data.get("target") == "same" else data.get("target")
        return RowsReader(self.file.parent, _kind_of(url), self.problems)

    def _seed(self) -> tuple[dict[int, Mapping], PerDatabase | None]:
        value = self.seen.data.get("seed")
        if isinstance(value, str | dict):
            return {}, validated(PerDatabase, value, ("seed",), self.problems, self.seen.data)
        return self._items("seed", Mapping), None

    def _files(self, draft: Draft, folder: PerDatabase | None) -> dict[str, str]:
        reader = FilesReader(self.file.parent, self.problems)
        if draft.head is not None and draft.head.schema_ is not None:
            reader.schema(draft.head.schema_)
        if folder is not None:
            reader.seed_folder(folder)
        return reader.digests


def _kind_of(url: object) -> str | None:
    scheme = url.partition(":")[0].partition("+")[0] if isinstance(url, str) else ""
    return {"sqlite": "sqlite", "postgresql": "postgresql", "postgres": "postgresql"}.get(scheme)


def _dotted(lines: Map[Path, int], path: Path) -> dict[str, int]:
    """What stands below a path, as "columns.x" and "require.0"."""
    depth = len(path)
    below = {at[depth:]: line for at, line in lines.items() if at[:depth] == path and at != path}
    return {".".join(map(str, at)): line for at, line in below.items()}
