"""The seven stages and their screens; to add one, add its file and a line here."""

from __future__ import annotations

from migrate_tui.screens.backup import BackupScreen
from migrate_tui.screens.clean_up import CleanUpScreen
from migrate_tui.screens.dry_run import DryRunScreen
from migrate_tui.screens.migrate import MigrateScreen
from migrate_tui.screens.plan import PlanScreen
from migrate_tui.screens.schema import SchemaScreen
from migrate_tui.screens.step import StepScreen
from migrate_tui.screens.verify import VerifyScreen

SCREENS: dict[str, type[StepScreen]] = {
    screen.stage.name: screen
    for screen in (
        PlanScreen,
        BackupScreen,
        SchemaScreen,
        DryRunScreen,
        MigrateScreen,
        VerifyScreen,
        CleanUpScreen,
    )
}
