"""RunState -> the document that sums up a run; sections that have nothing to say are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from migrate_tui.engine.errors import EXIT_CODES, ExitCode
from migrate_tui.engine.events import (
    BackupMade,
    Checked,
    Counts,
    Failed,
    Finding,
    MappingVerified,
)
from migrate_tui.engine.state import Progress, RunState
from migrate_tui.render.differences import explanations
from migrate_tui.render.document import (
    Block,
    Cell,
    Command,
    Line,
    Section,
    Status,
    Table,
    columns,
    line,
)
from migrate_tui.render.rows import conflicts, rejects, samples
from migrate_tui.render.words import PARTS, number, seconds, size

TITLES = {
    "dry-run": "Mappings: what the migration would do",
    "migrate": "Mappings: what became of every row",
    "rollback": "Mappings: what was undone",
}
Blocks = Callable[[RunState], Iterator[Block]]


def summary(state: RunState) -> tuple[Section, ...]:
    """Everything there is to know about a run, the outcome first, what to do next last."""
    parts: tuple[tuple[str, Blocks], ...] = (
        ("", _outcome),
        ("Steps", _steps),
        ("Findings", _findings),
        (TITLES.get(state.counted_step or "", "Mappings"), _mappings),
        ("Verify: source, expected and target side by side", _verify),
        ("Checks", _checks),
        ("Rejected rows (the first of each mapping)", rejects),
        ("Merge conflicts", conflicts),
        ("Sample rows", samples),
        ("Backups", _backups),
        ("Database sizes", _sizes),
        ("Next", _next),
    )
    sections = (Section(title, tuple(blocks(state))) for title, blocks in parts)
    return tuple(section for section in sections if section.blocks)


def _outcome(state: RunState) -> Iterator[Line]:
    run = f"run {state.run}" if state.run else ""
    yield line(Status(state.status), state.plan, run, _end(state))
    start = state.started
    if start and start.source:
        yield line(f"{start.source} -> {start.target}")
    if start and (start.env or start.params):
        said = (f"{name}={value}" for name, value in start.params.items())
        yield line(f"environment {start.env}" if start.env else "", *said)
    for error in state.of(Failed):
        yield line(Status("error"), error.message)
        if error.hint:
            yield line(error.hint, indent=1)


def _end(state: RunState) -> str:
    code = state.exit_code
    return "" if code is None else f"exit {code}: {EXIT_CODES[ExitCode(code)]}"


def _steps(state: RunState) -> Iterator[Table]:
    rows = tuple(
        (Status(step.status), step.name, seconds(step.seconds), step.note)
        for step in state.steps.values()
    )
    if rows:
        yield Table(columns("", "step", "time", "note", right=("time",)), rows)


def _findings(state: RunState) -> Iterator[Line]:
    for finding in dict.fromkeys(state.of(Finding)):
        yield line(Status(finding.severity), finding.fact)
        if finding.remedy:
            yield line(f"remedy: {finding.remedy}", indent=1)


def _mappings(state: RunState) -> Iterator[Block]:
    mappings = state.mappings
    if not mappings:
        return
    beside = tuple(p for p in ("kept", "deleted") if any(getattr(m.counts, p) for m in mappings))
    numbers = ("read", *PARTS, *beside)
    right = (*numbers, "time", "rows/s")
    heads = columns("mapping", "into", *numbers, "accounted", "time", "rows/s", right=right)
    rows = [_mapping(m.name, m.into, m.counts, numbers, m.seconds, m.skipped) for m in mappings]
    if len(mappings) > 1:
        rows.append(_total(mappings, numbers))
    yield Table(heads, tuple(rows))
    for mapping in mappings:
        if not mapping.counts.balanced:
            yield line(Status("lost"), f"{mapping.name}: {_imbalance(mapping.counts)}")


def _mapping(
    name: str, into: str, counts: Counts, numbers: tuple[str, ...], time: float, skipped: bool
) -> tuple[Cell, ...]:
    rate = "skipped" if skipped else f"{counts.read / time:,.0f}" if time > 0 else "-"
    identity = Status("balanced" if counts.balanced else "lost")
    amounts = (number(getattr(counts, n)) for n in numbers)
    return (name, into, *amounts, identity, seconds(time), rate)


def _total(mappings: tuple[Progress, ...], numbers: tuple[str, ...]) -> tuple[Cell, ...]:
    counts = sum((m.counts for m in mappings), Counts())
    skipped = all(m.skipped for m in mappings)
    return _mapping("total", "", counts, numbers, sum(m.seconds for m in mappings), skipped)


def _imbalance(counts: Counts) -> str:
    return f"{counts.read:,} rows were read and {counts.accounted:,} are accounted for"


def _verify(state: RunState) -> Iterator[Block]:
    verified = state.of(MappingVerified)
    if not verified:
        return
    names = ("source", "expected", "target", "missing", "extra", "different")
    rows: list[tuple[Cell, ...]] = [
        (v.name, v.into, *(number(getattr(v, name)) for name in names), Status(v.verdict))
        for v in verified
    ]
    yield Table(columns("mapping", "into", *names, "verdict", right=names), tuple(rows))
    counts = {mapping.name: mapping.counts for mapping in state.mappings}
    for event in verified:
        for text in explanations(event, counts.get(event.name)):
            yield line(f"{event.name}: {text}", indent=1)


def _checks(state: RunState) -> Iterator[Table]:
    rows = tuple(
        (
            Status("ok" if check.ok else "failed"),
            check.name,
            "engine" if check.own else "plan",
            check.expected,
            check.actual,
            seconds(check.seconds),
        )
        for check in state.of(Checked)
    )
    if rows:
        yield Table(columns("", "check", "of", "expected", "actual", "time", right=("time",)), rows)


def _backups(state: RunState) -> Iterator[Line]:
    for backup in state.of(BackupMade):
        word = Status("verified" if backup.verified else "unverified")
        yield line(word, backup.role, backup.path, size(backup.bytes), seconds(backup.seconds))
        rows = f"{sum(backup.tables.values()):,} rows"
        yield line(f"{len(backup.tables):,} tables, {rows}, sha256 {backup.sha256}", indent=1)


def _sizes(state: RunState) -> Iterator[Table]:
    rows = tuple(
        (database.role, size(database.before), size(database.after)) for database in state.databases
    )
    if rows:
        yield Table(columns("database", "before", "after", right=("before", "after")), rows)


def _next(state: RunState) -> Iterator[Line]:
    for step in state.next_steps:
        yield line(Command(step))
