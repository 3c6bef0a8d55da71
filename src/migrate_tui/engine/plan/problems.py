"""What is wrong with a plan: all of it, in file order, each a sentence with its file and line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from migrate_tui.engine.errors import PlanError

Path = tuple[str | int, ...]
Lines = Mapping[Path, int]

QUOTE = "put the expression in double quotes or under >-"


def nearest(name: str, names: Iterable[str]) -> str:
    """A half sentence with the name that was probably meant, or nothing."""
    lower = {known.lower(): known for known in names}
    close = difflib.get_close_matches(name.lower(), lower, 1, 0.6)
    return f"; did you mean `{lower[close[0]]}`?" if close else ""


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest thing around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


@dataclass
class Problems:
    """The problems of one file; those of a file that it names stand where it names it."""

    file: str
    lines: dict[Path, int] = field(default_factory=dict)
    _found: dict[tuple[int, int, str], None] = field(default_factory=dict)
    _silenced: set[Path] = field(default_factory=set)

    def add(self, path: Path, sentence: str) -> None:
        self.add_at(line_of(self.lines, path), sentence)

    def add_at(self, line: int, sentence: str) -> None:
        self._note(line, f"{self.file}:{line}: {sentence}")

    def silence(self, path: Path) -> None:
        """The value of this path was already complained about: nobody misses it as well."""
        self._silenced.add(path)

    def silenced(self, path: Path) -> bool:
        return any(path[: len(known)] == known for known in self._silenced)

    def take_over(self, path: Path, others: Sequence[str]) -> None:
        """Problems of a file that the plan names at this path."""
        for text in others:
            self._note(line_of(self.lines, path), text)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(text for _, _, text in sorted(self._found))

    def raise_any(self) -> None:
        if self._found:
            raise PlanError("\n".join(self.texts), problems=self.texts)

    def _note(self, line: int, text: str) -> None:
        if not any(text == known for _, _, known in self._found):
            self._found[line, len(self._found), text] = None


def subject(path: Path, data: object) -> str:
    """The path in a reader's words: `mapping sessions: columns.id`; "the plan" for the top."""
    if not path:
        return "the plan"
    head, rest = _head(path, data)
    text = ""
    for part in rest:
        if isinstance(part, int):
            text += f" item {part + 1}"
        else:
            text += f".{part}" if text else part
    return f"{head}: {text.strip()}" if head and text else head or text


_KINDS = {"mappings": "mapping", "seed": "seed", "checks": "check", "checklist": "checklist item"}


def _head(path: Path, data: object) -> tuple[str, Path]:
    kind = _KINDS.get(str(path[0]))
    if kind is None or len(path) < 2 or not isinstance(path[1], int):
        return "", path
    return f"{kind} {_named(path[:2], data)}", path[2:]


def _named(path: Path, data: object) -> str:
    for part in path:
        if isinstance(data, dict | list):
            data = data[part]  # type: ignore[index]  # a path of names and numbers
    if isinstance(data, dict):
        for key in ("name", "into"):
            if isinstance(data.get(key), str):
                return str(data[key])
    return f"number {int(path[-1]) + 1}"


def kind(value: object) -> str:
    """What a YAML value is, in words."""
    names = {bool: str(value).lower(), type(None): "null", str: "text", list: "a list"}
    names |= {tuple: "a list", dict: "keys with values"}
    return names.get(type(value), "a number")
