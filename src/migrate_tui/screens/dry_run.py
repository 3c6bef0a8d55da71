"""Dry run: what would become of every row, the riskiest mapping first, and the word to go on.

Invariant: enter approves only when every reject, delete and merge conflict has been on the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from migrate_tui.screens.dry_run_risks import Risks
from migrate_tui.screens.dry_run_rows import (
    CONFLICT_HEADS,
    LISTS,
    MORE,
    REJECT_HEADS,
    SAID,
    SIGNS,
    TITLES,
    TONES,
    accounts,
    conflict,
    expected,
    number,
    numbers,
    reject,
    summary,
    tabs,
)
from migrate_tui.screens.look import Look, Sheet, cells_sheet
from migrate_tui.screens.step import StepScreen
from migrate_tui.session.changes import CONFLICTS, REJECTS, ROWS, Change, changes
from migrate_tui.session.estimate import estimate
from migrate_tui.session.stages import BY_NAME
from migrate_tui.widgets.diff import Diff
from migrate_tui.widgets.grid import Grid, Heading, Row
from migrate_tui.widgets.panel import Panel
from migrate_tui.widgets.words import lines, words


class DryRunScreen(StepScreen):
    CSS_PATH = "dry_run.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "risk(1)", "Next risk", id="dry-run.next"),
        Binding("N", "risk(-1)", "Last risk", show=False, id="dry-run.previous"),
        Binding("tab", "turn_list", "Next list", id="dry-run.lists"),
        Binding("v", "turn_diff", "View", id="dry-run.view"),
        Binding("m", "more", "More rows", id="dry-run.more"),
        Binding("r", "again", "Look again", id="dry-run.again"),
    ]
    stage = BY_NAME["dry-run"]

    def body(self) -> Iterator[Widget]:
        self.found: tuple[Change, ...] = ()
        self.seen: set[tuple[str, str, str]] = set()  # run, mapping, list
        self.chosen, self.list = "", ROWS
        self.steered = False  # until somebody chooses, the riskiest is
        glyphs = self.wizard.glyphs
        yield Panel(self.stage.title, id="facts")
        yield Grid(glyphs, id="changes")
        yield Static(id="chosen")
        yield Diff(glyphs, "before", "after", id=ROWS)
        yield Grid(glyphs, *CONFLICT_HEADS, id=CONFLICTS)
        yield Grid(glyphs, *REJECT_HEADS, id=REJECTS)

    # what stands there

    def show(self) -> None:
        self.found = changes(self.state)
        self.query_one("#facts").display = not self.found
        for part in ("#changes", "#chosen"):
            self.query_one(part).display = bool(self.found)
        self.query_one("#facts", Panel).tell(words(self.stage.does))
        if self.found:
            self._show_changes()
        self._show_chosen()

    def _show_changes(self) -> None:
        grid = self.query_one("#changes", Grid)
        if self.change is None or not (self.steered or self._is_riskiest(self.found[0])):
            self._choose(self.found[0])
        grid.cursor = [change.name for change in self.found].index(self.chosen)
        shown = numbers(self.found, wide=self.has_class("-wide"))
        heads = [Heading("", widest=1), Heading("mapping", widest=28)]
        heads += [Heading(SAID.get(n, n), right=True) for n in shown]
        time = expected(estimate(self.state), wide=self.has_class("-wide"))
        grid.border_title = words(f"Changes   {summary(self.found)}{time}")
        grid.tell([self._row(change, shown) for change in self.found], heads)

    def _row(self, change: Change, shown: list[str]) -> Row:
        tone = TONES[change.word]
        unread = "bad" if self.risks.unread_of(change) else tone
        return (
            (SIGNS[change.word], unread),
            (change.name, tone),
            *(number(getattr(change.counts, n), n) for n in shown),
        )

    def _show_chosen(self) -> None:
        change = self.change
        for name in LISTS:
            self.query_one(f"#{name}").display = bool(change) and name == self.list
        if change is None:
            return
        if change.progress.finished and self.is_current:
            self.risks.see(change, self.list)
        self.query_one("#chosen", Static).update(
            lines(
                accounts(change, self.size.width - 2, self.wizard.glyphs),
                words(" ", *tabs(change, self.list, self.risks.unread_of(change))),
            )
        )
        self.query_one(Diff).compare(change.samples)
        self.query_one(f"#{CONFLICTS}", Grid).tell([conflict(c) for c in change.conflicts])
        self.query_one(f"#{REJECTS}", Grid).tell([reject(r) for r in change.rejects])

    @property
    def risks(self) -> Risks:
        return Risks(self.state.run, self.found, self.seen)

    @property
    def change(self) -> Change | None:
        return next((change for change in self.found if change.name == self.chosen), None)

    # risks

    def _choose(self, change: Change) -> None:
        """A mapping comes up with its first list that somebody has to see."""
        self.chosen = change.name
        unread = self.risks.unread_of(change)
        self.list = (unread or change.risky or (ROWS,))[0]

    def _is_riskiest(self, first: Change) -> bool:
        """Whether what stands there is: risks come while the mapping is looked at."""
        return self.chosen == first.name and self.list in (first.risky or (ROWS,))

    def action_risk(self, by: int) -> None:
        change, self.list = self.risks.after(self.chosen, self.list, by)
        self.chosen, self.steered = change.name, True
        self.draw()

    @on(Grid.Moved, "#changes")
    def moved(self, event: Grid.Moved) -> None:
        if event.at < len(self.found) and self.found[event.at].name != self.chosen:
            self._choose(self.found[event.at])
            self.steered = True
            self.draw()

    @on(Grid.Opened, "#changes")
    def into_list(self) -> None:
        self.set_focus(self.query_one(f"#{self.list}"))

    def action_turn_list(self) -> None:
        self.steered = True
        self.list = LISTS[(LISTS.index(self.list) + 1) % len(LISTS)]
        if self.focused is not None and self.focused.id in LISTS:
            self.set_focus(None)
        self.draw()

    def action_turn_diff(self) -> None:
        self.query_one(Diff).turn()

    # closer

    @on(Grid.Opened, f"#{ROWS}")
    def open_row(self, event: Grid.Opened) -> None:
        sample = self.query_one(Diff).at(event.at)
        if sample is not None:
            self._look(cells_sheet(sample, "before", "after"))

    @on(Grid.Opened, f"#{CONFLICTS},#{REJECTS}")
    def open_line(self, event: Grid.Opened) -> None:
        heads, row = event.grid.headings, event.grid.rows[event.at]
        facts = tuple((heading.name, part) for heading, part in zip(heads, row, strict=True))
        name = f"{self.chosen}: {TITLES[self.list].lower()}"
        self._look(Sheet(name, (Heading("what"), Heading("it is", widest=80)), facts))

    def _look(self, sheet: Sheet) -> None:
        self.app.push_screen(Look(sheet, self.wizard.glyphs))

    # the way forward

    @property
    def forward(self) -> str:
        if self.done and self.session.void:
            return "Look again"
        if self.done and self.risks.unread:
            return f"Read risk ({len(self.risks.unread)} left)"
        return "Approve" if self.done and not self.session.approved else super().forward

    def advice(self) -> str:
        if not self.done:
            return super().advice()
        if self.session.void:
            return self.session.void
        if self.risks.unread:
            left = len(self.risks.unread)
            noun = "1 risk is" if left == 1 else f"{left} risks are"
            return f"{noun} still unread: enter or n shows the next."
        word = "Approved" if self.session.approved else "To be approved"
        return f"{word}: plan {self.session.fingerprint}, as run {self.state.run} saw it."

    def on_screen_resume(self) -> None:
        self.session.read_plan()
        super().on_screen_resume()

    def action_forward(self) -> None:
        self.session.read_plan()
        if self.done and self.session.void:
            self.begin()
        elif self.done and self.risks.unread:
            self.action_risk(1)
        else:
            if self.done and not self.session.approved:
                self.session.approve()
            super().action_forward()

    def action_again(self) -> None:
        self.begin()

    def action_more(self) -> None:
        self.session.start(self.stage, ("--samples", str(MORE)))
        self.draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "risk":
            return bool(self.risks.all)
        if action in ("turn_list", "turn_diff"):
            return bool(self.found) and (action == "turn_list" or self.list == ROWS)
        if action == "more" and not (self.change and self.change.short and self.list == ROWS):
            return False
        if action in ("again", "more"):
            return self.done and not self.session.gate(self.stage)
        return super().check_action(action, parameters)
