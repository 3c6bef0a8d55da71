"""An engine that says what a test wants to hear: the commands are tried without a database."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator, MutableMapping
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from click.testing import Result

import migrate_tui.engine.run  # noqa: F401  what is replaced has been loaded by others before
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.events import Event, Note, StepStarted
from recorded import DONE, RUN, STARTED

Call = Callable[..., Result]
Script = Iterable[Event | BaseException]


class FakeEngine:
    """Yields its script, or raises what stands in it; remembers what it was asked."""

    def __init__(self, script: Script = DONE) -> None:
        self.script = script
        self.asked: dict[str, Any] = {}
        self.problems: tuple[str, ...] = ()
        self.closed = False

    def events(self, **asked: Any) -> Generator[Event, None, None]:
        self.asked |= asked
        try:
            if isinstance(self.script, Iterator):
                yield from self.script
            else:
                yield from _played(self.script)
        finally:
            self.closed = True

    def load_plan(self, path: Path, **asked: Any) -> SimpleNamespace:
        self.asked |= {"plan": path, **asked}
        if self.problems:
            raise PlanError("the plan is wrong", "see the lines", self.problems)
        url = f"sqlite:///{path.parent / 'old.db'}"
        return SimpleNamespace(
            source=url,
            target="same",
            timezone="UTC",
            directory=path.resolve().parent,
            mask=(),
            entries={},
            guard=None,
            seed=(),
            mappings=tuple(SimpleNamespace(name=name) for name in ("a", "b", "c", "students")),
        )

    def install(self, modules: MutableMapping[str, ModuleType]) -> None:
        run, plan = ModuleType("run"), ModuleType("plan")
        vars(run).update(
            Run=lambda plan, options, *steps, env=None: SimpleNamespace(
                events=lambda: self.events(options=options, steps=steps, run_env=env),
                options=options,
                writes=None,
            ),
            check=lambda plan, options: self.events(options=options),
            rollback=lambda plan, options, **more: self.events(options=options, **more),
            restore=lambda plan, options, backup, run: self.events(backup=backup, run=run),
        )
        vars(plan).update(load_plan=self.load_plan, Plan=object)
        modules["migrate_tui.engine.run"], modules["migrate_tui.engine.plan"] = run, plan


def _played(script: Script) -> Iterator[Event]:
    for event in script:
        if isinstance(event, BaseException):
            raise event
        yield event


def main() -> None:
    """The program on a fake engine; FAKE names the script."""
    from migrate_tui.cli import main

    FakeEngine(SCRIPTS[os.environ.get("FAKE", "whole")]()).install(sys.modules)
    main()


def _endless() -> Iterable[Event]:
    """A run that waits until somebody interrupts it."""
    yield STARTED
    yield StepStarted("migrate")
    while True:
        time.sleep(0.01)
        yield Note("working")


SCRIPTS = {"whole": lambda: RUN, "endless": _endless}

if __name__ == "__main__":
    main()
