"""A whole plan from a survey: its text, its schema files, its findings. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from migrate_tui.engine.databases import ddl_postgresql as ddl
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.objects import Other
from migrate_tui.engine.databases.survey import Survey, Surveyed
from migrate_tui.engine.profile.columns import Tried
from migrate_tui.engine.profile.drafted import Drafted
from migrate_tui.engine.profile.existing import Existing
from migrate_tui.engine.profile.findings import Found, LeftBehind
from migrate_tui.engine.profile.order import in_order
from migrate_tui.engine.profile.plan_text import Head, plan_text
from migrate_tui.engine.profile.references import References
from migrate_tui.engine.profile.tables import Tables, too_wide


@dataclass(frozen=True)
class Goal:
    """The target: its tables by name, the names that its relations and types bear, and a way to
    try an expression on it."""

    tried: Tried
    taken: set[str]
    tables: Mapping[str, Table]

    def parents(self, table: Table) -> set[str]:
        """What rows of the table refer to, here or in the target."""
        there = self.tables.get(table.name)
        keys = (*table.foreign_keys, *(there.foreign_keys if there else ()))
        return {key.parent for key in keys}


@dataclass(frozen=True)
class Draft:
    """`schema` and `after` are the scripts of the target's own language."""

    tables: tuple[Drafted, ...]
    left: tuple[LeftBehind, ...]
    schema: str = ""
    after: str = ""

    @property
    def found(self) -> tuple[Found, ...]:
        return tuple(found for table in self.tables for found in table.found)

    @property
    def not_carried(self) -> tuple[LeftBehind, ...]:
        return (*self.left, *(one for table in self.tables for one in table.left))

    def plan(self, head: Head) -> str:
        return plan_text(head, self.tables, self.left)


@dataclass
class Drafting:
    """The tables of a survey, one by one; what cannot be carried gathers in `left`."""

    goal: Goal
    drafted: dict[str, Drafted] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    left: list[LeftBehind] = field(default_factory=list)

    def add(self, surveyed: Surveyed) -> None:
        name = surveyed.table.name
        there = self.goal.tables.get(name)
        if name in FRAMEWORKS:
            self.left.append(LeftBehind(name, f"it belongs to {FRAMEWORKS[name]}"))
        elif there is not None:
            self._add_existing(surveyed, there)
        elif (wide := too_wide(surveyed)) is not None:
            self.left.append(wide)
        else:
            tables = Tables(self.goal.tried, self.goal.taken)
            self.drafted[name], self.names[name] = tables.draft(surveyed)

    def _add_existing(self, surveyed: Surveyed, there: Table) -> None:
        found = Existing(surveyed, there).draft()
        if isinstance(found, LeftBehind):
            self.left.append(found)
        else:
            self.drafted[surveyed.table.name] = found
            self.names[surveyed.table.name] = {}


def draft(survey: Survey, goal: Goal) -> Draft:
    drafting = Drafting(goal, left=[*left_behind(survey.others)])
    for surveyed in survey.tables:
        drafting.add(surveyed)
    drafted, names, left = drafting.drafted, drafting.names, drafting.left
    known = {one.table.name: one for one in survey.tables}
    parents = {name: goal.parents(known[name].table) for name in drafted}
    firm = {name: known[name].table.firm_parents for name in drafted}
    rows = {name: known[name].facts.rows for name in drafted}
    ordered = {name: drafted[name] for name in in_order(parents, firm, rows)}
    whole = tuple(References(ordered, known, names).all().values())
    new = [table.new for table in whole if table.new]
    return Draft(whole, tuple(left), script(ddl.before_load(new)), script(ddl.after_load(new)))


FRAMEWORKS = {
    "_prisma_migrations": "Prisma",
    "alembic_version": "Alembic",
    "django_migrations": "Django",
    "schema_migrations": "the framework that migrates the schema",
    "ar_internal_metadata": "Rails",
    "knex_migrations": "Knex",
    "knex_migrations_lock": "Knex",
    "SequelizeMeta": "Sequelize",
    "__drizzle_migrations": "Drizzle",
    "flyway_schema_history": "Flyway",
    "typeorm_metadata": "TypeORM",
}
WHY = {
    "table": "a table of migrate-tui's own, by its name: give another one to a table of yours",
    "view": "a view: write it in the target's language",
    "trigger": "a trigger: write it in the target's language",
    "virtual": "a virtual table: its module has the rows; to_tsvector(…) searches text too",
    "materialized view": "a materialized view: make it once the rows are there",
    "function": "a function: make it in the target",
    "policy": "a policy: make it in the target",
    "sequence": "a sequence of no column's own: make it in the target",
    "foreign": "a foreign table: its rows are another server's",
    "shadow": "a shadow table: it belongs to its virtual table",
}


def left_behind(others: Sequence[Other]) -> Iterator[LeftBehind]:
    for one in others:
        kind, _, why = WHY.get(one.kind, one.kind).partition(": ")
        on = f" on {one.table}" if one.table else ""
        yield LeftBehind(one.name, f"{kind}{on}: {why}" if why else kind + on)


def script(statements: Iterable[str]) -> str:
    found = list(statements)
    return "\n".join(found) + "\n" if found else ""
