"""The ways back, beside the stages: what the runs wrote is taken back, or a backup is put back.

Invariant: both are asked for by the name of the database, after it was told what would go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from migrate_tui.engine.backups.manifest import Manifest
from migrate_tui.engine.events import Counts, Failed, Finding, Note
from migrate_tui.engine.state import RunState
from migrate_tui.screens.confirm import Confirm
from migrate_tui.screens.permit import permit
from migrate_tui.screens.rollback_rows import (
    BACKUPS,
    TABLES,
    back,
    backup_facts,
    backup_row,
    number,
    undone,
)
from migrate_tui.screens.step import StepScreen
from migrate_tui.session.back import (
    LOOK,
    backups,
    look_back,
    place,
    restore,
    restore_words,
    roll_back,
    rollback_words,
)
from migrate_tui.session.session import READ_ONLY, Session
from migrate_tui.session.stages import Stage
from migrate_tui.session.standing import WAITING
from migrate_tui.widgets.grid import Grid, Row
from migrate_tui.widgets.panel import Panel
from migrate_tui.widgets.words import Part, lines, words


class RollbackScreen(StepScreen):
    CSS_PATH = "rollback.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "look", "Look again", id="rollback.look"),
    ]
    stage = Stage(
        "rollback",
        "Roll back",
        ("rollback",),
        "roll back",
        "Takes back what the runs of this plan wrote, and nothing else: rows that somebody has "
        "changed since are listed and stay. Look first: it tells what would go.",
        writes=True,
    )

    def body(self) -> Iterator[Widget]:
        self.begun = False  # from here
        self.restoring: tuple[str, ...] = ()  # the command that puts the chosen backup back
        self.kept: list[Manifest] = backups(self.session)
        yield Panel(self.stage.title, id="told")
        yield Grid(self.wizard.glyphs, *TABLES, id="undone")
        yield Grid(self.wizard.glyphs, *BACKUPS, id="backups")

    # what stands there

    @property
    def state(self) -> RunState:
        back = self.session.back
        return back.state if self.begun and back else RunState()

    @property
    def status(self) -> str:
        if not self.begun or self.session.back is None:
            return WAITING
        return self.state.status

    @property
    def look(self) -> RunState:
        found = self.session.looks.get(LOOK)
        return found.state if found else RunState()

    @property
    def seen(self) -> bool:
        return LOOK in self.look.steps and self.look.steps[LOOK].status == "done"

    def show(self) -> None:
        ahead, done = undone(self.look), undone(self.state)
        names = dict.fromkeys((*ahead, *done))
        grid = self.query_one("#undone", Grid)
        grid.display = bool(names)
        grid.border_title = words("Taken back" if done else "Would be taken back")
        grid.tell([self._row(name, ahead.get(name), done.get(name)) for name in names])
        told = lines(*(words(*line) for line in self._told()))
        title = "Restore" if self.restoring else self.stage.title
        self.query_one("#told", Panel).tell(told, title)
        backups = self.query_one("#backups", Grid)
        backups.display = bool(self.kept)
        backups.border_title = words("Backups   enter restores the one at hand")
        backups.tell([backup_row(manifest) for manifest in self.kept])

    def _row(self, name: str, ahead: Counts | None, done: Counts | None) -> Row:
        kept = (done or ahead or Counts()).kept
        glyph = self.wizard.glyphs.of("done" if done else "warning" if kept else "")
        return (
            (glyph, "good" if done else "warn"),
            name,
            number(ahead.deleted if ahead else None),
            number(back(ahead) if ahead else None),
            (f"{kept:,}", "warn" if kept else "dim"),
            number(done.deleted if done else None),
            number(back(done) if done else None),
        )

    def _told(self) -> Iterator[tuple[Part, ...]]:
        """Why rows stay, what was noted; before anything was looked at, what this is."""
        state = self.state if self.begun else self.look
        if not state.steps:
            yield (self.stage.does,)
        for failed in state.of(Failed):
            yield ((f"{self.wizard.glyphs.of('error')} {failed.message}", "bad"),)
            if failed.hint:
                yield ((f"  {failed.hint}", "dim"),)
        for note in state.of(Note):
            yield (note.text,)
        for finding in state.of(Finding):
            yield ((f"{self.wizard.glyphs.of(finding.severity)} {finding.fact}", "warn"),)
            if finding.remedy:
                yield ((f"  {finding.remedy}", "dim"),)

    @property
    def here(self) -> int | None:
        return None  # beside the stages

    @property
    def command_words(self) -> tuple[str, ...]:
        return self.restoring or rollback_words(self.session)

    # the way forward

    @property
    def closed(self) -> str:
        if self.session.busy:
            return "A run is at work."
        return READ_ONLY if self.session.read_only else ""

    @property
    def forward(self) -> str:
        if self.done:
            return "Close"
        if self.begun or not self.seen:
            return "Look again" if self.look.steps else "Look"
        return "Roll back"

    def advice(self) -> str:
        if self.done:
            what = "The backup is put back" if self.restoring else "It is taken back"
            return f"{what}: the stages from there on stand open again."
        if not self.seen:
            return "Enter looks at what would be taken back; it changes nothing."
        return f"Enter asks for the name of {place(self.session)}, then takes it back."

    def action_forward(self) -> None:
        if self.done:
            self.app.pop_screen()
        elif self.begun or not self.seen:
            self.action_look()
        else:
            self._ask("Roll back", self._stakes(), self._roll_back)

    def action_look(self) -> None:
        self.begun, self.restoring = False, ()
        look_back(self.session)
        self.draw()

    def _ask(
        self, verb: str, facts: Iterable[tuple[Part, ...]], then: Callable[[str | None], None]
    ) -> None:
        question = Confirm(verb, list(facts), place(self.session), verb)
        self.app.push_screen(question, then)

    def _stakes(self) -> Iterator[tuple[Part, ...]]:
        total = sum(undone(self.look).values(), Counts())
        yield "In ", (place(self.session), "strong")
        yield (f"{total.deleted:,} rows are deleted, {back(total):,} get their old values back",)
        if total.kept:
            yield (f"{total.kept:,} rows stay: somebody has changed them or refers to them",)
        yield from backup_facts(self.kept[0]) if self.kept else [("There is no backup.",)]

    def _roll_back(self, typed: str | None) -> None:
        if typed is not None and not self.closed:
            permit(self.wizard, "Roll back", partial(self._begin, roll_back))

    def _begin(self, back: Callable[[Session], None]) -> None:
        self.begun = True
        back(self.session)
        self.draw()

    # a backup put back

    @on(Grid.Opened, "#backups")
    def open_backup(self, event: Grid.Opened) -> None:
        if self.closed:
            return
        manifest = self.kept[event.at]

        def put_back(typed: str | None) -> None:
            if typed is not None and not self.closed:
                self.restoring = restore_words(self.session, manifest)
                begin = partial(self._begin, partial(restore, manifest=manifest))
                permit(self.wizard, "Restore", begin)

        self._ask("Restore", self._replaced(manifest), put_back)

    def _replaced(self, manifest: Manifest) -> Iterator[tuple[Part, ...]]:
        yield "Everything in ", (place(self.session), "strong"), " is replaced by the backup:"
        yield from backup_facts(manifest)
        yield (("What was written since it was made is lost.", "bad"),)
        yield ("Its bytes are compared with its manifest before anything is touched.",)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "leave_list":
            return True
        if action == "look":
            return bool(self.look.steps) and not self.closed
        if action == "roll_back":
            return False
        return super().check_action(action, parameters)

    def action_leave_list(self) -> None:
        if self.focused is not None:
            self.set_focus(None)
        else:
            self.app.pop_screen()
