"""The plan as one environment sees it: its values in place, connections and `${…}` filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from migrate_tui.engine.passwords import Unreadable, read_hash
from migrate_tui.engine.plan.document import Yaml
from migrate_tui.engine.plan.interpolate import interpolate
from migrate_tui.engine.plan.problems import Path, Problems, nearest, subject
from migrate_tui.engine.plan.sections import Environment
from migrate_tui.engine.plan.validate import validated

ROLES = ("source", "target")
REPLACED = (*ROLES, "timezone", "guard", "approval")
MERGED = ("params", "rejects", "backup")  # key by key
NAMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")  # what may be the name of a connection
FORMS = "a database is sqlite:///file.db, postgresql://…, or the name of a connection"
Data = dict[str, Yaml]


@dataclass(frozen=True)
class Effective:
    """The top level after the environment had its say."""

    data: Data
    paths: dict[str, Path]  # where source and target were said
    seeds: bool = False
    protected: bool = False
    connections: dict[str, str] = field(default_factory=dict)  # role to name, where it has one


def effective(
    data: Data, env: str | None, environ: Mapping[str, str], problems: Problems
) -> Effective:
    chosen = _chosen(data, env, problems)
    filled, at = _overridden(data, chosen, env)
    view = _View(environ, problems)
    names = {}
    for role in [role for role in ROLES if role in filled]:
        filled[role] = view.filled(filled[role], at[role])
        if name := view.connection(filled[role], at[role], data.get("connections")):
            names[role] = name
            url = _keys(data["connections"])[name]
            filled[role] = view.filled(url, ("connections", name))
    for key, part in (("backup", "directory"), ("schedule", "log")):
        if isinstance(section := filled.get(key), dict) and part in section:
            filled[key] = section | {part: view.filled(section[part], (*at[key], part))}
    if isinstance(guard := filled.get("guard"), dict) and "hash" in guard:
        filled["guard"] = guard | {"hash": view.hash(guard["hash"], (*at["guard"], "hash"))}
    seeds, protected = (chosen.get(key) is True for key in ("seed", "protected"))
    return Effective(filled, {role: at[role] for role in ROLES}, seeds, protected, names)


def _chosen(data: Data, env: str | None, problems: Problems) -> Data:
    if env is None:
        return {}
    environments = _keys(data.get("environments"))
    if env not in environments:
        names = ", ".join(environments) or "none"
        hint = nearest(env, environments)
        problems.add(("environments",), f"there is no environment {env} (there are: {names}){hint}")
    return _keys(environments.get(env))


def _overridden(data: Data, chosen: Data, env: str | None) -> tuple[Data, dict[str, Path]]:
    """The top level with what the environment says in its place, and where that was said.

    What is wrong with an environment is told where it stands, and not once more up here.
    """
    filled = dict(data)
    at: dict[str, Path] = {key: (key,) for key in (*REPLACED, *MERGED, "schedule")}
    for key in [key for key in (*REPLACED, *MERGED) if key in chosen]:
        path = ("environments", str(env), key)
        if validated(Environment, {key: chosen[key]}, path[:2], Problems(""), None) is None:
            continue
        if key in REPLACED:
            filled[key], at[key] = chosen[key], path
        elif chosen[key] is not None:
            filled[key] = _keys(data.get(key)) | _keys(chosen[key])
            at[key] = path if "directory" in _keys(chosen[key]) else at[key]
    return filled, at


def _keys(value: Yaml) -> Data:
    return value if isinstance(value, dict) else {}


@dataclass(frozen=True)
class _View:
    environ: Mapping[str, str]
    problems: Problems

    def filled(self, value: Yaml, path: Path) -> Yaml:
        if not isinstance(value, str):
            return value
        text, wrong = interpolate(value, self.environ)
        for sentence in wrong:
            self.problems.add(path, f"{subject(path, None)}: {sentence}")
        return value if wrong else text

    def connection(self, value: Yaml, path: Path, known: Yaml) -> str | None:
        """The connection that a database is named by; None for a URL."""
        if not isinstance(value, str) or value == "same" or not NAMED.match(value):
            return None
        if value in _keys(known):
            return value
        names = ", ".join(_keys(known)) or "none"
        text = f"there is no connection {value} (there are: {names}){nearest(value, _keys(known))}"
        self.problems.add(path, f"{subject(path, None)}: {text}; {FORMS}")
        return None

    def hash(self, value: Yaml, path: Path) -> Yaml:
        """The hash is never shown: it may be the password itself."""
        before = len(self.problems.texts)
        text = self.filled(value, path)
        if isinstance(text, str) and len(self.problems.texts) == before:
            try:
                read_hash(text)
            except Unreadable as wrong:
                self.problems.add(path, f"{subject(path, None)} {wrong}")
        return text
