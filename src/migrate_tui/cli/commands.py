"""All commands under one name; to add one, add its file and its name here."""

from __future__ import annotations

import click

from migrate_tui import __version__
from migrate_tui.cli.group import EXIT_CODE_HELP, Commands
from migrate_tui.cli.late import Late

MODULES = {
    "migrate": ("run", "check"),
    "sample": ("sample",),
    "undo": ("rollback", "restore"),
    "watch": ("status", "attach"),
    "steer": ("pause", "resume", "cancel", "throttle"),
    "judge": ("approve", "accept"),
    "recopy": ("recopy",),
    "unlock": ("unlock",),
    "browse": ("browse",),
    "look": ("history", "report"),
    "rejects": ("rejects",),
    "init": ("init",),
    "demo": ("demo",),
    "secret": ("secret",),
    "schema": ("schema",),
    "schedule": ("schedule",),
}
COMMANDS = Late({name: module for module, names in MODULES.items() for name in names})


@click.group(cls=Commands, commands=COMMANDS, epilog=EXIT_CODE_HELP)
@click.version_option(__version__, prog_name="migrate-tui", message="%(prog)s %(version)s")
def migrate_tui() -> None:
    """Move an application database into a new shape: backup, schema, dry run, migrate, verify,
    and back again if need be.

    A plan says which rows should exist in the new tables. `migrate-tui PLAN` is short for
    `migrate-tui run PLAN`.
    """
