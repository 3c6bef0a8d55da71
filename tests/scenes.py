"""What there are pictures of: sessions made of recorded journals, and what is looked at in each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textual.screen import Screen

from migrate_tui.app import Wizard
from migrate_tui.engine.control import Asked
from migrate_tui.engine.events import Counts, Event, Failed, Finding, Note, RunFinished
from migrate_tui.engine.history import Record
from migrate_tui.screens.confirm import Confirm
from migrate_tui.screens.history import History
from migrate_tui.screens.note import Note as Reason
from migrate_tui.screens.permit import Password
from migrate_tui.screens.rollback import RollbackScreen
from migrate_tui.screens.throttle import Throttle
from migrate_tui.session.back import LOOK
from migrate_tui.session.past import Past
from migrate_tui.session.session import Session
from migrate_tui.session.stages import STAGES
from recorded import mapping, step
from replayed import WAY, following, session

RUNNING = 60  # events of the recorded migration: it is about half done


@dataclass(frozen=True)
class Shot:
    """A stage, what is pressed there, what is laid over it."""

    name: str
    stage: str
    keys: Sequence[str] = ()
    over: Callable[[Wizard], Screen[str | None] | Screen[None]] | None = None
    then: Sequence[str] = ()  # pressed over what was laid over it


@dataclass(frozen=True)
class Scene:
    """A session, and the pictures that are taken of it, one after the other."""

    name: str
    made: Callable[[Path], Session]
    shots: tuple[Shot, ...] = field(default=())


def of(*names: str, cut: int | None = None) -> Callable[[Path], Session]:
    return lambda directory: session(directory, *names, cut=cut)


def failed(directory: Path) -> Session:
    """A migration that lost its database in the middle of it."""
    made = session(directory, *WAY[:5], cut=RUNNING)
    assert made.current is not None
    said = "the database workshop.db is locked by another program"
    made.current.take([Failed(said, "close it, then resume the run", 1), RunFinished("failed", 1)])
    return made


def broken(directory: Path) -> Session:
    """A plan that cannot be read."""
    made = session(directory)
    text = (directory / "plan.yaml").read_text().replace("mappings:", "mapings:")
    (directory / "plan.yaml").write_text(text)
    made.read_plan()
    return made


def restored(directory: Path) -> Session:
    made = session(directory, *WAY)
    told = (
        "restoring unified-workshop-target.sqlite.gz of 2026-11-25: 43,574 rows of 3 tables",
        "the restored tables are as the backup says",
    )
    notes = [Note(text, "restore") for text in told]
    made.current = made.back = following([*step("restore", *notes), RunFinished("done", 0)])
    return made


def ahead(directory: Path) -> Session:
    """What a roll-back would do is known."""
    events: list[Event] = [
        Note("what rolling back would do; nothing is changed", LOOK),
        *mapping("students", "rollback", Counts(deleted=2556, kept=3)),
        *mapping("sessions", "rollback", Counts(deleted=3187, updated=40, kept=2)),
        Finding("warning", "3 rows of students stay: they were changed since", "", "rollback"),
    ]
    made = session(directory, *WAY)
    made.looks[LOOK] = following([*step(LOOK, *events), RunFinished("done", 0)])
    return made


# what is laid over a stage


def clean_up(_: Wizard) -> Confirm:
    facts = [
        ["This puts aside 2 tables (5,000 rows) of workshop.db"],
        ["Backup: backups/unified-workshop-target.sqlite.gz, verified"],
        ["Verify: 4 of 4 mappings match"],
    ]
    return Confirm("Clean up", facts, "DELETE OLD TABLES", "Clean up")


def restore(_: Wizard) -> Confirm:
    facts = [
        ["Everything in ", ("workshop.db", "strong"), " is replaced by the backup:"],
        ["backups/unified-workshop-target.sqlite.gz"],
        [("What was written since it was made is lost.", "bad")],
    ]
    return Confirm("Restore", facts, "workshop.db", "Restore")


def guard(_: Wizard) -> Password:
    told = ("Whoever writes with the plan ", ("unified-workshop", "strong"), " needs its password.")
    refused = [("The password is not the one of the guard. Nothing was written.", "bad")]
    return Password("Migrate: the plan has a guard", [refused, told])


def throttle(_: Wizard) -> Throttle:
    return Throttle(Asked(rate=2000))


def reason(_: Wizard) -> Reason:
    return Reason("Accept the difference of students", [["2 missing, 1 extra, 3 different"]])


def history(wizard: Wizard) -> History:
    """Runs of a plan, as they may have ended."""
    ends = ("done", "failed", "interrupted", "paused", "running")
    did = ("migrate, verify", "migrate", "dry-run", "rollback", "backup")
    runs = (
        Past(Record(Path(f"20261125-09220{at}-5913a9")), status, what, f"{at} h ago")
        for at, (status, what) in enumerate(zip(ends, did, strict=True), 1)
    )
    return History(tuple(runs), wizard.glyphs, "migrate-tui history plan.yaml")


def begun(wizard: Wizard) -> RollbackScreen:
    """A backup was put back from here."""
    found = RollbackScreen()
    found.call_after_refresh(_begin, found)
    return found


def _begin(screen: RollbackScreen) -> None:
    screen.begun = True
    screen.restoring = ("restore", "backups/unified-workshop-target.sqlite.gz")
    screen.draw()


SCENES = (
    Scene("looking", of(WAY[0], cut=2), (Shot("plan-running", "plan"),)),
    Scene("broken", broken, (Shot("plan-broken", "plan"),)),
    Scene("backup", of(*WAY[:2], cut=2), (Shot("backup-running", "backup"),)),
    Scene("schema", of(*WAY[:3], cut=11), (Shot("schema-running", "schema"),)),
    Scene(
        "stages",
        of(*WAY),
        (
            *(Shot(stage.name, stage.name) for stage in STAGES),
            Shot("confirm", "clean-up", (), clean_up, ("shift+tab", *"DELETE")),
            Shot("guard", "migrate", (), guard, ("x", "y")),
        ),
    ),
    Scene(
        "running",
        of(*WAY[:5], cut=RUNNING),
        (
            Shot("migrate-running", "migrate"),
            Shot("help", "migrate", ("question_mark",)),
            Shot("palette", "migrate", ("colon",)),
            Shot("cancel", "migrate", ("x",)),
            Shot("throttle", "migrate", (), throttle),
            Shot("leave", "migrate", ("q",)),
            Shot("export", "migrate", ("w",)),
            Shot("history", "migrate", (), history),
            Shot("mapping", "migrate", ("down", "down", "enter")),
            Shot("log", "migrate", ("l",)),
        ),
    ),
    Scene("failed", failed, (Shot("migrate-failed", "migrate"),)),
    Scene(
        "differences",
        of(*WAY, "dry-run-again", "verify-again"),
        (
            Shot("verify-mismatch", "verify"),
            Shot("dry-run-again", "dry-run"),
            Shot("dry-run-row", "dry-run", ("down", "enter", "enter")),
            Shot("note", "verify", (), reason, tuple("known")),
            Shot("errors", "verify", ("e",)),
        ),
    ),
    Scene(
        "ways-back",
        ahead,
        (
            Shot("rollback", "migrate", ("b",)),
            Shot("rollback-confirm", "migrate", ("b", "enter")),
            Shot("restore-confirm", "migrate", ("b",), restore),
        ),
    ),
    Scene("restored", restored, (Shot("restore", "migrate", (), begun),)),
)
