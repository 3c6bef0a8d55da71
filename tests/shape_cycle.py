"""One sheet of shapes on one route: done, undone and redone, every phase seen case by case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from accounting import figures
from migrate_tui.engine.events import Counts, MappingVerified, RejectedRow
from migrate_tui.engine.state import RunState
from shapes import Case, Place
from small import Rows, contents, in_order, query, script, side, told

BATCH = {"keys": 3, "circles": 2}  # rows of a range; elsewhere all of a table
QUIET = ("inserted", "updated", "deleted")
STEADY = ("read", "merged", "rejected", "filtered")
Rejects = list[tuple[str, str | None, str]]
Check = Callable[[Case], Iterator[str]]


@dataclass(frozen=True)
class Seen:
    """A case after a migration: its tables, its rejects and what the run said of it."""

    rows: dict[str, Rows]
    rejects: Rejects
    counts: dict[str, Counts]


@dataclass
class Cycle:
    """A sheet goes its way; what is not as it should be is kept in `found`, case by case."""

    place: Place
    cases: Sequence[Case]
    found: list[str] = field(default_factory=list)

    def play(self) -> list[str]:
        """Done, undone and redone; where a case has rows that stood before, it is redone beside
        them, and undone again."""
        self.site = self.place.build(self.cases, BATCH.get(self.cases[0].sheet, 100))
        seen = self._round(self.cases, beside=False)
        self._rerun(self.cases, seen)
        self._undone(self.cases, {t: [] for c in self.cases for t in c.tables})
        others = [case for case in self.cases if case.beside]
        for case in others:
            script(self.site.target, side(case.beside["rows"], self.site.kind))
        stood = self._contents(others)
        if others:
            self._round(others, beside=True)
        if len(others) < len(self.cases):
            self._done([case for case in self.cases if not case.beside], beside=False)
        self._verified(self.cases)
        if others:
            self._undone(others, stood)
        return self.found

    def _each(self, cases: Sequence[Case], check: Check) -> None:
        for case in cases:
            self.found += [f"{case.id}: {text}" for text in check(case)]

    def _round(self, cases: Sequence[Case], *, beside: bool) -> dict[str, Seen]:
        """Foreseen, and done."""
        before = self._contents(cases)
        dry = self.site.steps("preflight", "dry-run", only=_names(cases))
        self._stand(cases, before, "the dry run wrote")
        seen = self._done(cases, beside=beside)
        said = figures(dry, "dry-run")
        self._each(cases, lambda case: _foreseen(case, dry, said, seen[case.id]))
        return seen

    def _rerun(self, cases: Sequence[Case], seen: dict[str, Seen]) -> None:
        again = figures(self.site.migrate(only=_names(cases)), "migrate")
        self._each(cases, lambda case: self._quiet(case, again, seen[case.id]))

    def _done(self, cases: Sequence[Case], *, beside: bool) -> dict[str, Seen]:
        counts = figures(self.site.migrate(only=_names(cases)), "migrate")
        seen = {case.id: self._seen(case, counts) for case in cases}
        self._each(cases, lambda case: self._wanted(case, seen[case.id], beside=beside))
        return seen

    def _verified(self, cases: Sequence[Case]) -> None:
        state = self.site.steps("verify", only=_names(cases))
        verdicts = {v.name: v for v in state.of(MappingVerified)}
        self._each(cases, lambda case: _matched(case, verdicts))

    def _undone(self, cases: Sequence[Case], before: dict[str, Rows]) -> None:
        whole = self.site.options
        self.site.options = replace(whole, only=_names(cases))
        self.site.roll_back()
        self.site.options = whole
        self._stand(cases, before, "not rolled back")
        self._each(cases, lambda case: (f"{r} outlives it" for r in self._rejects(case)))

    def _contents(self, cases: Sequence[Case]) -> dict[str, Rows]:
        return {t: self._whole(t) for case in cases for t in case.tables}

    def _whole(self, table: str) -> Rows:
        schema, _, name = table.rpartition(".")
        if not schema:
            return contents(self.site.target, table)
        return self._looked(f"select * from {schema}.{name}")

    def _stand(self, cases: Sequence[Case], before: dict[str, Rows], words: str) -> None:
        now = self._contents(cases)

        def check(case: Case) -> Iterator[str]:
            for t in case.tables:
                if now[t] != before[t]:
                    yield f"{words}: {t} holds {now[t]}, not {before[t]}"

        self._each(cases, check)

    def _seen(self, case: Case, counts: dict[str, Counts]) -> Seen:
        return Seen(self._rows(case), self._rejects(case), counts)

    def _rows(self, case: Case) -> dict[str, Rows]:
        """Whole tables, or what a query of the case says where ids are generated."""
        look = case.told("look", self.place.route) or {}
        whole = {t: self._whole(t) for t in case.tables if t not in look}
        return whole | {t: self._looked(side(sql, self.site.kind)) for t, sql in look.items()}

    def _looked(self, sql: str) -> Rows:
        found = query(self.site.target, sql)
        return sorted([tuple(map(_text, row)) for row in found], key=repr)

    def _rejects(self, case: Case) -> Rejects:
        schema = "migrate_tui." if self.site.kind == "postgresql" else ""
        kept = f"select source_key, column_name, reason, mapping from {schema}migration_rejects"
        return in_order(r[:3] for r in self.site.query(kept) if r[3] in case.names)

    def _wanted(self, case: Case, seen: Seen, *, beside: bool) -> Iterator[str]:
        route, kind = self.place.route, self.site.kind
        wanted = case.told("wanted", route, beside=beside)
        wanted = wanted if isinstance(wanted, dict) else {case.tables[0]: wanted}
        for table, rows in wanted.items():
            if seen.rows[table] != (expected := told(side(rows, kind), kind)):
                yield f"{table} holds {seen.rows[table]}, not {expected}"
        rejects = in_order(case.told("rejects", route, beside=beside) or ())
        if not _alike(seen.rejects, rejects):
            yield f"rejected {seen.rejects}, not {rejects}"
        for name, counts in (case.told("figures", route, beside=beside) or {}).items():
            if any(getattr(seen.counts[name], c) != n for c, n in counts.items()):
                yield f"{name} counted {seen.counts[name]}, not {counts}"

    def _quiet(self, case: Case, again: dict[str, Counts], seen: Seen) -> Iterator[str]:
        """A rerun has nothing to do."""
        for name in case.names:
            now, first = again[name], seen.counts[name]
            moved = any(getattr(now, f) for f in QUIET)
            if moved or any(getattr(now, f) != getattr(first, f) for f in STEADY):
                yield f"{name}: a rerun counted {now} after {first}"
        if self._rows(case) != seen.rows:
            yield f"a rerun left {self._rows(case)}"
        if [r[:2] for r in self._rejects(case)] != [r[:2] for r in seen.rejects]:
            yield f"a rerun rejected {self._rejects(case)}"


def _names(cases: Sequence[Case]) -> tuple[str, ...]:
    return tuple(name for case in cases for name in case.names)


def _foreseen(case: Case, dry: RunState, said: dict[str, Counts], seen: Seen) -> Iterator[str]:
    """The dry run said, figure by figure and reject by reject, what the migration did."""
    if case.facts.get("unforeseen"):
        return
    for name in case.names:
        if said[name] != seen.counts[name]:
            yield f"{name}: foreseen {said[name]}, done {seen.counts[name]}"
    shown = (r for r in dry.of(RejectedRow) if r.name in case.names)
    if (foreseen := in_order((r.source_key, r.column, r.reason) for r in shown)) != seen.rejects:
        yield f"rejects foreseen {foreseen}, done {seen.rejects}"


def _matched(case: Case, verdicts: dict[str, MappingVerified]) -> Iterator[str]:
    for name in case.names:
        if verdicts[name].verdict != "match":
            yield f"{name}: verify found {verdicts[name].explanation}"


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _alike(seen: Rejects, expected: Rejects) -> bool:
    """Key and column are the same, and the expected words stand in the reason."""
    pairs = zip(seen, expected, strict=False)
    return len(seen) == len(expected) and all(s[:2] == e[:2] and e[2] in s[2] for s, e in pairs)
