"""What a SQLite column really holds: how many of its values have which storage class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.facts import ColumnFacts
from migrate_tui.engine.databases.loadable import Convert, as_text

if TYPE_CHECKING:
    from migrate_tui.engine.databases.base import Connection

EXACT = 2**53
STORAGE = ("integer", "real", "text", "blob")


@dataclass(frozen=True)
class Census:
    """How many values of one column have which storage class, over the whole table."""

    integer: int
    real: int
    text: int
    blob: int
    largest: int  # absolute value of the largest integer
    untyped: bool = False

    @property
    def held(self) -> list[str]:
        return [storage for storage in STORAGE if getattr(self, storage)]

    @property
    def type(self) -> str:
        """The PostgreSQL type that holds every value as it is; text where they are mixed."""
        if self.untyped:
            return ""
        if self.held == ["integer", "real"] and self.largest <= EXACT:
            return "double precision"
        single = {"integer": "bigint", "real": "double precision", "blob": "bytea"}
        return single.get(self.held[0], "text") if len(self.held) == 1 else "text"

    @property
    def convert(self) -> Convert | None:
        """What a value needs before it is loaded; None where values go as they are."""
        if self.type == "text" and (self.integer or self.real or self.blob):
            return as_text
        return float if self.type == "double precision" and self.integer else None

    @property
    def equality(self) -> str | None:
        """How the values are told apart, where all of them are of one kind."""
        known = {"integer": "integer", "text": "text", "blob": "bytes"}
        return known.get(self.held[0]) if len(self.held) == 1 else None


ANYTHING = Census(0, 0, 0, 0, 0, untyped=True)


def of_facts(facts: ColumnFacts) -> Census | None:
    """The same from a survey; None where classes are mixed, for then numbers have to be looked at
    apart."""
    if len(facts.held) > 1:
        return None
    return _single(facts.held[0] if facts.held else None)


def census(source: Connection, found: Table, columns: Sequence[str]) -> dict[str, Census]:
    """The storage class of every value of the given columns: two cheap aggregates each, and the
    whole count only for columns in which classes are mixed."""
    if not columns:
        return {}
    ends = ", ".join(end for c in columns for end in _ends(source, found, c))
    row = source.execute(f"select {ends} from {source.quote(found.name)}")[0]
    pairs = dict(zip(columns, zip(row[::2], row[1::2], strict=True), strict=True))
    mixed = [c for c, (low, high) in pairs.items() if low != high]
    plain = {c: _single(low) for c, (low, _) in pairs.items()}
    return plain | (_counted(source, found, mixed) if mixed else {})


def _ends(source: Connection, found: Table, name: str) -> tuple[str, str]:
    """The first and the last storage class in the alphabet; a text column holds text or blobs."""
    kind = f"typeof({source.quote(name)})"
    column = found.column(name)
    declared = column.base.upper() if column else ""
    if any(word in declared for word in ("CHAR", "CLOB", "TEXT")) and "INT" not in declared:
        return f"case max({kind} = 'blob') when 1 then 'blob' else 'text' end", "'text'"
    known = f"nullif({kind}, 'null')"
    return f"min({known})", f"max({known})"


def _single(storage: str | None) -> Census:
    integer, real, text, blob = (int(storage == known) for known in STORAGE)
    return Census(integer, real, text, blob, 0)


def _counted(source: Connection, found: Table, columns: Sequence[str]) -> dict[str, Census]:
    parts = ", ".join(part for c in columns for part in _counts(source.quote(c)))
    row = source.execute(f"select {parts} from {source.quote(found.name)}")[0]
    numbers = [int(value or 0) for value in row]
    chunks = (numbers[i : i + 5] for i in range(0, len(numbers), 5))
    return {c: Census(i, r, t, b, m) for c, (i, r, t, b, m) in zip(columns, chunks, strict=True)}


def _counts(cell: str) -> list[str]:
    """The least integer has no absolute value among integers."""
    size = f"abs({cell} + ({cell} < 0)) + ({cell} < 0)"
    largest = f"max(case typeof({cell}) when 'integer' then {size} else 0 end)"
    return [*(f"total(typeof({cell}) = '{storage}')" for storage in STORAGE), largest]
