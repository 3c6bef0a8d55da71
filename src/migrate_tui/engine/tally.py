"""Counting a diff: statuses become the counts of a range, and the rejects beside them."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from migrate_tui.engine.diff.compare import CHANGED, KEPT, NEW_ROW, REJECTED, SAME, STATUS
from migrate_tui.engine.diff.merge import ROWS
from migrate_tui.engine.events import Counts
from migrate_tui.engine.sql import Sql, text_literal

STATUSES = (NEW_ROW, CHANGED, SAME, KEPT, REJECTED)


def tally(d: FromClause) -> list[Sql]:
    """Columns: rows per status, source rows that were rejected, source rows merged away."""
    status, rows = d.c[STATUS], d.c[ROWS]
    counted = [
        sa.func.coalesce(sa.func.sum(sa.case((status == text_literal(s), 1), else_=0)), 0)
        for s in STATUSES[:-1]
    ]
    rejected = status == text_literal(REJECTED)
    lost = sa.func.coalesce(sa.func.sum(sa.case((rejected, rows), else_=0)), 0)
    merged = sa.func.coalesce(sa.func.sum(sa.case((rejected, 0), else_=rows - 1)), 0)
    return [*counted, lost, merged]


def counts(row: Iterable[object], filtered: int = 0) -> Counts:
    new, changed, same, kept, rejected, merged = (int(str(v)) for v in row)
    return Counts(
        read=new + changed + same + kept + rejected + merged + filtered,
        inserted=new,
        updated=changed,
        unchanged=same + kept,
        kept=kept,
        merged=merged,
        rejected=rejected,
        filtered=filtered,
    )
