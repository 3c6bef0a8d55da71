"""What `--param name=text` makes of the declared params: the text gets the type of the default."""

from __future__ import annotations

from collections.abc import Mapping

from migrate_tui.engine.plan.problems import nearest
from migrate_tui.engine.plan.values import Scalar

_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def given_params(
    declared: Mapping[str, Scalar], given: Mapping[str, str]
) -> tuple[dict[str, Scalar], tuple[str, ...]]:
    """The params of this run, and what is wrong with those that were given."""
    params, problems = dict(declared), []
    for name, text in given.items():
        if name not in declared:
            known = f"the plan has no such param (it has: {', '.join(declared) or 'none'})"
            problems.append(f"--param {name}: {known}{nearest(name, declared)}")
            continue
        try:
            params[name] = _typed(text, declared[name])
        except ValueError as error:
            problems.append(f"--param {name}: {text!r} is no {error}")
    return params, tuple(problems)


def _typed(text: str, default: Scalar) -> Scalar:
    """Raises ValueError with the name of the type."""
    if isinstance(default, bool):
        if text.lower() not in _BOOLEANS:
            raise ValueError("boolean; say true or false")
        return _BOOLEANS[text.lower()]
    if isinstance(default, int | float):
        words = "whole number" if isinstance(default, int) else "number"
        try:
            return type(default)(text)
        except ValueError:
            raise ValueError(f"{words} like its default {default}") from None
    return text
