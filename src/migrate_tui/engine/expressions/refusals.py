"""What an expression may not hold, and what to write instead."""

from __future__ import annotations

import difflib

from sqlglot import exp

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.expressions.dialect import PlanDialect
from migrate_tui.engine.functions import FUNCTIONS

CALLABLE = (*FUNCTIONS, "coalesce", "nullif", "parent", "lookup", "const")
CASTS = {
    "boolean": "bool_of",
    "int": "int_of",
    "num": "number_of",
    "dec": "number_of",
    "double": "number_of",
    "float": "number_of",
    "real": "number_of",
    "json": "json",
    "time": "timestamp_of",
    "date": "timestamp_of",
    "uuid": "uuid_for",
}
SHOWN = 60
CLOCK = "moments of the run are not values of a row: use a column, or the database's default"
CHANCE = "use uuid_for('kind', …): the same row must get the same id on every run"
AGGREGATE = "group rows in the mapping's query, or with merge:"
INSTEAD = {
    "now": CLOCK,
    "current_timestamp": CLOCK,
    "clock_timestamp": CLOCK,
    "datetime": "use timestamp_of(x, unit)",
    "strftime": "use iso8601(timestamp_of(x, unit))",
    "to_char": "use iso8601(x)",
    "to_timestamp": "use unix_s(x)",
    "date_trunc": "take it apart as text: substring(iso8601(x), 1, 10)",
    "extract": "take it apart as text: substring(iso8601(x), 1, 4)",
    "date_part": "take it apart as text: substring(iso8601(x), 1, 4)",
    "random": CHANCE,
    "gen_random_uuid": CHANCE,
    "uuid_generate_v4": CHANCE,
    "randomblob": CHANCE,
    "hex": CHANCE,
    "md5": "use checksum(x)",
    "sha256": "use checksum(x)",
    "digest": "use checksum(x)",
    "mod": "use x % y",
    "div": "use round_to(x * 0.01, 2) or compute it in the mapping's query",
    "power": "compute it in the mapping's query",
    "floor": "use round(x)",
    "ceil": "use round(x)",
    "trunc": "use round(x)",
    "ltrim": "use trim(x)",
    "rtrim": "use trim(x)",
    "btrim": "use trim(x, characters)",
    "substr": "use substring(x, start, count)",
    "left": "use substring(x, 1, count)",
    "right": "use substring(x, start)",
    "instr": "use position(part, x)",
    "strpos": "use position(part, x)",
    "char_length": "use length(x)",
    "ifnull": "use coalesce(x, y)",
    "nvl": "use coalesce(x, y)",
    "if": "use case when … then … else … end",
    "iif": "use case when … then … else … end",
    "max": "use greatest(x, y); over rows: merge:",
    "min": "use least(x, y); over rows: merge:",
    "to_json": "use json(x)",
    "to_jsonb": "use json(x)",
    "jsonb_build_object": "use json_object('key', x, …)",
    "json_build_object": "use json_object('key', x, …)",
    "jsonb_build_array": "use json_array(x, …)",
    "json_build_array": "use json_array(x, …)",
    "json_extract": "use x ->> 'key'",
    "json_valid": "use or_null(json(x)) is not null",
    "concat_ws": "use concat(x, …)",
    "format": "use concat(x, …)",
    "initcap": "use lower(x) or upper(x)",
    **dict.fromkeys(("count", "sum", "avg", "string_agg", "array_agg", "group_concat"), AGGREGATE),
}
NODES: tuple[tuple[tuple[type[exp.Expr], ...], str, str], ...] = (
    (
        (exp.Subquery, exp.Select, exp.Exists, exp.Union),
        "a sub-query",
        "use parent(mapping, column => value) or lookup(…), or a query under from:",
    ),
    ((exp.Window,), "a window function", "use a query under from:"),
    ((exp.Filter, exp.Order, exp.Distinct), "an aggregate's clause", AGGREGATE),
    ((exp.Div, exp.IntDiv), "/", "division differs per database: use x * 0.01, or percent_true(…)"),
    ((exp.ILike,), "ilike", "use lower(x) like 'pattern'"),
    ((exp.Escape,), "like … escape", r"escape with a backslash: like '50\%'"),
    ((exp.RegexpLike, exp.RegexpILike, exp.SimilarTo), "a regular expression", "use like"),
    ((exp.CurrentTimestamp, exp.CurrentDate, exp.CurrentTime), "the clock", CLOCK),
    ((exp.Extract,), "extract", INSTEAD["extract"]),
    ((exp.AtTimeZone,), "at time zone", "say timezone: at the top of the plan"),
    ((exp.Interval,), "an interval", "add milliseconds before unix_ms(…)"),
    ((exp.Collate,), "collate", "text is always compared by its bytes"),
    ((exp.Array, exp.Bracket), "an array", "use json_array(…) or x -> 0"),
    ((exp.If,), "if", INSTEAD["if"]),
    ((exp.Star,), "*", 'write "*": same as a key of columns:'),
    (
        (exp.Alias,),
        "a second name",
        'put a column name with spaces into double quotes: "first name"',
    ),
    ((exp.Tuple,), "a row of values", "an expression is one value"),
    ((exp.Dot,), "a name with a schema", "functions of the plan have no schema"),
    ((exp.Parameter,), "a numbered parameter", "write :name and declare it under params"),
    ((exp.Kwarg, exp.PropertyEQ), "=>", "it stands only in parent(…) and lookup(…)"),
    ((exp.Concat,), "text beside text", "use ||"),
    ((exp.JSONBExtract, exp.JSONBExtractScalar), "#>", "use x -> 'a' ->> 'b'"),
    ((exp.ByteString, exp.RawString, exp.UnicodeString), "this kind of quotes", "use 'text'"),
    ((exp.HexString, exp.BitString), "bits and bytes", "use a number or 'text'"),
)


def refusal(tree: exp.Expr) -> PlanError:
    """Why this may not stand in an expression, and what may."""
    if isinstance(tree, exp.Cast):
        return _cast(tree)
    for types, words, hint in NODES:
        if isinstance(tree, types):
            return PlanError(f"an expression cannot hold {words}", hint)
    name = tree.sql_name().lower() if isinstance(tree, exp.Func) else ""
    hint = INSTEAD.get(name, "see the list of plan functions; a query under from: can do the rest")
    shown = tree.sql(dialect=PlanDialect)
    return PlanError(f"an expression cannot hold {shown[:SHOWN]}", hint)


def _cast(tree: exp.Cast) -> PlanError:
    wanted = tree.to.sql("postgres").lower()
    use = next((name for part, name in CASTS.items() if part in wanted), "")
    hint = "values are converted to the target column's type by themselves"
    return PlanError(
        f"an expression cannot hold a cast to {wanted}", f"{hint}; or use {use}(…)" if use else hint
    )


def unknown_function(name: str) -> PlanError:
    """The plan function that does the same, else the one of the nearest name."""
    known = INSTEAD.get(name.lower())
    close = difflib.get_close_matches(name.lower(), CALLABLE, 1, 0.6)
    hint = known or (f"did you mean {close[0]}?" if close else "see the list of plan functions")
    return PlanError(f"there is no plan function {name}", hint)
