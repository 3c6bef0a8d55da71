"""A source table into a table that the target has already: by name, in the target's types.

What the target has stays as it is. Columns that it has not are said, and so is what is narrower
there than here; rows that do not fit are rejects, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from migrate_tui.engine.databases.catalogue import Column, Table
from migrate_tui.engine.databases.survey import Surveyed
from migrate_tui.engine.profile.choice import Note
from migrate_tui.engine.profile.drafted import Drafted, Filled
from migrate_tui.engine.profile.expressions import call, copied, told
from migrate_tui.engine.profile.findings import Found, LeftBehind
from migrate_tui.engine.profile.into import into_type
from migrate_tui.engine.profile.keys import key_of


@dataclass
class Existing:
    """One source table with the table of its name in the target."""

    surveyed: Surveyed
    target: Table
    found: list[Found] = field(default_factory=list)

    def draft(self) -> Drafted | LeftBehind:
        pairs = self._pairs()
        key = self._key(pairs)
        if key is None:
            why = f"{self.target.name} in the target has no unique key of columns that are here too"
            return LeftBehind(self.surveyed.table.name, why)
        self._differences(pairs)
        columns, misfits = self._columns(pairs)
        matched = {source.name for source, _ in pairs}
        ignored = [c for c in self.surveyed.table.column_names if c not in matched]
        ignored += [s.name for s, t in pairs if t.generated]
        filled = Filled(
            self.target.name,
            self.surveyed.table.name,
            key,
            columns,
            ignore=tuple(ignored),
            triggers=any(trigger.enabled for trigger in self.target.triggers),
        )
        doubtful = bool(misfits)
        rows = self.surveyed.facts.rows
        return Drafted(self.surveyed.table.name, rows, filled, None, doubtful, tuple(self.found))

    def _pairs(self) -> list[tuple[Column, Column]]:
        """By the exact name, else by the name in another case where only one has it."""
        pairs = []
        for column in self.surveyed.table.columns:
            same = self.target.column(column.name)
            alike = [c for c in self.target.columns if _plain(c.name) == _plain(column.name)]
            if same is not None:
                pairs.append((column, same))
            elif len(alike) == 1 and self.surveyed.table.column(alike[0].name) is None:
                pairs.append((column, alike[0]))
        return pairs

    def _key(self, pairs: list[tuple[Column, Column]]) -> tuple[str, ...] | None:
        """The source's own key where it is unique in the target; else another of the target's."""
        names = {source.name: target.name for source, target in pairs}
        own = tuple(names.get(c, "") for c in key_of(self.surveyed).columns)
        whole = [u for u in self.target.uniques if u.columns and not u.where]
        uniques = [u.columns for u in sorted(whole, key=lambda u: not u.primary)]
        same = next((u for u in uniques if set(u) == set(own)), None)
        there = set(names.values())
        return same or next((u for u in uniques if set(u) <= there), None)

    def _columns(self, pairs: list[tuple[Column, Column]]) -> tuple[dict[str, str], int]:
        texts, misfits = {}, 0
        for source, target in pairs:
            if target.generated:
                continue
            facts = self.surveyed.facts.columns[source.name]
            choice = into_type(source, facts, target, self.surveyed.facts.rows)
            misfits += choice.misfits
            for note in choice.notes:
                self._note(source.name, note)
            if choice.call:
                texts[target.name] = call(choice.call, source.name)
            elif target.name != source.name:
                texts[target.name] = copied(source.name)
        return texts, misfits

    def _differences(self, pairs: list[tuple[Column, Column]]) -> None:
        here, there = {s.name for s, _ in pairs}, {t.name for _, t in pairs}
        for column in self.surveyed.table.columns:
            if column.name not in here:
                values = self.surveyed.facts.columns[column.name].values
                fact = f"the target has no such column; {values:,} values stay behind"
                others = ("add the column to the target, and take it out of ignore:",)
                self._note(column.name, ("warning", fact, "ignored", others))
        for column in self.target.columns:
            if column.name not in there:
                self.found += _only_there(self.surveyed.table.name, column)

    def _note(self, column: str, note: Note) -> None:
        severity, fact, remedy, others = note
        named = tuple(told(other, column) for other in others)
        self.found.append(Found(severity, self.surveyed.table.name, column, fact, remedy, named))


def _plain(name: str) -> str:
    """userId, user_id and USERID are one name in three habits."""
    return name.replace("_", "").lower()


def _only_there(table: str, column: Column) -> Iterator[Found]:
    fact = f"only the target has the column {column.name}"
    if column.generated or column.identity or column.default is not None:
        yield Found("info", table, "", fact, "it gets its default", ())
    elif column.nullable:
        yield Found("info", table, "", fact, "it stays NULL", ())
    else:
        remedy = "preflight stops until it is mapped: it may not be NULL and has no default"
        others = (f"{column.name}: const('…') under columns:",)
        yield Found("error", table, "", fact, remedy, others)
