"""What a verification found, a mapping at a time: a reading of its events and of later recounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from migrate_tui.engine.events import Checked, MappingVerified, RejectedRow, RowSample
from migrate_tui.engine.state import Progress, RunState
from migrate_tui.session.changes import by_name

OFF = ("missing", "different", "extra")  # what a verification says of rows that are not as wanted
NUMBERS = ("source", "expected", "target", "missing", "extra", "different")


@dataclass(frozen=True)
class Verdict:
    """One mapping: how its rows were found, by the verification or by the newest recount of it."""

    progress: Progress
    verified: MappingVerified | None = None
    samples: tuple[RowSample, ...] = ()
    rejects: tuple[RejectedRow, ...] = ()
    recounted: bool = False
    ended: bool = False  # the run that looked at it
    note: str = ""  # with which a difference was accepted

    @property
    def name(self) -> str:
        return self.progress.name

    @property
    def word(self) -> str:
        """match, mismatch, accepted; running while it is counted, unfinished where it was not."""
        if self.verified is None:
            return "unfinished" if self.ended else "running"
        return "accepted" if self.bad and self.note else self.verified.verdict

    @property
    def bad(self) -> bool:
        return self.verified is not None and self.verified.verdict != "match"

    @property
    def explanation(self) -> str:
        return self.verified.explanation if self.verified else ""

    def number(self, name: str) -> int | None:
        if self.verified is None:
            return self.progress.counts.read if name == "source" else None
        return int(getattr(self.verified, name))


def verdicts(
    whole: RunState, parts: Sequence[RunState] = (), notes: Mapping[str, str] | None = None
) -> tuple[Verdict, ...]:
    """Every mapping in the order of the plan; a recount takes the place of what was found first."""
    found = _of(whole, recounted=False)
    for part in parts:
        later = _of(part, recounted=True)
        found |= {n: v for n, v in later.items() if n in found and v.word != "unfinished"}
    told = notes or {}
    return tuple(replace(verdict, note=told.get(name, "")) for name, verdict in found.items())


def _of(state: RunState, *, recounted: bool) -> dict[str, Verdict]:
    samples = by_name(sample for sample in state.of(RowSample) if sample.status in OFF)
    rejects = by_name(state.of(RejectedRow))
    verified = {event.name: event for event in state.of(MappingVerified)}
    return {
        name: Verdict(
            progress,
            verified.get(name),
            tuple(samples.get(name, ())),
            tuple(rejects.get(name, ())),
            recounted,
            state.finished is not None,
        )
        for (step, name), progress in state.progress.items()
        if step == "verify"
    }


def partial(state: RunState, names: Sequence[str]) -> bool:
    """Whether a verification looked at some of these mappings only."""
    seen = {name for step, name in state.progress if step == "verify"}
    return bool(seen) and not seen >= set(names)


def checks(state: RunState) -> tuple[Checked, ...]:
    """What failed first, then the plan's own, then the engine's."""
    return tuple(sorted(state.of(Checked), key=lambda check: (check.ok, check.own)))
