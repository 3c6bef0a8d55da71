"""What SQLite's catalogue tells only as text: CHECKs, collations and names in CREATE statements."""

from __future__ import annotations

from dataclasses import dataclass, field

from migrate_tui.engine.databases.catalogue import Check
from migrate_tui.engine.databases.lexer import Token, tokens

_TABLE_LEVEL = {"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"}
_CONSTRAINTS = {"PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES"}
_CONSTRAINTS |= {"FOREIGN", "GENERATED", "AS"}


@dataclass(frozen=True)
class Declared:
    """A foreign key as it is written: its name, and whether it waits for COMMIT."""

    name: str | None
    deferred: bool


@dataclass
class Declarations:
    """Everything that was found, in the order of the text."""

    checks: list[Check] = field(default_factory=list)
    collations: dict[str, str] = field(default_factory=dict)
    foreign_keys: list[Declared] = field(default_factory=list)
    generated: dict[str, str] = field(default_factory=dict)


def declarations(create_table: str) -> Declarations:
    """Of columns and table alike; an unnamed CHECK is called by its own text."""
    found = Declarations()
    for definition in definitions(create_table):
        _read(create_table, definition, found)
    return found


def index_parts(create_index: str) -> tuple[tuple[str, ...], str | None]:
    """The key parts of a CREATE INDEX without ASC and DESC, and its WHERE."""
    code = [token for token in tokens(create_index, "sqlite") if token.code]
    opening = next(index for index, token in enumerate(code) if token.text == "(")
    last = closing(code, opening)
    parts = [_without_order(part) for part in _split_commas(code[opening + 1 : last])]
    texts = tuple(create_index[part[0].start : part[-1].end] for part in parts)
    rest = code[last + 1 :]
    where = create_index[rest[1].start : rest[-1].end] if rest else None
    return texts, where


def definitions(create_table: str) -> list[list[Token]]:
    """The columns and constraints of a CREATE TABLE, each as its tokens."""
    code = [token for token in tokens(create_table, "sqlite") if token.code]
    opening = next((index for index, token in enumerate(code) if token.text == "("), None)
    if opening is None:
        return []
    return _split_commas(code[opening + 1 : closing(code, opening)])


def _split_commas(code: list[Token]) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in code:
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def closing(code: list[Token], opening: int) -> int:
    """Where a parenthesis is closed."""
    depth = 0
    for index in range(opening, len(code)):
        depth += (code[index].text == "(") - (code[index].text == ")")
        if depth == 0:
            return index
    return len(code)


def _read(sql: str, definition: list[Token], found: Declarations) -> None:
    """Walk one column or table constraint; a CONSTRAINT name belongs to what follows it."""
    own_table = definition[0].upper in _TABLE_LEVEL
    index, name = (0 if own_table else 1), None
    while index < len(definition):
        word = definition[index].upper
        if word == "CONSTRAINT" and index + 1 < len(definition):
            name = definition[index + 1].identifier
            index += 2
            continue
        if word == "CHECK":
            found.checks.append(_check(sql, definition, index + 1, name))
        elif word == "COLLATE" and not own_table:
            found.collations[definition[0].identifier] = definition[index + 1].identifier
        elif word == "AS" and not own_table and definition[index + 1].text == "(":
            found.generated[definition[0].identifier] = _inside(sql, definition, index + 1)
        elif word == "REFERENCES":
            found.foreign_keys.append(Declared(name, _deferred(definition[index:])))
        index = _next(definition, index)
        # FOREIGN KEY (…) REFERENCES … is one constraint: its name waits for REFERENCES.
        name = None if word in _CONSTRAINTS - {"FOREIGN"} else name


def _next(definition: list[Token], index: int) -> int:
    """The next token on this level: what stands in parentheses is passed over."""
    following = index + 1
    if following < len(definition) and definition[following].text == "(":
        return closing(definition, following) + 1
    return following


def _check(sql: str, definition: list[Token], opening: int, name: str | None) -> Check:
    text = _inside(sql, definition, opening)
    return Check(name or text, text)


def _inside(sql: str, definition: list[Token], opening: int) -> str:
    """The text between a parenthesis and the one that closes it."""
    last = closing(definition, opening)
    return sql[definition[opening].end : definition[last].start].strip()


def _deferred(rest: list[Token]) -> bool:
    """Only up to the next constraint: DEFERRABLE INITIALLY DEFERRED without a NOT before it."""
    words = [token.upper for token in rest]
    for index, word in enumerate(words):
        if index and word in ("CONSTRAINT", "CHECK", "REFERENCES", "COLLATE", "UNIQUE"):
            return False
        if word == "DEFERRABLE":
            return words[index - 1] != "NOT" and words[index + 1 : index + 3] == [
                "INITIALLY",
                "DEFERRED",
            ]
    return False


def _without_order(part: list[Token]) -> list[Token]:
    return part[:-1] if part[-1].upper in ("ASC", "DESC") else part
