"""docs/cli.md, made of the help texts: `python -m migrate_tui.cli.reference > docs/cli.md`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from migrate_tui.cli import PROGRAM
from migrate_tui.cli.commands import migrate_tui
from migrate_tui.engine.errors import EXIT_CODES

WIDTH = 88
HEAD = f"""# The commands

Data goes to stdout, narration to stderr. `NO_COLOR` turns colours off, `--plain` also the line
that moves. Runs are kept in `.migrate-tui/` beside their plan, readable for their owner only.

Made by `python -m migrate_tui.cli.reference > docs/cli.md` from `{PROGRAM} --help`.
"""


def reference() -> str:
    """The whole page."""
    codes = "\n".join(f"| {code.value} | {meaning} |" for code, meaning in EXIT_CODES.items())
    table = f"## Exit codes\n\n| code | meaning |\n| ---: | --- |\n{codes}\n"
    return "\n".join([HEAD, table, *_helps()])


def _helps() -> Iterator[str]:
    top = _context(migrate_tui, None, PROGRAM)
    yield from _help_of(migrate_tui, top)


def _help_of(command: click.Command, context: click.Context) -> Iterator[str]:
    """The page of a command, then those of the commands below it."""
    yield _help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.commands[name]
            yield from _help_of(below, _context(below, context, name))


def _context(command: click.Command, parent: click.Context | None, name: str) -> click.Context:
    return click.Context(
        command, parent, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH
    )


def _help(context: click.Context) -> str:
    return f"## {context.command_path}\n\n```text\n{context.get_help()}\n```\n"


if __name__ == "__main__":
    print(reference(), end="")
