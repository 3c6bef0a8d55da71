"""What somebody has agreed to: a dry run as it was seen, a difference as it is.

Invariant: each lies beside its run, and holds for that very state and no other.
"""

from __future__ import annotations

from migrate_tui.engine.acceptance import Accepts, accept
from migrate_tui.engine.approval import approvals, approve, short
from migrate_tui.engine.events import Checked, Failed, Foreseen, MappingVerified
from migrate_tui.engine.plan import Plan
from migrate_tui.engine.state import RunState
from migrate_tui.session.follow import Following
from migrate_tui.session.verdicts import Verdict

CHANGED = "The plan was changed since this dry run: look again."
VOID = "the approval of run "  # how the engine begins to say that something is not as it was


def fingerprint(plan: Plan | None, look: RunState) -> str:
    """Of what a dry run came to; of the plan as it is now where it came to nothing."""
    told = look.of(Foreseen)
    return told[-1].hash if told else plan.digest()[:12] if plan else ""


def void(plan: Plan | None, look: RunState, wet: RunState) -> str:
    """Why a dry run no longer tells what would be done; nothing where it does."""
    told = look.of(Foreseen)
    if plan is None or look.started is None or not told:
        return ""
    if told[-1].parts.get("the plan") != short(plan.digest()):
        return CHANGED
    later = wet.started is not None and wet.started.at > look.started.at
    refused = (f.message for f in wet.of(Failed) if later and f.message.startswith(VOID))
    return next((f"{message[:1].upper()}{message[1:]}." for message in refused), "")


def keep_approval(look: Following | None) -> None:
    """For the engine, and for whoever asks later."""
    if look and look.record and look.state.of(Foreseen):
        approve(look.record)


def was_approved(plan: Plan | None, look: RunState) -> bool:
    """Whether somebody has approved this very dry run, here or anywhere on this machine."""
    told = look.of(Foreseen)
    if plan is None or not told:
        return False
    known = approvals(plan.directory, plan.plan)
    return any((one.run, one.hash) == (look.run, told[-1].hash) for one in known)


def keep_acceptance(found: Following | None, mapping: str, note: str) -> bool:
    """Accept what this run found in the mapping; whether it found anything."""
    if found is None or found.record is None:
        return False
    wrong = any(v.name == mapping and v.verdict != "match" for v in found.state.of(MappingVerified))
    if wrong:
        accept(found.record, mapping, note)
    return wrong


def notes(plan: Plan | None, found: tuple[Verdict, ...]) -> dict[str, str]:
    """With which words each difference was accepted."""
    wrong = [verdict.verified for verdict in found if verdict.bad and verdict.verified]
    if plan is None or not wrong:
        return {}
    known = Accepts(plan.directory, plan.plan, plan.env, plan.params)
    told = ((verified.name, known.of(verified)) for verified in wrong)
    return {name: accepted.note for name, accepted in told if accepted is not None}


def settled(found: tuple[Verdict, ...], whole: RunState) -> bool:
    """Whether something differs, all of it is accepted, and every check of the plan holds."""
    bad = [verdict for verdict in found if verdict.bad]
    checks = all(check.ok for check in whole.of(Checked) if not check.own)
    return bool(bad) and checks and all(verdict.note for verdict in bad)
