"""What became of the rows of each mapping, as a table, and whether every row is accounted for."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_tui.engine.events import Counts, Foreseen
from migrate_tui.engine.state import Progress, RunState
from migrate_tui.render.document import Block, Cell, Status, Table, columns, line
from migrate_tui.render.words import PARTS, number, seconds

TITLES = {
    "dry-run": "Mappings: what the migration would do",
    "migrate": "Mappings: what became of every row",
    "rollback": "Mappings: what was undone",
}


def mappings(state: RunState) -> Iterator[Block]:
    found = state.mappings
    if not found:
        return
    if state.counted_step == "rollback":
        yield _undone(found)
        return
    yield _counted(found)
    total = _total(found)
    if total.counts.balanced and total.finished:
        yield line(Status("balanced"), _identity(total.counts))
    if state.counted_step == "dry-run":
        for told in state.of(Foreseen)[-1:]:
            yield line(f"dry run {told.hash}")
    for mapping in found:
        if not mapping.counts.balanced:
            yield line(Status("lost"), f"{mapping.name}: {_imbalance(mapping.counts)}")


def _counted(mappings: tuple[Progress, ...]) -> Table:
    beside = tuple(p for p in ("kept", "deleted") if any(getattr(m.counts, p) for m in mappings))
    numbers = ("read", *PARTS, *beside)
    elsewhere = any(m.into != m.name for m in mappings)
    names = ("", "mapping", *(("into",) if elsewhere else ()), *numbers, "time", "rows/s")
    idle = tuple(part for part in numbers if part not in ("read", "rejected"))
    right = (*numbers, "time", "rows/s")
    heads = columns(*names, right=right, idle=idle, spare=("time", "rows/s"))
    return Table(heads, tuple(_mapping(m, numbers, elsewhere) for m in _with_total(mappings)), 2)


def _with_total(mappings: tuple[Progress, ...]) -> tuple[Progress, ...]:
    return (*mappings, _total(mappings)) if len(mappings) > 1 else mappings


def heading(state: RunState) -> str:
    """What the mappings' table tells of them; of a roll back that was only foreseen too."""
    if "rollback-preview" in state.steps:
        return "Mappings: what would be undone"
    return TITLES.get(state.counted_step or "", "Mappings")


def _undone(mappings: tuple[Progress, ...]) -> Table:
    heads = columns("mapping", "deleted", "put back", "time", right=("deleted", "put back", "time"))
    return Table(
        heads,
        tuple(
            (m.name, number(m.counts.deleted), number(_back(m.counts)), seconds(m.seconds))
            for m in _with_total(mappings)
        ),
    )


def _back(counts: Counts) -> int:
    """Rows that a run wrote over, and rows that it deleted."""
    return counts.updated + counts.inserted


def _mapping(row: Progress, numbers: tuple[str, ...], elsewhere: bool) -> tuple[Cell, ...]:
    counts, time = row.counts, row.seconds
    rate = "skipped" if row.skipped else f"{counts.read / time:,.0f}" if time > 0 else "-"
    amounts = (number(getattr(counts, n)) for n in numbers)
    names = (row.name, row.into) if elsewhere else (row.name,)
    return (Status(_word(row)), *names, *amounts, seconds(time), rate)


def _total(mappings: tuple[Progress, ...]) -> Progress:
    counts = sum((m.counts for m in mappings), Counts())
    time, skipped = sum(m.seconds for m in mappings), all(m.skipped for m in mappings)
    finished = all(m.finished for m in mappings)
    return Progress("total", "", "", (), None, counts, time, 0, finished, skipped)


def _word(row: Progress) -> str:
    if not row.counts.balanced:
        return "lost"
    return "ok" if row.finished else "unfinished"


def _identity(counts: Counts) -> str:
    parts = [f"{getattr(counts, part):,} {part}" for part in PARTS if getattr(counts, part)]
    return f"{counts.read:,} read = {' + '.join(parts) or '0'}"


def _imbalance(counts: Counts) -> str:
    return f"{counts.read:,} rows were read and {counts.accounted:,} are accounted for"
