"""`run` and `check`: the way forward, and the look before it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrate_tui.cli.apart import is_watched
from migrate_tui.cli.ask import with_password
from migrate_tui.cli.calls import load, retyped
from migrate_tui.cli.errors import say
from migrate_tui.cli.execute import Events, execute, finish
from migrate_tui.cli.follow import follow_engine, tell_run
from migrate_tui.cli.group import EXIT_CODE_HELP
from migrate_tui.cli.options import (
    PLAN,
    View,
    confirm_option,
    only_option,
    pace_options,
    parse_steps,
    plan_options,
    samples_option,
    view_options,
    wizard_options,
)
from migrate_tui.cli.wizard import converses, plain_wizard, wizard
from migrate_tui.engine.apart import Apart, is_engine
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.history import Call
from migrate_tui.terminal import can_draw

if TYPE_CHECKING:
    from migrate_tui.engine.options import Options
    from migrate_tui.engine.plan import Plan
    from migrate_tui.engine.run import Run

HEADLESS = "Running headless."


@click.command(epilog=EXIT_CODE_HELP)
@click.argument("plan", type=PLAN)
@click.option("--headless", is_flag=True, help="Ask nothing and draw no screens.")
@click.option(
    "--step",
    "steps",
    metavar="NAME",
    multiple=True,
    callback=parse_steps,
    help="Only this step; repeatable. Without it: preflight, backup, schema, dry-run, migrate "
    "and verify.",
)
@plan_options
@only_option
@click.option("--batch-size", type=click.IntRange(1), help="Rows of a range (else adaptive).")
@click.option(
    "--yes", is_flag=True, expose_value=False, help="Allowed for scripts: headless asks nothing."
)
@confirm_option
@click.option("--ack", "acks", metavar="NAME", multiple=True, help="Tick an item. Repeatable.")
@click.option("--recheck", is_flag=True, help="Look at ranges again that have not changed.")
@click.option("--adopt", is_flag=True, help="Record schema objects that are already there.")
@pace_options
@samples_option
@click.option("--detach", is_flag=True, help="Print the id of the run and do not wait for it.")
@wizard_options
@view_options
def run(
    plan: Path,
    headless: bool,
    steps: tuple[str, ...],
    env: str | None,
    params: dict[str, str],
    only: tuple[str, ...],
    batch_size: int | None,
    confirm: tuple[str, ...],
    acks: tuple[str, ...],
    recheck: bool,
    adopt: bool,
    pause_ms: int,
    rate: int | None,
    samples: int,
    detach: bool,
    read_only: bool,
    ascii_only: bool,
    theme: str,
    as_json: bool,
    plain: bool,
    verbose: bool,
) -> None:
    """Migrate as PLAN says. What is already done is skipped, so running again is safe.

    On a terminal, and where no step is named, the wizard opens; with --plain, and where the
    terminal cannot be drawn on, as lines and questions.

    On a terminal the run is a process of its own, which this command follows: it goes on if the
    terminal is lost. Ctrl-C asks it to stop after the range in work; once more leaves it to itself.
    """
    from migrate_tui.engine.options import Options

    call, view = Call(plan, env, params), View(as_json, plain, verbose)
    if not (headless or steps or detach or as_json):
        if not plain and can_draw():
            wizard(call, read_only=read_only, ascii_only=ascii_only, theme=theme)
        if converses(plain):
            plain_wizard(call, read_only=read_only)
    if not headless:
        say(HEADLESS)
    options = Options(
        only, batch_size, confirm, acks, recheck, adopt, None, pause_ms, rate, samples
    )
    if detach or is_watched():
        start(call, options, steps, view, ask=not headless, detach=detach)
    finish(execute(migration(call, options, steps, ask=not headless), call, view, retyped()), view)


@click.command()
@click.argument("plan", type=PLAN)
@plan_options
@only_option
@view_options
def check(
    plan: Path,
    env: str | None,
    params: dict[str, str],
    only: tuple[str, ...],
    as_json: bool,
    plain: bool,
    verbose: bool,
) -> None:
    """Check PLAN against both databases. Writes nothing."""
    from migrate_tui.engine.options import Options

    call, view = Call(plan, env, params), View(as_json, plain, verbose)
    finish(execute(_examination(call, Options(only=only)), None, view, retyped()), view)


def migration(
    call: Call, options: Options, steps: tuple[str, ...] = (), *, ask: bool = False
) -> Events:
    """A run from the plan's text on, so that a wrong plan ends as every failure does."""
    from migrate_tui.engine.ahead import ahead

    plan = load(call, options.only)
    with ahead(plan, steps) as begun:
        chosen = chosen_run(plan, call, options, steps, ask=ask)
        chosen.printed = begun
        yield from chosen.events()


def start(
    call: Call, options: Options, steps: tuple[str, ...], view: View, *, ask: bool, detach: bool
) -> None:
    """The same command in a process of its own. Comes back where the plan cannot even be read:
    that is told as ever."""
    if is_engine():
        return
    try:
        chosen = chosen_run(load(call, options.only), call, options, steps, ask=ask)
    except PlanError:
        return
    engine = Apart.start(sys.orig_argv[1:], chosen.options.password)
    if detach:
        tell_run(engine, call.plan, view)
    else:
        follow_engine(engine, call.plan, view, retyped())


def chosen_run(
    plan: Plan, call: Call, options: Options, steps: tuple[str, ...], *, ask: bool
) -> Run:
    from migrate_tui.engine.run import Run  # slow to import

    chosen = Run(plan, options, steps, env=call.env) if steps else Run(plan, options, env=call.env)
    if chosen.writes:
        chosen.options = with_password(plan, options, ask=ask)
    return chosen


def _examination(call: Call, options: Options) -> Events:
    from migrate_tui.engine.run import check

    yield from check(load(call, options.only), options)
