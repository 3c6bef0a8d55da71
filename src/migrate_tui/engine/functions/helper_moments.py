"""PostgreSQL helpers that read moments; the same grammar stands in moments.py."""

from __future__ import annotations

from migrate_tui.engine.functions.helper_sql import NUMBER, plpgsql, sql
from migrate_tui.engine.functions.moments import FIRST, LAST

ISO = (
    r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"([Tt ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]{1,9})?)?"
    r" ?([Zz]|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?)?$"
)
ZONED = r"([Zz]|[0-9] ?[+-][0-9:]+)$"


def moments(timezone: str) -> list[str]:
    """`timezone` is that of moments which name none."""
    zone = "'" + timezone.replace("'", "''") + "'"
    instant = sql("instant(x timestamp)", "timestamptz", f"x at time zone {zone}")
    return [instant, _since(), _moment(zone), _day(), *_counted()]


def _since() -> str:
    """A number since 1970, each of it `factor` microseconds."""
    micros = "round(n * factor)"
    return sql(
        "since(n numeric, factor numeric)",
        "timestamptz",
        f"case when {micros} between {FIRST} and {LAST} then"
        f" to_timestamp(trunc({micros} / 1000000)::float8)"
        f" + mod({micros}, 1000000)::bigint * interval '1 microsecond' end",
    )


def _moment(zone: str) -> str:
    return plpgsql(
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
    )


def _day() -> str:
    return sql(
        "day(x text)",
        "timestamp",
        "case when char_length(btrim(x)) = 10 then"
        " pg_temp.mt_moment(btrim(x) || 'T00:00Z') at time zone 'UTC'"
        " else pg_temp.mt_moment(x) at time zone 'UTC' end",
    )


def _counted() -> list[str]:
    """Text that may hold a number since 1970."""
    return [
        plpgsql(
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
    ]
