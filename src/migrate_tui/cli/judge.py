"""`approve` and `accept`: what a person decides of what a run has shown."""

from __future__ import annotations

from dataclasses import asdict

import click

from migrate_tui.cli.calls import record_of
from migrate_tui.cli.errors import say
from migrate_tui.cli.output import emit
from migrate_tui.render.json import to_json


@click.command()
@click.argument("run", metavar="[RUN|PLAN]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the approval as JSON on stdout.")
def approve(run: str | None, as_json: bool) -> None:
    """Record that the dry run of a run was looked at (of the newest run, if none is named).

    A plan with `approval: required` migrates only as an approved dry run foresaw it: another plan,
    other params, another environment or choice of mappings, a changed schema or changed source
    rows make an approval void.
    """
    from migrate_tui.engine.approval import approve as approved

    found = approved(record_of(run, None if run else "run"))
    if as_json:
        emit(to_json(asdict(found)) + "\n")
    say(f"Approved the dry run {found.hash} of run {found.run}.")


@click.command()
@click.argument("run")
@click.argument("mapping")
@click.option("--note", metavar="TEXT", required=True, help="Why it is accepted.")
@click.option("--json", "as_json", is_flag=True, help="Print the acceptance as JSON on stdout.")
def accept(run: str, mapping: str, note: str, as_json: bool) -> None:
    """Accept the difference that RUN's verification found in MAPPING, with a note.

    It is shown with the run from then on, and clean-up takes this very difference, as many rows of
    each kind, for a match. A verification goes on telling it, with exit 5.
    """
    from migrate_tui.engine.acceptance import accept as accepted

    told = accepted(record_of(run), mapping, note)
    if as_json:
        emit(to_json(asdict(told)) + "\n")
    say(f"Accepted: {told.words}.")
