"""The ways back of a session: how they are asked, and which stages stand open then."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from migrate_tui.engine.backups.manifest import Manifest, backups_in, stands
from migrate_tui.session.session import Session
from migrate_tui.session.spelled import short
from migrate_tui.session.stages import BY_NAME

LOOK = "rollback-preview"  # the engine's step that only looks
ROUTE = ("--env", "--param", "--confirm")  # options of `run` that the ways back take too


def place(session: Session) -> str:
    """The database that is written, in few letters."""
    plan = session.plan
    if plan is None:
        return session.call.plan.name
    return short(plan.source if plan.target == "same" else plan.target)


def rollback_words(session: Session) -> tuple[str, ...]:
    return ("rollback", str(session.call.plan), *chosen(session.options, ("--only", *ROUTE)))


def look_back(session: Session) -> None:
    """Look at what a rollback would take back."""
    session.foresee(LOOK, (*rollback_words(session), "--preview"))


def roll_back(session: Session) -> None:
    session.take_back((*rollback_words(session), "--yes"), BY_NAME["migrate"])


def backups(session: Session) -> list[Manifest]:
    """Of the database that is written, the newest first, as far as their files are there."""
    plan = session.plan
    if plan is None:
        return []
    directory = plan.directory / plan.backup.directory
    found = backups_in(directory, plan.plan, "target")
    return [manifest for manifest in found if stands(directory, manifest)]


def restore_words(session: Session, manifest: Manifest) -> tuple[str, ...]:
    assert session.plan is not None
    path = manifest.path(session.plan.directory / session.plan.backup.directory)
    words = ("restore", str(path), "--plan", str(session.call.plan))
    return (*words, *chosen(session.options, ROUTE))


def restore(session: Session, manifest: Manifest) -> None:
    """Put a backup back; it was made before the schema was applied."""
    session.take_back((*restore_words(session, manifest), "--yes"), BY_NAME["schema"])


def chosen(words: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """Of the options of a run those with these names, each with its value."""
    pairs = pairwise(words)
    return tuple(word for name, value in pairs if name in names for word in (name, value))
