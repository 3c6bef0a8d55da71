"""From words to runs and plans, and from a call back to the command that would repeat it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from migrate_tui.cli.options import unknown
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.history import Call, Record, find, newest_of
from migrate_tui.engine.live import at_work

if TYPE_CHECKING:  # the engine is imported when a command needs it: --help needs no driver
    from migrate_tui.engine.plan import Plan


def load(call: Call, only: Sequence[str] = ()) -> Plan:
    """The plan of a call; every mapping that --only names must be one of it."""
    from migrate_tui.engine.plan import load_plan

    plan = load_plan(call.plan, params=call.params, env=call.env)
    names = tuple(mapping.name for mapping in (*plan.seed, *plan.mappings))
    for name in only:
        if name not in names:
            raise PlanError(f"--only: {unknown('mapping', name, names)}")
    return plan


def retyped() -> str:
    """The command at work as it was typed: whoever repeats it asks for no more and no less."""
    context = click.get_current_context()
    typed = sorted(_typed(context), key=lambda param: isinstance(param, click.Option))
    words = (word for param in typed for word in _words(param, context.params[param.name or ""]))
    return shlex.join(["migrate-tui", *_names(context), *words])


def typed_options(*leave: str) -> tuple[str, ...]:
    """The options of the command at work as they were typed, without some."""
    context = click.get_current_context()
    kept = (p for p in _typed(context) if isinstance(p, click.Option) and p.name not in leave)
    return tuple(word for p in kept for word in _words(p, context.params[p.name or ""]))


def _typed(context: click.Context) -> list[click.Parameter]:
    return [
        param
        for param in context.command.params
        if param.name in context.params
        and context.get_parameter_source(param.name) is ParameterSource.COMMANDLINE
    ]


def _names(context: click.Context) -> list[str]:
    """The command and the groups that it is in, without the program."""
    if context.parent is None:
        return []
    return [*_names(context.parent), str(context.info_name)]


def _words(param: click.Parameter, value: object) -> list[str]:
    if not isinstance(param, click.Option):
        return [str(value)]
    name = max(param.opts, key=len)
    if param.is_flag:
        return [name]
    if isinstance(value, dict):
        value = tuple(f"{key}={item}" for key, item in value.items())
    items = value if isinstance(value, tuple) else (value,)
    return [word for item in items for word in (name, str(item))]


def record_of(text: str | None, command: str | None = None) -> Record:
    """A run by its id or a prefix of it, or the newest of a plan, of a directory or from here."""
    path = Path(text or ".")
    if path.is_dir():
        return find(path, command=command)
    if not path.is_file():
        return find(Path(), text, command)
    record = newest_of(path, command)
    if record is None:
        raise PlanError(f"{path} has not been run on this machine", f"migrate-tui run {path}")
    return record


def record_at_work(text: str | None) -> Record:
    """As `record_of`, but where no run is named one that is at work comes first."""
    path = Path(text or ".")
    if path.is_dir():
        return at_work(path) or record_of(text)
    if path.is_file():
        return at_work(path.resolve().parent, path) or record_of(text)
    return record_of(text)
