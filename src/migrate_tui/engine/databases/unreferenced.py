"""CREATE TABLE without some of its foreign keys: those that SQLite would not let a row through."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from migrate_tui.engine.databases.declarations import closing, definitions
from migrate_tui.engine.databases.lexer import Token

Key = tuple[tuple[str, ...], str]  # columns and parent
_TWO = ("SET", "NO")  # SET NULL, SET DEFAULT, NO ACTION


def without_keys(sql: str, refused: Collection[Key]) -> str:
    """The statement, its other words as they were."""
    wanted = {(_folded(columns), parent.lower()) for columns, parent in refused}
    spans = [
        span
        for before, definition in _with_before(sql)
        for key, span in _keys(before, definition)
        if key in wanted
    ]
    for start, end in reversed(spans):
        sql = sql[:start] + sql[end:]
    return sql


def _folded(columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(column.lower() for column in columns)


def _with_before(sql: str) -> Iterator[tuple[int, list[Token]]]:
    """Each definition, and where the one before it ended."""
    end = 0
    for definition in definitions(sql):
        yield end, definition
        end = definition[-1].end


def _keys(before: int, definition: list[Token]) -> Iterator[tuple[Key, tuple[int, int]]]:
    """Every foreign key of one definition with its span; a whole definition takes its comma."""
    for at, token in enumerate(definition):
        if token.upper != "REFERENCES":
            continue
        first, columns = _beginning(definition, at)
        last = _end(definition, at)
        whole = first == 0 and last == len(definition)
        start = before if whole else definition[first].start
        parent = definition[at + 1].identifier.lower()
        yield (columns, parent), (start, definition[last - 1].end)


def _beginning(definition: list[Token], at: int) -> tuple[int, tuple[str, ...]]:
    """Where the key begins, its own name included, and its columns."""
    first, columns = at, _folded([definition[0].identifier])
    if definition[at - 1].text == ")":
        opening = max(i for i in range(at) if definition[i].upper == "FOREIGN")
        inside = definition[opening + 3 : at - 1]
        first, columns = opening, _folded([t.identifier for t in inside if t.text != ","])
    if first >= 2 and definition[first - 2].upper == "CONSTRAINT":
        first -= 2
    return first, columns


def _end(definition: list[Token], at: int) -> int:
    """Past the parent, its columns, and all that REFERENCES may say."""
    place = at + 2
    words = [token.upper for token in definition] + [""] * 4
    if words[place] == "(":
        place = closing(definition, place) + 1
    while True:
        if words[place] == "ON":
            place += 4 if words[place + 2] in _TWO else 3
        elif words[place] in ("MATCH", "INITIALLY") or words[place : place + 2] == [
            "NOT",
            "DEFERRABLE",
        ]:
            place += 2
        elif words[place] == "DEFERRABLE":
            place += 1
        else:
            return place
