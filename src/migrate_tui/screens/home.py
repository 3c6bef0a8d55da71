"""The start page: plans that were opened here, recipes to try, and the way to a new plan."""

from __future__ import annotations

import shlex
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from migrate_tui.recipes import RECIPES
from migrate_tui.render.style import PLAIN, TONES
from migrate_tui.screens.new_plan import NewPlan
from migrate_tui.session.asking import Question
from migrate_tui.session.past import ago, past
from migrate_tui.session.recent import Recent, recents
from migrate_tui.widgets.grid import Grid, Heading, Row
from migrate_tui.widgets.keys import Hint, Keys
from migrate_tui.widgets.words import status, words

if TYPE_CHECKING:
    from migrate_tui.start import Start

PLANS = (
    Heading("opened", right=True),
    Heading("last run", widest=14),
    Heading("did", widest=16),
    Heading("plan", widest=200),
)
TRIES = (Heading("recipe"), Heading("what happens", widest=90))
LOOK = 0.25


class Home(Screen[None]):
    AUTO_FOCUS = ""
    CSS_PATH = "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New plan", id="start.new"),
        Binding("tab", "turn", "Other list", id="start.lists"),
        Binding("q,escape", "app.quit", "Quit", id="start.quit"),
    ]

    @property
    def start(self) -> Start:
        return cast("Start", self.app)

    def compose(self) -> ComposeResult:
        self.question: Question | None = None
        self.folder = Path()
        self.known: tuple[Recent, ...] = ()
        glyphs = self.start.glyphs
        yield Static(words((" migrate-tui ", "strong"), " databases into a new shape"), id="top")
        yield Grid(glyphs, *PLANS, id="plans")
        yield Grid(glyphs, *TRIES, id="recipes")
        yield Static(id="command")
        yield Static(id="status")
        yield Keys(id="keys")

    def on_mount(self) -> None:
        self.known = recents()
        plans, recipes = self.lists
        plans.border_title, recipes.border_title = words("Recent plans"), words("Recipes to try")
        plans.tell([self._plan(one) for one in self.known])
        recipes.tell([(recipe.name, recipe.title) for recipe in RECIPES.values()])
        plans.display = bool(self.known)
        self.set_focus(plans if self.known else recipes)
        self.set_interval(LOOK, self._look)
        hints = [Hint("enter", "Open"), Hint("n", "New plan"), Hint("tab", "Other list")]
        self.query_one(Keys).tell([*hints, Hint("q", "Quit")])
        self.show()

    @property
    def lists(self) -> tuple[Grid, Grid]:
        return self.query_one("#plans", Grid), self.query_one("#recipes", Grid)

    def _plan(self, one: Recent) -> Row:
        path = Path(one.plan)
        if not path.is_file():
            return ago(one.at), ("gone", "dim"), "", one.plan
        last = next(iter(past(path)), None)
        word = last.status if last else ""
        mark = (f"{self.start.glyphs.of(word)} {word}", TONES.get(word, PLAIN)) if word else ""
        return ago(one.at), mark, last.what if last else "", one.plan

    def show(self) -> None:
        focused = self.focused.id if isinstance(self.focused, Grid) else ""
        at = self.focused.cursor if isinstance(self.focused, Grid) else 0
        command = "migrate-tui"
        if focused == "plans" and self.known:
            command = f"migrate-tui {shlex.quote(self.known[at].plan)}"
        elif focused == "recipes":
            command = f"migrate-tui demo {list(RECIPES)[at]}"
        self.query_one("#command", Static).update(words((f" $ {command}", "dim")))
        if self.question is None:
            self.say("enter opens the plan; a recipe is made in a folder of its own first.")

    def say(self, text: str, word: str = "") -> None:
        told = status(word, self.start.glyphs, text) if word else words(text)
        self.query_one("#status", Static).update(Content.assemble(" ", told))

    def on_descendant_focus(self) -> None:
        self.call_after_refresh(self.show)

    @on(Grid.Moved)
    def moved(self) -> None:
        self.show()

    # keys

    def action_turn(self) -> None:
        shown: list[Widget] = [grid for grid in self.lists if grid.display]
        self.set_focus(shown[-1] if self.focused is shown[0] else shown[0])

    def action_new(self) -> None:
        self.app.push_screen(NewPlan())

    @on(Grid.Opened, "#plans")
    def again(self, event: Grid.Opened) -> None:
        one = self.known[event.at]
        if Path(one.plan).is_file():
            self.start.open(Path(one.plan), dict(one.environ), env=one.env)
        else:
            self.say(f"{one.plan} is gone", "error")

    @on(Grid.Opened, "#recipes")
    def make(self, event: Grid.Opened) -> None:
        """A legacy database is made by the command that stands there, in a process of its own."""
        if self.question is None or self.question.done:
            name = list(RECIPES)[event.at]
            self.folder = Path(tempfile.mkdtemp(prefix=f"migrate-tui-{name}-")) / name
            words_ = ("demo", name, "--keep", str(self.folder), "--no-run")
            self.question = Question.ask(words_)
            self.say(f"Making the legacy database of {name}", "running")

    def _look(self) -> None:
        if self.question is None or not self.question.poll():
            return
        plan = self.folder / "plan.yaml"
        if self.question.code == 0 and plan.is_file():
            self.start.open(plan, exported(self.question.out))
        else:
            self.say(" ".join(self.question.error), "error")


def exported(text: str) -> dict[str, str]:
    """The variables that a plan of the demo wants, as the demo told them."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("export "):
            name, _, url = shlex.split(line)[1].partition("=")
            found[name] = url
    return found
