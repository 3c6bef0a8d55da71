"""`rollback` and `restore`: the ways back. Both ask first; where nobody can answer, --yes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrate_tui.cli.ask import answers, with_password
from migrate_tui.cli.calls import load, record_of, retyped
from migrate_tui.cli.execute import Events, execute, finish
from migrate_tui.cli.options import (
    PLAN,
    View,
    confirm_option,
    only_option,
    plan_options,
    view_options,
    yes_option,
)
from migrate_tui.engine.errors import ConfirmationMissing, PlanError
from migrate_tui.engine.history import Call, maker_of, runs_of

if TYPE_CHECKING:
    from migrate_tui.engine.options import Options


@click.command()
@click.argument("subject", metavar="RUN|PLAN")
@only_option
@click.option("--where", metavar="SQL", help="Only rows of the target for which this is true.")
@click.option("--schema", is_flag=True, help="Also drop what the run's schema step created.")
@click.option("--preview", is_flag=True, help="Tell what would be undone, and undo nothing.")
@yes_option
@confirm_option
@plan_options
@view_options
def rollback(
    subject: str,
    only: tuple[str, ...],
    where: str | None,
    schema: bool,
    preview: bool,
    yes: bool,
    confirm: tuple[str, ...],
    env: str | None,
    params: dict[str, str],
    as_json: bool,
    plain: bool,
    verbose: bool,
) -> None:
    """Undo what a run wrote, and nothing else.

    RUN is the id of a run or the beginning of one; for a PLAN it is the plan's latest run. Rows
    that somebody else has changed since are listed and stay.
    """
    from migrate_tui.engine.options import Options

    call, run = _whose(subject, env, params)
    options, view = Options(only=only, confirm=confirm), View(as_json, plain, verbose)
    if preview and schema:
        raise click.UsageError("--preview tells of rows: it does not go with --schema")
    if preview:
        events = _foreseen(call, options, run, where)
        finish(execute(events, replace(call, command="preview"), view, retyped()), view)
    confirmed(f"Undo what {f'run {run}' if run else 'the latest run'} of {call.plan} wrote?", yes)
    events = _undone(call, options, run, schema, where)
    finish(execute(events, replace(call, command="rollback"), view, retyped()), view)


@click.command()
@click.argument("subject", metavar="RUN|BACKUP")
@click.option("--plan", type=PLAN, help="The plan of a backup that no run on this machine made.")
@yes_option
@confirm_option
@plan_options
@view_options
def restore(
    subject: str,
    plan: Path | None,
    yes: bool,
    confirm: tuple[str, ...],
    env: str | None,
    params: dict[str, str],
    as_json: bool,
    plain: bool,
    verbose: bool,
) -> None:
    """Put back the backup of a run, or a backup by its path."""
    from migrate_tui.engine.options import Options

    path = Path(subject)
    backup = path if path.exists() and path.suffix not in (".yaml", ".yml") else None
    call, run = _kept(backup, plan, env, params) if backup else _whose(subject, env, params)
    confirmed(f"Replace the database of {call.plan} by {backup or f'the backup of {run}'}?", yes)
    call, view = replace(call, command="restore"), View(as_json, plain, verbose)
    events = _restored(call, Options(confirm=confirm), backup, run)
    finish(execute(events, call, view, retyped()), view)


def _whose(subject: str, env: str | None, params: dict[str, str]) -> tuple[Call, str | None]:
    """The plan and the run that are meant; a plan's own latest run is for the target to say."""
    if not Path(subject).is_file():
        record = record_of(subject)
        return record.call, record.run
    latest = next((r for r in runs_of(Path(subject), "run") if r.call.env == env), None)
    if params or latest is None:
        return Call(Path(subject), env, params), None
    return latest.call, None


def _kept(
    backup: Path, plan: Path | None, env: str | None, params: dict[str, str]
) -> tuple[Call, str | None]:
    if plan is not None:
        return Call(plan, env, params), None
    record = maker_of(backup)
    if record is None:
        raise PlanError(
            f"No run on this machine made the backup {backup}", "Name its plan with --plan."
        )
    return record.call, record.run


def confirmed(question: str, yes: bool) -> None:
    if yes:
        return
    if not answers():
        raise ConfirmationMissing(f"{question} Nobody is there to answer.", "Say it with --yes.")
    try:
        agreed = click.confirm(question, err=True)
    except click.Abort:
        agreed = False
    if not agreed:
        raise ConfirmationMissing("Not confirmed: nothing was changed.")


def _undone(
    call: Call, options: Options, run: str | None, schema: bool, where: str | None
) -> Events:
    from migrate_tui.engine.run import rollback

    plan = load(call, options.only)
    options = with_password(plan, options, ask=True)
    yield from rollback(plan, options, run=run, schema=schema, where=where)


def _foreseen(call: Call, options: Options, run: str | None, where: str | None) -> Events:
    from migrate_tui.engine.run import preview

    yield from preview(load(call, options.only), options, run=run, where=where)


def _restored(call: Call, options: Options, backup: Path | None, run: str | None) -> Events:
    from migrate_tui.engine.run import restore

    plan = load(call)
    options = with_password(plan, options, ask=True)
    yield from restore(plan, options, backup, run)
