"""The survey of a PostgreSQL database: its types prove what its values are, so rows are counted
and the rest is the catalogue's."""

from __future__ import annotations

from migrate_tui.engine.databases import carried_postgresql as carried
from migrate_tui.engine.databases.base import Connection, Database
from migrate_tui.engine.databases.carried_postgresql import strange
from migrate_tui.engine.databases.catalogue import ForeignKey, Table
from migrate_tui.engine.databases.facts import ColumnFacts, KeyFacts, TableFacts
from migrate_tui.engine.databases.objects import Index, KeyPart, Other
from migrate_tui.engine.databases.passage_postgresql import passage
from migrate_tui.engine.databases.survey import Survey, Surveyed

BEYOND = "beyond"  # a form: what SQLite cannot hold
_INDEXES = f"""
select c.relname::text, array(select pg_get_indexdef(i.indexrelid, k::int, true)
                              from generate_series(1, i.indnkeyatts) as k order by k),
       pg_get_expr(i.indpred, i.indrelid), am.amname::text,
       array(select a.attname::text from unnest(i.indkey) with ordinality as k (number, place)
             left join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.number
              and k.number <> 0 where k.place <= i.indnkeyatts order by k.place),
       i.indisunique,
       substr(pg_get_indexdef(c.oid), 1 + length(format('CREATE %sINDEX %I ON %s%I.%I ',
         case when i.indisunique then 'UNIQUE ' else '' end, c.relname,
         case when t.relkind = 'p' then 'ONLY ' else '' end, n.nspname, t.relname))),
       {strange("pg_class", "c.oid")}
from pg_index as i join pg_class as c on c.oid = i.indexrelid join pg_am as am on am.oid = c.relam
join pg_class as t on t.oid = i.indrelid join pg_namespace as n on n.oid = t.relnamespace
where i.indrelid = cast(:name as regclass) and not i.indisprimary and i.indisvalid
  and not i.indisexclusion
  and not exists (select 1 from pg_constraint as k where k.conindid = c.oid and k.contype = 'u'
                  and k.condeferrable)
order by c.relname
"""
_OTHERS = """
select case c.relkind when 'm' then 'materialized view' when 'S' then 'sequence' else 'foreign' end,
       c.relname::text, '', ''
from pg_class as c where c.relnamespace = current_schema()::regnamespace
  and c.relkind in ('m', 'f', 'S') and not exists (
    select 1 from pg_depend as d where d.classid = 'pg_class'::regclass and d.objid = c.oid
    and d.deptype in ('a', 'i', 'e'))
union all select 'function', p.proname::text, '', '' from pg_proc as p
where p.pronamespace = current_schema()::regnamespace and not exists (
  select 1 from pg_depend as d where d.classid = 'pg_proc'::regclass and d.objid = p.oid
  and d.deptype = 'e')
union all select 'policy', l.polname::text, '', c.relname::text
from pg_policy as l join pg_class as c on c.oid = l.polrelid
where c.relnamespace = current_schema()::regnamespace
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
        types, views = carried.types(connection), carried.views(connection)
    return Survey("postgresql", tables, others, types, views)


def _surveyed(connection: Connection, table: Table) -> Surveyed:
    name = connection.quote(table.name)
    rows, columns = _counted(connection, table)
    keys = tuple(
        KeyFacts(u.columns, _nulls(connection, table, u.columns))
        for u in table.uniques
        if u.columns and not u.where
    )
    found = tuple(_index(*row) for row in connection.execute(_INDEXES, {"name": name}))
    unproven = carried.doubtful(connection, name)
    zeros = tuple(
        _orphans(connection, name, key) if key.name in unproven else 0 for key in table.foreign_keys
    )
    facts = TableFacts(rows, columns, keys, zeros)
    parts, following = carried.parts(connection, name), carried.following(connection, name)
    return Surveyed(table, facts, found, parts=parts, following=following)


def _counted(connection: Connection, table: Table) -> tuple[int, dict[str, ColumnFacts]]:
    """All rows, and by column the values that SQLite has no room for, such as NaN."""
    cells = {c.name: (connection.quote(c.name), passage(c.storage)) for c in table.columns}
    bad = {n: found.bad.format(cell) for n, (cell, found) in cells.items() if found.bad}
    parts = ["count(*)", *(f"count(*) filter (where {sql})" for sql in bad.values())]
    query = f"select {', '.join(parts)} from {connection.quote(table.name)}"
    rows, *counts = map(int, connection.execute(query)[0])
    beyond = dict(zip(bad, counts, strict=True))
    return rows, {
        c.name: ColumnFacts(rows, forms={BEYOND: beyond[c.name]} if beyond.get(c.name) else {})
        for c in table.columns
    }


def _orphans(connection: Connection, name: str, key: ForeignKey) -> int:
    """Rows of a key that nobody has proven, without their parent."""
    quote = connection.quote
    schema = f"{quote(key.parent_schema)}." if key.parent_schema else ""
    pairs = zip(key.columns, key.parent_columns, strict=True)
    same = " and ".join(f"c.{quote(mine)} = p.{quote(theirs)}" for mine, theirs in pairs)
    whole = " and ".join(f"c.{quote(column)} is not null" for column in key.columns)
    query = (
        f"select count(*) from {name} as c where {whole} and not exists"
        f" (select 1 from {schema}{quote(key.parent)} as p where {same})"
    )
    return int(connection.execute(query)[0][0])


def _nulls(connection: Connection, table: Table, columns: tuple[str, ...]) -> int:
    any_ = " or ".join(f"{connection.quote(c)} is null" for c in columns)
    query = f"select count(*) from {connection.quote(table.name)} where {any_}"
    return int(connection.execute(query)[0][0])


def _index(
    name: str,
    parts: list[str],
    where: str | None,
    method: str,
    columns: list[str | None],
    unique: bool,
    tail: str,
    strange: list[str],
) -> Index:
    found = (KeyPart(sql, column) for sql, column in zip(parts, columns, strict=True))
    odd = tuple(strange)
    return Index(name, tuple(found), unique, where, tail=tail, method=method, strange=odd)
