"""The plan: both databases, what preflight found, runs to go on with; and its mappings in full."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from migrate_tui.screens import plan_facts as facts
from migrate_tui.screens import plan_mappings as mappings
from migrate_tui.screens.sampler import Sampler
from migrate_tui.screens.step import StepScreen
from migrate_tui.session.past import Past, past
from migrate_tui.session.stages import BY_NAME
from migrate_tui.widgets.grid import Grid, Heading
from migrate_tui.widgets.panel import Panel
from migrate_tui.widgets.words import words

VIEW = "-mappings"
RUNS = (Heading("", widest=16), Heading("run"), Heading("did"), Heading("when", right=True))


class PlanScreen(StepScreen):
    stage = BY_NAME["plan"]
    CSS_PATH = "plan.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "turn", "Mappings", id="plan.mappings"),
        Binding("r", "recheck", "Re-check", id="plan.recheck"),
    ]

    def body(self) -> Iterator[Widget]:
        glyphs = self.wizard.glyphs
        self.past: tuple[Past, ...] = ()
        self._listed: object = None
        with Vertical(id="overview"):
            yield Panel("Plan", id="facts")
            yield Panel("Preflight", id="findings")
            yield Grid(glyphs, *RUNS, id="runs")
        with Vertical(id="mappings"):
            with Horizontal(id="chosen"):
                yield Grid(glyphs, *mappings.MAPPINGS, id="list")
                with Vertical(id="right"):
                    yield Panel("Rules", id="rules")
                    yield Grid(glyphs, *mappings.COLUMNS, id="columns")
            yield Sampler(glyphs, id="sample")

    def on_mount(self) -> None:
        for name, title in (("runs", "Runs"), ("list", "Mappings"), ("columns", "Columns")):
            self.query_one(f"#{name}", Grid).border_title = words(title)
        self.begins_by_itself()

    def begins_by_itself(self) -> None:
        """Preflight only reads; it does not wait to be asked, unless there is more to see."""
        later = self.session.stages.keys() - {self.stage.name}
        if not later and not self.closed_now:
            self.begin()

    @property
    def closed_now(self) -> str:
        return self.session.gate(self.stage)

    def advice(self) -> str:
        if self.done:
            return "Nothing has been changed. The next step writes a copy of the database."
        return super().advice()

    # drawing

    def show(self) -> None:
        self.show_overview()
        plan = self.session.plan
        if plan is not None and self.has_class(VIEW):
            self.query_one("#list", Grid).tell(mappings.mapping_rows(plan))
            self.show_mapping()

    def show_overview(self) -> None:
        glyphs, session = self.wizard.glyphs, self.session
        panel, found = self.query_one("#findings", Panel), facts.findings(self.state)
        self.query_one("#facts").display = not session.problems
        if session.problems:
            many = len(session.problems)
            title = f"{session.call.plan.name}  {many} problem{'s' if many > 1 else ''}"
            panel.tell(facts.unreadable(session.problems, glyphs), title)
        else:
            self.query_one("#facts", Panel).tell(facts.facts(session, glyphs), "Plan")
            asking = "Preflight  looking at both databases" + glyphs.ellipsis
            title = asking if self.status == "running" else facts.title(found, glyphs)
            panel.tell(facts.listed(found, glyphs, self.size.width - 8), title)
        self.show_runs()

    def show_runs(self) -> None:
        """Read anew only when a run has begun or ended."""
        session, grid = self.session, self.query_one("#runs", Grid)
        now = session.current and session.current.run, session.busy
        if now != self._listed:
            self._listed, self.past = now, past(session.call.plan)
            glyphs = self.wizard.glyphs
            rows = [
                ((f"{glyphs.of(one.status)} {one.status}", facts.tone(one.status)),
                 one.record.run, one.what, one.age)
                for one in self.past
            ]  # fmt: skip
            grid.tell(rows)
        grid.display = bool(self.past)

    def show_mapping(self) -> None:
        plan, at = self.session.plan, self.query_one("#list", Grid).cursor
        if plan is None or not plan.mappings:
            return
        mapping = plan.mappings[min(at, len(plan.mappings) - 1)]
        sampler = self.query_one(Sampler)
        self.query_one("#rules", Panel).tell(mappings.rules(mapping), mapping.name)
        self.query_one("#columns", Grid).tell(mappings.column_rows(mapping, sampler.of(mapping)))
        sampler.want(self.session.call, mapping)

    @on(Sampler.Answered)
    @on(Grid.Moved, "#list")
    def another(self) -> None:
        self.show_mapping()

    # keys

    @property
    def lists(self) -> list[Widget]:
        if self.has_class(VIEW):
            return [self.query_one("#list")]
        found = [self.query_one("#findings"), self.query_one("#runs")]
        return [widget for widget in found if widget.display]

    def action_turn(self) -> None:
        self.toggle_class(VIEW)
        self.set_focus(self.query_one("#list") if self.has_class(VIEW) else None)
        self.draw()

    def action_recheck(self) -> None:
        """The plan's file is read again too: what was approved of another text no longer holds."""
        before = self.session.plan and self.session.plan.digest()
        self.session.read_plan()
        self.query_one(Sampler).forget()
        plan = self.session.plan
        if before and plan and plan.digest() != before:
            self.session.forget_after(BY_NAME["schema"])
        if not self.closed_now:
            self.begin()
        self.draw()

    def action_leave_list(self) -> None:
        if self.has_class(VIEW):
            self.action_turn()
        else:
            super().action_leave_list()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "turn":
            return self.session.plan is not None
        if action == "recheck":
            return not self.session.busy
        if action == "leave_list" and self.has_class(VIEW):
            return True
        return super().check_action(action, parameters)

    @on(Grid.Opened, "#runs")
    def attach(self, event: Grid.Opened) -> None:
        """A run at work is followed from here on; one that is over is looked at."""
        self.wizard.go(self.session.attach(self.past[event.at].record))
