"""A row's line by a template in Python: one for each way in which its doubles may be NULL.

Invariant: a cell that is None where its column has no NULL raises TypeError, or spells a word that
no double is read from.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from operator import itemgetter

from migrate_tui.engine.databases.base import Row
from migrate_tui.engine.databases.cells import PART, Cell
from migrate_tui.engine.databases.reading import NULL

Spell = Callable[[Row], bytes]


def speller(cells: Sequence[Cell], end: str = "\n") -> Spell:
    """Rows of these cells, and of what stands at the end of the line."""
    open_ = [place for place, one in enumerate(cells) if one.form == PART and one.nullable]
    if not open_:
        return _template(cells, end, ()).__mod__
    if len(open_) == 1:
        return _of_one(cells, end, open_[0])
    wanted = itemgetter(*open_)

    @lru_cache(256)
    def known(nulls: tuple[bool, ...]) -> bytes:
        return _template(
            cells, end, [at for at, is_null in zip(open_, nulls, strict=True) if is_null]
        )

    return lambda row: known(tuple([v is None for v in wanted(row)])) % row


def _of_one(cells: Sequence[Cell], end: str, place: int) -> Spell:
    whole, lacking = _template(cells, end, ()), _template(cells, end, (place,))
    return lambda row: (lacking if row[place] is None else whole) % row


def _template(cells: Sequence[Cell], end: str, nulls: Collection[int]) -> bytes:
    """With NULL's mark at these places, whose None is spelled as nothing."""
    pieces = (NULL + "%.0a" if at in nulls else one.piece for at, one in enumerate(cells))
    return (",".join(pieces) + end).encode()
