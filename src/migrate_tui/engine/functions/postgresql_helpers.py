"""The helper functions themselves, as CREATE FUNCTION statements.

None of them raises on any value; where a value cannot be read they give NULL. They behave the
same on every server, whatever its locale, its collations and the session's settings.
"""

from __future__ import annotations

from migrate_tui.engine.functions.moments import FIRST, LAST
from migrate_tui.engine.functions.text import SIGMA
from migrate_tui.engine.functions.unicode import case_mapping

SAFE = "immutable parallel safe"
SPACE = r"[ \t\n\r\f\x0b]*"
NUMBER = rf"^{SPACE}[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{{1,3}})?{SPACE}$"
SHORT_INT = rf"^{SPACE}[+-]?[0-9]{{1,18}}{SPACE}$"
UUID = "([0-9a-fA-F]{4}-?){7}[0-9a-fA-F]{4}"
LARGEST = "1.7976931348623157e308"
LOWEST, HIGHEST = "'-9223372036854775808'", "9223372036854775807"
ISO = (
    r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"([Tt ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]{1,9})?)?"
    r" ?([Zz]|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?)?$"
)
CANONICAL = (
    "case jsonb_typeof(value) when 'object' then pg_temp.mt_canonical(value)"
    " when 'array' then pg_temp.mt_canonical(value)"
    " when 'number' then trim_scale((value #>> '{}')::numeric)::text else value::text end"
)
ZONED = r"([Zz]|[0-9] ?[+-][0-9:]+)$"


def statements(timezone: str, collation: str | None) -> list[str]:
    return [*_texts(), *_cases(collation), *_numbers(), *_moments(timezone), *_json(), *_identity()]


def _sql(signature: str, returns: str, body: str, traits: str = SAFE) -> str:
    head = f"create or replace function pg_temp.mt_{signature} returns {returns}"
    return f"{head} language sql {traits} as $mt$ select {body} $mt$"


def _plpgsql(signature: str, returns: str, body: str, traits: str = "immutable strict") -> str:
    head = f"create or replace function pg_temp.mt_{signature} returns {returns}"
    return f"{head} language plpgsql {traits} as $mt$ {body} $mt$"


def _texts() -> list[str]:
    return [
        _sql(
            "short(x text)",
            "text",
            "'''' || case when char_length(x) > 60 then left(x, 59) || '…' else x end || ''''",
        ),
        _plpgsql(
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
            _sql(f"{name}(x text)", "text", f"case when {ascii} then {near} else {far} end")
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
        _sql(
            "number(x text)",
            "numeric",
            f"case when char_length(x) <= 400 and x ~ '{NUMBER}'"
            f" then case when abs(x::numeric) <= {LARGEST} then x::numeric end end",
        ),
        _plpgsql(
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
        _sql(
            "exact(x float8)",
            "numeric",
            "case when abs(x) < 9007199254740992 or x < -9223372036854775808::float8"
            " or x >= 9223372036854775808::float8 or x = 'NaN'"
            " then x::text::numeric else x::bigint::numeric end",
        ),
        _plpgsql(
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


def _moments(timezone: str) -> list[str]:
    zone = "'" + timezone.replace("'", "''") + "'"
    micros = "round(n * factor)"
    return [
        _sql("instant(x timestamp)", "timestamptz", f"x at time zone {zone}"),
        _sql(
            "since(n numeric, factor numeric)",
            "timestamptz",
            f"case when {micros} between {FIRST} and {LAST} then"
            f" to_timestamp(trunc({micros} / 1000000)::float8)"
            f" + mod({micros}, 1000000)::bigint * interval '1 microsecond' end",
        ),
        _plpgsql(
            "moment(x text)",
            "timestamptz",
            f"""
            declare t text := btrim(x, E' \\t\\n\\r\\f\\x0b'); first date; result timestamptz;
            begin
              if t !~ '{ISO}' or left(t, 4) = '0000' then return null; end if;
              first := make_date(left(t, 4)::int, substring(t, 6, 2)::int, 1);
              if substring(t, 9, 2)::int > extract(day from first + interval '1 month - 1 day')
              then return null; end if;
              t := upper(replace(t, ',', '.') collate "C");
              t := regexp_replace(t, '([.][0-9]{{6}})[0-9]+', '\\1');
              if t ~ '{ZONED}' and char_length(t) > 10 then result := t::timestamptz;
              else result := t::timestamp at time zone {zone}; end if;
              return case when result >= to_timestamp({FIRST // 1_000_000}) and
                result < to_timestamp({(LAST + 1) // 1_000_000}) then result end;
            end""",
            "immutable strict parallel safe",
        ),
        _sql(
            "day(x text)",
            "timestamp",
            "case when char_length(btrim(x)) = 10 then"
            " pg_temp.mt_moment(btrim(x) || 'T00:00Z') at time zone 'UTC'"
            " else pg_temp.mt_moment(x) at time zone 'UTC' end",
        ),
        *(
            _plpgsql(
                f"{name}(x text, factor numeric)",
                "timestamptz",
                f"""
                begin
                  if x ~ '{NUMBER}' then
                    return pg_temp.mt_since(pg_temp.mt_number(x), factor);
                  end if;
                  return {other};
                end""",
                "immutable strict parallel safe",
            )
            for name, other in {"timestamp_of": "pg_temp.mt_moment(x)", "unix": "null"}.items()
        ),
    ]


def _json() -> list[str]:
    guard = "exception when data_exception or statement_too_complex or program_limit_exceeded"
    return [
        _plpgsql(
            "try_json(x text)", "jsonb", f"begin return x::jsonb; {guard} then return null; end"
        ),
        _plpgsql(
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
        _plpgsql(
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
        _sql(
            "checksum(x jsonb)",
            "text",
            "encode(sha256(convert_to(pg_temp.mt_canonical(x), 'UTF8')), 'hex')",
        ),
        _sql("part(x text)", "text", "octet_length(x)::text || ':' || x"),
        _plpgsql(
            "uuid8(x text)",
            "uuid",
            """
            declare h bytea := substring(sha256(convert_to(x, 'UTF8')) from 1 for 16);
            begin
              h := set_byte(set_byte(h, 6, get_byte(h, 6) & 15 | 128), 8, get_byte(h, 8) & 63 | 128);
              return encode(h, 'hex')::uuid;
            end""",
            "immutable strict parallel safe",
        ),
        _sql("uuid(x text)", "uuid", f"case when x ~ '^({UUID}|[{{]{UUID}[}}])$' then x::uuid end"),
        _plpgsql(
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
