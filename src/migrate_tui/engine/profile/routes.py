"""The ways other than from SQLite into PostgreSQL: a file copied by its own statements, and tables
of PostgreSQL made again in either kind."""

from __future__ import annotations

from dataclasses import dataclass, replace

from migrate_tui.engine.databases import ddl_postgresql, ddl_sqlite
from migrate_tui.engine.databases.base import Database
from migrate_tui.engine.databases.catalogue import Table
from migrate_tui.engine.databases.ddl_copied import statements
from migrate_tui.engine.databases.survey import Survey, Surveyed
from migrate_tui.engine.profile.draft import FRAMEWORKS, Draft, left_behind, script
from migrate_tui.engine.profile.drafted import Drafted
from migrate_tui.engine.profile.existing import Existing
from migrate_tui.engine.profile.findings import LeftBehind
from migrate_tui.engine.profile.keyless import Numbered, keyless_found, numbered
from migrate_tui.engine.profile.keys import key_of
from migrate_tui.engine.profile.order import in_order
from migrate_tui.engine.profile.typed import Typed


@dataclass
class Routed:
    """What was drafted by source table, and what was not."""

    drafted: dict[str, Drafted]
    left: list[LeftBehind]

    def add(self, name: str, found: Drafted | LeftBehind) -> None:
        if isinstance(found, LeftBehind):
            self.left.append(found)
        else:
            self.drafted[name] = found

    def ordered(self, survey: Survey) -> list[Drafted]:
        tables = [one.table for one in survey.tables if one.table.name in self.drafted]
        parents = {t.name: {key.parent for key in t.foreign_keys} for t in tables}
        firm = {t.name: t.firm_parents for t in tables}
        return [self.drafted[name] for name in in_order(parents, firm)]


def _existing(surveyed: Surveyed, there: Table, routed: Routed) -> None:
    name = surveyed.table.name
    if name in FRAMEWORKS:
        routed.left.append(LeftBehind(name, f"it belongs to {FRAMEWORKS[name]}"))
    else:
        routed.add(name, Existing(surveyed, there).draft())


def _counted(surveyed: Surveyed, number: Numbered) -> Drafted:
    """A table without a key, whose copy has the number of the row."""
    table = surveyed.table
    made = tuple(c.name for c in table.columns if c.generated)
    filled = number.filled(table.name, table.name, {}, made)
    if table.triggers:
        filled = replace(filled, triggers=True)
    found = (keyless_found(table.name, number),)
    return Drafted(table.name, surveyed.facts.rows, filled, None, False, found)


def copied(survey: Survey, origin: Database, tables: dict[str, Table]) -> Draft:
    """SQLite into SQLite: a table that is not there is made by the very statement that made it."""
    kept = [one for one in survey.others if one.kind not in ("view", "trigger")]
    routed = Routed({}, [*left_behind(kept)])
    numbers: dict[str, str] = {}
    for surveyed in survey.tables:
        name = surveyed.table.name
        if name not in tables and key_of(surveyed).rowid and name not in FRAMEWORKS:
            number = numbered(surveyed, "sqlite", set(surveyed.table.column_names))
            numbers[name] = number.column
            routed.add(name, _counted(surveyed, number))
        else:
            _existing(surveyed, tables.get(name, surveyed.table), routed)
    made = {name for name in routed.drafted if name not in tables}
    before, after = statements(origin, made, numbers) if made else ([], [])
    return Draft(tuple(routed.ordered(survey)), tuple(routed.left), script(before), script(after))


def typed(survey: Survey, kind: str, taken: set[str], tables: dict[str, Table]) -> Draft:
    """PostgreSQL into either kind."""
    routed = Routed({}, [*left_behind(survey.others)])
    making = Typed(kind, set(taken), {one.table.name: one.table for one in survey.tables})
    for surveyed in survey.tables:
        name = surveyed.table.name
        if name in tables or name in FRAMEWORKS:
            _existing(surveyed, tables.get(name, surveyed.table), routed)
        else:
            routed.add(name, making.draft(surveyed))
    drafts = routed.ordered(survey)
    ddl = ddl_postgresql if kind == "postgresql" else ddl_sqlite
    new = [one.new for one in drafts if one.new]
    scripts = script(ddl.before_load(new)), script(ddl.after_load(new))
    return Draft(tuple(drafts), tuple(routed.left), *scripts)
