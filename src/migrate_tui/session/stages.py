"""The wizard's steps: what each is called, which steps of the engine it takes, what it may do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """One screen of the way. `writes` is what a read-only wizard keeps away from, `guarded` what
    the plan's guard and a protected environment have to allow."""

    name: str
    title: str
    steps: tuple[str, ...]
    verb: str  # what enter does
    does: str
    writes: bool = False
    guarded: bool = False


STAGES = (
    Stage(
        "plan",
        "Plan",
        ("preflight",),
        "check",
        "Looks at both databases and holds the plan against them. It changes nothing: what would "
        "stop the migration is found here, each with its remedy.",
    ),
    Stage(
        "backup",
        "Backup",
        ("backup",),
        "back up",
        "Copies the database beside the plan and reads the copy back. The database itself is only "
        "read. A backup that does not read back is none.",
        writes=True,
    ),
    Stage(
        "schema",
        "Schema",
        ("schema",),
        "apply",
        "Applies the statements listed here, with a record of each, in one transaction where the "
        "database can. Nothing that exists is dropped.",
        writes=True,
        guarded=True,
    ),
    Stage(
        "dry-run",
        "Dry run",
        ("dry-run",),
        "look",
        "Works out every row that the migration would write, in a transaction that cannot write. "
        "Its numbers are the migration's numbers.",
    ),
    Stage(
        "migrate",
        "Migrate",
        ("migrate",),
        "migrate",
        "Writes range by range, each in a transaction of its own. It can be paused, cancelled or "
        "left alone at any time: what is committed stays, and running again goes on.",
        writes=True,
        guarded=True,
    ),
    Stage(
        "verify",
        "Verify",
        ("verify",),
        "verify",
        "Compares every row of the target with what the source says it should be, and asks the "
        "checks of the plan. It changes nothing.",
    ),
    Stage(
        "clean-up",
        "Clean up",
        ("clean-up",),
        "clean up",
        "Puts the old tables aside, after a clean verification and with your word. What depends "
        "on them is found first.",
        writes=True,
        guarded=True,
    ),
)
BY_NAME = {stage.name: stage for stage in STAGES}
OF_STEP = {step: stage for stage in STAGES for step in stage.steps}


def before(stage: Stage) -> Stage | None:
    at = STAGES.index(stage)
    return STAGES[at - 1] if at else None


def after(stage: Stage) -> Stage | None:
    at = STAGES.index(stage) + 1
    return STAGES[at] if at < len(STAGES) else None
