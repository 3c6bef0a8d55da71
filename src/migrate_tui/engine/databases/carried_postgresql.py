"""What PostgreSQL tells as whole statements: types, views, indexes and constraints of one schema.

A definition is carried only where everything that it is made of is PostgreSQL's own, or is carried
too; what it uses beside that is said by its name.
"""

from __future__ import annotations

from collections.abc import Sequence

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.definition import Definition

# What is PostgreSQL's own is pinned: pg_depend does not know it.
_STRANGE = """
array(select distinct pg_describe_object(d.refclassid, d.refobjid, 0)
      from pg_depend as d where {where} and d.deptype = 'n' and (d.refclassid in (
        'pg_proc'::regclass, 'pg_operator'::regclass, 'pg_opclass'::regclass,
        'pg_collation'::regclass, 'pg_ts_config'::regclass)
        or d.refclassid = 'pg_class'::regclass
           and (select relkind from pg_class where oid = d.refobjid) = 'S') order by 1)
"""

# Of a sequence that may not be read, only its beginning is told.
_NEXT = """
select coalesce(s.last_value::numeric + s.increment_by, s.start_value), s.max_value
from pg_sequences as s join pg_namespace as n on n.nspname = s.schemaname
join pg_class as c on c.relnamespace = n.oid and c.relname = s.sequencename
where c.oid = cast(:sequence as regclass)
"""


def strange(catalogue: str, oid: str) -> str:
    """SQL of what an object uses that is not PostgreSQL's own."""
    where = f"d.classid = '{catalogue}'::regclass and d.objid = {oid}"
    return _STRANGE.format(where=where)


_TYPES = f"""
select t.typname::text, format_type(t.oid, null), t.typtype::text,
       array(select quote_literal(e.enumlabel) from pg_enum as e
             where e.enumtypid = t.oid order by e.enumsortorder),
       format_type(t.typbasetype, t.typtypmod),
       case when t.typcollation <> b.typcollation
            then (select quote_ident(nspname) || '.' || quote_ident(collname) from pg_collation as c
                  join pg_namespace as n on n.oid = c.collnamespace where c.oid = t.typcollation)
       end,
       t.typdefault, t.typnotnull,
       array(select 'constraint ' || quote_ident(conname) || ' ' || pg_get_constraintdef(k.oid)
             from pg_constraint as k where k.contypid = t.oid and k.contype = 'c' order by conname),
       array(select distinct s from pg_constraint as k, unnest({strange("pg_constraint", "k.oid")})
             as s where k.contypid = t.oid order by 1) || {strange("pg_type", "t.oid")}
from pg_type as t left join pg_type as b on b.oid = t.typbasetype
where t.typnamespace = current_schema()::regnamespace and t.typtype in ('e', 'd')
  and not exists (select 1 from pg_depend as d where d.classid = 'pg_type'::regclass
                  and d.objid = t.oid and d.deptype = 'e')
order by t.oid
"""
_VIEWS = f"""
select c.relname::text, pg_get_viewdef(c.oid, true),
       array(select distinct u.relname::text from pg_depend as d join pg_class as u
             on u.oid = d.refobjid where d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
             and d.refclassid = 'pg_class'::regclass and u.oid <> c.oid and u.relkind <> 'S'
             order by 1),
       {strange("pg_rewrite", "r.oid")},
       array(select distinct n.nspname::text from pg_depend as d join pg_class as u
             on u.oid = d.refobjid join pg_namespace as n on n.oid = u.relnamespace
             where d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
             and d.refclassid = 'pg_class'::regclass and n.nspname <> current_schema()),
       c.reloptions
from pg_class as c join pg_rewrite as r on r.ev_class = c.oid and r.rulename = '_RETURN'
where c.relnamespace = current_schema()::regnamespace and c.relkind = 'v'
  and c.relname <> 'migration_runs'
order by c.oid
"""
_PARTS = f"""
select 'default', a.attname::text, '', {strange("pg_attrdef", "f.oid")}
from pg_attrdef as f join pg_attribute as a on a.attrelid = f.adrelid and a.attnum = f.adnum
where f.adrelid = cast(:name as regclass)
union all select 'check', k.conname::text, '', {strange("pg_constraint", "k.oid")}
from pg_constraint as k where k.conrelid = cast(:name as regclass) and k.contype = 'c'
union all select 'constraint', k.conname::text, pg_get_constraintdef(k.oid),
       {strange("pg_class", "k.conindid")} || {strange("pg_constraint", "k.oid")}
from pg_constraint as k where k.conrelid = cast(:name as regclass)
  and (k.contype = 'x' or k.contype = 'u' and k.condeferrable)
order by 1, 2
"""
_SEQUENCES = """
select a.attname::text, pg_get_serial_sequence(cast(:name as text), a.attname::text)
from pg_attribute as a left join pg_attrdef as f
  on f.adrelid = a.attrelid and f.adnum = a.attnum
where a.attrelid = cast(:name as regclass) and a.attnum > 0 and not a.attisdropped
  and (a.attidentity <> '' or pg_get_expr(f.adbin, f.adrelid) like 'nextval(%')
"""


def types(connection: Connection) -> tuple[Definition, ...]:
    """Enums and domains, in the order in which they were made."""
    return tuple(_type(*row) for row in connection.execute(_TYPES))


def _type(
    name: str,
    spelled: str,
    kind: str,
    labels: Sequence[str],
    base: str,
    collation: str | None,
    default: str | None,
    solid: bool,
    checks: Sequence[str],
    strange: Sequence[str],
) -> Definition:
    if kind == "e":
        return Definition(
            name, f" as enum ({', '.join(labels)})", "type", labels=tuple(labels), spelled=spelled
        )
    parts = [f" as {base}"]
    parts += [f"collate {collation}"] if collation else []
    parts += [f"default {default}"] if default else []
    parts += ["not null"] if solid else []
    text = " ".join([*parts, *checks])
    return Definition(name, text, "domain", strange=tuple(strange), base=base, spelled=spelled)


def views(connection: Connection) -> tuple[Definition, ...]:
    """In the order in which they were made, so that each stands on what is there."""
    found = []
    for name, sql, uses, strange, schemas, options in connection.execute(_VIEWS):
        more = [f"schema {schema}" for schema in schemas]
        more += [f"its option {option}" for option in options or ()]
        text = f" as {sql.strip().rstrip(';')}"
        found.append(Definition(name, text, "view", uses=tuple(uses), strange=(*strange, *more)))
    return tuple(found)


def parts(connection: Connection, name: str) -> tuple[Definition, ...]:
    """Defaults and checks with what they use, and constraints that are told only as a whole."""
    rows = connection.execute(_PARTS, {"name": name})
    return tuple(Definition(n, sql, kind, strange=tuple(odd)) for kind, n, sql, odd in rows)


def following(connection: Connection, name: str) -> dict[str, int]:
    """By column, the next number of its own sequence, past every number that is there; the largest
    of all where it has given that one."""
    found = {}
    for column, sequence in connection.execute(_SEQUENCES, {"name": name}):
        if sequence is None:
            continue
        ((given, largest),) = connection.execute(_NEXT, {"sequence": sequence})
        top = f"select coalesce(max({connection.quote(column)}), 0) from {name}"
        past = int(connection.execute(top)[0][0]) + 1
        found[column] = min(max(int(given), past), int(largest))
    return found


def doubtful(connection: Connection, name: str) -> set[str]:
    """Foreign keys that were never proven."""
    query = (
        "select conname::text from pg_constraint where conrelid = cast(:name as regclass)"
        " and contype = 'f' and not convalidated"
    )
    return {key for (key,) in connection.execute(query, {"name": name})}
