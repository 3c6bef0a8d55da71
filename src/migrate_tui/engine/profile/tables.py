"""One source table as a new table of the target and the mapping that fills it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from migrate_tui.engine.databases.shape import NewColumn, NewTable
from migrate_tui.engine.databases.sqlite_catalogue import quote
from migrate_tui.engine.databases.survey import Surveyed
from migrate_tui.engine.profile.columns import Columns, Tried
from migrate_tui.engine.profile.constraints import Constraints
from migrate_tui.engine.profile.drafted import Drafted, Filled
from migrate_tui.engine.profile.findings import Found, LeftBehind
from migrate_tui.engine.profile.gathered import gathered
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
        found += _key_found(surveyed, key)
        if key.rowid:
            new.append(NewColumn(_number_name(columns), "bigint", nullable=False))
        primary = tuple(columns.names[c] for c in key.columns) if key.primary else ()
        primary = (new[-1].name,) if key.rowid else primary
        table = NewTable(
            into, tuple(new), primary, tuple(constraints.checks()), tuple(constraints.indexes())
        )
        drafted = Drafted(
            name,
            surveyed.facts.rows,
            _filled(surveyed, into, key, columns, new),
            table,
            columns.doubtful or any(f.severity == "error" for f in found),
            (*found, *gathered(columns.found)),
            tuple(constraints.left),
        )
        return drafted, columns.names


def _number_name(columns: Columns) -> str:
    return relation_name("rowid", set(columns.names.values()))


def _named(surveyed: Surveyed, into: str) -> list[Found]:
    name = surveyed.table.name
    if into == name:
        return []
    fact = "a name that PostgreSQL cannot hold, or that the target has already"
    return [Found("warning", name, "", fact, f"called {into} in the target", ())]


def _key_found(surveyed: Surveyed, key: Key) -> list[Found]:
    name = surveyed.table.name
    if key.rowid:
        fact = "no key tells its rows apart"
        remedy = "SQLite's number of the row is kept in a column of its own, the key"
        others = ("a key of your own: in the schema, and as key: of the mapping",)
        return [Found("warning", name, "", fact, remedy, others)]
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
    surveyed: Surveyed, into: str, key: Key, columns: Columns, new: list[NewColumn]
) -> Filled:
    table = surveyed.table
    made = tuple(c.name for c in new if c.generated is not None)
    names = {target: source for source, target in columns.names.items()}
    filled = Filled(
        into,
        table.name,
        tuple(columns.names[c] for c in key.columns) if not key.rowid else (new[-1].name,),
        columns.filled(new),
        ignore=tuple(names[c] for c in made),
    )
    if not key.rowid:
        return filled
    if table.rowid:
        more = {} if new[-1].name == table.rowid else {new[-1].name: table.rowid}
        return replace(filled, columns={**filled.columns, **more})
    query = f"select row_number() over () as row_number, * from {quote(table.name)}"
    return replace(
        filled, query=query, columns={**filled.columns, new[-1].name: "int_of(row_number)"}
    )


def too_wide(surveyed: Surveyed) -> LeftBehind | None:
    count = len(surveyed.table.columns)
    if count <= MOST_COLUMNS:
        return None
    why = f"{count:,} columns: a PostgreSQL table has {MOST_COLUMNS:,} at most"
    return LeftBehind(surveyed.table.name, why)
