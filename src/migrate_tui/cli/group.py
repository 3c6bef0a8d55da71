"""The rules of the command line as a whole: a plan is a command, and every error has its code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from migrate_tui.cli.errors import WHERE, problems, say, trace, unexpected
from migrate_tui.engine.errors import EXIT_CODES, ExitCode, MigrateError
from migrate_tui.terminal import can_draw

EXIT_CODE_HELP = "\b\nExit codes:\n" + "\n".join(
    f"  {code.value}  {meaning}" for code, meaning in EXIT_CODES.items()
)


ALONE = "migrate_tui.alone"


class Commands(click.Group):
    """`migrate-tui PLAN` means `migrate-tui run PLAN`; an error is a line and an exit code."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Nothing typed on a terminal opens the start page; in a pipe it is the help."""
        ctx.meta[ALONE] = not args and not ctx.resilient_parsing and can_draw()
        return [] if ctx.meta[ALONE] else super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and _is_plan(args[0]):
            args = ["run", *args]
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            if ctx.meta[ALONE]:
                from migrate_tui.cli.wizard import start_page  # late: a script needs no screens

                ctx.exit(start_page())
            return super().invoke(ctx)
        except MigrateError as error:
            say(*problems(error), error.hint)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            say("Interrupted before anything was begun.")
            ctx.exit(ExitCode.INTERRUPTED)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            say(unexpected(error), WHERE)
            trace(error)
            ctx.exit(ExitCode.UNEXPECTED)


def _is_plan(text: str) -> bool:
    return not text.startswith("-") and (text.endswith((".yaml", ".yml")) or Path(text).is_file())
