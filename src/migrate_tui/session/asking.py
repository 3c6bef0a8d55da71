"""A question to the engine that only reads: a command in a process of its own, its JSON the answer.

Nobody waits for it: `poll` looks, `stop` lets go of what is no longer wanted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from migrate_tui.engine.apart import Apart


@dataclass
class Question:
    """One command: `answer` is its JSON once it is done, `error` what it said where it failed."""

    engine: Apart
    answer: dict[str, Any] | None = None
    error: tuple[str, ...] = ()
    done: bool = False
    out: str = ""
    code: int | None = None

    @staticmethod
    def ask(words: Sequence[str]) -> Question:
        return Question(Apart.start(("-m", "migrate_tui", *words), None))

    def poll(self) -> bool:
        """Whether it has ended just now."""
        if self.done or self.engine.process.poll() is None:
            return False
        self.done = True
        self.code = self.engine.process.returncode
        self.out, err = self.engine.said()
        try:
            self.answer = json.loads(self.out)
        except ValueError:
            lines = tuple(line for line in err.splitlines() if line.strip())
            self.error = lines or ("the engine ended without a word",)
        return True

    @property
    def said(self) -> tuple[str, ...]:
        """What it has told on the way."""
        return tuple(line for line in self.engine.said()[1].splitlines() if line.strip())

    def stop(self) -> None:
        if not self.done:
            self.done = True
            self.engine.stop()
