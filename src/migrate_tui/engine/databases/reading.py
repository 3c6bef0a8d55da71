"""Reading a source: rows of one table or query as another database's temporary table takes them.

Invariant: a value is staged exactly, or its row's last cell, mt_bad, says why it cannot be.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from migrate_tui.engine.databases import row_hashes
from migrate_tui.engine.databases.catalogue import Column, Table

if TYPE_CHECKING:
    from migrate_tui.engine.databases.base import Connection, Row
    from migrate_tui.engine.databases.cells import Cell
    from migrate_tui.engine.databases.spelled import Spelling

ROWID = "mt_rowid"  # a row's place in a table without a primary key
PLACE = "mt_place"  # the same, as its own database calls it
LINE = "mt_line"  # a row's place in the result of a query
QUOTE = "\x01"  # of CSV: the one byte that text is least likely to hold
NULL = "\x02"  # in a line of CSV
Staged = tuple[tuple[str, str], ...]  # the columns of the temporary table, with their types


class Copy(NamedTuple):
    """A source's column that is all there is to one of the target's."""

    source: str
    column: Column
    unit: str = ""  # s, ms or us, of which it is the number since 1970


class Unlike(Exception):
    """A value is not as the reader took all of its column to be."""


@dataclass(frozen=True)
class Blocks:
    """Lines of CSV, block by block: the number of its rows and their lines. In the cells at these
    places NULL's mark is NULL though it is quoted."""

    parts: Iterator[tuple[int, bytes]]
    gaps: tuple[int, ...] = ()

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        return self.parts

    @property
    def contents(self) -> Iterator[bytes]:
        return (block for _, block in self.parts)


class Lines(ABC):
    """Rows of one table as lines of CSV, for a target's bulk load."""

    cells: tuple[Cell, ...]

    @property
    def gaps(self) -> tuple[int, ...]:
        """The places of cells whose NULL is quoted."""
        return tuple(place for place, one in enumerate(self.cells) if one.is_gap)

    @abstractmethod
    def between(self, low: str | None, high: str | None, key: Sequence[str]) -> Blocks:
        """Rows with low <= key < high in its order.

        Raises Unlike where a value may be read in another way than its mapping reads it.
        """

    @abstractmethod
    def whole(self) -> Blocks:
        """Every row, in the order of its place."""


class Values(ABC):
    """Bare columns of one table, and how each is spelled to be compared."""

    cells: tuple[str, ...]
    spellings: tuple[Spelling, ...]

    @abstractmethod
    def between(
        self,
        low: str | None,
        high: str | None,
        key: Sequence[str],
        take: Callable[[Sequence[Row]], int],
        by: str = "",
        limit: int | None = None,
    ) -> None:
        """Give rows with low <= key < high, in its order or another, to whoever tells what they
        weigh.

        Raises Unlike, or TypeError, where a value has no spelling.
        """

    @abstractmethod
    def shortly(self) -> Values:
        """The same where no value can be long."""

    @abstractmethod
    def narrowed(self, places: Sequence[int]) -> Values:
        """Some of the columns."""


class Reader(ABC):
    """Rows of one source, in lists; each has the `staged` columns, then mt_bad."""

    staged: Staged
    order: tuple[str, ...]  # the staged columns that tell a row's place in its source
    told: tuple[str, ...] = ()  # those that people know it by, where they are others
    checked: bool = False  # whether values are known that no plain load would take

    @abstractmethod
    def batches(self, size: int, *, checked: bool = False) -> Iterator[list[Row]]:
        """Every row; `checked` looks at each value that the target's load would refuse."""

    def staged_lines(self) -> Lines | None:
        """Rows as lines of the staged columns and mt_bad; None where a value needs more than to be
        spelled."""
        return None


class TableReader(Reader):
    """Rows of one table, which may be read range by range of a key."""

    found: Table

    @property
    @abstractmethod
    def source(self) -> Connection: ...

    @abstractmethod
    def between(
        self,
        low: str | None,
        high: str | None,
        key: Sequence[str],
        size: int,
        *,
        checked: bool = False,
        limit: int | None = None,
    ) -> Iterator[list[Row]]:
        """Rows with low <= key < high, in its order; the bounds are the source's own literals."""

    @abstractmethod
    def cut(
        self, key: Sequence[str], size: int, low: str | None = None, high: str | None = None
    ) -> list[str]:
        """Lower bounds of all ranges but the first: every `size`-th key, as its own literals."""

    def lines(self, written: Sequence[Copy]) -> Lines | None:
        """Rows as lines that hold, for each pair, a source column for a column of the target; None
        where one of them is no bare copy to the target's own input."""
        return None

    def values(self, written: Sequence[Copy]) -> Values | None:
        """The same columns, to be compared with what the target prints."""
        return None

    def ascending(self, key: Sequence[str], bounds: Sequence[str]) -> bool:
        """Whether bounds of an earlier run are in the order that the source has now."""
        if len(bounds) < 2:
            return True
        names = [self.source.quote(k) for k in key]
        before = [f"lag({n}) over (order by mt_n)" for n in names]
        row, last = ", ".join(names), ", ".join(before)
        known = ", ".join(f"({bound}, {place})" for place, bound in enumerate(bounds, 1))
        query = (
            f"with b as (select {row}, 0 as mt_n from {qualified(self.source, self.found)}"
            f" where 1 = 0 union all select * from (values {known}) as v)"
            f" select 1 from (select ({row}) <= ({last}) as wrong from b) as q where wrong limit 1"
        )
        return not self.source.execute(query)

    @abstractmethod
    def unique(self, columns: Sequence[str]) -> tuple[str, ...]:
        """These columns in the order of a unique index on exactly them, NULL nowhere; else none."""

    def order_of(self, key: tuple[str, ...]) -> tuple[str, ...]:
        """The columns in whose order a table is best read, where this key is unique in it."""
        return key

    @abstractmethod
    def equality(self, column: str) -> str | None:
        """The name of how this column's values are told apart: databases that use one name agree
        on every pair of values. None where it is the column's own way."""

    @abstractmethod
    def fingerprint(self) -> str | None:
        """A value that changes when any row of the table does; None where nothing can tell."""

    def stamp(self) -> str | None:
        """A fingerprint cheap enough to be asked before each run; None where a file has its own."""
        return None

    @abstractmethod
    def sample(self, names: Sequence[str], size: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """A few rows: the place of each as staging would tell it, and values for the reference."""


@dataclass(frozen=True)
class Reading(ABC):
    """How one source's rows are staged in a target; `typed` where its columns have types."""

    source: Connection
    typed: bool

    @abstractmethod
    def table(
        self, found: Table, used: Sequence[str], mended: Mapping[str, str] | None = None
    ) -> TableReader:
        """A reader of these columns, and of those that tell a row's place."""

    def native(
        self, reader: TableReader, copied: Mapping[str, Column], key: Sequence[str]
    ) -> TableReader | None:
        """The same rows staged in the target's types, as far as its own input reads these values
        as their conversion would; None where nothing would be another type. It raises Unlike."""
        return None

    @abstractmethod
    def query(
        self, sql: str, columns: Sequence[tuple[str, str]], params: Mapping[str, Any]
    ) -> Reader:
        """A reader of these columns of a user's query, numbered by LINE."""


def qualified(connection: Connection, found: Table) -> str:
    schema = f"{connection.quote(found.schema)}." if found.schema else ""
    return schema + connection.quote(found.name)


def fingerprint(connection: Connection, found: Table) -> str:
    """The number of a table's rows, and a sum over them as they lie."""
    quote = connection.quote
    cells = [quote(name) for name in found.column_names]
    seen = row_hashes.witness(connection.kind, quote(found.name), cells)
    query = f"select count(*), {seen} from {qualified(connection, found)}"
    count, total = connection.execute(query)[0]
    return f"{count}:{total}"
