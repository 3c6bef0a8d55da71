"""Scripts and statements as the databases' own clients cut them: quotes, comments, bodies known."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from migrate_tui.engine.databases.lexer import Token, tokens

# Neither comments nor semicolons, and quotes that end; no text of which only one database knows.
_PLAIN = re.compile(r"""(?:[^'"`\\$;/\[-]++|'[^']*'|"[^"]*"|/(?!\*)|-(?!-)|\[\])*+""")


@dataclass(frozen=True)
class ScriptStatement:
    """One statement without its semicolon; `line` is where its first word stands (from 1)."""

    sql: str
    line: int
    words: tuple[str, ...]  # its first four words in capitals: ("CREATE", "TABLE", …)


def split(sql: str, kind: str) -> list[ScriptStatement]:
    """The statements of a script; semicolons in quotes, comments, $$ and bodies do not count."""
    return [_statement(sql, part) for part in _parts(sql, kind) if any(t.code for t in part)]


def bare(query: str, kind: str) -> str:
    """A query without the semicolons and comments around it, ready to stand in parentheses."""
    if _PLAIN.fullmatch(query):  # nothing but code, as in all that the engine writes itself
        return query.strip()
    code = [token for token in tokens(query, kind) if token.code]
    while code and code[-1].text == ";":
        code.pop()
    return query[code[0].start : code[-1].end] if code else ""


def bind(sql: str, names: Collection[str], style: str) -> str:
    """Every `:name` of `names` as the driver's placeholder; `style` is "named" or "pyformat".

    Quotes, comments, casts (`::name`) and slices (`a[1:name]`) are left alone; for pyformat every
    other % is doubled, so the result must be run with parameters, be they empty.
    """
    if style == "named":
        return sql
    return "".join(_bound(list(tokens(sql, "postgresql")), names))


def _bound(found: list[Token], names: Collection[str]) -> Iterator[str]:
    taken = False
    for index, token in enumerate(found):
        if taken:
            taken = False
        elif _is_placeholder(found, index, names):
            yield f"%({found[index + 1].text})s"
            taken = True
        else:
            yield token.text.replace("%", "%%")


def _is_placeholder(found: list[Token], index: int, names: Collection[str]) -> bool:
    """A colon with a known name right after it and nothing that ends an operand right before it."""
    if found[index].text != ":" or index + 1 == len(found):
        return False
    following = found[index + 1]
    if following.kind != "word" or following.text not in names:
        return False
    before = found[index - 1] if index else None
    return before is None or not (before.kind in ("word", "number", "name") or before.text in ")]:")


def _statement(sql: str, part: list[Token]) -> ScriptStatement:
    code = [token for token in part if token.code]
    start, end = code[0].start, code[-1].end
    words = tuple(token.upper for token in code[:4])
    return ScriptStatement(sql[start:end], sql.count("\n", 0, start) + 1, words)


def _parts(sql: str, kind: str) -> Iterator[list[Token]]:
    part: list[Token] = []
    body = _Body()
    for token in tokens(sql, kind):
        if token.text == ";" and _ends(sql, part, token, kind, body):
            yield part
            part, body = [], _Body()
            continue
        part.append(token)
        body.see(token)
    yield part


def _ends(sql: str, part: list[Token], semicolon: Token, kind: str, body: _Body) -> bool:
    """SQLite itself says where a trigger ends; for PostgreSQL we count as psql does."""
    if kind == "sqlite":
        start = part[0].start if part else semicolon.start
        return sqlite3.complete_statement(sql[start : semicolon.end])
    return body.depth == 0


class _Body:
    """psql's rule: parentheses, and BEGIN/CASE … END within CREATE FUNCTION or PROCEDURE."""

    def __init__(self) -> None:
        self.parentheses = 0
        self.blocks = 0
        self.words: list[str] = []

    @property
    def depth(self) -> int:
        return self.parentheses + self.blocks

    def see(self, token: Token) -> None:
        if token.text in ("(", ")"):
            self.parentheses = max(0, self.parentheses + (1 if token.text == "(" else -1))
        elif token.kind == "word":
            self._word(token.upper)

    def _word(self, word: str) -> None:
        if len(self.words) < 4:
            self.words.append(word)
        if not self._routine or self.parentheses:
            return
        if word == "BEGIN" or (word == "CASE" and self.blocks):
            self.blocks += 1
        elif word == "END" and self.blocks:
            self.blocks -= 1

    @property
    def _routine(self) -> bool:
        words = [word for word in self.words if word not in ("OR", "REPLACE")]
        return words[:1] == ["CREATE"] and words[1:2] in (["FUNCTION"], ["PROCEDURE"])
