"""What went wrong or wants a decision in a run: what, where, with what effect, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrate_tui.engine.events import Checked, Failed, Finding, MappingVerified, RejectedRow
from migrate_tui.engine.state import RunState
from migrate_tui.render.differences import explanations
from migrate_tui.render.words import rows


@dataclass(frozen=True)
class Problem:
    severity: str  # error or warning
    what: str
    where: str = ""
    effect: str = ""
    do: str = ""


def problems(state: RunState) -> tuple[Problem, ...]:
    """Errors first."""
    found = [*_failures(state), *_findings(state), *_differences(state), *_rejects(state)]
    return tuple(sorted(found, key=lambda problem: problem.severity != "error"))


def _failures(state: RunState) -> Iterator[Problem]:
    step = next((s.name for s in state.steps.values() if s.status != "done"), "")
    for event in state.of(Failed):
        yield Problem("error", event.message, step, f"exit code {event.exit_code}", event.hint)


def _findings(state: RunState) -> Iterator[Problem]:
    for event in dict.fromkeys(state.of(Finding)):
        if event.severity != "info":
            yield Problem(event.severity, event.fact, event.step, "", event.remedy)


def _differences(state: RunState) -> Iterator[Problem]:
    for event in state.of(MappingVerified):
        if event.verdict != "match":
            effect = f"{event.expected:,} rows expected, {event.target:,} there"
            why = "; ".join(explanations(event, None))
            yield Problem("error", why, event.name, effect, "run migrate again, or accept it")
    for check in state.of(Checked):
        if not check.ok:
            effect = f"expected {check.expected}, is {check.actual}"
            yield Problem("error", f"check: {check.name}", "verify", effect, "look at its rows")


def _rejects(state: RunState) -> Iterator[Problem]:
    seen: dict[tuple[str, str], list[RejectedRow]] = {}
    for event in state.of(RejectedRow):
        seen.setdefault((event.name, event.reason), []).append(event)
    for (name, reason), events in seen.items():
        count = sum(event.rows for event in events)
        keys = ", ".join(event.source_key for event in events[:4])
        more = ", ..." if len(events) > 4 else ""
        where = f"{name}: {events[0].source} {keys}{more}"
        do = "mend the rows or the plan and migrate again; migrate-tui rejects lists them all"
        yield Problem("warning", reason, where, f"{rows(count)} not carried", do)
