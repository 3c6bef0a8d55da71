"""Single rows of a run's document: rejects, merge conflicts and samples of changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from migrate_tui.engine.events import MergeConflict, RejectedRow, RowSample
from migrate_tui.engine.state import RunState
from migrate_tui.render.document import Table, columns
from migrate_tui.render.style import cells, cut
from migrate_tui.render.words import number

LONGEST = 60  # cells of one value; a document is no place for a blob
FEW = 3  # columns of a new row
FEW_ROWS = 5  # of a kind
DIFFERING = ("missing", "extra", "different")


def rejects(state: RunState) -> Iterator[Table]:
    rows = tuple(
        (r.name, r.source, _short(r.source_key), r.column or "-", number(r.rows), r.reason)
        for r in _rejected(state)
    )
    if rows:
        heads = columns("mapping", "source", "key", "column", "rows", "reason", right=("rows",))
        yield Table(heads, rows, 3)


def _rejected(state: RunState) -> Iterable[RejectedRow]:
    """Each row once, with the reason it was told last: a dry run names them first."""
    return {(r.name, r.source, r.source_key): r for r in state.of(RejectedRow)}.values()


def conflicts(state: RunState) -> Iterator[Table]:
    rows = tuple(
        (
            c.name,
            c.column,
            number(c.rows),
            _short(c.key),
            ", ".join(map(_short, c.values)),
            _shown(c.winner),
            c.rule,
        )
        for c in _conflicting(state)
    )
    if rows:
        names = ("mapping", "column", "differ", "for example", "values", "won", "by")
        yield Table(columns(*names, right=("differ",)), rows, 2)


def decisions(state: RunState) -> Iterator[Table]:
    """How often a merged column differed and by which rule one value won: no values."""
    rows = tuple((c.name, c.column, number(c.rows), c.rule) for c in _conflicting(state))
    if rows:
        yield Table(columns("mapping", "column", "differ", "won by", right=("differ",)), rows)


def _conflicting(state: RunState) -> list[MergeConflict]:
    return list({(c.name, c.column): c for c in state.of(MergeConflict)}.values())


def samples(state: RunState) -> Iterator[Table]:
    yield from _samples(state.of(RowSample))


def differing(state: RunState) -> Iterator[Table]:
    """Only what the verification found."""
    yield from _samples([sample for sample in state.of(RowSample) if sample.status in DIFFERING])


def _samples(chosen: list[RowSample]) -> Iterator[Table]:
    """The first of each kind: a page is to be read, the journal has the others."""
    told: Counter[tuple[str, str]] = Counter()
    rows = tuple(
        (sample.name, sample.status, _short(sample.key), ", ".join(_changes(sample)))
        for sample in chosen
        if told.update([(sample.name, sample.status)]) is None
        and told[sample.name, sample.status] <= FEW_ROWS
    )
    if rows:
        yield Table(columns("mapping", "status", "key", "change"), rows, 3)


def _changes(sample: RowSample) -> Iterator[str]:
    before, after = sample.before or {}, sample.after or {}
    if sample.before is not None and sample.after is not None:
        for name in sample.changed:
            yield f"{name}: {_shown(before.get(name))} -> {_shown(after.get(name))}"
        return
    row = after or before
    yield from (f"{name}: {_shown(row[name])}" for name in list(row)[:FEW])
    if len(row) > FEW:
        yield f"and {len(row) - FEW} more columns"


def _shown(value: str | None) -> str:
    return "NULL" if value is None else f"'{_short(value)}'"


def _short(text: str) -> str:
    return text if cells(text) <= LONGEST else cut(text, LONGEST - 3) + "..."
