"""Rows that stand in the plan or in a YAML or CSV file beside it: every row has every column."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path as FilePath

from migrate_tui.engine.plan.document import Yaml, read_yaml
from migrate_tui.engine.plan.problems import Path, Problems, kind

Row = dict[str, Yaml]


@dataclass(frozen=True)
class RowsReader:
    directory: FilePath
    kind: str | None  # of the target database, where its URL tells
    problems: Problems

    def rows(self, value: Yaml, path: Path) -> list[Row]:
        if isinstance(value, dict):
            return self._side(value, path)
        if isinstance(value, str):
            return self._file(value, path)
        return _complete(value, path, self.problems)

    def _side(self, sides: Row, path: Path) -> list[Row]:
        unknown = sides.keys() - {"postgresql", "sqlite"}
        if unknown or not sides:
            self.problems.add(path, "rows must be rows, a file, or {postgresql: …, sqlite: …}")
            return []
        if self.kind is None:
            self.problems.add(path, "rows per database need a target that is a URL")
            return []
        return self.rows(sides[self.kind], (*path, self.kind)) if self.kind in sides else []

    def _file(self, name: str, path: Path) -> list[Row]:
        text = read_text(self.directory / name, name, path, self.problems)
        if text is None:
            return []
        own = Problems(name)
        rows = self._parsed(name, text, own)
        if rows is None:
            self.problems.add(path, f"rows must be in a .yaml or .csv file, not {name}")
        self.problems.take_over(path, own.texts)
        return rows or []

    def _parsed(self, name: str, text: str, own: Problems) -> list[Row] | None:
        match FilePath(name).suffix.lower():
            case ".yaml" | ".yml":
                value = read_yaml(text, own)
                return [] if own.texts else _complete(value, (), own)
            case ".csv":
                from migrate_tui.engine.plan.csvrows import read_csv  # slow to compile

                return [dict(row) for row in read_csv(text, own)]
        return None


def read_text(file: FilePath, name: str, path: Path, problems: Problems) -> str | None:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.add(path, f"there is no file {name}")
    except UnicodeDecodeError:
        problems.add(path, f"{name} is not UTF-8 text")
    except OSError as error:
        problems.add(path, f"the file {name!r} cannot be read: {error.strerror}")
    return None


def _complete(value: Yaml, path: Path, problems: Problems) -> list[Row]:
    """Rows with all columns of all rows; what is not said is NULL."""
    if not isinstance(value, list):
        problems.add(path, f"rows must be a list of rows, not {kind(value)}")
        return []
    for number, row in enumerate(value):
        if not isinstance(row, dict):
            problems.add((*path, number), f"row {number + 1} must be keys with values")
    rows = [row for row in value if isinstance(row, dict)]
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: _plain(row.get(name)) for name in names} for row in rows]


def _plain(value: Yaml) -> Yaml:
    """Lists and keys with values inside of a row are JSON."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return value
