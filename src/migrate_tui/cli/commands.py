"""All commands under one name."""

from __future__ import annotations

import click

from migrate_tui import __version__
from migrate_tui.cli.browse import browse
from migrate_tui.cli.demo import demo
from migrate_tui.cli.group import EXIT_CODE_HELP, Commands
from migrate_tui.cli.init import init
from migrate_tui.cli.judge import accept, approve
from migrate_tui.cli.look import history, report
from migrate_tui.cli.migrate import check, run
from migrate_tui.cli.recopy import recopy
from migrate_tui.cli.rejects import rejects
from migrate_tui.cli.sample import sample
from migrate_tui.cli.schedule import schedule
from migrate_tui.cli.schema import schema
from migrate_tui.cli.secret import secret
from migrate_tui.cli.steer import cancel, pause, resume, throttle
from migrate_tui.cli.undo import restore, rollback
from migrate_tui.cli.unlock import unlock
from migrate_tui.cli.watch import attach, status


@click.group(cls=Commands, epilog=EXIT_CODE_HELP)
@click.version_option(__version__, prog_name="migrate-tui", message="%(prog)s %(version)s")
def migrate_tui() -> None:
    """Move an application database into a new shape: backup, schema, dry run, migrate, verify,
    and back again if need be.

    A plan says which rows should exist in the new tables. `migrate-tui PLAN` is short for
    `migrate-tui run PLAN`.
    """


COMMANDS = (
    *(run, check, sample, rollback, restore, status, attach, pause, resume, cancel, throttle),
    *(
        approve,
        accept,
        recopy,
        unlock,
        browse,
        history,
        report,
        rejects,
        init,
        demo,
        secret,
        schema,
    ),
    schedule,
)
for command in COMMANDS:
    migrate_tui.add_command(command)
