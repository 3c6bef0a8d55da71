"""Schema: every statement before it is applied, what each changes, and how migrations stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from migrate_tui.engine.events import Finding, Note, SchemaStatement
from migrate_tui.render.style import PLAIN, TONES
from migrate_tui.screens.step import StepScreen
from migrate_tui.session.asking import Question
from migrate_tui.session.stages import BY_NAME, after
from migrate_tui.widgets.grid import Grid, Heading, Row
from migrate_tui.widgets.panel import Panel
from migrate_tui.widgets.words import Part, lines, status, words

STATEMENTS = (Heading("", widest=10), Heading("does", widest=60), Heading("where", widest=60))
MIGRATIONS = (Heading("", widest=14), Heading("migration", widest=60), Heading("by"), Heading("at"))
NOTHING = "The schema is as the plan wants it: nothing to apply."
LOOK = 0.25


class SchemaScreen(StepScreen):
    stage = BY_NAME["schema"]
    CSS_PATH = "schema.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "adopt", "Adopt", id="schema.adopt"),
        Binding("r", "again", "Look again", id="schema.again"),
    ]

    def body(self) -> Iterator[Widget]:
        self.question: Question | None = None
        self.extra: tuple[str, ...] = ()
        self.going = False
        self._known: object = None
        glyphs = self.wizard.glyphs
        yield Panel("Schema", id="facts")
        with Horizontal(id="lists"):
            yield Grid(glyphs, *STATEMENTS, id="statements")
            yield Grid(glyphs, *MIGRATIONS, id="migrations")
        yield Panel("Statement", id="sql")

    def on_mount(self) -> None:
        for name in ("statements", "migrations"):
            self.query_one(f"#{name}", Grid).border_title = words(name.capitalize())
        self.set_interval(LOOK, self._look)

    def on_unmount(self) -> None:
        if self.question is not None:
            self.question.stop()

    def on_screen_resume(self) -> None:
        if not self.session.problems and not self.session.busy and self._known != self._now:
            self.ask()
        super().on_screen_resume()

    @property
    def _now(self) -> object:
        """What the answer depends on, as far as it is known here."""
        return self.status, self.session.plan and self.session.plan.digest()

    def ask(self) -> None:
        """What would be done, of an engine that only reads."""
        if self.question is not None:
            self.question.stop()
        self._known = self._now
        self.question = Question.ask((*self.preview_words, "--json"))

    @property
    def preview_words(self) -> tuple[str, ...]:
        call = self.session.call
        env = ("--env", call.env) if call.env else ()
        params = (w for name, value in call.params.items() for w in ("--param", f"{name}={value}"))
        return ("schema", "preview", str(call.plan), *env, *params, *self.extra)

    def _look(self) -> None:
        if self.question is not None and self.question.poll():
            self.draw()

    # what is known

    @property
    def answer(self) -> Mapping[str, Any] | None:
        return self.question.answer if self.question else None

    @property
    def applied(self) -> list[SchemaStatement]:
        return [one for one in self.state.of(SchemaStatement) if one.applied]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to do, as the engine has said just now."""
        told = self.answer
        return told is not None and not told["statements"] and not told["problems"]

    def statements(self) -> list[tuple[Row, str]]:
        """A line in the list and the whole statement, planned or applied."""
        glyphs = self.wizard.glyphs
        if self.status != "waiting" and self.applied:
            planned = {one["sql"]: one for one in (self.before or {}).get("statements", ())}
            found = [(planned.get(one.sql, {}), one.sql) for one in self.applied]
            word = "applied"
        elif self.answer is not None:
            found, word = [(one, one["sql"]) for one in self.answer["statements"]], "pending"
        else:
            return []
        mark: Part = (f"{glyphs.of(word)} {word}", TONES.get(word, PLAIN))
        return [((mark, _does(one, sql), one.get("place", "")), sql) for one, sql in found]

    before: Mapping[str, Any] | None = None  # the answer that the statements were applied after

    # drawing

    def show(self) -> None:
        found = self.statements()
        grid = self.query_one("#statements", Grid)
        grid.tell([row for row, _ in found])
        told = self.answer["migrations"] if self.answer else ()
        migrations = self.query_one("#migrations", Grid)
        migrations.tell([self._migration(one) for one in told])
        grid.display, migrations.display = bool(found), bool(told)
        self.query_one("#lists").display = bool(found or told)
        self.query_one("#facts", Panel).tell(lines(*self.facts(len(found))), "Schema")
        self.show_sql(found)
        if self.going and self.done:
            self.going = False
            self.call_after_refresh(self.action_forward)

    def facts(self, count: int) -> Iterator[Content]:
        glyphs, told = self.wizard.glyphs, self.answer
        if self.session.problems:
            yield words("The plan cannot be read.")
        elif self.question is not None and self.question.error:
            yield from (words((text, "bad")) for text in self.question.error)
        elif self.status == "running":
            yield words(("Applying.", "busy"))
        elif self.done and count:
            yield words(f"{_many(count, 'statement')} applied, with a record of each.")
        elif told is None:
            yield words(f"Reading the schema of the target{glyphs.ellipsis}")
        elif told["problems"]:
            yield from (
                Content.assemble(status("blocked", glyphs), words(f"  {text}"))
                for text in told["problems"]
            )
            yield words(f"{glyphs.arrow} {told['hint']}" if told["hint"] else "")
        elif self.nothing:
            yield words(NOTHING)
        else:
            yield words(f"{_many(count, 'statement')} to apply: {summary(told['statements'])}.")
        yield from self._findings()

    def _findings(self) -> Iterator[Content]:
        glyphs, told = self.wizard.glyphs, self.answer or {}
        seen = [(one.severity, one.fact, one.remedy) for one in self.state.of(Finding)
                if one.step == "schema"]  # fmt: skip
        seen += [(one["severity"], one["fact"], one["remedy"]) for one in told.get("findings", ())]
        for severity, fact, remedy in dict.fromkeys(seen):
            yield Content.assemble(status(severity, glyphs), words(f"  {fact}"))
            yield words(f"  {glyphs.arrow} {remedy}")
        notes = [note.text for note in self.state.of(Note) if note.step == "schema"]
        for text in dict.fromkeys((*told.get("notes", ()), *notes)):
            yield words((text, "dim"))

    def show_sql(self, found: list[tuple[Row, str]]) -> None:
        panel, at = self.query_one("#sql", Panel), self.query_one("#statements", Grid).cursor
        panel.display = bool(found)
        if found:
            _, sql = found[min(at, len(found) - 1)]
            panel.tell(words(sql), f"Statement {min(at, len(found) - 1) + 1} of {len(found)}")

    def _migration(self, one: Mapping[str, str]) -> Row:
        word = one["status"]
        mark = (f"{self.wizard.glyphs.of(word)} {word}", TONES.get(word, PLAIN))
        return mark, one["name"], one["by"], one["at"]

    @on(Grid.Moved, "#statements")
    def another(self) -> None:
        self.show_sql(self.statements())

    # keys

    @property
    def closed(self) -> str:
        if super().closed or self.done:
            return super().closed
        if self.answer is None and self.question is not None and not self.question.done:
            return "The statements are not read yet."
        told = self.answer
        return "The schema cannot be applied as it stands." if told and told["problems"] else ""

    @property
    def forward(self) -> str:
        following = after(self.stage)
        if self.nothing and not self.done and following:
            return following.title
        return super().forward

    @property
    def lists(self) -> list[Widget]:
        found = [self.query_one(f"#{name}") for name in ("statements", "migrations", "facts")]
        return [widget for widget in found if widget.display]

    def begin(self) -> None:
        """Where nothing is to be applied the engine only says so, and the way goes on."""
        self.going, self.before = self.nothing, self.answer
        self.session.start(self.stage, self.extra)
        self.draw()

    def action_again(self) -> None:
        self.ask()
        self.draw()

    def action_adopt(self) -> None:
        """Take what stands without a record as the plan's own."""
        self.extra = ("--adopt",)
        self.action_again()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "adopt":
            return bool(self.answer and "--adopt" in self.answer["hint"] and not self.extra)
        if action == "again":
            return not self.session.busy and not self.done
        return super().check_action(action, parameters)


def _does(one: Mapping[str, Any], sql: str) -> str:
    return str(one.get("does") or " ".join(sql.split())[:60])


def summary(statements: list[Mapping[str, Any]]) -> str:
    """How many of each kind of change; that nothing is dropped is said where it is so."""
    counts: dict[str, int] = {}
    for one in statements:
        verb, _, rest = one["does"].partition(" ")
        kind = f" {rest.partition(' ')[0]}" if verb == "creates" else ""
        counts[f"{verb}{kind}"] = counts.get(f"{verb}{kind}", 0) + 1
    told = [f"{what} ({count})" if count > 1 else what for what, count in counts.items()]
    return ", ".join([*told, *([] if "drops" in counts else ["drops nothing"])])


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
