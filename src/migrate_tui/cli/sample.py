"""`sample`: a few rows of a mapping as they are and as they would be; it only reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrate_tui.cli.calls import load
from migrate_tui.cli.options import PLAN, plan_options, unknown
from migrate_tui.cli.output import emit, emit_sections
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.history import Call
from migrate_tui.engine.secrets import mask
from migrate_tui.render.document import Cell, Section, Status, Table, columns
from migrate_tui.render.json import to_json

if TYPE_CHECKING:
    from migrate_tui.engine.excerpt import Example, Excerpt

WORDS = {"row": "ok", "filtered": "skipped", "rejected": "failed"}


@click.command()
@click.argument("plan", type=PLAN)
@click.option("--mapping", metavar="NAME", help="Of this mapping; without it, of the first.")
@click.option("--limit", type=click.IntRange(1, 1000), default=5, show_default=True)
@plan_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
@click.option("--plain", is_flag=True, help="No colours, on a terminal too.")
def sample(
    plan: Path,
    mapping: str | None,
    limit: int,
    env: str | None,
    params: dict[str, str],
    as_json: bool,
    plain: bool,
) -> None:
    """Show the first rows of a mapping's source, and what its expressions make of them.

    Writes nothing, and needs no tables in the target. What merging, parents and the target's
    constraints do to them is for the dry run to tell.
    """
    from migrate_tui.engine.excerpt import excerpt

    loaded = load(Call(plan, env, params))
    names = tuple(one.name for one in loaded.mappings)
    if not names or (mapping is not None and mapping not in names):
        raise PlanError(unknown("mapping", mapping or "", names))
    found = excerpt(loaded, mapping or names[0], limit)
    if as_json:
        emit(mask(to_json(found.to_json())) + "\n")
    else:
        emit_sections([_section(found)], plain=plain)


def _section(found: Excerpt) -> Section:
    rows = tuple(row for example in found.rows for row in _rows(found, example))
    title = f"{found.mapping}: rows of its source, and what becomes of them"
    if not rows:
        return Section(f"{title}. {found.note or 'There are none.'}", ())
    names = columns("row", "column", "before", "after")
    return Section(title, (Table(names, rows, 3),))


def _rows(found: Excerpt, example: Example) -> list[tuple[Cell, ...]]:
    said = f"{example.source} {example.key}"
    head = (said, Status(WORDS[example.status]), example.status, example.reason)
    return [head, *(("", *cells) for cells in _pairs(found, example))]


def _pairs(found: Excerpt, example: Example) -> Iterator[tuple[str, str, str]]:
    """Each target column with what its expression reads and what it makes."""
    for name, value in example.after.items():
        before = (_text(example.before.get(source)) for source in found.reads[name])
        yield name, ", ".join(before), _text(value)


def _text(value: str | None) -> str:
    return "NULL" if value is None else value
