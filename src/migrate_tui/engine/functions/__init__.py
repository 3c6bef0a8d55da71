"""Plan functions: one entry each with words, SQL for both databases and a Python reference."""

from __future__ import annotations

from migrate_tui.engine.functions import (
    booleans,
    documents,
    extremes,
    identity,
    numbers,
    remedies,
    text,
    times,
)
from migrate_tui.engine.functions.convert import convert
from migrate_tui.engine.functions.entry import Function
from migrate_tui.engine.functions.postgresql import prepare
from migrate_tui.engine.functions.sqlite import register

FAMILIES = {
    "Text": text.FUNCTIONS,
    "Numbers": numbers.FUNCTIONS,
    "Greatest and least": extremes.FUNCTIONS,
    "Booleans": booleans.FUNCTIONS,
    "Moments": times.FUNCTIONS,
    "JSON": documents.FUNCTIONS,
    "Identity": identity.FUNCTIONS,
    "Remedies": remedies.FUNCTIONS,
}
FUNCTIONS: dict[str, Function] = {
    function.name: function for family in FAMILIES.values() for function in family
}

__all__ = ["FAMILIES", "FUNCTIONS", "Function", "convert", "prepare", "register"]
