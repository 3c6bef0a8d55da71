"""What the plan wants to hear before anything is written: its name, its guard's password.

The password goes to the engine's process and nowhere else; it is never shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from migrate_tui.engine.secrets import mask, remember
from migrate_tui.screens.confirm import Confirm
from migrate_tui.widgets.field import Field
from migrate_tui.widgets.words import Part, lines, words

if TYPE_CHECKING:
    from migrate_tui.app import Wizard
    from migrate_tui.session.session import Session

KEYS = "enter goes on, esc writes nothing"


class Password(ModalScreen[str | None]):
    """What was typed, or None. Nothing that is typed is drawn."""

    AUTO_FOCUS = "#password"
    CSS_PATH = "permit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="password.cancel"),
    ]

    def __init__(self, title: str, facts: Sequence[Sequence[Part]]) -> None:
        super().__init__()
        self._title, self._facts = title, facts

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as dialog:
            dialog.border_title = words(self._title)
            yield Static(lines(*(words(*fact) for fact in self._facts)), id="facts")
            yield Field(password=True, id="password")
            yield Static(words((KEYS, "dim")), id="keys")

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False

    @on(Input.Submitted)
    def go(self, event: Input.Submitted) -> None:
        if event.value:
            self.dismiss(event.value)

    def action_cancel(self) -> None:
        self.dismiss(None)


def permit(wizard: Wizard, what: str, then: Callable[[], None]) -> None:
    """Ask for whatever this plan wants to hear, then do it; with nothing to ask it is done."""
    session = wizard.session
    plan = session.plan
    if plan is not None and plan.protected and not session.said:

        def named(word: str | None) -> None:
            if word:
                session.said = ("--confirm", word)
                permit(wizard, what, then)

        wizard.push_screen(
            Confirm(f"{what} in {plan.env}", _protected(session), plan.plan, what), named
        )
    elif session.locked:

        def typed(secret: str | None) -> None:
            session.refusal = ""
            if secret is None:
                session.said = ()
                return
            remember(secret)
            session.password = secret
            permit(wizard, what, then)

        wizard.push_screen(Password(f"{what}: the plan has a guard", _guarded(session)), typed)
    else:
        then()


def _protected(session: Session) -> list[list[Part]]:
    plan = session.plan
    assert plan is not None
    target = plan.source if plan.target == "same" else plan.target
    return [
        ["The environment ", (plan.env or "", "strong"), " is protected. This writes to"],
        [(mask(target), "strong")],
        ["with the plan ", (plan.plan, "strong"), "."],
    ]


def _guarded(session: Session) -> list[list[Part]]:
    assert session.plan is not None
    told: list[list[Part]] = [
        ["Whoever writes with the plan ", (session.plan.plan, "strong"), " needs its password."]
    ]
    if session.refusal:
        refusal = session.refusal
        told.insert(0, [(f"{refusal[:1].upper()}{refusal[1:]}. Nothing was written.", "bad")])
    return told
