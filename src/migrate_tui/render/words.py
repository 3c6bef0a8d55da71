"""Numbers as people read them."""

from __future__ import annotations

from collections.abc import Iterable

from migrate_tui.engine.events import Counts, Throttled

PARTS = ("inserted", "updated", "unchanged", "merged", "rejected", "filtered")


def number(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"


def size(value: int | None) -> str:
    """Bytes in the unit that leaves few digits."""
    if value is None:
        return "-"
    amount, units = float(value), ["B", "kB", "MB", "GB", "TB"]
    while amount >= 1000 and len(units) > 1:
        amount /= 1000
        units.pop(0)
    return f"{value} B" if units[0] == "B" else f"{amount:.1f} {units[0]}"


def seconds(value: float) -> str:
    if value < 60:
        return f"{value:.2f} s" if value < 10 else f"{value:.0f} s"
    minutes, rest = divmod(round(value), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} m" if hours else f"{minutes} m {rest:02} s"


def rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def became(counts: Counts) -> str:
    """304 read: 260 inserted, 40 merged, 4 rejected. An undoing reads nothing: 6 deleted."""
    extra = ("deleted",) if counts.deleted else ()
    parts = [f"{getattr(counts, p):,} {p}" for p in (*PARTS, *extra) if getattr(counts, p)]
    read = [f"{counts.read:,} read"] if counts.read or not parts else []
    return ": ".join([*read, ", ".join(parts)] if parts else read)


def limits(event: Throttled) -> str:
    """What slows a run down, in words."""
    parts = [f"ranges of {rows(event.rows)}"] if event.rows else []
    parts += [f"{event.pause_ms:,} ms of rest after each range"] if event.pause_ms else []
    parts += [f"at most {rows(event.rate)} a second"] if event.rate else []
    return ", ".join(parts) or "none"


def sentence(parts: Iterable[str]) -> str:
    return "; ".join(part for part in parts if part)
