"""What the target would refuse, foreseen: a reason per broken constraint of a written row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause, Select

from migrate_tui.engine.databases.catalogue import ForeignKey
from migrate_tui.engine.diff.parsed import Parsed
from migrate_tui.engine.diff.stored import Stored
from migrate_tui.engine.diff.uniques import WRITTEN, Reason, Uniques
from migrate_tui.engine.sql import ONE, Sql, first_of, name, null_text, text_literal


@dataclass(frozen=True)
class Guards:
    """The target's constraints as SQL over a diff.

    `parents(key)` gives the rows that a foreign key may refer to: target and wanted; `others()`
    the rows already accepted in this mapping that are not in the target yet.
    """

    parsed: Parsed
    kind: str
    parents: Callable[[ForeignKey], Sequence[FromClause]]
    others: Callable[[], FromClause | None]
    first_load: bool = False
    only: tuple[ForeignKey, ...] | None = None  # these foreign keys and nothing else
    without: tuple[ForeignKey, ...] = ()  # judged already, with all rows of their circle
    uniquely: bool = True  # unique indexes too

    def reject(self, rows: FromClause, reject: str, column: str) -> Select[tuple[object, ...]]:
        """The diff again, its status and reason corrected by every guard in turn."""
        if self.only is not None:
            return sa.select(self._apply(rows, self._orphans(rows), reject, column))
        found = [*self._not_nulls(rows), *self._checks(rows), *self._orphans(rows)]
        rows = self._apply(rows, found, reject, column)
        uniques = Uniques(self.stored, self.others)
        for unique in uniques.judged if self.uniquely else ():
            rows = self._apply(rows, [uniques.taken(rows, unique)], reject, column)
            rows = self._apply(rows, [uniques.twice(rows, unique)], reject, column)
        return sa.select(rows)

    @property
    def stored(self) -> Stored:
        return Stored(self.parsed, self.kind, self.first_load)

    def _apply(self, rows: FromClause, found: list[Reason], reject: str, column: str) -> FromClause:
        if not found:
            return rows
        reason = first_of([r for _, r in found], self.kind)
        named = [(r.is_not(None), text_literal(c)) for c, r in found if c is not None]
        which = sa.case(*named, else_=null_text(self.kind)) if named else null_text(self.kind)
        written = rows.c["mt_status"].in_([text_literal(s) for s in WRITTEN])
        judged = sa.select(
            *rows.c,
            sa.case((written, reason)).label("mt_why"),
            sa.case((written, which)).label("mt_which"),
        )
        # common tables: nested sub-queries would overflow SQLite's parser after a few constraints
        judged_rows = judged.offset(sa.literal_column("0")).cte()
        return _overruled(judged_rows, reject, column)

    def _not_nulls(self, rows: FromClause) -> list[Reason]:
        names = [c.name for c in self.parsed.target.columns if not c.nullable]
        cells = {c: self.stored.cell(rows, c) for c in names if c in self.parsed.columns}
        return [
            (c, sa.case((cell.is_(None), text_literal(f"{c} may not be NULL"))))
            for c, cell in cells.items()
        ]

    def _checks(self, rows: FromClause) -> list[Reason]:
        found: list[Reason] = []
        for check in self.parsed.target.checks:
            held = self.stored.value(rows, check.sql)
            text = text_literal(f"violates check constraint {check.name}: {check.sql}")
            found.append((None, sa.case((held.is_(sa.false()), text))))
        return found

    def _orphans(self, rows: FromClause) -> list[Reason]:
        keys = self.only or self.parsed.target.foreign_keys
        ours = [k for k in keys if set(k.columns) & self.parsed.columns.keys()]
        return [self._orphan(rows, key) for key in ours if key not in self.without]

    def _orphan(self, rows: FromClause, key: ForeignKey) -> Reason:
        cells = [self.stored.cell(rows, c) for c in key.columns]
        given = sa.and_(*(c.is_not(None) for c in cells))
        absent = [sa.not_(exists(p, key.parent_columns, cells)) for p in self.parents(key)]
        columns = ", ".join(key.columns)
        text = f"violates foreign key {key.name}: no row in {key.parent} for {columns} = "
        reason = text_literal(text).op("||")(self.stored.told(cells, key.columns))
        mapped = next(c for c in key.columns if c in self.parsed.columns)
        return mapped, sa.case((sa.and_(given, *absent), reason))


def _overruled(rows: FromClause, reject: str, column: str) -> FromClause:
    broken = rows.c["mt_why"].is_not(None)
    replaced = {
        reject: sa.case((broken, rows.c["mt_why"]), else_=rows.c[reject]),
        column: sa.case((broken, rows.c["mt_which"]), else_=rows.c[column]),
        "mt_status": sa.case((broken, text_literal("rejected")), else_=rows.c["mt_status"]),
    }
    kept = [c for c in rows.c if c.name not in ("mt_why", "mt_which")]
    columns = [replaced[c.name].label(name(c.name)) if c.name in replaced else c for c in kept]
    return sa.select(*columns).cte()


def exists(parent: FromClause, columns: Sequence[str], cells: Sequence[Sql]) -> Sql:
    same = (parent.c[c] == cell for c, cell in zip(columns, cells, strict=True))
    return sa.exists(sa.select(ONE).select_from(parent).where(*same))
