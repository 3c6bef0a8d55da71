"""SQL that tells rows by a number: the hash of one as it is stored, and a sum over many that
changes when any of them does."""

from __future__ import annotations

AT_ONCE = 100  # SQLite's functions take 127 arguments


def row_hash(kind: str, cells: list[str]) -> str:
    """SQL of the hash of a row as it is stored."""
    if kind == "postgresql":
        return f"hashtextextended(row({', '.join(cells)})::text, 0)"
    return f"mt_hash({_arguments(cells)})"


def _arguments(cells: list[str]) -> str:
    """SQLite's functions take 127: the cells of a wider row are hashed in portions first."""
    hashed = list(map(_hashed, cells))
    if len(hashed) <= AT_ONCE:
        return ", ".join(hashed)
    starts = range(0, len(hashed), AT_ONCE)
    return ", ".join(f"mt_hash({', '.join(hashed[i : i + AT_ONCE])})" for i in starts)


def _hashed(cell: str) -> str:
    """Text goes as its bytes: a function of ours cannot be given text that is not UTF-8."""
    return f"case typeof({cell}) when 'text' then cast({cell} as blob) else {cell} end"


def witness(kind: str, alias: str, columns: list[str]) -> str:
    """SQL of a sum that changes when any of the rows is written, removed or joined by another.

    PostgreSQL knows it from the row versions (ctid, xmin) alone; SQLite hashes the values.
    """
    if kind == "postgresql":
        version = f"hashtidextended({alias}.ctid, {alias}.xmin::text::bigint)"
        return f"coalesce(sum({version}), 0)::text"
    cells = _arguments([f"{alias}.{c}" for c in columns])
    return f"coalesce(mt_hash_sum({cells}), '0')"


def inserted_version(alias: str) -> str:
    """PostgreSQL: the part of a row that is being inserted in the sum of `witness`."""
    return f"hashtidextended({alias}.ctid, pg_current_xact_id()::xid::text::bigint)"
