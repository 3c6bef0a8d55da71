"""Rows of the chosen mapping, asked of the engine; a slow database never holds a key up."""

from __future__ import annotations

import time

from textual.message import Message

from migrate_tui.engine.history import Call
from migrate_tui.engine.plan import Mapping
from migrate_tui.screens.plan_mappings import Answer, sample_rows
from migrate_tui.session.asking import Question
from migrate_tui.terminal import Glyphs
from migrate_tui.widgets.grid import Grid, Heading
from migrate_tui.widgets.words import words

LIMIT = 6
WAIT = 0.3  # seconds that the cursor has to rest
LOOK = 0.25


class Sampler(Grid):
    """Asks for one mapping at a time and keeps what it was told."""

    class Answered(Message):
        """Rows and types of a mapping are here."""

    def __init__(self, glyphs: Glyphs, **names: str) -> None:
        super().__init__(glyphs, **names)
        self._call: Call | None = None
        self._wanted, self._since = "", 0.0
        self._asked = ""
        self._question: Question | None = None
        self._known: dict[str, Question] = {}

    def on_mount(self) -> None:
        self.set_interval(LOOK, self._turn)
        self._titled("")

    def on_unmount(self) -> None:
        self._let_go()

    def of(self, mapping: Mapping) -> Answer | None:
        found = self._known.get(mapping.name)
        return found.answer if found else None

    def want(self, call: Call, mapping: Mapping) -> None:
        if (self._call, self._wanted) == (call, mapping.name):
            return
        self._call, self._wanted, self._since = call, mapping.name, time.monotonic()
        self._show()

    def forget(self) -> None:
        """The plan or the data may be others now."""
        self._let_go()
        self._known.clear()
        self._since = time.monotonic()

    def _let_go(self) -> None:
        if self._question is not None:
            self._question.stop()
        self._question, self._asked = None, ""

    def _turn(self) -> None:
        if self._question is not None and self._question.poll():
            self._known[self._asked] = self._question
            self._question, self._asked = None, ""
            self._show()
            self.post_message(self.Answered())
        rests = time.monotonic() - self._since >= WAIT
        if self._wanted and rests and self._wanted not in (self._asked, *self._known):
            self._let_go()
            self._ask()

    def _ask(self) -> None:
        assert self._call is not None
        self._asked = self._wanted
        self._question = Question.ask(words_of(self._call, self._wanted))

    def _show(self) -> None:
        found = self._known.get(self._wanted)
        if found is None:
            self.tell((), ())
            self._titled(f"asking the source{self.glyphs.ellipsis}")
        elif found.answer is None:
            self.tell([((line, "bad"),) for line in found.error], (Heading("", widest=400),))
            self._titled("cannot be shown")
        else:
            rows, headings = sample_rows(found.answer)
            self.tell(rows, headings)
            self._titled(found.answer["note"] or ("" if rows else "the source has no rows"))

    def _titled(self, told: str) -> None:
        name = f"Before and after: {self._wanted}" if self._wanted else "Before and after"
        self.border_title = words(f"{name}  {told}".rstrip())


def words_of(call: Call, mapping: str) -> tuple[str, ...]:
    """The command that a script would use."""
    env = ("--env", call.env) if call.env else ()
    params = (
        word for name, value in call.params.items() for word in ("--param", f"{name}={value}")
    )
    asked = ("--mapping", mapping, "--limit", str(LIMIT), "--json")
    return ("sample", str(call.plan), *asked, *env, *params)
