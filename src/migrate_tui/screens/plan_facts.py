"""What the plan's screen says of both databases, of the plan, and of what preflight found."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from textual.content import Content

from migrate_tui.engine.events import BackupMade, Failed, Finding
from migrate_tui.engine.plan import Plan
from migrate_tui.engine.secrets import mask
from migrate_tui.engine.state import RunState
from migrate_tui.render.style import PLAIN, TONES, visible
from migrate_tui.render.words import number, rows, size
from migrate_tui.session.session import Session
from migrate_tui.session.stages import BY_NAME
from migrate_tui.terminal import Glyphs
from migrate_tui.widgets.words import Part, lines, status, words

INDENT = 11  # columns of a severity
WEIGHT = ("error", "warning", "info")
NAMES = {"error": "blocker", "warning": "warning", "info": "ok"}


def facts(session: Session, glyphs: Glyphs) -> Content:
    """Where from, where to, how much, under which rules."""
    plan = session.plan
    if plan is None:
        return words("The plan cannot be read.")
    state = session.state(BY_NAME["plan"])
    told = [
        _row("Source", *_endpoint(plan.source, "source", state, plan)),
        _row("Target", *_endpoint(plan.target, "target", state, plan)),
        _row("Scope", f" {glyphs.dot} ".join(_scope(plan, session))),
        _row("Set", f" {glyphs.dot} ".join(_settings(plan))),
    ]
    return lines(*told)


def _row(name: str, *parts: Part) -> Content:
    return words((f"{name:<7} ", "dim"), *parts)


def _endpoint(url: str, role: str, state: RunState, plan: Plan) -> Iterator[Part]:
    if url == "same":
        yield "the same database, new tables beside the old ones"
        return
    said = "target" if plan.target == "same" else role
    yield (mask(url), "strong")
    version = next(
        (f.fact.partition(": ")[2] for f in state.of(Finding) if f.fact.startswith(f"{said}: ")),
        "",
    )
    found = next((s for s in state.databases if s.role == said), None)
    yield f"  {version}" if version else ""
    yield f"  {size(found.before)}" if found and found.before is not None else ""


def _scope(plan: Plan, session: Session) -> Iterator[str]:
    targets = {mapping.into for mapping in plan.mappings}
    sources = {name for mapping in plan.mappings for name in mapping.source.tables}
    yield f"{_many(len(plan.mappings), 'mapping')} from {_many(len(sources), 'table')}"
    yield f"into {_many(len(targets), 'table')}"
    if (known := _known_rows(plan, session, sources)) is not None:
        yield rows(known)


def _known_rows(plan: Plan, session: Session, sources: set[str]) -> int | None:
    """Of the source tables, as a backup has counted them; else nobody knows yet."""
    role = "target" if plan.target == "same" else "source"
    for made in session.state(BY_NAME["backup"]).of(BackupMade):
        if made.role == role and sources <= made.tables.keys():
            return sum(made.tables[name] for name in sources)
    read = [p for p in session.state(BY_NAME["dry-run"]).progress.values() if p.step == "dry-run"]
    return sum(p.counts.read for p in read) if read else None


def _settings(plan: Plan) -> Iterator[str]:
    if plan.env:
        yield f"environment {plan.env}{' (protected)' if plan.protected else ''}"
    yield from (f"{name}={mask(str(value))}" for name, value in plan.params.items())
    if plan.guard:
        yield "a guard: writing needs its password"
    if plan.mask:
        yield f"masked: {', '.join(plan.mask)}"
    yield f"backups kept {_many(plan.backup.keep_days, 'day')} in {plan.backup.directory}"


def _many(count: int, noun: str) -> str:
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def tone(word: str) -> str:
    return TONES.get(word, PLAIN)


# what preflight found


def findings(state: RunState) -> list[Finding]:
    """Blockers first; a failure that no finding tells of is one too."""
    found = [finding for finding in state.of(Finding) if finding.step in ("preflight", "")]
    facts = [finding.fact for finding in found]
    for failed in state.of(Failed):
        if not any(failed.message.startswith(fact) for fact in facts):
            found.append(Finding("error", failed.message, failed.hint, "preflight"))
    return sorted(found, key=lambda one: WEIGHT.index(one.severity))


def title(found: list[Finding], glyphs: Glyphs) -> str:
    """3 ok, 1 warning, 1 blocker."""
    counts = [(sum(f.severity == kind for f in found), NAMES[kind]) for kind in reversed(WEIGHT)]
    told = [
        f"{count} {word}{'s' if count != 1 and word != 'ok' else ''}"
        for count, word in counts
        if count or word == "ok"
    ]
    return f"Preflight  {f' {glyphs.dot} '.join(told)}"


def listed(found: list[Finding], glyphs: Glyphs, width: int) -> Content:
    """Each with its severity, the fact, and what to do."""
    told: list[Content] = []
    for finding in found:
        first, *more = wrapped(finding.fact, width - INDENT) or [""]
        told.append(Content.assemble(_severity(finding, glyphs), words(f"  {first}")))
        told += [words(" " * INDENT + line) for line in more]
        for at, line in enumerate(wrapped(finding.remedy, width - INDENT - 2)):
            told.append(words(" " * INDENT + ("  " if at else f"{glyphs.arrow} ") + line))
    return lines(*told)


def wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(visible(text), max(20, width))


def _severity(finding: Finding, glyphs: Glyphs) -> Content:
    shown = "ok" if finding.severity == "info" else finding.severity
    return status(shown, glyphs, f"{shown:<7}")


def unreadable(problems: tuple[str, ...], glyphs: Glyphs) -> Content:
    return lines(
        *(Content.assemble(status("error", glyphs, ""), words(text)) for text in problems),
        words(""),
        words(("Nothing was opened and nothing was written.", "dim")),
    )
