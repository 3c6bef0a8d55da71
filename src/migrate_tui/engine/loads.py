"""What the ledger keeps of a range loaded into an empty table: enough to know its rows again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """One range of a first load; it outlives the range's ledger row, which later runs replace."""

    run: str
    mapping: str
    low: str
    rows: int
    witness: int | None  # SQLite: the sum of the rows' hashes, where no others stand in the range
    xact: str | None = None  # PostgreSQL: the transaction, and the first and last row of it
    first: str | None = None
    last: str | None = None
    intact: bool = True  # the ledger's own row is of that transaction: nothing was restored
