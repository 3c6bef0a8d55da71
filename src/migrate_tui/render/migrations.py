"""How a target stands to a folder of migrations, as sections and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from migrate_tui.render.document import Block, Command, Section, Status, Table, columns, line

if TYPE_CHECKING:
    from migrate_tui.engine.preview import Preview
    from migrate_tui.engine.schema_runs import SchemaStatus
    from migrate_tui.engine.standing import Standing


def sections(found: SchemaStatus) -> list[Section]:
    """A row a migration, what is wrong below it, and what to do next."""
    blocks: list[Block] = [line(f"{found.target} beside {found.folder}")]
    if found.standings:
        blocks.append(Table(columns("", "migration", "by", "at", spare=("at",)), _rows(found), 2))
    else:
        blocks.append(line("the folder holds no migration"))
    blocks += [line(f"{one.name}: {one.detail}") for one in found.standings if one.detail]
    parts = [Section("Migrations", tuple(blocks))]
    if found.unrecorded:
        parts.append(Section("There already, without a record", tuple(_others(found))))
    if next_ := _next(found):
        parts.append(Section("Next", tuple(line(Command(text)) for text in next_)))
    return parts


def _rows(found: SchemaStatus) -> tuple[tuple[Status | str, ...], ...]:
    return tuple(
        (Status(one.status), one.name, one.by or "-", one.at or "-") for one in found.standings
    )


def _others(found: SchemaStatus) -> Iterator[Block]:
    for made, pending in found.unrecorded:
        yield line(f"{made}, which {pending.place} would make")


def _next(found: SchemaStatus) -> list[str]:
    plan = found.plan
    wrong = [one for one in found.standings if one.status not in ("applied", "pending")]
    if wrong:
        how = "--rolled-back" if wrong[0].status == "missing" else "--applied"
        return [f"migrate-tui schema resolve {plan} {how} {wrong[0].name}"]
    if found.unrecorded:
        return [f"migrate-tui schema apply {plan} --adopt"]
    return [] if found.in_sync else [f"migrate-tui schema apply {plan}"]


def previewed(found: Preview) -> list[Section]:
    """What would be done, or why not."""
    if found.problems:
        told = [line(Status("blocked"), text) for text in found.problems]
        return [Section("The schema step would refuse", (*told, line(Command(found.hint))))]
    if not found.statements:
        return [Section("The schema is as the plan wants it: nothing to apply", ())]
    rows = tuple((one.place, one.does, " ".join(one.sql.split())) for one in found.statements)
    table = Table(columns("place", "does", "statement"), rows, 2)
    seen = [line(Status(one.severity), one.fact, one.remedy) for one in found.findings]
    return [Section("The schema step would run", (table, *seen, *map(line, found.notes)))]


def as_data(found: SchemaStatus, code: int) -> dict[str, Any]:
    return {
        "plan": found.plan,
        "target": found.target,
        "folder": found.folder,
        "in_sync": found.in_sync,
        "exit_code": code,
        "migrations": [_migration(one) for one in found.standings],
        "unrecorded": [
            {"object": str(made), "place": pending.place} for made, pending in found.unrecorded
        ],
    }


def _migration(one: Standing) -> dict[str, Any]:
    """What is pending was applied by nobody, at no time."""
    return {
        "name": one.name,
        "status": one.status,
        "by": one.by or None,
        "at": one.at or None,
        "statements": len(one.migration.statements) if one.migration else None,
        "statements_done": one.done,
        "detail": one.detail,
    }
