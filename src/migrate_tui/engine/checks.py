"""The plan's checks: statements of the user, run as they stand in the database they speak of."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping

from migrate_tui.engine.context import Context
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.failures import reason
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.events import Checked
from migrate_tui.engine.plan import Check, PerDatabase

ROWS_SHOWN = 5


def run_check(context: Context, check: Check, hidden: Collection[str] = ()) -> Checked | None:
    """The outcome of one check; None where it says nothing for this kind of database.

    Its answer is shown where its SQL reads none of the `hidden` columns.

    Raises PlanError where its SQL cannot be run.
    """
    started = time.monotonic()
    params = dict(context.plan.params)
    try:
        outcome = _outcome(context, check, params)
        outcome = _shown(context, check, outcome, hidden) if outcome and hidden else outcome
    except Exception as error:
        text = reason(error, hush=bool(hidden))
        raise PlanError(
            f"check {check.name!r} cannot be run: {text}",
            "its SQL goes to the database as it stands: names and functions must exist there",
        ) from error
    if outcome is None:
        return None
    ok, expected, actual = outcome
    return Checked(check.name, ok, expected, actual, time.monotonic() - started)


def _outcome(
    context: Context, check: Check, params: Mapping[str, object]
) -> tuple[bool, str, str] | None:
    if check.no_rows is not None:
        sql = check.no_rows.get(context.target.kind)
        if sql is None:
            return None
        rows = context.target.execute(sql, params)
        shown = "; ".join(", ".join(map(str, row)) for row in rows[:ROWS_SHOWN])
        return not rows, "no rows", f"{len(rows)} rows: {shown}" if rows else "no rows"
    if check.sql is not None:
        found = _value(context.target, check.sql, params)
        return None if found is None else _equal(check.equals, found[0])
    expected = _value(context.source, check.source, params)
    actual = _value(context.target, check.target, params)
    return None if expected is None or actual is None else _equal(expected[0], actual[0])


def _shown(
    context: Context, check: Check, outcome: tuple[bool, str, str], hidden: Collection[str]
) -> tuple[bool, str, str]:
    """Equal answers still look equal; how many rows there are is no secret."""
    if not hidden:
        return outcome
    from migrate_tui.engine.answers import shows  # slow to import, and most plans hide nothing

    at = {"source": context.source.kind}
    asked = [(key, sql.get(at.get(key, context.target.kind))) for key, sql in check.statements]
    if all(shows(sql, at.get(key, context.target.kind), hidden) for key, sql in asked if sql):
        return outcome
    ok, expected, actual = outcome
    if check.no_rows is not None:
        return ok, expected, actual.partition(":")[0]
    return ok, context.veil(expected), context.veil(actual)


def _value(
    connection: Connection, sql: PerDatabase | None, params: Mapping[str, object]
) -> tuple[object] | None:
    """All cells of the result; one cell stands for itself."""
    text = sql.get(connection.kind) if sql is not None else None
    if text is None:
        return None
    rows = connection.execute(text, params)
    single = len(rows) == 1 and len(rows[0]) == 1
    return (rows[0][0],) if single else (tuple(rows),)


def _equal(expected: object, actual: object) -> tuple[bool, str, str]:
    same = expected == actual or str(expected) == str(actual)
    return same, str(expected), str(actual)
