"""Expressions of SQLite's defaults, checks and indexes in PostgreSQL's words, or why not.

Only what means the same on both is translated; everything else is refused with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate

from migrate_tui.engine.databases.lexer import Token, tokens
from migrate_tui.engine.databases.quoting import quote

_WORDS = {
    *("AND", "OR", "NOT", "IN", "IS", "NULL", "BETWEEN", "TRUE", "FALSE"),
    *("CASE", "WHEN", "THEN", "ELSE", "END", "NOTNULL", "ISNULL"),
}
_CALLS = {"LENGTH": "length", "ABS": "abs", "COALESCE": "coalesce", "IFNULL": "coalesce"}
_CALLS |= {"NULLIF": "nullif", "TRIM": "trim"}
_ASCII = {"LOWER": "lower", "UPPER": "upper"}  # SQLite changes ASCII letters only
_SYMBOLS = {"(", ")", ",", "+", "-", "*", "/", "%", "|", "<", ">", "=", "!"}
_PAIRS = {"||", "<=", ">=", "<>", "!=", "=="}
PLAIN = ("bigint", "double precision", "numeric", "text")  # types that compare as SQLite does
_PLAIN_VALUE = re.compile(r"'(?:[^']|'')*'|(?:[-+] )?[\w.]+")
_NOW = re.compile(
    r"\(?\s*(?:datetime|strftime)\s*\((?P<args>[^()]*)\)\s*\)?", re.IGNORECASE | re.DOTALL
)
_UTC = "to_char(now() at time zone 'UTC', '{}')"
_FORMATS = {
    "%Y-%m-%d %H:%M:%S": "YYYY-MM-DD HH24:MI:SS",
    "%Y-%m-%d %H:%M:%f": "YYYY-MM-DD HH24:MI:SS.MS",
    "%Y-%m-%dT%H:%M:%SZ": 'YYYY-MM-DD"T"HH24:MI:SS"Z"',
    "%Y-%m-%dT%H:%M:%fZ": 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"',
}


class Untranslatable(ValueError):
    """The text is the reason."""


def expression(sql: str, columns: Mapping[str, tuple[str, str]]) -> str:
    """`columns` gives the name and the type in the target for each source column, by lower case."""
    code = [token for token in tokens(sql, "sqlite") if token.code]
    return _Translation(code, columns).text()


class _Translation:
    def __init__(self, code: list[Token], columns: Mapping[str, tuple[str, str]]) -> None:
        self.code, self.columns, self.at = code, columns, 0
        self.orders = _orders(code)
        self.divides = {token.text for token in code} & {"/", "%"}

    def text(self) -> str:
        parts = []
        while self.at < len(self.code):
            parts.append(self._next())
        return re.sub(r"\( ", "(", re.sub(r" ([,)])", r"\1", " ".join(parts)))

    def _peek(self, ahead: int = 1) -> Token | None:
        place = self.at + ahead
        return self.code[place] if place < len(self.code) else None

    def _next(self) -> str:
        token = self.code[self.at]
        if token.kind in ("string", "number"):
            return self._take(token.text)
        if token.kind == "symbol":
            return self._symbol(token)
        if token.kind == "name":
            return self._name(token)
        return self._word(token)

    def _take(self, text: str, count: int = 1) -> str:
        self.at += count
        return text

    def _symbol(self, token: Token) -> str:
        following = self._peek()
        pair = token.text + (following.text if following else "")
        if pair in _PAIRS and following is not None and following.start == token.end:
            return self._take({"!=": "<>", "==": "="}.get(pair, pair), 2)
        if token.text not in _SYMBOLS - {"|", "!"} or pair == "->":
            raise Untranslatable(f"{token.text} is SQLite's own")
        return self._take(token.text)

    def _name(self, token: Token) -> str:
        """What is no column stands for text in double quotes: SQLite takes it so."""
        if token.identifier.lower() in self.columns:
            return self._column(token.identifier)
        if token.text[0] == '"':
            return self._take("'" + token.identifier.replace("'", "''") + "'")
        raise Untranslatable(f"{token.text} is no column")

    def _word(self, token: Token) -> str:
        word, following = token.upper, self._peek()
        called = following is not None and following.text == "("
        if called and word in _CALLS:
            return self._take(_CALLS[word])
        if called and word in _ASCII:
            return self._ascii(_ASCII[word])
        if not called and token.text.lower() in self.columns:
            return self._column(token.text)
        if word in _WORDS and not (
            called and word not in ("IN", "AND", "OR", "NOT", "WHEN", "THEN")
        ):
            if word == "IS" and not self._null_follows():
                raise Untranslatable("IS compares values")
            return self._take(word.lower())
        what = f"{token.text}()" if called else token.text
        raise Untranslatable(f"{what} is SQLite's own")

    def _null_follows(self) -> bool:
        words = [t.upper for t in (self._peek(1), self._peek(2)) if t is not None]
        return words[:1] == ["NULL"] or words == ["NOT", "NULL"]

    def _ascii(self, call: str) -> str:
        column, closing = self._peek(2), self._peek(3)
        known = column is not None and column.identifier.lower() in self.columns
        if column is None or not known or closing is None or closing.text != ")":
            raise Untranslatable(f"{call}() of an expression changes other letters in PostgreSQL")
        self.at += 2
        return self._take(f'{call}({self._column(column.identifier)} collate "C")')

    def _column(self, name: str) -> str:
        target, type_ = self.columns[name.lower()]
        quoted = quote(target)
        self.at += 1
        exact = type_ == "bigint" or ("%" not in self.divides and not type_.startswith("numeric"))
        if self.divides and not exact:
            raise Untranslatable(f"{name} is {type_}, which SQLite divides as an integer")
        if type_ == "text" and self.orders:
            return f'{quoted} collate "C"'
        if type_.split("(")[0] in PLAIN or self._is_null():
            return quoted
        if type_ == "boolean":
            return self._boolean(quoted)
        raise Untranslatable(f"{name} is {type_} in the target")

    def _is_null(self) -> bool:
        here = self.code[self.at : self.at + 3]
        words = [token.upper for token in here]
        return words[:2] == ["IS", "NULL"] or words == ["IS", "NOT", "NULL"]

    def _boolean(self, quoted: str) -> str:
        """`flag = 1` as PostgreSQL says it; a flag by itself is a condition there too."""
        texts = [token.text for token in self.code[self.at : self.at + 2]]
        if texts[:1] == ["="] and texts[1:] in (["0"], ["1"]):
            return self._take(f"{quoted} = {'true' if texts[1] == '1' else 'false'}", 2)
        if not texts or self.code[self.at].upper in ("AND", "OR", ")"):
            return quoted
        raise Untranslatable(f"{quoted} is boolean in the target")


def _orders(code: list[Token]) -> bool:
    """Whether values are put in an order: that of text is the target's own, unless it is said."""
    signs = "".join(token.text if token.kind == "symbol" else " " for token in code)
    between = any(token.upper == "BETWEEN" for token in code)
    return between or bool(set("<>") & set(signs.replace("<>", "")))


def default(sql: str, type_: str) -> str:
    """A column's default as one of the target's type."""
    text = _unwrapped(sql.strip())
    word = text.upper()
    if word == "NULL":
        return "null"
    if word == "CURRENT_TIMESTAMP" or _now_format(text):
        return _now(_now_format(text) or "YYYY-MM-DD HH24:MI:SS", type_)
    if word in ("CURRENT_DATE", "CURRENT_TIME"):
        raise Untranslatable(f"{text} is in UTC in SQLite")
    if type_ == "boolean":
        return _boolean_default(text)
    if word in ("TRUE", "FALSE"):
        text = "1" if word == "TRUE" else "0"  # what SQLite takes these words for
    if re.fullmatch(r"[xX]'([0-9A-Fa-f]{2})*'", text):
        if type_ != "bytea":
            raise Untranslatable(f"{text} is no {type_}")
        return f"'\\x{text[2:-1]}'"
    if type_ == "bytea":
        raise Untranslatable(f"{text} is no bytea")
    found = expression(text, {})
    if type_ == "text" and re.fullmatch(r"[-+]?[0-9.eE+-]+", found):
        return f"'{found}'"
    return found if _PLAIN_VALUE.fullmatch(found) else f"({found})"


def _unwrapped(text: str) -> str:
    """Without the parentheses around the whole of it."""
    code = [token.text for token in tokens(text, "sqlite") if token.code]
    depths = list(accumulate((one == "(") - (one == ")") for one in code))
    whole = code[:1] == ["("] and 0 in depths and depths.index(0) == len(code) - 1
    return _unwrapped(text[1:-1].strip()) if whole else text


def _boolean_default(text: str) -> str:
    word = text.strip("'\"").lower()
    if word in ("1", "true", "t", "yes", "on", "y"):
        return "true"
    if word in ("0", "false", "f", "no", "off", "n"):
        return "false"
    raise Untranslatable(f"{text} is no boolean")


def _now_format(text: str) -> str | None:
    """The format in which SQLite writes the present, where PostgreSQL has the same."""
    found = _NOW.fullmatch(text)
    if found is None:
        return None
    args = [arg.strip().strip("'\"") for arg in found["args"].split(",")]
    if text.lower().lstrip("( ").startswith("datetime"):
        return _FORMATS["%Y-%m-%d %H:%M:%S"] if args == ["now"] else None
    return _FORMATS.get(args[0]) if args[1:] == ["now"] else None


def _now(form: str, type_: str) -> str:
    if type_ in ("timestamptz", "timestamp", "date"):
        return "current_timestamp" if type_ == "timestamptz" else "(now() at time zone 'UTC')"
    if type_ == "text":
        return _UTC.format(form)
    raise Untranslatable(f"the present time is no {type_}")
