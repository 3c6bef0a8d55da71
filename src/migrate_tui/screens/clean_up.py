"""Clean up: what hangs on the old tables, what would run, what a person has to look at first.

Invariant: nothing is begun before everything is ticked and the plan's own words are typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from migrate_tui.engine.events import Failed, Finding, Note, SchemaStatement
from migrate_tui.engine.state import RunState
from migrate_tui.screens.confirm import Confirm
from migrate_tui.screens.look import Look, Sheet
from migrate_tui.screens.permit import permit
from migrate_tui.screens.step import StepScreen
from migrate_tui.session.spelled import short
from migrate_tui.session.stages import BY_NAME
from migrate_tui.widgets.grid import Grid, Heading, Row
from migrate_tui.widgets.panel import Panel
from migrate_tui.widgets.words import Part, lines, words

LOOK = "clean-up-preview"  # the engine's step that only looks
ITEMS = (Heading("", widest=3), Heading("look at", widest=20), Heading("what", widest=160))
SQL = (Heading("", widest=1), Heading("statement", widest=400))
SHOWN = 4  # tables that the dialog names


class CleanUpScreen(StepScreen):
    CSS_PATH = "clean_up.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Tick", id="clean-up.tick"),
        Binding("r", "look", "Look again", id="clean-up.look"),
    ]
    stage = BY_NAME["clean-up"]

    def body(self) -> Iterator[Widget]:
        self.ticked: set[str] = set()
        self.said: tuple[str, ...] = ()
        glyphs = self.wizard.glyphs
        yield Panel(self.stage.title, id="facts")
        with Container(classes="side", id="beside"):
            yield Panel("Old tables", id="depends")
            yield Grid(glyphs, *SQL, id="statements")
        yield Grid(glyphs, *ITEMS, id="checklist")

    # what stands there

    def show(self) -> None:
        found = self.session.looks.get(LOOK)
        self.look = found.state if found else RunState()
        known = bool(self.look.steps) or bool(self.state.steps)
        self.query_one("#facts").display = not known or self.nothing != ""
        self.query_one("#beside").display = known and not self.nothing
        self.query_one("#checklist").display = bool(self.items)
        told = self.nothing or self.stage.does
        self.query_one("#facts", Panel).tell(words(told[:1].upper() + told[1:]))
        self.query_one("#depends", Panel).tell(lines(*(words(*line) for line in self._facts())))
        self._show_statements()
        grid = self.query_one("#checklist", Grid)
        grid.border_title = words(f"Checklist   {self._ticks()}")
        grid.tell([self._item(name, text) for name, text in self.items])

    def _facts(self) -> Iterator[tuple[Part, ...]]:
        yield from self._later()
        if self.seen and not self.errors and not self.done:
            yield ((f"{self.wizard.glyphs.of('ok')} nothing that stays depends on them", "good"),)
        for failed in self.look.of(Failed):
            yield ((f"{self.wizard.glyphs.of('error')} {failed.message}", "bad"),)
            if failed.hint:
                yield ((f"  {failed.hint}", "dim"),)
        for finding in sorted(self.look.of(Finding), key=lambda f: f.severity != "error"):
            tone = {"error": "bad", "warning": "warn"}.get(finding.severity, "")
            yield ((f"{self.wizard.glyphs.of(finding.severity)} {finding.fact}", tone),)
            if finding.remedy:
                yield ((f"  {finding.remedy}", "dim"),)

    def _later(self) -> Iterator[tuple[Part, ...]]:
        """When it is done: what comes after it."""
        wanted = self.session.plan.clean_up if self.session.plan else None
        if not self.done or wanted is None:
            return
        if wanted.action == "drop":
            yield (("The old tables are gone; their rows are in the backup.", "good"),)
            return
        date = f"{self.session.now() + timedelta(days=wanted.drop_after_days):%Y-%m-%d}"
        yield (("The old tables have backup names.", "good"),)
        yield (f"From {date} on, after {wanted.drop_after_days} days, the step ",)
        yield (("drop-backups", "strong"), " may drop them; until then a rollback")
        yield ("gives them their names back.",)

    def _show_statements(self) -> None:
        told = self.state.of(SchemaStatement) or self.look.of(SchemaStatement)
        applied = {event.sql for event in told if event.applied}
        every = dict.fromkeys(event.sql for event in told)
        grid = self.query_one("#statements", Grid)
        verb = "ran" if applied else "would run"
        grid.border_title = words(f"Statements   {len(every)} {verb}")
        done = (self.wizard.glyphs.of("applied"), "good")
        grid.tell([(done if sql in applied else "", " ".join(sql.split())) for sql in every])

    def _item(self, name: str, text: str) -> Row:
        ticked = name in self.ticked
        return ("[x]" if ticked else "[ ]", "good" if ticked else "warn"), name, text

    def _ticks(self) -> str:
        return f"{len(self.ticked)} of {len(self.items)} ticked"

    @property
    def items(self) -> list[tuple[str, str]]:
        plan = self.session.plan
        return [(item.name, item.text) for item in plan.checklist] if plan else []

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.look.of(Finding) if finding.severity == "error"]

    @property
    def nothing(self) -> str:
        """Why there is nothing to clean up, in the engine's words."""
        notes = self.state.of(Note) or self.look.of(Note)
        return next((note.text for note in notes if note.text.startswith("nothing")), "")

    @property
    def seen(self) -> bool:
        return LOOK in self.look.steps and self.look.steps[LOOK].status == "done"

    # ticking and looking

    def action_tick(self) -> None:
        """The item at hand; where nothing is at hand, the first that is left."""
        grid = self.query_one("#checklist", Grid)
        names = [name for name, _ in self.items]
        left = [name for name in names if name not in self.ticked]
        if self.focused is not grid:
            if left:
                grid.cursor = names.index(left[0])
            self.set_focus(grid)
        else:
            self.ticked ^= {names[grid.cursor]}
            grid.cursor = min(grid.cursor + 1, len(names) - 1)
        self.draw()

    @on(Grid.Opened, "#checklist")
    def open_item(self, event: Grid.Opened) -> None:
        name, text = self.items[event.at]
        self._open("Checklist", (("name", name), ("what to look at", text)))

    @on(Grid.Opened, "#statements")
    def open_statement(self, event: Grid.Opened) -> None:
        self._open("Statement", (("sql", event.grid.rows[event.at][1]),))

    def _open(self, title: str, rows: tuple[Row, ...]) -> None:
        headings = (Heading("what"), Heading("it is", widest=200))
        self.app.push_screen(Look(Sheet(title, headings, rows), self.wizard.glyphs))

    def action_look(self) -> None:
        plan, options = str(self.session.call.plan), self.session.options
        self.session.foresee(LOOK, ("run", plan, "--step", LOOK, *options, "--headless"))
        self.draw()

    # the way forward

    @property
    def forward(self) -> str:
        if self.done:
            return super().forward
        if not self.seen or self.errors:
            return "Look again" if self.look.steps else "Look"
        return "Finish" if self.nothing else "Clean up"

    @property
    def closed(self) -> str:
        if (closed := super().closed) or not self.seen or self.errors or self.nothing:
            return closed
        left = len(self.items) - len(self.ticked)
        noun = "One item" if left == 1 else f"{left} items"
        return f"{noun} of the checklist left: look at each, tick it with space." if left else ""

    def advice(self) -> str:
        if not self.seen or self.done:
            return super().advice() if not self.done else "Cleaned up. This was the last step."
        if self.errors:
            return f"{len(self.errors)} in the way: change or drop these first, then look again."
        return "Enter asks for the plan's own words, then cleans up."

    def action_forward(self) -> None:
        """Look, which needs no permission, then ask, then do it."""
        if self.done or self.nothing:
            super().action_forward()
        elif not self.seen or self.errors:
            self.action_look()
        else:
            self.app.push_screen(self._question(), self._confirmed)

    def _question(self) -> Confirm:
        plan = self.session.plan
        assert plan is not None and plan.clean_up is not None
        verb = "Drop" if plan.clean_up.action == "drop" else "Rename"
        of = len(plan.clean_up.tables)
        verb = f"{verb} {'1 table' if of == 1 else f'{of} tables'}"
        return Confirm("Clean up", list(self._stakes()), plan.clean_up.confirm or "", verb)

    def _stakes(self) -> Iterator[tuple[Part, ...]]:
        """Which database, how much of it, and what there is to fall back on."""
        plan = self.session.plan
        assert plan is not None and plan.clean_up is not None
        yield "In ", (short(plan.source), "strong")
        facts = [finding.fact for finding in self.look.of(Finding)]
        tables = [fact for fact in facts if not fact.startswith("backup ")]
        yield from ((fact,) for fact in tables[:SHOWN])
        if len(tables) > SHOWN:
            yield (f"and {len(tables) - SHOWN} tables more",)
        yield from ((fact,) for fact in facts if fact.startswith("backup "))
        started, found = self.session.state(BY_NAME["verify"]).started, self.session.verdicts
        match = sum(1 for verdict in found if not verdict.bad)
        at = started.at[:16].replace("T", " ") if started else ""
        yield (f"verified: {match} of {len(found)} match, {at} UTC",)
        for verdict in found:
            if verdict.note:
                yield f"{verdict.name}: {verdict.explanation}, ", ("accepted: ", "warn")
                yield (verdict.note,)
        if plan.clean_up.action == "drop":
            yield (("They go for good; only the backup has their rows then.", "bad"),)

    def _confirmed(self, typed: str | None) -> None:
        if typed is None or self.session.gate(self.stage):
            return
        acks = (word for name in self.ticked for word in ("--ack", name))
        self.said = ("--confirm", typed, *acks)
        permit(self.wizard, self.stage.title, self.begin)

    def begin(self) -> None:
        """With what was ticked and typed; once more where the guard did not take a password."""
        self.session.start(self.stage, self.said)
        self.draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "tick":
            return bool(self.items) and not self.done
        if action == "look":
            return bool(self.look.steps) and not self.done and not self.session.gate(self.stage)
        return super().check_action(action, parameters)
