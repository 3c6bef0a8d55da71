"""SQL as tokens: enough to know what is text, name, comment or code; no grammar.

Joining the texts of the tokens gives the SQL back, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from migrate_tui.engine.errors import PlanError

_COMMON = r"""
    (?P<space>\s+)
  | (?P<comment>--[^\n]*)
  | (?P<open_comment>/\*)
  | (?P<name>"(?:[^"]|"")*")
"""
_REST = r"""
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<open>['"`])
  | (?P<symbol>::|.)
"""
_PATTERNS = {
    "postgresql": re.compile(
        _COMMON
        + r"""
  | (?P<string>[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*')
  | (?P<open_escape>[eE]')
  | (?P<dollar>\$(?P<tag>(?:[^\W\d]\w*)?)\$.*?\$(?P=tag)\$)
  | (?P<word>[^\W\d][\w$]*)
"""
        + _REST,
        re.VERBOSE | re.DOTALL,
    ),
    "sqlite": re.compile(
        _COMMON
        + r"""
  | (?P<string>'(?:[^']|'')*')
  | (?P<bracketed>`(?:[^`]|``)*`|\[[^\]]*\])
  | (?P<word>[^\W\d][\w$]*)
"""
        + _REST,
        re.VERBOSE | re.DOTALL,
    ),
}
_EDGE = re.compile(r"/\*|\*/")


@dataclass(frozen=True)
class Token:
    """`kind` is space, comment, string, dollar, name (quoted), word, number or symbol."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def code(self) -> bool:
        return self.kind not in ("space", "comment")

    @property
    def upper(self) -> str:
        """A bare word as a keyword, a symbol as it is, and nothing for quoted text."""
        return self.text.upper() if self.kind in ("word", "symbol") else ""

    @property
    def identifier(self) -> str:
        """The name that a quoted or bare identifier stands for."""
        if self.kind not in ("name", "string"):
            return self.text
        quote = self.text[0]
        return self.text[1:-1].replace(quote * 2, quote) if quote != "[" else self.text[1:-1]


def tokens(sql: str, kind: str) -> Iterator[Token]:
    """Every token of the text; a quote that never ends is an error with its line."""
    position = 0
    while position < len(sql):
        token = _token(sql, position, kind)
        yield token
        position = token.end


def _token(sql: str, position: int, kind: str) -> Token:
    found = _PATTERNS[kind].match(sql, position)
    assert found is not None and found.lastgroup is not None  # the last alternative takes anything
    group = found.lastgroup
    if group in ("open", "open_escape"):
        line = sql.count("\n", 0, position) + 1
        raise PlanError(f"line {line}: the quote {found.group()} is never closed")
    if group == "open_comment":
        return Token("comment", sql[position : _comment_end(sql, position, kind)], position)
    return Token("name" if group == "bracketed" else group, found.group(), position)


def _comment_end(sql: str, position: int, kind: str) -> int:
    """PostgreSQL's block comments nest, SQLite's do not (and may end with the text)."""
    depth = 0
    for edge in _EDGE.finditer(sql, position):
        if edge.group() == "/*":
            depth = depth + 1 if kind == "postgresql" or depth == 0 else depth
        else:
            depth -= 1
        if depth == 0:
            return edge.end()
    if kind == "sqlite":
        return len(sql)
    line = sql.count("\n", 0, position) + 1
    raise PlanError(f"line {line}: the comment is never closed")
