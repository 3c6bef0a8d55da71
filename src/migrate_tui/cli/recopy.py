"""`recopy`: one mapping once more, whatever the ledger says of it."""

from __future__ import annotations

from dataclasses import replace

import click

from migrate_tui.cli.calls import record_of, retyped
from migrate_tui.cli.execute import execute, finish
from migrate_tui.cli.migrate import migration
from migrate_tui.cli.options import View, confirm_option, view_options


@click.command()
@click.argument("run", metavar="RUN|PLAN")
@click.argument("mapping")
@confirm_option
@view_options
def recopy(
    run: str, mapping: str, confirm: tuple[str, ...], as_json: bool, plain: bool, verbose: bool
) -> None:
    """Migrate and verify one mapping of RUN's plan again, whatever its ledger says.

    It is a run like any other, with the environment and the params of RUN: every row is looked at,
    those that are missing or different are written, and rollback takes it back.
    """
    from migrate_tui.engine.options import Options

    call, view = replace(record_of(run).call, command="run"), View(as_json, plain, verbose)
    options = Options(only=(mapping,), confirm=confirm, recheck=True)
    finish(execute(migration(call, options, ("migrate", "verify")), call, view, retyped()), view)
