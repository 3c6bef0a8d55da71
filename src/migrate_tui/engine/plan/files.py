"""The SQL files and folders that a plan names: they must be there; their content is its meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path as FilePath

from migrate_tui.engine.plan.digest import file_digest
from migrate_tui.engine.plan.problems import Path, Problems
from migrate_tui.engine.plan.sections import Schema
from migrate_tui.engine.plan.values import PerDatabase


@dataclass(frozen=True)
class FilesReader:
    """Looks at every file once; `digests` has the sha256 of each."""

    directory: FilePath
    problems: Problems
    digests: dict[str, str] = field(default_factory=dict)

    def schema(self, schema: Schema) -> None:
        for key in ("apply", "after_load"):
            self._each(getattr(schema, key), ("schema", key), folder=False)
        self._each(schema.migrations, ("schema", "migrations"), folder=True)

    def seed_folder(self, folder: PerDatabase) -> None:
        self._each(folder, ("seed",), folder=True)

    def _each(self, names: PerDatabase | None, path: Path, *, folder: bool) -> None:
        for kind, name in names.sides() if names else ():
            look = self._folder if folder else self._file
            look(name, (*path, kind))

    def _file(self, name: str, path: Path) -> None:
        file = self.directory / name
        if file.is_file():
            self.digests[name] = file_digest(file.read_bytes())
        else:
            self.problems.add(path, f"there is no file {name}")

    def _folder(self, name: str, path: Path) -> None:
        folder = self.directory / name
        if not folder.is_dir():
            self.problems.add(path, f"there is no folder {name}")
            return
        scripts = sorted(folder.rglob("*.sql"))
        if not scripts:
            self.problems.add(path, f"the folder {name} holds no .sql file")
        for script in scripts:
            inside = f"{name}/{script.relative_to(folder).as_posix()}"
            self.digests[inside] = file_digest(script.read_bytes())
