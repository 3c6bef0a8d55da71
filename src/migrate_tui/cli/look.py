"""`history`, `report` and `rejects`: what runs have left behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

import click

from migrate_tui.cli.calls import record_of
from migrate_tui.cli.errors import say
from migrate_tui.cli.output import emit, emit_sections
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.history import Entry, runs
from migrate_tui.engine.state import RunState
from migrate_tui.render.document import Section, Status, Table, columns
from migrate_tui.render.html import to_html
from migrate_tui.render.json import to_json
from migrate_tui.render.markdown import to_markdown
from migrate_tui.render.style import Style
from migrate_tui.render.summary import summary
from migrate_tui.render.text import to_text

WRITERS: Mapping[str, Callable[[RunState], str]] = {
    "markdown": lambda state: to_markdown(_title(state), summary(state)),
    "html": lambda state: to_html(_title(state), summary(state)),
    "text": lambda state: to_text(summary(state), Style()),
    "json": lambda state: to_json(state.to_json()) + "\n",
}
SUFFIXES = {".html": "html", ".htm": "html", ".md": "markdown", ".txt": "text", ".json": "json"}
HERE = Path()


@click.command()
@click.argument("place", metavar="[PLAN|DIRECTORY]", type=click.Path(path_type=Path), default=HERE)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list on stdout.")
@click.option("--plain", is_flag=True, help="No colours, on a terminal too.")
def history(place: Path, as_json: bool, plain: bool) -> None:
    """List the runs of the plans in a directory, newest first."""
    directory = place.resolve().parent if place.is_file() else place
    entries = [record.entry() for record in runs(directory)]
    if as_json:
        emit(to_json([asdict(entry) for entry in entries]) + "\n")
    elif entries:
        emit_sections([Section("", (_runs(entries),))], plain=plain)
    else:
        say(f"There are no runs in {directory.resolve()}.")


@click.command()
@click.argument("run", metavar="[RUN|PLAN]", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file instead of stdout.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(WRITERS)),
    help="Else by the name of the file; Markdown on stdout.",
)
def report(run: str | None, output: Path | None, form: str | None) -> None:
    """Write the report of a run (the newest, where none is named)."""
    chosen = form or SUFFIXES.get(output.suffix.lower() if output else "", "markdown")
    text = WRITERS[chosen](record_of(run).state())
    if output is None:
        emit(text)
        return
    _write(output, text)
    say(f"Wrote {output}.")


def _title(state: RunState) -> str:
    return f"Migration report: {state.plan}"


def _runs(entries: list[Entry]) -> Table:
    rows = tuple(
        (
            Status(entry.status),
            entry.run,
            entry.command,
            entry.plan,
            entry.env or "-",
            _second(entry.started),
            _exit(entry),
        )
        for entry in entries
    )
    names = ("status", "run", "command", "plan", "env", "started", "exit")
    return Table(columns(*names, right=("exit",), idle=("env",), spare=("started",)), rows, 2)


def _exit(entry: Entry) -> str:
    accepted = f", accepted: {', '.join(entry.accepted)}" if entry.accepted else ""
    return "-" if entry.exit_code is None else f"{entry.exit_code}{accepted}"


def _second(at: str) -> str:
    """Nobody reads milliseconds; they only keep the order."""
    second, dot, _ = at.partition(".")
    return second + "Z" if dot else at


def _write(path: Path, text: str) -> None:
    """For its owner only: a report shows rows."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
    except OSError as error:
        raise PlanError(f"The report cannot be written: {error}", "Name another file.") from error
