"""The survey of a PostgreSQL database: its types prove what its values are, so rows are counted
and the rest is the catalogue's."""

from __future__ import annotations

from migrate_tui.engine.databases.base import Connection, Database
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.facts import ColumnFacts, KeyFacts, TableFacts
from migrate_tui.engine.databases.objects import Index, KeyPart, Other
from migrate_tui.engine.databases.survey import Survey, Surveyed

_INDEXES = """
select c.relname::text, array(select pg_get_indexdef(i.indexrelid, k::int, true)
                              from generate_series(1, i.indnkeyatts) as k order by k),
       pg_get_expr(i.indpred, i.indrelid), am.amname::text,
       array(select a.attname::text from unnest(i.indkey) with ordinality as k (number, place)
             left join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.number
              and k.number <> 0 where k.place <= i.indnkeyatts order by k.place),
       i.indisunique
from pg_index as i join pg_class as c on c.oid = i.indexrelid join pg_am as am on am.oid = c.relam
where i.indrelid = cast(:name as regclass) and not i.indisprimary and i.indisvalid
  and not i.indisexclusion
order by c.relname
"""
_OTHERS = """
select case c.relkind when 'v' then 'view' when 'm' then 'view' else 'foreign' end,
       c.relname::text, '', ''
from pg_class as c where c.relnamespace = current_schema()::regnamespace
  and c.relkind in ('v', 'm', 'f') and c.relname <> 'migration_runs'
union all select 'trigger', t.tgname::text, '', c.relname::text
from pg_trigger as t join pg_class as c on c.oid = t.tgrelid
where c.relnamespace = current_schema()::regnamespace and not t.tgisinternal
order by 1, 2
"""


def survey_postgresql(database: Database) -> Survey:
    with database.open(read_only=True) as connection, connection.transaction(read_only=True):
        found = (connection.table(name) for name in connection.table_names())
        tables = tuple(_surveyed(connection, table) for table in found if table is not None)
        others = tuple(Other(*row) for row in connection.execute(_OTHERS))
    return Survey("postgresql", tables, others)


def _surveyed(connection: Connection, table: Table) -> Surveyed:
    name = connection.quote(table.name)
    rows = int(connection.execute(f"select count(*) from {name}")[0][0])
    columns = {column.name: ColumnFacts(values=rows) for column in table.columns}
    keys = tuple(
        KeyFacts(u.columns, _nulls(connection, table, u.columns))
        for u in table.uniques
        if u.columns and not u.where
    )
    indexes = (_index(*row) for row in connection.execute(_INDEXES, {"name": name}))
    zeros = tuple(0 for _ in table.foreign_keys)
    found = tuple(index for index in indexes if index is not None)
    return Surveyed(table, TableFacts(rows, columns, keys, zeros), found, _top(connection, table))


def _nulls(connection: Connection, table: Table, columns: tuple[str, ...]) -> int:
    any_ = " or ".join(f"{connection.quote(c)} is null" for c in columns)
    query = f"select count(*) from {connection.quote(table.name)} where {any_}"
    return int(connection.execute(query)[0][0])


def _top(connection: Connection, table: Table) -> int | None:
    """The largest number in a key of one whole number."""
    only = table.column(table.primary_key[0]) if len(table.primary_key) == 1 else None
    if only is None or only.base not in ("int2", "int4", "int8"):
        return None
    name, column = connection.quote(table.name), connection.quote(only.name)
    top = connection.execute(f"select max({column}) from {name}")[0][0]
    return None if top is None else int(top)


def _index(
    name: str,
    parts: list[str],
    where: str | None,
    method: str,
    columns: list[str | None],
    unique: bool,
) -> Index | None:
    """Only B-trees order and compare as other databases do."""
    if method != "btree":
        return None
    found = (KeyPart(sql, column) for sql, column in zip(parts, columns, strict=True))
    return Index(name, tuple(found), unique, where)
