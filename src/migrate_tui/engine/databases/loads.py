"""SQL that knows rows again by the transaction that inserted them (PostgreSQL)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.reading import qualified
from migrate_tui.engine.loads import Load

WRAP = 2**32  # xmin holds the low 32 bits of a transaction's number
LEAF = 4069  # pages that one leaf of the free space map tells of: COPY looks among them for room


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
    place = lies(alias, load)
    if not load.intact or load.xact is None or place is None:
        return None
    return f"({place} and {written_by(alias, str(int(load.xact)))})"


def lies(alias: str, load: Load) -> str | None:
    """SQL of the rows between the first and the last place of a load, whoever wrote them."""
    if load.first is None or load.last is None:
        return None
    return f"{alias}.ctid between '{_place(load.first)}' and '{_place(load.last)}'"


def laid_by(alias: str, load: Load) -> str | None:
    """SQL of the rows between these places that are as the load left them, as far as that can be
    told: rows of others may lie among them."""
    place = lies(alias, load)
    if place is None or load.xact is None or not load.intact:
        return place
    return f"{place} and {alias}.xmin = '{int(load.xact) % WRAP}'::xid"


def pages(load: Load) -> int:
    """How many there are from its first row to its last."""
    first, last = (int(_block(ctid)) if ctid else 0 for ctid in (load.first, load.last))
    return last - first + 1


def _block(ctid: str) -> str:
    return ctid.strip("()").split(",")[0]


def _place(ctid: str) -> str:
    block, row = ctid.strip("()").split(",")
    return f"({int(block)},{int(row)})"


@dataclass(frozen=True)
class Loaded:
    """Rows that one transaction has loaded: their number, their witness, first and last place."""

    stored: int
    rows: int
    witness: int
    first: str | None
    last: str | None


def takes_lines(connection: Connection, table: Table) -> bool:
    """Whether rows may be copied straight into the table, past rules and policies."""
    if connection.kind != "postgresql" or table.kind != "table" or table.row_security:
        return False
    query = "select relhasrules from pg_class where oid = cast(:name as regclass)"
    return not connection.execute(query, {"name": qualified(connection, table)})[0][0]


class Coming(Protocol):
    """Lines that are still being read; how many is known when all are taken."""

    rows: int
    seat: str | None  # the last place that the connection has written to: it goes on there

    @property
    def gaps(self) -> Sequence[int]: ...

    def blocks(self) -> Iterable[bytes]: ...

    def begin(self) -> None:
        """Returns when its turn has come."""

    def pass_on(self) -> None:
        """It lies in the table."""


def load(connection: Connection, table: Table, columns: Sequence[str], coming: Coming) -> Loaded:
    """Lines into the table in the transaction at work; how to know the rows again."""
    name = qualified(connection, table)
    page = "pg_relation_size(cast(:name as regclass)) / current_setting('block_size')::int - 1"
    end = max(0, int(connection.execute(f"select {page}", {"name": name})[0][0]))
    stored = connection.bulk(table.name, columns, coming.blocks(), coming.gaps, table.schema)
    coming.pass_on()
    for start in dict.fromkeys((end, end // LEAF * LEAF, 0)):
        where = [f"ctid >= '({start},0)'", *_on_page(coming.seat, start)]
        found = _loaded(connection, name, where)
        if found[0] == stored:
            break  # else some of them found room elsewhere before it
    coming.seat = found[3]
    return Loaded(stored, *found)


def _on_page(place: str | None, end: int) -> list[str]:
    """SQL of the page of this place, where it lies before the end."""
    page = end if place is None else int(place.strip("()").split(",")[0])
    return [f"ctid >= '({page},0)' and ctid < '({page + 1},0)'"] if page < end else []


def _loaded(connection: Connection, name: str, where: Sequence[str]) -> tuple[int, int, str, str]:
    """Each part of the table is looked for by itself: together they would be all of it."""
    ours = "select pg_current_xact_id()::xid"
    version = f"hashtidextended(mt_place, ({ours}::text::bigint))"
    parts = (f"select ctid as mt_place from {name} where xmin = ({ours}) and {w}" for w in where)
    row = connection.execute(
        f"select count(*), coalesce(sum({version}), 0), min(mt_place)::text, max(mt_place)::text"
        f" from ({' union all '.join(parts)}) as mt_q"
    )[0]
    return int(row[0]), int(row[1]), row[2], row[3]
