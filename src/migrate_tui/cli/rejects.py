"""`rejects`: the rows that a run refused, as the target keeps them."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING

import click

from migrate_tui.cli.calls import load, record_of
from migrate_tui.cli.errors import say
from migrate_tui.cli.output import emit, emit_sections
from migrate_tui.engine.history import Record
from migrate_tui.render.document import Section, Table, columns
from migrate_tui.render.json import to_json
from migrate_tui.render.style import visible

if TYPE_CHECKING:
    from migrate_tui.engine.veil import Veil

Reject = dict[str, object]
SHOWN = 100
TOLD = {  # what a person is shown of a row of the ledger; --json and --csv give all of it
    "mapping": "mapping",
    "source": "source",
    "source_key": "key",
    "column_name": "column",
    "rows": "rows",
    "reason": "reason",
}


@click.command()
@click.argument("run", metavar="[RUN|PLAN]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print all of them as a JSON list.")
@click.option("--csv", "as_csv", is_flag=True, help="Print all of them as CSV.")
@click.option("--limit", type=click.IntRange(1), default=SHOWN, show_default=True, help="For text.")
@click.option("--plain", is_flag=True, help="No colours, on a terminal too.")
def rejects(run: str | None, as_json: bool, as_csv: bool, limit: int, plain: bool) -> None:
    """List the rows that a run rejected, with the reasons (of the newest run, if none is named)."""
    with rejected(record_of(run, "run")) as rows:
        if as_json:
            _emit_all(_json(rows))
        elif as_csv:
            _emit_all(_csv(rows))
        else:
            _show(rows, limit, plain)


@contextmanager
def rejected(record: Record) -> Iterator[Iterator[Reject]]:
    """The rejects of a run, read from the target of its plan."""
    from migrate_tui.engine.databases import open_database
    from migrate_tui.engine.ledger import rejects
    from migrate_tui.engine.veil import Veil

    plan = load(record.call)
    veil = Veil(plan)
    role = "source" if plan.target == "same" else "target"
    database = open_database(
        getattr(plan, role),
        timezone=plan.timezone,
        directory=plan.directory,
        entry=plan.entries.get(role),
    )
    with closing(database.open(read_only=True)) as connection:
        yield (_veiled(row, veil) for row in rejects(connection, record.run))


def _veiled(row: Reject, veil: Veil) -> Reject:
    column = row["column_name"]
    known = None if column is None else str(column)
    return {**row, "reason": veil.reason(str(row["mapping"]), known, str(row["reason"]))}


def _emit_all(texts: Iterable[str]) -> None:
    """Until the reader has had enough."""
    for text in texts:
        if not emit(text):
            return


def _json(rows: Iterator[Reject]) -> Iterator[str]:
    yield "["
    for at, row in enumerate(rows):
        yield ("," if at else "") + "\n" + to_json(row, indent=None)
    yield "\n]\n"


def _csv(rows: Iterator[Reject]) -> Iterator[str]:
    first = next(rows, None)
    if first is None:
        return
    yield _record(list(first))
    for row in chain([first], rows):
        yield _record([_text(value) for value in row.values()])


def _record(values: Sequence[str]) -> str:
    """A line of CSV; a terminal is shown escapes, a file gets the values as they are."""
    line = io.StringIO()
    shown = map(visible, values) if sys.stdout.isatty() else values
    csv.writer(line, lineterminator="\n").writerow(shown)
    return line.getvalue()


def _show(rows: Iterator[Reject], limit: int, plain: bool) -> None:
    first = list(islice(rows, limit))
    if not first:
        say("No row was rejected.")
        return
    cells = tuple(tuple(_text(row[name]) or "-" for name in TOLD) for row in first)
    emit_sections([Section("", (Table(columns(*TOLD.values()), cells, 3),))], plain=plain)
    if next(rows, None) is not None:
        say(f"These are the first {limit}: --limit, --csv and --json show more.")


def _text(value: object) -> str:
    return "" if value is None else str(value)
