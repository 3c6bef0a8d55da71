"""The foreign keys of new tables: which hold in the target, and which of them judge the load.

A key that nothing can break is added after the load. One that has orphans, or whose parents may be
rejected, stands before it: then the engine rejects the child with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from migrate_tui.engine.databases.catalogue import ForeignKey
from migrate_tui.engine.databases.names import fitting
from migrate_tui.engine.databases.quoting import quote
from migrate_tui.engine.databases.shape import NewKey, NewTable
from migrate_tui.engine.databases.survey import Surveyed
from migrate_tui.engine.profile.drafted import Drafted
from migrate_tui.engine.profile.expressions import looked_up
from migrate_tui.engine.profile.findings import Found, LeftBehind

FOLDED = -2  # in the place of a number of orphans: SQLite may find parents that PostgreSQL does not
CIRCLE = "its rows refer to rows that come later, and no column may be NULL until they are there"


@dataclass(frozen=True)
class References:
    """`names` gives, by source table, the names of its columns in the target; `drafted` holds the
    tables in the order in which they are filled."""

    drafted: Mapping[str, Drafted]
    surveyed: Mapping[str, Surveyed]
    names: Mapping[str, Mapping[str, str]]

    def all(self) -> dict[str, Drafted]:
        """Every draft with its keys."""
        found = {name: list(self._of(draft)) for name, draft in self.drafted.items()}
        doubtful = self._doubtful(found)
        return {
            name: self._with_keys(draft, found[name], doubtful)
            for name, draft in self.drafted.items()
        }

    def _of(self, draft: Drafted) -> Iterator[tuple[ForeignKey, int, str]]:
        """Each key in the target's names, its orphans, and why it cannot be there."""
        source = self.surveyed[draft.source]
        for key, orphans in zip(source.table.foreign_keys, source.facts.orphans, strict=True):
            why = self._refusal(draft, key)
            found = self._folded(key) if orphans == 0 else orphans
            yield (self._named(draft, key) if not why else key), found, why

    def _folded(self, key: ForeignKey) -> int:
        """A child is compared by its parent's rule."""
        parent = self.surveyed[key.parent].table if key.parent in self.surveyed else None
        columns = [parent.column(c) for c in key.parent_columns] if parent else []
        rules = {(column.collation or "BINARY").upper() for column in columns if column}
        return FOLDED if rules - {"BINARY"} else 0

    def _refusal(self, draft: Drafted, key: ForeignKey) -> str:
        parent = self.drafted.get(key.parent)
        if parent is None or parent.new is None or draft.new is None:
            return (
                f"there is no table {key.parent}" if parent is None else "it stands in the target"
            )
        if len(key.columns) != len(key.parent_columns):
            return f"{key.parent} has no primary key of {len(key.columns)} columns"
        there = [self.names[key.parent].get(c) for c in key.parent_columns]
        if None in there:
            return f"{key.parent} has no column {', '.join(key.parent_columns)}"
        columns = tuple(str(name) for name in there)
        if not _is_unique(parent.new, columns):
            return f"{key.parent}.{', '.join(key.parent_columns)} is not unique"
        mine = [draft.new.column(self.names[draft.source][c]) for c in key.columns]
        theirs = [parent.new.column(c) for c in columns]
        pairs = [(m.type, t.type) for m, t in zip(mine, theirs, strict=True) if m and t]
        unlike = next((pair for pair in pairs if pair[0] != pair[1]), None)
        if unlike:
            return f"{unlike[0]} cannot refer to {unlike[1]}"
        waits = any(m.nullable and m.name not in draft.filled.key for m in mine if m)
        return "" if waits or self._is_earlier(key.parent, draft.source) else CIRCLE

    def _looked_up(self, draft: Drafted, key: ForeignKey) -> tuple[str, ...]:
        """NULL in the place of a parent that is not there, where the language can say it."""
        parent = next(d for d in self.drafted.values() if d.filled.into == key.parent)
        mine = draft.new.column(key.columns[0]) if draft.new else None
        if len(key.columns) != 1 or parent.filled.key != key.parent_columns:
            return ()
        if mine is None or not mine.nullable or key.columns[0] in draft.filled.columns:
            return ()
        theirs = _source_name(self.names[parent.source], key.parent_columns[0])
        column = _source_name(self.names[draft.source], key.columns[0])
        return (looked_up(key.parent, theirs, column),)

    def _is_earlier(self, parent: str, child: str) -> bool:
        order = list(self.drafted)
        return order.index(parent) < order.index(child)

    def _named(self, draft: Drafted, key: ForeignKey) -> ForeignKey:
        parent = self.drafted[key.parent]
        assert parent.new is not None
        return replace(
            key,
            name=fitting(key.name),
            columns=tuple(self.names[draft.source][c] for c in key.columns),
            parent=parent.new.name,
            parent_columns=tuple(self.names[key.parent][c] for c in key.parent_columns),
        )

    def _doubtful(self, found: Mapping[str, list[tuple[ForeignKey, int, str]]]) -> set[str]:
        """Tables of which rows may be rejected, by themselves or through their parents."""
        doubtful = {name for name, draft in self.drafted.items() if draft.doubtful}
        doubtful |= {
            n for n, keys in found.items() if any(_judges(o) and not w for _, o, w in keys)
        }
        into = {draft.filled.into: name for name, draft in self.drafted.items()}
        while True:
            more = {
                name
                for name, keys in found.items()
                if any(not why and into[key.parent] in doubtful for key, _, why in keys)
            }
            if more <= doubtful:
                return doubtful
            doubtful |= more

    def _with_keys(
        self, draft: Drafted, keys: list[tuple[ForeignKey, int, str]], doubtful: set[str]
    ) -> Drafted:
        if draft.new is None:
            return draft
        into = {one.filled.into: name for name, one in self.drafted.items()}
        new, notes, left = [], list(draft.found), list(draft.left)
        for key, orphans, why in keys:
            if why:
                columns = ", ".join(key.columns)
                left.append(
                    LeftBehind(draft.source, f"foreign key ({columns}) to {key.parent}: {why}")
                )
                continue
            early = _judges(orphans) or into[key.parent] in doubtful
            new.append(NewKey(draft.new.name, key, early))
            if orphans == FOLDED:
                notes.append(_folded(draft, key))
            if orphans > 0:
                notes.append(_orphaned(draft, key, orphans, self._looked_up(draft, key)))
        made = replace(draft.new, keys=tuple(new))
        return replace(draft, new=made, found=tuple(notes), left=tuple(left))


def _source_name(names: Mapping[str, str], target: str) -> str:
    return next(source for source, name in names.items() if name == target)


def _judges(orphans: int) -> bool:
    """Whether a row may be rejected by the key."""
    return orphans > 0 or orphans == FOLDED


def _folded(draft: Drafted, key: ForeignKey) -> Found:
    column = key.columns[0] if len(key.columns) == 1 else ""
    fact = f"refers to {key.parent} by its collation: to a row that is spelt otherwise, too"
    remedy = "a row that does not refer to the very text is rejected"
    return Found("warning", draft.source, column, fact, remedy)


def _orphaned(draft: Drafted, key: ForeignKey, orphans: int, others: tuple[str, ...]) -> Found:
    rows = "1 row refers" if orphans == 1 else f"{orphans:,} rows refer"
    column = key.columns[0] if len(key.columns) == 1 else ""
    fact = f"{rows} to no row of {key.parent}"
    return Found("error", draft.source, column, fact, "rejected by the foreign key", others)


def _is_unique(table: NewTable, columns: tuple[str, ...]) -> bool:
    if set(table.primary) == set(columns):
        return True
    quoted = {quote(c) for c in columns}
    return any(
        i.unique and not i.where and {p.removesuffix(" desc") for p in i.parts} == quoted
        for i in table.indexes
    )
