"""The columns of one source table as columns of a new table, each with how it is filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from migrate_tui.engine.databases import translation
from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.databases.facts import ColumnFacts
from migrate_tui.engine.databases.shape import NewColumn
from migrate_tui.engine.databases.survey import Surveyed
from migrate_tui.engine.databases.translation import Untranslatable
from migrate_tui.engine.profile.choice import Choice, Note
from migrate_tui.engine.profile.expressions import call, copied, told
from migrate_tui.engine.profile.findings import Found
from migrate_tui.engine.profile.names import column_names
from migrate_tui.engine.profile.types import choose
from migrate_tui.engine.sweep.affinity import affinity

LARGEST = 2**63 - 1
# Raises Untranslatable where the target does not take the SQL; given the types of its columns.
Tried = Callable[[str, dict[str, str]], None]


@dataclass
class Columns:
    """Everything about the columns of one table; findings gather in order."""

    surveyed: Surveyed
    tried: Tried
    found: list[Found] = field(default_factory=list)
    doubtful: bool = False
    names: dict[str, str] = field(default_factory=dict)
    choices: dict[str, Choice] = field(default_factory=dict)

    def __post_init__(self) -> None:
        table = self.surveyed.table
        self.names = column_names(table.column_names)
        for column in table.columns:
            self.choices[column.name] = choose(column, self._facts(column))

    def _facts(self, column: Column) -> ColumnFacts:
        return self.surveyed.facts.columns[column.name]

    @property
    def known(self) -> dict[str, tuple[str, str]]:
        """As translations want them: by lower case, the target's name and type."""
        return {n.lower(): (self.names[n], c.type) for n, c in self.choices.items()}

    @property
    def compared(self) -> dict[str, tuple[str, str]]:
        """The same, for what compares: text that SQLite compares otherwise is of another type."""
        return {
            n.lower(): (self.names[n], c.type + self._otherwise(n, c.type))
            for n, c in self.choices.items()
        }

    def _otherwise(self, name: str, type_: str) -> str:
        column = self.surveyed.table.column(name)
        if type_ != "text" or column is None:
            return ""
        if (column.collation or "BINARY").upper() != "BINARY":
            return f" by {column.collation}"
        numbers = affinity(column.type) not in ("text", "none") or self._facts(column).numbers
        return " among numbers" if numbers else ""

    @property
    def types(self) -> dict[str, str]:
        return {self.names[n]: c.type for n, c in self.choices.items()}

    def new(self) -> list[NewColumn]:
        return [self._new(column) for column in self.surveyed.table.columns]

    def filled(self, new: list[NewColumn]) -> dict[str, str]:
        """Target columns that are more than a copy of the column of their name."""
        made = {c.name for c in new if c.generated is not None}
        texts = {}
        for name, choice in self.choices.items():
            target = self.names[name]
            if target in made:
                continue
            if choice.call not in ("", "{c}"):
                texts[target] = call(choice.call, name)
            elif target != name:
                texts[target] = copied(name)
        return texts

    def _new(self, column: Column) -> NewColumn:
        facts, choice = self._facts(column), self.choices[column.name]
        for note in (*choice.notes, *_unholdable(facts)):
            self._note(column, note)
        misfits = choice.misfits + (facts.nul + facts.broken if choice.type != "bytea" else 0)
        self.doubtful = self.doubtful or bool(misfits)
        name = self.names[column.name]
        if name != column.name:
            why = "a name that PostgreSQL cannot hold, or holds already"
            self._note(column, ("warning", why, f"called {name} in the target", ()))
        generated = self._generated(column, choice)
        default = None if generated or column.generated else self._default(column, choice)
        return NewColumn(
            name,
            choice.type,
            nullable=column.nullable,
            default=default,
            generated=generated,
            next=self._next(column, choice),
        )

    def _note(self, column: Column, note: Note) -> None:
        severity, fact, remedy, others = note
        named = tuple(told(other, column.name) for other in others)
        self.found.append(
            Found(severity, self.surveyed.table.name, column.name, fact, remedy, named)
        )

    def _next(self, column: Column, choice: Choice) -> int | None:
        """Past every key that is there, and past every key that AUTOINCREMENT promised."""
        if not column.identity or choice.type != "bigint":
            return None
        facts = self._facts(column)
        top = max(int(facts.greatest or 0), self.surveyed.promised or 0, 0)
        if top < LARGEST:
            self._promised(column, int(facts.greatest or 0))
            return top + 1
        self._note(
            column,
            (
                "warning",
                "holds the largest key there is: no next one exists",
                "an identity that begins at 1",
                ("move that row by hand",),
            ),
        )
        return 1

    def _promised(self, column: Column, largest: int) -> None:
        promised = self.surveyed.promised or 0
        if promised > largest:
            fact = f"AUTOINCREMENT gave keys up to {promised:,}, the largest there is {largest:,}"
            remedy = f"an identity that goes on at {promised + 1:,}"
            self._note(column, ("info", fact, remedy, ()))

    def _default(self, column: Column, choice: Choice) -> str | None:
        if column.default is None or column.identity:
            return None
        try:
            found = translation.default(column.default, choice.type)
            self.tried(f"({found})::{choice.type}", {})
            if found == "null":
                return None
            return f"{found}::{choice.type}" if found.startswith("(") else found
        except Untranslatable as error:
            fact = f"default {column.default} is not carried over: {error}"
            self._note(column, ("warning", fact, "no default", ("write one in the schema",)))
            return None

    def _generated(self, column: Column, choice: Choice) -> str | None:
        if not column.generated:
            return None
        sql = column.expression
        try:
            if sql is None:
                raise Untranslatable("its expression cannot be read")
            found = translation.expression(sql, self.compared)
            # of the column's type without a cast: a boolean is no '1', and 5 no '5.0'
            self.tried(f"(array[({found}), null::{choice.type}])[1]", self.types)
            if "||" in found or any(c.generated for c in self._used(sql)):
                raise Untranslatable("PostgreSQL would not compute it the same")
            self._note(column, ("info", f"generated as {sql}", "PostgreSQL computes it", ()))
            return found
        except Untranslatable as error:
            fact = f"generated as {sql}, which is not carried over: {error}"
            self._note(
                column,
                (
                    "warning",
                    fact,
                    "an ordinary column with the values of now",
                    ("write a generated column in the schema",),
                ),
            )
            return None

    def _used(self, sql: str) -> Iterator[Column]:
        """Columns that the expression may name."""
        for column in self.surveyed.table.columns:
            if column.name.lower() in sql.lower():
                yield column


def _unholdable(facts: ColumnFacts) -> Iterator[Note]:
    if facts.nul:
        fact = f"{_texts(facts.nul)} with a NUL character, which PostgreSQL cannot hold"
        yield "error", fact, "their rows are rejected", ("strip_nul({c})",)
    if facts.broken:
        fact = f"{_texts(facts.broken)} not valid UTF-8"
        yield "error", fact, "their rows are rejected", ("fix_utf8({c})",)


def _texts(count: int) -> str:
    return "1 text" if count == 1 else f"{count:,} texts"
