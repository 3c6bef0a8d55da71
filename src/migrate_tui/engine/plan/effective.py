"""The plan as one environment sees it: its databases put in place, `${…}` filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migrate_tui.engine.passwords import Unreadable, read_hash
from migrate_tui.engine.plan.document import Yaml
from migrate_tui.engine.plan.interpolate import interpolate
from migrate_tui.engine.plan.problems import Path, Problems, nearest, subject


@dataclass(frozen=True)
class Effective:
    """The top level after the environment had its say."""

    data: dict[str, Yaml]
    paths: dict[str, Path]  # where source and target were said
    seeds: bool = False
    protected: bool = False


def effective(
    data: dict[str, Yaml], env: str | None, environ: Mapping[str, str], problems: Problems
) -> Effective:
    chosen = _chosen(data, env, problems)
    filled, at = dict(data), dict[str, Path](source=("source",), target=("target",))
    for role in [role for role in at if role in data]:
        if isinstance(chosen.get(role), str):
            filled[role], at[role] = chosen[role], ("environments", str(env), role)
        filled[role] = _filled(filled[role], at[role], environ, problems)
    if isinstance(guard := data.get("guard"), dict) and "hash" in guard:
        filled["guard"] = guard | {"hash": _hash(guard["hash"], environ, problems)}
    return Effective(filled, at, chosen.get("seed") is True, chosen.get("protected") is True)


def _chosen(data: dict[str, Yaml], env: str | None, problems: Problems) -> dict[str, Yaml]:
    if env is None:
        return {}
    known = data.get("environments")
    environments = known if isinstance(known, dict) else {}
    if env not in environments:
        names = ", ".join(environments) or "none"
        hint = nearest(env, environments)
        problems.add(("environments",), f"there is no environment {env} (there are: {names}){hint}")
    found = environments.get(env)
    return found if isinstance(found, dict) else {}


def _filled(value: Yaml, path: Path, environ: Mapping[str, str], problems: Problems) -> Yaml:
    if not isinstance(value, str):
        return value
    text, wrong = interpolate(value, environ)
    for sentence in wrong:
        problems.add(path, f"{subject(path, None)}: {sentence}")
    return value if wrong else text


def _hash(value: Yaml, environ: Mapping[str, str], problems: Problems) -> Yaml:
    """The hash is never shown: it may be the password itself."""
    path = ("guard", "hash")
    before = len(problems.texts)
    text = _filled(value, path, environ, problems)
    if isinstance(text, str) and len(problems.texts) == before:
        try:
            read_hash(text)
        except Unreadable as wrong:
            problems.add(path, f"guard.hash {wrong}")
    return text
