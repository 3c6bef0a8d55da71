"""The words that make a database's objects again, read from PostgreSQL's catalogue.

Tables with their constraints, indexes and triggers, and what they stand on: enough to put back a
table that is gone. Grants, comments and rarer objects are pg_dump's to keep.
"""

from __future__ import annotations

from migrate_tui.engine.databases.backup_facts import Definition
from migrate_tui.engine.databases.backup_postgresql import NOT_EXTENSION, USER_SCHEMA
from migrate_tui.engine.databases.base import Connection

_RELATION = f"join pg_namespace n on n.oid = c.relnamespace where {USER_SCHEMA}"
_OWN = NOT_EXTENSION.format("pg_class", "c")

# In the order in which they are made; rows go in after "sequence", "type", "table" and "owner".
_QUERIES = {
    "schema": f"""
select n.nspname, n.nspname, null, format('create schema %I', n.nspname)
from pg_namespace n where {USER_SCHEMA} and n.nspname <> 'public' order by 1
""",
    "type": f"""
select n.nspname, t.typname, null, format('create type %I.%I as enum (%s)', n.nspname, t.typname,
       (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
        from pg_enum e where e.enumtypid = t.oid))
from pg_type t join pg_namespace n on n.oid = t.typnamespace
where t.typtype = 'e' and {USER_SCHEMA} and {NOT_EXTENSION.format("pg_type", "t")} order by 1, 2
""",
    "sequence": f"""
select n.nspname, c.relname, null, format(
       'create sequence %I.%I as %s increment by %s minvalue %s maxvalue %s start %s cache %s%s',
       n.nspname, c.relname, format_type(s.seqtypid, null), s.seqincrement, s.seqmin, s.seqmax,
       s.seqstart, s.seqcache, case when s.seqcycle then ' cycle' else '' end)
from pg_sequence s join pg_class c on c.oid = s.seqrelid {_RELATION} and {_OWN}
and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass
                and d.objid = c.oid and d.deptype = 'i') order by 1, 2
""",
    "function": f"""
select n.nspname, p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', null,
       pg_get_functiondef(p.oid)
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where p.prokind in ('f', 'p') and {USER_SCHEMA} and {NOT_EXTENSION.format("pg_proc", "p")}
order by p.oid
""",
    "table": f"""
select n.nspname, c.relname, c.relname, format('create table %I.%I (%s)', n.nspname, c.relname,
  (select string_agg(format('%I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
     case when a.attcollation <> t.typcollation then ' collate ' || a.attcollation::regcollation
          else '' end,
     case when a.attgenerated <> ''
          then format(' generated always as (%s) stored', pg_get_expr(d.adbin, d.adrelid))
          when a.attidentity <> '' then format(' generated %s as identity',
               case a.attidentity when 'a' then 'always' else 'by default' end)
          when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid)
          else '' end,
     case when a.attnotnull then ' not null' else '' end), ', ' order by a.attnum)
   from pg_attribute a join pg_type t on t.oid = a.atttypid
   left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped))
from pg_class c {_RELATION} and {_OWN} and c.relkind = 'r' and not c.relispartition
and not exists (select 1 from pg_inherits i where i.inhrelid = c.oid) order by 1, 2
""",
    "owner": f"""
select n.nspname, c.relname, r.relname, format('alter sequence %I.%I owned by %I.%I.%I',
       n.nspname, c.relname, rn.nspname, r.relname, a.attname)
from pg_depend d join pg_class c on c.oid = d.objid and c.relkind = 'S'
join pg_class r on r.oid = d.refobjid join pg_namespace rn on rn.oid = r.relnamespace
join pg_attribute a on a.attrelid = r.oid and a.attnum = d.refobjsubid
{_RELATION} and d.deptype = 'a' and d.classid = 'pg_class'::regclass
and d.refclassid = 'pg_class'::regclass order by 1, 2
""",
    "constraint": f"""
select n.nspname, k.conname, c.relname, format('alter table %I.%I add constraint %I %s',
       n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid))
from pg_constraint k join pg_class c on c.oid = k.conrelid {_RELATION} and {_OWN}
and k.contype in ('p', 'u', 'c', 'x') and c.relkind = 'r' and not c.relispartition
order by k.contype <> 'p', k.contype <> 'u', k.oid
""",
    "index": f"""
select n.nspname, i.relname, c.relname, pg_get_indexdef(x.indexrelid)
from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
{_RELATION} and {_OWN} and c.relkind = 'r' and not c.relispartition
and not exists (select 1 from pg_constraint k where k.conindid = x.indexrelid and k.contype <> 'f')
order by 1, 2
""",
    "reference": f"""
select n.nspname, k.conname, c.relname, format('alter table %I.%I add constraint %I %s',
       n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid))
from pg_constraint k join pg_class c on c.oid = k.conrelid {_RELATION} and {_OWN}
and k.contype = 'f' and k.conparentid = 0 and c.relkind = 'r' order by k.oid
""",
    "trigger": f"""
select n.nspname, g.tgname, c.relname, pg_get_triggerdef(g.oid)
from pg_trigger g join pg_class c on c.oid = g.tgrelid {_RELATION} and {_OWN}
and not g.tgisinternal and c.relkind = 'r' and g.tgparentid = 0 order by g.oid
""",
    "view": f"""
select n.nspname, c.relname, null, format('create view %I.%I as %s', n.nspname, c.relname,
       pg_get_viewdef(c.oid)) from pg_class c {_RELATION} and {_OWN} and c.relkind = 'v'
and c.relname <> 'migration_runs' order by c.oid
""",
}
_SET_PATH = "select set_config('search_path', :path, true)"
BEFORE_ROWS = ("schema", "type", "sequence", "function", "table", "owner")
AFTER_ROWS = ("constraint", "index", "reference", "trigger", "view")


def definitions(connection: Connection) -> tuple[Definition, ...]:
    """Every definition, in an order in which they can be made. Names come fully qualified."""
    path = connection.execute("select current_setting('search_path')")[0][0]
    connection.execute(_SET_PATH, {"path": "pg_catalog"})
    try:
        return tuple(
            Definition(kind, schema, name, sql, table)
            for kind, query in _QUERIES.items()
            for schema, name, table, sql in connection.execute(query)
        )
    finally:
        connection.execute(_SET_PATH, {"path": path})


def standing(connection: Connection) -> frozenset[tuple[str, str, str]]:
    """What of all this is there now, by kind, schema and name."""
    return frozenset((d.kind, d.schema, d.name) for d in definitions(connection))
