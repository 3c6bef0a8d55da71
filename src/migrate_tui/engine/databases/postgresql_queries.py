"""What is asked of PostgreSQL's catalogue: a query for the relation, one for each kind of fact.

Only what the server enforces is told; newer columns are read by way of to_jsonb, so that one
text serves every version.
"""

from __future__ import annotations

TABLES = """
SELECT c.relname FROM pg_catalog.pg_class AS c
WHERE c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace AS n
                        WHERE n.nspname = pg_catalog.current_schema())
  AND c.relkind IN ('r', 'p') AND NOT c.relispartition
"""
VIEWS = """
SELECT c.relname FROM pg_catalog.pg_class AS c
WHERE c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace AS n
                        WHERE n.nspname = pg_catalog.current_schema())
  AND c.relkind IN ('v', 'm')
"""
# A text, not a name: a name would be cut at 63 bytes and find another table.
RELATION = """
SELECT c.oid, n.nspname, c.relname, c.relkind, c.relrowsecurity
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relname = %(name)s::text AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND (n.nspname = %(schema)s::text
       OR %(schema)s::text IS NULL AND n.nspname = ANY (pg_catalog.current_schemas(false)))
ORDER BY array_position(pg_catalog.current_schemas(false), n.nspname) LIMIT 1
"""
COLUMNS = """
SELECT a.attname,
       pg_catalog.format_type(a.atttypid, a.atttypmod),
       CASE WHEN t.typtype IN ('e', 'd', 'c')
            THEN pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.typname)
            ELSE t.typname END,
       NOT (a.attnotnull OR t.typnotnull),
       CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END,
       a.attgenerated <> '',
       CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' ELSE '' END,
       CASE WHEN a.attcollation <> t.typcollation
            THEN pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(c.collname)
            END,
       ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum AS e
             WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder),
       CASE WHEN t.typtype = 'b' AND t.typcategory = 'A' THEN 'array'
            ELSE (SELECT kind FROM (VALUES ('e', 'enum'), ('d', 'domain'), ('c', 'composite'),
                                           ('r', 'range'), ('m', 'range')) AS k (code, kind)
                  WHERE k.code = t.typtype) END,
       CASE WHEN t.typtype = 'd' THEN
            (WITH RECURSIVE under (type, modifier) AS (
                SELECT t.typbasetype, t.typtypmod
                UNION ALL SELECT u.typbasetype, u.typtypmod
                FROM under JOIN pg_catalog.pg_type AS u ON u.oid = under.type AND u.typtype = 'd')
             SELECT pg_catalog.format_type(under.type, under.modifier)
             FROM under JOIN pg_catalog.pg_type AS u ON u.oid = under.type
             WHERE u.typtype <> 'd') END,
       CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END
FROM pg_catalog.pg_attribute AS a
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_catalog.pg_collation AS c ON c.oid = a.attcollation
LEFT JOIN pg_catalog.pg_namespace AS cn ON cn.oid = c.collnamespace
WHERE a.attrelid = %(oid)s AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
"""
# A WITHOUT OVERLAPS constraint is an exclusion, whatever pg_index calls it.
UNIQUES = """
SELECT c.relname, i.indisprimary,
       ARRAY(SELECT a.attname::text FROM unnest(i.indkey) WITH ORDINALITY AS k (number, place)
             LEFT JOIN pg_catalog.pg_attribute AS a
               ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number <> 0
             WHERE k.place <= i.indnkeyatts ORDER BY k.place),
       ARRAY(SELECT pg_catalog.pg_get_indexdef(i.indexrelid, k::int, true)
             FROM generate_series(1, i.indnkeyatts) AS k ORDER BY k),
       pg_catalog.pg_get_expr(i.indpred, i.indrelid),
       NOT coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
       NOT i.indimmediate
FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
WHERE i.indrelid = %(oid)s AND i.indisunique AND i.indisvalid AND NOT i.indisexclusion
ORDER BY NOT i.indisprimary, c.relname
"""
FOREIGN_KEYS = """
SELECT k.conname, child.relname, childn.nspname, parent.relname, parentn.nspname,
       pg_catalog.pg_table_is_visible(child.oid),
       ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS c (number, place)
             JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = c.number
             ORDER BY c.place),
       ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS c (number, place)
             JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = c.number
             ORDER BY c.place),
       k.confdeltype, k.confupdtype, k.condeferrable
FROM pg_catalog.pg_constraint AS k
JOIN pg_catalog.pg_class AS child ON child.oid = k.conrelid
JOIN pg_catalog.pg_namespace AS childn ON childn.oid = child.relnamespace
JOIN pg_catalog.pg_class AS parent ON parent.oid = k.confrelid
JOIN pg_catalog.pg_namespace AS parentn ON parentn.oid = parent.relnamespace
WHERE k.contype = 'f' AND k.confrelid = coalesce(%(parent)s, k.confrelid)
  AND k.conrelid = coalesce(%(child)s, k.conrelid)
  AND (k.conparentid = 0 OR k.conrelid = %(child)s)
  AND coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true)
  AND NOT coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false)
ORDER BY childn.nspname, child.relname, k.conname
"""
CHECKS = """
SELECT k.conname, pg_catalog.pg_get_expr(k.conbin, k.conrelid)
FROM pg_catalog.pg_constraint AS k
WHERE k.conrelid = %(oid)s AND k.contype = 'c'
  AND coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true)
ORDER BY k.conname
"""
TRIGGERS = """
SELECT t.tgname, pg_catalog.pg_get_triggerdef(t.oid), t.tgenabled IN ('O', 'A')
FROM pg_catalog.pg_trigger AS t
WHERE t.tgrelid = %(oid)s AND NOT t.tgisinternal ORDER BY t.tgname
"""
TYPES = """
SELECT pg_catalog.format_type(t.type, t.modifier)
FROM unnest(%(types)s::oid[], %(modifiers)s::int[]) WITH ORDINALITY AS t (type, modifier, place)
ORDER BY t.place
"""
