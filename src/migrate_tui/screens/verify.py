"""Verify: what each side holds, side by side, every difference explained and opened down to cells.

Invariant: a recount changes the line that it counted; the way on is opened by a whole verification.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from migrate_tui.engine.events import Checked, Failed, MappingVerified
from migrate_tui.screens.look import Look, Sheet
from migrate_tui.screens.note import Note
from migrate_tui.screens.permit import permit
from migrate_tui.screens.step import StepScreen
from migrate_tui.screens.verify_rows import (
    CHECK_HEADS,
    COLUMNS,
    HEADS,
    TONES,
    number,
    rows_sheet,
    summary,
    why,
)
from migrate_tui.session.stages import BY_NAME
from migrate_tui.session.verdicts import NUMBERS, Verdict, checks
from migrate_tui.widgets.grid import Grid, Heading, Row
from migrate_tui.widgets.panel import Panel
from migrate_tui.widgets.words import Part, lines, words


class VerifyScreen(StepScreen):
    CSS_PATH = "verify.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "problem(1)", "Next problem", id="verify.next"),
        Binding("N", "problem(-1)", "Last problem", show=False, id="verify.previous"),
        Binding("f", "only_bad", "Only bad", id="verify.bad"),
        Binding("s", "sort", "Sort", id="verify.sort"),
        Binding("S", "reverse", "Turn the order", show=False, id="verify.reverse"),
        Binding("c", "recount", "Recount", id="verify.recount"),
        Binding("R", "recopy", "Recopy", id="verify.recopy"),
        Binding("a", "accept", "Accept", id="verify.accept"),
        Binding("r", "again", "Verify again", show=False, id="verify.again"),
    ]
    stage = BY_NAME["verify"]

    def body(self) -> Iterator[Widget]:
        self.found: tuple[Verdict, ...] = ()
        self.checked: tuple[Checked, ...] = ()
        self.chosen, self.bad_only = "", False
        self.steered = ""  # the run in which somebody chose a line; until then the first is
        self.sorted_by, self.turned = COLUMNS[0], False
        glyphs = self.wizard.glyphs
        yield Panel(self.stage.title, id="facts")
        yield Grid(glyphs, id="verdicts")
        with Container(classes="side", id="beside"):
            yield Panel("why", id="why")
            yield Grid(glyphs, *CHECK_HEADS, id="checks")

    # what stands there

    def show(self) -> None:
        every = self.session.verdicts
        self.found = self._in_order([v for v in every if v.bad or not self.bad_only])
        self.query_one("#facts").display = not every
        for part in ("#verdicts", "#beside"):
            self.query_one(part).display = bool(every)
        if not every:
            self.query_one("#facts", Panel).tell(words(self.stage.does))
            return
        self._show_verdicts(every)
        self._show_why()
        self._show_checks()

    def _show_verdicts(self, every: tuple[Verdict, ...]) -> None:
        grid = self.query_one("#verdicts", Grid)
        names = [verdict.name for verdict in self.found]
        if self.state.run != self.steered or self.chosen not in names:
            self.chosen = names[0] if names else ""
        grid.cursor = names.index(self.chosen) if names else 0
        grid.border_title = words(f"{self.stage.title}   {summary(every)}   {self._order()}")
        grid.tell([self._row(verdict) for verdict in self.found], HEADS)

    def _row(self, verdict: Verdict) -> Row:
        word, tone = verdict.word, TONES[verdict.word]
        return (
            (self.wizard.glyphs.of("warning" if word == "accepted" else word), tone),
            (verdict.name, tone if verdict.bad else ""),
            *(number(verdict.number(name), name) for name in NUMBERS),
            (word, tone),
            (verdict.explanation, "dim"),
        )

    def _order(self) -> str:
        glyphs = self.wizard.glyphs
        only = ", only bad" if self.bad_only else ""
        return f"by {self.sorted_by} {glyphs.up if self.turned else glyphs.down}{only}"

    def _show_why(self) -> None:
        verdict = self.verdict
        if verdict is None:
            told = words("Nothing is wrong." if self.bad_only else "")
        else:
            said = [*self._refused(), *why(verdict, self.session.busy)]
            told = lines(*(words(*line) for line in said))
        name = verdict.name if verdict else ""
        self.query_one("#why", Panel).tell(told, f"{name}: why" if name else "why")

    def _refused(self) -> Iterator[tuple[Part, ...]]:
        """Why the last recount or recopy came to nothing."""
        last = self.session.parts[-1].state if self.session.parts else None
        if last is not None and last.finished and not last.of(MappingVerified):
            for failed in last.of(Failed):
                yield ((f"{self.wizard.glyphs.of('error')} {failed.message}", "bad"),)
                if failed.hint:
                    yield ((f"  {failed.hint}", "dim"),)

    def _show_checks(self) -> None:
        self.checked = checks(self.state)
        failed = sum(1 for check in self.checked if not check.ok)
        grid = self.query_one("#checks", Grid)
        ok = len(self.checked) - failed
        grid.border_title = words(f"Checks   {ok} ok{f', {failed} not' if failed else ''}")
        shown = [check for check in self.checked if not (self.bad_only and check.ok)]
        grid.tell([self._check(check) for check in shown])

    def _check(self, check: Checked) -> Row:
        tone = "good" if check.ok else "bad"
        glyph = self.wizard.glyphs.of("ok" if check.ok else "failed")
        name = check.name if check.own else f"{check.name} (plan)"
        return ((glyph, tone), (name, "" if check.ok else tone), check.expected, check.actual)

    @property
    def verdict(self) -> Verdict | None:
        return next((verdict for verdict in self.found if verdict.name == self.chosen), None)

    # order and problems

    def _in_order(self, found: list[Verdict]) -> tuple[Verdict, ...]:
        """Numbers from the greatest, names from the first, the bad before the good."""
        column = self.sorted_by
        if column == "verdict":
            found.sort(key=lambda verdict: not verdict.bad)
        elif column == "mapping":
            found.sort(key=lambda verdict: verdict.name)
        else:
            found.sort(key=lambda verdict: -(verdict.number(column) or 0))
        return tuple(reversed(found) if self.turned else found)

    def action_sort(self) -> None:
        self.sorted_by = COLUMNS[(COLUMNS.index(self.sorted_by) + 1) % len(COLUMNS)]
        self.draw()

    def action_reverse(self) -> None:
        self.turned = not self.turned
        self.draw()

    def action_only_bad(self) -> None:
        self.bad_only = not self.bad_only
        self.draw()

    def action_problem(self, by: int) -> None:
        """The next mapping that differs, around the end."""
        bad = [verdict.name for verdict in self.found if verdict.bad]
        at = bad.index(self.chosen) if self.chosen in bad else -1 if by > 0 else 0
        self.chosen, self.steered = bad[(at + by) % len(bad)], self.state.run
        self.draw()

    @on(Grid.Moved, "#verdicts")
    def moved(self, event: Grid.Moved) -> None:
        if event.at < len(self.found) and self.found[event.at].name != self.chosen:
            self.chosen, self.steered = self.found[event.at].name, self.state.run
            self.draw()

    # closer

    @on(Grid.Opened, "#verdicts")
    def open_mapping(self) -> None:
        if self.verdict is not None:
            self.app.push_screen(Look(rows_sheet(self.verdict), self.wizard.glyphs))

    @on(Grid.Opened, "#checks")
    def open_check(self, event: Grid.Opened) -> None:
        row = zip(CHECK_HEADS[1:], event.grid.rows[event.at][1:], strict=True)
        facts = tuple((heading.name, part) for heading, part in row)
        sheet = Sheet("check", (Heading("what"), Heading("it is", widest=80)), facts)
        self.app.push_screen(Look(sheet, self.wizard.glyphs))

    # again

    @property
    def idle(self) -> bool:
        return not self.session.busy and not self.session.problems

    def action_recount(self) -> None:
        self.session.recount(self.chosen)
        self.draw()

    def action_recopy(self) -> None:
        name = self.chosen

        def copy() -> None:
            self.session.recopy(name)
            self.draw()

        permit(self.wizard, "Recopy", copy)

    def action_accept(self) -> None:
        verdict = self.verdict
        assert verdict is not None
        facts: list[list[Part]] = [[(verdict.explanation, "bad")], ["Why is it taken as it is?"]]
        self.app.push_screen(Note(f"Accept {verdict.name}", facts), self._accepted)

    def _accepted(self, note: str | None) -> None:
        if note is not None:
            self.session.accept(self.chosen, note)
            self.draw()

    def action_again(self) -> None:
        self.begin()

    def advice(self) -> str:
        return summary(self.session.verdicts) if self.done else super().advice()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "problem":
            return any(verdict.bad for verdict in self.found)
        if action in ("only_bad", "sort", "reverse"):
            return bool(self.found) or self.bad_only
        if action == "recount":
            return self.verdict is not None and self.idle
        if action in ("recopy", "accept"):
            bad = self.verdict is not None and self.verdict.bad
            return bad and self.idle and not self.session.read_only
        if action == "again":
            return self.done and self.idle
        return super().check_action(action, parameters)
