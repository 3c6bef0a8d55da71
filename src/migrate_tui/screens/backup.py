"""Backup: what is copied and where to, the verdict of reading it back, and the copies of before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from migrate_tui.engine.events import BackupMade, Note
from migrate_tui.engine.plan import Plan
from migrate_tui.engine.secrets import mask
from migrate_tui.render.words import number, rows, seconds, size
from migrate_tui.screens.confirm import Confirm
from migrate_tui.screens.step import StepScreen
from migrate_tui.session import copies
from migrate_tui.session.past import ago
from migrate_tui.session.stages import BY_NAME
from migrate_tui.session.standing import SKIPPED, WAITING
from migrate_tui.widgets.grid import Grid, Heading, Row
from migrate_tui.widgets.panel import Panel
from migrate_tui.widgets.words import Part, lines, status, words

TABLES = (Heading("table", widest=50), Heading("rows", right=True), Heading("of"))
COPIES = (
    Heading("", widest=12),
    Heading("of"),
    Heading("size", right=True),
    Heading("made", right=True),
    Heading("rows", right=True),
    Heading("file", widest=90),
)
METHODS = {
    "sqlite": "pages of one snapshot; every table is compared with the copy",
    "postgresql": "pg_dump of the server's version where it is here, else COPY of every table, "
    "in one snapshot",
}


class BackupScreen(StepScreen):
    stage = BY_NAME["backup"]
    CSS_PATH = "backup.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "skip", "Skip", id="backup.skip"),
    ]

    def body(self) -> Iterator[Widget]:
        self._listed: object = None
        self.copies: tuple[copies.Copy, ...] = ()
        yield Panel("Backup", id="facts")
        yield Grid(self.wizard.glyphs, *TABLES, id="tables")
        yield Grid(self.wizard.glyphs, *COPIES, id="copies")

    def on_mount(self) -> None:
        self.query_one("#tables", Grid).border_title = words("Rows in the backup")
        self.query_one("#copies", Grid).border_title = words("Earlier backups")

    def advice(self) -> str:
        if self.status == SKIPPED:
            return "Skipped: there is no way back but rolling the run back."
        return super().advice()

    # drawing

    def show(self) -> None:
        made = self.state.of(BackupMade)
        self.query_one("#facts", Panel).tell(lines(*self.facts(made)), "Backup")
        tables = self.query_one("#tables", Grid)
        tables.tell(_table_rows(made))
        tables.display = bool(made)
        self.show_copies(made)

    def facts(self, made: list[BackupMade]) -> Iterator[Content]:
        plan, glyphs = self.session.plan, self.wizard.glyphs
        if plan is None:
            return
        yield _row("State", *self._state())
        for one in made:
            word = "verified" if one.verified else "unverified"
            told = f"  {one.role}: {size(one.bytes)}, {rows(sum(one.tables.values()))}"
            yield Content.assemble(
                status(word, glyphs), words(f"{told}, read back in {seconds(one.seconds)}")
            )
            yield words(f"sha256 {one.sha256}")
            yield _row("", Path(one.path).name)
        for role in copies.roles(plan):
            address = copies.url(plan, role)
            yield _row(f"{role.capitalize()}", (mask(address), "strong"), self._bytes(role))
            kind = "sqlite" if address.startswith("sqlite") else "postgresql"
            yield _row("Method", METHODS[kind])
        yield _row("Kept", self._kept(plan))
        yield _row("To", copies.near(copies.folder(plan)))
        yield from (words((note.text, "dim")) for note in self._notes())

    def _known(self, role: str) -> int | None:
        found = self.session.state(BY_NAME["plan"]).databases
        return next((one.before for one in found if one.role == role), None)

    def _bytes(self, role: str) -> str:
        known = self._known(role)
        return f"  {size(known)}" if known is not None else ""

    def _kept(self, plan: Plan) -> str:
        packed = f"{plan.backup.compress}, " if plan.backup.compress else ""
        days = plan.backup.keep_days
        return f"{packed}for {days} day{'s' if days != 1 else ''}; free {size(copies.free(plan))}"

    def _state(self) -> Iterator[Part]:
        word = self.status
        if word == WAITING:
            yield "not begun: enter makes it, s goes on without one"
        elif word == SKIPPED:
            yield (f"{self.wizard.glyphs.of('warning')} skipped: nothing can be restored", "warn")
        elif word == "running":
            yield (f"{self.wizard.glyphs.of(word)} {self._at_work()}", "busy")
        else:
            yield word

    def _at_work(self) -> str:
        plan, current = self.session.plan, self.session.current
        found = copies.progress(plan, current.run) if plan and current else None
        clock = seconds(self.session.elapsed)
        if found is None:
            return f"copying and reading back, {clock}"
        total = self._known(copies.roles(plan)[0]) if plan else None
        whole = f" of {size(total)}" if total and found.phase == "copying pages" else ""
        return f"{found.phase}: {size(found.bytes)}{whole}, {clock}"

    def _notes(self) -> list[Note]:
        return [note for note in self.state.of(Note) if note.step == "backup"]

    def show_copies(self, made: list[BackupMade]) -> None:
        """The folder is read again only when there may be another one in it."""
        plan, now = self.session.plan, (len(made), self.status)
        if plan is not None and now != self._listed:
            self._listed, self.copies = now, copies.copies(plan)
        here = {one.sha256 for one in made}
        grid = self.query_one("#copies", Grid)
        shown = [one for one in self.copies if one.manifest.sha256 not in here]
        grid.tell([self._copy(one) for one in shown])
        grid.display = bool(shown)

    def _copy(self, one: copies.Copy) -> Row:
        glyphs, found = self.wizard.glyphs, one.manifest
        word, tone = ("ok", "good") if one.there else ("missing", "bad")
        count = sum(found.rows.values())
        age = ago(found.created_at)
        return ((f"{glyphs.of(word)} {word}", tone), found.role, size(found.bytes), age,
                number(count), found.file)  # fmt: skip

    # keys

    def action_skip(self) -> None:
        plan = self.session.plan
        if plan is None:
            return
        facts = (
            ["No copy is made of ", *_named(plan), "."],
            ["What the run writes can be rolled back while its records stand; what somebody"],
            ["else or a fault of the disk takes away cannot be brought back."],
        )
        self.app.push_screen(Confirm("Go on without a backup", facts, plan.plan, "Skip"), self.skip)

    def skip(self, word: str | None) -> None:
        if word:
            self.session.skip(self.stage)
        self.draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "skip":
            return not self.done and not self.session.gate(self.stage)
        return super().check_action(action, parameters)


def _named(plan: Plan) -> list[Part]:
    told = [(mask(copies.url(plan, role)), "strong") for role in copies.roles(plan)]
    return [part for one in told for part in (one, " ")][:-1]


def _row(name: str, *parts: Part) -> Content:
    return words((f"{name:<8} ", "dim"), *parts)


def _table_rows(made: list[BackupMade]) -> list[Row]:
    return [(name, number(count), one.role) for one in made for name, count in one.tables.items()]
