"""What an expression may say, how it is read, and what is refused with which advice."""

from __future__ import annotations

from decimal import Decimal

import pytest

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.expressions import Compiled, ParentCall, compile, parse
from migrate_tui.engine.expressions.nodes import Call, Case, Literal, Name, Param
from migrate_tui.engine.functions import FUNCTIONS

A, B = Name("a"), Name("b")

READ = [
    ("student_email", Name("student_email")),
    ("camelCase", Name("camelCase")),
    ("_source", Name("_source")),
    ("order", Name("order")),
    ("timestamp", Name("timestamp")),
    ('"first name"', Name("first name")),
    ("new.x", Name("x", "new")),
    ('old."Y z"', Name("Y z", "old")),
    ("null", Literal(None)),
    ("true", Literal(True)),
    ("'it''s'", Literal("it's")),
    ("-1.50", Literal(Decimal("-1.50"))),
    ("-9223372036854775808", Literal(-(2**63))),
    ("const('x')", Literal("x")),
    (":user is null", Call("is null", (Param("user"),))),
    ("a + b", Call("+", (A, B))),
    ("a || b", Call("||", (A, B))),
    ("-a", Call("-", (Literal(0), A))),
    ("a != b", Call("<>", (A, B))),
    ("a is not null", Call("not", (Call("is null", (A,)),))),
    ("a is not true", Call("not", (Call("is true", (A,)),))),
    ("a is distinct from b", Call("is distinct from", (A, B))),
    ("a is not distinct from b", Call("not", (Call("is distinct from", (A, B)),))),
    ("a not in (1, 'x')", Call("not", (Call("in", (A, Literal(1), Literal("x"))),))),
    (
        "a between 1 and 2",
        Call("and", (Call(">=", (A, Literal(1))), Call("<=", (A, Literal(2))))),
    ),
    ("case when a then 1 end", Case(((A, Literal(1)),), Literal(None))),
    ("case a when 1 then b else a end", Case(((Call("=", (A, Literal(1))), B),), A)),
    ("a->'x.y'->>0", Call("->>", (Call("->", (A, Literal("x.y"))), Literal(0)))),
    ("a -> -1", Call("->", (A, Literal(-1)))),
    ("a not like 'x%'", Call("not", (Call("like", (A, Literal("x%"))),))),
    ("like(a, 'x%')", Call("like", (A, Literal("x%")))),
    ("LOWER(Trim(a))", Call("lower", (Call("trim", (A,)),))),
    ("trim(a, 'x')", Call("trim", (A, Literal("x")))),
    ("substring(a from 2 for 3)", Call("substring", (A, Literal(2), Literal(3)))),
    ("position('x' in a)", Call("position", (Literal("x"), A))),
    ("position('x', a)", Call("position", (Literal("x"), A))),
    ("coalesce(nullif(a, ''), b)", Call("coalesce", (Call("nullif", (A, Literal(""))), B))),
    ("json_object('k', a)", Call("json_object", (Literal("k"), A))),
    ("not a = b", Call("not", (Call("=", (A, B)),))),
    ("a or b and a", Call("or", (A, Call("and", (B, A))))),
]

# text, a part of the message, a part of the hint
REFUSED = [
    ("", "empty", ""),
    ("a; b", "one value", ""),
    ("a +", "cannot be read", "double quotes"),
    ("first name", "second name", "double quotes"),
    ("a.b", "only new. and old.", '"a.b"'),
    ("s.new.b", "cannot hold", ""),
    ("a::jsonb", "cast to jsonb", "json(…)"),
    ("cast(a as int)", "cast to int", "int_of(…)"),
    ("date '2024-01-01'", "cast to date", "timestamp_of(…)"),
    ("a::uuid", "cast to uuid", "uuid_for(…)"),
    ("a::text", "cast to text", "by themselves"),
    ("(select 1)", "sub-query", "parent("),
    ("exists (select 1)", "sub-query", "parent("),
    ("a in (select b from c)", "list of values", "lookup("),
    ("now()", "now", "database's default"),
    ("coalesce(current_timestamp, a)", "the clock", "database's default"),
    ("random()", "random", "uuid_for"),
    ("gen_random_uuid()", "gen_random_uuid", "uuid_for"),
    ("a / b", "/", "* 0.01"),
    ("sum(a)", "sum", "merge:"),
    ("count(*)", "count", "merge:"),
    ("row_number() over ()", "window", "from:"),
    ("lower(distinct a)", "aggregate", ""),
    ("lowr(a)", "no plan function lowr", "did you mean lower?"),
    ("uid_for('k', a)", "no plan function", "did you mean uuid_for?"),
    ("zzz(a)", "no plan function zzz", "list of plan functions"),
    ("public.lower(a)", "schema", ""),
    ("left(a, 2)", "left", "substring(x, 1, count)"),
    ("if(a, 1, 2)", "if", "case when"),
    ("max(a)", "max", "greatest"),
    ("a ilike 'x'", "ilike", "lower(x) like"),
    ("a ~ 'x'", "regular expression", "like"),
    ("a like 'x' escape '!'", "escape", "backslash"),
    ("a = b = a", "chained", "and"),
    ("a = (b) = a", "chained", "and"),
    ('a collate "C"', "collate", "bytes"),
    ("a at time zone 'UTC'", "time zone", "timezone:"),
    ("interval '1 day'", "interval", "unix_ms"),
    ("array[1]", "array", "json_array"),
    ("a[1]", "array", "->"),
    ("(a, b)", "row of values", ""),
    ("a #>> '{x}'", "#>", "->>"),
    ("a ? 'x'", "a ? 'x'", ""),
    ("$1", "numbered parameter", ":name"),
    ("?", "needs a name", ":name"),
    ("'a' 'b'", "text beside text", "||"),
    ("E'x'", "quotes", "'text'"),
    ("$$x$$", "quotes", "'text'"),
    ("x'1f'", "bits", ""),
    ("'a\x00'", "NUL", ""),
    ("9223372036854775809", "64 bits", ""),
    ("lower(a, b)", "lower takes 1 argument, not 2", "lower(x)"),
    ("substring(a)", "2 to 3 arguments", ""),
    ("any_true()", "at least 1 argument", ""),
    ("nullif(a)", "nullif takes 2", ""),
    ("uuid_for(a, b)", "must be a constant", "uuid_for('kind'"),
    ("timestamp_of(a, b)", "must be a constant", "timestamp_of(x, unit)"),
    ("const(a)", "const takes one constant", ""),
    ("trim(leading 'x' from a)", "written as a call", "trim(x"),
    ("parent()", "no mapping", "column => value"),
    ("parent(students)", "column => value", ""),
    ("parent(students, a)", "column => value", ""),
    ("parent(students, a => b, a => c)", "once", ""),
    ("a => b", "", ""),
    ("a between symmetric 1 and 2", "SYMMETRIC", ""),
    ("(" * 500 + "not a" + ")" * 500, "nested too deeply", "another column"),
    (" || ".join("a" * 5000), "nested too deeply", "another column"),
    (" || ".join("a" * 150), "nested too deeply", "another column"),
]


@pytest.mark.parametrize(("text", "node"), READ)
def test_expressions_are_read(text: str, node: object) -> None:
    assert parse(text).node == node


@pytest.mark.parametrize(("text", "message", "hint"), REFUSED)
def test_everything_else_is_refused_with_advice(text: str, message: str, hint: str) -> None:
    with pytest.raises(PlanError) as error:
        parse(text)
    assert message in error.value.message
    assert hint in error.value.hint


def test_a_column_of_any_name_is_not_parsed() -> None:
    assert parse("unit price / €", {"unit price / €"}).is_column == "unit price / €"
    assert parse("true", {"true"}).is_column == "true"
    assert parse("current_timestamp").is_column == "current_timestamp"
    assert parse("a + b").is_column is None


def test_an_expression_knows_what_it_reads() -> None:
    expression = parse("case when new.a > :p then old.b else parent(m, k => lower(c)) || d end")
    assert expression.columns == {"c", "d"}
    assert (expression.new, expression.old, expression.params) == ({"a"}, {"b"}, {"p"})
    (call,) = expression.parents
    assert (call.mapping, set(call.values), call.optional) == ("m", {"k"}, False)
    assert parse('lookup("My m", "Some col" => x)').parents[0].optional
    assert set(parse('lookup("My m", "Some col" => x)').parents[0].values) == {"Some col"}


def test_substitution_reaches_every_place() -> None:
    expression = parse("case when a then lower(trim(a)) else parent(m, a => a || new.a) end")
    changed = expression.substitute({"a": parse("b + 1")})
    assert changed.columns == {"b"}
    assert changed.new == {"a"}
    assert expression.columns == {"a"}
    assert hash(changed) != hash(expression)


class Scope:
    """Every name stands for itself."""

    def __init__(self, **types: str) -> None:
        self.types = types

    def column(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    new = old = column

    def param(self, name: str) -> str:
        return f":{name}"

    def parent(self, call: ParentCall) -> Compiled:
        return Compiled("p.id", type="uuid")

    def type_of(self, name: str, space: str = "") -> str:
        return self.types.get(name, "")


UNTYPED = [
    ("j = 'x'", "x ->> 'key'"),
    ("greatest(j, 1)", "x ->> 'key'"),
    ("y || 'x'", "fix_utf8"),
    ("y = 'x'", ""),
    ("z + 1", ""),
    ("bool_of(z)", ""),
    ("f % 2", "int_of"),
    ("json_object('a')", ""),
    ("json_object('a', i, 'a', i)", ""),
    ("json_object(t, i)", ""),
    ("timestamp_of(t, 'minutes')", "'ms'"),
    ("iso8601(i)", "timestamp_of(…, 'ms')"),
    ("json(z)", "json_object"),
    ("round(f, 16)", ""),
    ("j -> t", ""),
]


@pytest.mark.parametrize(("text", "hint"), UNTYPED)
def test_types_that_cannot_meet_are_plan_errors(text: str, hint: str) -> None:
    types = {"j": "jsonb", "y": "bytea", "z": "timestamp with time zone", "t": "text"}
    scope = Scope(**types, f="double precision", i="bigint")
    with pytest.raises(PlanError) as error:
        compile(parse(text), "postgresql", scope, guarded=False)
    assert hint in error.value.hint


def test_names_are_always_quoted_and_text_cannot_break_out() -> None:
    compiled = compile(parse("\"a\"\"b\" || 'it''s'"), "sqlite", Scope(), guarded=False)
    assert '"a""b"' in compiled.value
    assert "'it''s'" in compiled.value


def test_a_branch_that_is_not_taken_gives_no_reason() -> None:
    for text in ("case when a is null then int_of(b) end", "coalesce(a, int_of(b))"):
        compiled = compile(parse(text), "postgresql", Scope(a="text", b="text"), guarded=True)
        assert compiled.reason is not None and compiled.reason.startswith("case when")


def test_every_function_compiles_and_has_a_reference() -> None:
    for function in FUNCTIONS.values():
        expression = parse(function.example)
        for kind in ("postgresql", "sqlite"):
            for guarded in (False, True):
                compiled = compile(expression, kind, Scope(), guarded=guarded)
                assert compiled.value
                assert not (guarded and compiled.raises), function.name


def test_parents_come_from_the_scope() -> None:
    compiled = compile(parse("parent(m, k => a)"), "postgresql", Scope(), guarded=True)
    assert compiled == Compiled("p.id", type="uuid")
