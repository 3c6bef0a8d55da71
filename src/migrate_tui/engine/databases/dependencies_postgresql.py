"""What PostgreSQL's catalogue says of dependents: pg_depend for all it knows, functions as text."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from migrate_tui.engine.databases.backup_postgresql import NOT_EXTENSION, USER_SCHEMA
from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.dependents import Dependent, mentions

# A table brings along its own indexes, sequences, row type, constraints and triggers.
_DEPENDENTS = """
with old as (select :oid::oid as oid), world as (select unnest(:world::oid[]) as oid),
parts as (
    select 'pg_class'::regclass as class, oid from old
    union select 'pg_class'::regclass, indexrelid from pg_index join old on indrelid = oid
    union select 'pg_class'::regclass, objid from pg_depend join old on refobjid = old.oid
          where refclassid = 'pg_class'::regclass and classid = 'pg_class'::regclass
          and deptype in ('a', 'i') and objid in (select seqrelid from pg_sequence)
    union select 'pg_type'::regclass, t.oid from pg_type t join old on typrelid = old.oid
    union select 'pg_type'::regclass, t.typarray from pg_type t join old on typrelid = old.oid
    union select 'pg_constraint'::regclass, k.oid
          from pg_constraint k join old on conrelid = old.oid
),
found as (
    select distinct d.classid, d.objid, case d.classid
        when 'pg_rewrite'::regclass then (select ev_class from pg_rewrite r where r.oid = objid)
        when 'pg_constraint'::regclass then
            (select conrelid from pg_constraint k where k.oid = objid)
        when 'pg_attrdef'::regclass then (select adrelid from pg_attrdef a where a.oid = objid)
        when 'pg_trigger'::regclass then (select tgrelid from pg_trigger t where t.oid = objid)
        when 'pg_policy'::regclass then (select polrelid from pg_policy p where p.oid = objid)
        when 'pg_class'::regclass then coalesce(
            (select indrelid from pg_index i where i.indexrelid = objid),
            (select refobjid from pg_depend s where s.classid = d.classid and s.objid = d.objid
             and s.deptype in ('a', 'i') and d.objid in (select seqrelid from pg_sequence)
             limit 1), objid)
        when 'pg_type'::regclass then (select typrelid from pg_type t where t.oid = objid
                                       union all
                                       select typrelid from pg_type t where t.typarray = objid
                                       limit 1)
        end as owner
    from pg_depend d join parts p on d.refclassid = p.class and d.refobjid = p.oid
    where d.deptype in ('n', 'a', 'i')
)
select case
           when classid = 'pg_rewrite'::regclass then case c.relkind
                when 'm' then 'materialized view' when 'v' then 'view' else 'rule' end
           when classid = 'pg_constraint'::regclass then 'foreign key'
           when classid = 'pg_attrdef'::regclass then 'default'
           when classid = 'pg_proc'::regclass then 'function'
           when classid = 'pg_policy'::regclass then 'policy'
           when classid = 'pg_trigger'::regclass then 'trigger'
           when classid = 'pg_class'::regclass then 'table' else 'object' end,
       case when classid = 'pg_rewrite'::regclass and c.relkind in ('v', 'm')
            then owner::regclass::text
            when classid = 'pg_constraint'::regclass then
                 (select conname from pg_constraint k where k.oid = objid) || ' of '
                 || owner::regclass::text
            when classid = 'pg_class'::regclass then objid::regclass::text
            else pg_describe_object(classid, objid, 0) end
from found left join pg_class c on c.oid = owner
where (owner is null or (owner not in (select oid from world) and owner <> 0))
and coalesce(c.relkind, 'r') <> 't'
and not exists (select 1 from pg_trigger g
                where classid = 'pg_trigger'::regclass and g.oid = objid and g.tgisinternal)
order by 1, 2
"""
_FUNCTIONS = f"""
select p.oid::regprocedure::text, p.prosrc, n.nspname
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where {USER_SCHEMA} and p.prokind in ('f', 'p') and {NOT_EXTENSION.format("pg_proc", "p")}
and (p.prorettype <> 'trigger'::regtype
     or not exists (select 1 from pg_trigger t where t.tgfoid = p.oid)
     or exists (select 1 from pg_trigger t
                where t.tgfoid = p.oid and t.tgrelid <> all(:world::oid[])))
order by 1
"""
_OID = """
select c.oid::bigint, n.nspname, c.relname
from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass(:name)
"""


def dependents(connection: Connection, tables: Collection[str]) -> tuple[Dependent, ...]:
    """Whatever uses one of the tables without belonging to one of them."""
    places = {table: place for table in tables if (place := place_of(connection, table))}
    world = [oid for oid, _, _ in places.values()]
    return (
        *_known(connection, places, world),
        *_functions(connection, places, world),
    )


def place_of(connection: Connection, table: str) -> tuple[int, str, str] | None:
    """Its number, schema and name; a dot is first taken for a part of the name."""
    schema, _, name = table.partition(".")
    for text in (connection.quote(table), f"{connection.quote(schema)}.{connection.quote(name)}"):
        rows = (
            connection.execute(_OID, {"name": text})
            if name or text == connection.quote(table)
            else []
        )
        if rows:
            return int(rows[0][0]), rows[0][1], rows[0][2]
    return None


Places = dict[str, tuple[int, str, str]]


def _known(connection: Connection, places: Places, world: list[int]) -> Iterator[Dependent]:
    for table, (oid, _, _) in places.items():
        for kind, name in connection.execute(_DEPENDENTS, {"oid": oid, "world": world}):
            yield Dependent(kind, name, table)


def _functions(connection: Connection, places: Places, world: list[int]) -> Iterator[Dependent]:
    for function, body, _ in connection.execute(_FUNCTIONS, {"world": world}):
        for table, (_, schema, name) in places.items():
            if mentions(body, name, "postgresql", (schema,)):
                yield Dependent("function", function, table, text=True)
