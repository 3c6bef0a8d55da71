"""One range, one transaction: rows, rejects, undo rows and the ledger row, or nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from migrate_tui.engine.databases.failures import refused
from migrate_tui.engine.databases.loads import Coming
from migrate_tui.engine.errors import MigrateError
from migrate_tui.engine.events import Counts
from migrate_tui.engine.ledger import RangeRow
from migrate_tui.engine.loads import Load
from migrate_tui.engine.ranges import Span
from migrate_tui.engine.retry import again
from migrate_tui.engine.write import Rows, Writer, Written

SETTLED = "settled"  # before a fingerprint: every reject of the range is the sources' own


def is_settled(fingerprint: str) -> bool:
    """Whether nothing but the sources could mend what a range rejected."""
    return fingerprint.startswith(SETTLED)


def nothing() -> int:
    return 0


@dataclass(frozen=True)
class Portion:
    """A range to write, with what its ledger row says of where it came from."""

    rows: Rows | None  # None where lines go straight into the table
    span: Span
    digest: str
    fingerprint: str = ""
    filtered: int = 0  # source rows of the range that `where` held back
    staged: int | None = None  # source rows that were staged, where they were
    doomed: Callable[[], int] = nothing  # rows that the sources alone reject, whatever the target


def write(writer: Writer, portion: Portion) -> Counts:
    """Plain first; where the target refuses, with guards; what is left, by bisection."""
    try:
        return write_plain(writer, portion)
    except refused():
        return write_guarded(writer, portion)


def write_plain(writer: Writer, portion: Portion) -> Counts:
    """Constraints are the database's business. Raises what it refuses."""

    def attempt() -> Written:
        return writer.write(_rows(portion), portion.span, guarded=False, join=not writer.first_load)

    return _commit(writer, attempt, portion)


class Incoming(Coming, Protocol):
    """A range that is still being read: what the ledger says of it is known when all is taken."""

    span: Span
    began: float  # when its turn came

    def portion(self, digest: str) -> Portion: ...


def write_lines(writer: Writer, incoming: Incoming, digest: str) -> Counts:
    """New rows as lines. Raises what the database refuses, and is not tried again: the lines are
    gone."""
    with writer.connection.transaction(snapshot=True):
        written = writer.load(incoming, incoming.span)
        return _record(writer, incoming.portion(digest), written, incoming.began)


def write_guarded(writer: Writer, portion: Portion) -> Counts:
    """What the target would refuse becomes rejects; what no guard foresees is bisected."""
    if writer.first_load:  # the range may meet rows that came since: these have undo rows
        writer = replace(writer, met=True)
        writer.prepare()

    def guarded() -> Written:
        return writer.write(_rows(portion), portion.span, guarded=True)

    def bisected() -> Written:
        return writer.bisect(_rows(portion), portion.span)

    try:
        return _commit(writer, guarded, portion)
    except refused():
        return _commit(writer, bisected, portion)


def _commit(writer: Writer, attempt: Callable[[], Written], portion: Portion) -> Counts:
    def once() -> Counts:
        started = time.monotonic()
        with writer.connection.transaction(snapshot=True):
            return _record(writer, portion, attempt(), started)

    return again(once, writer.connection)


def _record(writer: Writer, portion: Portion, written: Written, started: float) -> Counts:
    """What was written, told in the ledger by the same transaction."""
    read = written.counts.read + portion.filtered
    found = replace(written.counts, read=read, filtered=portion.filtered)
    _compare(writer, portion, found)
    seen = written.seen or writer.witness(_rows(portion))
    settled = found.rejected and portion.doomed() == found.rejected
    print_ = SETTLED + portion.fingerprint if settled else portion.fingerprint
    marks = (portion.span.label, writer.run, portion.digest, print_)
    row = RangeRow(*marks, *seen, found)
    writer.ledger.record(writer.job.ledger_name, row, time.monotonic() - started)
    _load(writer, portion, seen, written)
    return found


def _rows(portion: Portion) -> Rows:
    assert portion.rows is not None
    return portion.rows


def _load(writer: Writer, portion: Portion, seen: tuple[int, int], written: Written) -> None:
    """Rows that have no undo rows are known again by this; where others stand among them, not by
    their values."""
    number = written.counts.inserted
    if not writer.first_load or written.halved or not number:
        return
    marks = (writer.run, writer.job.ledger_name, portion.span.label, number)
    total = seen[1] if seen[0] == number else None
    writer.ledger.load(Load(*marks, total, first=written.places[0], last=written.places[1]))


def _compare(writer: Writer, portion: Portion, found: Counts) -> None:
    """Rows sent = staged = counted, before the ledger says so."""
    if portion.staged is not None and found.read != portion.staged:
        raise MigrateError(
            f"mapping {writer.job.name}: {portion.staged} rows were staged, {found.read} counted",
            f"nothing of the range from {portion.span.label} was written; this is a fault of ours",
        )
