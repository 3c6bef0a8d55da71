"""What a statement of a schema file makes: read from its first words, looked up, dropped again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from migrate_tui.engine.databases.base import Connection
from migrate_tui.engine.databases.lexer import tokens

_BEFORE_KIND = {
    *("OR", "REPLACE", "TEMP", "TEMPORARY", "UNLOGGED", "UNIQUE", "CONSTRAINT", "RECURSIVE"),
    *("VIRTUAL", "GLOBAL", "LOCAL", "TRUSTED"),
}
_KINDS = {
    *("TABLE", "VIEW", "INDEX", "TRIGGER", "FUNCTION", "PROCEDURE", "TYPE", "DOMAIN", "SEQUENCE"),
    *("SCHEMA", "EXTENSION", "POLICY", "MATERIALIZED VIEW"),
}
_BEFORE_TABLE = {
    *("ALTER", "TABLE", "INSERT", "INTO", "UPDATE", "DELETE", "FROM", "ONLY", "IF", "EXISTS"),
    *("OR", "REPLACE", "ROLLBACK", "ABORT", "FAIL", "IGNORE"),
}
_ON_A_TABLE = {"TRIGGER", "POLICY", "INDEX"}
# What BEGINs and ENDs transactions, which are the engine's.
CONTROL = {
    *("BEGIN", "COMMIT", "END", "ROLLBACK", "START", "SAVEPOINT", "RELEASE", "ABORT", "PREPARE"),
}
HARMLESS = {"COMMENT", "GRANT", "REVOKE", "SET", "ANALYZE", "PRAGMA", "VACUUM", "SELECT", "REINDEX"}


@dataclass(frozen=True)
class Made:
    """One object. `table` is where an index, trigger, policy, column or constraint lives."""

    kind: str
    name: str
    schema: str | None = None
    table: str | None = None
    shared: bool = False  # an extension or schema that may be there for others already
    parent: str | None = None  # the table that a foreign key refers to

    def __str__(self) -> str:
        where = f" of {self.table}" if self.table else ""
        return f"{self.kind.lower()} {self.name}{where}"

    @property
    def bound(self) -> frozenset[str]:
        """The tables of whose rows an index or a constraint says something."""
        found = (self.table, self.parent) if self.kind in ("INDEX", "CONSTRAINT") else ()
        return frozenset(name for name in found if name is not None)


@dataclass(frozen=True)
class Word:
    """A token as a keyword and as the name that the database understands by it."""

    upper: str
    name: str


@cache
def made_by(sql: str, kind: str) -> Made | None:
    """The object that a statement makes, or None where it makes none, or several."""
    words = _words(sql, kind)
    if _upper(words, 0, 1) == ["CREATE"]:
        return _created(words)
    if _upper(words, 0, 2) == ["ALTER", "TABLE"]:
        return _added(words)
    return None


def target_of(sql: str, kind: str) -> str | None:
    """The table that INSERT, UPDATE or DELETE changes, or what an ALTER of any kind does."""
    words = _words(sql, kind)
    if not words or words[0].upper not in ("ALTER", "INSERT", "UPDATE", "DELETE"):
        return None
    first = 2 if words[0].upper == "ALTER" else 0
    places = range(first, len(words))
    at = next((i for i in places if words[i].upper not in _BEFORE_TABLE), None)
    return _name(words, at)[1] if at is not None else None


def dropped_by(sql: str, kind: str) -> str | None:
    """The one table, view, index, type or other object that a DROP takes away."""
    words = _words(sql, kind)
    at = 2 if _upper(words, 1, 2) != ["MATERIALIZED"] else 3
    at += _upper(words, at, at + 1) == ["CONCURRENTLY"]
    at += 2 * (_upper(words, at, at + 2) == ["IF", "EXISTS"])
    if _upper(words, 0, 1) != ["DROP"] or at >= len(words) or _several(words):
        return None
    return _name(words, at)[1]


def renamed_by(sql: str, kind: str) -> tuple[str, str] | None:
    """A table's old name and its new one."""
    words = _words(sql, kind)
    if _upper(words, 0, 2) != ["ALTER", "TABLE"] or _upper(words, -3, -1) != ["RENAME", "TO"]:
        return None
    return target_of(sql, kind) or "", words[-1].name


def _words(sql: str, kind: str) -> list[Word]:
    """PostgreSQL folds a name that is not quoted; SQLite compares without case."""
    fold = kind == "postgresql"
    return [
        Word(token.upper, token.text.lower() if fold and token.kind == "word" else token.identifier)
        for token in tokens(sql, kind)
        if token.code
    ]


def _upper(words: list[Word], start: int, end: int) -> list[str]:
    return [word.upper for word in words[start:end]]


def _created(words: list[Word]) -> Made | None:
    at = next((i for i, w in enumerate(words) if i and w.upper not in _BEFORE_KIND), 0)
    kind = words[at].upper
    if kind == "MATERIALIZED":
        kind, at = "MATERIALIZED VIEW", at + 1
    if kind not in _KINDS:
        return None
    at += 1
    at += _upper(words, at, at + 1) == ["CONCURRENTLY"]
    conditional = _upper(words, at, at + 3) == ["IF", "NOT", "EXISTS"]
    at += 3 if conditional else 0
    if at >= len(words) or words[at].upper in ("AUTHORIZATION", "ON"):
        return None
    schema, name = _name(words, at)
    place = _after_on(words, at) if kind in _ON_A_TABLE else (schema, None)
    return Made(kind, name, *place, conditional and kind in ("SCHEMA", "EXTENSION"))


def _after_on(words: list[Word], start: int) -> tuple[str | None, str | None]:
    at = next((i for i in range(start, len(words) - 1) if words[i].upper == "ON"), None)
    if at is None:
        return None, None
    return _name(words, at + (2 if words[at + 1].upper == "ONLY" else 1))


def _added(words: list[Word]) -> Made | None:
    """ALTER TABLE t ADD one column or one named constraint."""
    add = next((i for i, word in enumerate(words) if word.upper == "ADD"), None)
    if add is None or add + 2 >= len(words) or _several(words):
        return None
    at = next(i for i in range(2, add + 1) if words[i].upper not in _BEFORE_TABLE)
    schema, table = _name(words, at)
    following = words[add + 1].upper
    if following == "CONSTRAINT":
        name, parent = words[add + 2].name, _parent(words, add + 3)
        return Made("CONSTRAINT", name, schema, table, parent=parent)
    if following in ("PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "EXCLUDE"):
        return None
    at = add + (2 if following == "COLUMN" else 1)
    at += 3 if _upper(words, at, at + 3) == ["IF", "NOT", "EXISTS"] else 0
    return Made("COLUMN", words[at].name, schema, table)


def _parent(words: list[Word], start: int) -> str | None:
    places = range(start, len(words) - 1)
    at = next((i for i in places if words[i].upper == "REFERENCES"), None)
    return _name(words, at + 1)[1] if at is not None else None


def _several(words: list[Word]) -> bool:
    """Whether a comma stands outside all parentheses."""
    depth = 0
    for word in words:
        depth += (word.upper == "(") - (word.upper == ")")
        if word.upper == "," and depth == 0:
            return True
    return False


def _name(words: list[Word], at: int) -> tuple[str | None, str]:
    """A name with or without its schema."""
    if at + 2 < len(words) and words[at + 1].upper == ".":
        return words[at].name, words[at + 2].name
    return None, words[at].name


def shares_transaction(words: tuple[str, ...], sql: str, kind: str) -> bool:
    """Whether the statement may run in one transaction with others."""
    if words[0] == "VACUUM":
        return False
    if kind == "sqlite":
        return not (words[0] == "PRAGMA" and "JOURNAL_MODE" in words)
    said = [token.upper for token in tokens(sql, kind) if token.code]
    if "CONCURRENTLY" in said and said[0] in ("CREATE", "DROP", "REINDEX"):
        return said[:2] == ["CREATE", "MATERIALIZED"]
    added = words[:2] == ("ALTER", "TYPE") and "VALUE" in said
    return not added and words[:2] not in (
        ("CREATE", "DATABASE"),
        ("DROP", "DATABASE"),
        ("CREATE", "TABLESPACE"),
        ("ALTER", "SYSTEM"),
    )


def drop_sql(connection: Connection, made: Made) -> str:
    """Never CASCADE: what others hang on it stays, and the statement fails."""
    quote = connection.quote
    prefix = f"{quote(made.schema)}." if made.schema else ""
    if made.kind in ("COLUMN", "CONSTRAINT"):
        return (
            f"alter table {prefix}{quote(made.table or '')} drop {made.kind.lower()}"
            f" {quote(made.name)}"
        )
    if made.kind in ("TRIGGER", "POLICY") and connection.kind == "postgresql":
        table = prefix + quote(made.table or "")
        return f"drop {made.kind.lower()} {quote(made.name)} on {table}"
    return f"drop {made.kind.lower()} {prefix}{quote(made.name)}"
