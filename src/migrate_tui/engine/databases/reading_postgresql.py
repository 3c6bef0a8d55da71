"""Reading PostgreSQL: server-side cursors over rows whose values the server has put in shape.

Everything is read in the caller's transaction, so that all readers of one step see one snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from migrate_tui.engine.databases import reading
from migrate_tui.engine.databases.catalogue import Column, Table
from migrate_tui.engine.databases.loadable import Convert, converted
from migrate_tui.engine.databases.passage_postgresql import Passage, passage
from migrate_tui.engine.databases.reading import LINE, ROWID, Reader, Reading, Staged, TableReader

if TYPE_CHECKING:
    from migrate_tui.engine.databases.base import Connection, Row

# A row's place as a number: its page, then its line in it.
NUMBERED = "((ctid::text::point)[0]::bigint << 16) + (ctid::text::point)[1]::bigint"
COUNTED = "row_number() over ()"  # where rows lie in no one file
EQUALITIES = {
    **dict.fromkeys(("int2", "int4", "int8"), "integer"),
    **dict.fromkeys(("text", "varchar"), "text"),
    **{name: name for name in ("uuid", "date", "timestamp", "timestamptz", "numeric")},
    **{"bytea": "bytes", "interval": "interval"},
}
_IDENTITY = """
select (select system_identifier from pg_control_system()), d.oid, c.relfilenode
from pg_database as d, pg_class as c
where d.datname = current_database() and c.oid = cast(:name as regclass)
"""
_CHILDREN = "select 1 from pg_inherits where inhparent = cast(:name as regclass) limit 1"


@dataclass(frozen=True)
class PostgreSQLReading(Reading):
    def table(self, found: Table, used: Sequence[str]) -> TableReader:
        names = tuple(dict.fromkeys((*used, *found.primary_key)))
        columns = [(name, storage(reading.column_of(found, name))) for name in names]
        shaped = shapes(self, columns)
        if found.primary_key:
            return PostgreSQLTable(self, found, shaped, shaped.staged, found.primary_key)
        alone = is_alone(self.source, found)
        type_ = ("tid" if alone else "bigint") if self.typed else ""
        place = ((type_ and "ctid::text") or NUMBERED) if alone else COUNTED
        staged = (*shaped.staged, (ROWID, type_))
        return PostgreSQLTable(self, found, shaped, staged, (ROWID,), (place,))

    def query(
        self, sql: str, columns: Sequence[tuple[str, str]], params: Mapping[str, Any]
    ) -> Reader:
        shaped = shapes(self, columns)
        staged = (*shaped.staged, (LINE, "bigint" if self.typed else ""))
        return PostgreSQLQuery(self, sql, params, shaped, staged)


def storage(column: Column) -> str:
    """What a domain is made of; any other type itself."""
    return column.under or column.type


@dataclass(frozen=True)
class Shapes:
    """Columns of a source, each with the way its values are read."""

    names: tuple[str, ...]
    quoted: tuple[str, ...]
    passages: tuple[Passage, ...]

    @property
    def staged(self) -> Staged:
        return tuple((n, p.type) for n, p in zip(self.names, self.passages, strict=True))

    @property
    def cells(self) -> list[str]:
        return [p.sql.format(q) for q, p in zip(self.quoted, self.passages, strict=True)]

    @property
    def bad(self) -> str:
        """Why the row cannot be staged: its first value that cannot."""
        judged = [t for t in zip(self.names, self.quoted, self.passages, strict=True) if t[2].bad]
        whens = (
            f"when {p.bad.format(q)} then {_text(f'{n}: {p.why}: ')} || {q}::text"
            for n, q, p in judged
        )
        return f"case {' '.join(whens)} end" if judged else "null"

    def carried(self, rows: list[Row]) -> list[Row]:
        """Rows of cells (and what tells their place), then mt_bad, with what Python converts."""
        wanted: list[tuple[int, Convert]] = [
            (place, p.convert) for place, p in enumerate(self.passages) if p.convert is not None
        ]
        return [converted(row, wanted)[:-1] for row in rows] if wanted else rows


def qualified(source: Connection, found: Table) -> str:
    schema = f"{source.quote(found.schema)}." if found.schema else ""
    return schema + source.quote(found.name)


def is_alone(source: Connection, found: Table) -> bool:
    """Whether all rows lie in one file of this table's own."""
    if found.kind not in ("table", "materialized view"):
        return False
    return not source.execute(_CHILDREN, {"name": qualified(source, found)})


def shapes(of: Reading, columns: Sequence[tuple[str, str]]) -> Shapes:
    names = tuple(name for name, _ in columns)
    passages = tuple(passage(type_, typed=of.typed) for _, type_ in columns)
    return Shapes(names, tuple(map(of.source.quote, names)), passages)


def equality(column: Column) -> str | None:
    """Only of types under whose equality equal values are the same value, and stay it.

    A collation may hold two texts equal, a precision may round two moments to one.
    """
    bytewise = column.collation in (None, 'pg_catalog."C"', 'pg_catalog."POSIX"')
    rounded = "(" in column.type and column.base.startswith(("timestamp", "interval"))
    plain = column.kind == "base" and bytewise and not rounded
    return EQUALITIES.get(column.base) if plain else None


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


@dataclass(frozen=True)
class PostgreSQLTable(TableReader):
    of: PostgreSQLReading
    found: Table
    shapes: Shapes
    staged: Staged
    order: tuple[str, ...]
    place: tuple[str, ...] = ()  # SQL of a row's place, where no key tells it

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
        names = self._list(key)
        row = f"({names})" if len(key) > 1 else names
        open_, close = ("(", ")") if len(key) > 1 else ("", "")
        bounds = ((low, ">="), (high, "<"))
        where = [f"{row} {sign} {open_}{at}{close}" for at, sign in bounds if at is not None]
        tail = f" where {' and '.join(where)}" if where else ""
        tail += f" order by {names}" if key else ""
        return self._rows(tail + (f" limit {limit}" if limit else ""), size)

    def _rows(self, tail: str, size: int) -> Iterator[list[Row]]:
        cells = ", ".join([*self.shapes.cells, *self.place, self.shapes.bad])
        table = qualified(self.source, self.found)
        for rows in self.source.stream(f"select {cells} from {table}{tail}", size=size):
            yield self.shapes.carried(rows)

    def cut(self, key: Sequence[str], size: int) -> list[str]:
        names = self._list(key)
        numbered = f"select {names}, row_number() over (order by {names}) as mt_row"
        literals = ", ".join(map(self._literal, key))
        table = qualified(self.source, self.found)
        query = (
            f"select {literals} from (select {names}, mt_row from ({numbered} from {table})"
            f" as n where mt_row % {size} = {1 % size} and mt_row > 1) as cuts order by mt_row"
        )
        return [", ".join(row) for row in self.source.execute(query)]

    def _literal(self, name: str) -> str:
        type_ = storage(reading.column_of(self.found, name))
        return f"quote_literal({self.source.quote(name)}::text) || {_text(f'::{type_}')}"

    def unique(self, columns: Sequence[str]) -> tuple[str, ...]:
        """By the catalogue alone; an index of a table does not reach into what inherits from it."""
        if self.found.kind != "partitioned" and not is_alone(self.source, self.found):
            return ()
        if any(reading.column_of(self.found, name).nullable for name in columns):
            return ()
        whole = (u.columns for u in self.found.uniques if u.where is None)
        return next((names for names in whole if set(names) == set(columns)), ())

    def equality(self, column: str) -> str | None:
        return equality(reading.column_of(self.found, column))

    def fingerprint(self) -> str | None:
        """Row versions, and which files of which server they are versions in."""
        if not is_alone(self.source, self.found):
            return None
        where = self.source.execute(_IDENTITY, {"name": qualified(self.source, self.found)})[0]
        return ":".join(map(str, (*where, reading.fingerprint(self.source, self.found))))

    def stamp(self) -> str | None:
        return self.fingerprint()

    def sample(self, names: Sequence[str], size: int) -> Iterator[tuple[str, dict[str, Any]]]:
        shaped = self.of.table(self.found, names)
        for rows in shaped.between(None, None, [], size, limit=size):
            for row in rows:
                values = {n: _known(v, t) for (n, t), v in zip(shaped.staged, row, strict=False)}
                place = ", ".join(_told(values[label]) for label in self.order)
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
        for rows in self.of.source.stream(query, self.params, size):
            yield self.shapes.carried(rows)
