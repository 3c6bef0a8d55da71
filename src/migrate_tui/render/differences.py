"""Why three counts of one mapping are not the same number: in words, or said to be unexplained."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_tui.engine.events import Counts, MappingVerified
from migrate_tui.render.words import rows, sentence


def explanations(event: MappingVerified, counts: Counts | None) -> Iterator[str]:
    """The verifier's own words first; sums of the counts where it has none."""
    if event.explanation:
        yield event.explanation
    elif event.source != event.expected:
        yield _from_source(event, counts or Counts())
    if event.target != event.expected or event.verdict != "match":
        yield _from_expected(event)


def _from_source(event: MappingVerified, counts: Counts) -> str:
    names = ("merged", "rejected", "filtered")
    parts = [f"{getattr(counts, name):,} {name}" for name in names if getattr(counts, name)]
    left = event.source - counts.merged - counts.rejected - counts.filtered
    words = " - ".join([f"source {event.source:,}", *parts])
    if left == event.expected:
        return f"{words} = expected {event.expected:,}"
    gap = abs(left - event.expected)
    return f"{words} is not expected {event.expected:,}: {rows(gap)} unexplained"


def _from_expected(event: MappingVerified) -> str:
    others = event.target - event.expected + event.missing - event.extra
    return sentence(
        (
            f"{rows(event.missing)} missing from the target" if event.missing else "",
            f"{rows(event.extra)} in the target that should not be there" if event.extra else "",
            f"{rows(event.different)} with other values" if event.different else "",
            f"{rows(others)} of the target not from this mapping" if others > 0 else "",
            f"{rows(-others)} fewer in the target, unexplained" if others < 0 else "",
        )
    )
