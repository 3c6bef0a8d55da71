"""The dialog before what cannot be undone: no key but the right word opens it."""

from __future__ import annotations

import asyncio
import random
import string

import pytest
from textual.app import App

from migrate_tui.screens.confirm import Confirm

KEYS = (*string.ascii_lowercase, *string.digits, "enter", "space", "tab", "down", "up", "left")


class Asked(App[None]):
    answers: tuple[str | None, ...] = ()

    def on_mount(self) -> None:
        ask = Confirm(
            "Delete [/x]", [["2 tables in ", ("shop [b]", "strong")]], "shop_old", "Delete"
        )
        self.push_screen(ask, self.take)

    def take(self, answer: str | None) -> None:
        self.answers = (*self.answers, answer)


def pressed(*keys: str) -> Asked:
    app = Asked()

    async def run() -> None:
        async with app.run_test() as pilot:
            await pilot.press(*keys)
            await pilot.pause()

    asyncio.run(run())
    return app


@pytest.mark.parametrize("seed", range(10))
def test_twenty_keys_at_random_never_confirm(seed: int) -> None:
    keys = random.Random(seed).choices(KEYS, k=20)
    assert [a for a in pressed(*keys).answers if a is not None] == [], keys


def test_enter_at_once_cancels() -> None:
    assert pressed("enter").answers == (None,)


def test_the_word_and_enter_confirm() -> None:
    assert pressed("up", "up", "tab", "tab", "tab", *"shop_ol", "enter").answers in ((), (None,))
    assert pressed("shift+tab", *"shop_old", "enter").answers == ("shop_old",)


def test_escape_cancels_whatever_is_typed() -> None:
    assert pressed("shift+tab", *"shop_old", "escape").answers == (None,)
