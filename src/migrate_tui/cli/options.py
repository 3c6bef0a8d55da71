"""Options that several commands share, and how their words are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
PLAN = click.Path(path_type=Path)


@dataclass(frozen=True)
class View:
    """How a command shows what it does."""

    json: bool = False
    plain: bool = False
    verbose: bool = False


def together(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Several options as one decorator, in the order of the help."""

    def decorate(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def parse_params(_: click.Context, __: click.Parameter, words: tuple[str, ...]) -> dict[str, str]:
    for word in words:
        if not word.partition("=")[0] or "=" not in word:
            raise click.BadParameter(f"{word!r} is not KEY=VALUE.")
    return {key: value for key, _, value in (word.partition("=") for word in words)}


def parse_steps(_: click.Context, __: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    """The steps in the order in which they run, whatever the order in which they were named."""
    if not names:
        return ()
    from migrate_tui.engine.steps import STEPS

    for name in names:
        if name not in STEPS:
            raise click.BadParameter(unknown("step", name, tuple(STEPS)))
    return tuple(step for step in STEPS if step in names)


def unknown(kind: str, name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    return f"There is no {kind} {name!r}.{meant} {kind.capitalize()}s: {', '.join(known)}."


plan_options: Callable[[F], F] = together(
    click.option("--env", metavar="NAME", help="Use this environment of the plan."),
    click.option(
        "--param",
        "params",
        metavar="KEY=VALUE",
        multiple=True,
        callback=parse_params,
        help="Set a parameter of the plan. Repeatable.",
    ),
)
view_options: Callable[[F], F] = together(
    click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout."),
    click.option("--plain", is_flag=True, help="No moving line and no colours, on a terminal too."),
    click.option("-v", "--verbose", is_flag=True, help="Tell every range and statement."),
)
wizard_options: Callable[[F], F] = together(
    click.option("--read-only", is_flag=True, help="The wizard starts nothing that writes."),
    click.option("--ascii", "ascii_only", is_flag=True, help="The wizard draws with ASCII only."),
    click.option("--theme", metavar="NAME", default="", help="The wizard's colours."),
)
pace_options: Callable[[F], F] = together(
    click.option(
        "--pause-ms",
        type=click.IntRange(0),
        default=0,
        help="Milliseconds of rest after each range; `throttle` changes it.",
    ),
    click.option("--rate", type=click.IntRange(1), help="Rows a second at most; see `throttle`."),
)
samples_option = click.option(
    "--samples",
    type=click.IntRange(1, 100_000),
    default=50,
    show_default=True,
    help="Rows of each kind that dry run and verify keep of a mapping, to be looked at.",
)
only_option = click.option(
    "--only", metavar="MAPPING", multiple=True, help="Only this mapping of the plan. Repeatable."
)
confirm_option = click.option(
    "--confirm",
    metavar="TEXT",
    multiple=True,
    help="The words that a step wants to hear, or the plan's name where its environment is "
    "protected. Repeatable.",
)
yes_option = click.option("--yes", is_flag=True, help="Answer every question with yes.")
