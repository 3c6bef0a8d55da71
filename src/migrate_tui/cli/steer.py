"""`pause`, `resume`, `cancel` and `throttle`: what is asked of a run that is at work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from migrate_tui.cli.calls import record_at_work
from migrate_tui.cli.errors import say
from migrate_tui.cli.options import together
from migrate_tui.cli.output import emit
from migrate_tui.engine.control import CANCEL, GO, PAUSE, Asked
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.live import Live, ask, await_, steered
from migrate_tui.engine.state import RunState
from migrate_tui.render.json import to_json

F = TypeVar("F", bound=Callable[..., Any])
run_argument = click.argument("run", metavar="[RUN|PLAN]", required=False)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
steering_options: Callable[[F], F] = together(
    run_argument,
    click.option("--wait", is_flag=True, help="Come back when the run has done it."),
    json_option,
)


@click.command()
@steering_options
def pause(run: str | None, wait: bool, as_json: bool) -> None:
    """Let a run wait after the range in work (the one at work, if none is named).

    A run that waits holds no transaction open and keeps its lease. What a dry run or verify had
    done is done again when it goes on.
    """
    live = steered(record_at_work(run))
    asked = ask(live, do=PAUSE)
    live = _waited(live, wait, lambda state: state.paused is not None)
    _tell(live, asked, as_json, "waits" if live.state.paused else "waits after the range in work")


@click.command()
@steering_options
def resume(run: str | None, wait: bool, as_json: bool) -> None:
    """Let a run that waits go on."""
    live = steered(record_at_work(run))
    asked = ask(live, do=GO)
    live = _waited(live, wait, lambda state: state.paused is None)
    _tell(live, asked, as_json, "goes on")


@click.command()
@steering_options
def cancel(run: str | None, wait: bool, as_json: bool) -> None:
    """Stop a run after the range in work. What is committed stays.

    Running the plan again goes on where it stopped; rollback undoes what it wrote.
    """
    live = steered(record_at_work(run))
    asked = ask(live, do=CANCEL)
    live = _waited(live, wait, lambda _: False)
    stopped = f"has ended: {live.status}" if live.state.finished else "stops after the range"
    _tell(live, asked, as_json, stopped)


@click.command()
@run_argument
@click.option("--rows", type=click.IntRange(1), help="Rows of a range, from the next one on.")
@click.option("--pause-ms", type=click.IntRange(0), help="Milliseconds of rest after each range.")
@click.option("--rate", type=click.IntRange(1), help="Rows a second at most.")
@click.option("--off", is_flag=True, help="Lift every limit first.")
@json_option
def throttle(
    run: str | None,
    rows: int | None,
    pause_ms: int | None,
    rate: int | None,
    off: bool,
    as_json: bool,
) -> None:
    """Slow a run down while it is at work, or let it go faster again."""
    said = {"rows": rows, "pause_ms": pause_ms, "rate": rate}
    changes: dict[str, int | None] = {n: value for n, value in said.items() if value is not None}
    if not changes and not off:
        raise PlanError("No limit was named", "Name one: --rows, --pause-ms, --rate, or --off.")
    live = steered(record_at_work(run))
    lifted = {"rows": None, "pause_ms": 0, "rate": None} if off else {}
    asked = ask(live, **{**lifted, **changes})
    _tell(live, asked, as_json, "heeds the limits after the range in work")


def _waited(live: Live, wait: bool, true: Callable[[RunState], bool]) -> Live:
    return await_(live.record, true) if wait else live


def _tell(live: Live, asked: Asked, as_json: bool, what: str) -> None:
    if not as_json:
        say(f"Run {live.record.run} {what}.")
        return
    limits = dict(zip(("rows", "pause_ms", "rate"), asked.limits, strict=True))
    said = {"run": live.record.run, "asked": asked.do, "status": live.status, "limits": limits}
    emit(to_json(said) + "\n")
