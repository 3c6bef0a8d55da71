"""`init`: a plan made from two real databases."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrate_tui.cli.errors import say
from migrate_tui.cli.group import EXIT_CODE_HELP
from migrate_tui.cli.output import emit, emit_sections
from migrate_tui.engine.errors import PlanError
from migrate_tui.render.document import Section, Status, Table, columns
from migrate_tui.render.json import to_json
from migrate_tui.render.words import rows

if TYPE_CHECKING:
    from migrate_tui.engine.profile.initiation import Written

VARIABLE = re.compile(r"\$\{(\w+)\}")
SHOWN = 40  # findings; all of them stand in the plan


@click.command(epilog=EXIT_CODE_HELP)
@click.argument("source")
@click.argument("target")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("plan.yaml"),
    show_default=True,
    help="The plan; its schema files are written beside it.",
)
@click.option("--force", is_flag=True, help="Write over a plan that is there.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
@click.option("--plain", is_flag=True, help="No colours, on a terminal too.")
def init(source: str, target: str, output: Path, force: bool, as_json: bool, plain: bool) -> None:
    """Write a plan that moves SOURCE into TARGET, after a look at every value of SOURCE.

    Both are URLs; a path is a SQLite file, and '${NAME}' the URL in that variable. The plan says
    which type each column gets, why, and what else could be chosen. Neither database is written.
    """
    from migrate_tui.engine.sweep.sweep import ahead

    origin, goal = _url(source), _url(target)
    say(f"Looking at {_shown(origin)} …")
    with ahead(origin) as begun:  # before the rest is imported, which takes as long as a small file
        from migrate_tui.engine.profile.initiation import init as write

        written = write(origin, goal, output, force=force, begun=begun)
    if as_json:
        emit(to_json(_document(written)) + "\n")
    else:
        emit_sections(_sections(written), plain=plain)
    _next(written)


def _url(text: str) -> str:
    if named := VARIABLE.fullmatch(text):
        text = os.environ.get(named[1], "")
        if not text:
            raise PlanError(f"The environment variable {named[1]} is not set", "Put the URL in it.")
    return text if "://" in text else f"sqlite:///{Path(text).absolute()}"


def _shown(text: str) -> str:
    from migrate_tui.engine.secrets import mask

    return mask(text)


def _document(written: Written) -> dict[str, object]:
    draft = written.draft
    return {
        "plan": str(written.plan),
        "files": [str(path) for path in written.files],
        "tables": [{"name": t.source, "into": t.filled.into, "rows": t.rows} for t in draft.tables],
        "findings": [asdict(found) for found in draft.found],
        "not_carried": [asdict(left) for left in draft.not_carried],
        "notes": list(written.notes),
    }


def _sections(written: Written) -> list[Section]:
    draft = written.draft
    count = sum(table.rows for table in draft.tables)
    told = sorted(draft.found, key=lambda f: ("error", "warning", "info").index(f.severity))
    found = tuple((Status(f.severity), f.place, f.fact, f.remedy) for f in told[:SHOWN])
    left = tuple((one.table, one.why) for one in draft.not_carried)
    tables = "1 table" if len(draft.tables) == 1 else f"{len(draft.tables):,} tables"
    title = f"{tables}, {rows(count)}"
    sections = [Section(title, ())]
    if found:
        names = columns("severity", "place", "fact", "chosen")
        sections.append(Section("Findings", (Table(names, found, 2),)))
    if left:
        sections.append(Section("Not carried", (Table(columns("name", "why"), left, 1),)))
    return sections


def _next(written: Written) -> None:
    more = len(written.draft.found) - SHOWN
    if more > 0:
        say(f"{more:,} more findings stand in the plan.")
    for note in written.notes:
        say(note)
    say(f"Wrote {', '.join(map(str, written.files))}.")
    for name in written.variables:
        say(f"The URL holds a password, so the plan reads it from the environment: export {name}=…")
    say(f"Next: read it, then migrate-tui run {shlex.quote(str(written.plan))}")
