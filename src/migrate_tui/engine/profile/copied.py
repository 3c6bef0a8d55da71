"""SQLite into SQLite: a file made again by the very statements that made it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from migrate_tui.engine.databases.base import Database
from migrate_tui.engine.databases.catalogue import ForeignKey, Table
from migrate_tui.engine.databases.ddl_copied import statements
from migrate_tui.engine.databases.survey import Survey, Surveyed
from migrate_tui.engine.databases.unreferenced import Key
from migrate_tui.engine.profile.draft import FRAMEWORKS, Draft, left_behind, script
from migrate_tui.engine.profile.drafted import Drafted
from migrate_tui.engine.profile.existing import Existing
from migrate_tui.engine.profile.findings import Found, LeftBehind
from migrate_tui.engine.profile.keyless import Numbered, keyless_found, numbered
from migrate_tui.engine.profile.keys import key_of
from migrate_tui.engine.profile.names import NAMELESS, unsayable
from migrate_tui.engine.profile.order import in_order
from migrate_tui.engine.profile.references import CIRCLE
from migrate_tui.engine.profile.routes import Routed, into_existing
from migrate_tui.engine.profile.tables import key_found


def copied(survey: Survey, origin: Database, tables: dict[str, Table]) -> Draft:
    """A table that is not there is made by its own statement; keys that let no row in are left."""
    kept = [one for one in survey.others if one.kind not in ("view", "trigger")]
    routed = Routed({}, [*left_behind(kept)])
    numbers: dict[str, str] = {}
    refused: dict[str, list[Key]] = {}
    names = {s.table.name: s.table.column_names for s in survey.tables}
    nameless = [name for name, columns in names.items() if unsayable(columns, "sqlite")]
    routed.left += [LeftBehind(name, NAMELESS) for name in nameless]
    survey = replace(survey, tables=tuple(s for s in survey.tables if s.table.name not in nameless))
    new = [s for s in survey.tables if s.table.name not in {*tables, *FRAMEWORKS}]
    parents = {s.table.name: {k.parent for k in s.table.foreign_keys} for s in new}
    order = in_order(parents, {s.table.name: s.table.firm_parents for s in new})
    for surveyed in survey.tables:
        name = surveyed.table.name
        if surveyed not in new:
            into_existing(surveyed, tables.get(name, surveyed.table), routed)
            continue
        number = _number(surveyed)
        if number:
            numbers[name] = number.column
        broken = _broken(surveyed, survey, order)
        refused[name] = [(key.columns, key.parent) for key, _ in broken]
        routed.left += [
            LeftBehind(name, f"foreign key ({', '.join(key.columns)}): {why}")
            for key, why in broken
        ]
        routed.add(name, _draft(surveyed, number, [key for key, _ in broken]))
    made = {name for name in routed.drafted if name not in tables}
    before, after = statements(origin, made, numbers, refused) if made else ([], [])
    return Draft(tuple(routed.ordered(survey)), tuple(routed.left), script(before), script(after))


def _number(surveyed: Surveyed) -> Numbered | None:
    if not key_of(surveyed).rowid:
        return None
    return numbered(surveyed, "sqlite", set(surveyed.table.column_names))


def _draft(
    surveyed: Surveyed, number: Numbered | None, broken: list[ForeignKey]
) -> Drafted | LeftBehind:
    table = surveyed.table
    if number is None:
        found = Existing(surveyed, table).draft()
        if isinstance(found, LeftBehind):
            return found
        keyed = key_found(surveyed, key_of(surveyed))
        return replace(found, found=(*keyed, *_orphans(surveyed, broken), *found.found))
    made = tuple(c.name for c in table.columns if c.generated)
    filled = number.filled(table.name, table.name, {}, made)
    filled = replace(filled, triggers=any(trigger.enabled for trigger in table.triggers))
    told = (keyless_found(table.name, number), *_orphans(surveyed, broken))
    return Drafted(table.name, surveyed.facts.rows, filled, None, False, told)


def _broken(surveyed: Surveyed, survey: Survey, order: list[str]) -> list[tuple[ForeignKey, str]]:
    """Keys under which no row could be written, each with the reason."""
    pairs = zip(surveyed.table.foreign_keys, surveyed.facts.orphans, strict=True)
    found = []
    for key, orphans in pairs:
        if orphans < 0 or not _unique(key, survey):
            parent = f"{key.parent} ({', '.join(key.parent_columns)})"
            found.append((key, f"{parent} is not there, or not unique"))
        elif _waits_in_vain(surveyed, key, order):
            found.append((key, CIRCLE))
    return found


def _waits_in_vain(surveyed: Surveyed, key: ForeignKey, order: list[str]) -> bool:
    """Whether the parent comes later, and the key must be there from the start."""
    name = surveyed.table.name
    if key.parent not in order or order.index(key.parent) < order.index(name):
        return False
    return surveyed.table.is_firm(key)


def _unique(key: ForeignKey, survey: Survey) -> bool:
    parent = survey.table(key.parent)
    if parent is None:
        return False
    uniques = [u.columns for u in parent.table.uniques if u.columns and not u.where]
    wanted = set(key.parent_columns)
    return any(set(columns) == wanted for columns in (parent.table.primary_key, *uniques))


def _orphans(surveyed: Surveyed, broken: list[ForeignKey]) -> Iterator[Found]:
    pairs = zip(surveyed.table.foreign_keys, surveyed.facts.orphans, strict=True)
    for key, count in pairs:
        if count > 0 and key not in broken:
            rows = "1 row refers" if count == 1 else f"{count:,} rows refer"
            fact = f"{rows} to no row of {key.parent} by {', '.join(key.columns)}"
            yield Found("error", surveyed.table.name, "", fact, "rejected by the foreign key")
