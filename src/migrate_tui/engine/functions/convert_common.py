"""What conversions to PostgreSQL share: values shown, reasons reworded."""

from __future__ import annotations

from migrate_tui.engine.functions.casts import helper
from migrate_tui.engine.functions.compiled import Compiled, combine, quote_text


def shown(sql: str) -> str:
    return helper("short", f"({sql})::text")


def reworded(read: Compiled, source: Compiled, wanted: str) -> Compiled:
    """The same value; where it is NULL and its source is not, "'abc' is not …"."""
    own = f"({source.value}) is not null and {read.value} is null"
    why = f"case when {own} then {shown(source.value)} || {quote_text(f' is not {wanted}')} end"
    return combine(read.value, read.type, [source], why, read.raises)
