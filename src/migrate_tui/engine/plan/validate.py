"""A part of a plan from plain values; what does not fit becomes sentences that speak of keys."""

from __future__ import annotations

import copy
import typing
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from migrate_tui.engine.plan.base import Part
from migrate_tui.engine.plan.problems import QUOTE, Path, Problems, kind, nearest, subject

P = TypeVar("P", bound=Part)
UNKNOWN = "extra_forbidden"


def validated(model: type[P], value: Any, path: Path, problems: Problems, plan: Any) -> P | None:
    """The part, also where only unknown keys were wrong with it; None where it makes no sense."""
    value = _without_own(model, value, path, problems, plan)
    try:
        return model.model_validate(value, by_alias=True, by_name=False)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    for found in errors:
        _report(model, found, path, problems, plan)
    if all(found["type"] == UNKNOWN for found in errors):
        known = _without(value, [found["loc"] for found in errors])
        return validated(model, known, path, problems, plan)
    return None


def _without_own(model: type[Part], value: Any, path: Path, problems: Problems, plan: Any) -> Any:
    """What only the loader may set is an unknown key in a file."""
    own = model.set_by_loader & value.keys() if isinstance(value, dict) else frozenset()
    for key in sorted(own):
        problems.add((*path, key), f"{subject(path, plan)} {unknown(key, model.known_keys())}")
    return {key: item for key, item in value.items() if key not in own} if own else value


def _report(
    model: type[Part], error: ErrorDetails, path: Path, problems: Problems, plan: Any
) -> None:
    inside = error["loc"]
    at = (*path, *inside)
    if problems.silenced(at):
        return
    match error["type"]:
        case "missing":
            text = f"{subject(at[:-1], plan)} needs `{at[-1]}`"
            problems.add(at[:-1], text)
        case "extra_forbidden":
            keys = _keys_at(model, inside[:-1])
            text = f"{subject(at[:-1], plan)} {unknown(str(at[-1]), keys)}"
            problems.add(at, text)
        case _:
            at = tuple(part for part in at if part != "[key]")
            problems.add(at, f"{subject(at, plan)} {_predicate(error)}")


def unknown(key: str, known: tuple[str, ...]) -> str:
    hint = nearest(key, known)
    if not hint and not key.replace("_", "").isalnum():
        hint = f"; where an expression was split at `: ` or `, `, {QUOTE}"
    return f"knows no key `{key}`" + (hint or f" (it knows {', '.join(known)})")


_PREDICATES: Mapping[str, Callable[[Mapping[str, Any], str], str]] = {
    "plan": lambda ctx, _: str(ctx["sentence"]),
    "string_type": lambda _, kind: f"must be text, not {kind}{_quote_it(kind)}",
    "string_too_short": lambda *_: "is empty",
    "string_pattern_mismatch": lambda *_: "must be letters, digits, dot, - and _",
    "int_type": lambda _, kind: f"must be a whole number, not {kind}",
    "bool_type": lambda _, kind: f"must be true or false, not {kind}",
    "greater_than_equal": lambda ctx, _: f"must be {ctx['ge']} or more",
    "tuple_type": lambda _, kind: f"must be a list, in [ ], not {kind}",
    "dict_type": lambda _, kind: f"must be keys with values, not {kind}",
    "model_type": lambda _, kind: f"must be keys with values, not {kind}",
    "literal_error": lambda ctx, kind: f"must be {ctx['expected']}, not {kind}",
    "too_short": lambda *_: "is empty",
}


def _quote_it(kind: str) -> str:
    return "; put it in quotes" if kind in ("true", "false", "a number") else ""


def _predicate(error: ErrorDetails) -> str:
    what, value = error["type"], error["input"]
    if what not in _PREDICATES:
        return f"does not fit ({error['msg'].lower()})"
    shown = str(value) if what == "literal_error" and isinstance(value, str) else kind(value)
    return _PREDICATES[what](error.get("ctx", {}), shown)


def _keys_at(model: type[Part], inside: tuple[str | int, ...]) -> tuple[str, ...]:
    for part in inside:
        if isinstance(part, str):
            fields = model.model_fields
            found = next((f for n, f in fields.items() if part in (n, f.alias)), None)
            model = _part_in(found.annotation if found else None) or model
    return model.known_keys()


def _part_in(annotation: Any) -> type[Part] | None:
    """The part inside of an optional, a list or keys."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    return next(filter(None, map(_part_in, typing.get_args(annotation))), None)


def _without(value: Any, paths: list[tuple[str | int, ...]]) -> Any:
    value = copy.deepcopy(value)
    for path in paths:
        at = value
        for part in path[:-1]:
            at = at[part]
        del at[path[-1]]
    return value
