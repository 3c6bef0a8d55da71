"""What the dry run screen says of mappings, merge conflicts and rejects: headings, lines, words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from migrate_tui.engine.events import MergeConflict, RejectedRow
from migrate_tui.session.changes import CONFLICTS, REJECTS, ROWS, Change, identity
from migrate_tui.session.estimate import Estimate
from migrate_tui.terminal import Glyphs
from migrate_tui.widgets.grid import Heading, Row
from migrate_tui.widgets.words import Part, clipped, clock, status, words

MORE = 1000  # rows of a kind, for whoever asks for more
LISTS = (ROWS, CONFLICTS, REJECTS)
TITLES = {ROWS: "Rows", CONFLICTS: "Merge conflicts", REJECTS: "Rejects"}
NUMBERS = (
    *("read", "inserted", "updated", "unchanged", "kept"),
    *("merged", "rejected", "filtered", "deleted"),
)
SAID = {"inserted": "new", "updated": "changed", "deleted": "gone"}
ALWAYS = ("read", "inserted", "updated", "unchanged")  # shown where they hold nothing, too
TONES = {"lost": "bad", "risky": "warn", "changed": "changed", "new": "good", "same": "dim"}
SIGNS = {"lost": "!", "risky": "!", "changed": "~", "new": "+", "same": "="}
CONFLICT_HEADS = (
    Heading("column"),
    Heading("groups", right=True),
    Heading("winner"),
    Heading("why"),
    Heading("values, the preferred first", widest=60),
    Heading("first in"),
)
REJECT_HEADS = (
    Heading("source", widest=24),
    Heading("key", widest=20),
    Heading("column"),
    Heading("rows", right=True),
    Heading("reason", widest=80),
    Heading("target key"),
)


def numbers(found: Sequence[Change], *, wide: bool) -> list[str]:
    """The columns: where there is little room only those that hold something."""
    always = ALWAYS if wide else ALWAYS[:2]
    return [n for n in NUMBERS if n in always or any(getattr(c.counts, n) for c in found)]


def summary(found: Sequence[Change]) -> str:
    risky = sum(1 for change in found if change.risky)
    of = "1 mapping" if len(found) == 1 else f"{len(found)} mappings"
    return f"{of}, {risky} risky" if risky else of


def accounts(change: Change, width: int, glyphs: Glyphs) -> Content:
    """read = what became of it, and whether nothing is lost: one line, whatever its length."""
    balance = status("lost" if change.lost else "ok", glyphs)
    mark = balance if change.progress.finished else Content()
    line = words(" ", change.name, "   ", identity(change.counts), "   ")
    room = width - mark.cell_length
    return (line if line.cell_length <= room else clipped(line, room, glyphs)) + mark


def expected(found: Estimate | None, *, wide: bool = True) -> str:
    """How long the migration may take: an estimate, and what it is made of."""
    if found is None:
        return ""
    measured = f"at {found.rate:,.0f} rows/s, " if wide else ""
    return f"   migrate: about {clock(found.seconds)} ({measured}estimate)"


def tabs(change: Change, here: str, unread: Sequence[str]) -> Iterator[Part]:
    """The three lists, each with how much of how much it shows; the one at hand reversed."""
    held = {
        ROWS: (len(change.samples), change.sampled if change.progress.finished else 0),
        CONFLICTS: (len(change.conflicts), 0),
        REJECTS: (sum(r.rows for r in change.rejects), change.counts.rejected),
    }
    for name, (shown, there) in held.items():
        mark = "!" if name in unread else ""
        tone = "bold reverse" if name == here else "warn" if mark else "dim"
        of = f" of {there:,}" if there > shown else ""
        yield f" {TITLES[name]} {shown:,}{of}{mark} ", tone
        yield "  "


def number(value: int, name: str) -> Part:
    tones = {"rejected": "warn", "deleted": "bad", "inserted": "good", "updated": "changed"}
    return (f"{value:,}", tones.get(name, "")) if value else ("0", "dim")


def conflict(found: MergeConflict) -> Row:
    return (
        found.column,
        f"{found.rows:,}",
        ("NULL", "dim") if found.winner is None else (found.winner, "good"),
        found.rule,
        "  |  ".join(found.values),
        found.key,
    )


def reject(found: RejectedRow) -> Row:
    return (
        found.source,
        found.source_key,
        found.column or "",
        f"{found.rows:,}",
        (found.reason, "warn"),
        found.target_key or "",
    )
