"""SQL that knows rows again by the transaction that inserted them (PostgreSQL)."""

from __future__ import annotations

from migrate_tui.engine.loads import Load

WRAP = 2**32  # xmin holds the low 32 bits of a transaction's number


def transaction(kind: str) -> str:
    """SQL of the number of the transaction at work; NULL where the database keeps none."""
    return "pg_current_xact_id()::text" if kind == "postgresql" else "null"


def version(alias: str) -> str:
    """SQL of the number, as text, of the transaction that wrote a row of the table."""
    return f"{alias}.xmin::text"


def is_intact(kind: str, alias: str) -> str:
    """SQL of whether the row that keeps its transaction's number is of that transaction: the rows
    of a restored database all belong to another one, and may share it with rows of others."""
    return written_by(alias, f"{alias}.xact") if kind == "postgresql" else "1"


def written_by(alias: str, xact: str) -> str:
    """SQL of whether the row is as the transaction left it; `xact` is SQL of its number."""
    return same_transaction(version(alias), xact)


def same_transaction(version: str, xact: str) -> str:
    """SQL of whether a row's version is that transaction's."""
    return f"{version} = (({xact})::numeric % {WRAP})::text"


def of_load(alias: str, load: Load) -> str | None:
    """SQL of the rows that are as the load left them, sought between its first and its last row.

    A row that was moved since (VACUUM FULL, CLUSTER) is not found: it has to be known otherwise.
    """
    if not load.intact or load.xact is None or load.first is None or load.last is None:
        return None
    number, low, high = int(load.xact), _place(load.first), _place(load.last)
    return f"({alias}.ctid between '{low}' and '{high}' and {written_by(alias, str(number))})"


def _place(ctid: str) -> str:
    block, row = ctid.strip("()").split(",")
    return f"({int(block)},{int(row)})"
