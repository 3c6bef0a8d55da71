"""What of a dry run has to be on the screen before it can be approved, and what has been there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from migrate_tui.session.changes import Change

Risk = tuple[Change, str]  # a mapping, and a list of it that somebody has to see


@dataclass(frozen=True)
class Risks:
    """Of the changes of one run; what is seen of a run says nothing of the next."""

    run: str
    found: tuple[Change, ...]
    seen: set[tuple[str, str, str]]  # run, mapping, list

    def unread_of(self, change: Change) -> tuple[str, ...]:
        return tuple(n for n in change.risky if (self.run, change.name, n) not in self.seen)

    def see(self, change: Change, name: str) -> None:
        self.seen.add((self.run, change.name, name))

    @property
    def unread(self) -> list[Risk]:
        return [(change, name) for change in self.found for name in self.unread_of(change)]

    @property
    def all(self) -> list[Risk]:
        return [(change, name) for change in self.found for name in change.risky]

    def after(self, mapping: str, name: str, by: int) -> Risk:
        """The next risk that nobody has looked at yet, else the next of all, around the end."""
        here: Sequence[tuple[str, str]] = [(change.name, n) for change, n in self.all]
        at = here.index((mapping, name)) if (mapping, name) in here else -by
        turn = [self.all[(at + by * step) % len(here)] for step in range(1, len(here) + 1)]
        unread = [risk for risk in turn if risk in self.unread]
        return (unread or turn)[0]
