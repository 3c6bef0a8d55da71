"""Reading PostgreSQL: server-side cursors over rows whose values the server has put in shape.

Everything is read in the caller's transaction, so that all readers of one step see one snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from migrate_tui.engine.databases import reading
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.equality_postgresql import equality
from migrate_tui.engine.databases.passage_postgresql import Shapes, quoted, shapes
from migrate_tui.engine.databases.postgresql_errors import reading_from
from migrate_tui.engine.databases.reading import (
    LINE,
    PLACE,
    ROWID,
    Reader,
    Reading,
    Staged,
    TableReader,
    qualified,
)

if TYPE_CHECKING:
    from migrate_tui.engine.databases.base import Connection, Row

# A row's place as a number: its page, then its line in it.
NUMBERED = "((ctid::text::point)[0]::bigint << 16) + (ctid::text::point)[1]::bigint"
COUNTED = "row_number() over ()"  # where rows lie in no one file
_IDENTITY = """
select (select system_identifier from pg_control_system()), d.oid, c.relfilenode
from pg_database as d, pg_class as c
where d.datname = current_database() and c.oid = cast(:name as regclass)
"""
_CHILDREN = "select 1 from pg_inherits where inhparent = cast(:name as regclass) limit 1"


@dataclass(frozen=True)
class PostgreSQLReading(Reading):
    def table(
        self, found: Table, used: Sequence[str], mended: Mapping[str, str] | None = None
    ) -> TableReader:
        names = tuple(dict.fromkeys((*used, *found.primary_key)))
        columns = [(name, found.known(name).storage) for name in names]
        shaped = shapes(self.source.quote, columns, typed=self.typed)
        places = tuple(self._places(found, shaped))
        staged = (*shaped.staged, *((name, type_) for name, type_, _ in places))
        told = (PLACE,) if PLACE in dict(staged) else ()
        cells = tuple(cell for _, _, cell in places)
        order = found.primary_key or (ROWID,)
        return PostgreSQLTable(self, found, shaped, staged, order, cells, told)

    def _places(self, found: Table, shaped: Shapes) -> Iterator[tuple[str, str, str]]:
        """What more tells a row's place: name, type and SQL.

        Its order where no key gives one, and its own name where that would not tell it.
        """
        alone = is_alone(self.source, found)
        if not found.primary_key and alone and self.typed:
            yield ROWID, "tid", "ctid::text"
        elif not found.primary_key:
            yield ROWID, "bigint" if self.typed else "", NUMBERED if alone else COUNTED
            if alone:
                yield PLACE, "", "ctid::text"
        elif shaped.lossy & set(found.primary_key):
            texts = (f"{self.source.quote(k)}::text" for k in found.primary_key)
            yield PLACE, "", f"concat_ws(', ', {', '.join(texts)})"

    def query(
        self, sql: str, columns: Sequence[tuple[str, str]], params: Mapping[str, Any]
    ) -> Reader:
        shaped = shapes(self.source.quote, columns, typed=self.typed)
        staged = (*shaped.staged, (LINE, "bigint" if self.typed else ""))
        return PostgreSQLQuery(self, sql, params, shaped, staged)


def is_alone(source: Connection, found: Table) -> bool:
    """Whether all rows lie in one file of this table's own."""
    if found.kind not in ("table", "materialized view"):
        return False
    return not source.execute(_CHILDREN, {"name": qualified(source, found)})


def _read(
    source: Connection,
    query: str,
    params: Mapping[str, Any] | None,
    size: int,
    shaped: Shapes,
    what: str,
) -> Iterator[list[Row]]:
    """The rows a server-side cursor gives; what the consumer raises is no error of the source."""
    batches = source.stream(query, params, size)
    while True:
        with reading_from(what):
            rows = next(batches, None)
        if rows is None:
            return
        yield shaped.carried(rows)


@dataclass(frozen=True)
class PostgreSQLTable(TableReader):
    of: PostgreSQLReading
    found: Table
    shapes: Shapes
    staged: Staged
    order: tuple[str, ...]
    place: tuple[str, ...] = ()  # SQL of a row's place, where no key tells it
    told: tuple[str, ...] = ()

    @property
    def source(self) -> Connection:
        return self.of.source

    def batches(self, size: int, *, checked: bool = False) -> Iterator[list[Row]]:
        return self._rows("", size)

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
        tail = self._where(key, low, high) + (f" order by {self._list(key)}" if key else "")
        return self._rows(tail + (f" limit {limit}" if limit else ""), size)

    def _rows(self, tail: str, size: int) -> Iterator[list[Row]]:
        cells = ", ".join([*self.shapes.cells, *self.place, self.shapes.bad])
        table = qualified(self.source, self.found)
        query = f"select {cells} from {table}{tail}"
        yield from _read(self.of.source, query, None, size, self.shapes, self.found.name)

    def _where(self, key: Sequence[str], low: str | None, high: str | None) -> str:
        open_, close = ("(", ")") if len(key) > 1 else ("", "")
        row, bounds = f"{open_}{self._list(key)}{close}", ((low, ">="), (high, "<"))
        where = [f"{row} {sign} {open_}{at}{close}" for at, sign in bounds if at is not None]
        return f" where {' and '.join(where)}" if where else ""

    def cut(
        self, key: Sequence[str], size: int, low: str | None = None, high: str | None = None
    ) -> list[str]:
        names = self._list(key)
        numbered = f"select {names}, row_number() over (order by {names}) as mt_row"
        literals = ", ".join(map(self._literal, key))
        table = qualified(self.source, self.found) + self._where(key, low, high)
        query = (
            f"select {literals} from (select {names}, mt_row from ({numbered} from {table})"
            f" as n where mt_row % {size} = {1 % size} and mt_row > 1) as cuts order by mt_row"
        )
        with reading_from(self.found.name):
            return [", ".join(row) for row in self.source.execute(query)]

    def _literal(self, name: str) -> str:
        type_ = self.found.known(name).storage
        return f"quote_literal({self.source.quote(name)}::text) || {quoted(f'::{type_}')}"

    def unique(self, columns: Sequence[str]) -> tuple[str, ...]:
        """By the catalogue alone; an index of a table does not reach into what inherits from it."""
        if self.found.kind != "partitioned" and not is_alone(self.source, self.found):
            return ()
        if any(self.found.known(name).nullable for name in columns):
            return ()
        whole = (u.columns for u in self.found.uniques if u.where is None)
        return next((names for names in whole if set(names) == set(columns)), ())

    def equality(self, column: str) -> str | None:
        return equality(self.found.known(column))

    def fingerprint(self) -> str | None:
        """Row versions, and which files of which server they are versions in."""
        if not is_alone(self.source, self.found):
            return None
        where = self.source.execute(_IDENTITY, {"name": qualified(self.source, self.found)})[0]
        with reading_from(self.found.name):
            return ":".join(map(str, (*where, reading.fingerprint(self.source, self.found))))

    def stamp(self) -> str | None:
        return self.fingerprint()

    def sample(self, names: Sequence[str], size: int) -> Iterator[tuple[str, dict[str, Any]]]:
        shaped = self.of.table(self.found, names)
        for rows in shaped.between(None, None, [], size, limit=size):
            for row in rows:
                if row[-1] is not None:
                    continue  # staging has judged it
                values = {n: _known(v, t) for (n, t), v in zip(shaped.staged, row, strict=False)}
                place = ", ".join(_told(values[label]) for label in self.told or self.order)
                yield place, {name: values[name] for name in names}

    def _list(self, names: Sequence[str]) -> str:
        return ", ".join(map(self.source.quote, names))


def _known(value: Any, type_: str) -> Any:
    """As the reference takes it."""
    return Decimal(value) if type_.startswith("numeric") and value is not None else value


def _told(value: Any) -> str:
    """As the target casts it to text."""
    if isinstance(value, bool):
        return str(value).lower()
    return "\\x" + value.hex() if isinstance(value, bytes) else str(value)


@dataclass(frozen=True)
class PostgreSQLQuery(Reader):
    of: PostgreSQLReading
    sql: str
    params: Mapping[str, Any]
    shapes: Shapes
    staged: Staged
    order: tuple[str, ...] = (LINE,)

    def batches(self, size: int, *, checked: bool = False) -> Iterator[list[Row]]:
        body = self.sql.rstrip().rstrip(";")
        cells = ", ".join([*self.shapes.cells, "row_number() over ()", self.shapes.bad])
        query = f"select {cells} from ({body}\n) as q"
        yield from _read(self.of.source, query, self.params, size, self.shapes, "a query")
