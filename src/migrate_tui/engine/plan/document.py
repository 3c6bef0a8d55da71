"""A YAML file as plain values and the line of each; what YAML would lose silently is a problem."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from migrate_tui.engine.plan.problems import QUOTE, Path, Problems
from migrate_tui.engine.plan.syntax import sentence_of

Yaml = dict[str, "Yaml"] | list["Yaml"] | str | int | float | bool | None

_TAG = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")


def read_yaml(text: str, problems: Problems) -> Yaml:
    """The one document of the text; `problems.lines` learns where everything stands."""
    try:
        root = _composed(text)
    except MarkedYAMLError as error:
        problems.add_at(*sentence_of(error, text))
        return None
    except YAMLError:
        problems.add_at(_line_of_control(text), "there is a control character in the file")
        return None
    return None if root is None else _Reading(problems).value(root, (), ())


@lru_cache(16)  # a plan is read again before every step of the wizard; nodes are only looked at
def _composed(text: str) -> Node | None:
    root: Node | None = YAML(typ="safe", pure=True).compose(text)
    return root


def _line_of_control(text: str) -> int:
    found = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]", text)
    return text.count("\n", 0, found.start() if found else 0) + 1


@dataclass(frozen=True)
class _Reading:
    problems: Problems

    def value(self, node: Node, path: Path, above: tuple[Node, ...]) -> Yaml:
        self.problems.lines.setdefault(path, node.start_mark.line + 1)
        if node in above:
            self.problems.add(path, "an alias (*) stands inside of what it repeats")
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, path, (*above, node))
        if isinstance(node, SequenceNode):
            return self._sequence(node, path, (*above, node))
        return self._scalar(node, path) if isinstance(node, ScalarNode) else None

    def _sequence(self, node: SequenceNode, path: Path, above: tuple[Node, ...]) -> Yaml:
        return [self.value(item, (*path, i), above) for i, item in enumerate(node.value)]

    def _mapping(self, node: MappingNode, path: Path, above: tuple[Node, ...]) -> Yaml:
        found: dict[str, Yaml] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, ScalarNode):
                self.problems.add_at(line, f"a key must be a name; {QUOTE}")
                continue
            name = str(key.value)
            if name in found:
                first = self.problems.lines[*path, name]
                self.problems.add_at(line, f"`{name}` stands here twice (first in line {first})")
                continue
            self.problems.lines[*path, name] = line
            if _is_absent(value):
                self._absent((*path, name), bool(node.flow_style))
                continue
            found[name] = self.value(value, (*path, name), above)
        return found

    def _absent(self, path: Path, in_braces: bool) -> None:
        self.problems.silence(path)
        if in_braces:
            split = "; where an expression was split at `: ` or `, `, "
            self.problems.add(path, f"`{path[-1]}` has no value{split}{QUOTE}")
        else:
            remedy = f"write null where NULL is meant; for an expression, {QUOTE}"
            self.problems.add(path, f"`{path[-1]}` has no value; {remedy}")

    def _scalar(self, node: ScalarNode, path: Path) -> Yaml:
        tag, text = str(node.tag), str(node.value)
        match tag.removeprefix(_TAG):
            case "str" | "timestamp" | "merge" | "value":
                return text
            case "null":
                return None
            case "bool":
                return text.lower() == "true"
            case "int":
                return self._integer(text, path)
            case "float":
                return self._float(text, path)
        self.problems.add(path, f"the tag {tag.replace(_TAG, '!!')} has no meaning in a plan")
        return text

    def _integer(self, text: str, path: Path) -> Yaml:
        if not _INTEGER.match(text):
            self.problems.add(path, f"{text} is ambiguous: quote it, or write a plain number")
        return int(text) if _INTEGER.match(text) else text

    def _float(self, text: str, path: Path) -> Yaml:
        """Only what survives the way through a number: 1.10 may be a version, .5 a typo."""
        kept = repr(float(text.replace("_", ""))) if text[-1:].isdigit() else "no number"
        if kept != text.removeprefix("+"):
            self.problems.add(path, f"{text} would become {kept}: quote it, or write that")
            return text
        return float(text)


def _is_absent(node: Node) -> bool:
    """Nothing at all was written, not even `null`."""
    return isinstance(node, ScalarNode) and node.value == "" and str(node.tag) == f"{_TAG}null"
