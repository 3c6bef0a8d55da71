"""What the verify screen says of mappings, rows and checks: headings, lines, words."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_tui.engine.events import RowSample
from migrate_tui.screens.look import Sheet, cells_sheet
from migrate_tui.session.verdicts import NUMBERS, Verdict
from migrate_tui.widgets.diff import sign_of
from migrate_tui.widgets.grid import Heading, Row
from migrate_tui.widgets.words import Part

CHECK_HEADS = (
    Heading("", widest=1),
    Heading("check", widest=44),
    Heading("expected", widest=24),
    Heading("actual", widest=24),
)
TONES = {
    "match": "good",
    "mismatch": "bad",
    "accepted": "warn",
    "running": "busy",
    "unfinished": "warn",
}
AGAIN = "c counts this mapping again, R copies and counts it, a accepts it with a note."
COLUMNS = ("verdict", "mapping", *NUMBERS)

HEADS = (
    Heading("", widest=1),
    Heading("mapping", widest=28),
    *(Heading(name, right=True) for name in NUMBERS),
    Heading("verdict"),
    Heading("explained", widest=120),
)


def summary(found: tuple[Verdict, ...]) -> str:
    """4 match, 1 mismatch."""
    counted = {word: sum(1 for v in found if v.word == word) for word in TONES}
    return ", ".join(f"{number} {word}" for word, number in counted.items() if number)


def why(verdict: Verdict, busy: bool) -> Iterator[tuple[Part, ...]]:
    """Every row that one side has and the other not, in words."""
    if verdict.verified is None:
        yield (f"{verdict.progress.counts.read:,} rows looked at so far",)
        return
    for part in verdict.explanation.split(", ") if verdict.explanation else ():
        bad = any(word in part for word in ("missing", "different", "no longer"))
        yield ((part, "bad" if bad else ""),)
    if not verdict.explanation:
        yield ("Every row read is in the target, and nothing else is.",)
    if verdict.note:
        yield (("accepted: ", "warn"), verdict.note)
    if verdict.recounted:
        yield (("counted again; verify once more to open the way on", "dim"),)
    elif verdict.bad and not busy:
        yield ((AGAIN, "dim"),)


def rows_sheet(verdict: Verdict) -> Sheet:
    """The rows that differ, then those that were rejected; each opens into its cells."""
    rows: list[Row] = [_sample(sample) for sample in verdict.samples]
    for r in verdict.rejects:
        rows.append((("!", "warn"), "rejected", f"{r.source} {r.source_key}", r.reason))
    headings = (
        Heading("", widest=1),
        Heading("row", widest=12),
        Heading("key", widest=36),
        Heading("what", widest=80),
    )

    def opened(at: int) -> Sheet:
        if at < len(verdict.samples):
            return cells_sheet(verdict.samples[at], "is", "should be")
        reject = verdict.rejects[at - len(verdict.samples)]
        facts = tuple((name, str(value)) for name, value in vars(reject).items() if value)
        return Sheet(verdict.name, (Heading("what"), Heading("it is", widest=80)), facts)

    return Sheet(f"{verdict.name}: the first rows of each kind", headings, rows, opened)


def _sample(sample: RowSample) -> Row:
    what = {
        "missing": "it should be there",
        "extra": "nothing wants it",
    }.get(sample.status, "differs in " + ", ".join(sample.changed))
    return sign_of(sample), sample.status, sample.key, what


def number(value: int | None, name: str) -> Part:
    if value is None:
        return "", ""
    off = name in ("missing", "extra", "different")
    tone = "dim" if off and not value else "bad" if off and name != "extra" else ""
    return f"{value:,}", tone
