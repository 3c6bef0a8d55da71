"""Migrate: how far every mapping is, how fast, how long still; to pause, slow or cancel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from migrate_tui.engine.events import Counts, RejectedRow
from migrate_tui.engine.live import look
from migrate_tui.engine.state import RunState
from migrate_tui.render.words import PARTS, became, limits, number
from migrate_tui.screens.ask import Ask
from migrate_tui.screens.detail import Detail
from migrate_tui.screens.step import StepScreen
from migrate_tui.screens.throttle import Limits, Throttle
from migrate_tui.session.stages import BY_NAME
from migrate_tui.session.work import Load, loads, total_of
from migrate_tui.widgets.bar import bar, percent, sparkline
from migrate_tui.widgets.grid import Grid, Heading, Row
from migrate_tui.widgets.panel import Panel
from migrate_tui.widgets.words import clipped, clock, lines, words

HEADINGS = (
    Heading("", widest=12),
    Heading("mapping"),
    Heading("progress", widest=24),
    Heading("rows", right=True),
    Heading("written", right=True),
    Heading("rejected", right=True),
)
KEPT = (
    "What is committed stays, range by range. The range in work is finished first.",
    "Running migrate again goes on where it stopped; rollback undoes what was written.",
)


class MigrateScreen(StepScreen):
    stage = BY_NAME["migrate"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause", "Pause", id="migrate.pause"),
        Binding("x", "cancel", "Cancel", id="migrate.cancel"),
        Binding("t", "throttle", "Throttle", id="migrate.throttle"),
    ]

    def body(self) -> Iterator[Widget]:
        yield Panel("Migrate", id="total")
        yield Grid(self.wizard.glyphs, *HEADINGS, id="mappings")
        yield Static(id="identity")

    def show(self) -> None:
        found = self.loads()
        self.query_one("#total", Panel).tell(self._total(found), f"Migrate  {self.word}")
        grid = self.query_one("#mappings", Grid)
        grid.tell([self._row(load) for load in found])
        grid.border_title = words(f"Mappings {len(found)}")
        self._tell_identity()

    def loads(self) -> list[Load]:
        """The mappings, those at work first."""
        return loads(self.session.plan, self.state, self.dry, self.stage_steps, self.status)

    @property
    def dry(self) -> RunState:
        """The look before: it named the first rejects of every mapping."""
        return self.session.state(BY_NAME["dry-run"])

    @property
    def stage_steps(self) -> tuple[str, ...]:
        return ("seed", *self.stage.steps)

    @property
    def word(self) -> str:
        """What the run is doing, apart from when it will be done."""
        if self.status != "running":
            return self.status
        return "throttled" if self.state.throttled else "copying"

    def _total(self, found: list[Load]) -> Content:
        glyphs, whole = self.wizard.glyphs, total_of(found)
        finished = self.status == "done"
        width = max(10, self.size.width - 46)
        drawn = bar(whole.done, whole.total, width, glyphs, finished=finished)
        share = percent(whole.done, whole.total, finished)
        count = f"{number(whole.done)} / {number(whole.total)} rows"
        head = Content.assemble("Total ", drawn, words(f" {share}  {count}"))
        return lines(head, *self._pace(whole))

    def _pace(self, whole: Load) -> Iterator[Content]:
        run, glyphs = self.session.of(self.stage), self.wizard.glyphs
        if run is None or run.ended:
            return
        rates = run.rates
        wave = sparkline(rates.buckets, 20, glyphs)
        peak = f"  peak {rates.peak:,}" if self.size.width >= 100 else ""
        speed = f"{rates.rate:,.0f} rows/s  {wave}{peak}"
        since = f"   elapsed {clock(self.session.elapsed)}" if self.size.width >= 110 else ""
        yield words("      ", speed, since, f"   {self._eta(whole)}")
        slow = f"   {limits(self.state.throttled)}" if self.state.throttled else ""
        yield words("      ", ("state ", "dim"), self.word.upper(), slow)

    def _eta(self, whole: Load) -> str:
        run = self.session.of(self.stage)
        left = None if whole.total is None else max(0, whole.total - whole.done)
        span = run.rates.span(left) if run and left is not None else None
        if span is None:
            return "ETA --:--:--"
        eta, error = span
        sure = 1 <= error <= eta  # an error beyond the estimate says nothing but "wait"
        return f"ETA {clock(eta)}" + (f" ±{clock(error)[3:]}" if sure else "")

    def _row(self, load: Load) -> Row:
        glyphs = self.wizard.glyphs
        drawn = bar(load.done, load.total, 14, glyphs, finished=load.finished).plain
        share = percent(load.done, load.total, load.finished)
        tone = {"running": "busy", "done": "good", "rejects": "warn"}.get(load.word, "dim")
        glyph = glyphs.waiting if load.word == "waiting" else glyphs.of(load.glyph)
        counts = load.counts
        return (
            (f"{glyph} {load.word}", tone),
            load.name,
            f"{drawn} {share}",
            number(load.done),
            number(counts.inserted + counts.updated),
            (number(counts.rejected), "warn" if counts.rejected else "dim"),
        )

    def _tell_identity(self) -> None:
        """The accounts of the mapping under the cursor, or of all of them."""
        found, grid = self.loads(), self.query_one("#mappings", Grid)
        one = found[grid.cursor] if grid.has_focus and grid.cursor < len(found) else None
        counts = one.counts if one else sum((load.counts for load in found), Counts())
        if self.status == "waiting" or not counts.read:  # there is nothing to account for
            self.query_one("#identity", Static).update("")
            return
        name = one.name if one else "all"
        word = "balanced" if counts.balanced else "lost"
        glyphs = self.wizard.glyphs
        text = words(
            (f" {glyphs.of(word)} {word}  ", "good" if counts.balanced else "bad"),
            f"{name}: {became(counts)}",
        )
        if text.cell_length > self.size.width - 2:
            text = clipped(text, self.size.width - 2, glyphs)
        self.query_one("#identity", Static).update(text)

    def on_grid_moved(self) -> None:
        self._tell_identity()

    @on(Grid.Opened, "#mappings")
    def open_mapping(self, event: Grid.Opened) -> None:
        load = self.loads()[event.at]
        rejects = [r for r in self.dry.of(RejectedRow) if r.name == load.name]
        self.app.push_screen(Detail(load.name, lines(*_detail(load, rejects))))

    def advice(self) -> str:
        if self.session.busy:
            return f"Safe to close this terminal: the run goes on. {self.reattach}"
        if self.status in ("interrupted", "failed"):
            return "What is committed stays. Migrate again goes on where it stopped."
        return super().advice()

    @property
    def reattach(self) -> str:
        run = self.session.of(self.stage)
        return f"Back to it: migrate-tui attach {run.run}" if run and run.run else ""

    # what is asked of the run

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("pause", "cancel", "throttle"):
            return self.status in ("running", "pausing", "paused")
        return super().check_action(action, parameters)

    def action_pause(self) -> None:
        if self.status == "running":
            self.session.pause()
        else:
            self.session.resume()
        self.draw()

    def action_cancel(self) -> None:
        ask = Ask("Cancel the run?", [[text] for text in KEPT], {"x": "Cancel it"})
        self.app.push_screen(ask, self._cancel)

    def _cancel(self, answer: str | None) -> None:
        if answer:
            self.session.cancel()

    def action_throttle(self) -> None:
        run = self.session.current
        if run is not None and run.record is not None:
            self.app.push_screen(Throttle(look(run.record).limits), self._throttle)

    def _throttle(self, limits: Limits | None) -> None:
        if limits is not None:
            self.session.throttle(**limits)


def _detail(load: Load, rejects: Sequence[RejectedRow]) -> Iterator[Content]:
    """What became of every row of one mapping, a part a line; then the first rejects."""
    for part in ("read", *PARTS, "kept", "deleted"):
        count = getattr(load.counts, part)
        yield words(f"{count:>15,}  ", (part, "" if count else "dim"))
    if rejects:
        yield words()
        yield words(("Rejected, the first of them:", "strong"))
    for row in rejects:
        yield words((f"{row.source} {row.source_key}  ", "warn"), row.reason)
