"""One source table as a new table of the target and the mapping that fills it."""

from __future__ import annotations

from dataclasses import dataclass

from migrate_tui.engine.databases.shape import NewColumn, NewTable
from migrate_tui.engine.databases.survey import Surveyed
from migrate_tui.engine.profile.columns import Columns, Tried
from migrate_tui.engine.profile.constraints import Constraints
from migrate_tui.engine.profile.drafted import Drafted, Filled
from migrate_tui.engine.profile.findings import Found, LeftBehind
from migrate_tui.engine.profile.gathered import gathered
from migrate_tui.engine.profile.keyless import Numbered, keyless_found, numbered
from migrate_tui.engine.profile.keys import Key, key_of
from migrate_tui.engine.profile.names import relation_name

MOST_COLUMNS = 1600


@dataclass(frozen=True)
class Tables:
    """Drafts new tables; `taken` holds the names that relations of the target bear."""

    tried: Tried
    taken: set[str]

    def draft(self, surveyed: Surveyed) -> tuple[Drafted, dict[str, str]]:
        """The draft without its foreign keys, and the target's name of each column."""
        name, key = surveyed.table.name, key_of(surveyed)
        into = relation_name(name, self.taken)
        columns = Columns(surveyed, self.tried)
        new = columns.new()
        constraints = Constraints(columns, into, key, self.taken)
        found = list(_named(surveyed, into))
        found += key_found(surveyed, key) if not key.rowid else []
        number = numbered(surveyed, "sqlite", set(columns.names.values())) if key.rowid else None
        if number:
            found.append(keyless_found(name, number))
            new.append(NewColumn(number.column, "bigint", nullable=False))
        primary = tuple(columns.names[c] for c in key.columns) if key.primary else ()
        primary = (number.column,) if number else primary
        table = NewTable(
            into, tuple(new), primary, tuple(constraints.checks()), tuple(constraints.indexes())
        )
        drafted = Drafted(
            name,
            surveyed.facts.rows,
            _filled(surveyed, into, key, columns, new, number),
            table,
            columns.doubtful or any(f.severity == "error" for f in found),
            (*found, *gathered(columns.found)),
            tuple(constraints.left),
        )
        return drafted, columns.names


def _named(surveyed: Surveyed, into: str) -> list[Found]:
    name = surveyed.table.name
    if into == name:
        return []
    fact = "a name that PostgreSQL cannot hold, or that the target has already"
    return [Found("warning", name, "", fact, f"called {into} in the target", ())]


def key_found(surveyed: Surveyed, key: Key) -> list[Found]:
    name = surveyed.table.name
    facts = next((k for k in surveyed.facts.keys if k.columns == key.columns), None)
    listed = ", ".join(key.columns)
    found = []
    if facts and facts.nulls:
        rows = "1 row has" if facts.nulls == 1 else f"{facts.nulls:,} rows have"
        others = ("another key in the schema and the mapping",)
        found.append(
            Found("error", name, "", f"{rows} NULL in the key {listed}", "rejected", others)
        )
    if facts and facts.folded:
        rows = "1 key differs" if facts.folded == 1 else f"{facts.folded:,} keys differ"
        fact = f"{rows} from another in letter case only ({listed})"
        found.append(Found("info", name, "", fact, "kept apart: the key compares every letter", ()))
    return found


def _filled(
    surveyed: Surveyed,
    into: str,
    key: Key,
    columns: Columns,
    new: list[NewColumn],
    number: Numbered | None,
) -> Filled:
    made = tuple(c.name for c in new if c.generated is not None)
    names = {target: source for source, target in columns.names.items()}
    filled = columns.filled(new)
    ignore = tuple(names[c] for c in made)
    if number is None:
        own = tuple(columns.names[c] for c in key.columns)
        return Filled(into, surveyed.table.name, own, filled, ignore=ignore)
    return number.filled(surveyed.table.name, into, filled, ignore)


def too_wide(surveyed: Surveyed) -> LeftBehind | None:
    count = len(surveyed.table.columns)
    if count <= MOST_COLUMNS:
        return None
    why = f"{count:,} columns: a PostgreSQL table has {MOST_COLUMNS:,} at most"
    return LeftBehind(surveyed.table.name, why)
