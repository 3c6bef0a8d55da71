"""`unlock`: who holds a plan, and the way out where whoever holds it will not come back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrate_tui.cli.ask import answers
from migrate_tui.cli.calls import load
from migrate_tui.cli.errors import say
from migrate_tui.cli.options import PLAN, confirm_option, plan_options
from migrate_tui.cli.output import emit
from migrate_tui.cli.steer import json_option
from migrate_tui.engine.history import Call
from migrate_tui.render.json import to_json
from migrate_tui.render.words import seconds

if TYPE_CHECKING:
    from migrate_tui.engine.plan import Plan
    from migrate_tui.engine.unlock import Holder

WORDS = {
    "dead": "its process is gone",
    "stale": "it has not been heard of for too long",
    "live": "it is at work",
    "free": "nobody holds it",
}


@click.command()
@click.argument("plan", type=PLAN)
@click.option("--force", is_flag=True, help="Also from a run that is at work: it stops there.")
@confirm_option
@plan_options
@json_option
def unlock(
    plan: Path,
    force: bool,
    confirm: tuple[str, ...],
    env: str | None,
    params: dict[str, str],
    as_json: bool,
) -> None:
    """Tell who holds PLAN, and free it if its holder is gone.

    A run that another process seems to hold is refused with exit 7. One that is dead on this
    machine, or was not heard of for a minute, is freed. With --force, and the plan's name typed or
    given to --confirm, any other one is too: that process then commits nothing more.
    """
    from migrate_tui.engine.options import Options
    from migrate_tui.engine.unlock import holder
    from migrate_tui.engine.unlock import unlock as free

    read = load(Call(plan, env, params))
    found = holder(read, env)
    if found is not None and not as_json:
        say(_who(found))
    words = confirm or (_typed(read) if force and found and found.state == "live" else ())
    freed = free(read, Options(confirm=words), force=force, env=env)
    if as_json:
        said = asdict(freed) if freed else {"run": None, "state": "free"}
        emit(to_json({"plan": read.plan, **said, "freed": _is_freed(freed)}) + "\n")
    elif freed is not None and _is_freed(freed):
        say(f"Freed. migrate-tui run {plan} goes on with it; rollback undoes it.")
    else:
        say(f"Nobody holds {read.plan}.")


def _is_freed(found: Holder | None) -> bool:
    return found is not None and found.state != "free"


def _who(found: Holder) -> str:
    age = "" if found.age is None else f", last heard of {seconds(found.age)} ago"
    who = f"{found.user} on {found.host}, process {found.pid}"
    return f"Run {found.run}: {who}, since {found.since}{age}. {WORDS[found.state].capitalize()}."


def _typed(plan: Plan) -> tuple[str, ...]:
    """What somebody types, where somebody is there."""
    if not answers():
        return ()
    question = f"The run may still be writing. To stop it there, type the plan's name ({plan.plan})"
    try:
        return (str(click.prompt(question, err=True, default="", show_default=False)),)
    except click.Abort:
        return ()
