"""The helper functions themselves, as CREATE FUNCTION statements.

None of them raises on any value; where a value cannot be read they give NULL. They behave the
same on every server, whatever its locale, its collations and the session's settings.
"""

from __future__ import annotations

from migrate_tui.engine.functions.helper_moments import moments
from migrate_tui.engine.functions.helper_sql import NUMBER, SPACE, plpgsql, sql
from migrate_tui.engine.functions.text import SIGMA
from migrate_tui.engine.functions.unicode import case_mapping

SHORT_INT = rf"^{SPACE}[+-]?[0-9]{{1,18}}{SPACE}$"
UUID = "([0-9a-fA-F]{4}-?){7}[0-9a-fA-F]{4}"
LARGEST = "1.7976931348623157e308"
LOWEST, HIGHEST = "'-9223372036854775808'", "9223372036854775807"
CANONICAL = (
    "case jsonb_typeof(value) when 'object' then pg_temp.mt_canonical(value)"
    " when 'array' then pg_temp.mt_canonical(value)"
    " when 'number' then trim_scale((value #>> '{}')::numeric)::text else value::text end"
)


def statements(timezone: str, collation: str | None) -> list[str]:
    return [*_texts(), *_cases(collation), *_numbers(), *moments(timezone), *_json(), *_identity()]


def veiling(key: str) -> str:
    """What is shown of a hidden value: as veil.digest says it."""
    return plpgsql(
        "veil(x text)",
        "text",
        f"""
        begin
          if x ~ '^•••[0-9a-f]{{8}}$' then return x; end if;
          return '•••' || left(encode(sha256(convert_to({key} || x, 'UTF8')), 'hex'), 8);
        end""",
        "stable strict",
    )


def _texts() -> list[str]:
    return [
        sql(
            "short(x text)",
            "text",
            "'''' || case when char_length(x) > 60 then left(x, 59) || '…' else x end || ''''",
        ),
        plpgsql(
            "fix_utf8(x bytea)",
            "text",
            """
            declare result text := ''; i int := 1; size int; lead int; piece text;
            begin
              while i <= octet_length(x) loop
                lead := get_byte(x, i - 1);
                size := case when lead < 128 then 1 when lead < 224 then 2
                             when lead < 240 then 3 else 4 end;
                begin
                  piece := case when lead = 0 then '' else
                           convert_from(substring(x from i for size), 'UTF8') end;
                exception when data_exception then piece := U&'\\FFFD'; size := 1;
                end;
                result := result || piece;
                i := i + size;
              end loop;
              return result;
            end""",
        ),
    ]


def _cases(collation: str | None) -> list[str]:
    """lower and upper: ASCII at once, the rest by a collation or by our own table."""
    found = []
    for name in ("lower", "upper"):
        text = f"replace(x, '{SIGMA[0]}', '{SIGMA[1]}')" if name == "lower" else "x"
        wide = f'{name}({text} collate "{collation}")' if collation else _table(name, text)
        ascii = "octet_length(x) = char_length(x)"
        near, far = (f'({part}) collate "default"' for part in (f'{name}(x collate "C")', wide))
        found.append(
            sql(f"{name}(x text)", "text", f"case when {ascii} then {near} else {far} end")
        )
    return found


def _table(name: str, text: str) -> str:
    singles, others = case_mapping(name)
    result = f"translate({text}, '{''.join(singles)}', '{''.join(singles.values())}')"
    for old, new in others.items():
        result = f"replace({result}, '{old}', '{new}')"
    return result


def _numbers() -> list[str]:
    return [
        sql(
            "number(x text)",
            "numeric",
            f"case when char_length(x) <= 400 and x ~ '{NUMBER}'"
            f" then case when abs(x::numeric) <= {LARGEST} then x::numeric end end",
        ),
        plpgsql(
            "int(x text)",
            "bigint",
            f"""
            declare n numeric;
            begin
              if x ~ '{SHORT_INT}' then return x::bigint; end if;
              n := pg_temp.mt_number(x);
              if n = trunc(n) and n between {LOWEST} and {HIGHEST} then return n::bigint; end if;
              return null;
            end""",
            "immutable strict parallel safe",
        ),
        sql(
            "exact(x float8)",
            "numeric",
            "case when abs(x) < 9007199254740992 or x < -9223372036854775808::float8"
            " or x >= 9223372036854775808::float8 or x = 'NaN'"
            " then x::text::numeric else x::bigint::numeric end",
        ),
        plpgsql(
            "float(sign text, a float8, b float8)",
            "float8",
            """
            declare result float8;
            begin
              result := case sign when '+' then a + b when '-' then a - b else a * b end;
              return case when result in ('NaN', 'Infinity', '-Infinity') then null
                          else result end;
            exception when data_exception then return null;
            end""",
        ),
    ]


def _json() -> list[str]:
    guard = "exception when data_exception or statement_too_complex or program_limit_exceeded"
    return [
        plpgsql(
            "try_json(x text)", "jsonb", f"begin return x::jsonb; {guard} then return null; end"
        ),
        plpgsql(
            "canonical(x jsonb)",
            "text",
            f"""
            declare kind text := jsonb_typeof(x);
            begin
              if kind = 'object' then
                return (select '{{' || coalesce(string_agg(to_json(key)::text || ':' ||
                    {CANONICAL}, ',' order by key collate "C"), '') || '}}' from jsonb_each(x));
              elsif kind = 'array' then
                return (select '[' || coalesce(string_agg({CANONICAL}, ',' order by place), '')
                  || ']' from jsonb_array_elements(x) with ordinality as item(value, place));
              elsif kind = 'number' then return trim_scale((x #>> '{{}}')::numeric)::text;
              end if;
              return x::text;
            end""",
            "immutable strict parallel safe",
        ),
        plpgsql(
            "array_text(x jsonb)",
            "text",
            """
            begin
              if jsonb_typeof(x) <> 'array' then return null; end if;
              return (select coalesce(array_agg(value order by place), '{}')
                from jsonb_array_elements_text(x) with ordinality as item(value, place))::text;
            end""",
            "immutable strict parallel safe",
        ),
    ]


def _identity() -> list[str]:
    return [
        sql(
            "checksum(x jsonb)",
            "text",
            "encode(sha256(convert_to(pg_temp.mt_canonical(x), 'UTF8')), 'hex')",
        ),
        sql("part(x text)", "text", "octet_length(x)::text || ':' || x"),
        plpgsql(
            "uuid8(x text)",
            "uuid",
            """
            declare h bytea := substring(sha256(convert_to(x, 'UTF8')) from 1 for 16);
            begin
              h := set_byte(h, 6, get_byte(h, 6) & 15 | 128);
              h := set_byte(h, 8, get_byte(h, 8) & 63 | 128);
              return encode(h, 'hex')::uuid;
            end""",
            "immutable strict parallel safe",
        ),
        sql("uuid(x text)", "uuid", f"case when x ~ '^({UUID}|[{{]{UUID}[}}])$' then x::uuid end"),
        plpgsql(
            "fits(x text, type text, unlimited text)",
            "boolean",
            """
            declare kept boolean;
            begin
              execute format('select %L::%s::text = %L::%s::text', x, type, x, unlimited) into kept;
              return kept;
            exception when data_exception or integrity_constraint_violation
              or statement_too_complex or program_limit_exceeded then return false;
            end""",
            "stable strict",
        ),
    ]
