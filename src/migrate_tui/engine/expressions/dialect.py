"""sqlglot's PostgreSQL, made to keep what it reads: no call is renamed, no key taken for a path."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from sqlglot import exp
from sqlglot.dialects.postgres import Postgres
from sqlglot.parser import Parser
from sqlglot.parsers.postgres import PostgresParser
from sqlglot.tokenizer_core import TokenType

OWN_GRAMMAR = ("CAST", "TRY_CAST", "EXTRACT", "SUBSTRING", "TRIM", "POSITION")


def _member(kind: type[exp.Expr]) -> Callable[[Parser, exp.Expr, exp.Expr], exp.Expr]:
    return lambda parser, this, key: kind(this=this, expression=key)


class PlanParser(PostgresParser):
    FUNCTIONS: ClassVar = {}
    FUNCTION_PARSERS: ClassVar = {
        name: PostgresParser.FUNCTION_PARSERS[name] for name in OWN_GRAMMAR
    }
    JSON_OPERATORS: ClassVar = {
        **PostgresParser.JSON_OPERATORS,
        TokenType.ARROW: _member(exp.JSONExtract),
        TokenType.DARROW: _member(exp.JSONExtractScalar),
    }


class PlanDialect(Postgres):
    Parser = PlanParser
