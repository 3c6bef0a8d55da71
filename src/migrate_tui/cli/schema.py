"""`schema`: the plan's migrations looked at, applied, made, taken back, resolved and made anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrate_tui.cli.ask import answers, with_password
from migrate_tui.cli.calls import load, retyped
from migrate_tui.cli.execute import Events, execute, finish
from migrate_tui.cli.group import EXIT_CODE_HELP
from migrate_tui.cli.options import (
    PLAN,
    View,
    confirm_option,
    plan_options,
    view_options,
    yes_option,
)
from migrate_tui.cli.output import emit, emit_sections
from migrate_tui.cli.undo import confirmed
from migrate_tui.engine.errors import ExitCode, PlanError
from migrate_tui.engine.history import Call
from migrate_tui.render.json import to_json
from migrate_tui.render.migrations import as_data, previewed, sections

if TYPE_CHECKING:
    from migrate_tui.engine.options import Options

NAME = "MIGRATION"


@click.group(epilog=EXIT_CODE_HELP)
def schema() -> None:
    """Look at what the schema step would do, and work with a plan's folder of migrations,
    <timestamp>_<name>/migration.sql each."""


@schema.command()
@click.argument("plan", type=PLAN)
@plan_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
@click.option("--plain", is_flag=True, help="No colours, on a terminal too.")
def status(plan: Path, env: str | None, params: dict[str, str], as_json: bool, plain: bool) -> None:
    """Tell which migrations the target has. Writes nothing.

    Exit code 0 where all are applied as they are, 5 where any is pending, changed, missing,
    half-applied or failed.
    """
    from migrate_tui.engine import schema_runs
    from migrate_tui.engine.options import Options

    found = schema_runs.status(load(Call(plan, env, params)), Options(), env)
    code = ExitCode.DONE if found.in_sync else ExitCode.DIFFERENCE
    if as_json:
        emit(to_json(as_data(found, int(code))) + "\n")
    else:
        emit_sections(sections(found), plain=plain)
    raise click.exceptions.Exit(code)


@schema.command()
@click.argument("plan", type=PLAN)
@plan_options
@click.option("--adopt", is_flag=True, help="As if schema objects that are there were recorded.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
@click.option("--plain", is_flag=True, help="No colours, on a terminal too.")
def preview(
    plan: Path, env: str | None, params: dict[str, str], adopt: bool, as_json: bool, plain: bool
) -> None:
    """Show the statements that the schema step would run, and what each does. Writes nothing.

    Exit code 0 where it would run, 3 where it would refuse.
    """
    from migrate_tui.engine.options import Options
    from migrate_tui.engine.preview import preview as look

    call = Call(plan, env, params)
    found = look(load(call), Options(adopt=adopt), env)
    if as_json:
        emit(to_json(found.to_json()) + "\n")
    else:
        emit_sections(previewed(found), plain=plain)
    raise click.exceptions.Exit(ExitCode.BLOCKED if found.problems else ExitCode.DONE)


@schema.command()
@click.argument("plan", type=PLAN)
@plan_options
@confirm_option
@click.option("--adopt", is_flag=True, help="Record schema objects that are already there.")
@view_options
def apply(
    plan: Path,
    env: str | None,
    params: dict[str, str],
    confirm: tuple[str, ...],
    adopt: bool,
    as_json: bool,
    plain: bool,
    verbose: bool,
) -> None:
    """Apply what is pending, as the schema step of `run` does."""
    from migrate_tui.engine.options import Options

    options = Options(confirm=confirm, adopt=adopt)
    call = Call(plan, env, params, "schema apply")
    _finish(call, _events("apply", call, options), View(as_json, plain, verbose))


@schema.command()
@click.argument("plan", type=PLAN)
@click.argument("name", nargs=-1, required=True)
def new(plan: Path, name: tuple[str, ...]) -> None:
    """Make the next folder, with an empty migration.sql, and print its path."""
    from migrate_tui.engine.migrations import new_migration
    from migrate_tui.engine.plan import load_schema

    said = load_schema(plan)
    folders = dict(said.migrations.sides()) if said and said.migrations else {}
    if not folders:
        raise PlanError(
            f"{plan} names no folder of migrations", "say schema: {migrations: prisma/migrations}"
        )
    for folder in dict.fromkeys(folders.values()):
        made = new_migration(plan.parent / folder, " ".join(name), datetime.now(UTC))
        emit(f"{made}\n")


@schema.command()
@click.argument("plan", type=PLAN)
@yes_option
@plan_options
@confirm_option
@view_options
def down(
    plan: Path,
    yes: bool,
    env: str | None,
    params: dict[str, str],
    confirm: tuple[str, ...],
    as_json: bool,
    plain: bool,
    verbose: bool,
) -> None:
    """Take the last migration back: by its down.sql, else by the record of what it made.

    Without a down.sql nothing goes that holds rows or that something of others' hangs on.
    """
    from migrate_tui.engine.options import Options

    confirmed(f"Take the last migration of {plan} back?", yes)
    call = Call(plan, env, params, "schema down")
    _finish(call, _events("down", call, Options(confirm=confirm)), View(as_json, plain, verbose))


@schema.command()
@click.argument("plan", type=PLAN)
@plan_options
@confirm_option
@view_options
def reset(
    plan: Path,
    env: str | None,
    params: dict[str, str],
    confirm: tuple[str, ...],
    as_json: bool,
    plain: bool,
    verbose: bool,
) -> None:
    """Back up, drop what the schema step made with all rows in it, make it again, and seed it.

    The plan's name has to be typed, or said with --confirm; in a protected environment only that
    counts, and nothing is seeded.
    """
    from migrate_tui.engine.options import Options

    call = Call(plan, env, params, "schema reset")
    options = Options(confirm=confirm or _typed(call))
    _finish(call, _events("reset", call, options), View(as_json, plain, verbose))


@schema.command()
@click.argument("plan", type=PLAN)
@click.option("--applied", metavar=NAME, help="It is applied, whoever did it.")
@click.option("--rolled-back", metavar=NAME, help="It was undone by hand and may run again.")
@plan_options
@confirm_option
@view_options
def resolve(
    plan: Path,
    applied: str | None,
    rolled_back: str | None,
    env: str | None,
    params: dict[str, str],
    confirm: tuple[str, ...],
    as_json: bool,
    plain: bool,
    verbose: bool,
) -> None:
    """Say of a migration that it is applied, or that it was undone by hand. Runs nothing."""
    from migrate_tui.engine.options import Options

    name = applied or rolled_back
    if name is None or (applied and rolled_back):
        raise click.UsageError(f"Say either --applied {NAME} or --rolled-back {NAME}.")
    call = Call(plan, env, params, "schema resolve")
    events = _resolved(call, Options(confirm=confirm), name, applied is not None)
    _finish(call, events, View(as_json, plain, verbose))


def _finish(call: Call, events: Events, view: View) -> None:
    finish(execute(events, call, view, retyped()), view)


def _events(name: str, call: Call, options: Options) -> Events:
    """From the plan's text on, so that a wrong plan ends as every failure does."""
    from migrate_tui.engine import schema_runs

    plan = load(call)
    options = with_password(plan, options, ask=True)
    yield from getattr(schema_runs, name)(plan, options, env=call.env)


def _resolved(call: Call, options: Options, name: str, applied: bool) -> Events:
    from migrate_tui.engine import schema_runs

    plan = load(call)
    options = with_password(plan, options, ask=True)
    yield from schema_runs.resolve(plan, options, name, applied=applied, env=call.env)


def _typed(call: Call) -> tuple[str, ...]:
    """What somebody types where somebody is there; a protected environment takes no such word."""
    if not answers() or load(replace(call, command="run")).protected:
        return ()
    question = f"This drops the tables that {call.plan} made, with their rows. Type its plan's name"
    try:
        return (str(click.prompt(question, err=True, default="", show_default=False)),)
    except click.Abort:
        return ()
