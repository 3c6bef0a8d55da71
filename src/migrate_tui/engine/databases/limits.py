"""What PostgreSQL's input would cut or round to a column's limits without a word: spaces behind a
text, decimals behind a number.

Invariant: values that keep the limits of their column are read as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from migrate_tui.engine.databases.catalogue import Column

Keeps = Callable[[Sequence[Any]], bool]  # whether the values of one column do, as they are in rows
_WHOLE = r"[.]0[],]"  # a double without decimals, which a number without limits would keep


def keeps(column: Column) -> Keeps | None:
    """None where PostgreSQL refuses what is beyond the limits, or there are none."""
    if column.base == "varchar" and column.limits:
        return partial(_short, column.limits[0])
    if column.base == "numeric":
        scale = (*column.limits, 0)[1] if column.limits else None
        finer = _WHOLE if scale is None else rf"e-|[.][0-9]{{{max(scale, 0) + 1}}}"
        return partial(_plain, re.compile(finer))
    return None


def _short(most: int, texts: Sequence[bytes]) -> bool:
    """In characters; each has a byte at least."""
    return all(_characters(text) <= most for text in texts if len(text) > most)


def _characters(text: bytes) -> int:
    return len(text.decode(errors="replace"))


def _plain(finer: re.Pattern[str], numbers: Sequence[float | int | None]) -> bool:
    """As Python writes them, which is what a line says."""
    return finer.search(repr(list(numbers))) is None
