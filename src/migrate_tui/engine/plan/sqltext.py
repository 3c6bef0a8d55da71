"""What can be said about SQL without understanding it: its `:params`, and quotes left open."""

from __future__ import annotations

import re

_OPAQUE = re.compile(
    r"""(?<![A-Za-z0-9_])[eE]'(?:[^'\\]|\\.|'')*'
      | '(?:[^']|'')*'
      | "(?:[^"]|"")*"
      | \$(?P<tag>[A-Za-z_]*)\$.*?\$(?P=tag)\$
      | --[^\n]*
      | /\*.*?\*/""",
    re.DOTALL | re.VERBOSE,
)
_PARAM = re.compile(r"(?<![A-Za-z0-9_:\])]):([A-Za-z_][A-Za-z0-9_]*)")


def bare(sql: str) -> str:
    """The SQL without strings, quoted names and comments."""
    return _OPAQUE.sub(" ", sql)


def params_in(sql: str) -> frozenset[str]:
    """Names of the `:params`; `::type` and what stands in quotes are none."""
    return frozenset(_PARAM.findall(bare(sql)))


def quote_left_open(sql: str) -> str:
    """The quote that begins something and never ends it, or nothing."""
    return next((quote for quote in bare(sql) if quote in "'\""), "")
