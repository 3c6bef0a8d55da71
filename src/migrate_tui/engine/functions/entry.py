"""One entry per plan function: its words, its SQL on both databases, its meaning in Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.functions.compiled import Arguments, Compiled
from migrate_tui.engine.functions.values import Value


@dataclass(frozen=True)
class Function:
    """`literals` are the positions of arguments that must be constants; `zoned` takes `zone=`."""

    name: str
    signature: str
    doc: str
    example: str
    build: Callable[[Arguments], Compiled]
    reference: Callable[..., Value]
    least: int = 1
    most: int | None = 1
    literals: tuple[int, ...] = ()
    zoned: bool = False

    def check(self, count: int) -> None:
        """Raises PlanError where a call has too few or too many arguments."""
        if count < self.least or (self.most is not None and count > self.most):
            raise PlanError(f"{self.name} takes {self._wanted()}, not {count}", self.signature)

    def _wanted(self) -> str:
        if self.most is None:
            return f"at least {_arguments(self.least)}"
        if self.most == self.least:
            return _arguments(self.least)
        return f"{self.least} to {_arguments(self.most)}"


def _arguments(count: int) -> str:
    return f"{count} argument{'' if count == 1 else 's'}"
