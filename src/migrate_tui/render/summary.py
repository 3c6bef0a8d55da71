"""RunState -> the document that sums up a run; sections that have nothing to say are left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from migrate_tui.engine.errors import EXIT_CODES, ExitCode
from migrate_tui.engine.events import (
    Accepted,
    BackupMade,
    Checked,
    Failed,
    Finding,
    MappingVerified,
)
from migrate_tui.engine.state import RunState
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
from migrate_tui.render.mappings import heading, mappings
from migrate_tui.render.rows import conflicts, decisions, differing, rejects, samples
from migrate_tui.render.words import number, seconds, size

Blocks = Callable[[RunState], Iterator[Block]]


def summary(state: RunState, *, full: bool = True) -> tuple[Section, ...]:
    """Everything there is to know about a run, the outcome first, what to do next last.

    Not in full: the engine's own checks that hold as one line, and single rows of a dry run only
    until the migration has written them.
    """
    single = full or state.counted_step == "dry-run"
    parts: tuple[tuple[str, Blocks], ...] = (
        ("", _outcome),
        ("Steps", _steps),
        ("Findings", _findings),
        (heading(state), mappings),
        ("Verify: source, expected and target side by side", _verify),
        ("Checks", _all_checks if full else _checks_in_brief),
        ("Rejected rows (the first of each mapping)", rejects),
        ("Merge conflicts", conflicts if single else decisions),
        ("Sample rows", samples if single else differing),
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


def _verify(state: RunState) -> Iterator[Block]:
    verified = state.of(MappingVerified)
    if not verified:
        return
    names = ("source", "expected", "target", "missing", "extra", "different")
    elsewhere = any(v.into != v.name for v in verified)
    rows: list[tuple[Cell, ...]] = [
        (
            Status(v.verdict),
            v.name,
            *((v.into,) if elsewhere else ()),
            *(number(getattr(v, name)) for name in names),
        )
        for v in verified
    ]
    heads = ("", "mapping", *(("into",) if elsewhere else ()), *names)
    yield Table(columns(*heads, right=names, idle=names[3:]), tuple(rows), 2)
    counts = {mapping.name: mapping.counts for mapping in state.mappings}
    for event in verified:
        for text in explanations(event, counts.get(event.name)):
            yield line(f"{event.name}: {text}", indent=1)
    for accepted in state.of(Accepted):
        yield line(accepted.words, indent=1)


def _all_checks(state: RunState) -> Iterator[Block]:
    yield from _checks(state.of(Checked))


def _checks_in_brief(state: RunState) -> Iterator[Block]:
    checks = state.of(Checked)
    held = Counter(c.name.partition(":")[0] for c in checks if c.own and c.ok)
    yield from _checks([check for check in checks if not (check.own and check.ok)])
    if held:
        kinds = ", ".join(f"{name} ({count})" for name, count in held.items())
        yield line(Status("ok"), f"{held.total()} of the engine's own: {kinds}")


def _checks(checks: list[Checked]) -> Iterator[Table]:
    rows = tuple(
        (
            Status("ok" if check.ok else "failed"),
            check.name,
            "engine" if check.own else "plan",
            check.expected,
            check.actual,
            seconds(check.seconds),
        )
        for check in checks
    )
    if rows:
        names = ("", "check", "of", "expected", "actual", "time")
        yield Table(columns(*names, right=("time",), spare=("of", "time")), rows, 2)


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
